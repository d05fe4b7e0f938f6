"""The Slack client: what every answer means, and what is asked once only."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from handlers.outcomes import (
    Ambiguous,
    ExpiredTriggerError,
    HashConflictError,
    Refused,
    Sent,
    SlackError,
    TenantGone,
    Wait,
)
from handlers.slack import Slack, open_session
from handlers.views.kit import Speech
from tests.fakeslack import AMBIGUOUS, FakeSlack, Fault

HELLO = Speech("Hello", [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}])


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as server:
        yield server


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session(timeout=1.5) as shared:
        yield shared


@pytest.fixture
def slack(fake: FakeSlack, session: aiohttp.ClientSession) -> Slack:
    return Slack("xoxb-test", fake.url, session)


# Posting


async def test_a_post_is_sent_with_its_id_and_without_unfurling(
    fake: FakeSlack, slack: Slack
) -> None:
    outcome = await slack.post("C1", HELLO, "row1")
    [sent] = fake.called("chat.postMessage")
    assert outcome == Sent("C1", fake.posts[0].ts)
    assert fake.counts() == {"row1": 1}
    assert sent["unfurl_links"] is False
    assert sent["unfurl_media"] is False
    assert "client_msg_id" not in sent


@pytest.mark.parametrize("fault", AMBIGUOUS, ids=lambda fault: fault.name)
async def test_a_post_whose_fate_nobody_can_tell_is_ambiguous_and_sent_once(
    fake: FakeSlack, slack: Slack, fault: Fault
) -> None:
    fake.fail(fault)
    assert isinstance(await slack.post("C1", HELLO, "row1"), Ambiguous)
    assert len(fake.called("chat.postMessage")) == 1


@pytest.mark.parametrize(
    ("answer", "least", "most"),
    [("429:1", 1, 1), ("429:30", 30, 30), ("429", 1, 60), ("429:soon", 1, 60), ("429:-3", 1, 60)],
)
async def test_a_429_says_how_long_to_wait_whatever_its_header(
    fake: FakeSlack, slack: Slack, answer: str, least: float, most: float
) -> None:
    fake.fail(Fault(answer))
    outcome = await slack.post("C1", HELLO)
    assert isinstance(outcome, Wait)
    assert least <= outcome.seconds <= most


async def test_after_a_429_the_method_is_left_alone_without_asking_slack(
    fake: FakeSlack, slack: Slack
) -> None:
    fake.fail(Fault("429:30"))
    await slack.post("C1", HELLO)
    assert isinstance(await slack.post("C2", HELLO), Wait)
    assert len(fake.called("chat.postMessage")) == 1


async def test_one_workspaces_429_does_not_delay_another(
    fake: FakeSlack, slack: Slack, session: aiohttp.ClientSession
) -> None:
    other = Slack("xoxb-other", fake.url, session)
    fake.fail(Fault("429:30"))
    await slack.post("C1", HELLO)
    assert isinstance(await other.post("C1", HELLO), Sent)


async def test_a_refused_connection_means_that_nothing_was_sent(
    session: aiohttp.ClientSession,
) -> None:
    nobody = Slack("xoxb-test", "http://127.0.0.1:9/api/", session)
    assert isinstance(await nobody.post("C1", HELLO), Wait)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("is_archived", Refused("is_archived")),
        ("missing_scope", Refused("missing_scope")),
        ("token_revoked", TenantGone("token_revoked")),
        ("never_heard_of", Ambiguous("never_heard_of")),
    ],
)
async def test_a_code_is_read_by_the_table(
    fake: FakeSlack, slack: Slack, code: str, outcome: object
) -> None:
    fake.fail(Fault(code))
    assert await slack.post("C1", HELLO) == outcome


async def test_text_alone_becomes_a_block_so_that_it_can_be_found_again(
    fake: FakeSlack, slack: Slack
) -> None:
    await slack.post("C1", Speech("Only text"), "row1")
    assert fake.counts() == {"row1": 1}


async def test_a_block_that_has_an_id_keeps_it(fake: FakeSlack, slack: Slack) -> None:
    blocks = [{"type": "divider", "block_id": "mine"}, {"type": "divider"}]
    await slack.post("C1", Speech("x", blocks), "row1")
    [sent] = fake.called("chat.postMessage")
    assert [block["block_id"] for block in sent["blocks"]] == ["mine", "mrow1"]


async def test_an_update_is_tried_again_because_twice_does_no_harm(
    fake: FakeSlack, slack: Slack
) -> None:
    fake.fail(Fault("503"), method="chat.update")
    assert await slack.update_message("C1", "1.2", HELLO) == Sent("C1", "1.2")


async def test_posts_to_one_channel_are_spaced_beyond_the_burst(slack: Slack) -> None:
    delays = [slack._throttle.turn("C1", 0.0) for _ in range(7)]
    assert delays[:4] == [0, 0, 0, 0]
    assert delays[4:] == sorted(delays[4:])
    assert delays[4] > 0.5
    assert slack._throttle.turn("C2", 0.0) == 0


# Views and answers


async def test_a_view_opens_once_and_tells_its_id(fake: FakeSlack, slack: Slack) -> None:
    fake.answers["views.open"] = {"view": {"id": "V1"}}
    assert await slack.open("trigger", {"type": "modal"}) == "V1"


async def test_an_expired_trigger_and_a_stale_hash_have_errors_of_their_own(
    fake: FakeSlack, slack: Slack
) -> None:
    fake.fail(Fault("expired_trigger_id"), method="views.open")
    fake.fail(Fault("hash_conflict"), method="views.update")
    with pytest.raises(ExpiredTriggerError):
        await slack.open("trigger", {"type": "modal"})
    with pytest.raises(HashConflictError):
        await slack.update_view("V1", {"type": "modal"}, "h1")


async def test_opening_a_view_is_never_tried_twice(fake: FakeSlack, slack: Slack) -> None:
    fake.fail(Fault("503"), method="views.open")
    with pytest.raises(SlackError) as caught:
        await slack.open("trigger", {"type": "modal"})
    assert len(fake.called("views.open")) == 1
    assert "try again" in caught.value.sentence


async def test_an_answer_by_response_url_is_for_the_clicker_only(
    fake: FakeSlack, slack: Slack
) -> None:
    url = fake.url.replace("/api/", "/respond")
    assert await slack.respond(url, Speech("Saved."))
    [body] = fake.called("respond")
    assert body["response_type"] == "ephemeral"
    assert body["replace_original"] is False


async def test_a_dead_response_url_is_told_by_the_answer_not_by_an_error(slack: Slack) -> None:
    assert not await slack.respond("http://127.0.0.1:9/gone", Speech("Saved."))


# Reads


@pytest.mark.parametrize("answer", ["503", "drop", "empty", "429:0"])
async def test_a_read_is_tried_again(fake: FakeSlack, slack: Slack, answer: str) -> None:
    fake.fail(Fault(answer), method="conversations.info")
    fake.answers["conversations.info"] = {"channel": {"id": "C1", "name": "x", "is_member": True}}
    assert (await slack.channel("C1")).is_member


async def test_a_person_is_read_once_and_remembered(fake: FakeSlack, slack: Slack) -> None:
    account = {"tz": "Europe/Berlin", "profile": {"display_name": "Ada"}, "is_restricted": True}
    fake.answers["users.info"] = {"user": account}
    ada = await slack.person("U1")
    assert await slack.person("U1") == ada
    assert (ada.name, ada.zone, ada.is_guest) == ("Ada", "Europe/Berlin", True)
    assert len(fake.called("users.info")) == 1


async def test_a_person_slack_does_not_tell_about_is_not_trusted(
    fake: FakeSlack, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail(Fault("missing_scope"), method="users.info")
    unknown = await slack.person("U1")
    assert "users.info refused: missing_scope" in caplog.text
    assert unknown.is_guest
    assert unknown.is_stranger
    assert unknown.zone == "UTC"


async def test_somebody_from_another_workspace_is_a_stranger(fake: FakeSlack, slack: Slack) -> None:
    await slack.hello()
    fake.answers["users.info"] = {"user": {"team_id": "TOTHER"}}
    assert (await slack.person("U1")).is_stranger
    fake.answers["users.info"] = {"user": {"team_id": "T1"}}
    assert not (await slack.person("U2")).is_stranger


async def test_a_private_channel_without_us_reads_as_not_joined(
    fake: FakeSlack, slack: Slack
) -> None:
    fake.fail(Fault("channel_not_found"), method="conversations.info")
    channel = await slack.channel("C9")
    assert not channel.is_member
    assert not channel.can_be_posted_to


async def test_scopes_are_read_from_the_answer_of_hello(fake: FakeSlack, slack: Slack) -> None:
    who = await slack.hello()
    assert (who.team, who.tenant) == ("T1", "T1")
    assert "chat:write" in who.scopes


async def test_a_revoked_token_is_told_at_hello(fake: FakeSlack, slack: Slack) -> None:
    fake.fail(Fault("invalid_auth"), method="auth.test")
    with pytest.raises(SlackError) as caught:
        await slack.hello()
    assert caught.value.code == "invalid_auth"


async def test_a_refused_message_is_logged_by_places_and_never_by_its_words(
    fake: FakeSlack, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail(Fault("invalid_blocks"))
    secret = {"type": "section", "text": {"type": "mrkdwn", "text": "secret " * 900}}
    await slack.post("C1", Speech("secret", [secret]), "row1")
    assert "invalid_blocks blocks[0].section.text" in caplog.text
    assert "secret" not in caplog.text
