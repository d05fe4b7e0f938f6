"""What changed between two versions of a decision, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from bot.domain.decisions import Decision, DecisionForm

TAKEN_OUT, PUT_IN = "-", "+"
FACTS = ("accountable", "thanked", "done_by", "review_on", "probability", "visibility", "standing")


@dataclass(frozen=True)
class Line:
    """One line that is in one of the versions only; `sign` is TAKEN_OUT or PUT_IN."""

    sign: str
    text: str


@dataclass(frozen=True)
class Change:
    """What differs in one field, in reading order; `field` is the name of the form's field."""

    field: str
    lines: tuple[Line, ...]


def changes(before: Decision, after: Decision) -> tuple[Change, ...]:
    """The fields that differ, texts first; nothing when only the moment differs."""
    found = [
        *(Change(name, tuple(_text(before, after, name))) for name in DecisionForm.TEXTS),
        *(Change(name, tuple(_fact(before, after, name))) for name in FACTS),
    ]
    return tuple(change for change in found if change.lines)


def _text(before: Decision, after: Decision, name: str) -> Iterator[Line]:
    old, new = (getattr(version.form, name).splitlines() for version in (before, after))
    return _compared(old, new)


def _fact(before: Decision, after: Decision, name: str) -> Iterator[Line]:
    return _compared(_said(before, name), _said(after, name))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            yield from (Line(TAKEN_OUT, text) for text in old[old_from:old_to])
            yield from (Line(PUT_IN, text) for text in new[new_from:new_to])


def _said(decision: Decision, name: str) -> list[str]:
    """One fact as lines: nothing when it is not given."""
    if name == "accountable":
        return [decision.accountable]
    value = getattr(decision.form, name)
    if name == "thanked":
        return list(value)
    if isinstance(value, date):
        return [f"{value.day} {value:%b %Y}"]
    if name == "probability" and value is not None:
        return [f"{value} %"]
    return [] if value is None else [str(value)]
