"""What became of a call to Slack: the answers, and the table from Slack's codes to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import ParleyError

DEFAULT_WAIT = 10.0
RECONNECT_WAIT = 2.0
LONGEST_WAIT = 3600.0
NOT_PERMITTED = (
    "Slack doesn't permit me that. Whoever runs me sees with “make doctor” what is missing."
)


@dataclass(frozen=True)
class Sent:
    """It is in Slack."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Refused:
    """It is certainly not in Slack, and trying again would not help."""

    code: str


@dataclass(frozen=True)
class Wait:
    """It is certainly not in Slack; try again after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Ambiguous:
    """It may or may not be in Slack."""

    why: str


@dataclass(frozen=True)
class TenantGone:
    """The token no longer speaks for this workspace."""

    code: str


Outcome = Sent | Refused | Wait | Ambiguous | TenantGone


class SlackError(ParleyError):
    """Slack didn't take that just now. Nothing was lost; please try again in a moment."""

    def __init__(self, code: str, seconds: float = 0.0) -> None:
        # Trying again would not help when a permission is missing.
        super().__init__(*[NOT_PERMITTED] if verdict_of(code) is Verdict.CONFIG else ())
        self.code = code
        self.seconds = seconds


class ExpiredTriggerError(SlackError):
    """Slack closed the door before I got there. Press the button to open it again."""


class UntoldError(SlackError):
    """Slack doesn't tell me who you are. If it stays so, “make doctor” says what is missing."""


class HashConflictError(SlackError):
    """This changed while you were looking at it. Open it again to see the newest."""


class Verdict(StrEnum):
    """How a code of Slack's is read; CONFIG is refused too, and whoever runs Parley can fix it."""

    DEFINITE = "definite"
    CONFIG = "config"
    WAIT = "wait"
    AMBIGUOUS = "ambiguous"
    TENANT = "tenant"


_CODES: dict[Verdict, str] = {
    Verdict.DEFINITE: """
        as_user_not_supported attachment_payload_limit_exceeded cannot_reply_to_message
        channel_not_found draft_already_deleted draft_already_sent draft_has_conflict
        draft_not_found ekm_access_denied invalid_arg_name invalid_arguments invalid_array_arg
        invalid_blocks invalid_blocks_format invalid_charset invalid_form_data
        invalid_metadata_format invalid_metadata_schema invalid_post_type is_archived
        markdown_text_conflict messages_tab_disabled metadata_must_be_sent_from_app
        metadata_too_large missing_file_data missing_post_type msg_blocks_too_long msg_too_long
        no_text not_in_channel restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked
        restricted_action_thread_only_channel send_on_behalf_not_allowed
        slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_lists_sharing_blocked team_not_found too_many_attachments
        too_many_contact_cards
        block_mismatch cant_update_message edit_window_closed is_inactive message_not_found
        cannot_dm_bot invalid_thread_ts thread_not_found user_disabled user_is_bot
        user_not_found user_not_visible
    """,
    Verdict.CONFIG: """
        access_denied accesslimited agent_prompt_display_not_allowed app_access_restricted
        deprecated_endpoint enterprise_is_restricted method_deprecated missing_scope
        no_permission not_allowed_token_type two_factor_setup_required
        user_access_not_granted
    """,
    Verdict.WAIT: """
        message_limit_exceeded org_login_required rate_limited ratelimited team_added_to_org
        external_channel_migrating streaming_state_conflict
    """,
    Verdict.AMBIGUOUS: """
        duplicate_channel_not_found duplicate_message_not_found fatal_error internal_error
        request_timeout service_unavailable
        update_failed
    """,
    Verdict.TENANT: """
        account_inactive invalid_auth not_authed team_access_not_granted token_expired
        token_revoked
    """,
}

# Every error documented for chat.postMessage (docs.slack.dev/reference/methods/chat.postMessage),
# and below each group those that chat.update documents or that workspaces return in practice.
VERDICTS: Mapping[str, Verdict] = {
    code: verdict for verdict, codes in _CODES.items() for code in codes.split()
}


def verdict_of(code: str) -> Verdict:
    """How to read a code; one that is in no list may mean anything."""
    return VERDICTS.get(code, Verdict.AMBIGUOUS)


_MESSAGE_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


def is_message_gone(code: str) -> bool:
    """Whether the message that should change is no longer there to be changed."""
    return code in _MESSAGE_GONE


def outcome_of_answer(status: int, headers: Mapping[str, str], data: Any) -> Outcome:
    """Read one answer of a posting method."""
    if status == 429:
        return Wait(retry_after(headers))
    if not isinstance(data, Mapping):
        return Ambiguous(f"http {status} without an answer")
    if data.get("ok") is True:
        return _sent(data)
    if status >= 500:
        return Ambiguous(f"http {status}")
    return outcome_of_code(str(data.get("error", "")), headers)


def outcome_of_code(code: str, headers: Mapping[str, str]) -> Outcome:
    """Read one error code."""
    match verdict_of(code):
        case Verdict.DEFINITE | Verdict.CONFIG:
            return Refused(code)
        case Verdict.WAIT:
            return Wait(retry_after(headers))
        case Verdict.TENANT:
            return TenantGone(code)
        case _:
            return Ambiguous(code or "no error code")


def _sent(data: Mapping[str, Any]) -> Outcome:
    channel, ts = data.get("channel"), data.get("ts")
    if isinstance(channel, str) and isinstance(ts, str):
        return Sent(channel, ts)
    return Ambiguous("ok without ts")


def outcome_of_exception(error: Exception) -> Outcome:
    """Read what the SDK raised: its own errors, aiohttp's and the time-out's, in one place."""
    if isinstance(error, SlackApiError):
        return _outcome_of_response(error.response)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        # No connection, so nothing was sent.
        return Wait(RECONNECT_WAIT)
    if isinstance(error, SlackClientError):
        return Refused("client_error")
    # A bug of the SDK with text or a list as an answer ends here too (AttributeError).
    return Ambiguous("time-out" if isinstance(error, TimeoutError) else type(error).__name__)


def _outcome_of_response(response: Any) -> Outcome:
    # The SDK's answer has `status_code` and `data`; a body that is not JSON comes as aiohttp's.
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    return outcome_of_answer(status, response.headers, getattr(response, "data", None))


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds Slack asks to wait; a default when it says none, or nonsense."""
    found = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    try:
        seconds = float(found)
    except (TypeError, ValueError):
        return DEFAULT_WAIT
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else DEFAULT_WAIT


_ERRORS: dict[str, type[SlackError]] = {
    "expired_trigger_id": ExpiredTriggerError,
    "exchanged_trigger_id": ExpiredTriggerError,
    "trigger_expired": ExpiredTriggerError,
    "invalid_trigger_id": ExpiredTriggerError,
    "hash_conflict": HashConflictError,
}


def error_of_exception(error: Exception) -> SlackError:
    """The same for reads and views: an error with Slack's code, and how long Slack says to wait."""
    outcome = _outcome_of_response(error.response) if isinstance(error, SlackApiError) else None
    seconds = outcome.seconds if isinstance(outcome, Wait) else 0.0
    code = _code_of(error)
    return _ERRORS.get(code, SlackError)(code, seconds)


def _code_of(error: Exception) -> str:
    data = getattr(getattr(error, "response", None), "data", None)
    if isinstance(data, Mapping) and isinstance(data.get("error"), str):
        return str(data["error"])
    return "no_answer"
