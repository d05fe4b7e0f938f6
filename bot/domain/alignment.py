"""Does the team know where it stands? Five sentences, each answered from 1 to 5.

A mean below 3.5, or a single 1, asks for a follow-up by the leader [X] (domain reference 4.3).
Secret answers show nothing until there are five of them. `bot/copy/alignment.toml` has the words.

A ready poll asks it (`asked`), and `read` says what its result comes to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.copy import Copy, copy
from bot.domain.suppression import LEAST
from bot.domain.tallies import Scores, Tally

COPY = "alignment"
LOWEST = 1
FOLLOW_UP_BELOW = Fraction(7, 2)


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
    """The result; `standings` is empty while too few have answered in secret.

    `hidden` is how many sentences were asked and have too few answers to be shown.
    """

    answered: int
    standings: tuple[Standing, ...]
    hidden: int = 0

    @property
    def follow_ups(self) -> tuple[Standing, ...]:
        """What needs the leader, the lowest mean first."""
        found = (standing for standing in self.standings if standing.needs_follow_up)
        return tuple(sorted(found, key=lambda standing: standing.mean))

    @property
    def sentence(self) -> str:
        """What it comes to when there is nothing to follow up."""
        words: Copy = copy(COPY)["result"]
        kind = "partly" if self.hidden else "aligned"
        return "" if self.follow_ups else words[kind if self.standings else "waiting"]


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


def read(tally: Tally, texts: Mapping[str, str], *, secret: bool) -> Alignment:
    """What a poll with these sentences comes to; `texts` are its options by id.

    In secret nothing is shown of a sentence that fewer than five have answered.
    """
    least = LEAST if secret else 1
    by_text = {text: option_id for option_id, text in texts.items()}
    lines = ((item, by_text.get(item.sentence)) for item in items())
    found = [(item, tally.line(option_id)) for item, option_id in lines if option_id]
    standings = tuple(
        _standing(item, line.scores) for item, line in found if line.scores and line.votes >= least
    )
    return Alignment(tally.answered, standings, len(found) - len(standings))


def _standing(item: Item, scores: Scores) -> Standing:
    return Standing(item, scores.mean, scores.ordered.count(LOWEST))
