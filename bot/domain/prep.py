"""Preparation: the items, when each counts as complete, readiness and the gap worth most.

Items, weights, tiers and the readiness formula: domain reference, section 3.2. The weights,
the gate and the bands are conventions of ours [X], not science; readiness is preparation
coverage, never a chance of success.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from fractions import Fraction

from bot.domain.text import clean, is_blank

GATE = 59
BANDS = ((85, "strong"), (70, "ready"), (40, "usable"), (0, "thin"))
ESSENTIAL = 3


class Element(StrEnum):
    """The seven elements by which coverage can be shown (Patton 2005)."""

    INTERESTS = "interests"
    OPTIONS = "options"
    ALTERNATIVES = "alternatives"
    LEGITIMACY = "legitimacy"
    COMMUNICATION = "communication"
    RELATIONSHIP = "relationship"
    COMMITMENT = "commitment"


class Tier(StrEnum):
    """How deep a preparation goes; each holds the one before it."""

    FIVE = "5"
    THIRTY = "30"
    FULL = "full"

    @property
    def depth(self) -> int:
        """0 for the shortest."""
        return list(Tier).index(self)

    def holds(self, other: "Tier") -> bool:
        """Whether what belongs to the other tier is asked in this one."""
        return other.depth <= self.depth


class Quality(IntEnum):
    """How far one item is: q in the readiness formula."""

    EMPTY = 0
    DRAFT = 1
    COMPLETE = 2


class Sureness(StrEnum):
    """How we know something about the other side."""

    KNOWN = "known"
    TOLD = "told"
    GUESS = "guess"


Answers = Mapping[str, str]
"""What was typed or chosen for one item: field name -> text."""


@dataclass(frozen=True)
class Field:
    """One thing asked within an item."""

    name: str
    label: str
    hint: str = ""
    placeholder: str = ""
    multiline: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    is_date: bool = False
    is_tick: bool = False
    brief: str = ""
    """The question in the five-minute form; empty when the form leaves this field out."""
    tier: Tier = Tier.FIVE
    """The shortest preparation that shows it."""
    home: tuple[str, str] | None = None
    """Item and field where the answer really lies: it was asked in a shorter tier already."""

    qualifies: bool = False
    """Whether its choice only says something about other words."""

    @property
    def is_content(self) -> bool:
        """Whether filling it says something by itself."""
        return not (self.is_tick or self.qualifies)


@dataclass(frozen=True)
class Test:
    """One condition of “complete”: what is still missing, and whether it holds.

    `declared` conditions cannot be judged by a program: the leader ticks them.
    """

    missing: str
    holds: Callable[[Answers], bool]
    declared: bool = False

    __test__ = False  # not a pytest class


@dataclass(frozen=True)
class Item:
    """One line of the checklist."""

    code: str
    title: str
    prompt: str
    element: Element
    weight: int
    fields: tuple[Field, ...]
    tests: tuple[Test, ...]
    sealed: bool = False
    tier: Tier = Tier.FIVE
    part: str = ""
    done_by: str = ""
    """The fact that completes it, whatever is written here."""
    done_says: str = ""
    """What is said then of how it was completed."""

    def quality(self, answers: Answers) -> Quality:
        """Empty, draft or complete, judged from the answers alone."""
        if all(is_blank(answers.get(f.name, "")) for f in self.fields if f.is_content):
            return Quality.EMPTY
        return Quality.DRAFT if self.missing(answers) else Quality.COMPLETE

    def missing(self, answers: Answers) -> tuple[str, ...]:
        """What still stands between these answers and “complete”, in plain words."""
        return tuple(test.missing for test in self.tests if not test.holds(answers))


@dataclass(frozen=True)
class Gap:
    """An item that is not complete, and how many points of readiness it would add."""

    item: Item
    worth: int


@dataclass(frozen=True)
class Readiness:
    """Coverage in whole points 0-100 after the gate, its band, and the gaps, best first."""

    points: int
    band: str
    gaps: tuple[Gap, ...]
    gated_by: tuple[Item, ...]

    @property
    def next_gap(self) -> Gap | None:
        """The gap worth most; none when everything is complete."""
        return self.gaps[0] if self.gaps else None


@dataclass(frozen=True)
class Saved:
    """One item as it was saved once: by whom and when."""

    version: int
    by: str
    at: datetime
    answers: Answers


@dataclass(frozen=True)
class Workbook:
    """All answers of one negotiation by item code, each item's version, and who saved it last."""

    negotiation: str
    answers: Mapping[str, Answers] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    savers: Mapping[str, str] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()
    """What was done elsewhere in Parley and completes an item, see `Item.done_by`."""

    def of(self, item: Item) -> Answers:
        """The answers to one item, those that lie elsewhere too; empty when nothing was typed."""
        lent = {f.name: self.value(*f.home) for f in item.fields if f.home}
        own = self.answers.get(item.code, {})
        return {**{name: text for name, text in lent.items() if text}, **own} if lent else own

    def quality(self, item: Item) -> Quality:
        """How far one item is."""
        return Quality.COMPLETE if self.has_done(item) else item.quality(self.of(item))

    def has_done(self, item: Item) -> bool:
        """Whether what was done elsewhere completes it."""
        return item.done_by in self.facts

    def value(self, code: str, name: str) -> str:
        """One answer, or an empty text."""
        return self.answers.get(code, {}).get(name, "")

    def version(self, code: str) -> int:
        """How often one item was saved."""
        return self.versions.get(code, 0)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was saved yet."""
        return not any(self.answers.values())


@dataclass(frozen=True)
class Recall:
    """What an earlier answer has to do with an item that is about to be filled."""

    why: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class OutputCard:
    """What five minutes of preparation come to; the limit is not on it."""

    aim: str
    reason: str
    first_question: str
    if_then: str
    is_suggested: bool
    to_find_out: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """What stands on it in the leader's words."""
        if_then = "" if self.is_suggested else self.if_then
        return (self.aim, self.first_question, if_then, *self.to_find_out)


