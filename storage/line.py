"""Jobs that wait for a thread, and threads that wait for jobs."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from bot.domain.errors import StorageTrouble
from storage.receipts import Receipt
from storage.session import Session

BATCH = 256
PATIENCE = 0.02  # seconds

Work = Callable[[Session], Any]


@dataclass(slots=True, eq=False)
class Job:
    """One use case that waits for its commit; with a receipt it is done once."""

    work: Work
    future: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    receipt: Receipt | None = None
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


class Line:
    """Jobs that wait, and threads that wait for jobs.

    One thread at a time takes all there is, for the larger a batch the cheaper each of it. Only
    when that one needs longer than `PATIENCE` does another one help: behind a slow network, or
    when a lock is held elsewhere.
    """

    def __init__(self, threads: int) -> None:
        self._jobs: deque[Job] = deque()
        self._change = threading.Condition(threading.Lock())
        self._turn_ends = 0.0
        self._look_every = PATIENCE * 5 if threads > 1 else None
        self._is_closed = False

    def add(self, jobs: Sequence[Job]) -> None:
        """Let jobs wait."""
        with self._change:
            if self._is_closed:
                raise StorageTrouble("I am shutting down. Nothing was saved; please try again.")
            self._jobs.extend(jobs)
            if not self._turn_ends:
                self._change.notify()

    def close(self) -> None:
        """Take no more jobs; those that wait are still done."""
        with self._change:
            self._is_closed = True
            self._change.notify_all()

    def take(self) -> list[Job]:
        """What waits now, at least one; nothing when the line is closed and empty."""
        with self._change:
            while not self._jobs or monotonic() < self._turn_ends:
                if self._is_closed and not self._jobs:
                    return []
                self._change.wait(self._look_every)
            self._turn_ends = monotonic() + PATIENCE
            return [self._jobs.popleft() for _ in range(min(len(self._jobs), BATCH))]

    def done(self) -> None:
        """The batch is over: the next one may begin."""
        with self._change:
            self._turn_ends = 0.0
