"""How a poll asks: its rule, who learns what and when, reasons, quorum, repetition."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.choices import Rule, Terms

ADDS_TOO = "People may add answers, so it stays open until its time. Untick one of the two."
MOST_OPTIONS = 100
# A view holds a hundred blocks, and a score or a stance needs one for each option.
MOST_RATED = 20
MOST_RANKED = 10
RATED = frozenset({Rule.CONSENT, Rule.SCORE})


class Results(StrEnum):
    """Who sees the totals, and when."""

    LIVE = "live"
    AFTER_VOTE = "after I vote"
    AFTER_CLOSE = "after the close"
    LEADER = "only the leader"


class Reasons(StrEnum):
    """Whether a voter says why."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Repeat(StrEnum):
    """Whether the poll comes again by itself."""

    NEVER = "never"
    WEEKLY = "weekly"
    TWO_WEEKLY = "every two weeks"
    BEFORE_MEETING = "before each meeting"


@dataclass(frozen=True)
class Rhythm:
    """When the first occasion of a poll that repeats was to open, to close and to be answered.

    Later ones are counted from here, so that neither a deadline that was moved once nor an hour
    that the clocks skipped stays with the series.
    """

    opens_at: datetime
    closes_at: datetime
    feedback_by: datetime | None


@dataclass(frozen=True)
class Manner:
    """The settings of a poll. The default is the plainest: one answer, named, told at the close.

    `quorum` is the number of answers it takes to count, 0 for none. With `takes_options` those who
    vote may add an option; who added it is kept nowhere. With `by_group` the leader also sees the
    result for the core team and the others apart. With `closes_early` the poll closes soon after
    everybody has answered.
    """

    terms: Terms = field(default_factory=lambda: Terms(Rule.SINGLE))
    is_secret: bool = False
    results: Results = Results.AFTER_CLOSE
    reasons: Reasons = Reasons.OFF
    takes_options: bool = False
    quorum: int = 0
    repeat: Repeat = Repeat.NEVER
    by_group: bool = False
    closes_early: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether a click on an option answers the question."""
        return self.terms.rule is Rule.SINGLE and self.reasons is not Reasons.REQUIRED

    @property
    def most_options(self) -> int:
        """How many options a ballot of this rule can hold."""
        if self.terms.rule in RATED:
            return MOST_RATED
        return MOST_OPTIONS

    def shows_counts(self, *, has_voted: bool, is_over: bool) -> bool:
        """Whether somebody who was asked sees the totals now."""
        moments = {
            Results.LIVE: True,
            Results.AFTER_VOTE: has_voted or is_over,
            Results.AFTER_CLOSE: is_over,
            Results.LEADER: False,
        }
        return moments[self.results]

    def problems(self, options: int) -> dict[str, str]:
        """A sentence per setting that needs another look; `options` is their number."""
        found = {
            "rule": self._rule_problem(options),
            "most": self._most_problem(options),
            "results": self._results_problem(),
            "reasons": self._reasons_problem(),
            "early": ADDS_TOO if self.closes_early and self.takes_options else "",
            "quorum": "" if 0 <= self.quorum <= 500 else "Give a number from 1 to 500, or nothing.",
        }
        return {name: sentence for name, sentence in found.items() if sentence}

    def _rule_problem(self, options: int) -> str:
        if options > self.most_options:
            return f"With this rule a poll has at most {self.most_options} answers."
        return ""

    def _most_problem(self, options: int) -> str:
        if self.terms.rule is Rule.UP_TO and not 2 <= self.terms.most <= max(options, 2):
            return f"Give a number from 2 to {max(options, 2)}."
        if self.terms.rule is Rule.RANK and not 0 <= self.terms.most <= min(options, MOST_RANKED):
            return f"Give a number from 1 to {min(options, MOST_RANKED)}, or nothing for all."
        return ""

    def _results_problem(self) -> str:
        # With a running total each vote shows as the difference that it makes.
        if self.is_secret and self.results in {Results.LIVE, Results.AFTER_VOTE}:
            return "A secret poll can show its result after the close only."
        return ""

    def _reasons_problem(self) -> str:
        if self.is_secret and self.reasons is Reasons.REQUIRED:
            return "In a secret poll nobody can be made to write. Choose optional or off."
        return ""
