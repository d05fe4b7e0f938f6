"""The shape of what Slack delivers: parts that handlers look into are what they should be."""

from collections.abc import Mapping
from typing import Any

Payload = Mapping[str, Any]
Shape = Mapping[str, type]

_ANY: Shape = {
    "actions": list,
    "channel_id": str,
    "event": dict,
    "message": dict,
    "response_url": str,
    "state": dict,
    "trigger_id": str,
    "user": dict,
    "view": dict,
}
_MESSAGE: Shape = {"blocks": list, "text": str, "thread_ts": str, "ts": str}
_VIEW: Shape = {
    "blocks": list,
    "callback_id": str,
    "hash": str,
    "id": str,
    "previous_view_id": str,
    "private_metadata": str,
    "root_view_id": str,
    "state": dict,
    "type": str,
}


class MalformedError(ValueError):
    """This is no delivery of Slack's."""


def check(payload: Payload) -> None:
    """Raise MalformedError unless every part that is there has its shape; null is as absent."""
    _fits(payload, _ANY)
    _are_objects(payload.get("actions"))
    _is_state(payload.get("state"))
    for part, shape in (("message", _MESSAGE), ("view", _VIEW)):
        if inner := payload.get(part):
            _fits(inner, shape)
            _are_objects(inner.get("blocks"))
            _is_state(inner.get("state"))


def _fits(thing: Payload, shape: Shape) -> None:
    for name, kind in shape.items():
        part = thing.get(name)
        if part is not None and not isinstance(part, kind):
            raise MalformedError(f"{name} has another shape")


def _are_objects(parts: Any) -> None:
    for part in parts or ():
        _is_object(part)


def _is_state(state: Any) -> None:
    """`{"values": {block id: {action id: element}}}`."""
    values = (state or {}).get("values") or {}
    _is_object(values)
    for elements in values.values():
        _is_object(elements)
        _are_objects(elements.values())


def _is_object(part: Any) -> None:
    if not isinstance(part, dict):
        raise MalformedError("no object where one belongs")
