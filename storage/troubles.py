"""What the drivers raise, as the sentences of `bot.domain.errors`."""

import sqlite3

import psycopg

from bot.domain.errors import DatabaseBusy, DatabaseReadOnly, DiskFull, StorageTrouble

DRIVER_ERRORS = (sqlite3.Error, psycopg.Error)

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
    if isinstance(error, psycopg.Error):
        return _of_postgresql(error)
    return StorageTrouble()


def _of_sqlite(error: sqlite3.Error) -> StorageTrouble:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGED:
        return StorageTrouble(DAMAGED)
    return _SQLITE.get(code, StorageTrouble)()


def _of_postgresql(error: psycopg.Error) -> StorageTrouble:
    if is_lost(error):
        return StorageTrouble(UNREACHABLE)
    state = error.sqlstate or ""
    return _POSTGRESQL.get(state, _POSTGRESQL.get(state[:2], StorageTrouble))()


def is_lost(error: BaseException) -> bool:
    """Whether the connection is gone: another one may do."""
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    state = error.sqlstate
    return state is None or state.startswith(("08", "57P0"))


def is_passing(error: BaseException) -> bool:
    """Whether the same transaction may well succeed when it is run again at once."""
    return isinstance(error, psycopg.Error) and (error.sqlstate or "")[:2] == "40"
