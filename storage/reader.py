"""Reads, on a few connections of their own that cannot write."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from storage.session import Session
from storage.troubles import driver_errors, is_lost, trouble

THREADS = 3

Query = Callable[[Session], Any]


class Reader:
    """A few threads, each with a connection that it opens at its first query."""

    def __init__(self, connect: Callable[[], Session], threads: int = THREADS) -> None:
        self._connect = connect
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")
        self._own = threading.local()
        self._opened: list[Session] = []

    async def run(self, query: Query) -> Any:
        """What the query returns; it sees one moment of the database."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._run, query)

    def close(self) -> None:
        """Finish what runs, then end."""
        self._pool.shutdown()
        for session in self._opened:
            session.connection.close()

    def _run(self, query: Query) -> Any:
        try:
            return self._once(query)
        except driver_errors() as error:
            if not is_lost(error):
                raise trouble(error) from error
        self._forget()
        try:
            return self._once(query)
        except driver_errors() as error:
            raise trouble(error) from error

    def _once(self, query: Query) -> Any:
        session = self._session()
        session.begin()
        session.start(guarded=False)
        try:
            return query(session)
        finally:
            if not getattr(session.connection, "closed", False):
                session.rollback()

    def _session(self) -> Session:
        session: Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = self._connect()
            self._opened.append(session)
        return session

    def _forget(self) -> None:
        """Drop this thread's connection: the server has gone or come back."""
        session: Session | None = getattr(self._own, "session", None)
        if session is not None:
            self._own.session = None
            self._opened.remove(session)
            session.connection.close()
