"""What every handler can reach, put together once by `bot.app`."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from bot.services.ports import Clock, UnitOfWork
from bot.services.ports_outbox import Door
from handlers.confirmations import Confirmations
from handlers.slack import Slack

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class OnceDoor(Door, Protocol):
    """A tenant's way into storage that remembers deliveries."""

    async def write_once(
        self,
        key: str,
        use_case: Callable[Concatenate[UnitOfWork, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """As `write`, with a receipt in the same transaction; raises Replayed the second time."""
        ...


class Doors(Protocol):
    """Storage as handlers see it."""

    def of(self, tenant: str) -> OnceDoor:
        """The tenant's door."""
        ...

    async def pause(self, tenant: str, code: str) -> None:
        """Say nothing for this tenant until its token works again."""
        ...


class Background:
    """Work that goes on after the acknowledgement, and is finished before we stop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._lasting: set[asyncio.Task[Any]] = set()

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that will soon be over."""
        return bool(self._tasks - self._lasting)

    def start(self, work: Coroutine[Any, Any, Any], lasting: bool = False) -> None:
        """Do this now, without anybody waiting; `lasting` work takes its time by intent."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        if lasting:
            self._lasting.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._lasting.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("Work in the background failed: %s", type(error).__name__)

    async def drain(self, seconds: float) -> None:
        """Wait for all that will soon be over; what takes longer is cancelled."""
        for task in self._lasting:
            task.cancel()
        end = asyncio.get_running_loop().time() + seconds
        while self._tasks and (left := end - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@dataclass(frozen=True)
class Parley:
    """Storage, Slack, the time, and what goes on behind.

    `wake` says that something may be due; `changed(tenant, poll)` that a poll's message is no
    longer up to date.
    """

    database: Doors
    slack: Slack
    clock: Clock
    background: Background = field(default_factory=Background)
    wake: Callable[[], None] = lambda: None
    changed: Callable[[str, str], None] = lambda _tenant, _poll: None

    @cached_property
    def confirmations(self) -> Confirmations:
        """What people are still to be told about their clicks; part of the background."""
        return Confirmations(self.background.start)
