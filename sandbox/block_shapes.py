"""What Slack allows in blocks, as data (M message, V modal view, H App Home)."""

from typing import Any

from sandbox.basics import Json
from sandbox.block_elements import ELEMENTS, ID, SLACK_FILE, element, plain, text
from sandbox.shapes import (
    Rule,
    Shape,
    Walk,
    anything,
    at_least_one,
    boolean,
    both,
    by_type,
    exactly_one,
    integer,
    many,
    number,
    one_of,
    shape,
    string,
)

STYLE = shape(
    bold=boolean, italic=boolean, strike=boolean, code=boolean, underline=boolean,
    highlight=boolean, client_highlight=boolean, unlink=boolean,
)  # fmt: skip
LEAVES: dict[str, Shape] = {
    "text": shape("text", text=string(12000), style=STYLE),
    "link": shape("url", url=string(3000), text=string(3000), unsafe=boolean, style=STYLE),
    "user": shape("user_id", user_id=ID, style=STYLE),
    "channel": shape("channel_id", channel_id=ID, style=STYLE),
    "usergroup": shape("usergroup_id", usergroup_id=ID, style=STYLE),
    "team": shape("team_id", team_id=ID, style=STYLE),
    "emoji": shape("name", name=string(100), skin_tone=integer(2, 6), unicode=string(100)),
    "broadcast": shape("range", range=one_of("here", "channel", "everyone")),
    "color": shape("value", value=string(20)),
    "date": shape(
        "timestamp format", timestamp=integer(0, 99_999_999_999), format=string(200),
        url=string(3000), fallback=string(1000), style=STYLE,
    ),
}  # fmt: skip
WORDS = many(by_type(LEAVES), 0, 1000)
SECTION = shape("elements", elements=WORDS)
PARTS: dict[str, Shape] = {
    "rich_text_section": SECTION,
    "rich_text_quote": shape("elements", elements=WORDS, border=integer(0, 1)),
    "rich_text_preformatted": shape(
        "elements", elements=many(by_type(LEAVES, "text link"), 0, 1000), border=integer(0, 1),
        language=string(50),
    ),
    "rich_text_list": shape(
        "style elements", style=one_of("bullet", "ordered"), indent=integer(0, 8),
        border=integer(0, 1), offset=integer(0, 10_000),
        elements=many(by_type({"rich_text_section": SECTION}), 1, 1000),
    ),
}  # fmt: skip
RICH_TEXT = shape("elements", block_id=ID, elements=many(by_type(PARTS), 1, 1000))
RICH: Rule = by_type({"rich_text": RICH_TEXT})
CELLS: dict[str, Shape] = {
    "raw_text": shape("text", text=string(3000)),
    "raw_number": shape("value", value=number(), text=string(3000)),
    "rich_text": RICH_TEXT,
}
ALIGNED = shape(align=one_of("left", "center", "right"), is_wrapped=boolean)
IMAGE = ELEMENTS["image"]

POINT = shape("label value", label=string(20), value=number())
SERIES = shape("name data", name=string(20), data=many(POINT, 1, 20))


def points_match(chart: Json, at: str, walk: Walk) -> None:
    """Every series has one point per category, in any order."""
    wanted = sorted(map(str, chart["axis_config"].get("categories", [])))
    for place, one in enumerate(chart["series"]):
        if sorted(str(p.get("label")) for p in one.get("data", [])) != wanted:
            walk.say("data points must match the categories", f"{at}/series/{place}")


AXES = shape(
    "categories", categories=many(string(20), 1, 20), x_label=string(50), y_label=string(50)
)
AXIS_CHART = shape(
    "series axis_config", also=points_match, series=many(SERIES, 1, 6), axis_config=AXES
)
SLICE = shape("label value", label=string(20), value=number(above=0))
CHARTS: dict[str, Shape] = {
    "pie": shape("segments", segments=many(SLICE, 1, 6)),
    "bar": AXIS_CHART,
    "line": AXIS_CHART,
    "area": AXIS_CHART,
}


def same_width(block: Json, at: str, walk: Walk) -> None:
    """All rows of a data table are equally long."""
    if len({len(row) for row in block["rows"] if isinstance(row, list)}) > 1:
        walk.say("all rows must have the same number of columns", f"{at}/rows")


def no_rich_header(block: Json, at: str, walk: Walk) -> None:
    """The header row holds plain cells."""
    if any(cell.get("type") == "rich_text" for cell in (block["rows"] or [[]])[0]):
        walk.say("header cells cannot be rich_text", f"{at}/rows/0")


def container_heads(block: Json, at: str, walk: Walk) -> None:
    """What a container's head may combine."""
    if block.get("is_collapsible") and block.get("has_header_divider"):
        walk.say("has_header_divider needs a container that is not collapsible", at)


