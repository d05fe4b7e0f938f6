"""A company for `tests.faults.simulate_polls`: sandbox, bot, one moved clock, and a way to kill.

The bot is a process of its own (`simulated_bot`). A kill ends it with SIGKILL at a random moment;
another one then starts on the same database.
"""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.clock import MovableClock, SystemClock
from bot.demo import Stage
from sandbox.basics import new_id
from sandbox.models import Channel, Message, Person
from sandbox.world import Answer, Parcel, Timings
from storage import keys
from storage.database import Database
from tests.faults.courier import Act, Courier
from tests.faults.simulated_bot import Look, Process

T = TypeVar("T")
# Two change their clocks in spring and autumn, two by other rules and amounts, two never.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Asia/Kolkata",
    "Asia/Kathmandu",
)
NEAR = 2.5
# How long a doomed bot lives after what it waited for, in seconds, and how many messages it says.
SOON = 0.008
MOST = 4
# With them Parley finds out whether an unanswered message arrived, so nothing is said twice.
LOOK_UP = ("im:history", "im:write", "channels:history", "groups:history")


@dataclass(frozen=True)
class Doom:
    """When the bot is killed: so many seconds after Slack has taken in so many of its messages;
    with none, after the clock has moved to what is due next."""

    messages: int
    seconds: float

    @classmethod
    def thrown(cls, dice: random.Random) -> "Doom":
        """By the dice; most of those that wait for a message die before they are told."""
        messages = dice.randint(1, MOST) if dice.random() < 0.6 else 0
        earliest = -2 * SOON if messages else 0.0
        return cls(messages, max(0.0, dice.uniform(earliest, SOON)))


@dataclass
class Company:
    """People in six time zones, channels of several sizes, and the bot. `said` is all it posts."""

    clock: MovableClock
    home: Path
    url: str = ""
    said: list[Message] = field(default_factory=list)
    kills: int = 0
    dooms: list[Doom] = field(default_factory=list)
    """What awaits the bot, one after the other."""
    cut_off: Counter[str] = field(default_factory=Counter)
    """How many kills left what half done."""
    _bot: Process | None = None
    _rising: asyncio.Future[None] | None = None
    _database: Database | None = None

    def __post_init__(self) -> None:
        self.stage = Stage(self.clock)
        self.world = self.stage.sandbox.world
        self.world.rates.scale = None
        self.world.timings = Timings(deadline=2.0)
        self.world.app.manifest["oauth_config"]["scopes"]["bot"].extend(LOOK_UP)
        self.courier = Courier(self.stage)
        self._listen()

    @property
    def bot(self) -> Process:
        """The one that runs now."""
        assert self._bot is not None
        return self._bot

    @property
    def database(self) -> Database:
        """The bot's database, to look into."""
        assert self._database is not None
        return self._database

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["Company"]:
        """Sandbox and bot."""
        await self.stage.sandbox.start()
        try:
            settings = self.stage.settings(self.home, self.url)
            await self.begin()
            ring = keys.load(settings.keys, settings.key_file)
            self._database = await asyncio.to_thread(
                Database.open, settings.database_url, ring, self.clock
            )
            yield self
            await self.database.close()
        finally:
            self.bot.strike()
            await self.bot.gone()
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
        ahead = (self.clock.now() - SystemClock().now()).total_seconds()
        self._bot = Process(self.stage.settings(self.home, self.url), ahead)
        found = await self._bot.ready()
        if self.kills:
            self.cut_off.update({name: 1 for name, number in vars(found).items() if number})

    def strike(self) -> None:
        """The bot is gone, whatever it was at; another one starts. One that starts is spared."""
        if self._rising and not self._rising.done():
            asyncio.get_running_loop().call_later(SOON, self.strike)
            return
        self.kills += 1
        self.bot.strike()
        self._rising = asyncio.ensure_future(self._rise())

    async def _rise(self) -> None:
        await self.bot.gone()
        await self.begin()

    async def kill(self) -> None:
        """Now; return when the next one stands."""
        await self.stands()
        self.strike()
        await self.stands()

    async def stands(self) -> None:
        """Wait for a bot that runs."""
        if self._rising:
            await self._rising

    async def look(self) -> Look:
        """How the bot stands; if it is killed meanwhile, how the next one does."""
        while True:
            await self.stands()
            asked = self.bot
            try:
                return await asked.look()
            except (EOFError, OSError):
                if not asked.is_struck:
                    raise

    def _heard(self) -> None:
        """Slack has taken in a message of the bot's, which does not know it yet."""
        if self.dooms and self.dooms[0].messages:
            self.dooms[0] = replace(self.dooms[0], messages=self.dooms[0].messages - 1)
            self._may_die()

    def _may_die(self) -> None:
        """It does if it has said all that it was to say."""
        if not self.dooms or self.dooms[0].messages:
            return
        doom = self.dooms.pop(0)
        if doom.seconds:
            asyncio.get_running_loop().call_later(doom.seconds, self.strike)
        else:
            self.strike()

    # Time

    async def settled(self) -> None:
        """Return when the bot has nothing under way, and nothing due or nearly so."""
        give_up = time.monotonic() + 60
        while not await self._is_quiet():
            assert time.monotonic() < give_up, "the bot does not come to rest"
            await asyncio.sleep(0.004)

    async def _is_quiet(self) -> bool:
        if self.world.activity.running:
            return False
        look = await self.look()
        # Leases and waits that Slack asked for are measured in real time: these are waited for.
        is_near = look.due and (look.due - self.clock.now()).total_seconds() <= NEAR
        return look.is_quiet and not is_near and not self.world.activity.running

    async def next_due(self) -> datetime | None:
        """When the bot has something to do next."""
        return (await self.look()).due

    async def moves_to(self, instant: datetime, *, is_due: bool = False) -> None:
        """The clock jumps, and all that follows happens."""
        await self.stands()
        seconds = max(0.0, (instant - self.clock.now()).total_seconds())
        self.clock.move(seconds)
        self.bot.moved(seconds)
        if is_due:
            self._may_die()
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
                self._heard()
            return message

        self.world.workspace.post = listening  # type: ignore[method-assign]
