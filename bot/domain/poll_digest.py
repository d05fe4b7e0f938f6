"""What those who were asked said, in a few words for themselves: domain reference 5.6."""

from fractions import Fraction

from bot.domain.choices import HIGHEST, Rule
from bot.domain.copy import copy
from bot.domain.poll_meaning import ONE_VOICE_COUNTS, summary
from bot.domain.poll_results import Result, meaning_of
from bot.domain.tallies import OptionTally
from bot.domain.text import within

STRONGEST = 3
MIDDLE = Fraction(1, 2)


def digest(result: Result, limit: int) -> str:
    """The strongest answers, then what people agree and differ on, question by question.

    Without names, without numbers and without anything that was written; "" when nothing is shown.
    Of more than `limit` characters the last questions are left out.
    """
    further = zip(result.poll.items, result.items, strict=True)
    numbered = ((f"Question {item.id}:", _of(found)) for item, found in further)
    told = [_of(result), *(f"{number} {said}" for number, said in numbered if said)]
    return within(filter(None, told), limit)


def _of(result: Result) -> str:
    if result.is_hidden or not result.tally.answered:
        return ""
    said = []
    if strongest := _strongest(result):
        before = copy("polls")["meanings"]["before"]["strongest"]
        said.append(f"{before} {', '.join(strongest)}.")
    if result.tally.rule in ONE_VOICE_COUNTS:
        said.append(summary(result.poll.options, meaning_of(result)))
    return " ".join(filter(None, said))


def _strongest(result: Result) -> list[str]:
    """By a single choice what leads; else what stands above the middle, at most three."""
    tally, texts = result.tally, {option.id: option.text for option in result.poll.options}
    if tally.rule is Rule.SINGLE:
        return [texts[each] for each in tally.leading]
    strong = [line for line in tally.lines if not line.withheld and _strength(line, tally.rule)]
    return [texts[line.option_id] for line in strong[:STRONGEST]]


def _strength(line: OptionTally, rule: Rule) -> bool:
    """Whether an answer stands above the middle of what it could reach; consent has no such."""
    if rule is Rule.CONSENT:
        return False
    if rule is Rule.SCORE:
        return line.scores is not None and line.scores.mean > HIGHEST * MIDDLE
    return (line.normalised if rule is Rule.RANK else line.share) > MIDDLE
