"""What a person has before their eyes: a modal, the Home, a message; and buttons in there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.basics import Json
from sandbox.filling import text_of
from sandbox.inputs import Values, elements, merged
from sandbox.payloads import message_values
from sandbox.reading import block_words, plain
from sandbox.views import View
from sandbox.world import World

Found = tuple[Json, Json]


@dataclass(frozen=True)
class Seen:
    """One modal, Home or message, and its words as the client shows them."""

    kind: str
    text: str
    blocks: list[Json]
    values: Values
    where: Json
    names: frozenset[str]
    lines: list[str] = field(default_factory=list)
    id: str = ""
    title: str = ""
    submit: str = ""
    callback_id: str = ""
    channel: str = ""
    ts: str = ""
    thread_ts: str | None = None
    user: str = ""
    ephemeral: bool = False

    def buttons(self) -> list[str]:
        """The texts of its buttons."""
        return [text_of(e.get("text")) for _, e in elements(self.blocks) if e["type"] == "button"]

    def inputs(self) -> list[str]:
        """The labels of its inputs."""
        return [text_of(b["label"]) for b in self.blocks if b["type"] == "input"]

    def find_button(self, label: str, row: str | None = None) -> Found | None:
        """A button by text or action_id; with `row`, the one that stands with these words."""
        for block, element in elements(self.blocks):
            said = (text_of(element.get("text")), element["action_id"])
            if "button" in element["type"] and label in said and self._in_row(block, row):
                return block, element
        return None

    def _in_row(self, block: Json, row: str | None) -> bool:
        """Its own block, or the nearest text above a row of buttons."""
        if row is None:
            return True
        place = next((n for n, b in enumerate(self.blocks) if b is block), -1)
        while place > 0 and self.blocks[place]["type"] == "actions":
            if row in self.lines[place]:
                return True
            place -= 1
        return place >= 0 and row in self.lines[place]


def _seen(world: World, blocks: list[Json], values: Values, **more: Any) -> Seen:
    lines = [block_words(world.workspace, block, values) for block in blocks]
    parts = [more.get("title", ""), more.pop("fallback", ""), *lines, more.get("submit", "")]
    text = "\n".join(part for part in parts if part)
    return Seen(text=text, blocks=blocks, values=values, lines=lines, **more)


def _view(world: World, view: View, typed: dict[str, Values]) -> Json:
    values = merged(view.blocks, view.values, typed.get(view.id, {}))
    return {"blocks": view.blocks, "values": values, "id": view.id,
            "callback_id": view.body.get("callback_id") or ""}  # fmt: skip


def modal_of(world: World, user: str, typed: dict[str, Values]) -> Seen | None:
    """The modal on top of a person's stack."""
    view = world.views.top(user)
    if view is None:
        return None
    return _seen(
        world, kind="modal", where={"view_id": view.id}, names=frozenset({"modal"}),
        title=text_of(view.body["title"]), submit=text_of(view.body.get("submit")),
        **_view(world, view, typed),
    )  # fmt: skip


def home_of(world: World, user: str, typed: dict[str, Values]) -> Seen | None:
    """The Home published for a person."""
    view = world.views.homes.get(user)
    if view is None:
        return None
    where, names = {"home": True}, frozenset({"home"})
    return _seen(world, kind="home", where=where, names=names, **_view(world, view, typed))


def read(world: World, channel: str, user: str) -> list[Seen]:
    """The messages of a channel that a person sees, oldest first."""
    return list(_messages(world, channel, user))


def _messages(world: World, channel_id: str, user: str) -> Iterator[Seen]:
    channel = world.workspace.channels[channel_id]
    is_dm = world.app.bot_user in channel.members and channel.kind == "im"
    names = frozenset({channel.id, channel.name, f"#{channel.name}", *(["dm"] if is_dm else [])})
    for message in world.workspace.visible(channel_id, user):
        files = " ".join(world.workspace.files[f].title for f in message.files)
        shown = plain(world.workspace, message.text) if not message.blocks else ""
        yield _seen(
            world, message.blocks or [], message_values(world, user, message), kind="message",
            fallback=f"{shown} {files}".strip(), where={"channel": channel.id, "ts": message.ts},
            names=names, channel=channel.id, ts=message.ts, thread_ts=message.thread_ts,
            user=message.user, ephemeral=message.ephemeral_to is not None,
        )  # fmt: skip
