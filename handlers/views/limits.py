"""What Slack allows in blocks, as data: docs.slack.dev/reference/block-kit, November 2026.

A place is named by its path in the payload: `text` a text object or string, `options[]` each of a
list. Sizes are in UTF-16 units, which is never fewer than Slack may count.
"""

from dataclasses import dataclass, field

MESSAGE, MODAL, HOME = "message", "modal", "home"
EVERYWHERE = frozenset({MESSAGE, MODAL, HOME})
VIEWS = frozenset({MODAL, HOME})

SECTION, ACTIONS, INPUT = "section", "actions", "input"

MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
# Undocumented: `msg_blocks_too_long` was seen at about 13,200 characters of legal blocks.
MESSAGE_CHARACTERS = 12_500
FALLBACK_CHARACTERS = 4_000
VIEW_BYTES = 250_000
METADATA = 3_000
ID = 255
TITLE = 24
MARKDOWN_CHARACTERS = 12_000
# At most so many blocks of a kind in one payload.
ONCE = {"table": 1, "data_visualization": 2, "plan": 1}

# Names of the parts that count as text of a message.
CONTENT = frozenset({"text", "title", "label", "description", "alt_text", "hint", "name"})


@dataclass(frozen=True)
class Rule:
    """What one block, element or composition object may be.

    `sizes`: part -> most characters. `counts`: list -> (fewest, most). `needs`: parts that must be
    there. `plain`: parts that must be plain_text. `hosts`: blocks an element may stand in.
    """

    sizes: dict[str, int] = field(default_factory=dict)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    surfaces: frozenset[str] = EVERYWHERE
    hosts: frozenset[str] = frozenset({SECTION, ACTIONS, INPUT})


_MENU_SIZES = {"placeholder": 150}
_MENU = Rule(_MENU_SIZES, plain=("placeholder",))
_PICK = Rule({}, {"options": (1, 10)}, needs=("options",))

BLOCKS: dict[str, Rule] = {
    "section": Rule({"text": 3000, "fields[]": 2000}, {"fields": (1, 10)}),
    "header": Rule({"text": 150}, needs=("text",), plain=("text",)),
    "context": Rule({"elements[]": 3000}, {"elements": (1, 10)}, needs=("elements",)),
    "actions": Rule({}, {"elements": (1, 25)}, needs=("elements",)),
    "divider": Rule(),
    "image": Rule({"image_url": 3000, "alt_text": 2000, "title": 2000}, needs=("alt_text",)),
    "input": Rule(
        {"label": 2000, "hint": 2000}, needs=("label", "element"), plain=("label", "hint")
    ),
    "rich_text": Rule(counts={"elements": (1, 100)}, needs=("elements",)),
    "markdown": Rule({"text": 12_000}, needs=("text",), surfaces=frozenset({MESSAGE})),
    "table": Rule(counts={"rows": (1, 100)}, needs=("rows",), surfaces=frozenset({MESSAGE})),
    "data_visualization": Rule(
        {"title": 50}, needs=("title", "chart"), surfaces=frozenset({MESSAGE})
    ),
    "alert": Rule({"text": 200}, needs=("text",), surfaces=frozenset({MODAL})),
}

ELEMENTS: dict[str, Rule] = {
    "button": Rule(
        {"text": 75, "value": 2000, "url": 3000, "accessibility_label": 75},
        needs=("text", "action_id"),
        plain=("text",),
        hosts=frozenset({SECTION, ACTIONS}),
    ),
    "static_select": Rule(
        _MENU_SIZES, {"options": (1, 100), "option_groups": (1, 100)}, plain=("placeholder",)
    ),
    "multi_static_select": Rule(
        _MENU_SIZES,
        {"options": (1, 100), "option_groups": (1, 100)},
        plain=("placeholder",),
        hosts=frozenset({SECTION, INPUT}),
    ),
    "users_select": _MENU,
    "conversations_select": _MENU,
    "channels_select": _MENU,
    "external_select": _MENU,
    "multi_users_select": Rule(_MENU_SIZES, hosts=frozenset({SECTION, INPUT})),
    "multi_conversations_select": Rule(_MENU_SIZES, hosts=frozenset({SECTION, INPUT})),
    "multi_channels_select": Rule(_MENU_SIZES, hosts=frozenset({SECTION, INPUT})),
    "multi_external_select": Rule(_MENU_SIZES, hosts=frozenset({SECTION, INPUT})),
    "checkboxes": _PICK,
    "radio_buttons": _PICK,
    "overflow": Rule(
        {}, {"options": (1, 5)}, needs=("options",), hosts=frozenset({SECTION, ACTIONS})
    ),
    "datepicker": _MENU,
    "timepicker": _MENU,
    "datetimepicker": Rule(surfaces=frozenset({MESSAGE, MODAL}), hosts=frozenset({ACTIONS, INPUT})),
    "plain_text_input": Rule(_MENU_SIZES | {"initial_value": 3000}, hosts=frozenset({INPUT})),
    "email_text_input": Rule(_MENU_SIZES, surfaces=VIEWS, hosts=frozenset({INPUT})),
    "url_text_input": Rule(_MENU_SIZES, surfaces=VIEWS, hosts=frozenset({INPUT})),
    "number_input": Rule(
        _MENU_SIZES, needs=("is_decimal_allowed",), surfaces=VIEWS, hosts=frozenset({INPUT})
    ),
    "rich_text_input": Rule(_MENU_SIZES, surfaces=VIEWS, hosts=frozenset({INPUT})),
    "file_input": Rule(surfaces=frozenset({MODAL}), hosts=frozenset({INPUT})),
    "image": Rule(
        {"image_url": 3000, "alt_text": 2000}, needs=("alt_text",), hosts=frozenset({SECTION})
    ),
}

OPTION = Rule({"text": 75, "value": 150, "description": 75}, needs=("text", "value"))
OPTION_GROUP = Rule(
    {"label": 75}, {"options": (1, 100)}, needs=("label", "options"), plain=("label",)
)
CONFIRM = Rule(
    {"title": 100, "text": 300, "confirm": 30, "deny": 30},
    needs=("title", "text", "confirm", "deny"),
    plain=("title", "confirm", "deny"),
)
VIEW = Rule(
    {"title": TITLE, "submit": TITLE, "close": TITLE, "private_metadata": METADATA,
     "callback_id": ID, "external_id": ID},
    plain=("title", "submit", "close"),
)  # fmt: skip

CHART_TITLES = 50
CHART_LABELS = 20
CHART_POINTS = 20
# 12 in some pages of the docs, 6 in others.
CHART_SERIES = 6
