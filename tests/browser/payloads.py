"""What the echo bot sends: one of every block, and a form with one of every input."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, description: str = "") -> Json:
    """An option of a menu."""
    more = {"description": plain(description)} if description else {}
    return {"text": plain(text), "value": value, **more}


def section(text: str, **more: Any) -> Json:
    """A section with mrkdwn."""
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str, action: str, **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action, **more}


def field(name: str, label: str, element: Json, **more: Any) -> Json:
    """An input block; its block_id is the name of the field."""
    element = {"action_id": "value", **element}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element, **more}


# 2026-11-24 15:00 UTC, 16:00 in Stockholm, 10:00 in Bogotá.
INSTANT = 1795532400

WORDS = (
    "*Bold*, _italic_, ~strike~, `code`, snake_case_stays, <https://example.com/a|a link>. "
    "<@U0MAYA> asks <@U0TOMAS> in <#C0GENERAL>. <!channel> &lt;b&gt; &amp; :tada:\n"
    f"Closes <!date^{INSTANT}^{{date_short_pretty}} at {{time}}|later>.\n"
    "&gt; quoted\n```fenced```"
)

CONFIRM = {
    "title": plain("Delete the poll?"),
    "text": mrkdwn("Three votes are *lost*."),
    "confirm": plain("Delete it"),
    "deny": plain("Keep it"),
    "style": "danger",
}

CHART = {
    "type": "data_visualization",
    "title": "Votes by option",
    "chart": {
        "type": "bar",
        "series": [
            {
                "name": "Votes",
                "data": [{"label": "Lower", "value": 3}, {"label": "Higher", "value": 1}],
            }
        ],
        "axis_config": {"categories": ["Lower", "Higher"]},
    },
}

LIST = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "first point"}]}
            ],
        }
    ],
}

ROWS = [["Option", "Votes"], ["Lower", "3"]]
TABLE = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in ROWS],
}

GALLERY: list[Json] = [
    {"type": "header", "text": plain("Which price shape? :dart:")},
    section(WORDS),
    {"type": "divider"},
    {"type": "section", "fields": [mrkdwn("*Stage*\nPreparing"), mrkdwn("*Readiness*\n70 %")]},
    section(
        "*Lower price, two years*", block_id="lower", accessory=button("Vote", "vote", value="1")
    ),
    section(
        "*Higher price*",
        block_id="more",
        accessory={
            "type": "overflow",
            "action_id": "menu",
            "options": [option("Edit", "edit"), option("Close now", "close", "Posts the result")],
        },
    ),
    {"type": "context", "elements": [mrkdwn("3 of 7 have voted"), plain("Result after close")]},
    {
        "type": "actions",
        "block_id": "deeds",
        "elements": [
            button("Delete", "delete", style="danger", confirm=CONFIRM),
            {
                "type": "static_select",
                "action_id": "template",
                "placeholder": plain("Pick a template"),
                "options": [option("Price", "price"), option("Length", "length")],
            },
        ],
    },
    LIST,
    {"type": "markdown", "text": "**Standard** markdown with `code`"},
    CHART,
    TABLE,
]

HOME = {
    "type": "home",
    "blocks": [{"type": "header", "text": plain("Waiting for you")}, section("Nothing waits.")],
}

SECOND = {
    "type": "modal",
    "callback_id": "second",
    "title": plain("Second step"),
    "close": plain("Back"),
    "blocks": [section("On top of the form.")],
}


def form(*extra: Json) -> Json:
    """The form; `extra` blocks stand on top, as after an update."""
    rules = [option("Single choice", "single", "One vote each"), option("Up to three", "three")]
    places = [option("Channel", "channel"), option("Voters", "voters")]
    groups = [
        {"label": plain("Price"), "options": [option("Price shape", "shape")]},
        {"label": plain("People"), "options": [option("Who leads", "lead")]},
    ]
    question = {"type": "plain_text_input", "max_length": 60, "focus_on_load": True}
    return {
        "type": "modal",
        "callback_id": "form",
        "notify_on_close": True,
        "title": plain("New poll"),
        "submit": plain("Preview"),
        "close": plain("Cancel"),
        "blocks": [
            *extra,
            {
                "type": "actions",
                "block_id": "top",
                "elements": [button("Refresh", "refresh"), button("More", "more")],
            },
            field("question", "Question", question, hint=plain("One question, one decision.")),
            field(
                "why", "Why you ask", {"type": "plain_text_input", "multiline": True}, optional=True
            ),
            field("rule", "Rule", {"type": "radio_buttons", "options": rules}, optional=True),
            field(
                "places", "Who sees it", {"type": "checkboxes", "options": places}, optional=True
            ),
            field(
                "template",
                "Template",
                {"type": "static_select", "option_groups": groups},
                optional=True,
            ),
            field("voters", "Voters", {"type": "multi_users_select"}, optional=True),
            field("where", "Channel", {"type": "conversations_select"}, optional=True),
            field("closes", "Closes", {"type": "datetimepicker"}, optional=True),
            field("day", "Day", {"type": "datepicker"}, optional=True),
            field("hour", "Hour", {"type": "timepicker"}, optional=True),
            field(
                "seats",
                "Seats",
                {"type": "number_input", "is_decimal_allowed": False},
                optional=True,
            ),
            field("mail", "Send to", {"type": "email_text_input"}, optional=True),
            field(
                "copy",
                "Copy from",
                {"type": "external_select", "min_query_length": 0},
                optional=True,
            ),
        ],
    }


MANIFEST: Json = {
    "display_information": {"name": "Echo", "description": "Says what it hears"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Echo"},
        "slash_commands": [
            {"command": "/echo", "description": "Says it again", "usage_hint": "[form | say …]"}
        ],
        "shortcuts": [
            {
                "name": "Echo this",
                "type": "message",
                "callback_id": "echo.this",
                "description": "Opens the form",
            }
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "app_mentions:read"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
    },
}
