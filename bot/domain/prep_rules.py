"""What “complete” can mean: the rules that the checklist's tests name.

All but `ticked` are judged from the answers; that one is the leader's own word. Each rule takes
the names of fields, and a number where it counts.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.domain.prep import Answers
from bot.domain.text import is_blank, lines

Rule = Callable[[Answers], bool]

_CLOSED_START = re.compile(
    r"(?i)^(is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might)\b"
)
# From worst to best, from a give to an ask.
_STEP = re.compile(r"->|→|=>|➔|\.\.|…|–|\b(?:to|bis|à|a)\b", re.IGNORECASE)


def count(names: Sequence[str], at_least: int) -> Rule:
    """A field holds at least so many lines."""
    return lambda answers: len(_lines(answers, names)) >= at_least


def filled(names: Sequence[str]) -> Rule:
    """All these fields say something."""
    return lambda answers: all(not is_blank(answers.get(name, "")) for name in names)


def ticked(names: Sequence[str]) -> Rule:
    """The leader declared all of this."""
    return lambda answers: all(answers.get(name) == "yes" for name in names)


def open_questions(names: Sequence[str], at_least: int) -> Rule:
    """At least so many lines are questions that a yes or a no does not answer."""
    return lambda answers: sum(map(is_open_question, _lines(answers, names))) >= at_least


def ranges(names: Sequence[str]) -> Rule:
    """There are lines, and each goes from something to something."""

    def holds(answers: Answers) -> bool:
        found = _lines(answers, names)
        return bool(found) and all(_STEP.search(line) for line in found)

    return holds


def words_at_most(names: Sequence[str], at_most: int) -> Rule:
    """Something is said, and in not more than so many words."""
    return lambda answers: 0 < sum(len(answers.get(n, "").split()) for n in names) <= at_most


def looked_or_skipped(names: Sequence[str]) -> Rule:
    """All but the last field say something, or the last one says why they do not."""
    *looked, skipped = names
    return lambda answers: filled(looked)(answers) or filled([skipped])(answers)


RULES: Mapping[str, Callable[..., Rule]] = {
    rule.__name__: rule
    for rule in (
        count, filled, ticked, open_questions, ranges, words_at_most, looked_or_skipped
    )
}  # fmt: skip


def is_open_question(line: str) -> bool:
    """A question that a yes or a no does not answer."""
    return line.rstrip().endswith(("?", "？", "؟")) and not _CLOSED_START.match(line.strip())


def _lines(answers: Answers, names: Sequence[str]) -> list[str]:
    return [line for name in names for line in lines(answers.get(name, ""))]
