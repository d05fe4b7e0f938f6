"""What Parley says of polls by itself: looked at again at the last moment."""

from datetime import timedelta

import pytest

from bot.domain.decisions import DecisionForm, Visibility
from bot.domain.outbox import Errand
from bot.services import decisions, poll_messages, poll_running, poll_voting, polls
from handlers import decisions as decision_handlers
from handlers import polls as handlers
from handlers.speaking import Speakers, words_of
from handlers.views.walker import problems
from tests.services.poll_stage import CHANNEL, LEADER, NOON, TS, VOTERS, PollStage, people

DAY = timedelta(days=1).total_seconds()


@pytest.fixture
def engine():
    """Words do not depend on the database."""
    return "sqlite"


@pytest.fixture
def polling(database, clock):
    clock.move((NOON - clock.now()).total_seconds())
    return PollStage(database, clock)


@pytest.fixture
def says(polling):
    """The words of an errand as of now, None when there is nothing to be said."""
    speakers = Speakers()
    handlers.voice(speakers)
    decision_handlers.voice(speakers)

    async def say(kind, poll, to=LEADER, **args):
        errand = Errand(kind, to, {"poll": poll.id, **args}, "key", polling.clock.now(), id="E")
        words = await polling.asks(words_of, errand, speakers.of(kind))
        if words:
            assert problems(words.speech.to_dict()) == []
        return words

    return say


async def logs(polling, poll, **changes):
    form = DecisionForm("Which date?", "June.", visibility=Visibility.ASKED, **changes)
    return await polling.does(decisions.log, LEADER, poll.negotiation, form, poll.id)


async def test_a_poll_is_posted_while_it_is_open_and_not_there_yet(polling, says):
    poll = await polling.drafted()
    assert await says("polls.post", poll, CHANNEL) is None
    await polling.does(polls.post, LEADER, poll.id, people(*VOTERS))
    assert (await says("polls.post", poll, CHANNEL)).edits is None
    await polling.does(poll_messages.posted, poll.id, CHANNEL, TS)
    assert await says("polls.post", poll, CHANNEL) is None


async def test_a_poll_that_closed_before_it_could_be_posted_stays_unsaid(polling, says):
    poll = await polling.drafted()
    await polling.does(polls.post, LEADER, poll.id, people(*VOTERS))
    polling.clock.move(2 * DAY)
    await polling.does(poll_running.close_due)
    for kind in ("polls.post", "polls.result", "polls.repaint"):
        assert await says(kind, poll, CHANNEL) is None
    note = await says("polls.decide", poll)
    assert "I never learned that its message appeared" in note.speech.text


async def test_a_repaint_goes_where_the_message_stands(polling, says):
    poll = await polling.posted()
    assert (await says("polls.repaint", poll, CHANNEL)).edits == (CHANNEL, TS)
    painting = await polling.asks(handlers.paint, poll.id)
    assert (painting.channel, painting.ts) == (CHANNEL, TS)
    await polling.does(poll_messages.gone, poll.id)
    assert await says("polls.repaint", poll, CHANNEL) is None
    assert await polling.asks(handlers.paint, poll.id) is None


async def test_the_result_waits_for_the_close_and_dies_with_the_poll(polling, says):
    poll = await polling.posted()
    assert await says("polls.result", poll, CHANNEL) is None
    await polling.does(poll_running.close, LEADER, poll.id)
    assert (await says("polls.result", poll, CHANNEL)).speech.thread_ts == TS
    await polling.does(poll_running.delete, LEADER, poll.id)
    assert await says("polls.result", poll, CHANNEL) is None
    assert await says("polls.decide", poll) is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [("invalid_blocks", "polls.plain_result"), ("is_archived", "polls.unsaid")],
)
async def test_a_refused_result_is_said_in_words_or_its_leader_is_told(polling, says, code, kind):
    poll = await polling.closed("2")
    await polling.promised()
    errand = Errand("polls.result", CHANNEL, {"poll": poll.id}, "k", polling.clock.now())
    speakers = Speakers()
    handlers.voice(speakers)
    await polling.does(speakers.of("polls.result").failed, errand, code)
    [promised] = await polling.promised()
    words = await says(kind, poll, promised.to, error=code)
    assert promised.kind == kind
    assert not any(block["type"] == "data_visualization" for block in words.speech.blocks)


async def test_a_note_that_comes_after_the_decision_does_not_ask_for_one(polling, says):
    poll = await polling.closed("2")
    assert "Log the decision" in str((await says("polls.decide", poll)).speech.blocks)
    await logs(polling, poll)
    assert "Log the decision" not in str((await says("polls.decide", poll)).speech.blocks)


async def test_the_note_at_the_close_is_redrawn_where_it_was_said(polling, says):
    poll = await polling.closed("2")
    assert await says("polls.decided", poll) is None
    [note] = [e for e in await polling.promised() if e.kind == "polls.decide"]
    await polling.settle(note)
    await logs(polling, poll)
    assert (await says("polls.decided", poll)).edits == ("D1", TS)


async def test_a_ballot_is_for_those_who_have_not_voted(polling, says):
    poll = await polling.posted()
    for kind in ("polls.remind", "polls.invite"):
        assert await says(kind, poll, VOTERS[0])
        assert await says(kind, poll, "U9") is None
    await polling.does(poll_voting.cast_vote, VOTERS[0], poll.id, "1")
    assert await says("polls.remind", poll, VOTERS[0]) is None


async def test_troubles_that_are_over_are_not_told(polling, says):
    poll = await polling.drafted()
    await polling.does(polls.post, LEADER, poll.id, people(*VOTERS))
    assert await says("polls.not_sure", poll, errand="E1")
    assert await says("polls.not_posted", poll, error="is_archived") is None
    await polling.does(poll_messages.posted, poll.id, CHANNEL, TS)
    assert await says("polls.not_sure", poll, errand="E1") is None


async def test_only_the_newest_version_is_told_to_those_who_were_asked(polling, says):
    poll = await polling.closed("2")
    shown = await logs(polling, poll)
    first = shown.latest
    words = await says("decisions.told", poll, CHANNEL, decision=first.id)
    assert "June." in words.speech.text
    narrow = DecisionForm("Which date?", "July.", visibility=Visibility.ASKED)
    await polling.does(decisions.revise, LEADER, first.id, narrow)
    assert await says("decisions.told", poll, CHANNEL, decision=first.id) is None
