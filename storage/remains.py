"""Wiping what a deletion leaves behind: old pages beside the database, dead rows within it.

A deleted row is gone for every query, but its bytes are not: SQLite keeps the old pages in its
journal or write-ahead log, PostgreSQL the old rows in the table's file. What was deleted in order
to be unknown to everybody is wiped there too. PostgreSQL's write-ahead log and all backups are
beyond our reach; the promise on a secret poll says so.
"""

import logging

from storage.session import Session
from storage.troubles import driver_errors

log = logging.getLogger(__name__)

TRIES = 5
TABLES = ("secret_ballots", "poll_keys")


def wipe(session: Session) -> bool:
    """Wipe on a session without a transaction; whether it was done.

    It is done again at the next start and once a day, because somebody who reads just now may
    keep it from being done.
    """
    try:
        is_done = _sqlite(session) if session.engine == "sqlite" else _postgresql(session)
    except driver_errors() as error:
        log.warning("remains of a secret poll were not wiped: %s", type(error).__name__)
        return False
    if not is_done:
        log.warning("remains of a secret poll were not wiped: somebody is reading")
    return is_done


def _sqlite(session: Session) -> bool:
    run = session.connection.execute
    mode = run("PRAGMA journal_mode").fetchone()[0]
    if mode == "wal":
        return any(_is_truncated(session) for _ in range(TRIES))
    # SQLite deletes a journal that it leaves behind when it goes over to this mode.
    run("PRAGMA journal_mode = DELETE")
    run(f"PRAGMA journal_mode = {mode}")
    return True


def _is_truncated(session: Session) -> bool:
    busy = session.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


def _postgresql(session: Session) -> bool:
    """Write the tables anew: what is not in them then is in no file of theirs either."""
    connection = session.connection
    connection.autocommit = True
    try:
        for table in TABLES:
            connection.execute(f"VACUUM FULL {table}")
    finally:
        connection.autocommit = False
    return True