def readiness(workbook: Workbook, items: tuple[Item, ...]) -> Readiness:
    """100·Σ w·q / Σ 2·w over the tier's items, capped at the gate while an essential is empty.

    Domain reference 3.2; rounded down, so that 100 means everything.
    """
    qualities = {item.code: workbook.quality(item) for item in items}
    full = sum(2 * item.weight for item in items)
    raw = Fraction(100 * sum(i.weight * qualities[i.code] for i in items), full)
    empty = tuple(i for i in items if i.weight == ESSENTIAL and qualities[i.code] is Quality.EMPTY)
    points = min(int(raw), GATE) if empty else int(raw)
    return Readiness(points, band(points), _gaps(items, qualities, full), empty)


def band(points: int) -> str:
    """The word for a readiness [X]."""
    return next(word for floor, word in BANDS if points >= floor)


def by_element(workbook: Workbook, items: tuple[Item, ...]) -> dict[Element, int]:
    """The same coverage for each element that these items touch, without the gate."""
    found = {}
    for element in Element:
        own = tuple(item for item in items if item.element is element)
        if own:
            done = sum(item.weight * workbook.quality(item) for item in own)
            found[element] = int(Fraction(100 * done, sum(2 * item.weight for item in own)))
    return found


def _gaps(items: tuple[Item, ...], qualities: Mapping[str, Quality], full: int) -> tuple[Gap, ...]:
    """Gaps by what they would add; empty before draft and checklist order among equals."""
    open_items = [i for i in items if qualities[i.code] is not Quality.COMPLETE]
    ranked = sorted(open_items, key=lambda i: -i.weight * (2 - qualities[i.code]))
    return tuple(
        Gap(i, round(Fraction(100 * i.weight * (2 - qualities[i.code]), full))) for i in ranked
    )


def cleaned(item: Item, typed: Answers) -> dict[str, str]:
    """The item's own fields, cleaned; anything else in the form is dropped."""
    return {
        f.name: clean(typed.get(f.name))
        for f in item.fields
        if not is_blank(typed.get(f.name) or "")
    }
