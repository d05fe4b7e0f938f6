"""What Slack allows in block elements and composition objects, as data."""

from typing import Any

from sandbox.basics import Json
from sandbox.shapes import (
    Rule,
    Shape,
    Walk,
    anything,
    boolean,
    both,
    exactly_one,
    integer,
    many,
    one_of,
    shape,
    string,
)

ID = string(255)
FIRST_SECOND, LAST_SECOND = 1_000_000_000, 9_999_999_999


def text(longest: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Rule:
    """A text object; `emoji` only in plain text, `verbatim` only in mrkdwn."""
    plain = shape("type text", text=string(longest), emoji=boolean)
    mrkdwn = shape("type text", text=string(longest), verbatim=boolean)

    def rule(value: Any, at: str, walk: Walk) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in kinds:
            walk.say(f"must be a {' or '.join(kinds)} object", at)
        else:
            (plain if kind == "plain_text" else mrkdwn)(value, at, walk)

    return rule


def plain(longest: int) -> Rule:
    """A plain_text object."""
    return text(longest, ("plain_text",))


def option(words: Rule, more: dict[str, Rule] | None = None) -> Shape:
    """An option; `words` is the rule for its text."""
    return shape("text value", rules=more, text=words, value=string(150), description=words)


OPTION = option(plain(75))
GROUP = shape("label options", label=plain(75), options=many(OPTION, 1, 100))
RICH_OPTION = option(text(75))
LINK_OPTION = option(plain(75), {"url": string(3000)})
CONFIRM = shape(
    "title text confirm deny",
    title=plain(100),
    text=text(300),
    confirm=plain(30),
    deny=plain(30),
    style=one_of("primary", "danger"),
)
FILTER = shape(
    include=many(one_of("im", "mpim", "private", "public"), 1, 4),
    exclude_external_shared_channels=boolean,
    exclude_bot_users=boolean,
)
DISPATCH = shape(trigger_actions_on=many(one_of("on_enter_pressed", "on_character_entered"), 1, 2))
SLACK_FILE = shape(also=exactly_one("id", "url"), id=string(255), url=string(3000))


def all_options(element: Json) -> list[Json]:
    """The options of an element, out of their groups."""
    groups = element.get("option_groups") or []
    grouped = [o for g in groups if isinstance(g, dict) for o in g.get("options") or []]
    return [*(element.get("options") or []), *grouped]


def initial_is_an_option(element: Json, at: str, walk: Walk) -> None:
    """What is chosen at first must deep-equal an option."""
    chosen = element.get("initial_options") or []
    first = element.get("initial_option")
    for one in [*chosen, *([first] if first else [])]:
        if one not in all_options(element):
            walk.say("initial option is not among the options", at)


def distinct_values(element: Json, at: str, walk: Walk) -> None:
    """Two options with one value cannot be told apart."""
    values = [o.get("value") for o in all_options(element) if isinstance(o, dict)]
    if len(values) != len(set(values)):
        walk.say("option values must be unique", at)


def ordered(low: str, high: str) -> Any:
    """`low` is not above `high`."""

    def check(element: Json, at: str, walk: Walk) -> None:
        if low in element and high in element and float(element[low]) > float(element[high]):
            walk.say(f"{low} must not be more than {high}", at)

    return check


IN_INPUT = "section actions input"
TYPED = "input"
USABLE: dict[str, Rule] = {"action_id": ID}
ASKS: dict[str, Rule] = {**USABLE, "confirm": CONFIRM, "focus_on_load": boolean}
PICKS: dict[str, Rule] = {**ASKS, "placeholder": plain(150)}
TYPES: dict[str, Rule] = {
    **USABLE,
    "placeholder": plain(150),
    "focus_on_load": boolean,
    "dispatch_action_config": DISPATCH,
}
MULTI: dict[str, Rule] = {**PICKS, "max_selected_items": integer(1, 100)}
OPTIONS: dict[str, Rule] = {
    "options": many(OPTION, 1, 100),
    "option_groups": many(GROUP, 1, 100),
}
STATIC = both(exactly_one("options", "option_groups"), initial_is_an_option, distinct_values)
BOXES = both(initial_is_an_option, distinct_values)
TICKS: dict[str, Rule] = {**ASKS, "options": many(RICH_OPTION, 1, 10)}
SOME: Rule = many(string(255), 0, 100)
NUMBER = string(40, 1, r"-?\d+(\.\d+)?")
DATE, TIME = string(10, 10, r"\d{4}-\d{2}-\d{2}"), string(5, 5, r"([01]\d|2[0-3]):[0-5]\d")

BUTTON_RULES: dict[str, Rule] = {
    **USABLE,
    "text": plain(75),
    "value": string(2000),
    "url": string(3000),
    "style": one_of("primary", "danger"),
    "confirm": CONFIRM,
    "accessibility_label": string(75),
}

ELEMENTS: dict[str, Shape] = {
    "button": shape("text", inside="section actions card", rules=BUTTON_RULES),
    "static_select": shape(
        "", also=STATIC, inside=IN_INPUT, rules=PICKS | OPTIONS, initial_option=OPTION
    ),
    "multi_static_select": shape(
        "", also=STATIC, inside="section input", rules=MULTI | OPTIONS,
        initial_options=many(OPTION, 1, 100),
    ),
    "external_select": shape(
        "", inside=IN_INPUT, rules=PICKS, initial_option=OPTION, min_query_length=integer(0, 100)
    ),
    "multi_external_select": shape(
        "", inside="section input", rules=MULTI, initial_options=many(OPTION, 1, 100),
        min_query_length=integer(0, 100),
    ),
    "users_select": shape("", inside=IN_INPUT, rules=PICKS, initial_user=ID),
    "multi_users_select": shape("", inside="section input", rules=MULTI, initial_users=SOME),
    "conversations_select": shape(
        "", inside=IN_INPUT, rules=PICKS, initial_conversation=ID, filter=FILTER,
        default_to_current_conversation=boolean, response_url_enabled=boolean,
    ),
    "multi_conversations_select": shape(
        "", inside="section input", rules=MULTI, initial_conversations=SOME, filter=FILTER,
        default_to_current_conversation=boolean,
    ),
    "channels_select": shape(
        "", inside=IN_INPUT, rules=PICKS, initial_channel=ID, response_url_enabled=boolean
    ),
    "multi_channels_select": shape("", inside="section input", rules=MULTI, initial_channels=SOME),
    "checkboxes": shape(
        "options", also=BOXES, inside=IN_INPUT, rules=TICKS,
        initial_options=many(RICH_OPTION, 1, 10),
    ),
    "radio_buttons": shape(
        "options", also=BOXES, inside=IN_INPUT, rules=TICKS, initial_option=RICH_OPTION
    ),
    "overflow": shape(
        "options", also=distinct_values, inside="section actions",
        rules=USABLE | {"confirm": CONFIRM}, options=many(LINK_OPTION, 1, 5),
    ),
    "datepicker": shape("", inside=IN_INPUT, rules=PICKS, initial_date=DATE),
    "timepicker": shape(
        "", inside=IN_INPUT, rules=PICKS, initial_time=TIME, timezone=string(100)
    ),
    "datetimepicker": shape(
        "", on="MV", inside="actions input", rules=ASKS,
        initial_date_time=integer(FIRST_SECOND, LAST_SECOND),
    ),
    "plain_text_input": shape(
        "", also=ordered("min_length", "max_length"), inside=TYPED, rules=TYPES,
        initial_value=string(3000, 0), multiline=boolean, min_length=integer(0, 3000),
        max_length=integer(1, 3000),
    ),
    "email_text_input": shape("", on="V", inside=TYPED, rules=TYPES, initial_value=string(3000)),
    "url_text_input": shape("", on="V", inside=TYPED, rules=TYPES, initial_value=string(3000)),
    "number_input": shape(
        "is_decimal_allowed", also=ordered("min_value", "max_value"), on="V", inside=TYPED,
        rules=TYPES, is_decimal_allowed=boolean, initial_value=NUMBER, min_value=NUMBER,
        max_value=NUMBER,
    ),
    "rich_text_input": shape(
        "", on="VH", inside="input actions", rules=TYPES, initial_value=anything,
        min_lines=integer(1, 100), max_lines=integer(1, 100),
    ),
    "file_input": shape(
        "", on="V", inside=TYPED, rules=USABLE, filetypes=many(string(20), 1, 100),
        max_files=integer(1, 10),
    ),
    "workflow_button": shape(
        "text workflow", on="M", inside="section actions", rules=USABLE, text=plain(75),
        workflow=anything, style=one_of("primary", "danger"), accessibility_label=string(75),
    ),
    "icon_button": shape(
        "icon text", on="M", inside="context_actions", rules=USABLE, icon=string(50),
        text=plain(75), value=string(2000), confirm=CONFIRM, accessibility_label=string(75),
        visible_to_user_ids=many(ID, 1, 10),
    ),
    "feedback_buttons": shape(
        "positive_button negative_button", on="M", inside="context_actions", rules=USABLE,
        positive_button=shape("text value", text=plain(75), value=string(2000),
                              accessibility_label=string(75)),
        negative_button=shape("text value", text=plain(75), value=string(2000),
                              accessibility_label=string(75)),
    ),
    "image": shape(
        "alt_text", also=exactly_one("image_url", "slack_file"), inside="section context",
        image_url=string(3000), slack_file=SLACK_FILE, alt_text=string(2000),
    ),
}  # fmt: skip


def element(host: str) -> Rule:
    """An element that may stand in this kind of block, on this surface."""

    def rule(value: Any, at: str, walk: Walk) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        known = ELEMENTS.get(kind) if isinstance(kind, str) else None
        if known is None or host not in known.hosts:
            walk.say(f"unsupported element in {host}: {kind}", f"{at}/type")
        elif walk.surface not in known.surfaces:
            walk.say(f"{kind} is not allowed on this surface", f"{at}/type")
        else:
            known(value, at, walk)

    return rule
