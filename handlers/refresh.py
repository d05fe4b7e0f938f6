"""Keeping poll messages up to date: many votes, few updates, always the newest state."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.services.ports import UnitOfWork
from bot.services.ports_outbox import Storage
from handlers.outcomes import (
    Ambiguous,
    Outcome,
    Refused,
    TenantGone,
    Wait,
    is_message_gone,
)
from handlers.slack import Slack
from handlers.views.kit import Speech

log = logging.getLogger(__name__)

# Slack takes about fifty updates a minute from one app in one workspace.
SPACING = 1.2
_FAULT_PAUSE = 5.0
_FAULTS = 5


@dataclass(frozen=True)
class Painting:
    """A message and what it should look like now."""

    channel: str
    ts: str
    speech: Speech


@dataclass
class _Lane:
    """One workspace: what has changed, in the order of changing, and when to go on."""

    dirty: dict[str, int] = field(default_factory=dict)
    next_at: float = 0.0
    task: asyncio.Task[None] | None = None


class Refresher:
    """Redraws messages that changed: the first at once, then spaced, each from a fresh read."""

    def __init__(
        self,
        storage: Storage,
        slack_of: Callable[[str], Slack | None],
        paint: Callable[[UnitOfWork, str], Painting | None],
        gone: Callable[[UnitOfWork, str], object] | None = None,
        spacing: float = SPACING,
    ) -> None:
        self._storage = storage
        self._slack_of = slack_of
        self._paint = paint
        self._gone = gone
        self._spacing = spacing
        self._lanes: dict[str, _Lane] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a message waits to be redrawn."""
        return any(lane.task and not lane.task.done() for lane in self._lanes.values())

    def mark(self, tenant: str, poll_id: str) -> None:
        """This poll has changed; cheap, and however often it is said, one redrawing follows."""
        lane = self._lanes.setdefault(tenant, _Lane())
        lane.dirty.setdefault(poll_id, 0)
        if lane.task is None:
            lane.task = asyncio.create_task(self._run(tenant, lane))

    async def stop(self, grace: float = 5.0) -> None:
        """Redraw what is waiting, as far as the time allows."""
        tasks = [lane.task for lane in self._lanes.values() if lane.task]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, tenant: str, lane: _Lane) -> None:
        try:
            while lane.dirty:
                await asyncio.sleep(max(0.0, lane.next_at - time.monotonic()))
                # Taken out before the read: a vote during it marks the poll anew, at the end.
                poll_id = next(iter(lane.dirty))
                faults = lane.dirty.pop(poll_id)
                lane.next_at = time.monotonic() + self._spacing
                await self._redraw(tenant, lane, poll_id, faults)
        finally:
            lane.task = None

    async def _redraw(self, tenant: str, lane: _Lane, poll_id: str, faults: int) -> None:
        try:
            outcome = await self._update(tenant, poll_id)
            await self._follow(tenant, lane, poll_id, faults, outcome)
        except Exception as error:
            log.error("A poll was not redrawn: %s", type(error).__name__)

    async def _update(self, tenant: str, poll_id: str) -> Outcome | None:
        slack = self._slack_of(tenant)
        painting = await self._storage.of(tenant).read(self._paint, poll_id)
        if slack is None or painting is None:
            return None
        return await slack.update_message(painting.channel, painting.ts, painting.speech)

    async def _follow(
        self, tenant: str, lane: _Lane, poll_id: str, faults: int, outcome: Outcome | None
    ) -> None:
        match outcome:
            case Wait(seconds):
                lane.next_at = time.monotonic() + max(seconds, self._spacing)
                lane.dirty.setdefault(poll_id, faults)
            case Ambiguous() if faults < _FAULTS:
                lane.next_at = time.monotonic() + max(_FAULT_PAUSE, self._spacing)
                lane.dirty.setdefault(poll_id, faults + 1)
            case TenantGone():
                lane.dirty.clear()
            case Refused(code):
                await self._refused(tenant, poll_id, code)
            case _:
                pass

    async def _refused(self, tenant: str, poll_id: str, code: str) -> None:
        log.warning("Slack would not redraw a poll: %s", code)
        if self._gone and is_message_gone(code):
            await self._storage.of(tenant).write(self._gone, poll_id)
