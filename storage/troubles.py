"""What the drivers raise, as the sentences of `bot.domain.errors`.

PostgreSQL's driver is looked at only where it was loaded: on SQLite it would cost memory and
time for nothing.
"""

import sqlite3
import sys
from typing import Any

from bot.domain.errors import DatabaseBusy, DatabaseReadOnly, DiskFull, StorageTrouble


def driver_errors() -> tuple[type[Exception], ...]:
    """What either driver may raise, for `except driver_errors() as error`."""
    psycopg = _psycopg()
    return (sqlite3.Error,) if psycopg is None else (sqlite3.Error, psycopg.Error)


def _psycopg() -> Any:
    return sys.modules.get("psycopg")


_SQLITE = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_CANTOPEN: DatabaseReadOnly,
    sqlite3.SQLITE_PERM: DatabaseReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
}
# The first two characters of a SQLSTATE name its class, all five a single condition.
_POSTGRESQL = {
    "40": DatabaseBusy,
    "55P03": DatabaseBusy,
    "57014": DatabaseBusy,
    "25006": DatabaseReadOnly,
    "53100": DiskFull,
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

DAMAGED = (
    "My database file is damaged. I have changed nothing. Please restore the newest backup, "
    "or tell whoever runs me."
)
UNREACHABLE = "I can't reach my database. Nothing was lost; please try again in a minute."


def trouble(error: Exception) -> StorageTrouble:
    """The trouble that a driver's error means."""
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    return _of_postgresql(error) if isinstance(error, driver_errors()) else StorageTrouble()


def _of_sqlite(error: sqlite3.Error) -> StorageTrouble:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGED:
        return StorageTrouble(DAMAGED)
    return _SQLITE.get(code, StorageTrouble)()


def _of_postgresql(error: Exception) -> StorageTrouble:
    if is_lost(error):
        return StorageTrouble(UNREACHABLE)
    state = _state(error)
    return _POSTGRESQL.get(state, _POSTGRESQL.get(state[:2], StorageTrouble))()


def is_lost(error: BaseException) -> bool:
    """Whether the connection is gone: another one may do."""
    psycopg = _psycopg()
    if psycopg is None or not isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        return False
    return not _state(error) or _state(error).startswith(("08", "57P0"))


def is_passing(error: BaseException) -> bool:
    """Whether the same transaction may well succeed when it is run again at once."""
    return _state(error).startswith("40")


def _state(error: BaseException) -> str:
    """PostgreSQL's code for what happened; empty for other errors."""
    return getattr(error, "sqlstate", None) or ""
