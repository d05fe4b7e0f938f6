"""What was typed and chosen, as typed values: `forms.text(request.values, "question")`.

`values` maps a field's name (its block id) to the state of its element. A field that is absent
or empty reads as "", None or (); one that cannot be read is Invalid under its own name.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot.domain.errors import Invalid
from bot.domain.text import clean

T = TypeVar("T")
Values = Mapping[str, Mapping[str, Any]]


def text(values: Values, name: str) -> str:
    """Typed text, cleaned and trimmed."""
    return clean(_string(values, name, "value"))


def number(values: Values, name: str) -> int | None:
    """A whole number."""
    digits = text(values, name)
    if not digits:
        return None
    if len(digits) > 12 or not digits.removeprefix("-").isdecimal():
        raise Invalid({name: "Please type a whole number."})
    return int(digits)


def instant(values: Values, name: str) -> dt.datetime | None:
    """Day and time, in UTC."""
    seconds = _element(values, name).get("selected_date_time")
    if seconds is None:
        return None
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise Invalid({name: "Please pick a day and a time."}) from None


def date(values: Values, name: str) -> dt.date | None:
    """A calendar day."""
    return _read(values, name, "selected_date", dt.date.fromisoformat, "Please pick a day.")


def time(values: Values, name: str) -> dt.time | None:
    """A time of day, in no zone."""
    return _read(values, name, "selected_time", dt.time.fromisoformat, "Please pick a time.")


def choice(values: Values, name: str) -> str | None:
    """The value of the chosen option."""
    return _value_of(_element(values, name).get("selected_option"))


def choices(values: Values, name: str) -> tuple[str, ...]:
    """The values of all chosen options."""
    options = _element(values, name).get("selected_options") or ()
    return tuple(value for option in options if (value := _value_of(option)) is not None)


def ticks(values: Values, name: str) -> frozenset[str]:
    """The values of the boxes that are ticked."""
    return frozenset(choices(values, name))


def user(values: Values, name: str) -> str | None:
    """The picked person."""
    return _string(values, name, "selected_user") or None


def users(values: Values, name: str) -> tuple[str, ...]:
    """The picked people, each once."""
    picked = _element(values, name).get("selected_users") or ()
    return tuple(dict.fromkeys(each for each in picked if isinstance(each, str)))


def channel(values: Values, name: str) -> str | None:
    """The picked channel."""
    for part in ("selected_conversation", "selected_channel"):
        if picked := _string(values, name, part):
            return picked
    return None


def typed(values: Values) -> dict[str, str]:
    """All text that was typed, by field: what a draft keeps."""
    return {name: text(values, name) for name in values if "value" in values[name]}


def base_of(metadata: Mapping[str, str]) -> int:
    """The base that a form has carried; a form without one was begun on nothing."""
    base = metadata.get("base", "")
    return int(base) if base.isascii() and base.isdecimal() else 0


def round_of(metadata: Mapping[str, str]) -> int:
    """How often our words took the place of typed ones in a form; it travels with the form."""
    number = metadata.get("round", "0")
    return int(number) if number.isdecimal() else 0


def _read(
    values: Values, name: str, part: str, read: Callable[[str], T], sentence: str
) -> T | None:
    picked = _string(values, name, part)
    if not picked:
        return None
    try:
        return read(picked)
    except ValueError:
        raise Invalid({name: sentence}) from None


def _element(values: Values, name: str) -> Mapping[str, Any]:
    return values.get(name) or {}


def _string(values: Values, name: str, part: str) -> str:
    found = _element(values, name).get(part)
    return found if isinstance(found, str) else ""


def _value_of(option: Any) -> str | None:
    value = option.get("value") if isinstance(option, Mapping) else None
    return value if isinstance(value, str) else None
