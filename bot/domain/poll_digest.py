"""What those who were asked said, in a few words for themselves: domain reference 5.6."""

from collections.abc import Iterator

from bot.domain.choices import Rule
from bot.domain.copy import copy
from bot.domain.poll_meaning import summary
from bot.domain.poll_results import Result, meaning_of

STRONGEST = 3
# By these rules several options can be strong at once.
_SEVERAL = frozenset({Rule.RANK, Rule.UP_TO})


def digest(result: Result) -> str:
    """The strongest answers, then what people agree and differ on, question by question.

    Without names, without numbers and without anything that was written; "" when nothing is shown.
    """
    told = (said for each in (result, *result.items) for said in _of(each))
    return " ".join(filter(None, told))


def _of(result: Result) -> Iterator[str]:
    if result.is_hidden:
        return
    strongest = _strongest(result) if result.tally.answered else []
    if strongest and result.tally.rule is not Rule.CONSENT:
        yield f"{copy('polls')['meanings']['before']['strongest']} {', '.join(strongest)}."
    if result.tally.rule in (Rule.CONSENT, Rule.SCORE):
        yield summary(result.poll.options, meaning_of(result))


def _strongest(result: Result) -> list[str]:
    if result.tally.rule not in _SEVERAL:
        return [option.text for option in result.leading]
    texts = {option.id: option.text for option in result.poll.options}
    named = [line for line in result.tally.lines if line.votes and not line.withheld]
    return [texts[line.option_id] for line in named[:STRONGEST]]
