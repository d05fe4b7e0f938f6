"""What Slack delivers, read once: which kind, for whom, with which id and arguments.

Whatever does not look like a delivery raises MalformedError, before anything else sees it.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.text import clean
from handlers.shapes import MalformedError, Payload, check

__all__ = ["Delivery", "Kind", "MalformedError", "Payload", "read"]

# Not `regex`: it gives the interpreter away at each match, and then waits to get it back.
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LONGEST = 255
_compact = json.JSONEncoder(separators=(",", ":")).encode


class Kind(StrEnum):
    """The kinds of delivery, each with handlers of its own."""

    COMMAND = "command"
    ACTION = "action"
    SUBMIT = "submission"
    CLOSE = "closed view"
    SHORTCUT = "shortcut"
    OPTIONS = "options"
    EVENT = "event"


@dataclass(frozen=True)
class Delivery:
    """One request of Slack's. `team` is where it happened, `home` where the person belongs."""

    kind: Kind
    id: str
    args: tuple[str, ...]
    tenant: str
    user: str
    home: str
    text: str
    payload: Payload

    def key(self) -> str:
        """The same for a delivery and its repetitions, and for nothing else."""
        if self.kind is Kind.EVENT:
            return str(self.payload["event_id"])
        return hashlib.sha256(_compact(self._identity()).encode()).hexdigest()

    def _identity(self) -> Any:
        trigger = self.payload.get("trigger_id")
        if self.kind is Kind.ACTION and trigger:
            # Every click has a trigger of its own; the message around it is not worth hashing.
            return [self.user, trigger, self.payload["actions"]]
        if self.kind is not Kind.SUBMIT:
            # Slack repeats it byte by byte.
            return self.payload
        view = self.payload["view"]
        typed = (view.get("state") or {}).get("values")
        # Not the trigger: pressing the button of one form twice is one submission.
        return [self.user, view.get("id"), view.get("hash"), view.get("callback_id"), typed]


def read(payload: Any) -> Delivery | None:
    """The delivery; None when it is of a kind that Parley has no use for."""
    if not isinstance(payload, dict):
        raise MalformedError("no object")
    check(payload)
    if "command" in payload:
        return _command(payload)
    reader = _READERS.get(_text(payload, "type"))
    return reader(payload) if reader else None


def _command(payload: Payload) -> Delivery:
    word, *rest = clean(_text(payload, "text", "")).split(maxsplit=1) or [""]
    return _delivery(
        Kind.COMMAND, word.casefold(), payload, user=_id(payload, "user_id"), text="".join(rest)
    )


def _action(payload: Payload) -> Delivery:
    actions = payload.get("actions")
    if not isinstance(actions, list) or not actions:
        raise MalformedError("no action")
    return _interaction(Kind.ACTION, _text(_mapping(actions[0]), "action_id"), payload)


def _suggestion(payload: Payload) -> Delivery:
    return _interaction(Kind.OPTIONS, _text(payload, "action_id"), payload)


def _submission(payload: Payload) -> Delivery:
    view = _mapping(payload.get("view"))
    return _interaction(Kind.SUBMIT, _text(view, "callback_id"), payload)


def _closed(payload: Payload) -> Delivery:
    view = _mapping(payload.get("view"))
    return _interaction(Kind.CLOSE, _text(view, "callback_id"), payload)


def _shortcut(payload: Payload) -> Delivery:
    return _interaction(Kind.SHORTCUT, _text(payload, "callback_id"), payload)


def _event(payload: Payload) -> Delivery:
    event = _mapping(payload.get("event"))
    _id(payload, "event_id")
    who = event.get("user")
    who = who.get("id") if isinstance(who, dict) else who
    user = str(who) if _is_id(who) else ""
    return _delivery(Kind.EVENT, _text(event, "type"), payload, user=user)


_READERS: dict[str, Callable[[Payload], Delivery]] = {
    "block_actions": _action,
    "block_suggestion": _suggestion,
    "view_submission": _submission,
    "view_closed": _closed,
    "message_action": _shortcut,
    "shortcut": _shortcut,
    "event_callback": _event,
}


def _interaction(kind: Kind, name: str, payload: Payload) -> Delivery:
    user = _mapping(payload.get("user"))
    return _delivery(kind, name, payload, user=_id(user, "id"), home=user.get("team_id"))


def _delivery(
    kind: Kind, name: str, payload: Payload, *, user: str, home: Any = None, text: str = ""
) -> Delivery:
    tenant = _tenant(payload)
    identity, *args = [name] if kind is Kind.COMMAND else name.split(":")
    return Delivery(
        kind=kind,
        id=identity,
        args=tuple(args),
        tenant=tenant,
        user=user,
        home=home if _is_id(home) else "",
        text=text,
        payload=payload,
    )


def _tenant(payload: Payload) -> str:
    """The enterprise where the app is installed for all of it, else the workspace."""
    granted = payload.get("authorizations")
    if isinstance(granted, list) and granted:
        return _tenant(_mapping(granted[0]))
    if payload.get("is_enterprise_install") in (True, "true"):
        return _first_id(payload, "enterprise", "enterprise_id")
    return _first_id(payload, "team", "team_id")


def _first_id(payload: Payload, *names: str) -> str:
    for name in names:
        found = payload.get(name)
        found = found.get("id") if isinstance(found, dict) else found
        if _is_id(found):
            return str(found)
    raise MalformedError("no workspace")


def _mapping(thing: Any) -> Payload:
    if not isinstance(thing, dict):
        raise MalformedError("no object where one belongs")
    return thing


def _text(thing: Payload, name: str, default: str | None = None) -> str:
    found = thing.get(name, default)
    if not isinstance(found, str):
        raise MalformedError(f"no {name}")
    if name != "text" and (len(found) > _LONGEST or not found.isprintable()):
        raise MalformedError(f"no proper {name}")
    return found


def _id(thing: Payload, name: str) -> str:
    found = thing.get(name)
    if not _is_id(found):
        raise MalformedError(f"no {name}")
    return str(found)


def _is_id(thing: Any) -> bool:
    return isinstance(thing, str) and _ID.fullmatch(thing) is not None
