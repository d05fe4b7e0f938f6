"""People for scenario tests; a test reads like a story.

    leader = sandbox.person("maya")
    await leader.runs("/lunch new", channel="general")
    await leader.fills({"Where?": "The corner place", "When": noon})
    await leader.submits()
    assert leader.sees("3 of 7")

Every deed returns when the sandbox has settled. A deed that cannot be done at all raises NotThere;
a form that is not accepted shows in errors(), a bot that does not answer in toasts().
"""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.acts import perform
from sandbox.basics import Json
from sandbox.filling import NotThere, find_named, plain_value, text_of
from sandbox.inputs import Values
from sandbox.models import Person
from sandbox.seen import Seen, home_of, modal_of, read
from sandbox.web_files import add_file
from sandbox.world import World

EXPECTED = ("invalid_input", "bot_timeout", "bot_error")


class Actor:
    """One person at their client."""

    def __init__(self, world: World, user: str, settled: Callable[[], Awaitable[None]]) -> None:
        self.world, self.id, self.settled = world, user, settled
        self.typed: dict[str, Values] = {}
        self.at_home = False
        known = (c for c in world.workspace.channels_of(user) if c.kind != "im")
        self.place: str | None = next((c.id for c in known), None)

    @property
    def person(self) -> Person:
        """Name, zone and so on."""
        return self.world.workspace.people[self.id]

    # Deeds

    async def does(self, verb: str, **body: Any) -> Json:
        """Any verb of the control API."""
        answer = await perform(self.world, verb, {"user": self.id, **body})
        await self.settled()
        if not answer["ok"] and answer["error"] not in EXPECTED:
            raise NotThere(f"{verb}: {answer['error']}: {answer['message']}")
        return answer

    async def runs(self, text: str, channel: str | None = None) -> Json:
        """A slash command, in the current channel unless another is named."""
        return await self.does("run", text=text, channel=self._go(channel))

    async def says(self, text: str, channel: str | None = None, thread: Seen | None = None) -> Json:
        """A message; "@bot" stands for the mention of the bot."""
        text = text.replace("@bot", f"<@{self.world.app.bot_user}>")
        ts = (thread.thread_ts or thread.ts) if thread else None
        return await self.does("say", text=text, channel=self._go(channel), thread_ts=ts)

    async def clicks(self, label: str, within: str | None = None) -> Json:
        """The newest visible button of that text (or action_id); in the modal if one is open.

        `within`: "home", "dm", a channel's name, or words that stand in its row or message.
        """
        place, block, element = self._button(label, within)
        return await self._act("click", place, block, element)

    async def chooses(self, name: str, value: Any, within: str | None = None) -> Json:
        """A select, date, tick or menu that reports at once; options by their text."""
        for place in self._places(within):
            if found := find_named(place.blocks, name):
                return await self._choose(place, *found, value)
        raise NotThere(f"{self.id} sees nothing called {name!r} in:\n{self.text()}")

    async def fills(self, answers: dict[str, Any]) -> None:
        """Inputs of the open modal (or the Home), by label or block_id; nothing is sent yet."""
        for name, value in answers.items():
            place = self._form()
            found = find_named(place.blocks, name)
            if found is None:
                raise NotThere(f"No input {name!r} in:\n{place.text}")
            await self._fill(place, *found, value)

    async def submits(self) -> Json:
        """The open modal."""
        view = self._modal()
        return await self.does("submit", view_id=view.id, values=self.typed.get(view.id, {}))

    async def closes(self, everything: bool = False) -> Json:
        """The open modal; `everything` = by the X."""
        view = self._modal()
        values = self.typed.get(view.id, {})
        return await self.does("close", view_id=view.id, values=values, all=everything)

    async def asks(self, name: str, query: str) -> list[str]:
        """The options an external select offers for some letters."""
        place = self._form()
        found = find_named(place.blocks, name)
        if found is None:
            raise NotThere(f"No input {name!r} in:\n{place.text}")
        options = await self._options(place, *found, query)
        return [text_of(option["text"]) for option in options]

    def uploads(self, name: str, content: bytes) -> str:
        """A file for a file input; gives its id."""
        file = add_file(self.world, name, self.id)
        file.content, file.complete = content, True
        return file.id

    async def opens_home(self) -> Json:
        """The app's Home."""
        self.at_home = True
        return await self.does("open_home")

    async def opens(self, channel: str) -> Json:
        """A channel; "dm" is the one with the bot."""
        return await self.does("open_channel", channel=self._go(channel))

    async def uses_shortcut(self, name: str, on: Seen | None = None) -> Json:
        """A global shortcut, or one on a message; by its name or callback_id."""
        kind = "global" if on is None else "message"
        for known in self.world.app.shortcuts:
            if known["type"] == kind and name in (known["name"], known["callback_id"]):
                target = {"channel": on.channel, "ts": on.ts} if on else {}
                verb = f"{kind}_shortcut"
                return await self.does(verb, callback_id=known["callback_id"], **target)
        raise NotThere(f"There is no {kind} shortcut {name!r}.")

    # Seeing

    @property
    def modal(self) -> Seen | None:
        """The modal on top, or None. Typed text shows in it."""
        return modal_of(self.world, self.id, self.typed)

    def home(self) -> Seen | None:
        """The app's Home, or None when nothing was published."""
        return home_of(self.world, self.id, self.typed)

    def dms(self) -> list[Seen]:
        """The messages between this person and the bot, oldest first."""
        dm = self.world.workspace.has_dm(self.world.app.bot_user, self.id)
        return read(self.world, dm.id, self.id) if dm else []

    def reads(self, channel: str | None = None) -> list[Seen]:
        """The messages of a channel, oldest first, ephemeral ones too."""
        found = self._channel_id(channel)
        inside = found and self.id in self.world.workspace.channels[found].members
        return read(self.world, found, self.id) if found and inside else []

    def toasts(self) -> list[str]:
        """Warnings that the client shows."""
        return [t.text for t in self.world.toasts if t.user == self.id]

    def errors(self) -> dict[str, str]:
        """The sentences below the inputs of the open modal, by block_id."""
        view = self.world.views.top(self.id)
        return dict(view.errors) if view else {}

    def text(self) -> str:
        """Everything they can read: modal, current channel, DM with the bot, Home, toasts."""
        current = [] if self.place is None else self.reads()
        seen = [self.modal, *current, *self.dms(), self.home()]
        lines = [one.text for one in seen if one] + list(self.errors().values()) + self.toasts()
        return "\n".join(lines)

    def sees(self, words: str) -> bool:
        """Can this person read these words now? Write `assert leader.sees(…), leader.text()`."""
        return words in self.text()

    # How it works

    def _go(self, channel: str | None) -> str:
        found = self._channel_id(channel)
        if found is None:
            raise NotThere(f"{self.id} is in no channel.")
        if channel is not None:
            self.place, self.at_home = found, False
        return found

    def _channel_id(self, channel: str | None) -> str | None:
        if channel == "dm":
            return self.world.workspace.dm(self.world.app.bot_user, self.id).id
        if channel is None:
            return self.place
        return self.world.workspace.find_channel(channel).id

    def _modal(self) -> Seen:
        found = self.modal
        if found is None:
            raise NotThere(f"{self.id} has no modal open; sees:\n{self.text()}")
        return found

    def _form(self) -> Seen:
        home = self.home() if self.modal is None else None
        return home or self._modal()

    def _places(self, within: str | None) -> list[Seen]:
        """Where to look for something, in the order in which one would."""
        if modal := self.modal:
            return [modal]
        home = self.home()
        messages = self._messages()
        everything = [home, *messages] if self.at_home else [*messages, home]
        places = [place for place in everything if place]
        named = [p for p in places if within in p.names]
        return named or [p for p in places if within is None or within in p.text]

    def _messages(self) -> list[Seen]:
        """All messages anywhere, newest first."""
        channels = self.world.workspace.channels_of(self.id)
        found = [seen for c in channels for seen in read(self.world, c.id, self.id)]
        return sorted(found, key=lambda seen: seen.ts, reverse=True)

    def _button(self, label: str, within: str | None) -> tuple[Seen, Json, Json]:
        places = self._places(None if self.modal else within)
        rows = [within, None] if within else [None]
        for row in rows:
            for place in places:
                if found := place.find_button(label, row):
                    return place, *found
        raise NotThere(f"{self.id} sees no button {label!r} (within {within!r}) in:\n{self.text()}")

    async def _act(self, verb: str, place: Seen, block: Json, element: Json, **more: Any) -> Json:
        values = self.typed.get(place.id, {}) if place.id else {}
        return await self.does(
            verb, **place.where, values=values, block_id=block["block_id"],
            action_id=element["action_id"], **more,
        )  # fmt: skip

    async def _choose(self, place: Seen, block: Json, element: Json, value: Any) -> Json:
        value = await self._value(place, block, element, value)
        return await self._act("choose", place, block, element, value=value)

    async def _fill(self, place: Seen, block: Json, element: Json, value: Any) -> None:
        """Typed into the client; sent at once only by elements that report at once."""
        if block["type"] != "input":
            await self._choose(place, block, element, value)
            return
        value = await self._value(place, block, element, value)
        typed = self.typed.setdefault(place.id, {}).setdefault(block["block_id"], {})
        typed[element["action_id"]] = value
        if block.get("dispatch_action"):
            verb = "type" if "text" in element["type"] or "number" in element["type"] else "choose"
            how = {"how": "character"} if verb == "type" else {}
            await self._act(verb, place, block, element, value=value, **how)

    async def _value(self, place: Seen, block: Json, element: Json, given: Any) -> Any:
        if not element["type"].endswith("external_select"):
            return plain_value(self.world.workspace, element, given)
        many = element["type"].startswith("multi_")
        wanted = given if isinstance(given, list) else [given]
        found = [await self._one_option(place, block, element, one) for one in wanted]
        return found if many else found[0]

    async def _one_option(self, place: Seen, block: Json, element: Json, query: Any) -> Json:
        if isinstance(query, dict):
            return query
        for option in await self._options(place, block, element, str(query)):
            if query in text_of(option["text"]):
                return option
        raise NotThere(f"The app offers nothing for {query!r}.")

    async def _options(self, place: Seen, block: Json, element: Json, query: str) -> list[Json]:
        answer = await self._act("options", place, block, element, query=query)
        grouped = [o for g in answer.get("option_groups", []) for o in g["options"]]
        return [*answer.get("options", []), *grouped]
