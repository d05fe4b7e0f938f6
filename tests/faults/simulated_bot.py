"""The bot of `tests.faults.simulate_polls`: a process of its own, which SIGKILL can end.

A pipe leads to it. Through that it is told how far its clock is moved, and asked whether it is at
rest; all else goes its usual ways, over sockets and HTTP to the local Slack and to the database.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import os
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import select

from bot.app import Bot, build
from bot.clock import MovableClock
from bot.settings import Settings
from handlers.sender import Pace
from handlers.throttle import Throttle
from storage.session import EVERYBODY, Session
from storage.statements import Statement, word
from storage.tables import outbox
from tests.faults.outbox import FAST

TENANT = "T0SANDBOX"
# Short, because what a killed sender held is free again only when its lease ends, in real time.
PACE = Pace(lease=1.2, timeout=0.7, margin=0.1)
# Forked from a clean process that has imported all this: a bot stands in a fraction of a second.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])
_SENDING = Statement(select(outbox.c.id).where(outbox.c.state == word("sending")))


@dataclass(frozen=True)
class Found:
    """What the one before left half done: messages that it held, polls it should have closed,
    reminded of or posted."""

    sending: int = 0
    closing: int = 0
    reminding: int = 0
    opening: int = 0


@dataclass(frozen=True)
class Look:
    """Whether nothing is under way, and when something is due next."""

    is_quiet: bool
    due: datetime | None


class Process:
    """The bot, seen from outside."""

    def __init__(self, settings: Settings, ahead: float) -> None:
        """Start it, with its clock so many seconds ahead of the machine's."""
        self._line, theirs = FORKS.Pipe()
        self._child = FORKS.Process(target=live, args=(theirs, settings, ahead), daemon=True)
        self.is_struck = False
        self._child.start()
        theirs.close()

    async def ready(self) -> Found:
        """Wait until it is; EOFError if it ended instead."""
        found: Found = await self._hears()
        return found

    def moved(self, seconds: float) -> None:
        """Its clock goes forward."""
        with contextlib.suppress(OSError):  # if it is gone the next one begins at the new time
            self._line.send(seconds)

    async def look(self) -> Look:
        """How it stands."""
        self._line.send(None)
        look: Look = await self._hears()
        return look

    def strike(self) -> None:
        """SIGKILL."""
        self.is_struck = True
        self._child.kill()

    async def gone(self) -> None:
        """Wait until it is."""
        await asyncio.to_thread(self._child.join)

    async def _hears(self) -> Any:
        return await asyncio.to_thread(self._line.recv)


# Inside


def live(line: Connection, settings: Settings, ahead: float) -> None:
    """Run until killed, or until nobody is left at the other end."""
    logging.disable(logging.CRITICAL)
    asyncio.run(_live(line, settings, ahead))


async def _live(line: Connection, settings: Settings, ahead: float) -> None:
    clock = MovableClock()
    clock.move(ahead)
    bot = await build(settings, clock)
    bot.sender._pace = PACE
    bot.refresher._spacing = 0.02
    bot.parley.slack._throttle = Throttle(FAST)
    found = await _found(bot, clock)
    await bot.start()
    line.send(found)
    orders: asyncio.Queue[float | None] = asyncio.Queue()
    asyncio.get_running_loop().add_reader(line.fileno(), lambda: orders.put_nowait(_order(line)))
    while True:
        seconds = await orders.get()
        if seconds is None:
            line.send(await _look(bot, clock))
        else:
            clock.move(seconds)


def _order(line: Connection) -> float | None:
    try:
        order: float | None = line.recv()
    except EOFError:
        os._exit(0)
    return order


async def _found(bot: Bot, clock: MovableClock) -> Found:
    def look(session: Session) -> Found:
        session.enter(EVERYBODY)
        held = len(session.rows(_SENDING))
        polls, now = bot.database.unit(session, TENANT).polls, clock.now()
        closing, reminding = len(polls.due_to_close(now)), len(polls.due_to_remind(now))
        return Found(held, closing, reminding, len(polls.due_to_open(now)))

    found: Found = await bot.database.reader.run(look)
    return found


async def _look(bot: Bot, clock: MovableClock) -> Look:
    busy = (bot.parley.background, bot.refresher, bot.scheduler, bot.sender, bot.opener)
    is_busy = any(part.is_busy for part in busy)
    return Look(not is_busy, await bot.database.next_due())
