"""Finding out whether a message of ours arrived, where the deployment granted history scopes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from handlers.messages import bears
from handlers.outcomes import SlackError, Verdict, verdict_of

# What Slack grants at most, in one call, to apps on its strictest tier.
_PAGE = 15
_PAGES = 8
# Clocks differ; beyond five minutes Slack would refuse our requests anyway.
_BEFORE = 300.0


@dataclass(frozen=True)
class Arrived:
    """It is in Slack."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Absent:
    """It is not in Slack."""


@dataclass(frozen=True)
class Unable:
    """We may not look, or cannot look far enough."""


@dataclass(frozen=True)
class Later:
    """We could not look now."""

    seconds: float


Found = Arrived | Absent | Unable | Later


class Ask(Protocol):
    """Reads from Slack; raises SlackError."""

    async def __call__(self, method: str, **arguments: Any) -> Mapping[str, Any]: ...


async def look_up(
    ask: Ask,
    scopes: Collection[str],
    channel: str | None,
    message_id: str,
    since: float,
    thread_ts: str | None,
) -> Found:
    """Look through what was said in the channel since shortly before the first try."""
    if channel is None or not _may_look(channel, scopes):
        return Unable()
    arguments = {"channel": channel, "oldest": f"{since - _BEFORE:.6f}", "limit": _PAGE}
    method = "conversations.replies" if thread_ts else "conversations.history"
    arguments |= {"ts": thread_ts} if thread_ts else {}
    try:
        return await _search(ask, method, arguments, message_id)
    except SlackError as error:
        return _of_error(error)


async def _search(ask: Ask, method: str, arguments: Mapping[str, Any], message_id: str) -> Found:
    cursor: dict[str, str] = {}
    for _ in range(_PAGES):
        page = await ask(method, **arguments, **cursor)
        for posted in page.get("messages") or ():
            if bears(posted, message_id):
                return Arrived(arguments["channel"], posted["ts"])
        following = (page.get("response_metadata") or {}).get("next_cursor")
        if not following:
            return Absent()
        cursor = {"cursor": following}
    return Unable()


def _may_look(channel: str, scopes: Collection[str]) -> bool:
    # A private channel's id begins like a public one's, so either scope is worth a try.
    wanted = ("im:history",) if channel.startswith("D") else ("channels:history", "groups:history")
    return any(scope in scopes for scope in wanted)


def _of_error(error: SlackError) -> Found:
    if verdict_of(error.code) in {Verdict.DEFINITE, Verdict.CONFIG}:
        return Unable()
    return Later(max(error.seconds, 5.0))
