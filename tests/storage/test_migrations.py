"""From nothing to the newest tables, once, whole, and never backwards."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool

from bot.clock import MovableClock
from bot.domain.choices import Choice
from bot.domain.errors import DatabaseTooNew, StorageTrouble
from storage import migrate, migrations, postgres, sqlite
from storage.database import Database
from storage.keys import KeyRing
from storage.tables import metadata
from tests.storage import records
from tests.storage.records import LEADER, TENANT


@contextmanager
def raw(url: str) -> Iterator[Any]:
    """A connection beside the program, to look and to tamper."""
    is_postgresql = postgres.is_postgresql(url)
    connection: Any = (
        psycopg.connect(postgres.address(url))
        if is_postgresql
        else sqlite3.connect(sqlite.path_of(url))
    )
    with closing(connection):
        if is_postgresql:
            connection.execute("SELECT set_config('parley.tenant', '*', false)")
        yield connection
        connection.commit()


async def test_an_empty_database_is_brought_up_to_date_and_works(
    database_url: str, ring: KeyRing, clock: MovableClock
) -> None:
    for _ in range(2):
        database = Database.open(database_url, ring, clock)
        await database.of(TENANT).write(records.negotiation)
        await database.close()
    with raw(database_url) as connection:
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [
            (migrations.HEAD,)
        ]
        assert connection.execute("SELECT count(*) FROM negotiations").fetchone() == (2,)


def test_migrations_and_tables_agree(migrated_url: str) -> None:
    address = (
        migrated_url.replace("postgresql://", "postgresql+psycopg://")
        if postgres.is_postgresql(migrated_url)
        else migrated_url
    )
    engine = create_engine(address, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_program_knows_its_own_revisions() -> None:
    folder = ScriptDirectory(str(Path(migrations.__file__).parent))
    in_order = [script.revision for script in folder.walk_revisions()][::-1]
    assert tuple(in_order) == migrations.REVISIONS
    assert folder.get_heads() == [migrations.HEAD]


def opening(url: str, ring: KeyRing, then: str = "") -> list[str]:
    """The command of a process that opens a database when it is told to."""
    script = f"""
