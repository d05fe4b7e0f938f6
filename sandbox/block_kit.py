"""Checks a whole message or view the way Slack does, and fills in the ids it would make up."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.basics import Json, SlackError, new_id
from sandbox.block_elements import ELEMENTS, plain
from sandbox.block_shapes import block
from sandbox.inputs import elements
from sandbox.shapes import Walk, boolean, many, shape, string

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
ALL_TEXT = 13_200
VIEW_BYTES = 250_000
MOST = {"table": 1, "data_visualization": 2, "plan": 1}
MARKDOWN = 12_000

VIEW_PARTS = {
    "blocks": many(block, 1, VIEW_BLOCKS),
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
MODAL = shape(
    "type title blocks", rules=VIEW_PARTS, title=plain(24), submit=plain(24), close=plain(24),
    submit_disabled=boolean,
)  # fmt: skip
HOME = shape("type blocks", rules=VIEW_PARTS)
VIEWS = {"modal": (MODAL, "V"), "home": (HOME, "H")}


def view_problems(view: Any) -> list[str]:
    """What Slack would complain of in a modal or home view; none when it is right."""
    kind = view.get("type") if isinstance(view, dict) else None
    if not isinstance(kind, str) or kind not in VIEWS:
        return [f"[ERROR] unsupported type: {kind} [json-pointer:/view/type]"]
    known, surface = VIEWS[kind]
    walk = Walk(surface)
    known(view, "/view", walk)
    if not walk.problems:
        _together(view["blocks"], "/view/blocks", walk)
        if kind == "modal" and not view.get("submit") and _has_input(view["blocks"]):
            walk.say("missing required field: submit", "/view")
    return walk.problems


def block_problems(blocks: Any, surface: str = "M") -> list[str]:
    """What Slack would complain of in the blocks of a message."""
    walk = Walk(surface)
    many(block, 0, MESSAGE_BLOCKS)(blocks, "/blocks", walk)
    if not walk.problems:
        _together(blocks, "/blocks", walk)
    return walk.problems


def check_message(blocks: Any) -> None:
    """Raises Slack's error for blocks that cannot be posted."""
    if problems := block_problems(blocks):
        raise SlackError("invalid_blocks", problems, errors=problems)
    if all_text(blocks) > ALL_TEXT:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Any) -> None:
    """Raises Slack's error for a view that cannot be shown."""
    if problems := view_problems(view):
        raise SlackError("invalid_arguments", problems)


def with_ids(blocks: list[Json]) -> list[Json]:
    """A deep copy in which every block and element has its id."""
    return [_with_ids(one) for one in blocks]


def all_text(value: Any) -> int:
    """The characters of every text in a payload together."""
    if isinstance(value, list):
        return sum(map(all_text, value))
    if isinstance(value, dict):
        text = value.get("text")
        own = len(text) if isinstance(text, str) else 0
        return own + sum(all_text(v) for v in value.values() if isinstance(v, dict | list))
    return 0


def _with_ids(value: Any, key: str = "block") -> Any:
    if isinstance(value, list):
        return [_with_ids(v, key) for v in value]
    if not isinstance(value, dict):
        return value
    copy = {k: _with_ids(v, PLACES.get(k, "")) for k, v in value.items()}
    if (key == "block" or copy.get("type") == "card") and not copy.get("block_id"):
        copy["block_id"] = new_id("", 5)
    if key == "element" and not copy.get("action_id") and copy.get("type") in USABLE:
        copy["action_id"] = new_id("", 5)
    return copy


PLACES = {
    "child_blocks": "block",
    "element": "element",
    "elements": "element",
    "accessory": "element",
    "actions": "element",
}
USABLE = ELEMENTS.keys() - {"image"}


def _together(blocks: list[Any], at: str, walk: Walk) -> None:
    """What holds for all blocks of a payload together."""
    found = list(_every_block(blocks))
    for block_id in _twice(b.get("block_id") for b in found):
        walk.say(f"`block_id` must be unique: {block_id}", at)
    for one in found:
        for action_id in _twice(e["action_id"] for b, e in elements([one]) if b is one):
            walk.say(f"`action_id` must be unique in its block: {action_id}", at)
    kinds = Counter(str(b.get("type")) for b in found)
    for kind, most in MOST.items():
        if kinds[kind] > most:
            walk.say(f"no more than {most} {kind} blocks allowed", at)
    if sum(bool(e.get("focus_on_load")) for _, e in elements(found)) > 1:
        walk.say("only one element can have focus_on_load", at)
    if sum(len(str(b.get("text"))) for b in found if b.get("type") == "markdown") > MARKDOWN:
        walk.say(f"markdown text must be less than {MARKDOWN + 1} characters together", at)


def _every_block(blocks: list[Any]) -> Iterator[Json]:
    for one in blocks:
        if isinstance(one, dict):
            yield one
            yield from _every_block(one.get("child_blocks") or [])


def _twice(names: Iterator[Any]) -> list[str]:
    counted = Counter(str(n) for n in names if n)
    return [name for name, times in counted.items() if times > 1]


def _has_input(blocks: list[Any]) -> bool:
    return any(one.get("type") == "input" for one in _every_block(blocks))
