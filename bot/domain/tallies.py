"""What many answered, counted by the rule of the poll, in exact numbers.

An average hides conflict, so what could hide behind one stands beside it: the spread, the lowest
score, every refusal. Source: domain reference, section 5.3; the bands of W are ours [X].
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import isqrt

from bot.domain.choices import HIGHEST, LOWEST, Choice, Rule, Stance, Terms

STRONG = Fraction(7, 10)
MIXED = Fraction(3, 10)
NOBODY = Fraction(0)
# By these rules an option can be left out without a word on it.
EACH_APART = frozenset({Rule.CONSENT, Rule.SCORE})
_HUNDREDTHS = 100


class Agreement(StrEnum):
    """How alike the rankings are [X]."""

    STRONG = "strong"
    MIXED = "mixed"
    DIVIDED = "divided"


@dataclass(frozen=True)
class Consent:
    """How many could live with one option, and how many could not."""

    accept: int
    accept_if: int
    refuse: int

    @property
    def answered(self) -> int:
        """How many took a stance on this option."""
        return self.accept + self.accept_if + self.refuse

    @property
    def acceptability(self) -> Fraction:
        """The share of yes and “yes, if” among them; 0 when there are none."""
        return _part(self.accept + self.accept_if, self.answered)

    @property
    def is_red_line(self) -> bool:
        """Whether anybody could not live with it; no share of yes makes up for that."""
        return self.refuse > 0


@dataclass(frozen=True)
class Scores:
    """The scores of one option, lowest first; never empty."""

    ordered: tuple[int, ...]

    @property
    def mean(self) -> Fraction:
        """Their mean, to be shown beside the spread and never alone."""
        return Fraction(sum(self.ordered), len(self.ordered))

    @property
    def median(self) -> Fraction:
        """The middle score, or the mean of the two in the middle."""
        middle, last = len(self.ordered) // 2, len(self.ordered) - 1
        return Fraction(self.ordered[middle] + self.ordered[last - middle], 2)

    @property
    def quartiles(self) -> tuple[int, int]:
        """The smallest scores that a quarter, and three quarters, of the answers do not exceed.

        Definition 1 of Hyndman & Fan, Sample quantiles in statistical packages, 1996.
        """
        count = len(self.ordered)
        return self.ordered[(count + 3) // 4 - 1], self.ordered[(3 * count + 3) // 4 - 1]

    @property
    def extent(self) -> tuple[int, int]:
        """The lowest and the highest score."""
        return self.ordered[0], self.ordered[-1]

    @property
    def variance(self) -> Fraction:
        """The mean squared distance from the mean: of all who answered, not of a sample."""
        return Fraction(sum(s * s for s in self.ordered), len(self.ordered)) - self.mean**2

    @property
    def deviation(self) -> Fraction:
        """The standard deviation, cut to hundredths: 0 is one mind, 2.5 is two camps."""
        return Fraction(isqrt(int(self.variance * _HUNDREDTHS**2)), _HUNDREDTHS)

    @property
    def has_zero(self) -> bool:
        """Whether anybody gave the lowest score."""
        return self.ordered[0] == LOWEST


@dataclass(frozen=True)
class OptionTally:
    """What all said of one option.

    `counts` maps what can be said of it to how many said so: "" for a pick, a stance's letter, a
    score, or a place from "1". `answered` is how many answered the poll. `points` are Borda
    points, and `most_points` what everybody's first place would give; both 0 but for rankings.
    Of an option that is `withheld` too few spoke for anything to be told, not even how many.
    """

    option_id: str
    answered: int
    counts: Mapping[str, int] = field(default_factory=dict)
    points: Fraction = NOBODY
    most_points: int = 0
    withheld: bool = False

    @property
    def votes(self) -> int:
        """How many said anything of this option."""
        return sum(self.counts.values())

    @property
    def share(self) -> Fraction:
        """Votes as a share of those who answered.

        With “up to” the shares sum to more than 1, on purpose: they are shares of people.
        """
        return _part(self.votes, self.answered)

    @property
    def consent(self) -> Consent:
        """The stances on it, for a poll by consent."""
        yes, yes_if, no = (self.counts.get(stance.letter, 0) for stance in Stance)
        return Consent(yes, yes_if, no)

    @property
    def scores(self) -> Scores | None:
        """The scores of it, for a poll by scores; None when nobody gave one."""
        each = range(LOWEST, HIGHEST + 1)
        given = tuple(score for score in each for _ in range(self.counts.get(str(score), 0)))
        return Scores(given) if given else None

    @property
    def firsts(self) -> int:
        """How many ranked it first."""
        return self.counts.get("1", 0)

    @property
    def normalised(self) -> Fraction:
        """Borda points as a share of the most there could be: points / (n(m−1))."""
        return self.points / self.most_points if self.most_points else NOBODY


@dataclass(frozen=True)
class Tally:
    """What came out of a poll: no names, and nothing that depends on the order of the votes.

    `answered` leaves out those who abstained, or answered further questions only. `lines` are
    ranked, in the poll's order among equals. `leading` has all that share the first place, and
    nothing when nobody answered or all is withheld. `agreement` is Kendall's W, for rankings by
    two people or more.
    """

    rule: Rule
    answered: int
    abstained: int
    lines: tuple[OptionTally, ...]
    leading: tuple[str, ...]
    agreement: Fraction | None = None

    def line(self, option_id: str) -> OptionTally:
        """What all said of one of the poll's options."""
        return next(line for line in self.lines if line.option_id == option_id)

    @property
    def is_tied(self) -> bool:
        """Whether several options share the first place."""
        return len(self.leading) > 1


