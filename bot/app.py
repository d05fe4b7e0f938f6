"""The composition root: puts Parley together, starts it, and ends it without losing anything."""

import asyncio
import contextlib
import gc
import itertools
import logging
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

import handlers
from bot.clock import SystemClock
from bot.domain.errors import ParleyError
from bot.health import Health
from bot.jobs import Scheduler
from bot.services import poll_messages
from bot.services.ports import Clock
from bot.settings import Settings, SettingsError, hidden_from_bolt
from bot.skew import measure
from handlers.front import Front
from handlers.gate import Gate
from handlers.outcomes import VERDICTS, SlackError, Verdict
from handlers.parley import Parley
from handlers.poll_look import Opener
from handlers.refresh import Refresher
from handlers.router import Router, Routes
from handlers.sender import Sender
from handlers.server import Server
from handlers.slack import Slack, open_session
from handlers.socket_mode import SocketMode, web_client
from handlers.speaking import Speakers
from storage import keys
from storage.database import Database

log = logging.getLogger(__name__)

# Ten seconds is what a host gives; the last moment is for closing.
GRACE = 9.0
_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
_CLOCK_EVERY = 600.0
_TIDY_EVERY = 6 * 3600.0
_WIPE_EVERY = 60.0
_FATAL = frozenset({Verdict.TENANT, Verdict.CONFIG})
_TOKEN = "SLACK_BOT_TOKEN", "copy the bot token again from “OAuth & Permissions” of your app."
_APP_TOKEN = "SLACK_APP_TOKEN", "make a new app-level token with connections:write."


@dataclass(frozen=True)
class Bot:
    """Everything that runs, by name. `ending` undoes what was started, last first."""

    settings: Settings
    parley: Parley
    session: aiohttp.ClientSession
    database: Database
    scheduler: Scheduler
    opener: Opener
    sender: Sender
    refresher: Refresher
    front: Front
    server: Server
    sockets: SocketMode | None
    health: Health
    ending: contextlib.AsyncExitStack

    async def start(self) -> None:
        """Listen, say hello, and begin. Raises SettingsError when a token is refused."""
        await self._listen()
        await self._patiently(self._hello, *_TOKEN)
        self._chore(_CLOCK_EVERY, self._compare_clocks)
        self._chore(_TIDY_EVERY, self.database.prune)
        self._chore(_WIPE_EVERY, self.database.finish_wiping)
        if self.sockets:
            self.ending.push_async_callback(self.sockets.stop)
        self.scheduler.start()
        self.ending.push_async_callback(self._finish)
        if self.sockets:
            await self._patiently(self.sockets.start, *_APP_TOKEN)
        log.info("Parley is ready: deliveries come by %s", "socket" if self.sockets else "HTTP")

    async def stop(self) -> None:
        """Take nothing new, finish what is under way within ten seconds, close."""
        self.front.is_closing = True
        await self.ending.aclose()

    async def _finish(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + GRACE
        await asyncio.gather(self.front.finish(GRACE), self.scheduler.stop(GRACE))
        await self.opener.stop()
        await self.parley.background.drain(max(0.0, end - loop.time()))
        await self.refresher.stop(max(0.0, end - loop.time()))

    async def _listen(self) -> None:
        self.ending.push_async_callback(self.server.stop)
        host, port = self.settings.host, self.settings.port
        try:
            await self.server.start(host, port)
        except OSError as error:
            reason = f"HOST and PORT: nobody can listen on {host}:{port} ({error.strerror})."
            raise SettingsError([reason]) from None

    async def _hello(self) -> None:
        who = await self.parley.slack.hello()
        await self.database.resume(who.tenant)

    def _chore(self, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        """Do this now and again, until the end."""
        chore = asyncio.create_task(_repeat(seconds, work))
        self.ending.callback(chore.cancel)

    async def _compare_clocks(self) -> None:
        self.health.skew = await measure(self.session, self.settings.api_url)

    async def _patiently(
        self, attempt: Callable[[], Awaitable[None]], setting: str, remedy: str
    ) -> None:
        """Try until Slack answers; a token that it refuses ends the program."""
        for pause in itertools.chain(_PAUSES, itertools.repeat(_PAUSES[-1])):
            try:
                await attempt()
            except SlackError as error:
                if VERDICTS.get(error.code) in _FATAL:
                    reason = f"{setting} is refused by Slack ({error.code}): {remedy}"
                    raise SettingsError([reason]) from None
                self.health.slack = error.code
                log.warning("Slack can't be reached (%s); I try again soon", error.code)
                await asyncio.sleep(max(pause, error.seconds))
            else:
                self.health.slack = "ok"
                return


async def _repeat(seconds: float, work: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            await work()
        except ParleyError as error:
            log.warning("A chore failed and is tried again later: %s", type(error).__name__)
        await asyncio.sleep(seconds)


async def build(settings: Settings, clock: Clock | None = None) -> Bot:
    """Open the database and connect all parts; nothing runs yet."""
    clock = clock or SystemClock()
    ring = keys.load(settings.keys, settings.key_file)
    database = await asyncio.to_thread(Database.open, settings.database_url, ring, clock)
    session = open_session()
    ending = contextlib.AsyncExitStack()
    ending.push_async_callback(session.close)
    ending.push_async_callback(database.close)
    slack = Slack(settings.bot_token, settings.api_url, session)

    def slack_of(tenant: str) -> Slack | None:
        return slack if slack.who and slack.who.tenant == tenant else None

    speakers = Speakers()
    handlers.voice(speakers)
    sender = Sender(database, slack_of, speakers, clock)
    opener = Opener(database, slack_of, clock)
    scheduler = Scheduler(database, sender, clock, also=opener.look)
    opener.settled = scheduler.wake
    refresher = Refresher(database, slack_of, handlers.paint, poll_messages.gone)
    parley = Parley(database, slack, clock, wake=scheduler.wake, changed=refresher.mark)
    front = _front(settings, parley)
    gate = None if settings.uses_sockets else Gate(settings.signing_secret)
    health = Health(database, clock, lambda: scheduler.last_tick, signs=gate is not None)
    return Bot(
        settings=settings,
        parley=parley,
        session=session,
        database=database,
        sender=sender,
        scheduler=scheduler,
        opener=opener,
        refresher=refresher,
        front=front,
        server=Server(health, front, gate),
        sockets=_sockets(settings, front),
        health=health,
        ending=ending,
    )


def _front(settings: Settings, parley: Parley) -> Front:
    routes = Routes()
    handlers.register(routes)
    with hidden_from_bolt():
        return Front(Router(routes, parley), parley.slack, web_client(settings.api_url))


def _sockets(settings: Settings, front: Front) -> SocketMode | None:
    if not settings.uses_sockets:
        return None
    return SocketMode(front, settings.app_token, web_client(settings.api_url))


def _settle_in() -> None:
    """Spare what is here to stay from the garbage collector: walking it takes 30 ms each time."""
    gc.collect()
    gc.freeze()


async def run(settings: Settings, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT."""
    bot = await build(settings, clock)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    starting = asyncio.create_task(bot.start())
    waiting = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait([starting, waiting], return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            _settle_in()
            await waiting
            log.info("Parley stops")
    finally:
        starting.cancel()
        waiting.cancel()
        await bot.stop()
