"""When the store itself fails: a reason is given, nothing acknowledged is lost, and it recovers."""

import asyncio
import os
import pwd
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.clock import MovableClock
from bot.domain.errors import DatabaseBusy, DatabaseReadOnly, DiskFull, StorageTrouble
from bot.services.ports import UnitOfWork
from storage import postgres, sqlite
from storage.database import Database
from storage.keys import KeyRing
from storage.troubles import DAMAGED, UNREACHABLE, trouble
from tests.postgres import Server
from tests.storage import records
from tests.storage.records import LEADER, TENANT

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


def add(uow: UnitOfWork, length: int = 10) -> str:
    """Save a record with a long name."""
    return records.negotiation(uow, name="x" * length).id


async def saved(database: Database) -> set[str]:
    """The ids of all records."""
    found = await database.of(TENANT).read(lambda uow: uow.negotiations.of_person(LEADER))
    return {record.id for record in found}


async def limit_pages(database: Database, more: int) -> None:
    """Let the file grow by so many pages and no further."""

    def limit(session: Any) -> None:
        (pages,) = session.connection.execute("PRAGMA page_count").fetchone()
        session.connection.execute(f"PRAGMA max_page_count = {pages + more}")

    await database.writer.submit(limit)


@only_sqlite
async def test_a_full_disk_refuses_writes_keeps_what_was_saved_and_lets_read(
    database: Database,
) -> None:
    door = database.of(TENANT)
    await limit_pages(database, 40)
    outcomes: list[object] = []
    while not any(isinstance(o, Exception) for o in outcomes):
        work = [door.write(add, 5000) for _ in range(8)]
        outcomes += await asyncio.gather(*work, return_exceptions=True)
    refused = [o for o in outcomes if isinstance(o, Exception)]
    assert {type(o) for o in refused} == {DiskFull}
    assert "disk is full" in refused[0].sentence  # type: ignore[attr-defined]
    acknowledged = {o for o in outcomes if isinstance(o, str)}
    assert await saved(database) == acknowledged

    await limit_pages(database, 1000)
    acknowledged.add(await door.write(add, 5000))
    assert await saved(database) == acknowledged


@only_sqlite
async def test_a_small_change_beside_one_that_is_too_big_is_still_saved(database: Database) -> None:
    door = database.of(TENANT)
    await door.write(add)
    await limit_pages(database, 3)
    outcomes = await asyncio.gather(
        door.write(add), door.write(add, 100_000), door.write(add), return_exceptions=True
    )
    assert [type(o) for o in outcomes] == [str, DiskFull, str]
    assert len(await saved(database)) == 3


