"""The doors: what is committed together, and what happens to those who fail."""

import asyncio
import threading
from collections.abc import Callable

import psycopg
import pytest

from bot.domain.errors import DatabaseBusy, NotInvited, Replayed, StorageTrouble
from bot.services.ports import UnitOfWork
from storage import postgres
from storage.database import Database
from storage.session import Session
from storage.writer import TRIES
from tests.storage import records
from tests.storage.records import LEADER, TENANT


class Gate:
    """Holds every writer, so that what is submitted meanwhile becomes one batch."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._open = threading.Event()
        self._held: list[asyncio.Future[None]] = []

    async def __aenter__(self) -> "Gate":
        for _ in range(self._database.writer.threads):
            reached = threading.Event()
            self._held.append(self._database.writer.submit(lambda _, r=reached: self._wait(r)))
            await asyncio.to_thread(reached.wait)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open.set()
        await asyncio.gather(*self._held)

    def _wait(self, reached: threading.Event) -> None:
        reached.set()
        self._open.wait(10)


def add(uow: UnitOfWork) -> str:
    """Save a record."""
    return records.negotiation(uow).id


def refuse(uow: UnitOfWork) -> str:
    """Refuse before anything is written."""
    raise NotInvited


def add_and_refuse(uow: UnitOfWork) -> str:
    """Save a record, then refuse."""
    records.negotiation(uow)
    raise NotInvited


def add_and_break(uow: UnitOfWork) -> str:
    """Save a record, then break a rule of the database."""
    record = records.negotiation(uow)
    uow.negotiations.add(record)
    return record.id


async def saved(database: Database) -> set[str]:
    """The ids of all records."""
    found = await database.of(TENANT).read(lambda uow: uow.negotiations.of_person(LEADER))
    return {record.id for record in found}


@pytest.mark.parametrize(
    ("failing", "error"), [(add_and_refuse, NotInvited), (add_and_break, StorageTrouble)]
)
async def test_one_failing_use_case_does_not_sink_its_batch(
    database: Database, failing: Callable[[UnitOfWork], str], error: type[Exception]
) -> None:
    door = database.of(TENANT)
    async with Gate(database):
        use_cases = [add, failing, add, failing, failing, add]
        waiting = [asyncio.ensure_future(door.write(use_case)) for use_case in use_cases]
        await asyncio.sleep(0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    good = [o for o in outcomes if isinstance(o, str)]
    assert [type(o) for o in outcomes] == [str, error, str, error, error, str]
    assert await saved(database) == set(good)


async def test_a_batch_is_one_commit(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = []
    real = Session.commit
    monkeypatch.setattr(Session, "commit", lambda self: (commits.append(1), real(self)))
    door = database.of(TENANT)
    async with Gate(database):
        waiting = [asyncio.ensure_future(door.write(add)) for _ in range(20)]
        await asyncio.sleep(0)
    assert len(set(await asyncio.gather(*waiting))) == 20
    assert len(commits) == database.writer.threads + 1


async def test_tenants_in_one_batch_stay_apart(database: Database) -> None:
    async with Gate(database):
        waiting = [
            asyncio.ensure_future(database.of(f"T{n % 3}").write(add_and_refuse if n % 4 else add))
            for n in range(12)
        ]
        await asyncio.sleep(0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    for tenant in range(3):
        found = await database.of(f"T{tenant}").read(lambda u: u.negotiations.of_person(LEADER))
        expected = {o for n, o in enumerate(outcomes) if n % 3 == tenant and isinstance(o, str)}
        assert {record.id for record in found} == expected


async def test_what_fails_alone_leaves_nothing(database: Database) -> None:
    with pytest.raises(NotInvited):
        await database.of(TENANT).write(add_and_refuse)
    assert await saved(database) == set()


async def test_a_delivery_is_handled_once(database: Database) -> None:
    door = database.of(TENANT)
    first = await door.write_once("delivery-1", add)
    for _ in range(2):
        with pytest.raises(Replayed):
            await door.write_once("delivery-1", add)
    assert await saved(database) == {first}
    await database.of("T2").write_once("delivery-1", add)


async def test_of_fifty_copies_of_a_delivery_at_once_one_is_handled(database: Database) -> None:
    door = database.of(TENANT)
    copies = [door.write_once("delivery-1", add) for _ in range(50)]
    outcomes = await asyncio.gather(*copies, return_exceptions=True)
    assert sum(isinstance(o, Replayed) for o in outcomes) == 49
    assert await saved(database) == {o for o in outcomes if isinstance(o, str)}


@pytest.mark.parametrize("refusing", [refuse, add_and_refuse])
async def test_a_delivery_that_was_refused_may_come_again(
    database: Database, refusing: Callable[[UnitOfWork], str]
) -> None:
    door = database.of(TENANT)
    async with Gate(database):
        waiting = [
            asyncio.ensure_future(door.write_once("delivery-1", refusing)),
            asyncio.ensure_future(door.write_once("delivery-1", add)),
        ]
        await asyncio.sleep(0)
    refused, handled = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(refused, NotInvited)
    assert await saved(database) == {handled}


async def test_use_cases_may_come_from_several_event_loops(database: Database) -> None:
    def from_another_loop() -> str:
        return asyncio.run(database.of(TENANT).write(add))

    ids = await asyncio.gather(*(asyncio.to_thread(from_another_loop) for _ in range(4)))
    assert await saved(database) == set(ids)


async def test_what_waits_at_the_end_is_still_done_and_nothing_after(database: Database) -> None:
    door = database.of(TENANT)
    waiting = [asyncio.ensure_future(door.write(add)) for _ in range(30)]
    await asyncio.sleep(0)
    await database.close()
    assert len(set(await asyncio.gather(*waiting))) == 30
    with pytest.raises(StorageTrouble, match="shutting down"):
        await door.write(add)


async def test_a_caller_that_has_gone_does_not_stop_the_writer(database: Database) -> None:
    door = database.of(TENANT)
    gone = asyncio.ensure_future(door.write(add))
    await asyncio.sleep(0)
    gone.cancel()
    await door.write(add)
    assert len(await saved(database)) == 2


async def test_a_query_sees_one_moment(database: Database) -> None:
    door = database.of(TENANT)
    begun, go_on = threading.Event(), threading.Event()

    def look_twice(uow: UnitOfWork) -> tuple[int, int]:
        before = len(uow.negotiations.of_person(LEADER))
        begun.set()
        go_on.wait(1)
        return before, len(uow.negotiations.of_person(LEADER))

    looking = asyncio.ensure_future(door.read(look_twice))
    await asyncio.to_thread(begun.wait)
    writing = asyncio.ensure_future(door.write(add))
    await asyncio.sleep(0.05)
    go_on.set()
    assert await looking == (0, 0)
    await writing


async def test_writing_never_blocks_the_event_loop(database: Database) -> None:
    door = database.of(TENANT)
    async with Gate(database):
        waiting = [asyncio.ensure_future(door.write(add)) for _ in range(10)]
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await asyncio.sleep(0.05)
        assert loop.time() - begun < 0.5
        assert not any(task.done() for task in waiting)
    await asyncio.gather(*waiting)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_another_writer_helps_when_one_is_stuck(database: Database) -> None:
    door = database.of(TENANT)
    begun, release = threading.Event(), threading.Event()

    def get_stuck(_: UnitOfWork) -> None:
        begun.set()
        release.wait(10)

    stuck = asyncio.ensure_future(door.write(get_stuck))
    await asyncio.to_thread(begun.wait)
    try:
        assert await asyncio.wait_for(door.write(add), timeout=5)
    finally:
        release.set()
    await stuck


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_deadlocked_use_cases_are_run_again(database: Database) -> None:
    door = database.of(TENANT)
    first, second = [await door.write(add) for _ in range(2)]
    begun, meet = threading.Event(), threading.Barrier(2, timeout=5)
    runs = []

    def lock(uow: UnitOfWork, *ids: str) -> bool:
        runs.append(ids)
        uow.negotiations.get(ids[0])
        begun.set()
        if len(runs) <= 2:
            meet.wait()
        uow.negotiations.get(ids[1])
        return True

    one = asyncio.ensure_future(door.write(lock, first, second))
    await asyncio.to_thread(begun.wait)
    two = asyncio.ensure_future(door.write(lock, second, first))
    assert await asyncio.gather(one, two) == [True, True]
    # Once more for the victim; again if it takes its first lock before the other one wakes up.
    assert 3 <= len(runs) <= 2 * TRIES


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_lock_that_is_not_given_back_ends_in_a_sentence(
    database: Database, migrated_url: str
) -> None:
    door = database.of(TENANT)
    record = await door.write(add)
    with psycopg.connect(postgres.address(migrated_url)) as holder:
        holder.execute("SELECT set_config('parley.tenant', '*', true)")
        holder.execute("SELECT 1 FROM negotiations FOR UPDATE")
        waiting = [
            asyncio.ensure_future(door.write(lambda uow: uow.negotiations.get(record))),
            asyncio.ensure_future(door.write(add)),
        ]
        blocked, free = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(blocked, DatabaseBusy)
    assert isinstance(free, str)
