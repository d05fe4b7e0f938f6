"""Why somebody may resist: sixteen signals, eight sources, and how well the two fit.

Source: domain reference, section 2. All weights and bands are conventions of ours. A *fit* says
how well answers match a source: it is a guess to test, no probability, and no trait of a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction

from bot.domain.copy import Copy, copy, sentence

LIKELY = Fraction(60, 100)
POSSIBLE = Fraction(35, 100)
ENOUGH_SEEN = Fraction(1, 2)
JOINT_SHARE = Fraction(70, 100)


class Source(StrEnum):
    """Where resistance comes from."""

    INFO = "INFO"
    INT = "INT"
    REL = "REL"
    LOSS = "LOSS"
    TRUST = "TRUST"
    LOAD = "LOAD"
    AUTH = "AUTH"
    FAIR = "FAIR"


class Seen(IntEnum):
    """How clearly a signal was seen. Who doesn't know leaves it out."""

    NO = 0
    SOMEWHAT = 1
    CLEARLY = 2


class Band(StrEnum):
    """A fit in words, where enough was seen to say any."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    LITTLE = "little sign"
    UNSEEN = "not enough seen"


Answers = Mapping[str, Seen]

# Which signal speaks for which source, with how many points.
SIGNALS: dict[str, dict[Source, int]] = {
    "S1": {Source.INFO: 3},
    "S2": {Source.INFO: 2, Source.TRUST: 1},
    "S3": {Source.INT: 3},
    "S4": {Source.INT: 3},
    "S5": {Source.REL: 3},
    "S6": {Source.REL: 2, Source.TRUST: 1},
    "S7": {Source.LOSS: 3},
    "S8": {Source.LOSS: 2, Source.AUTH: 1},
    "S9": {Source.TRUST: 3},
    "S10": {Source.TRUST: 2, Source.FAIR: 1},
    "S11": {Source.LOAD: 3},
    "S12": {Source.LOAD: 2},
    "S13": {Source.AUTH: 3},
    "S14": {Source.AUTH: 2, Source.LOAD: 1},
    "S15": {Source.FAIR: 3},
    "S16": {Source.FAIR: 2, Source.INT: 1},
}
# The marker of each source: what is asked when there is little time.
SHORT = ("S1", "S3", "S5", "S7", "S9", "S11", "S13", "S15")

# Whoever feels wronged or under threat weighs no facts and no trades: what to work on first.
_STEPS: dict[Source, int] = {
    Source.FAIR: 1,
    Source.REL: 1,
    Source.TRUST: 1,
    Source.LOSS: 2,
    Source.INFO: 3,
    Source.AUTH: 4,
    Source.LOAD: 4,
    Source.INT: 5,
}


@dataclass(frozen=True)
class Fit:
    """How well the answers match one source (0 to 1), and how much of it was looked at (0 to 1).

    `drivers` are the signals that were seen, those that weigh most first. It comes from `answered`
    of the `signals` that speak of this source.
    """

    source: Source
    fit: Fraction
    coverage: Fraction
    drivers: tuple[str, ...] = ()
    answered: int = 0
    signals: int = 0

    @property
    def band(self) -> Band:
        """The fit in words."""
        if not self.is_seen_enough:
            return Band.UNSEEN
        if self.fit >= LIKELY:
            return Band.LIKELY
        return Band.POSSIBLE if self.fit >= POSSIBLE else Band.LITTLE

    @property
    def is_sign(self) -> bool:
        """Whether what was seen speaks for it, were it much or little."""
        return self.fit >= POSSIBLE

    @property
    def is_seen_enough(self) -> bool:
        """Whether the answers say enough; else its question is to be asked."""
        return self.coverage >= ENOUGH_SEEN

    @property
    def points(self) -> int:
        """The fit of 100, rounded down so that it never looks like a higher band."""
        return int(self.fit * 100)


def fit_of(source: Source, answers: Answers) -> Fit:
    """Σ w·a / Σ 2·w and Σ w / Σ w of all, both over the answered signals of a source."""
    weights = {code: points[source] for code, points in SIGNALS.items() if source in points}
    seen = {code: weight * answers[code] for code, weight in weights.items() if code in answers}
    answered = sum(weights[code] for code in seen)
    heaviest = sorted((code for code in seen if seen[code]), key=lambda code: -seen[code])
    return Fit(
        source=source,
        fit=Fraction(sum(seen.values()), 2 * answered) if answered else Fraction(0),
        coverage=Fraction(answered, sum(weights.values())),
        drivers=tuple(heaviest),
        answered=len(seen),
        signals=len(weights),
    )


def asked_for(answers: Answers) -> tuple[str, ...]:
    """The signals of the form in which these were chosen: the eight markers, else all sixteen."""
    return SHORT if set(answers) <= set(SHORT) else tuple(SIGNALS)


@dataclass(frozen=True)
class Reading:
    """What the answers come to: all sources, the best fit first."""

    ranked: tuple[Fit, ...]

    @property
    def signs(self) -> tuple[Fit, ...]:
        """Sources that what was seen speaks for."""
        return tuple(fit for fit in self.ranked if fit.is_sign)

    @property
    def unseen(self) -> tuple[Fit, ...]:
        """Sources of which not enough was seen to say anything."""
        return tuple(fit for fit in self.ranked if not fit.is_seen_enough)

    @property
    def is_thin(self) -> bool:
        """Whether the best fit stands on too little to say anything."""
        return not self.ranked[0].is_seen_enough

    @property
    def joint(self) -> tuple[Fit, ...]:
        """The sources that stand together: each a sign, and near the best fit."""
        nearly = JOINT_SHARE * self.ranked[0].fit
        return tuple(fit for fit in self.signs if fit.fit >= nearly)

    @property
    def is_bound(self) -> bool:
        """Whether missing authority fits best: then whoever decides comes first."""
        return bool(self.joint) and self.ranked[0].source is Source.AUTH

    @property
    def order(self) -> tuple[Fit, ...]:
        """The joint sources in the order in which to work on them."""
        return tuple(sorted(self.joint, key=self._turn))

    @property
    def advice(self) -> tuple[str, ...]:
        """What is known of sources that often come together, for those that do here."""
        joint = {fit.source for fit in self.joint}
        return tuple(pair["advice"] for pair in copy("resistance")["pairs"] if _fits(pair, joint))

    def _turn(self, fit: Fit) -> tuple[bool, int, Fraction]:
        comes_first = self.is_bound and fit.source is Source.AUTH
        return not comes_first, _STEPS[fit.source], -fit.fit


def read(answers: Answers) -> Reading:
    """The fit of every source, best first; of equal ones that first of which more was seen."""
    fits = [fit_of(source, answers) for source in Source]
    return Reading(tuple(sorted(fits, key=lambda fit: (-fit.fit, -fit.coverage))))


def _fits(pair: Copy, joint: set[Source]) -> bool:
    """All of a pair's sources stand together; one that is named alone stands with any other."""
    return joint.issuperset(map(Source, pair["sources"])) and len(joint) > 1


# The words


@dataclass(frozen=True)
class Sheet:
    """How to approach one source; `ask` is the question that confirms or rejects it."""

    name: str
    ask: str
    do: str
    dont: str
    opening: str
    bring: str


def sheet(source: Source) -> Sheet:
    """The approach to a source."""
    return Sheet(**copy("resistance")["sources"][source.value])


def signal(code: str) -> str:
    """A signal in words."""
    return sentence("resistance", "signals", code)