import sys
from bot.clock import MovableClock
from storage.database import Database
from storage.keys import KeyRing, Place
sys.stdin.readline()
Database.open({url!r}, KeyRing({dict(ring.keys)!r}), MovableClock())
{then}
"""
    return [sys.executable, "-c", script]


def test_a_start_on_an_up_to_date_database_does_not_load_the_migration_tool(
    migrated_url: str, ring: KeyRing
) -> None:
    command = opening(migrated_url, ring, 'sys.exit("alembic" in sys.modules)')
    done = subprocess.run(command, input=b"go", check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_a_newer_database_is_refused_and_left_as_it_is(
    migrated_url: str, ring: KeyRing, clock: MovableClock
) -> None:
    with raw(migrated_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseTooNew):
        Database.open(migrated_url, ring, clock)
    with raw(migrated_url) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_processes_that_start_together_migrate_once(
    database_url: str, ring: KeyRing, clock: MovableClock
) -> None:
    with ExitStack() as stack:
        starting = [
            stack.enter_context(
                subprocess.Popen(
                    opening(database_url, ring), stdin=subprocess.PIPE, stderr=subprocess.PIPE
                )
            )
            for _ in range(3)
        ]
        for process in starting:
            assert process.stdin is not None
            process.stdin.write(b"go\n")
            process.stdin.flush()
        for process in starting:
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors.decode()
    with raw(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM seals").fetchone() == (1,)


def test_a_failing_migration_leaves_nothing_and_can_be_run_again(
    database_url: str, ring: KeyRing, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = migrate._upgrade

    def upgrade_and_fail(connection: Any) -> None:
        real(connection)
        raise StorageTrouble("power cut")

    monkeypatch.setattr(migrate, "_upgrade", upgrade_and_fail)
    with pytest.raises(StorageTrouble, match="power cut"):
        migrate.prepare(database_url, ring, clock)
    with raw(database_url) as connection:
        catalogue = "pg_tables WHERE schemaname = 'public'"
        if not postgres.is_postgresql(database_url):
            catalogue = "sqlite_master"
        assert connection.execute(f"SELECT count(*) FROM {catalogue}").fetchone() == (0,)
    monkeypatch.undo()
    migrate.prepare(database_url, ring, clock)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_file_is_copied_before_it_is_upgraded(
    migrated_url: str, ring: KeyRing, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(migrated_url, ring, clock)
    await database.of(TENANT).write(records.negotiation)
    await database.close()
    monkeypatch.setattr(migrate, "HEAD", "9998")
    monkeypatch.setattr(migrate, "_upgrade", lambda _: None)
    migrate.prepare(migrated_url, ring, clock)
    (copy,) = sqlite.path_of(migrated_url).parent.glob("*.bak")
    assert copy.stat().st_mode & 0o777 == 0o600
    monkeypatch.undo()
    restored = Database.open(f"sqlite:///{copy}", ring, clock)
    assert len(await restored.of(TENANT).read(lambda u: u.negotiations.of_person(LEADER))) == 1
    await restored.close()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_recreating_a_parent_in_a_migration_keeps_its_children(
    migrated_url: str, ring: KeyRing, clock: MovableClock
) -> None:
    from alembic.operations import Operations

    database = Database.open(migrated_url, ring, clock)
    poll = await database.of(TENANT).write(records.poll)
    await database.of(TENANT).write(lambda uow: uow.polls.cast(poll.id, "UANNA", Choice.read("1")))
    await database.close()
    with migrate._opened_sqlite(sqlite.path_of(migrated_url)) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("polls", recreate="always") as batch:
            batch.alter_column("channel", nullable=True)
    database = Database.open(migrated_url, ring, clock)
    assert await database.of(TENANT).read(lambda uow: uow.polls.turnout(poll.id)) == 1
    await database.close()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_an_upgrade_that_would_orphan_rows_is_undone(
    migrated_url: str, ring: KeyRing, clock: MovableClock
) -> None:
    database = Database.open(migrated_url, ring, clock)
    await database.of(TENANT).write(records.poll)
    await database.close()
    with (
        pytest.raises(StorageTrouble, match="lose rows"),
        migrate._opened_sqlite(sqlite.path_of(migrated_url)) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM negotiations")
    with raw(migrated_url) as connection:
        assert connection.execute("SELECT count(*) FROM negotiations").fetchone() == (1,)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "mysql://x", ""])
def test_addresses_that_mean_nothing_are_refused_with_an_example(
    url: str, ring: KeyRing, clock: MovableClock
) -> None:
    with pytest.raises(StorageTrouble, match="sqlite:///path"):
        Database.open(url, ring, clock)


def test_both_spellings_of_postgresql_addresses_are_understood() -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        assert postgres.is_postgresql(f"{scheme}://u@h/d")
        assert postgres.address(f"{scheme}://u@h/d") == "postgresql://u@h/d"


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_where_sqlite_has_no_wal_reset_bug(
    version: tuple[int, ...], is_safe: bool
) -> None:
    assert sqlite.is_wal_safe(version) is is_safe


@pytest.mark.parametrize("safe", [True, False])
def test_the_journal_follows_the_version(
    tmp_path: Path, safe: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "is_wal_safe", lambda: safe)
    sqlite.make_file(tmp_path / "a.db")
    with closing(sqlite.connect(tmp_path / "a.db", writable=True).connection) as connection:
        pragmas = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        busy = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    expected = {"journal_mode": "wal", "synchronous": 2} if safe else {}
    expected = expected or {"journal_mode": "persist", "synchronous": 2}
    assert pragmas == {**expected, "foreign_keys": 1, "secure_delete": 1}
    assert busy == 2000
