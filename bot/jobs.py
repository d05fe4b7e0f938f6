"""The clock of one replica: wakes when something falls due, and now and then to be safe.

APScheduler keeps one alarm, in memory. The truth about what is due stands in tables.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services.due import DUE, run_due
from bot.services.ports import Clock
from bot.services.ports_outbox import Storage, UseCase

log = logging.getLogger(__name__)

SAFETY_TICK = 5.0
_ALARM = "alarm"
# Looking for the next due instant is cheap, but not so cheap that every vote should do it.
_LOOK_EVERY = 0.02
_LONGEST_SPIN = 1.0
_TURNS = 3


class Deliverer(Protocol):
    """Says what is due."""

    on_settled: Callable[[], None]

    async def deliver(self) -> None:
        """Take errands until none is due."""
        ...

    async def stop(self, grace: float) -> None:
        """Finish what is under way within so many seconds, or hand it back."""
        ...


class Scheduler:
    """Rings when something is due; every round does all that is due and sets the next alarm."""

    def __init__(
        self,
        storage: Storage,
        deliverer: Deliverer,
        clock: Clock,
        due: Mapping[str, UseCase] = DUE,
        also: Callable[[], None] = lambda: None,
    ) -> None:
        """`also` begins, and does not wait for, what must ask Slack before it can be done."""
        self._storage = storage
        self._deliverer = deliverer
        self._clock = clock
        self._due = due
        self._also = also
        self._bell = asyncio.Event()
        self._alarms = AsyncIOScheduler(timezone=UTC)
        self._looked = 0.0
        self._spins = 0
        self._stopping = False
        self._in_round = False
        self._tasks: list[asyncio.Task[None]] = []
        self.last_tick: datetime | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a round is due or under way."""
        return self._bell.is_set() or self._in_round

    def start(self) -> None:
        """Begin, with a first round at once: what fell due while we were down is done now."""
        self._deliverer.on_settled = self.wake
        self._alarms.start()
        self._tasks = [asyncio.create_task(self._work()), asyncio.create_task(self._tick())]
        subscribe = getattr(self._clock, "subscribe", None)
        if subscribe:
            loop = asyncio.get_running_loop()
            subscribe(lambda *_: loop.call_soon_threadsafe(self._bell.set))
        self._bell.set()

    def wake(self) -> None:
        """Look again soon: something may have been added that is due earlier."""
        loop = asyncio.get_running_loop()
        since = loop.time() - self._looked
        if since >= _LOOK_EVERY:
            self._looked = loop.time()
            self._bell.set()
        elif since >= 0:
            # The first of a burst sets the time for all of it.
            self._looked += _LOOK_EVERY
            loop.call_at(self._looked, self._bell.set)

    async def stop(self, grace: float = 9.0) -> None:
        """Finish what is in flight, or hand it back."""
        self._stopping = True
        self._bell.set()
        await self._deliverer.stop(grace)
        worker, ticker = self._tasks
        ticker.cancel()
        await asyncio.wait([worker], timeout=1.0)
        worker.cancel()
        await asyncio.gather(worker, ticker, return_exceptions=True)
        self._alarms.shutdown(wait=False)
        await asyncio.sleep(0)

    async def _tick(self) -> None:
        # By the loop's own clock: an interval of APScheduler's follows the wall clock and would
        # stand still while that is set back.
        while True:
            await asyncio.sleep(SAFETY_TICK)
            self._bell.set()

    async def _work(self) -> None:
        while not self._stopping:
            await self._bell.wait()
            self._bell.clear()
            self._in_round = True
            try:
                await self._round()
            except Exception as error:
                log.error("A round failed and is tried again: %s", type(error).__name__)
                self._set_alarm(self._clock.now())
            finally:
                self._in_round = False

    async def _round(self) -> None:
        first = await self._storage.next_due()
        for _ in range(_TURNS):
            if first is None or first > self._clock.now():
                break
            # Errands first, for people wait for them; what falls due may add more of them.
            await self._deliverer.deliver()
            await run_due(self._storage, self._clock.now(), self._due)
            self._also()
            first = await self._storage.next_due()
        self.last_tick = self._clock.now()
        self._set_alarm(first)

    def _set_alarm(self, due: datetime | None) -> None:
        if self._stopping or due is None:
            self._drop_alarm()
            return
        ahead = (due - self._clock.now()).total_seconds()
        self._spins = 0 if ahead > 0 else self._spins + 1
        if ahead <= 0:
            # Still due after a round: somebody else has it, or it failed. Not in a hot loop.
            ahead = min(0.01 * 2**self._spins, _LONGEST_SPIN)
        self._ring_at(datetime.now(UTC) + timedelta(seconds=ahead))

    def _ring_at(self, instant: datetime) -> None:
        armed = self._alarms.get_job(_ALARM)
        if armed and abs(armed.next_run_time - instant) < timedelta(milliseconds=1):
            return
        self._alarms.add_job(
            self._ring,
            "date",
            run_date=instant,
            id=_ALARM,
            replace_existing=True,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def _drop_alarm(self) -> None:
        with contextlib.suppress(LookupError):
            self._alarms.remove_job(_ALARM)

    async def _ring(self) -> None:
        self._bell.set()