def not_pending(block: Json, at: str, walk: Walk) -> None:
    """Only a plan shows tasks to come."""
    if block["status"] == "pending" and "/tasks/" not in at:
        walk.say("a task_card of its own cannot be pending", at)


def child(value: Any, at: str, walk: Walk) -> None:
    """A block inside a container."""
    by_type(BLOCKS, CHILDREN)(value, at, walk)


CHILDREN = "actions context divider header image input rich_text section table video"
TASK = shape(
    "task_id title status", also=not_pending, on="M", block_id=ID, task_id=string(255),
    title=string(255), details=RICH, output=RICH, sources=many(anything, 0, 100),
    status=one_of("pending", "in_progress", "complete", "error"),
)  # fmt: skip
CARD = shape(
    "", also=at_least_one("hero_image", "title", "actions", "body"), on="MH", block_id=ID,
    hero_image=IMAGE, icon=IMAGE, title=text(150), subtitle=text(150), body=text(200),
    actions=many(element("card"), 1, 3),
)  # fmt: skip

BLOCKS: dict[str, Shape] = {
    "section": shape(
        "", also=at_least_one("text", "fields"), block_id=ID, text=text(3000),
        fields=many(text(2000), 1, 10), accessory=element("section"), expand=boolean,
    ),
    "header": shape("text", block_id=ID, text=plain(150)),
    "context": shape("elements", block_id=ID, elements=many(
        lambda v, at, walk: (
            text(3000) if isinstance(v, dict) and v.get("type") in ("plain_text", "mrkdwn")
            else element("context")
        )(v, at, walk), 1, 10)),
    "actions": shape("elements", block_id=ID, elements=many(element("actions"), 1, 25)),
    "divider": shape("", block_id=ID),
    "image": shape(
        "alt_text", also=exactly_one("image_url", "slack_file"), block_id=ID,
        image_url=string(3000), slack_file=SLACK_FILE, alt_text=string(2000), title=plain(2000),
    ),
    "input": shape(
        "label element", block_id=ID, label=plain(2000), hint=plain(2000), optional=boolean,
        dispatch_action=boolean, element=element("input"),
    ),
    "rich_text": RICH_TEXT,
    "video": shape(
        "alt_text title thumbnail_url video_url", block_id=ID, alt_text=string(2000),
        title=plain(199), title_url=string(3000), thumbnail_url=string(3000),
        video_url=string(3000), description=plain(200), author_name=string(49),
        provider_name=string(49), provider_icon_url=string(3000),
    ),
    "markdown": shape("text", on="M", block_id=ID, text=string(12000)),
    "table": shape(
        "rows", on="M", block_id=ID, rows=many(many(by_type(CELLS), 1, 20), 1, 100),
        column_settings=many(ALIGNED, 0, 20),
    ),
    "data_table": shape(
        "rows caption", also=both(same_width, no_rich_header), on="M", block_id=ID,
        rows=many(many(by_type(CELLS), 1, 20), 2, 201), caption=string(3000),
        page_size=integer(1, 100), row_header_column_index=integer(0, 19),
    ),
    "data_visualization": shape(
        "title chart", on="M", block_id=ID, title=string(50), chart=by_type(CHARTS)
    ),
    "context_actions": shape(
        "elements", on="M", block_id=ID, elements=many(element("context_actions"), 1, 5)
    ),
    "task_card": TASK,
    "plan": shape(
        "title tasks", on="M", block_id=ID, title=string(255),
        tasks=many(by_type({"task_card": TASK}), 1, 50),
    ),
    "alert": shape(
        "text", on="V", block_id=ID, text=text(200),
        level=one_of("default", "info", "warning", "error", "success"),
    ),
    "card": CARD,
    "carousel": shape(
        "elements", on="MH", block_id=ID, elements=many(by_type({"card": CARD}), 1, 10)
    ),
    "container": shape(
        "child_blocks", also=both(exactly_one("title", "rich_text_title"), container_heads),
        on="M", block_id=ID, title=plain(150), rich_text_title=RICH, subtitle=text(150),
        child_blocks=many(child, 1, 10), width=one_of("narrow", "standard", "wide", "full"),
        icon=IMAGE, is_collapsible=boolean, default_collapsed=boolean, has_header_divider=boolean,
    ),
}  # fmt: skip


def block(value: Any, at: str, walk: Walk) -> None:
    """One block of a payload, with its surface."""
    by_type(BLOCKS)(value, at, walk)
    kind = value.get("type") if isinstance(value, dict) else None
    if isinstance(kind, str) and kind in BLOCKS and walk.surface not in BLOCKS[kind].surfaces:
        walk.say(f"{kind} is not allowed on this surface", f"{at}/type")
