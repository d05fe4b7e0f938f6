"""Everything that makes up one sandbox Slack, apart from its doors to the network."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.app import App
from sandbox.basics import Json, new_id
from sandbox.faults import Faults
from sandbox.inputs import Values
from sandbox.models import Message
from sandbox.rate_limits import RateLimits
from sandbox.tickets import ResponseUrls, Triggers
from sandbox.traffic import Traffic
from sandbox.views import Views
from sandbox.workspace import Workspace

QUIET = 0.01


@dataclass(frozen=True)
class Timings:
    """Deadlines and retries, in seconds of real time; tests may shorten them."""

    deadline: float = 3.0
    socket_retry: float = 1.0
    socket_retries: int = 3
    http_retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger: float = 3.0


@dataclass
class Parcel:
    """Something for the bot: a command, an interaction, or an event."""

    type: str
    kind: str
    payload: Json
    title: str = ""
    user: str | None = None
    attempt: int = 0
    reason: str = ""
    envelope_id: str = field(default_factory=lambda: new_id("", 24).lower())


@dataclass(frozen=True)
class Answer:
    """What came back: status "ok", or why not; `body` is what the acknowledgement carried."""

    status: str
    body: Any = None
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Was it acknowledged in time?"""
        return self.status == "ok"


class Deliver(Protocol):
    """Carries a parcel to the bot and brings the answer."""

    def __call__(self, parcel: Parcel) -> Coroutine[Any, Any, Answer]: ...


@dataclass
class Activity:
    """What is under way, so that one can wait until nothing is."""

    running: int = 0
    total: int = 0
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def __enter__(self) -> None:
        self.running += 1
        self.total += 1

    def __exit__(self, *error: object) -> None:
        self.running -= 1

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs on its own; cancelled when the sandbox stops."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def settled(self) -> None:
        """Returns when nothing ran for a moment."""
        before = -1
        while self.running or self.total != before:
            before = self.total
            await asyncio.sleep(QUIET)

    async def stop(self) -> None:
        """Cancels what is still under way."""
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@dataclass
class Toast:
    """A note in a person's client that does not stay."""

    id: int
    user: str
    text: str
    kind: str = "warning"


@dataclass
class World:
    """One workspace with one app, and all that happens between them."""

    workspace: Workspace
    app: App
    traffic: Traffic
    response_urls: ResponseUrls
    timings: Timings = field(default_factory=Timings)
    views: Views = field(default_factory=Views)
    faults: Faults = field(default_factory=Faults)
    rates: RateLimits = field(default_factory=RateLimits)
    activity: Activity = field(default_factory=Activity)
    triggers: Triggers = field(default_factory=Triggers)
    toasts: list[Toast] = field(default_factory=list)
    choices: dict[tuple[str, str, str], Values] = field(default_factory=dict)
    listeners: list[Callable[[], None]] = field(default_factory=list)
    deliver: Deliver | None = None
    version: int = 0
    skew: float = 0.0
    _toasts: int = 0

    def __post_init__(self) -> None:
        self.workspace.changed = self.changed
        self.triggers.seconds = self.timings.trigger

    def changed(self) -> None:
        """Something that people can see is different now."""
        self.version += 1
        for listener in self.listeners:
            listener()

    def toast(self, user: str, text: str, kind: str = "warning") -> None:
        """Tells one person something that does not stay."""
        self._toasts += 1
        self.toasts.append(Toast(self._toasts, user, text, kind))
        self.changed()

    async def send(self, parcel: Parcel) -> Answer:
        """Delivers to the bot, if there is one."""
        return await self.deliver(parcel) if self.deliver else Answer("no_connection")

    async def tell(self, parcel: Parcel) -> None:
        """Sends an event, if the app is subscribed to it."""
        if parcel.kind in self.app.events:
            await self.send(parcel)

    def values_of(self, user: str, message: Message) -> Values:
        """What a person has chosen in the elements of a message."""
        return self.choices.get((user, message.channel, message.ts), {})
