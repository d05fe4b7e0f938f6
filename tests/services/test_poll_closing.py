"""A poll closes once everybody has answered: once, in time, whoever votes last and whoever dies."""

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.domain.errors import PollClosed
from bot.domain.poll_closing import GATHER, GRACE
from bot.domain.poll_manner import Manner, Repeat
from bot.domain.polls import PollState
from bot.services import poll_messages, poll_repeats, poll_running, poll_voting, polls
from bot.services.due import run_due
from storage.database import Database
from tests.services.poll_stage import CHANNEL, LEADER, NOON, TS, VOTERS, people

EARLY = Manner(closes_early=True)
SECRET = Manner(closes_early=True, is_secret=True)
DAY = timedelta(days=1).total_seconds()
# A scheduler looks at least so often, whatever it was told.
TICK = 5


@pytest.fixture
async def replica(migrated_url, ring, clock):
    """Another program on the same database."""
    opened = []

    def start():
        opened.append(Database.open(migrated_url, ring, clock))
        return opened[-1]

    yield start
    for each in opened:
        await each.close()


async def vote(polling, poll, *voters, option="1"):
    for voter in voters:
        await polling.does(poll_voting.cast_vote, voter, poll.id, option)


async def looks(polling):
    """The polls that are to be looked at within a day."""
    return await polling.asks(lambda uow: uow.poll_looks.due(uow.now + timedelta(days=1), 9))


