"""What happens before a database is used: it is brought up to date, and its keys are proved."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.errors import DatabaseReadOnly, DatabaseTooNew, StorageTrouble
from storage import canary, postgres, sqlite
from storage.keys import KeyRing
from storage.migrations import HEAD, REVISIONS
from storage.remains import TABLES
from storage.scope import Clock
from storage.session import Session
from storage.troubles import driver_errors, trouble

if TYPE_CHECKING:
    from sqlalchemy import Connection

log = logging.getLogger(__name__)

LOCK = 7_238_945_013  # any number, the same in every replica
_SCRIPTS = Path(__file__).with_name("migrations")
LONG_WAIT = 30.0  # seconds that a starting process waits for another one to migrate


def prepare(url: str, ring: KeyRing, clock: Clock) -> None:
    """Make the database ready, or raise StorageTrouble with the reason."""
    try:
        if postgres.is_postgresql(url):
            _prepare_postgresql(url, ring)
        else:
            _prepare_sqlite(sqlite.path_of(url), ring, clock)
    except driver_errors() as error:
        raise trouble(error) from error
    except PermissionError as error:
        raise DatabaseReadOnly from error
    except OSError as error:
        raise StorageTrouble(f"I can't open my database file: {error.strerror}.") from error


def _prepare_sqlite(path: Path, ring: KeyRing, clock: Clock) -> None:
    sqlite.make_file(path)
    sqlite.warn_if_slow()
    with closing(sqlite.raw(path, LONG_WAIT)) as connection:
        revision = _revision(connection)
        # A file or a folder that is read-only is found out now rather than at the first vote.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA user_version = 0")
        connection.rollback()
    if revision != HEAD:
        if revision is not None:
            _copy(path, revision, clock.now())
        with _opened_sqlite(path) as locked:
            _upgrade(locked)
    with closing(sqlite.connect(path, writable=True).connection) as connection:
        canary.check(Session(connection, "sqlite", writable=True), ring)


def _prepare_postgresql(url: str, ring: KeyRing) -> None:
    with closing(postgres.connect(url, writable=True).connection) as connection:
        if _revision(connection) != HEAD:
            connection.rollback()
            with _opened_postgresql(url) as locked:
                _upgrade(locked)
        connection.rollback()
        canary.check(Session(connection, "postgresql", writable=True), ring)


def _revision(connection: Any) -> str | None:
    """What the database says of itself; nothing when it is empty. Refuses what is newer."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except driver_errors() as error:
        if not _is_missing_table(error):
            raise
        return None
    revision = None if row is None else str(row["version_num"])
    if revision is not None and revision not in REVISIONS:
        raise DatabaseTooNew
    return revision


def _is_missing_table(error: Exception) -> bool:
    is_plain = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return is_plain or getattr(error, "sqlstate", None) == "42P01"


def _copy(path: Path, revision: str, now: datetime) -> Path:
    """A copy of the file as it was, beside it, for its owner only.

    Nobody asked for it, and it may lie there for years: so it has neither the keys nor the ballots
    of secret polls. One that is open when the copy is put back begins without answers.
    """
    copy = path.with_name(f"{path.name}.{revision}-{now:%Y%m%dT%H%M%S}.bak")
    sqlite.make_file(copy)
    with closing(sqlite.raw(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    _unlink_voters(copy)
    log.warning("the database is upgraded from %s; a copy lies in %s", revision, copy)
    return copy


def _unlink_voters(copy: Path) -> None:
    with closing(sqlite.raw(copy)) as connection:
        for pragma in ("journal_mode = MEMORY", "temp_store = MEMORY", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {row["name"] for row in found.fetchall()}
        for table in TABLES:
            if table in tables:
                connection.execute(f"DELETE FROM {table}")
        connection.execute("VACUUM")


@contextmanager
def _opened_sqlite(path: Path) -> Iterator["Connection"]:
    """A transaction that nobody else can write beside.

    Foreign keys are off before it begins, for recreating a parent would delete its children;
    they are checked before it ends.
    """
    from sqlalchemy import create_engine, pool

    def open_file() -> sqlite3.Connection:
        return sqlite.raw(path, LONG_WAIT)

    engine = create_engine("sqlite://", creator=open_file, poolclass=pool.NullPool)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("BEGIN IMMEDIATE")
        yield connection
        if driver.execute("PRAGMA foreign_key_check").fetchone():
            raise StorageTrouble("The upgrade would lose rows, so I have changed nothing.")
        connection.commit()


@contextmanager
def _opened_postgresql(url: str) -> Iterator["Connection"]:
    """A transaction under a lock that only one replica holds at a time."""
    from sqlalchemy import create_engine, pool, text

    engine = create_engine(
        postgres.address(url).replace("postgresql://", "postgresql+psycopg://", 1),
        poolclass=pool.NullPool,
    )
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        yield connection


def _upgrade(connection: "Connection") -> None:
    """Run what is missing; somebody else may have run it while we waited for the lock."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
