"""Authentic deliveries with anything in them: stale buttons, forwarded ids, forms left open.

Slack signs whatever its clients send. So these payloads go the sandbox's own way to the bot, by
socket or signed HTTP, with a real trigger; only what they name was never drawn for this person.
"""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.demo import Stage
from sandbox import payloads
from sandbox.basics import Json
from sandbox.traffic import Entry
from sandbox.views import View
from sandbox.world import Answer, Parcel

CHANNEL = "C0TEAM"
# What differs from one delivery to the next, and says nothing to anybody.
_FLEETING = re.compile(r'"(?:trigger_id|view_id|token|channel|ts)": "[^"]*"')


@dataclass(frozen=True)
class Act:
    """What somebody sends: a word, a click, a form; `where` it stands, and what it carries."""

    kind: str
    name: str
    args: tuple[str, ...] = ()
    where: str = "modal"
    values: Json = field(default_factory=dict)
    metadata: Json = field(default_factory=dict)
    chosen: str = ""
    text: str = ""

    @property
    def id(self) -> str:
        """The name with its arguments, as it travels."""
        return ":".join((self.name, *self.args))


@dataclass(frozen=True)
class Said:
    """What came of one delivery: the acknowledgement, and what the bot then told Slack."""

    answer: Answer
    calls: list[Entry]

    @property
    def text(self) -> str:
        """All of it, as one text."""
        told = [self.answer.body, *(call.request for call in self.calls)]
        return json.dumps(told, ensure_ascii=False, default=str)

    @property
    def canonical(self) -> str:
        """The same bytes whenever somebody reads the same.

        Whether Slack was asked who they are depends on who was asked about before.
        """
        shown = [call for call in self.calls if call.kind != "users.info"]
        kinds = [call.kind for call in shown]
        return _FLEETING.sub("", json.dumps(kinds) + Said(self.answer, shown).text)


