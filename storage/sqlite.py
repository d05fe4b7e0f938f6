"""SQLite: where the file lies, and how a connection is set up."""

import logging
import os
import sqlite3
from pathlib import Path

from bot.domain.errors import StorageTrouble
from storage.session import Session

log = logging.getLogger(__name__)

PREFIX = "sqlite:///"
BUSY_SECONDS = 2.0  # inside Slack's three, so that people get an answer

_ALWAYS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
_WAL = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")
# Durable too, at several syncs per commit; group commit shares them.
# A commit ends with the journal's header zeroed and synced, which costs less than half of deleting
# the file and syncing its folder (DELETE with EXTRA), and is as durable.
_ROLLBACK = ("PRAGMA journal_mode = PERSIST", "PRAGMA synchronous = FULL")


def path_of(url: str) -> Path:
    """The file behind `sqlite:///path`."""
    name = url.removeprefix(PREFIX)
    if not url.startswith(PREFIX) or not name or name == ":memory:":
        raise StorageTrouble(f"DATABASE_URL must look like {PREFIX}path/to/parley.db")
    return Path(name)


def is_wal_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2, but for backports).

    https://sqlite.org/wal.html#walresetbug
    """
    backported = version[:2] in {(3, 44), (3, 50)} and version >= _BACKPORTS[version[:2]]
    return version >= (3, 51, 3) or backported


_BACKPORTS: dict[tuple[int, ...], tuple[int, ...]] = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}


def make_file(path: Path) -> None:
    """Create the file for its owner alone; SQLite gives its side files the same rights."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if os.fstat(descriptor).st_mode & 0o077:
            log.warning("others could read the database file; it is now for its owner only")
            os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def connect(path: Path, *, writable: bool) -> Session:
    """A session on an existing file."""
    connection = raw(path)
    journal = _WAL if is_wal_safe() else _ROLLBACK
    for pragma in (*_ALWAYS, *journal) if writable else (*_ALWAYS, "PRAGMA query_only = ON"):
        connection.execute(pragma)
    return Session(connection, "sqlite", writable=writable)


def raw(path: Path, wait: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection that leaves transactions to us and waits so many seconds for a lock."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=wait,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    connection.row_factory = sqlite3.Row
    return connection


def warn_if_slow() -> None:
    """Say once why the safer, slower journal is used."""
    if not is_wal_safe():
        log.warning(
            "SQLite %s has the WAL-reset bug: using a rollback journal instead. "
            "Python built with SQLite 3.51.3 or newer is faster.",
            sqlite3.sqlite_version,
        )
