"""A company for `tests.faults.simulate_polls`: sandbox, bot, one moved clock, and a way to kill.

The bot's tasks are told from the sandbox's, so that a kill ends them all at once, between two
lines, with nothing said goodbye to; another bot then starts on the same database.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from weakref import WeakSet

from bot.app import Bot, build
from bot.clock import MovableClock
from bot.demo import Stage
from handlers.sender import Pace
from handlers.throttle import Throttle
from sandbox.basics import new_id
from sandbox.models import Channel, Message, Person
from sandbox.world import Answer, Parcel, Timings
from tests.faults.courier import Act, Courier
from tests.faults.outbox import FAST

# Two change their clocks in spring and autumn, two by other rules and amounts, two never.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Asia/Kolkata",
    "Asia/Kathmandu",
)
# Short, because what a killed sender held is free again only when its lease ends, in real time.
PACE = Pace(lease=2.0, timeout=1.0, margin=0.1)
NEAR = 2.5
TENANT = "T0SANDBOX"
# With them Parley finds out whether an unanswered message arrived, so nothing is said twice.
LOOK_UP = ("im:history", "im:write", "channels:history", "groups:history")

_owner: ContextVar["WeakSet[asyncio.Task[Any]] | None"] = ContextVar("owner", default=None)


def _make(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **more: Any) -> Any:
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **more)
    if (owned := _owner.get()) is not None:
        owned.add(task)
    return task


@dataclass
class Company:
    """People in six time zones, channels of several sizes, and the bot. `said` is all it posts."""

    clock: MovableClock
    home: Path
    url: str = ""
    said: list[Message] = field(default_factory=list)
    kills: int = 0

    def __post_init__(self) -> None:
        self.stage = Stage(self.clock)
        self.world = self.stage.sandbox.world
        self.world.rates.scale = None
        self.world.timings = Timings(deadline=2.0)
        self.world.app.manifest["oauth_config"]["scopes"]["bot"].extend(LOOK_UP)
        self.courier = Courier(self.stage)
        self._tasks: WeakSet[asyncio.Task[Any]] = WeakSet()
        self._listen()

    @property
    def bot(self) -> Bot:
        """The one that runs now."""
        assert self.stage.bot is not None
        return self.stage.bot

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["Company"]:
        """Sandbox and bot."""
        asyncio.get_running_loop().set_task_factory(_make)  # type: ignore[arg-type]
        await self.stage.sandbox.start()
        try:
            await self.begin()
            yield self
            await self.bot.stop()
        finally:
            await self.stage.sandbox.stop()

    def hires(self, people: int, sizes: dict[str, int]) -> None:
        """Members U0, U1, … in turn from each zone, and channels with so many of them.

        The first two lead from outside: no poll of a channel tells where they live.
        """
        workspace = self.world.workspace
        for n in range(people):
            workspace.add_person(Person(f"U{n}", f"m{n}", f"Member {n}", ZONES[n % len(ZONES)]))
        bot = self.world.app.bot_user
        for name, size in sizes.items():
            members = [bot, *(f"U{n}" for n in range(2, size))]
            workspace.add_channel(Channel(f"C{name.upper()}", name, "public", members))

    def zone(self, person: str) -> str:
        """Where somebody lives."""
        return self.world.workspace.people[person].tz

    # The bot's life

    async def begin(self) -> None:
        """A bot on the database that is there."""
        await asyncio.create_task(self._begin())

    async def _begin(self) -> None:
        _owner.set(self._tasks)
        bot = await build(self.stage.settings(self.home, self.url), self.clock)
        bot.sender._pace = PACE
        bot.refresher._spacing = 0.02
        bot.parley.slack._throttle = Throttle(FAST)
        self.stage.bot = bot
        await bot.start()

    async def killed(self) -> None:
        """The bot ends between two lines; another one starts."""
        self.kills += 1
        dead, doomed, self._tasks = self.bot, [*self._tasks], WeakSet()
        for task in doomed:
            task.cancel()
        await asyncio.gather(*doomed, return_exceptions=True)
        # What the system does when a process is gone.
        for handler in dead.sockets._handlers if dead.sockets else ():
            await handler.client.close()  # type: ignore[no-untyped-call]
        await dead.server.stop()
        await dead.session.close()
        await dead.database.close()
        await self.begin()

    # Time

    async def settled(self) -> None:
        """Return when the bot has nothing under way, and nothing due or nearly so."""
        give_up = time.monotonic() + 60
        while not await self._is_quiet():
            assert time.monotonic() < give_up, "the bot does not come to rest"
            await asyncio.sleep(0.004)

    async def _is_quiet(self) -> bool:
        bot = self.bot
        busy = (bot.parley.background, bot.refresher, bot.scheduler, bot.sender, bot.opener)
        if self.world.activity.running or any(part.is_busy for part in busy):
            return False
        due = await bot.database.next_due()
        # Leases and waits that Slack asked for are measured in real time: these are waited for.
        return due is None or (due - self.clock.now()).total_seconds() > NEAR

    async def next_due(self) -> datetime | None:
        """When the bot has something to do next."""
        return await self.bot.database.next_due()

    async def moves_to(self, instant: datetime) -> None:
        """The clock jumps, and all that follows happens."""
        self.clock.move(max(0.0, (instant - self.clock.now()).total_seconds()))
        await self.settled()

    # What people send

    async def sends(self, user: str, act: Act) -> Answer:
        """A deed, delivered until it is acknowledged, as Slack does."""
        return await self.delivers(self.parcel(user, act))

    def parcel(self, user: str, act: Act) -> Parcel:
        """The deed as Slack would deliver it; a window that this person had open is closed."""
        self.world.views.close_all(user)
        return self.courier.parcel(user, act)

    async def delivers(self, parcel: Parcel) -> Answer:
        """The same parcel again and again until somebody takes it."""
        for _ in range(20):
            answer = await self.tries(parcel)
            if answer.ok:
                return answer
            await asyncio.sleep(0.1)
        raise AssertionError(f"nobody took {parcel.kind}: {answer.status}")

    async def tries(self, parcel: Parcel) -> Answer:
        """One attempt."""
        with self.world.activity:
            again = replace(parcel, envelope_id=new_id("", 24))
            return await self.stage.sandbox.delivery._attempt(again)

    def _listen(self) -> None:
        post = self.world.workspace.post

        def listening(channel: str, user: str, **fields: Any) -> Message:
            message = post(channel, user, **fields)
            if fields.get("by_bot") and not fields.get("ephemeral_to"):
                self.said.append(message)
            return message

        self.world.workspace.post = listening  # type: ignore[method-assign]