def tally(
    choices: Iterable[Choice], option_ids: Sequence[str], terms: Terms, least: int = 0
) -> Tally:
    """Count choices that `problem_with` let pass; `option_ids` are in the poll's order.

    What fewer than `least` spoke of is withheld, and stands last in the poll's order.
    """
    everybody = tuple(choices)
    answers = tuple(choice for choice in everybody if choice.picks)
    spoke = spoke_of(answers, option_ids, terms.rule)
    counted = [
        _counted(option_id, answers, len(option_ids), terms)
        if spoke[option_id] >= least
        else OptionTally(option_id, len(answers), withheld=True)
        for option_id in option_ids
    ]
    lines = tuple(sorted(counted, key=lambda line: _standing(line, terms.rule)))
    told = [line for line in lines if not line.withheld] if answers else []
    is_ranked = terms.rule is Rule.RANK and len(answers) >= least
    return Tally(
        rule=terms.rule,
        answered=len(answers),
        abstained=sum(choice.abstains for choice in everybody),
        lines=lines,
        leading=_leading(told, terms.rule),
        agreement=concordance(answers, option_ids) if is_ranked else None,
    )


def spoke_of(answers: Iterable[Choice], option_ids: Sequence[str], rule: Rule) -> Mapping[str, int]:
    """How many spoke of each option. Who picks or ranks speaks of all, also of those left out."""
    given = tuple(choice for choice in answers if choice.picks)
    if rule not in EACH_APART:
        return dict.fromkeys(option_ids, len(given))
    named = Counter(option_id for choice in given for option_id in choice.ids)
    return {option_id: named[option_id] for option_id in option_ids}


def _leading(lines: Sequence[OptionTally], rule: Rule) -> tuple[str, ...]:
    """Of lines that are ranked, those that share the first place."""
    top = [line for line in lines if _standing(line, rule) == _standing(lines[0], rule)]
    return tuple(line.option_id for line in top)


def _counted(option_id: str, answers: Sequence[Choice], count: int, terms: Terms) -> OptionTally:
    counts = _counts(choice.said(option_id, terms.rule) for choice in answers)
    if terms.rule is not Rule.RANK:
        return OptionTally(option_id, len(answers), counts)
    points = sum((count - rank_of(option_id, choice, count) for choice in answers), NOBODY)
    return OptionTally(option_id, len(answers), counts, points, len(answers) * (count - 1))


def _counts(said: Iterable[str | None]) -> dict[str, int]:
    """How many said what, in an order that does not tell who came first."""
    return dict(sorted(Counter(value for value in said if value is not None).items()))


def _standing(line: OptionTally, rule: Rule) -> tuple[Fraction | int, ...]:
    """What an option is ranked by, the best lowest; one that nobody spoke of is last.

    By consent one refusal weighs more than any number of yes. What is withheld is alike.
    """
    if rule is Rule.CONSENT:
        said = line.consent
        return (said.answered == 0, said.refuse, -said.accept, -said.accept_if)
    if rule is Rule.SCORE:
        return (line.scores is None, -line.scores.mean if line.scores else 0)
    return (-line.points,) if rule is Rule.RANK else (-line.votes,)


def rank_of(option_id: str, choice: Choice, count: int) -> Fraction:
    """The rank, from 1, that a voter gave one of `count` options.

    Options without a place share the mean of the places that are left. Borda points are
    `count` − rank: rank 1 of m gives m−1, and every voter gives m(m−1)/2 in all.
    """
    place = choice.place(option_id)
    return Fraction(place) if place else Fraction(len(choice.ids) + 1 + count, 2)


def concordance(answers: Sequence[Choice], option_ids: Sequence[str]) -> Fraction | None:
    """Kendall's W of rankings: 1 when all are the same; None for fewer than two voters or options.

    W = 12·S / (n²(m³−m) − n·T), with S the sum of the squared distances of the rank sums from
    their mean, and T the sum of t³−t over each group of t options that share a rank with one
    voter: the form corrected for ties of Kendall, Rank correlation methods, 1948. Without shared
    ranks T is 0. When two or more are left without a place, they are such a group; a single one
    has the last place.
    """
    n, m = len(answers), len(option_ids)
    if n < 2 or m < 2:
        return None
    mean = Fraction(n * (m + 1), 2)
    sums = (sum(rank_of(each, choice, m) for choice in answers) for each in option_ids)
    squares = sum(((total - mean) ** 2 for total in sums), NOBODY)
    ties = sum((m - len(choice.ids)) ** 3 - (m - len(choice.ids)) for choice in answers)
    return 12 * squares / (n**2 * (m**3 - m) - n * ties)


def band(concord: Fraction) -> Agreement:
    """What a W means in a word [X]."""
    if concord >= STRONG:
        return Agreement.STRONG
    return Agreement.MIXED if concord >= MIXED else Agreement.DIVIDED


def _part(some: int, of: int) -> Fraction:
    return Fraction(some, of) if of else NOBODY
