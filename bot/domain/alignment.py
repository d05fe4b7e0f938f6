"""Does the team know where it stands? Five sentences, each answered from 1 to 5.

A mean below 3.5, or a single 1, asks for a follow-up by the leader [X] (domain reference 4.3).
Secret answers show nothing until there are five of them. `bot/copy/alignment.toml` has the words.

To be connected with polls that score: `asked` is what they ask, `evaluate` what it comes to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.copy import Copy, copy
from bot.domain.errors import Invalid

COPY = "alignment"
LOWEST, HIGHEST = 1, 5
ENOUGH_IN_SECRET = 5
FOLLOW_UP_BELOW = Fraction(7, 2)

Scores = Mapping[str, int]
"""One person's answers: key of an item -> 1 to 5. An item that was left out is not counted."""


@dataclass(frozen=True)
class Item:
    """One sentence, and what its leader does when people do not agree with it."""

    key: str
    sentence: str
    follow_up: str


@dataclass(frozen=True)
class Asked:
    """The check as it is asked: a question, what is scored, its use, and one free text."""

    question: str
    sentences: tuple[str, ...]
    use: str
    missing: str


@dataclass(frozen=True)
class Standing:
    """How far people agree with one item. `mean` is exact, from 1 to 5."""

    item: Item
    mean: Fraction
    ones: int

    @property
    def needs_follow_up(self) -> bool:
        """Whether the leader has something to explain or to hear."""
        return self.ones > 0 or self.mean < FOLLOW_UP_BELOW


@dataclass(frozen=True)
class Alignment:
    """The result; `standings` is empty while too few have answered in secret."""

    answered: int
    standings: tuple[Standing, ...]

    @property
    def follow_ups(self) -> tuple[Standing, ...]:
        """What needs the leader, the lowest mean first."""
        found = (standing for standing in self.standings if standing.needs_follow_up)
        return tuple(sorted(found, key=lambda standing: standing.mean))

    @property
    def sentence(self) -> str:
        """What it comes to when there is nothing to follow up."""
        words: Copy = copy(COPY)["result"]
        return "" if self.follow_ups else words["aligned" if self.standings else "waiting"]


def items() -> tuple[Item, ...]:
    """The five sentences, in the order in which they are asked."""
    words = copy(COPY)
    return tuple(
        Item(key, sentence, words["follow_up"][key]) for key, sentence in words["items"].items()
    )


def asked() -> Asked:
    """What a poll that scores each sentence asks; its leader picks channel and times."""
    words = copy(COPY)
    sentences = tuple(item.sentence for item in items())
    return Asked(words["question"], sentences, words["use"], words["missing"])


def evaluate(answers: Sequence[Scores], *, secret: bool) -> Alignment:
    """Mean and ones of each item over all that answered it; Invalid for a score outside 1 to 5."""
    for person in answers:
        if any(not LOWEST <= score <= HIGHEST for score in person.values()):
            raise Invalid({"score": f"A score lies from {LOWEST} to {HIGHEST}."})
    if not answers or (secret and len(answers) < ENOUGH_IN_SECRET):
        return Alignment(len(answers), ())
    least = ENOUGH_IN_SECRET if secret else 1
    scored = ((item, [a[item.key] for a in answers if item.key in a]) for item in items())
    enough = tuple(_standing(item, scores) for item, scores in scored if len(scores) >= least)
    return Alignment(len(answers), enough)


def _standing(item: Item, scores: Sequence[int]) -> Standing:
    mean = Fraction(sum(scores), len(scores))
    return Standing(item, mean, sum(score == LOWEST for score in scores))