@only_sqlite
async def test_a_locked_database_refuses_in_time_and_recovers(
    migrated_url: str, ring: KeyRing, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(migrated_url, ring, clock)
    await database.writer.submit(
        lambda session: session.connection.execute("PRAGMA busy_timeout = 100")
    )
    door = database.of(TENANT)
    with closing(sqlite3.connect(sqlite.path_of(migrated_url), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        outcomes = await asyncio.gather(
            *(door.write(add) for _ in range(20)), return_exceptions=True
        )
        assert {type(o) for o in outcomes} == {DatabaseBusy}
        assert await saved(database) == set()
        holder.execute("ROLLBACK")
    record = await door.write(add)
    assert await saved(database) == {record}
    await database.close()


def test_waiting_for_a_lock_leaves_time_to_answer_slack() -> None:
    assert sqlite.BUSY_SECONDS < 3
    assert postgres.LOCK_SECONDS < 3


@contextmanager
def as_plain_user() -> Iterator[Path]:
    """A folder of an account that file rights hold for; root would not notice them."""
    folder = Path(tempfile.mkdtemp(prefix="parley-"))
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        shutil.rmtree(folder)


def test_a_read_only_file_refuses_the_start_with_the_reason(
    migrated_file: Path, ring: KeyRing, clock: MovableClock
) -> None:
    content = migrated_file.read_bytes()
    with as_plain_user() as folder:
        file = folder / "parley.db"
        file.write_bytes(content)
        file.chmod(0o400)
        with pytest.raises(DatabaseReadOnly) as refused:
            Database.open(f"sqlite:///{file}", ring, clock)
        assert "read-only" in refused.value.sentence


def test_a_read_only_folder_refuses_the_start_with_the_reason(
    migrated_file: Path, ring: KeyRing, clock: MovableClock
) -> None:
    content = migrated_file.read_bytes()
    with as_plain_user() as folder:
        file = folder / "parley.db"
        file.write_bytes(content)
        file.chmod(0o600)
        folder.chmod(0o500)
        try:
            with pytest.raises(DatabaseReadOnly):
                Database.open(f"sqlite:///{file}", ring, clock)
        finally:
            folder.chmod(0o700)


@only_sqlite
async def test_a_file_that_turns_read_only_refuses_writes_and_lets_read(
    database: Database,
) -> None:
    door = database.of(TENANT)
    record = await door.write(add)

    await database.writer.submit(
        lambda session: session.connection.execute("PRAGMA query_only = ON")
    )
    with pytest.raises(DatabaseReadOnly):
        await door.write(add)
    assert await saved(database) == {record}


@pytest.mark.parametrize(
    "damage", [lambda whole: b"not a database" * 500, lambda whole: whole[: len(whole) // 3]]
)
def test_a_damaged_file_is_refused_and_not_written_over(
    damage: Callable[[bytes], bytes],
    migrated_file: Path,
    tmp_path: Path,
    ring: KeyRing,
    clock: MovableClock,
) -> None:
    file = tmp_path / "parley.db"
    file.write_bytes(damage(migrated_file.read_bytes()))
    before = file.read_bytes()
    with pytest.raises(StorageTrouble) as refused:
        Database.open(f"sqlite:///{file}", ring, clock)
    assert refused.value.sentence == DAMAGED
    assert file.read_bytes() == before


def test_a_folder_in_the_place_of_the_file_is_refused_with_the_reason(
    tmp_path: Path, ring: KeyRing, clock: MovableClock
) -> None:
    with pytest.raises(StorageTrouble, match="Is a directory"):
        Database.open(f"sqlite:///{tmp_path}", ring, clock)


@only_postgresql
async def test_lost_connections_are_replaced_without_anybody_noticing(
    database: Database, migrated_url: str
) -> None:
    door = database.of(TENANT)
    first = await door.write(add)
    assert await saved(database) == {first}
    for _ in range(2):
        with psycopg.connect(postgres.address(migrated_url), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        more = await asyncio.gather(*(door.write(add) for _ in range(10)))
        assert {first, *more} <= await saved(database)


@only_postgresql
async def test_a_server_that_is_away_is_said_so_and_used_again_when_it_is_back(
    database: Database,
    migrated_url: str,
    postgresql: Server,
    ring: KeyRing,
    clock: MovableClock,
) -> None:
    door = database.of(TENANT)
    before = await door.write(add)
    postgresql.stop("immediate")
    try:
        outcomes = await asyncio.gather(
            *(door.write(add) for _ in range(5)), saved(database), return_exceptions=True
        )
        with pytest.raises(StorageTrouble, match="can't reach my database"):
            Database.open(migrated_url, ring, clock)
    finally:
        postgresql.start()
    assert [str(o) for o in outcomes] == [UNREACHABLE] * 6
    assert await saved(database) == {before}
    after = await door.write(add)
    assert await saved(database) == {before, after}


@only_postgresql
async def test_what_may_have_been_committed_is_never_run_again(
    database: Database, migrated_url: str
) -> None:
    with psycopg.connect(postgres.address(migrated_url), autocommit=True) as other:
        other.execute(
            "CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"
        )
        other.execute(
            "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON negotiations "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hang_up()"
        )
    runs: list[int] = []

    def count_and_add(uow: UnitOfWork) -> str:
        runs.append(1)
        return add(uow)

    door = database.of(TENANT)
    outcomes = await asyncio.gather(
        *(door.write(count_and_add) for _ in range(3)), return_exceptions=True
    )
    assert [str(o) for o in outcomes] == [UNREACHABLE] * 3
    assert len(runs) == 3


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (psycopg.errors.DiskFull(), DiskFull),
        (psycopg.errors.ReadOnlySqlTransaction(), DatabaseReadOnly),
        (psycopg.errors.LockNotAvailable(), DatabaseBusy),
        (psycopg.errors.QueryCanceled(), DatabaseBusy),
        (psycopg.errors.SerializationFailure(), DatabaseBusy),
        (psycopg.errors.AdminShutdown(), StorageTrouble),
        (psycopg.errors.UniqueViolation(), StorageTrouble),
        (sqlite3.IntegrityError(), StorageTrouble),
    ],
)
def test_errors_of_the_drivers_become_sentences(
    error: Exception, expected: type[StorageTrouble]
) -> None:
    assert type(trouble(error)) is expected
