"""Other words for a poll that was posted: a typo is mended, and no vote changes its meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.choices import Rule
from bot.domain.errors import Invalid
from bot.domain.poll_items import (
    MOST_ITEM_OPTIONS,
    Item,
    Option,
    answers_problem,
    field_of,
    question_problem,
    typed,
)
from bot.domain.poll_manner import MOST_OPTIONS
from bot.domain.polls import Poll
from bot.domain.text import clean, lines, one_line

FIXED = "People have voted, so answers can't be taken off any more. You can add some."
IN_ORDER = "People have voted: keep the answers in their places, and add new ones at the end."
OWN_WORDS = "People answer this one in their own words, so it has no list of answers."


@dataclass(frozen=True)
class Wording:
    """The words of a poll that was posted, as its leader types them again; one answer a line.

    `items` has those of its further questions, by their ids; one that is not there stays.
    """

    question: str
    options: str
    items: Mapping[str, "Wording"] = field(default_factory=dict)


def reworded(poll: Poll, wording: Wording, *, has_votes: bool, at: datetime) -> Poll:
    """The open poll with these words, or Invalid.

    An answer keeps its votes by its line. So once there are votes no line may go or change places.
    """
    terms = poll.manner.terms
    found = _problems(wording, poll.options, terms.rule, MOST_OPTIONS, has_votes=has_votes)
    items = [(item, wording.items.get(item.id) or _as_it_is(item)) for item in poll.items]
    for item, words in items:
        wrong = _item_problems(item, words, has_votes=has_votes)
        found |= {field_of(item.id, name): sentence for name, sentence in wrong.items()}
    problems = {name: sentence for name, sentence in found.items() if sentence}
    if problems:
        raise Invalid(problems)
    asked = [_item_reworded(item, words) for item, words in items]
    return poll.reworded(one_line(wording.question), _renamed(poll.options, wording), asked, at)


def _as_it_is(item: Item) -> Wording:
    return Wording(item.question, typed(item.options))


def _item_reworded(item: Item, words: Wording) -> Item:
    options, question = _renamed(item.options, words), one_line(words.question)
    was = item.was if question == item.question else item.was or item.question
    return replace(item, question=question, options=options, was=was)


def _problems(
    wording: Wording, old: Sequence[Option], rule: Rule, most: int, *, has_votes: bool
) -> dict[str, str]:
    options = lines(wording.options)
    found = {
        "question": question_problem(clean(wording.question)),
        "options": answers_problem(options, rule, most),
    }
    if has_votes and not found["options"]:
        found["options"] = _moved(old, options)
    return found


def _item_problems(item: Item, words: Wording, *, has_votes: bool) -> dict[str, str]:
    rule = item.terms.rule
    if item.options:
        return _problems(words, item.options, rule, MOST_ITEM_OPTIONS, has_votes=has_votes)
    return {
        "question": question_problem(clean(words.question)),
        "options": OWN_WORDS if lines(words.options) else "",
    }


def _moved(options: Sequence[Option], texts: Sequence[str]) -> str:
    old = [option.text.casefold() for option in options]
    new = [text.casefold() for text in texts]
    if len(new) < len(old):
        return FIXED
    stays = all(
        before == after or after not in old for before, after in zip(old, new, strict=False)
    )
    return "" if stays else IN_ORDER


def _renamed(options: Sequence[Option], wording: Wording) -> tuple[Option, ...]:
    """Each line with the id that stood there before; further lines with ids of their own."""
    ids = [option.id for option in options]
    last = max(map(int, ids), default=0)
    texts = lines(wording.options)
    ids += [str(last + n) for n in range(1, len(texts) - len(ids) + 1)]
    return tuple(Option(option_id, text) for option_id, text in zip(ids, texts, strict=False))
