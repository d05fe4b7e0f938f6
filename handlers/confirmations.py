"""Telling people that their click counted: the newest only, and a few at a time.

A confirmation costs as much as the click itself. So it never goes before the acknowledgement of
another click, and who changes their mind again and again is told what counts in the end.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Hashable
from typing import Any

log = logging.getLogger(__name__)

AT_ONCE = 8
# Nobody reads two of them in less.
SPACING = 1.0
_MANY = 1000

Send = Callable[[], Coroutine[Any, Any, object]]


class Confirmations:
    """What is to be confirmed, by what it is about; the first at once, the next ones spaced.

    `start` begins work in the background, which lasts until the newest of each is sent.
    """

    def __init__(
        self,
        start: Callable[[Coroutine[Any, Any, None]], object],
        at_once: int = AT_ONCE,
        spacing: float = SPACING,
    ) -> None:
        self._start = start
        self._slots = asyncio.Semaphore(at_once)
        self._spacing = spacing
        self._waiting: dict[Hashable, Send] = {}
        self._under_way: set[Hashable] = set()
        self._not_before: dict[Hashable, float] = {}

    def promise(self, about: Hashable, send: Send) -> None:
        """Send this soon, unless something newer about the same is promised before."""
        self._waiting[about] = send
        if about not in self._under_way:
            self._under_way.add(about)
            self._start(self._confirm(about))

    async def _confirm(self, about: Hashable) -> None:
        """One after the other, or an older one could arrive after a newer one."""
        try:
            while about in self._waiting:
                await asyncio.sleep(self._not_before.get(about, 0.0) - time.monotonic())
                async with self._slots:
                    await self._send(about)
        finally:
            self._under_way.discard(about)

    async def _send(self, about: Hashable) -> None:
        self._space(about)
        try:
            await self._waiting.pop(about)()
        except Exception as error:
            log.error("A confirmation was not sent: %s", type(error).__name__)

    def _space(self, about: Hashable) -> None:
        now = time.monotonic()
        if len(self._not_before) >= _MANY:
            self._not_before = {at: end for at, end in self._not_before.items() if end > now}
        self._not_before[about] = now + self._spacing
