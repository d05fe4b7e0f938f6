"""What people press, choose and type into: the elements of Block Kit, offered through `kit`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from zlib import crc32

from handlers.views.text import cut, one_line

Dict = dict[str, Any]
Style = Literal["primary", "danger"]
NOP = "nop"
# Slack refuses an empty text.
NOTHING = "–"


def act(action: str, *args: str) -> str:
    """An action or callback id with its arguments."""
    return ":".join((action, *args))


def mrkdwn(text: str, limit: int = 3000) -> Dict:
    return {"type": "mrkdwn", "text": cut(text, limit) if text.strip() else NOTHING}


def plain(text: str, limit: int = 3000) -> Dict:
    return {"type": "plain_text", "text": one_line(text, limit) or NOTHING, "emoji": True}


def given(**parts: Any) -> Dict:
    """The parts that are there: Slack takes an absent key, not a null."""
    return {name: part for name, part in parts.items() if part is not None}


def button(
    label: str,
    action_id: str,
    *,
    value: str | None = None,
    style: Style | None = None,
    confirm: Dict | None = None,
    spoken: str = "",
) -> Dict:
    """A button; `spoken` is what a screen reader says when the label alone is not enough."""
    return given(
        type="button",
        text=plain(label, 75),
        action_id=action_id,
        value=value,
        style=style,
        confirm=confirm,
        accessibility_label=one_line(spoken, 75) or None,
    )


def link(label: str, url: str) -> Dict:
    """A button that opens a page; Slack tells us of the click too, hence an id."""
    action_id = act(NOP, f"{crc32(url.encode()):x}")
    return {"type": "button", "text": plain(label, 75), "action_id": action_id, "url": url}


def confirm(title: str, text: str, yes: str, no: str = "Cancel", *, danger: bool = False) -> Dict:
    """“Are you sure?”; plain text."""
    return given(
        title=plain(title, 100),
        text=plain(text, 300),
        confirm=plain(yes, 30),
        deny=plain(no, 30),
        style="danger" if danger else None,
    )


def option(label: str, value: str, description: str = "") -> Dict:
    """One choice; plain text."""
    return given(
        text=plain(label, 75),
        value=value,
        description=plain(description, 75) if description else None,
    )


def select(
    options: Sequence[Dict],
    action_id: str = "value",
    *,
    placeholder: str = "Choose one",
    initial: str | Sequence[str] | None = None,
    many: bool = False,
    most: int | None = None,
) -> Dict:
    """A menu of up to 100 options; `initial` is the value chosen at first, or several."""
    chosen = _with_values(options, (initial,) if isinstance(initial, str) else initial or ())
    return given(
        type="multi_static_select" if many else "static_select",
        action_id=action_id,
        placeholder=plain(placeholder, 150),
        options=list(options),
        initial_option=chosen[0] if chosen and not many else None,
        initial_options=chosen if chosen and many else None,
        max_selected_items=most if many else None,
    )


def overflow(options: Sequence[Dict], action_id: str) -> Dict:
    """The menu behind “…”, up to five options."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def radio(options: Sequence[Dict], action_id: str = "value", *, initial: str | None = None) -> Dict:
    """Up to ten options, all in sight, one to choose."""
    chosen = _with_values(options, (initial,))
    return given(
        type="radio_buttons",
        action_id=action_id,
        options=list(options),
        initial_option=chosen[0] if chosen else None,
    )


def checkboxes(
    options: Sequence[Dict], action_id: str = "value", *, initial: Sequence[str] = ()
) -> Dict:
    """Up to ten options to tick."""
    return given(
        type="checkboxes",
        action_id=action_id,
        options=list(options),
        initial_options=_with_values(options, initial) or None,
    )


def text_input(
    action_id: str = "value",
    *,
    initial: str = "",
    lines: bool = False,
    limit: int = 3000,
    placeholder: str = "",
    focus: bool = False,
) -> Dict:
    """A field to type into, on one line or on several."""
    return given(
        type="plain_text_input",
        action_id=action_id,
        multiline=lines or None,
        max_length=limit,
        initial_value=cut(initial, limit) or None,
        placeholder=plain(placeholder, 150) if placeholder else None,
        focus_on_load=focus or None,
    )


def eager(element: Dict) -> Dict:
    """A text input that reports while it is typed into, not only at the end."""
    return {**element, "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}


def number_input(
    action_id: str = "value", *, initial: str = "", least: str = "", most: str = ""
) -> Dict:
    """A whole number; all of its values are strings."""
    return given(
        type="number_input",
        action_id=action_id,
        is_decimal_allowed=False,
        initial_value=initial or None,
        min_value=least or None,
        max_value=most or None,
    )


def instant_picker(action_id: str = "value", *, initial: datetime | None = None) -> Dict:
    """Day and time at once, in the person's own zone; not beside a section."""
    seconds = int(initial.timestamp()) if initial else None
    return given(type="datetimepicker", action_id=action_id, initial_date_time=seconds)


def date_picker(action_id: str = "value", *, initial: date | None = None) -> Dict:
    return given(
        type="datepicker",
        action_id=action_id,
        initial_date=initial.isoformat() if initial else None,
    )


def time_picker(action_id: str = "value", *, initial: str = "") -> Dict:
    """A time of day as HH:MM, no zone."""
    return given(type="timepicker", action_id=action_id, initial_time=initial or None)


def person_picker(action_id: str = "value", *, initial: str | None = None) -> Dict:
    return given(type="users_select", action_id=action_id, initial_user=initial)


def people_picker(
    action_id: str = "value", *, initial: Sequence[str] = (), most: int | None = None
) -> Dict:
    return given(
        type="multi_users_select",
        action_id=action_id,
        initial_users=list(initial) or None,
        max_selected_items=most,
    )


def channel_picker(action_id: str = "value", *, initial: str | None = None) -> Dict:
    """Public and private channels, no direct messages."""
    return given(
        type="conversations_select",
        action_id=action_id,
        initial_conversation=initial,
        filter={"include": ["public", "private"], "exclude_bot_users": True},
    )


def _with_values(options: Sequence[Dict], values: Sequence[str | None]) -> list[Dict]:
    return [each for each in options if each["value"] in values]
