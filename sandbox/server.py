"""The sandbox as a server: `async with Sandbox.started(manifest) as sandbox: ...`."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from inspect import isawaitable
from typing import Any

from aiohttp import web

from sandbox.app import App
from sandbox.basics import Json
from sandbox.clock import Clock, MovableClock
from sandbox.control import Control, routes
from sandbox.delivery import Delivery
from sandbox.driver import Actor
from sandbox.faults import Fault
from sandbox.responses import Responses
from sandbox.seed import company
from sandbox.signed_http import SignedHttp
from sandbox.sockets import Sockets
from sandbox.tickets import ResponseUrls
from sandbox.traffic import Entry, Step, Traffic
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace
from sandbox.world import Timings, World

Seed = Callable[[Workspace, App], None]
NextEvent = Callable[[], datetime | Awaitable[datetime | None] | None]
LARGEST = 32 * 1024 * 1024


@dataclass
class Config:
    """How a sandbox is made. Tokens left out are made up."""

    clock: Clock = field(default_factory=MovableClock)
    seed: Seed = company
    host: str = "127.0.0.1"
    port: int = 0
    request_url: str | None = None
    tokens: Json = field(default_factory=dict)
    team_id: str = "T0SANDBOX"
    steps: Iterable[Json] = ()
    next_event: NextEvent | None = None
    settle: Callable[[], Awaitable[None]] | None = None
    rate_scale: float | None = 1.0
    timings: Timings = field(default_factory=Timings)


class Sandbox:
    """One local Slack with one app in it."""

    def __init__(self, manifest: Json, **config: Any) -> None:
        self.config = Config(**config)
        self.world = self._world(manifest)
        self.sockets = Sockets(self.world)
        self.delivery = Delivery(self.world, self.sockets)
        self.world.deliver = self.delivery
        self.runner: web.AppRunner | None = None
        self.url = ""
        self.actors: dict[str, Actor] = {}
        self.use_http(self.config.request_url)

    def _world(self, manifest: Json) -> World:
        config, app = self.config, App(manifest, **self.config.tokens)
        workspace = Workspace(config.clock, config.team_id)
        traffic, urls = Traffic(config.clock), ResponseUrls(config.clock)
        world = World(workspace, app, traffic, urls, timings=config.timings)
        world.rates.scale = config.rate_scale
        world.traffic.steps = [Step.of(step) for step in config.steps]
        config.seed(world.workspace, app)
        return world

    # Starting and stopping

    @classmethod
    @asynccontextmanager
    async def started(cls, manifest: Json, **config: Any) -> AsyncIterator["Sandbox"]:
        """A running sandbox; `config` as in Config. `port=0` takes a free one."""
        sandbox = cls(manifest, **config)
        await sandbox.start()
        try:
            yield sandbox
        finally:
            await sandbox.stop()

    async def start(self) -> None:
        """Listens."""
        self.runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.5)
        await self.runner.setup()
        await web.TCPSite(self.runner, self.config.host, self.config.port).start()
        host, port = self.runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self.sockets.base = self.world.response_urls.base = self.url

    async def stop(self) -> None:
        """Hangs up on everybody."""
        await self.world.activity.stop()
        await self.sockets.drop()
        if self.delivery.http:
            await self.delivery.http.close()
        if self.runner:
            await self.runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST)
        api, responses = WebApi(self.world, self.sockets), Responses(self.world)
        application.router.add_route("*", "/api/{method}", api.handle)
        application.router.add_post("/response/{secret}", responses.handle)
        application.router.add_get("/link", self.sockets.serve)
        application.add_routes(routes(Control(self.world, self)))
        return application

    # What a bot needs to know

    @property
    def api_url(self) -> str:
        """For SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """xoxb-…"""
        return self.world.app.bot_token

    @property
    def app_token(self) -> str:
        """xapp-…, for Socket Mode."""
        return self.world.app.app_token

    @property
    def signing_secret(self) -> str:
        """For signed HTTP."""
        return self.world.app.signing_secret

    @property
    def online(self) -> bool:
        """Is a bot there to deliver to?"""
        return self.delivery.online

    def use_http(self, request_url: str | None) -> None:
        """Delivers by signed HTTP to this URL; None = Socket Mode."""
        self.delivery.http = SignedHttp(self.world, request_url) if request_url else None

    # What a test does

    def person(self, name: str) -> Actor:
        """Somebody who acts, by id or name."""
        people = self.world.workspace.people
        known = people.get(name) or next(p for p in people.values() if p.name == name)
        if known.id not in self.actors:
            self.actors[known.id] = Actor(self.world, known.id, self.settled)
        return self.actors[known.id]

    async def settled(self) -> None:
        """Returns when no delivery and no call is under way, and the bot has nothing left."""
        before = -1
        while before != self.world.activity.total:
            before = self.world.activity.total
            await self.world.activity.settled()
            if self.config.settle:
                await self.config.settle()

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Waits for a bot that works on in the background, or in another process."""
        give_up = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > give_up:
                raise AssertionError(f"not so within {seconds} s")
            await asyncio.sleep(0.005)

    def traffic(self, kind: str | None = None) -> list[Entry]:
        """What went over the wire, oldest first."""
        return [e for e in self.world.traffic.entries if kind in (None, e.kind)]

    def refusals(self) -> list[str]:
        """What the bot said that Slack refused: "views.open: invalid_arguments […]"."""
        entries = [e for e in self.traffic() if e.direction == "from_bot" and not e.ok]
        return [f"{e.kind}: {e.status} {e.response}" for e in entries]

    async def moves(self, seconds: float) -> None:
        """The clock jumps; returns when all that follows has happened."""
        self.move(seconds)
        await self.settled()

    def move(self, seconds: float) -> None:
        """The clock jumps."""
        self.config.clock.move(seconds)
        self.world.workspace.post_scheduled()
        self.world.changed()

    async def next_event(self) -> datetime | None:
        """When something falls due next, as far as is known."""
        ask = self.config.next_event
        found = ask() if ask else None
        known = await found if isawaitable(found) else found
        return known if known and known > self.config.clock.now() else None

    async def move_to_next_event(self) -> float | None:
        """Jumps there; the seconds jumped, or None when nothing is known."""
        then = await self.next_event()
        if then is None:
            return None
        seconds = (then - self.config.clock.now()).total_seconds()
        self.move(seconds)
        return seconds

    async def fault(
        self, method: str, kind: str, times: int | None = 1, seconds: float = 1.0
    ) -> None:
        """Something goes wrong from now on (kinds: sandbox/control.py)."""
        await self.cause(Fault(method, kind, times, seconds))

    async def cause(self, fault: Fault) -> None:
        """The same, for the control API."""
        if fault.method == "connection":
            await self._at_once(fault.kind)
        else:
            self.world.faults.waiting.append(fault)
        self.world.changed()

    async def _at_once(self, kind: str) -> None:
        if kind == "drop_sockets":
            await self.sockets.drop()
        elif kind == "refresh_sockets":
            await self.sockets.refresh()
        else:
            self.world.app.revoked = kind == "revoke_token"
