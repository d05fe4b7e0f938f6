"""The involvement map: who has which role in one question, and whom to ask, inform or leave out.

It weighs the role in the question at hand and never rates a person (domain reference 5.1, 5.2).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.copy import Copy, copy
from bot.domain.errors import Invalid
from bot.domain.people import Person

COLLEAGUES_LIMIT = 25


class Tie(StrEnum):
    """What ties a colleague to the question; the words for each stand in the copy."""

    DECIDES = "decides"
    DELIVERS = "delivers"
    KNOWS = "knows"
    AFFECTED = "affected"
    CREDIBLE = "credible"
    CONFLICT = "conflict"
    LEAK = "leak"


class Advice(StrEnum):
    """What the ask-score comes to."""

    ASK = "ask"
    INFORM = "inform"
    LEAVE_OUT = "leave_out"


class Level(StrEnum):
    """How much power or interest somebody has in this question."""

    LOW = "low"
    HIGH = "high"


class Quadrant(StrEnum):
    """The fields of the power-interest grid (Mendelow 1981)."""

    MANAGE = "manage"
    SATISFY = "satisfy"
    INFORM = "inform"
    MONITOR = "monitor"


# The ask-score of domain reference 5.2. Weights and bounds are our convention [X].
WEIGHTS: Mapping[Tie, int] = {
    Tie.DECIDES: 2,
    Tie.DELIVERS: 2,
    Tie.KNOWS: 2,
    Tie.AFFECTED: 1,
    Tie.CREDIBLE: 1,
    Tie.CONFLICT: -2,
    Tie.LEAK: -2,
}
ASK_FROM = 3
INFORM_FROM = 1

POSITIONS: Mapping[int, str] = {
    -2: "blocks", -1: "against", 0: "open", 1: "for", 2: "champions"
}  # fmt: skip
_GRID: Mapping[tuple[Level, Level], Quadrant] = {
    (Level.HIGH, Level.HIGH): Quadrant.MANAGE,
    (Level.HIGH, Level.LOW): Quadrant.SATISFY,
    (Level.LOW, Level.HIGH): Quadrant.INFORM,
    (Level.LOW, Level.LOW): Quadrant.MONITOR,
}
_ORDER = tuple(Advice)


@dataclass(frozen=True)
class Assessment:
    """How one colleague stands to the question; positions run from -2 (blocks) to +2 (champions).

    What is not known is None and counts nowhere.
    """

    ties: tuple[Tie, ...] = ()
    power: Level | None = None
    interest: Level | None = None
    now: int | None = None
    needed: int | None = None

    def checked(self) -> "Assessment":
        """The same with each tie once, in the table's order, and positions of the scale only."""
        return replace(
            self,
            ties=tuple(tie for tie in WEIGHTS if tie in self.ties),
            now=self.now if self.now in POSITIONS else None,
            needed=self.needed if self.needed in POSITIONS else None,
        )

    @property
    def score(self) -> int:
        """The sum of the weights, -4 to +8."""
        return sum(WEIGHTS[tie] for tie in self.ties)

    @property
    def advice(self) -> Advice:
        """Ask, inform or leave out now."""
        if self.score >= ASK_FROM:
            return Advice.ASK
        return Advice.INFORM if self.score >= INFORM_FROM else Advice.LEAVE_OUT

    @property
    def quadrant(self) -> Quadrant | None:
        """The field of the grid; None until power and interest are known."""
        if self.power is None or self.interest is None:
            return None
        return _GRID[self.power, self.interest]

    @property
    def gap(self) -> int:
        """How many steps the position is short of what is needed; 0 when it is not, or unknown."""
        if self.now is None or self.needed is None:
            return 0
        return max(0, self.needed - self.now)


@dataclass(frozen=True)
class Colleague:
    """Somebody on the map of one negotiation; `version` grows with each save."""

    id: str
    negotiation: str
    person: str
    assessment: Assessment
    added_at: datetime
    version: int = 1

    @property
    def advice(self) -> Advice:
        """Ask, inform or leave out now."""
        return self.assessment.advice

    @property
    def is_involved(self) -> bool:
        """Whether the leader means to talk to them."""
        return self.advice is not Advice.LEAVE_OUT


def in_order(colleagues: Iterable[Colleague]) -> Sequence[Colleague]:
    """Those to ask first, the highest score first, then as they came."""

    def key(each: Colleague) -> tuple[int, int, datetime, str]:
        return _ORDER.index(each.advice), -each.assessment.score, each.added_at, each.id

    return sorted(colleagues, key=key)


def check_colleague(person: Person, field: str, leader: str = "") -> None:
    """Raise Invalid beside the field unless this is an account of our own that a person reads."""
    rules = (
        ("You are the leader: you are involved already.", person.id == leader),
        ("Slack did not tell me who that is. Try again in a minute.", not person.is_known),
        ("An app can't take part. Pick a person.", person.is_bot),
        ("This account is switched off. Pick somebody else.", person.is_deleted),
        (
            "This person belongs to another organisation. Pick a colleague.",
            person.is_stranger,
        ),
    )
    for sentence, holds in rules:
        if holds:
            raise Invalid({field: sentence})


# The words


def words(*path: str) -> Copy:
    """A table of the copy, like `words("ties", tie)`."""
    found: Copy = copy("involvement")
    for key in path:
        found = found[key]
    return found


def to_say(assessment: Assessment) -> str:
    """Courteous words for what the score advises, with the reason where one was ticked."""
    if assessment.advice is Advice.LEAVE_OUT:
        for tie in (Tie.LEAK, Tie.CONFLICT):
            if tie in assessment.ties:
                return str(words("instead", tie)["say"])
    return str(words("advice", assessment.advice)["say"])
