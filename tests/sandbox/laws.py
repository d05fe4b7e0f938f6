"""Blocks and views that Slack takes, and many that it refuses, each for one reason."""

from typing import Any

from tests.sandbox.bots import TEXT, button, field, modal, plain, section

Block = dict[str, Any]


def option(text: str = "A", value: str = "a", **more: Any) -> Block:
    return {"text": plain(text), "value": value, **more}


def options(size: int) -> list[Block]:
    return [option(value=str(number)) for number in range(size)]


A, B = option(), option("B", "b")


def use(kind: str, **more: Any) -> Block:
    return {"type": kind, "action_id": "use", **more}


def select(**more: Any) -> Block:
    return use("static_select", **{"options": [A, B], **more})


def actions(*elements: Block, **more: Any) -> Block:
    return {"type": "actions", "elements": list(elements), **more}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def mrkdwn(text: str, **more: Any) -> Block:
    return {"type": "mrkdwn", "text": text, **more}


def context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


def fields(*texts: Block) -> Block:
    return {"type": "section", "fields": list(texts)}


def image(**more: Any) -> Block:
    return {"type": "image", "image_url": "https://x.example/a.png", **more}


def bars(*labels: str, **more: Any) -> Block:
    data = [{"label": label, "value": 3} for label in labels]
    axes = {"categories": ["A", "B"]}
    chart = {"type": "bar", "series": [{"name": "Votes", "data": data}], "axis_config": axes}
    return {"type": "data_visualization", "title": "Votes", "chart": chart, **more}


def pie(size: int = 1, label: str = "A", value: float = 1) -> Block:
    segments = [{"label": label, "value": value}] * size
    chart = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "Votes", "chart": chart}


def rich(*parts: Block) -> Block:
    return {"type": "rich_text", "elements": list(parts)}


def listed(*items: Block, **more: Any) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items), **more}


WORD = {"type": "text", "text": "x"}
LINE = {"type": "rich_text_section", "elements": [WORD, {"type": "user", "user_id": "U1"}]}
CELL = {"type": "raw_text", "text": "x"}
TABLE = {"type": "table", "rows": [[CELL]]}
RULE = {"type": "divider"}
CONFIRM = {"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")}
NUMBER = {"type": "number_input", "is_decimal_allowed": True}
UNEVEN = {"type": "data_table", "caption": "c", "rows": [[CELL], [CELL, CELL]]}
WAITING = {"type": "task_card", "task_id": "t", "title": "T", "status": "pending"}
FOCUSED = {**TEXT, "focus_on_load": True}

GOOD_BLOCKS: list[list[Block]] = [
    [section("hello")],
    [section("x" * 3000, accessory=button("Vote", "vote", confirm=CONFIRM))],
    [fields(*([mrkdwn("x" * 2000)] * 5))],
    [header("x" * 150), RULE],
    [context(mrkdwn("x"), image(alt_text="x"))],
    [actions(*(button(str(n), f"b{n}") for n in range(25)))],
    [actions(select(initial_option=B))],
    [bars("A", "B"), pie()],
    [rich(LINE, listed(LINE))],
    [TABLE],
    [{"type": "markdown", "text": "x" * 12000}],
    [section("x", accessory=use("overflow", options=[option(url="https://x.example")]))],
    [field("f", "In a message", TEXT)],
    [RULE] * 50,
]

