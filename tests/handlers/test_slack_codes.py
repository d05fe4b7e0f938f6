"""The table of Slack's error codes."""

from handlers.outcomes import (
    VERDICTS,
    Ambiguous,
    Refused,
    TenantGone,
    Verdict,
    Wait,
    outcome_of_code,
)

# As documented for chat.postMessage at docs.slack.dev.
_DOCS = """
access_denied accesslimited account_inactive agent_prompt_display_not_allowed app_access_restricted
as_user_not_supported attachment_payload_limit_exceeded cannot_reply_to_message channel_not_found
deprecated_endpoint draft_already_deleted draft_already_sent draft_has_conflict draft_not_found
duplicate_channel_not_found duplicate_message_not_found ekm_access_denied enterprise_is_restricted
fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth
invalid_blocks invalid_blocks_format invalid_charset invalid_form_data invalid_metadata_format
invalid_metadata_schema invalid_post_type is_archived markdown_text_conflict message_limit_exceeded
messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large method_deprecated
missing_file_data missing_post_type missing_scope msg_blocks_too_long msg_too_long no_permission
no_text not_allowed_token_type not_authed not_in_channel org_login_required rate_limited ratelimited
request_timeout restricted_action restricted_action_non_threadable_channel
restricted_action_read_only_channel restricted_action_thread_locked
restricted_action_thread_only_channel send_on_behalf_not_allowed service_unavailable
slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
slack_connect_lists_sharing_blocked team_access_not_granted team_added_to_org team_not_found
token_expired token_revoked too_many_attachments too_many_contact_cards two_factor_setup_required
"""
DOCUMENTED = _DOCS.split()

OUTCOMES = {
    Verdict.DEFINITE: Refused,
    Verdict.CONFIG: Refused,
    Verdict.WAIT: Wait,
    Verdict.AMBIGUOUS: Ambiguous,
    Verdict.TENANT: TenantGone,
}


def test_every_documented_error_of_posting_has_a_verdict() -> None:
    assert len(DOCUMENTED) >= 66
    assert not set(DOCUMENTED) - set(VERDICTS)


def test_every_verdict_leads_to_its_outcome() -> None:
    for code, verdict in VERDICTS.items():
        assert isinstance(outcome_of_code(code, {}), OUTCOMES[verdict]), code


def test_an_error_that_may_have_succeeded_is_never_called_refused() -> None:
    for code in ("fatal_error", "internal_error", "request_timeout", "service_unavailable"):
        assert VERDICTS[code] is Verdict.AMBIGUOUS
