"""What a leader meets when Slack will not post a poll, or will not say whether it did."""

import pytest

from bot.domain.outbox import Errand, State
from bot.services import poll_messages
from tests.scenarios.poll_story import (
    DAY,
    QUESTION,
    asks,
    said_of,
    the_poll,
    votes,
    writes_a_poll,
)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("not_in_channel", "Type /invite @Parley there first."),
        ("is_archived", "is archived. Choose another channel."),
        ("restricted_action", "does not let me post in #supplier-talks"),
        ("msg_too_long", "Slack would not take it."),
    ],
)
async def test_a_refused_poll_is_a_draft_again_and_the_leader_is_told_why(
    maya, tomas, sandbox, code, reason
):
    await writes_a_poll(maya)
    await sandbox.fault("chat.postMessage", code)
    await maya.submits()
    await maya.closes(everything=True)
    assert len(maya.dms()) == 1
    assert reason in maya.dms()[-1].text
    assert "Nothing is lost." in maya.dms()[-1].text
    await maya.clicks("Open the poll", "dm")
    assert maya.modal.title == "Preview"
    await maya.submits()
    assert len(said_of(tomas, QUESTION)) == 1


async def test_a_workspace_without_charts_gets_the_result_in_words(maya, tomas, sandbox):
    await asks(maya)
    await votes(tomas, "June")
    # The result in the thread, and the note to the leader beside it.
    await sandbox.fault("chat.postMessage", "invalid_blocks", times=2)
    await sandbox.moves(2 * DAY)
    [result] = said_of(tomas, "Poll closed:")
    assert "June: 1 vote" in result.text
    assert not any(block["type"] == "data_visualization" for block in result.blocks)


async def test_a_channel_that_goes_away_between_preview_and_post_is_named(maya, tomas):
    await writes_a_poll(maya)
    await maya.does("archive", channel="C0TEAM")
    await maya.submits()
    assert maya.sees("is archived. Go back and choose another channel.")
    assert not said_of(tomas, QUESTION)


async def test_a_channel_that_is_archived_meanwhile_is_told_to_the_leader_once(
    maya, tomas, sandbox
):
    await asks(maya)
    await votes(tomas, "June")
    await maya.does("archive", channel="C0TEAM")
    await sandbox.moves(2 * DAY)
    [trouble] = [dm for dm in maya.dms() if "could not post the result" in dm.text]
    assert "It is archived." in trouble.text
    assert any("1 of 2 answered" in dm.text for dm in maya.dms())
    await maya.clicks("Open the poll", "dm")
    assert maya.sees("Most chosen: “June”")


async def test_a_slow_look_at_the_channel_shows_patience_then_the_preview(maya, sandbox):
    await sandbox.fault("conversations.info", "delay", seconds=2.0)
    await writes_a_poll(maya)
    await sandbox.until(lambda: maya.sees("2 people will be asked"), 5.0)
    assert maya.modal.submit == "Post"


async def test_the_leader_settles_an_uncertain_post(maya, tomas, stage, sandbox):
    await asks(maya)
    poll = the_poll(tomas).find_button("Vote")[1]["action_id"].split(":")[1]
    await _forgets_the_message(stage, poll)
    await sandbox.moves(1)
    assert "Did it appear in #supplier-talks?" in maya.dms()[-1].text
    await maya.clicks("Yes, it's there", "dm")
    assert "Good: your poll" in maya.dms()[-1].text
    await votes(tomas, "June")
    await sandbox.moves(2 * DAY)
    assert "1 vote (100 %)" in the_poll(tomas).text


async def test_an_uncertain_post_is_said_again_when_the_leader_asks(maya, tomas, stage, sandbox):
    await asks(maya)
    poll = the_poll(tomas).find_button("Vote")[1]["action_id"].split(":")[1]
    await _forgets_the_message(stage, poll)
    await sandbox.moves(1)
    await maya.clicks("Post it again", "dm")
    assert len(said_of(tomas, QUESTION)) == 2
    assert "I'm posting your poll" in maya.dms()[-1].text


async def _forgets_the_message(stage, poll_id):
    """As if Slack had never answered: nobody knows whether the message is there."""

    def forget(uow):
        poll_messages.gone(uow, poll_id)
        channel = uow.polls.get(poll_id).channel
        args, key = {"poll": poll_id, "absent": ""}, "uncertain"
        errand = Errand("polls.post", channel, args, key, uow.now, id=key, state=State.UNKNOWN)
        uow.outbox.add(errand)
        poll_messages.not_sure(uow, poll_id, key)

    await stage.bot.database.of("T0SANDBOX").write(forget)
