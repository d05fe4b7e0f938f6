"""Votes of one batch go in one statement, and nobody notices."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from bot.domain.choices import Choice
from bot.domain.errors import NotInvited, Replayed, StorageTrouble
from bot.services.ports import UnitOfWork
from storage.database import Database
from storage.session import Session
from storage.statements import Statement
from tests.storage import records
from tests.storage.records import OTHER, TENANT
from tests.storage.test_doors import Gate

VOTERS = tuple(f"U{number:03}" for number in range(40))
UseCase = Callable[[UnitOfWork], object]


def votes(poll: str, voter: str, option: str = "1") -> UseCase:
    """Cast a vote."""
    return lambda uow: uow.polls.cast(poll, voter, Choice.read(option))


def votes_then(poll: str, voter: str, then: UseCase) -> UseCase:
    """Cast a vote for "3", then do something that fails."""

    def use_case(uow: UnitOfWork) -> None:
        uow.polls.cast(poll, voter, Choice.read("3"))
        then(uow)

    return use_case


def refuse(_uow: UnitOfWork) -> None:
    """Refuse."""
    raise NotInvited


def add_and_refuse(uow: UnitOfWork) -> None:
    """Write something more, then refuse."""
    records.negotiation(uow)
    raise NotInvited


def add_twice(uow: UnitOfWork) -> None:
    """Break a rule of the database."""
    uow.negotiations.add(records.negotiation(uow))


async def at_once(database: Database, *use_cases: UseCase) -> list[object]:
    """What each of these, in one batch, returned or raised."""
    door = database.of(TENANT)
    async with Gate(database):
        waiting = [asyncio.ensure_future(door.write(use_case)) for use_case in use_cases]
        await asyncio.sleep(0)
    return await asyncio.gather(*waiting, return_exceptions=True)


async def asked(database: Database, tenant: str = TENANT) -> str:
    """An open poll's id."""
    return await database.of(tenant).write(lambda uow: records.poll(uow, voters=VOTERS).id)


async def choices(database: Database, poll: str, tenant: str = TENANT) -> Mapping[str, str]:
    """Each voter's choice."""
    ballots = await database.of(tenant).read(lambda uow: uow.polls.ballots(poll))
    return {voter: choice.word() for voter, choice in ballots.by_voter.items()}


async def test_forty_votes_at_once_are_one_statement(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = await asked(database)
    ran: list[str] = []
    real = Session._execute

    def counting(self: Session, statement: Statement, values: dict[str, object]) -> object:
        ran.append(statement.sql(self.engine)[0])
        return real(self, statement, values)

    monkeypatch.setattr(Session, "_execute", counting)
    assert all(await at_once(database, *(votes(poll, voter) for voter in VOTERS)))
    assert len([sql for sql in ran if sql.startswith("INSERT INTO votes")]) == 1
    assert await choices(database, poll) == dict.fromkeys(VOTERS, "1")


async def test_of_one_voters_votes_in_one_batch_the_last_counts(database: Database) -> None:
    poll = await asked(database)
    await at_once(database, *(votes(poll, VOTERS[0], option) for option in "1231232"))
    assert await choices(database, poll) == {VOTERS[0]: "2"}


async def test_what_was_gathered_is_seen_by_whoever_looks(database: Database) -> None:
    poll = await asked(database)
    seen = await at_once(
        database,
        votes(poll, VOTERS[0]),
        lambda uow: uow.polls.vote_of(poll, VOTERS[0]),
        votes(poll, VOTERS[0], "2"),
        lambda uow: uow.polls.turnout(poll),
        lambda uow: dict(uow.polls.ballots(poll).by_voter),
    )
    assert seen == [True, Choice.read("1"), True, 1, {VOTERS[0]: Choice.read("2")}]


@pytest.mark.parametrize("failing", [refuse, add_and_refuse, add_twice])
async def test_a_vote_whose_use_case_fails_is_dropped_and_no_other(
    database: Database, failing: UseCase
) -> None:
    poll = await asked(database)
    ann, ben, cem, *_ = VOTERS
    outcomes = await at_once(
        database,
        votes(poll, ann),
        votes(poll, ben),
        votes_then(poll, ben, failing),
        votes_then(poll, cem, failing),
        votes(poll, VOTERS[3]),
    )
    assert [isinstance(o, Exception) for o in outcomes] == [False, False, True, True, False]
    assert await choices(database, poll) == {ann: "1", ben: "1", VOTERS[3]: "1"}


async def test_votes_that_the_database_refuses_sink_no_others(database: Database) -> None:
    poll, door = await asked(database), database.of(TENANT)

    def vote_uninvited(uow: UnitOfWork) -> None:
        uow.polls.cast(poll, VOTERS[0], Choice.read("1"))
        row = {"poll": poll, "voter": "UNOBODY", "option": "1", "cast_at": 0}
        gathered = uow.session._gathered[-1]  # type: ignore[attr-defined]
        uow.change_later(gathered.statement, (poll, "UNOBODY"), **row)  # type: ignore[attr-defined]

    outcomes = await at_once(database, votes(poll, VOTERS[1]), vote_uninvited, add_and_refuse)
    assert [type(o) for o in outcomes] == [bool, StorageTrouble, NotInvited]
    assert await choices(database, poll) == {VOTERS[1]: "1"}
    assert await door.write(votes(poll, VOTERS[2]))


async def test_votes_of_two_workspaces_in_one_batch_stay_apart(database: Database) -> None:
    polls = {tenant: await asked(database, tenant) for tenant in (TENANT, OTHER)}
    async with Gate(database):
        waiting = [
            asyncio.ensure_future(database.of(tenant).write(votes(polls[tenant], voter)))
            for voter in VOTERS[:10]
            for tenant in (TENANT, OTHER)
        ]
        await asyncio.sleep(0)
    assert all(await asyncio.gather(*waiting))
    for tenant, poll in polls.items():
        assert await choices(database, poll, tenant) == dict.fromkeys(VOTERS[:10], "1")


async def test_in_one_batch_copies_of_a_delivery_count_once_and_others_all(
    database: Database,
) -> None:
    poll, door = await asked(database), database.of(TENANT)
    async with Gate(database):
        waiting = [
            asyncio.ensure_future(door.write_once(f"click-{voter}", votes(poll, voter)))
            for voter in (*VOTERS, *VOTERS)
        ]
        await asyncio.sleep(0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert outcomes[: len(VOTERS)] == [True] * len(VOTERS)
    assert all(isinstance(o, Replayed) for o in outcomes[len(VOTERS) :])
    assert await choices(database, poll) == dict.fromkeys(VOTERS, "1")
