"""What Slack's client does with the elements of a view or message.

Finds the elements, turns what a person chose ("plain values", see sandbox/control.py) into the
`state.values` and `actions` that an app gets, and refuses a form that is not filled in properly.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.basics import Json

Values = dict[str, dict[str, Any]]

# element type -> (key in the state, what stands there when it is empty)
STATE_KEYS: dict[str, tuple[str, Any]] = {
    "plain_text_input": ("value", None),
    "email_text_input": ("value", None),
    "url_text_input": ("value", None),
    "number_input": ("value", None),
    "rich_text_input": ("rich_text_value", None),
    "static_select": ("selected_option", None),
    "external_select": ("selected_option", None),
    "radio_buttons": ("selected_option", None),
    "overflow": ("selected_option", None),
    "multi_static_select": ("selected_options", []),
    "multi_external_select": ("selected_options", []),
    "checkboxes": ("selected_options", []),
    "users_select": ("selected_user", None),
    "multi_users_select": ("selected_users", []),
    "conversations_select": ("selected_conversation", None),
    "multi_conversations_select": ("selected_conversations", []),
    "channels_select": ("selected_channel", None),
    "multi_channels_select": ("selected_channels", []),
    "datepicker": ("selected_date", None),
    "timepicker": ("selected_time", None),
    "datetimepicker": ("selected_date_time", None),
    "file_input": ("files", []),
}
MISSING = object()
STATELESS = {"button", "overflow", "icon_button", "feedback_buttons", "workflow_button"}
BY_OPTION = {"static_select", "radio_buttons", "overflow", "multi_static_select", "checkboxes"}
INITIAL_KEYS = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "value": "initial_value",
    "rich_text_value": "initial_value",
}


def parts(block: Json) -> list[Json]:
    """The elements directly inside one block."""
    found = [block.get("element"), block.get("accessory")]
    found += [*block.get("elements", []), *block.get("actions", [])]
    return [e for e in found if isinstance(e, dict) and "action_id" in e]


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """(block, element) for everything one can use, nested blocks too."""
    for block in blocks:
        for element in parts(block):
            yield block, element
        nested = block.get("child_blocks") or (
            block.get("elements", []) if block.get("type") == "carousel" else []
        )
        yield from elements(nested)


def find(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json] | None:
    """The element of that name, with its block."""
    for block, element in elements(blocks):
        if (block.get("block_id"), element["action_id"]) == (block_id, action_id):
            return block, element
    return None


def options_of(element: Json) -> list[Json]:
    """All options, out of their groups."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(o for g in groups for o in g["options"])]


def initial(element: Json) -> Any:
    """The plain value an element starts with."""
    key, empty = STATE_KEYS.get(element["type"], ("value", None))
    value = element.get(INITIAL_KEYS.get(key, ""), empty)
    if element["type"] == "rich_text_input" and isinstance(value, dict):
        return "".join(_leaves(value))
    if element["type"] in BY_OPTION:
        return _values_of(value)
    return value


def initial_values(blocks: list[Json]) -> Values:
    """Plain values of every element that starts with one."""
    found: Values = {}
    for block, element in elements(blocks):
        value = initial(element) if element["type"] not in STATELESS else None
        if value not in (None, []):
            found.setdefault(block["block_id"], {})[element["action_id"]] = value
    return found