async def passes(polling, seconds, *databases):
    """Time, with a round of each replica's scheduler every few seconds."""
    for _ in range(int(seconds // TICK)):
        polling.clock.move(TICK)
        await asyncio.gather(
            *(run_due(each, polling.clock.now()) for each in databases or [polling.database])
        )


async def test_it_closes_within_a_minute_of_the_grace_after_the_last_answer(polling):
    poll = await polling.posted(manner=EARLY)
    await vote(polling, poll, *VOTERS[:2])
    await polling.does(poll_voting.abstain, VOTERS[2], poll.id)
    await passes(polling, 60)
    ending = await polling.poll(poll.id)
    assert ending.is_open
    assert GRACE <= ending.closes_at - NOON <= GRACE + timedelta(seconds=60)
    assert ending.deadline == poll.closes_at
    assert await polling.kinds() == ["polls.repaint"]
    await passes(polling, GRACE.total_seconds())
    closed = await polling.poll(poll.id)
    assert (closed.state, closed.closed_at) == (PollState.AWAITING_DECISION, ending.closes_at)
    assert await polling.kinds() == ["polls.decide", "polls.repaint", "polls.result"]


async def test_until_then_the_last_to_answer_can_change_it_too(polling):
    poll = await polling.posted(manner=EARLY)
    await vote(polling, poll, *VOTERS)
    await passes(polling, 60)
    await vote(polling, poll, VOTERS[2], option="2")
    before = await polling.poll(poll.id)
    await passes(polling, 60)
    assert await polling.poll(poll.id) == before
    await passes(polling, GRACE.total_seconds())
    with pytest.raises(PollClosed):
        await vote(polling, poll, VOTERS[2], option="3")
    kept = await polling.asks(lambda uow: uow.polls.ballots(poll.id).by_voter)
    assert kept[VOTERS[2]].word() == "2"


@pytest.mark.parametrize("manner", [Manner(), EARLY])
async def test_it_stays_open_where_it_is_not_wanted_or_somebody_is_missing(polling, manner):
    poll = await polling.posted(manner=manner)
    await vote(polling, poll, *(VOTERS[:2] if manner is EARLY else VOTERS))
    await passes(polling, 600)
    assert (await polling.poll(poll.id)).closes_at == poll.closes_at
    assert await polling.kinds() == []


async def test_a_plain_poll_leaves_nothing_to_look_at(polling):
    poll = await polling.posted()
    await vote(polling, poll, *VOTERS)
    assert await looks(polling) == []


async def test_last_votes_at_once_on_three_replicas_close_it_once(polling, replica):
    poll = await polling.posted(manner=EARLY)
    replicas = [polling.database, replica(), replica()]
    doors = [each.of(polling.tenant) for each in replicas]
    await asyncio.gather(
        *(
            door.write(poll_voting.cast_vote, voter, poll.id, "1")
            for door, voter in zip(doors, VOTERS, strict=True)
        )
    )
    await passes(polling, GRACE.total_seconds() + 60, *replicas)
    closed = await polling.poll(poll.id)
    assert closed.awaits_decision
    assert GRACE <= closed.closed_at - NOON <= GRACE + timedelta(seconds=60)
    kinds = await polling.kinds()
    assert (kinds.count("polls.result"), kinds.count("polls.decide")) == (1, 1)


async def test_a_look_waits_for_the_vote_that_is_under_way(polling, replica):
    poll = await polling.posted(manner=EARLY)
    await vote(polling, poll, *VOTERS[:2])
    polling.clock.move(GATHER.total_seconds())
    is_cast, may_commit = threading.Event(), threading.Event()

    def last_vote(uow):
        poll_voting.cast_vote(uow, VOTERS[2], poll.id, "1")
        is_cast.set()
        may_commit.wait(10)

    last = asyncio.create_task(replica().of(polling.tenant).write(last_vote))
    await asyncio.to_thread(is_cast.wait, 10)
    look = asyncio.create_task(run_due(polling.database, polling.clock.now()))
    await asyncio.sleep(0.3)
    may_commit.set()
    await asyncio.gather(last, look)
    await passes(polling, 30)
    assert (await polling.poll(poll.id)).deadline == poll.closes_at


async def test_a_kill_between_the_last_vote_and_the_look_loses_nothing(polling, replica):
    poll = await polling.posted(manner=EARLY)
    await vote(polling, poll, *VOTERS)
    # Nothing is said goodbye to: whoever starts next finds what is due in the tables.
    polling.clock.move(DAY / 2)
    another = replica()
    restarted = polling.clock.now()
    assert await another.next_due() <= restarted
    await run_due(another, restarted)
    ended = await another.of(polling.tenant).read(lambda uow: uow.polls.get(poll.id))
    assert GRACE <= ended.closes_at - restarted <= GRACE + timedelta(seconds=10)


async def test_a_look_that_comes_after_the_close_changes_nothing(polling):
    poll = await polling.posted(manner=EARLY)
    await vote(polling, poll, *VOTERS)
    await polling.does(poll_running.close, LEADER, poll.id)
    before = await polling.poll(poll.id)
    await passes(polling, 60)
    assert await polling.poll(poll.id) == before
    assert await looks(polling) == []


async def test_a_secret_poll_ends_with_its_turnout_and_not_with_the_last_vote(polling):
    poll = await polling.posted(manner=SECRET)
    await passes(polling, 190)
    await vote(polling, poll, *VOTERS)
    await passes(polling, 400)
    assert (await polling.poll(poll.id)).closes_at == poll.closes_at
    await passes(polling, 30)
    assert (await polling.poll(poll.id)).closes_at == NOON + timedelta(minutes=20)
    await passes(polling, 600)
    assert (await polling.poll(poll.id)).awaits_decision


async def test_who_gives_it_more_time_keeps_it_open_though_all_have_answered(polling):
    poll = await polling.posted(manner=EARLY)
    await vote(polling, poll, *VOTERS)
    await passes(polling, 30)
    later = poll.closes_at + timedelta(days=1)
    await polling.does(poll_running.extend, LEADER, poll.id, later)
    await vote(polling, poll, VOTERS[0], option="2")
    await passes(polling, 900)
    assert (await polling.poll(poll.id)).closes_at == later


async def test_each_occasion_of_a_weekly_poll_and_a_copy_have_it_and_the_full_time(polling):
    repeats = Manner(closes_early=True, repeat=Repeat.WEEKLY)
    poll = await polling.posted(manner=repeats)
    await vote(polling, poll, *VOTERS)
    await passes(polling, GRACE.total_seconds() + 60)
    siblings = await polling.asks(lambda uow: uow.polls.of_negotiations([poll.negotiation]))
    [waiting] = [each for each in siblings if each.state is PollState.SCHEDULED]
    assert waiting.closes_at == poll.closes_at + timedelta(days=7)
    assert waiting.manner == repeats
    copy = await polling.does(polls.duplicate, LEADER, poll.id)
    assert copy.manner.closes_early
    length = copy.closes_at - polling.clock.now()
    assert abs(length - (poll.closes_at - poll.opened_at)) < timedelta(seconds=10)
    polling.clock.move((waiting.opens_at - polling.clock.now()).total_seconds())
    await polling.does(poll_repeats.posting, waiting.id, people(*VOTERS), set(VOTERS))
    await polling.does(poll_messages.posted, waiting.id, CHANNEL, TS)
    await vote(polling, waiting, *VOTERS)
    await passes(polling, GRACE.total_seconds() + 60)
    assert (await polling.poll(waiting.id)).awaits_decision
