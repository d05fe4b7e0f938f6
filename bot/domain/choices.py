"""What one voter answered, by the rule of the poll, and what is wrong with an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LOWEST, HIGHEST = 0, 5
ABSTENTION = "-"


class Rule(StrEnum):
    """How a poll is answered."""

    SINGLE = "single"
    UP_TO = "up to"
    CONSENT = "consent"
    SCORE = "score"
    RANK = "rank"


class Stance(StrEnum):
    """Whether a voter could live with an option; stored as one letter."""

    ACCEPT = "yes"
    ACCEPT_IF = "yes, if"
    REFUSE = "no"

    @property
    def letter(self) -> str:
        """The value that stands for it in a choice: y, i or n."""
        return _LETTERS[self]


_LETTERS = {Stance.ACCEPT: "y", Stance.ACCEPT_IF: "i", Stance.REFUSE: "n"}
STANCES: Mapping[str, Stance] = {letter: stance for stance, letter in _LETTERS.items()}
SCORES = tuple(str(score) for score in range(LOWEST, HIGHEST + 1))

_PLAIN = frozenset({""})
_VALUES: Mapping[Rule, frozenset[str]] = {
    Rule.SINGLE: _PLAIN,
    Rule.UP_TO: _PLAIN,
    Rule.CONSENT: frozenset(STANCES),
    Rule.SCORE: frozenset(SCORES),
    Rule.RANK: _PLAIN,
}


@dataclass(frozen=True)
class Choice:
    """One voter's answer: pairs of an option's id and what was said of it.

    The value is "" where picking says it all (single, up to, and rank, whose pairs stand in the
    order of preference), a stance's letter for consent, a digit for a score. An option that is
    left out got no view. `reason` is one free text for all. An id has no comma and no colon.
    `items` are the answers to a poll's further questions, by their ids; one that was left out is
    not among them, and one in own words has a reason only.
    """

    picks: tuple[tuple[str, str], ...]
    reason: str = ""
    items: tuple[tuple[str, "Choice"], ...] = ()

    @property
    def abstains(self) -> bool:
        """Whether the voter has seen the poll and prefers not to answer."""
        return not self.picks and not self.items

    @property
    def is_empty(self) -> bool:
        """Whether nothing was picked and nothing written."""
        return self.abstains and not self.reason

    def of_item(self, item_id: str) -> "Choice":
        """The answer to a further question; an empty one when it was left out."""
        return dict(self.items).get(item_id, Choice(()))

    @property
    def ids(self) -> tuple[str, ...]:
        """The options that were answered, in the order of the picks."""
        return tuple(option_id for option_id, _ in self.picks)

    def value(self, option_id: str) -> str | None:
        """What was said of an option, or None when nothing was."""
        return dict(self.picks).get(option_id)

    def place(self, option_id: str) -> int | None:
        """The place of an option among the picks, from 1, or None when it has none."""
        return self.ids.index(option_id) + 1 if option_id in self.ids else None

    def said(self, option_id: str, rule: Rule) -> str | None:
        """What counts of an option by a rule: its place for a ranking, else its value."""
        if rule is not Rule.RANK:
            return self.value(option_id)
        place = self.place(option_id)
        return str(place) if place else None

    def word(self) -> str:
        """The picks as one short text: "3", "1,4", "1:y,2:i"; "-" for an abstention."""
        pairs = (f"{option_id}:{value}" if value else option_id for option_id, value in self.picks)
        return ",".join(pairs) or ABSTENTION

    @classmethod
    def read(cls, word: str, reason: str = "") -> "Choice":
        """The choice that `word` was made of; what was no word, `problem_with` refuses."""
        if word == ABSTENTION:
            return cls((), reason)
        pairs = (part.partition(":") for part in word.split(","))
        return cls(tuple((option_id, value) for option_id, _, value in pairs), reason)


@dataclass(frozen=True)
class Terms:
    """How a poll wants to be answered.

    `most` is the largest number of picks for “up to”, and how many to rank for “rank”, where 0
    is all of them; the other rules do without it. `least` is the lowest score that may be given.
    """

    rule: Rule
    most: int = 1
    least: int = LOWEST

    @property
    def scores(self) -> tuple[str, ...]:
        """The scores that may be given, lowest first."""
        return SCORES[SCORES.index(str(self.least)) :]

    def most_of(self, count: int) -> int:
        """How many of `count` options one voter may name."""
        if self.rule is Rule.SINGLE:
            return 1
        if self.rule is Rule.UP_TO:
            return min(self.most, count)
        return min(self.most or count, count) if self.rule is Rule.RANK else count


_NOTHING = {
    Rule.SINGLE: "Pick one answer.",
    Rule.UP_TO: "Pick at least one answer.",
    Rule.CONSENT: "Say yes, yes if, or no to at least one option.",
    Rule.SCORE: f"Give at least one option a score from {{least}} to {HIGHEST}.",
    Rule.RANK: "Pick at least your first place.",
}
_ALIEN = "That answer is no longer on the list. Please pick another."
_WRONG = {
    Rule.CONSENT: "Answer each option with yes, yes if, or no.",
    Rule.SCORE: f"Give each option a score from {{least}} to {HIGHEST}.",
}


def problem_with(choice: Choice, option_ids: Sequence[str], terms: Terms) -> str:
    """What the voter reads when a choice cannot be counted, or "" when it can.

    An option may be left out for consent and score, but not all of them. A ranking may be partial,
    down to one place: the options without a place then share the mean of the places that are left.
    An abstention is refused here too, because a form that was sent empty looks the same: who
    abstains on purpose does so with a button of its own.
    """
    rule, ids, most = terms.rule, choice.ids, terms.most_of(len(option_ids))
    if not ids:
        return _NOTHING[rule].format(least=terms.least)
    if not set(ids) <= set(option_ids):
        return _ALIEN
    if len(set(ids)) < len(ids):
        return _twice(rule)
    if len(ids) > most:
        return _too_many(rule, most)
    values = frozenset(terms.scores) if rule is Rule.SCORE else _VALUES[rule]
    if any(value not in values for _, value in choice.picks):
        return _WRONG.get(rule, _ALIEN).format(least=terms.least)
    return ""


def _twice(rule: Rule) -> str:
    return (
        "Give each place to a different option."
        if rule is Rule.RANK
        else "Answer each option once."
    )


def _too_many(rule: Rule, most: int) -> str:
    if rule is Rule.SINGLE:
        return _NOTHING[rule]
    return f"{'Rank' if rule is Rule.RANK else 'Pick'} at most {most}."
