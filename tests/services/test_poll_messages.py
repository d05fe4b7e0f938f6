"""What becomes of a poll's message: posted, refused, uncertain, adopted, gone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.outbox import State
from bot.domain.poll_manner import Manner
from bot.domain.polls import PollState
from bot.services import poll_closing, poll_messages, poll_running, poll_voting, polls
from tests.services.poll_stage import CHANNEL, CORE, LEADER, TS, VOTERS, people

DAY = timedelta(days=1).total_seconds()


@pytest.fixture
async def pending(polling):
    """A poll whose message is promised and not yet said, with its errand."""
    poll = await polling.drafted()
    present = VOTERS[:1]
    await polling.does(polls.post, LEADER, poll.id, people(*VOTERS), present)
    [errand] = await polling.promised()
    return poll, errand


async def test_a_posted_message_is_remembered_and_the_absent_get_a_ballot(polling, pending):
    poll, _ = pending
    await polling.does(poll_messages.posted, poll.id, CHANNEL, TS)
    assert (await polling.poll(poll.id)).message_ts == TS
    errands = await polling.promised()
    assert {(e.kind, e.to) for e in errands} == {("polls.invite", v) for v in VOTERS[1:]}


async def test_the_absent_get_the_result_too_and_nobody_else_twice(polling, pending):
    poll, _ = pending
    await polling.does(poll_messages.posted, poll.id, CHANNEL, TS)
    await polling.promised()
    await polling.does(poll_running.close, LEADER, poll.id)
    told = [e for e in await polling.promised() if e.kind == poll_messages.TOLD]
    assert {e.to for e in told} == set(VOTERS[1:])
    assert len(told) == 2


async def test_the_absent_get_a_ballot_even_when_the_poll_closes_within_minutes(polling):
    poll = await polling.drafted(closes_at=polling.clock.now() + timedelta(minutes=5))
    await polling.does(polls.post, LEADER, poll.id, people(*VOTERS), VOTERS[:1])
    await polling.promised()
    await polling.does(poll_messages.posted, poll.id, CHANNEL, TS)
    assert [(e.to, e.not_after) for e in await polling.promised()] == [
        (voter, poll.closes_at) for voter in VOTERS[1:]
    ]


async def test_nobody_gets_a_ballot_of_a_message_that_came_too_late(polling, pending):
    poll, _ = pending
    await polling.does(poll_running.close, LEADER, poll.id)
    await polling.promised()
    await polling.does(poll_messages.posted, poll.id, CHANNEL, TS)
    assert await polling.kinds() == ["polls.repaint"]


async def test_a_message_that_a_click_made_known_still_asks_those_who_cannot_see_it(
    polling, pending
):
    poll, _ = pending
    await polling.does(poll_messages.adopt, poll.id, CHANNEL, TS)
    assert {e.to for e in await polling.promised()} == set(VOTERS[1:])


async def test_nothing_is_left_of_a_poll_that_slack_would_not_take(polling):
    poll = await polling.drafted(manner=Manner(closes_early=True, by_group=True))
    await polling.does(polls.post, LEADER, poll.id, people(*VOTERS), VOTERS[:1])
    for voter in VOTERS:
        await polling.does(poll_voting.cast_vote, voter, poll.id, "1")
    polling.clock.move(60)
    await polling.does(poll_closing.look_due)
    assert (await polling.poll(poll.id)).closes_at < poll.closes_at
    await polling.does(poll_messages.not_posted, poll.id, "is_archived")
    assert await polling.poll(poll.id) == poll
    assert await polling.asks(lambda uow: uow.polls.turnout(poll.id)) == 0


async def test_a_refused_message_makes_a_draft_again_and_tells_the_leader_once(polling, pending):
    poll, _ = pending
    for _ in range(2):
        await polling.does(poll_messages.not_posted, poll.id, "is_archived")
    assert (await polling.poll(poll.id)).state is PollState.DRAFT
    [errand] = await polling.promised()
    assert (errand.kind, errand.to, errand.args["error"]) == (
        "polls.not_posted",
        LEADER,
        "is_archived",
    )
    again = await polling.does(polls.post, LEADER, poll.id, people(*VOTERS))
    assert again.is_open
    assert await polling.kinds() == ["polls.post"]


async def test_a_poll_whose_message_stands_is_never_a_draft_again(polling):
    poll = await polling.posted()
    await polling.does(poll_messages.not_posted, poll.id, "internal_error")
    assert (await polling.poll(poll.id)).is_open
    assert await polling.promised() == []


async def test_an_uncertain_message_is_sent_again_only_when_the_leader_says_so(polling, pending):
    poll, errand = pending
    await polling.settle(errand, state=State.UNKNOWN, channel=None, ts=None)
    await polling.does(poll_messages.not_sure, poll.id, errand.id)
    [question] = await polling.promised()
    assert (question.kind, question.args["errand"]) == ("polls.not_sure", errand.id)
    with pytest.raises(NotFound):
        await polling.does(poll_messages.post_again, CORE, poll.id, errand.id)
    with pytest.raises(NotFound):
        await polling.does(poll_messages.post_again, LEADER, poll.id, question.args["poll"])
    await polling.does(poll_messages.post_again, LEADER, poll.id, errand.id)
    [again] = await polling.promised()
    assert (again.kind, again.attempts) == ("polls.post", 1)


async def test_a_message_that_somebody_clicked_is_the_polls_own(polling, pending):
    poll, errand = pending
    await polling.does(poll_messages.adopt, poll.id, "C-another", TS)
    assert (await polling.poll(poll.id)).message_ts is None
    await polling.does(poll_messages.adopt, poll.id, CHANNEL, TS)
    await polling.does(poll_messages.adopt, poll.id, CHANNEL, "1.1")
    assert (await polling.poll(poll.id)).message_ts == TS
    with pytest.raises(AlreadyDone):
        await polling.does(poll_messages.post_again, LEADER, poll.id, errand.id)


async def test_nothing_is_redrawn_after_somebody_removed_the_message(polling):
    poll = await polling.posted()
    await polling.does(poll_messages.gone, poll.id)
    await polling.does(poll_running.close, LEADER, poll.id)
    assert await polling.kinds() == ["polls.decide", "polls.result"]


async def test_a_vote_saved_meanwhile_survives_the_news_of_the_message(polling, pending):
    poll, _ = pending
    await polling.does(poll_voting.cast_vote, VOTERS[0], poll.id, "1")
    await polling.does(poll_messages.posted, poll.id, CHANNEL, TS)
    card = await polling.asks(polls.card, poll.id)
    assert card.answered == 1
    assert card.poll == replace(card.poll, voters=VOTERS, message_ts=TS)
