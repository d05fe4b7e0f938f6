"""What several people change at once, through several replicas, is not lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.clock import MovableClock
from bot.domain.choices import Choice
from bot.domain.errors import AlreadyDone, StaleEdit
from bot.domain.negotiations import Stage
from bot.domain.polls import PollState
from bot.services.ports import UnitOfWork
from storage.database import Database
from storage.keys import KeyRing
from tests.storage import records
from tests.storage.records import LEADER, TENANT

REPLICAS = 3
EACH = 20


@pytest.fixture
async def replicas(
    migrated_url: str, ring: KeyRing, clock: MovableClock
) -> AsyncIterator[list[Database]]:
    """Several databases open on the same store, as several processes would have them."""
    opened = [Database.open(migrated_url, ring, clock) for _ in range(REPLICAS)]
    yield opened
    for database in opened:
        await database.close()


async def test_read_change_write_loses_no_update(replicas: list[Database]) -> None:
    poll = await replicas[0].of(TENANT).write(records.poll, question="0")

    def count_up(uow: UnitOfWork) -> None:
        asked = uow.polls.get(poll.id)
        uow.polls.save(replace(asked, question=str(int(asked.question) + 1)))

    await asyncio.gather(*(r.of(TENANT).write(count_up) for r in replicas for _ in range(EACH)))
    after = await replicas[0].of(TENANT).read(lambda uow: uow.polls.get(poll.id))
    assert after.question == str(REPLICAS * EACH)


async def test_versions_of_answers_count_every_save(replicas: list[Database]) -> None:
    record = await replicas[0].of(TENANT).write(records.negotiation)

    def save(uow: UnitOfWork) -> None:
        uow.prep.save(record.id, "P1", {"batna": "x"}, LEADER)

    await asyncio.gather(*(r.of(TENANT).write(save) for r in replicas for _ in range(EACH)))
    book = await replicas[0].of(TENANT).read(lambda uow: uow.prep.workbook(record.id))
    assert book.versions == {"P1": REPLICAS * EACH}


async def test_votes_of_many_people_through_many_replicas_all_count(
    replicas: list[Database],
) -> None:
    voters = tuple(f"U{n}" for n in range(REPLICAS * EACH))
    poll = await replicas[0].of(TENANT).write(records.poll, voters=voters)

    def vote(replica: Database, voter: str, option: str) -> object:
        return replica.of(TENANT).write(
            lambda uow: uow.polls.cast(poll.id, voter, Choice.read(option))
        )

    for option in "123":
        votes = [vote(replicas[n % REPLICAS], v, option) for n, v in enumerate(voters)]
        assert all(await asyncio.gather(*votes))
    ballots = await replicas[1].of(TENANT).read(lambda uow: uow.polls.ballots(poll.id))
    assert ballots.by_voter == dict.fromkeys(voters, Choice.read("3"))


async def test_a_poll_closes_once_and_no_vote_comes_in_behind_the_count(
    replicas: list[Database],
) -> None:
    voters = tuple(f"U{n}" for n in range(60))
    poll = await replicas[0].of(TENANT).write(records.poll, voters=voters)

    def close(uow: UnitOfWork) -> int:
        closed = uow.polls.get(poll.id).closed(uow.now)
        uow.polls.save(closed)
        return uow.polls.turnout(poll.id)

    def vote(uow: UnitOfWork, voter: str) -> bool:
        return uow.polls.cast(poll.id, voter, Choice.read("1"))

    work = [replicas[n % REPLICAS].of(TENANT).write(vote, v) for n, v in enumerate(voters)]
    work[30:30] = [r.of(TENANT).write(close) for r in replicas]  # type: ignore[list-item]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    kinds = Counter(type(o) for o in outcomes)
    assert kinds[AlreadyDone] == REPLICAS - 1
    counted = next(o for o in outcomes if type(o) is int)
    after = await replicas[0].of(TENANT).read(lambda uow: uow.polls.get(poll.id))
    assert after.state is PollState.AWAITING_DECISION
    turnout = await replicas[0].of(TENANT).read(lambda uow: uow.polls.turnout(poll.id))
    assert counted == turnout == sum(o is True for o in outcomes)


async def test_of_many_revisions_of_one_version_one_is_kept(replicas: list[Database]) -> None:
    first = await replicas[0].of(TENANT).write(records.decision)

    def revise(uow: UnitOfWork) -> None:
        newest = uow.decisions.chain(first.chain)[-1]
        uow.decisions.add(newest.revised(uow.new_id(), newest.form, uow.now))

    work = [r.of(TENANT).write(revise) for r in replicas for _ in range(5)]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    kept = await replicas[0].of(TENANT).read(lambda uow: uow.decisions.chain(first.chain))
    assert [d.version for d in kept] == list(range(1, len(kept) + 1))
    assert len(kept) == 1 + outcomes.count(None)
    assert all(o is None or isinstance(o, StaleEdit) for o in outcomes)


async def test_history_numbers_every_change(replicas: list[Database]) -> None:
    record = await replicas[0].of(TENANT).write(records.negotiation)

    def move(uow: UnitOfWork) -> None:
        before = uow.negotiations.get(record.id)
        to = Stage.PREPARING if before.stage is Stage.DRAFT else Stage.DRAFT
        after, change = before.moved(to, LEADER, uow.now)
        uow.negotiations.save(after)
        uow.negotiations.add_change(record.id, change)

    await asyncio.gather(*(r.of(TENANT).write(move) for r in replicas for _ in range(10)))
    history = await replicas[0].of(TENANT).read(lambda uow: uow.negotiations.history(record.id))
    assert len(history) == REPLICAS * 10
    assert all(a.after == b.before for a, b in pairwise(history))
