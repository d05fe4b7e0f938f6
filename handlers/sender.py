"""The sender of one replica: takes what is due from the outbox and says it, many at a time."""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.errors import StorageTrouble
from bot.domain.outbox import Claimed, State
from bot.services.ports import Clock
from bot.services.ports_outbox import Storage
from handlers.delivery import Delivery, Settlement
from handlers.slack import HTTP_TIMEOUT, Slack
from handlers.speaking import Speakers

log = logging.getLogger(__name__)

_SETTLE_PAUSES = (0.1, 0.5, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Pace:
    """How the sender works, in seconds; the lease outlasts the slowest post that Slack takes."""

    lease: float = 60.0
    timeout: float = HTTP_TIMEOUT
    margin: float = 2.0
    slots: int = 16
    attempts: int = 8


class Sender:
    """Claims errands and delivers them; several replicas share one outbox."""

    def __init__(
        self,
        storage: Storage,
        slack_of: Callable[[str], Slack | None],
        speakers: Speakers,
        clock: Clock,
        pace: Pace | None = None,
    ) -> None:
        self._storage = storage
        self._slack_of = slack_of
        self._speakers = speakers
        self._clock = clock
        self._pace = pace or Pace()
        self._tasks: set[asyncio.Task[None]] = set()
        self._tails: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._stopping = False
        self.on_settled: Callable[[], None] = lambda: None

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way."""
        return bool(self._tasks)

    async def deliver(self) -> None:
        """Take errands until none is due; those under way go on after this returns."""
        while not self._stopping:
            free = await self._free_slots()
            started = time.monotonic()
            claims = await self._storage.claim(secrets.token_hex(8), free, self._pace.lease)
            for claim in claims:
                self._start(claim, started + self._pace.lease)
            if len(claims) < free:
                return

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self, grace: float = 9.0) -> None:
        """Finish the posts under way, hand back the rest; what is late is left to its lease."""
        self._stopping = True
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _free_slots(self) -> int:
        while len(self._tasks) >= self._pace.slots:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        return self._pace.slots - len(self._tasks)

    def _start(self, claim: Claimed, lease_end: float) -> None:
        # One channel's messages follow one another; different channels run side by side.
        place = (claim.tenant, claim.errand.to)
        task = asyncio.create_task(self._after(self._tails.get(place), claim, lease_end))
        self._tasks.add(task)
        self._tails[place] = task
        task.add_done_callback(lambda done: self._forget(place, done))

    def _forget(self, place: tuple[str, str], done: asyncio.Task[None]) -> None:
        self._tasks.discard(done)
        if self._tails.get(place) is done:
            del self._tails[place]
        if not done.cancelled() and done.exception():
            log.error("An errand was left to its lease: %s", type(done.exception()).__name__)

    async def _after(
        self, before: asyncio.Task[None] | None, claim: Claimed, lease_end: float
    ) -> None:
        if before:
            await asyncio.wait([before])
        settlement = await self._verdict(claim, lease_end)
        if settlement:
            await self._settle(claim, settlement)

    async def _verdict(self, claim: Claimed, lease_end: float) -> Settlement | None:
        speaker = self._speakers.of(claim.errand.kind)
        if speaker is None:
            return Settlement(State.FAILED, error="no_speaker")
        slack = self._slack_of(claim.tenant)
        if slack is None:
            return Settlement(State.PENDING, pause="not_installed")
        needed = self._pace.timeout + self._pace.margin

        def may_post() -> bool:
            return not self._stopping and lease_end - time.monotonic() >= needed

        tries = self._pace.attempts
        delivery = Delivery(claim, speaker, slack, self._storage, self._clock, may_post, tries)
        return await delivery.verdict()

    async def _settle(self, claim: Claimed, settlement: Settlement) -> None:
        if settlement.pause:
            log.error("Slack no longer knows us in %s: %s", claim.tenant, settlement.pause)
            await self._storage.pause(claim.tenant, settlement.pause)
        if not await self._write_down(claim, settlement):
            log.warning("Somebody else holds errand %s by now", claim.errand.id)
        self.on_settled()

    async def _write_down(self, claim: Claimed, settlement: Settlement) -> bool:
        # What Slack has taken must be written down, or it would be said twice: keep trying.
        for pause in _SETTLE_PAUSES:
            try:
                return await self._write_once(claim, settlement)
            except StorageTrouble:
                await asyncio.sleep(pause)
        return await self._write_once(claim, settlement)

    async def _write_once(self, claim: Claimed, settlement: Settlement) -> bool:
        try:
            return await self._store(claim, settlement, settlement.then)
        except StorageTrouble:
            raise
        except Exception as error:
            # A follow-up that fails must not undo the fact that the message was said.
            log.error("What follows %s failed: %s", claim.errand.kind, type(error).__name__)
            return await self._store(claim, settlement, None)

    async def _store(
        self, claim: Claimed, settlement: Settlement, then: Callable[..., object] | None
    ) -> bool:
        return await self._storage.settle(
            claim.tenant,
            claim.errand.id,
            claim.owner,
            state=settlement.state,
            channel=settlement.channel,
            ts=settlement.ts,
            error=settlement.error,
            not_before=settlement.not_before(self._clock.now()),
            then=then,
        )
