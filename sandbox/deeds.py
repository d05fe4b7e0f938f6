"""What a deed is: a person, a verb's arguments, and what the bot's silence looks like."""

from dataclasses import dataclass
from typing import Any

from sandbox.basics import DeedError, Json, SlackError
from sandbox.inputs import Values, initial_values, merged
from sandbox.models import Channel, Message, Person
from sandbox.payloads import message_values
from sandbox.views import View
from sandbox.world import Answer, Parcel, World

DONE: Json = {"ok": True}
TIMEOUT = "did not respond in time"


@dataclass
class Deed:
    """One thing one person does."""

    world: World
    body: Json

    @property
    def user(self) -> str:
        """Who does it."""
        return self.need("user")

    @property
    def person(self) -> Person:
        """Who does it; bots and switched-off accounts do nothing."""
        person = self.world.workspace.person(self.user)
        if person.deleted or person.is_bot:
            raise DeedError("cannot_act", "This account cannot do anything.")
        return person

    def need(self, name: str) -> str:
        """A text argument that must be there."""
        value = self.body.get(name)
        if not isinstance(value, str) or not value:
            raise DeedError("invalid_arguments", f"{name} is missing.")
        return value

    def get(self, name: str, otherwise: Any = None) -> Any:
        """An argument that may be absent."""
        value = self.body.get(name)
        return otherwise if value is None else value

    @property
    def values(self) -> Values:
        """What was typed or chosen on the surface and not yet sent."""
        given = self.get("values", {})
        if not isinstance(given, dict) or not all(isinstance(v, dict) for v in given.values()):
            raise DeedError("invalid_arguments", "values must be {block_id: {action_id: value}}.")
        return given

    def channel(self, name: str = "channel") -> Channel:
        """A channel this person is in."""
        channel = self.world.workspace.find_channel(self.need(name))
        if self.person.id not in channel.members:
            raise DeedError("not_in_channel", "You are not in this channel.")
        return channel

    def home_team(self, what: str) -> None:
        """People of other organisations see the app's messages, and that is all."""
        if self.person.team_id != self.world.workspace.team_id:
            raise DeedError("not_available", f"{what} is not available to people outside.")

    def message(self) -> Message:
        """A message this person sees."""
        message = self.world.workspace.message(self.channel().id, self.need("ts"))
        if not message.visible_to(self.user):
            raise SlackError("message_not_found")
        return message

    def view(self) -> View:
        """The modal on top of this person's stack."""
        top = self.world.views.top(self.person.id)
        if top is None or top.id != self.need("view_id"):
            raise DeedError("view_not_open", "This view is not open any more.")
        return top

    async def send(self, parcel: Parcel, failed: str) -> Answer:
        """Delivers; a silent bot leaves a toast and ends the deed."""
        parcel.user = self.user
        answer = await self.world.send(parcel)
        if answer.ok:
            return answer
        self.world.toast(self.user, failed)
        raise DeedError("bot_timeout" if answer.status == "timeout" else "bot_error", failed)


@dataclass
class Surface:
    """Where elements are: a modal, a home, or a message; with what is filled in."""

    blocks: list[Json]
    values: Values
    view: View | None = None
    message: Message | None = None


def surface(deed: Deed) -> Surface:
    """The surface a deed names, taking over what the client holds."""
    if "view_id" in deed.body:
        return _of_view(deed, deed.view())
    if deed.get("home"):
        return _of_view(deed, home(deed))
    return _of_message(deed, deed.message())


def home(deed: Deed) -> View:
    """This person's App Home."""
    found = deed.world.views.homes.get(deed.person.id)
    if found is None:
        raise DeedError("no_home", "There is nothing on this Home yet.")
    return found


def _of_view(deed: Deed, view: View) -> Surface:
    view.fill(deed.values)
    return Surface(view.blocks, view.values, view)


def _of_message(deed: Deed, message: Message) -> Surface:
    blocks = message.blocks or []
    known = message_values(deed.world, deed.user, message)
    values = merged(blocks, initial_values(blocks), known, deed.values)
    deed.world.choices[deed.user, message.channel, message.ts] = values
    return Surface(blocks, values, message=message)
