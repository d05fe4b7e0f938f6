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
from typing import Any
from weakref import WeakKeyDictionary

from bot.domain.errors import DatabaseBusy, Replayed, StorageTrouble
from storage.line import Job, Line, Work
from storage.receipts import Counter, Receipt
from storage.remains import Wiping
from storage.session import Session
from storage.troubles import driver_errors, is_lost, is_passing, trouble

log = logging.getLogger(__name__)

TRIES = 5


@dataclass
class Writer:
    """The threads that write, each with a connection of its own."""

    connect: Callable[[], Session]
    threads: int
    wiping: Wiping = field(default_factory=Wiping)
    _line: Line = field(init=False)
    _running: list[threading.Thread] = field(default_factory=list)
    _arriving: "WeakKeyDictionary[asyncio.AbstractEventLoop, list[Job]]" = field(
        default_factory=WeakKeyDictionary
    )

    def start(self) -> None:
        """Connect, and begin to work."""
        self._line = Line(self.threads)
        for number in range(self.threads):
            batches = Batches(self.connect, self.wiping)
            thread = threading.Thread(
                target=self._serve, args=(batches,), name=f"writer-{number}", daemon=True
            )
            self._running.append(thread)
            thread.start()

    def submit(self, work: Work, receipt: Receipt | None = None) -> "asyncio.Future[Any]":
        """Run it with the next batch; the future is done after the commit.

        It raises Replayed when something with the same receipt has succeeded before.
        """
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        arriving = self._arriving.setdefault(loop, [])
        arriving.append(Job(work, future, loop, receipt))
        if len(arriving) == 1:
            # When the loop has run all that is ready, and what that made ready: a thread that
            # wakes earlier finds less to do, and takes the interpreter away again and again.
            loop.call_soon(loop.call_soon, self._line_up, loop)
        return future

    def _line_up(self, loop: asyncio.AbstractEventLoop) -> None:
        jobs = self._arriving.pop(loop)
        try:
            self._line.add(jobs)
        except StorageTrouble as error:
            _fail(jobs, error)
            _tell_all(jobs)

    async def settle(self) -> None:
        """Return when all that was submitted has lined up."""
        while self._arriving:  # noqa: ASYNC110 - these are the loop's own turns
            await asyncio.sleep(0)

    def close(self) -> None:
        """Finish what waits, then end."""
        self._line.close()
        for thread in self._running:
            thread.join()

    def _serve(self, batches: "Batches") -> None:
        while jobs := self._line.take():
            batches.run(jobs)
            self._line.done()
            _tell(jobs)
        batches.close()


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

    def __init__(self, connect: Callable[[], Session], wiping: Wiping) -> None:
        self._connect = connect
        self._wiping = wiping
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
            counter = Counter(session, [job.receipt for job in jobs if job.receipt])
            for job in jobs:
                self._attempt(session, counter, job, alone=len(jobs) == 1)
            counter.close()
            session.flush()
            self._phase = Phase.COMMITTING
            session.commit()
        except BaseException:
            self._abandon(session)
            raise
        self._wiping.after(session)

    def _attempt(self, session: Session, counter: Counter, job: Job, *, alone: bool) -> None:
        # A savepoint is cheap on SQLite; on PostgreSQL it costs as much as the vote.
        session.start(guarded=session.engine == "sqlite" and not alone)
        job.error = None
        try:
            if not counter.is_first(job.receipt):
                raise Replayed
            job.value = job.work(session)
            session.finish()
            counter.keep(job.receipt)
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
        except driver_errors():
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
    if not isinstance(error, driver_errors()):
        return error
    told = trouble(error)
    told.__cause__ = error
    return told
