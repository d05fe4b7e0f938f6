"""The shape of what Slack delivers: parts that handlers look into are what they should be."""

from collections.abc import Callable, Mapping
from typing import Any

Payload = Mapping[str, Any]

_TEXTS = (
    "channel_id",
    "message.text",
    "message.thread_ts",
    "message.ts",
    "response_url",
    "trigger_id",
    "view.callback_id",
    "view.hash",
    "view.id",
    "view.previous_view_id",
    "view.private_metadata",
    "view.root_view_id",
    "view.type",
)
_OBJECTS = ("channel", "event", "message", "state", "user", "view", "view.state")
_STATES = ("state.values", "view.state.values")
_LISTS = ("actions", "message.blocks", "view.blocks")


class MalformedError(ValueError):
    """This is no delivery of Slack's."""


def check(payload: Payload) -> None:
    """Raise MalformedError unless every part that is there has its shape; null is as absent."""
    for paths, fits in _SHAPES:
        for path in paths:
            part = _at(payload, path)
            if part is not None and not fits(part):
                raise MalformedError(f"{path} has another shape")


def _at(payload: Any, path: str) -> Any:
    for name in path.split("."):
        payload = payload.get(name) if isinstance(payload, Mapping) else None
    return payload


def _is_text(part: Any) -> bool:
    return isinstance(part, str)


def _is_object(part: Any) -> bool:
    return isinstance(part, Mapping)


def _is_state(part: Any) -> bool:
    """Block id -> action id -> element."""
    return isinstance(part, Mapping) and all(
        isinstance(elements, Mapping) and all(map(_is_object, elements.values()))
        for elements in part.values()
    )


def _are_objects(part: Any) -> bool:
    return isinstance(part, list) and all(map(_is_object, part))


_SHAPES: tuple[tuple[tuple[str, ...], Callable[[Any], bool]], ...] = (
    (_OBJECTS, _is_object),
    (_TEXTS, _is_text),
    (_STATES, _is_state),
    (_LISTS, _are_objects),
)
