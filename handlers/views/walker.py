"""Walks any message or view that goes to Slack and says what Slack would refuse, and where.

Also what Slack would accept but Parley must not say: a mention of everybody, an unescaped `<`.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import regex

from handlers.views import limits
from handlers.views.limits import HOME, MESSAGE, MODAL, Rule
from handlers.views.text import size

Found = Iterator[str]
_MARKUP = regex.compile(
    r"<(?:@[UW]\w+|#C\w+|#[CG]\w+|!date\^\d+\^[^<>|]+\|[^<>]*|https?://[^<>]+)>"
)
_ENTITY = regex.compile(r"&(?:amp|lt|gt);")
_STAMPS = {"initial_date": r"\d{4}-\d\d-\d\d", "initial_time": r"\d\d:\d\d"}


def problems(payload: Mapping[str, Any]) -> list[str]:
    """What is wrong with a message ({"text", "blocks"}) or a view; empty when nothing is."""
    surface = payload.get("type") if payload.get("type") in {MODAL, HOME} else MESSAGE
    blocks = payload.get("blocks") or []
    found = [*(_message(payload) if surface == MESSAGE else _view(payload, str(surface)))]
    found += _together(blocks, str(surface))
    for place, block in enumerate(blocks):
        found += _block(block, str(surface), f"blocks[{place}]")
    return found


def _message(payload: Mapping[str, Any]) -> Found:
    text = payload.get("text") or ""
    if not text.strip():
        yield "text: a message needs a fallback text with its whole meaning"
    if size(text) > limits.FALLBACK_CHARACTERS:
        yield f"text: {size(text)} characters, at most {limits.FALLBACK_CHARACTERS}"
    yield from _markup(text, "text")
    total = sum(size(text) for text in _contents(payload.get("blocks") or []))
    if total > limits.MESSAGE_CHARACTERS:
        yield f"blocks: {total} characters together, at most {limits.MESSAGE_CHARACTERS}"


def _view(view: Mapping[str, Any], surface: str) -> Found:
    yield from _ruled(view, limits.VIEW, surface)
    blocks = view.get("blocks") or []
    if not blocks:
        yield "blocks: a view needs at least one"
    weight = len(json.dumps(view, ensure_ascii=False).encode("utf-8", "replace"))
    if weight > limits.VIEW_BYTES:
        yield f"{surface}: {weight} bytes, at most {limits.VIEW_BYTES}"
    if surface == MODAL:
        yield from _modal(view, blocks)


def _modal(view: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]]) -> Found:
    if "title" not in view:
        yield "modal: needs title"
    if not view.get("submit") and any(block.get("type") == "input" for block in blocks):
        yield "modal: has an input, so it needs submit"


def _together(blocks: Sequence[Mapping[str, Any]], surface: str) -> Found:
    """What concerns all blocks at once."""
    most = limits.MOST_BLOCKS[surface]
    if len(blocks) > most:
        yield f"blocks: {len(blocks)}, at most {most} in a {surface}"
    for block_id in _repeated(block.get("block_id") for block in blocks):
        yield f"blocks: block_id {block_id!r} is there twice"
    kinds = Counter(block.get("type") for block in blocks)
    for kind, allowed in limits.ONCE.items():
        if kinds[kind] > allowed:
            yield f"blocks: {kinds[kind]} × {kind}, at most {allowed}"
    written = sum(size(b.get("text", "")) for b in blocks if b.get("type") == "markdown")
    if written > limits.MARKDOWN_CHARACTERS:
        yield f"blocks: {written} characters of markdown, at most {limits.MARKDOWN_CHARACTERS}"
    if sum(element.get("focus_on_load") is True for element in _elements(blocks)) > 1:
        yield "blocks: focus_on_load more than once"


def _block(block: Mapping[str, Any], surface: str, path: str) -> Found:
    kind = str(block.get("type"))
    rule = limits.BLOCKS.get(kind)
    if rule is None:
        yield f"{path}: unknown block {kind!r}"
        return
    path = f"{path}.{kind}"
    if surface not in rule.surfaces:
        yield f"{path}: not allowed in a {surface}"
    yield from _ruled(block, rule, path)
    yield from _block_id(block, path)
    yield from _SPECIAL.get(kind, _nothing_special)(block, path)
    for name, element in _parts(block):
        yield from _element(element, kind, surface, f"{path}.{name}")
    inner = [element.get("action_id") for element in _elements([block])]
    for action_id in _repeated(inner):
        yield f"{path}: action_id {action_id!r} is there twice"


def _block_id(block: Mapping[str, Any], path: str) -> Found:
    if size(str(block.get("block_id", ""))) > limits.ID:
        yield f"{path}.block_id: over {limits.ID} characters"


def _section(block: Mapping[str, Any], path: str) -> Found:
    if ("text" in block) == ("fields" in block):
        yield f"{path}: needs either text or fields"


def _image(block: Mapping[str, Any], path: str) -> Found:
    if ("image_url" in block) == ("slack_file" in block):
        yield f"{path}: needs either image_url or slack_file"


def _chart(block: Mapping[str, Any], path: str) -> Found:
    chart = block.get("chart") or {}
    series = chart.get("series") or []
    categories = (chart.get("axis_config") or {}).get("categories") or []
    if not 1 <= len(series) <= limits.CHART_SERIES:
        yield f"{path}.chart: {len(series)} series, 1 to {limits.CHART_SERIES}"
    if not 1 <= len(categories) <= limits.CHART_POINTS or _repeated(categories):
        yield f"{path}.chart: categories must be 1 to {limits.CHART_POINTS}, each once"
    for each in series:
        if [point.get("label") for point in each.get("data", [])] != categories:
            yield f"{path}.chart: the points of a series must match the categories"
    for label in [*categories, *(each.get("name", "") for each in series)]:
        if not 1 <= size(label) <= limits.CHART_LABELS:
            yield f"{path}.chart: label {label!r}, 1 to {limits.CHART_LABELS} characters"


def _nothing_special(_block: Mapping[str, Any], _path: str) -> Found:
    yield from ()


_SPECIAL = {"section": _section, "image": _image, "data_visualization": _chart}


def _element(element: Mapping[str, Any], host: str, surface: str, path: str) -> Found:
    kind = str(element.get("type"))
    rule = limits.ELEMENTS.get(kind)
    if rule is None:
        yield f"{path}: unknown element {kind!r}"
        return
    path = f"{path}.{kind}"
    if surface not in rule.surfaces:
        yield f"{path}: not allowed in a {surface}"
    if host not in rule.hosts:
        yield f"{path}: not allowed in a block of kind {host}"
    if size(str(element.get("action_id", ""))) > limits.ID:
        yield f"{path}.action_id: over {limits.ID} characters"
    yield from _ruled(element, rule, path)
    yield from _confirm(element, path)
    yield from _options(element, path)
    yield from _values(element, path)


def _confirm(element: Mapping[str, Any], path: str) -> Found:
    if "confirm" in element:
        yield from _ruled(element["confirm"], limits.CONFIRM, f"{path}.confirm")


def _options(element: Mapping[str, Any], path: str) -> Found:
    groups = element.get("option_groups") or []
    options = [*(element.get("options") or []), *(o for g in groups for o in g.get("options", []))]
    if "static_select" in str(element.get("type")) and bool(groups) == ("options" in element):
        yield f"{path}: needs either options or option_groups"
    for place, group in enumerate(groups):
        yield from _ruled(group, limits.OPTION_GROUP, f"{path}.option_groups[{place}]")
    for place, option in enumerate(options):
        yield from _ruled(option, limits.OPTION, f"{path}.options[{place}]")
    for value in _repeated(option.get("value") for option in options):
        yield f"{path}: option value {value!r} is there twice"
    chosen = [element.get("initial_option"), *(element.get("initial_options") or [])]
    if any(option not in options for option in chosen if option is not None):
        yield f"{path}: what is chosen at first is none of the options"


def _values(element: Mapping[str, Any], path: str) -> Found:
    for name, pattern in _STAMPS.items():
        if name in element and not regex.fullmatch(pattern, str(element[name])):
            yield f"{path}.{name}: {element[name]!r} is malformed"
    seconds = element.get("initial_date_time")
    if seconds is not None and not (isinstance(seconds, int) and len(str(seconds)) == 10):
        yield f"{path}.initial_date_time: must be 10 digits"
    for name in ("initial_value", "min_value", "max_value"):
        if name in element and not isinstance(element[name], str):
            yield f"{path}.{name}: must be a string"
    if not 0 <= element.get("min_length", 0) <= element.get("max_length", 3000) <= 3000:
        yield f"{path}: 0 <= min_length <= max_length <= 3000 does not hold"


def _ruled(thing: Mapping[str, Any], rule: Rule, path: str) -> Found:
    """Whether a thing keeps to its rule, and its mrkdwn to ours."""
    yield from (f"{path}: needs {name}" for name in rule.needs if name not in thing)
    yield from _counted(thing, rule, path)
    for name, most in rule.sizes.items():
        for text in _texts(thing, name):
            yield from _text(text, most, f"{path}.{name}")
    for name in rule.plain:
        if name in thing and dict(thing[name]).get("type") != "plain_text":
            yield f"{path}.{name}: must be plain_text"


def _counted(thing: Mapping[str, Any], rule: Rule, path: str) -> Found:
    for name, (fewest, most) in rule.counts.items():
        if name in thing and not fewest <= len(thing[name]) <= most:
            yield f"{path}.{name}: {len(thing[name])}, must be {fewest} to {most}"


def _texts(thing: Mapping[str, Any], name: str) -> Sequence[Any]:
    if name.endswith("[]"):
        return [each for each in thing.get(name[:-2], []) if each.get("type") != "image"]
    return [thing[name]] if name in thing else []


def _text(text: Any, most: int, path: str) -> Found:
    words = text.get("text", "") if isinstance(text, Mapping) else str(text)
    if not words:
        yield f"{path}: empty"
    if size(words) > most:
        yield f"{path}: {size(words)} characters, at most {most}"
    if isinstance(text, Mapping) and text.get("type") == "mrkdwn":
        yield from _markup(words, path)


def _markup(words: str, path: str) -> Found:
    """Unescaped user text, and mentions of everybody."""
    rest = _ENTITY.sub("", _MARKUP.sub("", words))
    for sign in "<&":
        if sign in rest:
            around = rest[max(0, rest.index(sign) - 5) :][:25]
            yield f"{path}: unescaped {sign} in …{around!r}…"


def _parts(block: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Its interactive elements and pictures, each with its place."""
    for name in ("accessory", "element"):
        if name in block:
            yield name, block[name]
    if block.get("type") == "actions":
        for place, element in enumerate(block.get("elements", [])):
            yield f"elements[{place}]", element


def _elements(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (element for block in blocks for _, element in _parts(block))


def _contents(thing: Any) -> Iterator[str]:
    """Every text that counts to the whole of a message."""
    if isinstance(thing, Mapping):
        for name, part in thing.items():
            if isinstance(part, str) and name in limits.CONTENT:
                yield part
            else:
                yield from _contents(part)
    elif isinstance(thing, Sequence) and not isinstance(thing, str):
        for part in thing:
            yield from _contents(part)


def _repeated(values: Any) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1 and value is not None]