class Courier:
    """Carries one act at a time, and waits until the bot has answered it in full."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.world = stage.sandbox.world

    async def sends(self, user: str, act: Act) -> Said:
        """Deliver, and hear."""
        return await self.carries(self.parcel(user, act))

    async def carries(self, parcel: Parcel) -> Said:
        """Deliver a parcel that is ready, perhaps once more."""
        before, heard = self.world.traffic.last, list[Entry]()
        # To look through all that was ever sent would take longer than the sending.
        with self._listening(heard.append):
            answer = await self.world.send(parcel)
            await self.quiet()
        calls = [e for e in heard if e.id > before and e.direction == "from_bot"]
        self.world.views.close_all(parcel.user or "")
        return Said(answer, calls)

    @contextmanager
    def _listening(self, listener: Callable[[Entry], None]) -> Iterator[None]:
        listeners = self.world.traffic.listeners
        listeners.append(listener)
        try:
            yield
        finally:
            listeners.remove(listener)

    async def quiet(self) -> None:
        """Wait until nothing follows from the last delivery any more."""
        bot = self.stage.bot
        assert bot is not None
        while bot.parley.background.is_busy or self.world.activity.running:  # noqa: ASYNC110
            await asyncio.sleep(0.001)

    def parcel(self, user: str, act: Act) -> Parcel:
        """The act as Slack would deliver it."""
        make: Callable[[str, Act], Parcel] = getattr(self, f"_{act.kind}")
        return make(user, act)

    def _word(self, user: str, act: Act) -> Parcel:
        text = " ".join(filter(None, (act.name, act.text)))
        fields: dict[str, str] = {
            "command": "/negotiate", "text": text, "user_id": user, "channel_id": CHANNEL,
            "trigger_id": self.world.triggers.issue(user),
            "response_url": self.world.response_urls.issue(user, CHANNEL),
        }  # fmt: skip
        payload = payloads.command_payload(self.world, **fields)
        return Parcel("slash_commands", "command", payload, user=user)

    def _action(self, user: str, act: Act) -> Parcel:
        element: Json = {"type": "button", "action_id": act.id, "block_id": "b", "action_ts": "1.1"}
        if act.chosen:
            element |= {"type": "static_select", "selected_option": {"value": act.chosen}}
        where = self._in_message(user) if act.where == "message" else self._in_view(user, act)
        where["actions"] = [element]
        payload = payloads.interaction(self.world, "block_actions", user, **where)
        return Parcel("interactive", "block_actions", payload, user=user)

    def _submit(self, user: str, act: Act) -> Parcel:
        where = self._in_view(user, act, act.id)
        payload = payloads.interaction(self.world, "view_submission", user, **where)
        return Parcel("interactive", "view_submission", payload, user=user)

    def _close(self, user: str, act: Act) -> Parcel:
        where = self._in_view(user, act, act.id)
        payload = payloads.interaction(self.world, "view_closed", user, **where)
        return Parcel("interactive", "view_closed", payload, user=user)

    def _shortcut(self, user: str, act: Act) -> Parcel:
        where = self._in_message(user)
        where["message"]["text"] = act.text
        payload = payloads.interaction(
            self.world, "message_action", user, callback_id=act.name, **where
        )
        return Parcel("interactive", "message_action", payload, user=user)

    def _event(self, user: str, act: Act) -> Parcel:
        event = {"type": act.name, "user": user, "tab": "home"}
        return payloads.event_parcel(self.world, event, user)

    def _in_message(self, user: str) -> dict[str, Any]:
        """A message of the bot's to this person."""
        bot = self.world.app.bot_user
        place = self.world.workspace.dm(bot, user)
        message = self.world.workspace.post(place.id, bot, text="Earlier", by_bot=True)
        return {
            "trigger_id": self.world.triggers.issue(user),
            "response_url": self.world.response_urls.issue(user, place.id, message.ts),
            "container": {"type": "message", "message_ts": message.ts, "is_ephemeral": False},
            "channel": payloads.channel_ref(place),
            "message": payloads.message_json(self.world, message),
        }

    def _in_view(self, user: str, act: Act, callback_id: str = "old.view") -> dict[str, Any]:
        """A modal that this person has open, with these fields filled in."""
        inputs = [
            {
                "type": "input",
                "block_id": name,
                "label": {"type": "plain_text", "text": name},
                "element": {"type": "plain_text_input", "action_id": "value"},
            }
            for name in act.values
        ]
        words = {"type": "section", "text": {"type": "plain_text", "text": "Earlier"}}
        body = {
            "type": act.where if act.where == "home" else "modal",
            "title": {"type": "plain_text", "text": "Earlier"},
            "submit": {"type": "plain_text", "text": "Save"},
            "callback_id": callback_id,
            "private_metadata": json.dumps(act.metadata),
            "blocks": inputs or [words],
        }
        views = self.world.views
        view = View(user, body) if act.where == "home" else views.push(user, body)
        shown = payloads.view_json(self.world, view)
        shown["state"] = {"values": {name: {"value": state} for name, state in act.values.items()}}
        trigger = self.world.triggers.issue(user, None if act.where == "home" else view.id)
        return {
            "trigger_id": trigger,
            "view": shown,
            "container": {"type": "view", "view_id": view.id},
        }


# The states of fields, as Slack sends them.


def typed(text: str) -> Json:
    return {"type": "plain_text_input", "value": text}


def picked(value: str) -> Json:
    return {"type": "static_select", "selected_option": {"value": value}}


def ticked(*values: str) -> Json:
    return {"type": "checkboxes", "selected_options": [{"value": value} for value in values]}


def people(*users: str) -> Json:
    return {"type": "multi_users_select", "selected_users": list(users)}


def person(user: str) -> Json:
    return {"type": "users_select", "selected_user": user}


def channel(channel_id: str) -> Json:
    return {"type": "conversations_select", "selected_conversation": channel_id}


def instant(seconds: int) -> Json:
    return {"type": "datetimepicker", "selected_date_time": seconds}


def day(iso: str) -> Json:
    return {"type": "datepicker", "selected_date": iso}


def clock_time(wall: str) -> Json:
    return {"type": "timepicker", "selected_time": wall}