def merged(blocks: list[Json], *layers: Values) -> Values:
    """Later layers win; what the blocks do not have or cannot hold is dropped."""
    found: Values = {}
    for block, element in elements(blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        for layer in layers:
            value = layer.get(block_id, {}).get(action_id, MISSING)
            if value is not MISSING and possible(element, value):
                found.setdefault(block_id, {})[action_id] = value
    return found


def possible(element: Json, plain: Any) -> bool:
    """Can this plain value stand in this element at all?"""
    kind = element["type"]
    if plain is None or kind not in STATE_KEYS:
        return plain is None
    if isinstance(STATE_KEYS[kind][1], list):
        return isinstance(plain, list) and all(_single(element, one) for one in plain)
    return _single(element, plain)


def _single(element: Json, plain: Any) -> bool:
    kind = element["type"]
    if kind == "datetimepicker":
        return isinstance(plain, int) and not isinstance(plain, bool)
    if kind.endswith("external_select"):
        return isinstance(plain, dict) and {"text", "value"} <= plain.keys()
    if kind in BY_OPTION:
        return plain in [option.get("value") for option in options_of(element)]
    return isinstance(plain, str)


def state_values(blocks: list[Json], plain: Values, file: Callable[[str], Json]) -> Json:
    """`state.values` as Slack sends it: every element that holds a value, empty ones too."""
    state: Json = {}
    for block, element in elements(blocks):
        if element["type"] not in STATELESS:
            value = plain.get(block["block_id"], {}).get(element["action_id"])
            at = state.setdefault(block["block_id"], {})
            at[element["action_id"]] = element_state(element, value, file)
    return state


def element_state(element: Json, plain: Any, file: Callable[[str], Json]) -> Json:
    """One element's state: {"type": ..., "selected_option": ...}."""
    kind = element["type"]
    key, empty = STATE_KEYS[kind]
    if plain in (None, "", []):
        return {"type": kind, key: list(empty) if isinstance(empty, list) else empty}
    state = {"type": kind, key: _full(element, plain, file)}
    return {**state, "timezone": element["timezone"]} if "timezone" in element else state


def _full(element: Json, plain: Any, file: Callable[[str], Json]) -> Any:
    kind = element["type"]
    if kind in BY_OPTION:
        by_value = {o.get("value"): o for o in options_of(element)}
        if isinstance(plain, list):
            return [by_value[v] for v in plain]
        return by_value[plain]
    if kind == "rich_text_input":
        return rich_text(plain)
    if kind == "file_input":
        return [file(f) for f in plain]
    return plain


def rich_text(text: str) -> Json:
    """A rich text value out of plain words."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _leaves(rich: Json) -> Iterator[str]:
    if "text" in rich and isinstance(rich["text"], str):
        yield rich["text"]
    for element in rich.get("elements", []):
        yield from _leaves(element)


def _values_of(options: Any) -> Any:
    if isinstance(options, list):
        return [o["value"] for o in options]
    return options["value"] if isinstance(options, dict) else options


# What the client refuses before it asks the app.

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://[^\s/]+\S*")
DECIMAL = re.compile(r"-?\d+(\.\d+)?")
WHOLE = re.compile(r"-?\d+")
REQUIRED = "Please complete this required field."


def problems(blocks: list[Json], plain: Values) -> dict[str, str]:
    """Per block_id, why the form cannot be sent yet."""
    found = {}
    for block, element in elements(blocks):
        if block["type"] == "input":
            value = plain.get(block["block_id"], {}).get(element["action_id"])
            sentence = _problem(block, element, value)
            if sentence:
                found[block["block_id"]] = sentence
    return found


def _problem(block: Json, element: Json, value: Any) -> str | None:
    if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
        return None if block.get("optional") else REQUIRED
    check = CHECKS.get(element["type"])
    return check(element, value) if check else None


def _text(element: Json, value: str) -> str | None:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < shortest:
        return f"Please enter at least {shortest} characters."
    if len(value) > longest:
        return f"Please enter no more than {longest} characters."
    return None


def _number(element: Json, value: str) -> str | None:
    pattern = DECIMAL if element.get("is_decimal_allowed") else WHOLE
    if not pattern.fullmatch(str(value)):
        return "Please enter a number." if pattern is DECIMAL else "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and float(value) < float(low):
        return f"Please enter a number of at least {low}."
    if high is not None and float(value) > float(high):
        return f"Please enter a number of no more than {high}."
    return None


def _email(element: Json, value: str) -> str | None:
    return None if EMAIL.fullmatch(value) else "Please enter a valid email address."


def _url(element: Json, value: str) -> str | None:
    return None if URL.fullmatch(value) else "Please enter a valid URL."


def _many(element: Json, value: list[Any]) -> str | None:
    most = element.get("max_selected_items") or element.get("max_files")
    return f"Please choose no more than {most}." if most and len(value) > most else None


CHECKS: dict[str, Callable[[Json, Any], str | None]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "multi_static_select": _many,
    "multi_external_select": _many,
    "multi_users_select": _many,
    "multi_conversations_select": _many,
    "multi_channels_select": _many,
    "file_input": _many,
}
