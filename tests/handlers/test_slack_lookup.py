"""Looking for a message of ours: found, absent, or no way to tell."""

import time
from collections.abc import AsyncIterator

import pytest

from handlers.lookup import Absent, Arrived, Later, Unable
from handlers.slack import Slack, open_session
from handlers.views.kit import Speech
from tests.fakeslack import FakeSlack, Fault


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as server:
        yield server


@pytest.fixture
async def slack(fake: FakeSlack) -> AsyncIterator[Slack]:
    async with open_session(timeout=1.5) as session:
        client = Slack("xoxb-test", fake.url, session)
        await client.hello()
        yield client


async def test_a_posted_message_is_found_by_its_id(fake: FakeSlack, slack: Slack) -> None:
    await slack.post("C1", Speech("one"), "row1")
    assert await slack.find("C1", "row1", time.time()) == Arrived("C1", fake.posts[0].ts)
    assert await slack.find("C1", "row2", time.time()) == Absent()


async def test_a_direct_message_is_found_behind_the_user_id(fake: FakeSlack, slack: Slack) -> None:
    await slack.post("U1", Speech("one"), "row1")
    found = await slack.find("U1", "row1", time.time())
    assert found == Arrived("D1", fake.posts[0].ts)
    assert not fake.called("conversations.open")


async def test_a_reply_is_looked_for_in_its_thread(fake: FakeSlack, slack: Slack) -> None:
    await slack.post("C1", Speech("reply", thread_ts="1.5"), "row1")
    assert await slack.find("C1", "row1", time.time()) == Absent()
    assert isinstance(await slack.find("C1", "row1", time.time(), "1.5"), Arrived)


async def test_a_busy_channel_is_read_page_by_page(fake: FakeSlack, slack: Slack) -> None:
    for number in range(40):
        await slack.post("C1", Speech("x"), f"row{number}")
    assert isinstance(await slack.find("C1", "row39", time.time()), Arrived)


async def test_a_channel_too_busy_to_read_through_tells_nothing(
    fake: FakeSlack, slack: Slack
) -> None:
    for number in range(150):
        await slack.post("C1", Speech("x"), f"row{number}")
    assert await slack.find("C1", "missing", time.time()) == Unable()


async def test_without_history_scopes_there_is_no_telling(fake: FakeSlack, slack: Slack) -> None:
    fake.scopes = "chat:write"
    await slack.hello()
    assert await slack.find("C1", "row1", time.time()) == Unable()
    assert not fake.called("conversations.history")


@pytest.mark.parametrize("code", ["not_in_channel", "missing_scope", "channel_not_found"])
async def test_a_channel_we_may_not_read_tells_nothing(
    fake: FakeSlack, slack: Slack, code: str
) -> None:
    fake.fail(Fault(code), method="conversations.history")
    assert await slack.find("C1", "row1", time.time()) == Unable()


async def test_a_fault_while_looking_means_looking_later(fake: FakeSlack, slack: Slack) -> None:
    fake.fail(Fault("429:20"), method="conversations.history")
    assert await slack.find("C1", "row1", time.time()) == Later(20.0)
