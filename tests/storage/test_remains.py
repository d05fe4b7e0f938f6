"""What a close leaves on disk is wiped: at once, or when nobody reads any more, or at the start."""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.clock import MovableClock
from bot.domain.choices import Choice
from bot.domain.poll_manner import Manner, Reasons
from bot.domain.polls import Poll
from bot.services import poll_running
from storage import migrate, postgres, remains, sqlite
from storage.database import Database
from storage.keys import KeyRing
from storage.session import Session
from tests.faults.relink import files_of, rows_of
from tests.postgres import OWNER
from tests.storage import records
from tests.storage.records import LEADER, TENANT

VOTERS = tuple(f"UVOTER{number:02}" for number in range(12))
SECRET = Manner(is_secret=True, reasons=Reasons.OPTIONAL)


@pytest.fixture(params=["sqlite", "sqlite-wal", "postgresql"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each engine, SQLite with either journal."""
    name, _, journal = request.param.partition("-")
    monkeypatch.setattr(sqlite, "is_wal_safe", lambda: bool(journal))
    return name


@pytest.fixture
def on_disk(
    migrated_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Callable[[], bytes]:
    """All bytes of the database's files."""
    is_postgresql = postgres.is_postgresql(migrated_url)
    server = request.getfixturevalue("postgresql") if is_postgresql else None
    return lambda: files_of(migrated_url, tmp_path, server)


async def voted(database: Database, rounds: int = 1) -> Poll:
    """A secret poll in which all have voted, some at length."""
    door = database.of(TENANT)
    poll = await door.write(lambda uow: records.poll(uow, manner=SECRET, voters=VOTERS))
    for each in range(rounds):
        for place, voter in enumerate(VOTERS):
            said = Choice.read(str(1 + place % 3), "Because. " * (place * (7 + each) % 50))
            await door.write(lambda uow, v=voter, s=said: uow.polls.cast(poll.id, v, s))
    return poll


def ballots(url: str, poll: Poll) -> set[bytes]:
    """Pieces of its ballots and its key."""
    rows = rows_of(url)
    found = [row["handle"] + row["content"] for row in rows["secret_ballots"]
             if row["poll"] == poll.id]  # fmt: skip
    (key,) = (bytes(row["content"]) for row in rows["poll_keys"] if row["poll"] == poll.id)
    pieces = {text[at : at + 24].encode() for text in found for at in range(0, len(text) - 24, 12)}
    return pieces | {key[at : at + 24] for at in range(20, len(key) - 24, 12)}


def left(data: bytes, pieces: set[bytes]) -> int:
    return sum(piece in data for piece in pieces)


async def close(database: Database, poll: Poll) -> None:
    await database.of(TENANT).write(poll_running.close, LEADER, poll.id)


async def test_nothing_is_left_beside_polls_that_stay_open(
    database: Database, migrated_url: str, on_disk: Callable[[], bytes]
) -> None:
    closing_ = [await voted(database, 3) for _ in range(4)]
    stays = await voted(database, 3)
    pieces = [ballots(migrated_url, poll) for poll in closing_]
    assert left(on_disk(), pieces[0])
    before = await database.of(TENANT).read(lambda uow: uow.polls.answered(stays.id))
    for poll, own in zip(closing_, pieces, strict=True):
        await close(database, poll)
        assert left(on_disk(), own) == 0
    again = await database.of(TENANT).read(lambda uow: uow.polls.answered(stays.id))
    assert again == before == set(VOTERS)


async def test_without_wiping_the_remains_are_found(
    database: Database,
    migrated_url: str,
    on_disk: Callable[[], bytes],
    ring: KeyRing,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And a process that dies between commit and wiping leaves them to the next one."""
    poll = await voted(database)
    pieces = ballots(migrated_url, poll)
    monkeypatch.setattr(remains, "wipe", lambda _: True)
    await close(database, poll)
    assert left(on_disk(), pieces)
    monkeypatch.undo()
    await database.prune()
    assert left(on_disk(), pieces) == 0


@pytest.mark.parametrize("how", ["change", "chore"])
@pytest.mark.parametrize("engine", ["sqlite-wal", "postgresql"], indirect=True)
async def test_while_somebody_reads_it_is_put_off_and_done_later(
    database: Database,
    migrated_url: str,
    on_disk: Callable[[], bytes],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    monkeypatch.setattr(remains, "AGAIN", 0.0 if how == "change" else 3600.0)
    poll = await voted(database)
    pieces = ballots(migrated_url, poll)
    with closing(reader(migrated_url)) as reading:
        reading.execute("SELECT * FROM negotiations").fetchall()
        await close(database, poll)
        assert "not wiped yet: somebody is reading" in caplog.text
        assert left(on_disk(), pieces)
        reading.rollback()
    if how == "change":
        await database.of(TENANT).write(records.negotiation)
    else:
        await database.finish_wiping()
    assert left(on_disk(), pieces) == 0
    assert not database.writer.wiping.is_owed


def reader(url: str) -> Any:
    """A snapshot that lasts, as of somebody who makes a dump."""
    if not postgres.is_postgresql(url):
        connection = sqlite.raw(sqlite.path_of(url))
        connection.execute("BEGIN")
        return connection
    connection = psycopg.connect(postgres.address(url))
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return connection


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_votes_do_not_wait_behind_the_wiping(database: Database, migrated_url: str) -> None:
    poll = await voted(database)
    with closing(reader(migrated_url)) as reading:
        reading.execute("SELECT set_config('parley.tenant', '*', false)")
        reading.execute("SELECT * FROM secret_ballots").fetchall()
        begun = time.monotonic()
        await close(database, poll)
        assert time.monotonic() - begun < postgres.LOCK_SECONDS


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_postgresql_keeps_no_samples_of_ballots_and_keys(
    database: Database, migrated_url: str
) -> None:
    poll = await voted(database)
    pieces = {piece.decode("latin-1") for piece in ballots(migrated_url, poll)}
    admin = postgres.address(migrated_url).replace(f"{OWNER}@", "postgres@")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ANALYZE")
        sampled = str(connection.execute("SELECT * FROM pg_stats").fetchall())
    assert poll.id in sampled
    assert [piece for piece in pieces if piece in sampled] == []


async def test_a_wipe_that_fails_in_any_way_leaves_the_close_as_it_is(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Session) -> bool:
        raise ValueError

    for name in ("_sqlite", "_postgresql"):
        monkeypatch.setattr(remains, name, fail)
    poll = await voted(database)
    await close(database, poll)
    assert "not wiped yet: ValueError" in caplog.text
    found = await database.of(TENANT).read(lambda uow: uow.polls.ballots(poll.id))
    assert len(found.unnamed) == len(VOTERS)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_the_copy_before_an_upgrade_has_neither_key_nor_ballot(
    database: Database,
    migrated_url: str,
    ring: KeyRing,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    poll = await voted(database)
    pieces = ballots(migrated_url, poll)
    await database.close()
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "HEAD", "9998")
        patched.setattr(migrate, "_upgrade", lambda _: None)
        migrate.prepare(migrated_url, ring, clock)
    file = sqlite.path_of(migrated_url)
    (copy,) = file.parent.glob("*.bak*")
    assert left(file.read_bytes(), pieces)
    assert left(copy.read_bytes(), pieces) == 0
    restored = Database.open(f"sqlite:///{copy}", ring, clock)
    door = restored.of(TENANT)
    assert await door.read(lambda uow: uow.polls.turnout(poll.id)) == 0
    assert await door.write(lambda uow: uow.polls.cast(poll.id, VOTERS[0], Choice.read("1")))
    await close(restored, poll)
    await restored.close()
