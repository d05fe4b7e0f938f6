"""What a person can read: the words of messages and views, as the client would show them."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.basics import Json
from sandbox.inputs import Values, options_of
from sandbox.workspace import Workspace

SPECIAL = re.compile(r"<([^<>]+)>")
FORMAT = re.compile(r"(?<!\w)([*_~`])(\S(?:[^\n]*?\S)?)\1(?!\w)")
LISTED = {"radio_buttons", "checkboxes"}


def plain(workspace: Workspace, text: str) -> str:
    """mrkdwn as it reads: mentions by name, dates by their fallback, no markup."""
    text = SPECIAL.sub(lambda found: _special(workspace, found[1]), text)
    for _ in range(3):
        text = FORMAT.sub(r"\2", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _special(workspace: Workspace, inside: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        person = workspace.people.get(target[1:])
        return f"@{person.display_name}" if person else f"@{label or target[1:]}"
    if target.startswith("#"):
        channel = workspace.channels.get(target[1:])
        return f"#{channel.name}" if channel else f"#{label}"
    if target.startswith("!") and not target.startswith("!date"):
        return f"@{target[1:]}"
    return label or target


def words(workspace: Workspace, blocks: list[Json], values: Values) -> str:
    """Everything written in some blocks, one line per block."""
    lines = (block_words(workspace, block, values) for block in blocks)
    return "\n".join(line for line in lines if line)


def block_words(workspace: Workspace, block: Json, values: Values) -> str:
    """Everything written in one block."""
    chosen = values.get(block.get("block_id", ""), {})
    found = (plain(workspace, part) for part in _parts(workspace, block, chosen))
    return " ".join(part for part in found if part)


def _parts(workspace: Workspace, value: Any, chosen: Json) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _parts(workspace, item, chosen)
    elif isinstance(value, dict):
        yield from _object(workspace, value, chosen)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _object(workspace: Workspace, value: Json, chosen: Json) -> Iterator[str]:
    """Only what is shown: never ids, values or addresses."""
    for key in SHOWN:
        if key in value:
            yield from _parts(workspace, value[key], chosen)
    yield from _reference(workspace, value)
    if "action_id" in value:
        yield from _filled(workspace, value, chosen.get(value["action_id"]))


SHOWN = (
    "rich_text_title", "title", "subtitle", "label", "text", "fields", "caption", "elements",
    "alt_text", "element", "accessory", "description", "hint", "body", "rows", "child_blocks",
    "actions", "chart", "segments", "categories", "axis_config", "series", "name", "data",
    "x_label", "y_label", "placeholder", "tasks", "details", "output",
)  # fmt: skip


def _reference(workspace: Workspace, value: Json) -> Iterator[str]:
    """Leaves of rich text that are not text; numbers in charts and tables."""
    if "user_id" in value:
        yield f"<@{value['user_id']}>"
    elif "channel_id" in value:
        yield f"<#{value['channel_id']}>"
    elif "fallback" in value:
        yield str(value["fallback"])
    elif isinstance(value.get("value"), int | float):
        yield str(value["value"])


def _filled(workspace: Workspace, element: Json, chosen: Any) -> Iterator[str]:
    """What is filled in or can be ticked."""
    options = {o.get("value"): o for o in options_of(element)}
    if element["type"] in LISTED:
        for option in options.values():
            yield from _parts(workspace, option, {})
        return
    for one in chosen if isinstance(chosen, list) else [chosen]:
        if isinstance(one, dict):
            yield from _parts(workspace, one, {})
        elif one in options:
            yield from _parts(workspace, options[one]["text"], {})
        elif one in workspace.people:
            yield f"<@{one}>"
        elif one is not None:
            yield str(one)
