"""One request, as handlers see it: who asks for what, the doors to storage, and ways to answer."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.domain.errors import NotFound
from bot.services.ports import UnitOfWork
from handlers.confirmations import Send
from handlers.forms import Values
from handlers.outcomes import SlackError
from handlers.parley import Parley
from handlers.payloads import Delivery, Kind, Payload
from handlers.replies import View
from handlers.views import notices
from handlers.views.kit import Speech

P = ParamSpec("P")
T = TypeVar("T")

_STACK_IS_FULL = "push_limit_reached"


@dataclass
class Progress:
    """What has happened to a request so far. The lock keeps its one trigger from two uses."""

    wrote: bool = False
    opened: str = ""
    is_loading: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Args(tuple[str, ...]):
    """What travels behind an id; an older Parley's button, which carries fewer, is nobody's."""

    __slots__ = ()

    def __getitem__(self, place: Any) -> Any:
        """One of them, or NotFound."""
        try:
            return super().__getitem__(place)
        except IndexError:
            raise NotFound from None

    @property
    def pair(self) -> tuple[str, str]:
        """Exactly two, or NotFound."""
        if len(self) != 2:
            raise NotFound
        return self[0], self[1]


@dataclass(frozen=True)
class Request:
    """A delivery on its way through a handler."""

    delivery: Delivery
    parley: Parley
    id: str
    args: Args
    text: str = ""
    progress: Progress = field(default_factory=Progress)

    @property
    def tenant(self) -> str:
        """Whose records these are."""
        return self.delivery.tenant

    @property
    def user(self) -> str:
        """Who asks: signed by Slack, not taken from the form."""
        return self.delivery.user

    @property
    def kind(self) -> Kind:
        """What Slack delivered."""
        return self.delivery.kind

    @property
    def payload(self) -> Payload:
        """All that Slack sent."""
        return self.delivery.payload

    @cached_property
    def key(self) -> str:
        """The same when Slack delivers this again."""
        return self.delivery.key()

    @cached_property
    def values(self) -> Values:
        """The state of each field, by its block id."""
        state = self.view.get("state") or self.payload.get("state") or {}
        blocks = (state.get("values") or {}).items()
        return {name: element for name, elements in blocks for element in elements.values()}

    @property
    def view(self) -> Mapping[str, Any]:
        """The modal or App Home that this came from, if any."""
        return self.payload.get("view") or {}

    @cached_property
    def metadata(self) -> Mapping[str, str]:
        """The ids that travel with the modal; hints only, so check rights again."""
        try:
            found = json.loads(self.view.get("private_metadata") or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def action(self) -> Mapping[str, Any]:
        """The element that was clicked or chosen, with what was chosen in it."""
        actions = self.payload.get("actions") or [{}]
        return dict(actions[0])

    @property
    def event(self) -> Mapping[str, Any]:
        """What happened, for events."""
        return self.payload.get("event") or {}

    @property
    def message(self) -> Mapping[str, Any]:
        """The message that a button or a shortcut belongs to, if any."""
        return self.payload.get("message") or {}

    @property
    def channel(self) -> str | None:
        """The channel it happened in, if any."""
        channel = self.payload.get("channel")
        found = channel.get("id") if isinstance(channel, Mapping) else None
        return found or self.payload.get("channel_id")

    @property
    def own_message(self) -> tuple[str, str] | None:
        """Channel and ts of the message that was clicked in, if it can be edited."""
        container = self.payload.get("container") or {}
        ts = container.get("message_ts") if isinstance(container, Mapping) else None
        if not ts or not self.channel or container.get("is_ephemeral"):
            return None
        return self.channel, str(ts)

    @property
    def is_in_modal(self) -> bool:
        """Whether a modal is open where this came from."""
        return self.view.get("type") == "modal"

    async def is_outsider(self) -> bool:
        """Whether the delivery says that its sender belongs elsewhere, and Slack agrees."""
        home, slack = self.delivery.home, self.parley.slack
        if not home or slack.who is None or home in (slack.who.team, slack.who.enterprise):
            return False
        # The other workspaces of one organisation are no strangers.
        return (await slack.person(self.user)).is_stranger

    # Storage

    async def read(
        self, query: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Ask storage; nothing changes."""
        return await self.parley.database.of(self.tenant).read(query, *args, **kwargs)

    async def write(
        self, use_case: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Change something, once: a repeated delivery raises Replayed, which nobody notices."""
        value = await self.note(use_case, *args, **kwargs)
        self.parley.wake()
        return value

    async def note(
        self, use_case: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like `write`, for what lets nothing fall due soon, like a vote: nobody need be woken."""
        door = self.parley.database.of(self.tenant)
        if self.progress.wrote:
            return await door.write(use_case, *args, **kwargs)
        self.progress.wrote = True
        return await door.write_once(self.key, use_case, *args, **kwargs)

    # Views

    async def show(self, view: View) -> str:
        """Show a modal, on top of the one that is open, else as a new one; its id."""
        return await (self.push(view) if self.is_in_modal else self.open(view))

    async def open(self, view: View) -> str:
        """Open a modal, or put it where the loading view stands; its id."""
        progress = self.progress
        async with progress.lock:
            if progress.opened:
                await self.parley.slack.update_view(progress.opened, view)
            else:
                progress.opened = await self.parley.slack.open(self._trigger, view)
            progress.is_loading = False
            return progress.opened

    async def push(self, view: View) -> str:
        """Put a modal on top, in place of the open one when there are three already; its id."""
        try:
            async with self.progress.lock:
                return await self.parley.slack.push(self._trigger, view)
        except SlackError as error:
            if error.code != _STACK_IS_FULL:
                raise
            await self.update(view)
            return str(self.view.get("id", ""))

    async def update(self, view: View, view_id: str | None = None, hash: str | None = None) -> None:
        """Redraw the modal that this came from, or the one that is named."""
        await self.parley.slack.update_view(view_id or str(self.view.get("id", "")), view, hash)

    async def publish_home(self, view: View, user: str | None = None) -> None:
        """Redraw somebody's App Home; the asker's if nobody is named."""
        await self.parley.slack.publish(user or self.user, view)

    async def load(self) -> None:
        """Open a loading view, unless something was opened already."""
        async with self.progress.lock:
            if not self.progress.opened:
                self.progress.opened = await self.parley.slack.open(
                    self._trigger, notices.loading()
                )
                self.progress.is_loading = True

    # Words

    async def whisper(self, speech: Speech) -> None:
        """Say something that only the asker sees, where they are looking."""
        if self.progress.is_loading:
            await self.open(notices.spoken(speech))
        elif not await self._respond(speech):
            await self._whisper_in_modal(speech)

    async def _respond(self, speech: Speech) -> bool:
        url = self.payload.get("response_url")
        return bool(url) and await self.parley.slack.respond(str(url), speech)

    async def _whisper_in_modal(self, speech: Speech) -> None:
        try:
            await self.show(notices.spoken(speech))
        except SlackError:
            await self.parley.slack.post(self.user, speech)

    def replace(self, speech: Speech) -> None:
        """After the acknowledgement, put words in place of the message that was clicked in."""
        self.later(self.restate(speech))

    async def restate(self, speech: Speech) -> None:
        """Put words in place of the message that was clicked in."""
        url = str(self.payload.get("response_url") or "")
        if url:
            await self.parley.slack.respond(url, speech, replace=True)

    def confirm(self, about: str, send: Send) -> None:
        """After the acknowledgement, tell the asker; of several about one thing the newest."""
        self.parley.confirmations.promise((self.tenant, self.user, about), send)

    def later(self, work: Coroutine[Any, Any, Any], lasting: bool = False) -> None:
        """Do this after the acknowledgement; it is finished before Parley stops."""
        self.parley.background.start(work, lasting)

    @property
    def _trigger(self) -> str:
        return str(self.payload.get("trigger_id") or "")
