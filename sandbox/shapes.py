"""A small vocabulary for saying what JSON must look like, with complaints in Slack's words.

A rule is a function of (value, pointer, walk) that tells the walk what is wrong. Lengths count
Unicode code points.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.basics import Json


@dataclass
class Walk:
    """One pass over one payload: where it will be shown, and what was found wrong."""

    surface: str
    problems: list[str] = field(default_factory=list)

    def say(self, problem: str, at: str) -> None:
        """Notes a complaint about the place `at` (a JSON pointer)."""
        self.problems.append(f"[ERROR] {problem} [json-pointer:{at}]")


Rule = Callable[[Any, str, Walk], None]
Extra = Callable[[Json, str, Walk], None]


@dataclass(frozen=True)
class Shape:
    """An object: its keys, which of them must be there, and what else must hold."""

    rules: Mapping[str, Rule]
    required: frozenset[str]
    extra: Extra | None = None
    surfaces: str = "MVH"
    hosts: frozenset[str] = frozenset()

    def __call__(self, value: Any, at: str, walk: Walk) -> None:
        """Checks one object."""
        if not isinstance(value, dict):
            walk.say("must provide an object", at)
            return
        before = len(walk.problems)
        for key in sorted(self.required - value.keys()):
            walk.say(f"missing required field: {key}", at)
        for key, part in value.items():
            self._key(key, part, at, walk)
        if self.extra and len(walk.problems) == before:
            self.extra(value, at, walk)

    def _key(self, key: str, part: Any, at: str, walk: Walk) -> None:
        if key not in self.rules:
            walk.say(f"invalid additional property: {key}", at)
        elif part is not None or key in self.required:
            self.rules[key](part, f"{at}/{key}", walk)


def shape(
    required: str = "",
    *,
    also: Extra | None = None,
    on: str = "MVH",
    inside: str = "",
    rules: Mapping[str, Rule] | None = None,
    **more: Rule,
) -> Shape:
    """A shape; `required` and `inside` are names with spaces between, `type` is always allowed."""
    known: dict[str, Rule] = {"type": anything, **(rules or {}), **more}
    return Shape(known, frozenset(required.split()), also, on, frozenset(inside.split()))


def anything(value: Any, at: str, walk: Walk) -> None:
    """No complaint."""


def string(longest: int, shortest: int = 1, pattern: str | None = None) -> Rule:
    """A string of so many characters."""

    def rule(value: Any, at: str, walk: Walk) -> None:
        if not isinstance(value, str):
            walk.say("must provide a string", at)
        elif len(value) < shortest:
            walk.say(f"must be more than {shortest - 1} characters", at)
        elif len(value) > longest:
            walk.say(f"must be less than {longest + 1} characters", at)
        elif pattern and not re.fullmatch(pattern, value):
            walk.say(f"does not match {pattern}", at)

    return rule


def boolean(value: Any, at: str, walk: Walk) -> None:
    """True or false."""
    if not isinstance(value, bool):
        walk.say("must provide a boolean", at)


def integer(low: int, high: int) -> Rule:
    """A whole number in a range."""

    def rule(value: Any, at: str, walk: Walk) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            walk.say("must provide an integer", at)
        elif not low <= value <= high:
            walk.say(f"must be between {low} and {high}", at)

    return rule


def number(above: float | None = None) -> Rule:
    """A number, perhaps above a bound."""

    def rule(value: Any, at: str, walk: Walk) -> None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            walk.say("must provide a number", at)
        elif above is not None and value <= above:
            walk.say(f"must be more than {above}", at)

    return rule


def one_of(*allowed: Any) -> Rule:
    """One of these values."""

    def rule(value: Any, at: str, walk: Walk) -> None:
        if value not in allowed:
            walk.say(f"must be one of: {', '.join(map(str, allowed))}", at)

    return rule


def many(rule: Rule, low: int, high: int) -> Rule:
    """A list of so many items."""

    def check(value: Any, at: str, walk: Walk) -> None:
        if not isinstance(value, list):
            walk.say("must provide an array", at)
            return
        if len(value) < low:
            walk.say(f"no fewer than {low} items allowed", at)
        if len(value) > high:
            walk.say(f"no more than {high} items allowed", at)
        for place, item in enumerate(value):
            rule(item, f"{at}/{place}", walk)

    return check


def by_type(shapes: Mapping[str, Shape], allowed: str = "") -> Rule:
    """The shape that the object's `type` names; only the `allowed` ones when given."""
    names = frozenset(allowed.split()) or None

    def rule(value: Any, at: str, walk: Walk) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in shapes or (names and kind not in names):
            walk.say(f"unsupported type: {kind}", f"{at}/type")
        else:
            shapes[kind](value, at, walk)

    return rule


def both(*checks: Extra) -> Extra:
    """Several further checks, one after the other."""

    def check(value: Json, at: str, walk: Walk) -> None:
        for one in checks:
            one(value, at, walk)

    return check


def exactly_one(*keys: str) -> Extra:
    """One of these keys, not both."""

    def check(value: Json, at: str, walk: Walk) -> None:
        if sum(value.get(key) is not None for key in keys) != 1:
            walk.say(f"must have exactly one of: {', '.join(keys)}", at)

    return check


def at_least_one(*keys: str) -> Extra:
    """Not without any of these keys."""

    def check(value: Json, at: str, walk: Walk) -> None:
        if not any(value.get(key) for key in keys):
            walk.say(f"must have at least one of: {', '.join(keys)}", at)

    return check