BAD_BLOCKS: dict[str, list[Any]] = {
    "unknown block": [{"type": "paragraph"}],
    "not an object": ["section"],
    "no type": [{"text": plain("x")}],
    "51 blocks": [RULE] * 51,
    "section without text or fields": [{"type": "section"}],
    "section text 3001": [section("x" * 3001)],
    "section empty text": [section("")],
    "section unknown key": [section("x", colour="red")],
    "section with text as string": [{"type": "section", "text": "hello"}],
    "section with eleven fields": [fields(*([plain("x")] * 11))],
    "section field 2001": [fields(plain("x" * 2001))],
    "section with text input": [section("x", accessory=use("plain_text_input"))],
    "section with datetimepicker": [section("x", accessory=use("datetimepicker"))],
    "header 151": [header("x" * 151)],
    "header mrkdwn": [{"type": "header", "text": mrkdwn("x")}],
    "block id 256": [section("x", block_id="b" * 256)],
    "same block id twice": [section("x", block_id="b"), section("y", block_id="b")],
    "same action id twice in a block": [actions(button("A", "a"), button("B", "a"))],
    "empty actions": [actions()],
    "26 actions": [actions(*(button("x", f"b{n}") for n in range(26)))],
    "multi select in actions": [actions(select(type="multi_static_select"))],
    "button text 76": [actions(button("x" * 76, "a"))],
    "button value 2001": [actions(button("x", "a", value="v" * 2001))],
    "button mrkdwn": [actions(use("button", text=mrkdwn("x")))],
    "button style": [actions(button("x", "a", style="default"))],
    "confirm title 101": [actions(button("x", "a", confirm=CONFIRM | {"title": plain("x" * 101)}))],
    "confirm without deny": [actions(button("x", "a", confirm={"title": plain("x")}))],
    "action id 256": [actions(button("x", "a" * 256))],
    "context with button": [context(button("x", "a"))],
    "context with eleven": [context(*([plain("x")] * 11))],
    "emoji in mrkdwn": [context(mrkdwn("x", emoji=True))],
    "image without alt": [image()],
    "image with two sources": [image(slack_file={"id": "F1"}, alt_text="x")],
    "select without options": [actions(select(options=[]))],
    "select with 101 options": [actions(select(options=options(101)))],
    "select with options and groups": [
        actions(select(option_groups=[{"label": plain("g"), "options": [A]}]))
    ],
    "select with strange initial": [actions(select(initial_option=option("Z", "z")))],
    "select with initial of other text": [actions(select(initial_option=option("Z", "a")))],
    "select with same value twice": [actions(select(options=[A, A]))],
    "option text 76": [actions(select(options=[option("x" * 76)]))],
    "option value 151": [actions(select(options=[option(value="v" * 151)]))],
    "option text mrkdwn in a select": [
        actions(select(options=[{"text": mrkdwn("x"), "value": "a"}]))
    ],
    "url in a select option": [actions(select(options=[option(url="https://x.example")]))],
    "overflow with six": [actions(use("overflow", options=options(6)))],
    "radio with eleven": [actions(use("radio_buttons", options=options(11)))],
    "placeholder 151": [actions(select(placeholder=plain("x" * 151)))],
    "datepicker nonsense": [actions(use("datepicker", initial_date="tomorrow"))],
    "timepicker 25:00": [actions(use("timepicker", initial_time="25:00"))],
    "datetime absurd": [actions(use("datetimepicker", initial_date_time=12))],
    "two tables": [TABLE, TABLE],
    "three charts": [bars("A", "B"), pie(), pie()],
    "chart title 51": [bars("A", "B", title="x" * 51)],
    "chart missing a category": [bars("A")],
    "pie of nothing": [pie(value=0)],
    "pie with seven": [pie(7)],
    "pie label 21": [pie(label="x" * 21)],
    "markdown 12001 together": [{"type": "markdown", "text": "x" * 6001}] * 2,
    "alert in a message": [{"type": "alert", "text": plain("x")}],
    "number input in a message": [field("n", "N", NUMBER)],
    "input without label": [{"type": "input", "element": use("plain_text_input")}],
    "input with button": [field("b", "B", button("x", "a"))],
    "two in focus": [field("a", "A", FOCUSED), field("b", "B", FOCUSED)],
    "text max below min": [field("a", "A", {**TEXT, "min_length": 9, "max_length": 5})],
    "rich text list of words": [rich(listed(WORD))],
    "indent nine": [rich(listed(LINE, indent=9))],
    "task waiting alone": [WAITING],
    "empty card": [{"type": "card"}],
    "card with four buttons": [
        {"type": "card", "actions": [button("x", f"a{n}") for n in range(4)]}
    ],
    "container without title": [{"type": "container", "child_blocks": [section("x")]}],
    "data table of unequal rows": [UNEVEN],
}

GOOD_VIEWS: list[Block] = [
    modal(section("x")),
    modal(*([RULE] * 100)),
    modal(field("a", "A", TEXT), section("x", accessory=select()), private_metadata="x" * 3000),
    modal(field("n", "N", {**NUMBER, "min_value": "0"})),
    modal({"type": "alert", "text": plain("careful"), "level": "warning"}),
    {"type": "home", "blocks": [section("x"), field("a", "A", TEXT)]},
]


def home(*blocks: Block, **more: Any) -> Block:
    return {"type": "home", "blocks": list(blocks), **more}


FORM = modal(field("a", "A", TEXT))
BAD_VIEWS: dict[str, Any] = {
    "not a view": [],
    "unknown type": {"type": "drawer", "blocks": []},
    "no title": {"type": "modal", "blocks": [section("x")]},
    "title 25": modal(section("x"), title="x" * 25),
    "title mrkdwn": {**modal(section("x")), "title": mrkdwn("x")},
    "submit 25": modal(section("x"), submit=plain("x" * 25)),
    "input without submit": {key: value for key, value in FORM.items() if key != "submit"},
    "no blocks": modal(),
    "101 blocks": modal(*([RULE] * 101)),
    "metadata 3001": modal(section("x"), private_metadata="x" * 3001),
    "callback id 256": modal(section("x"), callback_id="x" * 256),
    "unknown key": modal(section("x"), colour="red"),
    "chart in a modal": modal(pie()),
    "table in a modal": modal(TABLE),
    "markdown in a modal": modal({"type": "markdown", "text": "x"}),
    "home with title": home(section("x"), title=plain("x")),
    "datetimepicker in a home": home(actions(use("datetimepicker"))),
    "number input in a home": home(field("n", "N", NUMBER)),
    "decimal not said": modal(field("n", "N", {"type": "number_input"})),
    "min above max": modal(field("n", "N", {**NUMBER, "min_value": "5", "max_value": "2"})),
    "min is a number": modal(field("n", "N", {**NUMBER, "min_value": 5})),
}
