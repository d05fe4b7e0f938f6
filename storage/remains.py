"""Wiping what a deletion leaves behind: old pages beside the database, dead rows within it.

A deleted row is gone for every query, but its bytes are not: SQLite keeps the old pages in its
journal or write-ahead log, and bits of them in pages that live on; PostgreSQL keeps the old rows in
the table's file. What was deleted in order to be unknown to everybody is wiped there too.
PostgreSQL's write-ahead log and all backups are beyond our reach; the promise on a secret poll says
so.
"""

import logging
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.session import Session
from storage.troubles import driver_errors

log = logging.getLogger(__name__)

# Children first, as they are deleted.
TABLES = ("secret_ballots", "poll_keys")
# Votes stand behind us meanwhile, so we give up soon and come again.
PATIENCE_MS = 200
# Seconds after which it is tried again.
AGAIN = 30.0
NEVER = float("inf")
_NUMBER = re.compile(r"\d+")


@dataclass
class Wiping:
    """When to wipe; shared by all who write, for a wipe that failed may be made good by any."""

    _due_at: float = NEVER

    @property
    def is_owed(self) -> bool:
        """Whether a wipe has failed and was not made good yet."""
        return self._due_at != NEVER

    def after(self, session: Session) -> None:
        """After a commit: wipe what it left, or an earlier one; after a failure not each time."""
        if session.leaves_remains or self._due_at <= time.monotonic():
            self._due_at = NEVER
            if not wipe(session):
                self._due_at = time.monotonic() + AGAIN


def wipe(session: Session) -> bool:
    """Wipe on a session without a transaction; whether it was done.

    Somebody who reads just now may keep it from being done. Then it is done with one of the next
    changes or minutes, and in any case at the next start.
    """
    try:
        is_done = _sqlite(session) if session.engine == "sqlite" else _postgresql(session)
    except Exception as error:
        # The change that is behind us is committed, whatever becomes of this.
        log.warning("remains of a secret poll were not wiped yet: %s", type(error).__name__)
        return False
    if not is_done:
        log.warning("remains of a secret poll were not wiped yet: somebody is reading")
    return is_done


def _sqlite(session: Session) -> bool:
    run = session.connection.execute
    patience = run("PRAGMA busy_timeout").fetchone()[0]
    run(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    try:
        _write_anew(session)
        return _without_journal(session)
    finally:
        run(f"PRAGMA busy_timeout = {patience}")


def _write_anew(session: Session) -> None:
    """Delete the rows that live and put them back: so no page keeps bits of those that are gone.

    `secure_delete` overwrites a row where it lay last, but not always where it lay before its page
    was put in order.
    """
    session.begin()
    try:
        kept = [(table, session.connection.execute(_ALL[table]).fetchall()) for table in TABLES]
        for table, _ in kept:
            session.connection.execute(f"DELETE FROM {table}")
        for table, rows in reversed(kept):
            _put_back(session.connection, table, rows)
        session.commit()
    except driver_errors():
        session.rollback()
        raise


_ALL = {table: f"SELECT * FROM {table} ORDER BY 1, 2, 3" for table in TABLES}


def _put_back(connection: Any, table: str, rows: Sequence[Any]) -> None:
    for row in rows:
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} VALUES ({marks})", tuple(row))


def _without_journal(session: Session) -> bool:
    """Empty the write-ahead log, or have the journal deleted."""
    run = session.connection.execute
    mode = run("PRAGMA journal_mode").fetchone()[0]
    if mode == "wal":
        return not run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    # SQLite deletes a journal that it leaves behind when it goes over to this mode.
    run("PRAGMA journal_mode = DELETE")
    is_gone = not Path(f"{_file(session)}-journal").exists()
    run(f"PRAGMA journal_mode = {mode}")
    return is_gone


def _file(session: Session) -> str:
    return str(session.connection.execute("PRAGMA database_list").fetchone()["file"])


def _postgresql(session: Session) -> bool:
    """Write the tables anew: what is not in them then is in no file of theirs either."""
    connection = session.connection
    connection.autocommit = True
    try:
        connection.execute(f"SET lock_timeout = {PATIENCE_MS}")
        done = [_is_rewritten(connection, table) for table in TABLES]
        return all(done)
    finally:
        connection.execute("RESET lock_timeout")
        connection.autocommit = False


def _is_rewritten(connection: Any, table: str) -> bool:
    """Rewrite one table; False when dead rows were taken along, because a reader may see them."""
    details: list[str] = []

    def hear(notice: Any) -> None:
        details.append(notice.message_detail or "")

    connection.add_notice_handler(hear)
    try:
        connection.execute(f"VACUUM (FULL, VERBOSE) {table}")
    finally:
        connection.remove_notice_handler(hear)
    # “0 dead row versions cannot be removed yet.”, in whatever language.
    counts = [found.group() for detail in details if (found := _NUMBER.search(detail))]
    return bool(counts) and set(counts) == {"0"}
