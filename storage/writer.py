"""Group commit: what waits is run in one transaction, which costs one sync for all of it.

A thread takes whatever is waiting, runs it, commits, and only then tells the waiting callers.
Each use case can fail alone: it has a savepoint, or the batch is run again one by one. So a
use case may run more than once before it is committed once, and must not do anything besides
its unit of work.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from queue import Empty, SimpleQueue
from typing import Any

from bot.domain.errors import DatabaseBusy, StorageTrouble
from storage.session import Session
from storage.troubles import DRIVER_ERRORS, is_lost, is_passing, trouble

log = logging.getLogger(__name__)

BATCH = 256
TRIES = 5

Work = Callable[[Session], Any]


@dataclass(slots=True, eq=False)
class Job:
    """One use case that waits for its commit."""

    work: Work
    future: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    often_refused: bool = False
    value: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Give the caller what came out; runs on the caller's loop."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.value)


@dataclass
class Writer:
    """The threads that write, each with a connection of its own."""

    connect: Callable[[], Session]
    threads: int
    _queue: "SimpleQueue[Job | None]" = field(default_factory=SimpleQueue)
    _running: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Connect, and begin to work."""
        for number in range(self.threads):
            batches = Batches(self.connect)
            thread = threading.Thread(
                target=self._serve, args=(batches,), name=f"writer-{number}", daemon=True
            )
            self._running.append(thread)
            thread.start()

    def submit(self, work: Work, *, often_refused: bool = False) -> "asyncio.Future[Any]":
        """Run it with the next batch; the future is done after the commit.

        `often_refused` marks work that tends to fail after it has written something.
        """
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        if not self._running:
            raise StorageTrouble("I am shutting down. Nothing was saved; please try again.")
        self._queue.put(Job(work, future, loop, often_refused))
        return future

    def close(self) -> None:
        """Finish what waits, then end."""
        running, self._running = self._running, []
        for _ in running:
            self._queue.put(None)
        for thread in running:
            thread.join()

    def _serve(self, batches: "Batches") -> None:
        more = True
        while more:
            jobs, more = self._take()
            if jobs:
                batches.run(jobs)
                _tell(jobs)
        batches.close()

    def _take(self) -> tuple[list[Job], bool]:
        """What waits now, at least one; False when the end has been called."""
        jobs: list[Job] = []
        job = self._queue.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == BATCH:
                return jobs, True
            try:
                job = self._queue.get_nowait()
            except Empty:
                return jobs, True
        return jobs, False


def _tell(jobs: Sequence[Job]) -> None:
    """Wake each caller's loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, own in by_loop.items():
        try:
            loop.call_soon_threadsafe(_tell_all, own)
        except RuntimeError:
            log.warning("a caller was gone before its change was committed")


def _tell_all(jobs: Sequence[Job]) -> None:
    for job in jobs:
        job.tell()


class Phase(Enum):
    """How far a transaction has come; decides what its failure means."""

    OPENING = auto()
    WORKING = auto()
    COMMITTING = auto()


class Batches:
    """Runs batches on one connection, and opens another when it is lost."""

    def __init__(self, connect: Callable[[], Session]) -> None:
        self._connect = connect
        self._session: Session | None = connect()
        self._phase = Phase.OPENING

    def close(self) -> None:
        """Give the connection back."""
        if self._session is not None:
            self._session.connection.close()

    def run(self, jobs: Sequence[Job]) -> None:
        """Give every job its value or its error; what has a value is committed on return."""
        if len(jobs) == 1:
            return self._alone(jobs[0])
        try:
            return self._together(jobs)
        except BaseException as error:
            if not self._spares_others(error):
                return _fail(jobs, error)
        return self._one_by_one(jobs)

    def _together(self, jobs: Sequence[Job]) -> None:
        session = self._open()
        try:
            for job in jobs:
                self._attempt(session, job, alone=len(jobs) == 1)
            self._phase = Phase.COMMITTING
            session.commit()
        except BaseException:
            self._abandon(session)
            raise

    def _attempt(self, session: Session, job: Job, *, alone: bool) -> None:
        session.start(guarded=not alone and (session.engine == "sqlite" or job.often_refused))
        job.error = None
        try:
            job.value = job.work(session)
            session.finish()
        except Exception as error:
            if alone or is_lost(error) or not session.undo():
                raise
            job.error = _explained(error)

    def _one_by_one(self, jobs: Sequence[Job]) -> None:
        for at, job in enumerate(jobs):
            self._alone(job)
            if self._session is None:  # no new connection either: nobody else need wait for one
                return _fail(jobs[at + 1 :], job.error or StorageTrouble())
        return None

    def _alone(self, job: Job) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                return self._together([job])
            except BaseException as error:
                if attempt == TRIES or not self._may_repeat(error):
                    return _fail([job], error)
        return None

    def _open(self) -> Session:
        self._phase = Phase.OPENING
        if self._session is None:
            self._session = self._connect()
        self._session.begin()
        self._phase = Phase.WORKING
        return self._session

    def _abandon(self, session: Session) -> None:
        try:
            session.rollback()
        except DRIVER_ERRORS:
            session.connection.close()
            self._session = None

    def _may_repeat(self, error: BaseException) -> bool:
        """Whether nothing was committed for sure, and a second try may succeed."""
        return is_passing(error) or (is_lost(error) and self._phase is Phase.WORKING)

    def _spares_others(self, error: BaseException) -> bool:
        """Whether others of the batch may succeed alone.

        Not when all of them need the same lock; not when the connection broke during the
        commit, for then nobody knows whether it took place.
        """
        if self._phase is Phase.COMMITTING:
            busy = isinstance(_explained(error), DatabaseBusy) and not is_passing(error)
            return not (busy or is_lost(error))
        return self._phase is Phase.WORKING


def _fail(jobs: Sequence[Job], error: BaseException) -> None:
    for job in jobs:
        job.error = _explained(error)


def _explained(error: BaseException) -> BaseException:
    """A driver's error as a sentence; everything else as it is."""
    if not isinstance(error, DRIVER_ERRORS):
        return error
    told = trouble(error)
    told.__cause__ = error
    return told
