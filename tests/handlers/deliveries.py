"""Payloads as Slack sends them, for tests; `tests/handlers/house.py` delivers them."""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]
SECRET = "0123456789abcdef0123456789abcdef"
_SERIAL = itertools.count(1)


def _trigger() -> str:
    return f"{next(_SERIAL)}.2.abc"


def command(text: str, user: str = "U1", **parts: Any) -> Json:
    """`/negotiate text`."""
    return {
        "command": "/negotiate",
        "text": text,
        "user_id": user,
        "team_id": "T1",
        "channel_id": "C1",
        "trigger_id": _trigger(),
        "response_url": "",
        "is_enterprise_install": "false",
    } | parts


def click(action_id: str, user: str = "U1", **parts: Any) -> Json:
    """A button in a message."""
    return {
        "type": "block_actions",
        "user": {"id": user, "team_id": "T1"},
        "team": {"id": "T1"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": _trigger(),
        "response_url": "",
        "channel": {"id": "C1"},
        "message": {"ts": "1.2", "text": "a"},
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "action_ts": "1"}],
    } | parts


def submit(callback_id: str, values: Json | None = None, user: str = "U1", **parts: Any) -> Json:
    """A modal that is sent off; `values` maps each field to its element's state."""
    view = modal_view(callback_id, values or {})
    return {
        "type": "view_submission",
        "user": {"id": user, "team_id": "T1"},
        "team": {"id": "T1"},
        "trigger_id": _trigger(),
        "view": view,
    } | parts


def modal_view(callback_id: str, values: Json, view_id: str = "V1") -> Json:
    """A modal with one input per value, as it comes in payloads."""
    return {
        "id": view_id,
        "type": "modal",
        "hash": "h1",
        "callback_id": callback_id,
        "private_metadata": "",
        "blocks": [{"type": "input", "block_id": name} for name in values],
        "state": {"values": {name: {"value": element} for name, element in values.items()}},
    }


def typed(text: str) -> Json:
    """The state of a text field."""
    return {"type": "plain_text_input", "value": text}


def shortcut(callback_id: str, **parts: Any) -> Json:
    """An entry of a message's menu."""
    return {
        "type": "message_action",
        "callback_id": callback_id,
        "user": {"id": "U1", "team_id": "T1"},
        "team": {"id": "T1"},
        "trigger_id": _trigger(),
        "response_url": "",
        "channel": {"id": "C1"},
        "message": {"ts": "1.2", "text": "Supplier wants 8 %"},
    } | parts


def event(kind: str, event_id: str = "Ev1", **parts: Any) -> Json:
    """Something that happened in the workspace."""
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": event_id,
        "authorizations": [{"team_id": "T1", "enterprise_id": None}],
        "event": {"type": kind, "user": "U1"} | parts,
    }


def form(payload: Json) -> bytes:
    """An interaction or a command as the body of an HTTP request."""
    fields = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(fields).encode()


def signed(body: bytes, *, skew: float = 0.0, form: bool = True, secret: str = SECRET) -> Json:
    """The headers of a body, signed so many seconds from now."""
    stamp = str(int(time.time() + skew))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": kind,
    }
