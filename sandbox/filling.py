"""How a tester says what to fill in, and the plain value that stands for it."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sandbox.basics import Json
from sandbox.inputs import elements, options_of
from sandbox.workspace import Workspace

TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}


class NotThere(AssertionError):  # noqa: N818 - read as a sentence in a failed test
    """What the story names cannot be seen."""


def text_of(value: Any) -> str:
    """The text of a text object."""
    return str(value.get("text", "")) if isinstance(value, dict) else str(value or "")


def names_of(block: Json, element: Json) -> list[str]:
    """What one may call an element, best first."""
    return [
        block.get("block_id", ""),
        element["action_id"],
        text_of(block.get("label")),
        text_of(element.get("text")),
        text_of(element.get("placeholder")),
        text_of(block.get("text")),
    ]


def find_named(blocks: list[Json], name: str) -> tuple[Json, Json] | None:
    """The element of that block_id, action_id, label or placeholder; else one that contains it."""
    everything = list(elements(blocks))
    for block, element in everything:
        if name in names_of(block, element):
            return block, element
    for block, element in everything:
        if any(name in known for known in names_of(block, element)[2:]):
            return block, element
    return None


def plain_value(workspace: Workspace, element: Json, given: Any) -> Any:
    """A plain value (sandbox/control.py) for what the tester wrote."""
    kind = element["type"]
    if given is None or kind == "file_input":
        return given
    if kind.startswith("multi_") or kind == "checkboxes":
        return [_one(workspace, element, one) for one in _many(element, given)]
    return _one(workspace, element, given)


def _many(element: Json, given: Any) -> Iterable[Any]:
    if isinstance(given, bool):
        return [o["value"] for o in options_of(element)] if given else []
    return [given] if isinstance(given, str | dict) else list(given)


def _one(workspace: Workspace, element: Json, given: Any) -> Any:
    kind = element["type"]
    if isinstance(given, datetime):
        return int(given.timestamp())
    if isinstance(given, date | time):
        return given.isoformat()[: 5 if isinstance(given, time) else 10]
    if options_of(element):
        return _option(element, given)
    if "users" in kind:
        return _person(workspace, given)
    if "conversations" in kind or "channels" in kind:
        return workspace.find_channel(str(given)).id
    return str(given) if kind in TYPED else given


def _person(workspace: Workspace, given: Any) -> str:
    name = getattr(given, "id", given)
    for person in workspace.people.values():
        if name in (person.id, person.name, person.real_name, person.display_name):
            return person.id
    raise NotThere(f"There is nobody called {name}.")


def _option(element: Json, given: Any) -> str:
    options = options_of(element)
    for option in options:
        if given in (option["value"], text_of(option["text"])):
            return str(option["value"])
    for option in options:
        if str(given) in text_of(option["text"]):
            return str(option["value"])
    raise NotThere(f"No option {given!r} among {[text_of(o['text']) for o in options]}.")
