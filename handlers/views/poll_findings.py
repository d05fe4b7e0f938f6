"""What came out of a poll, question by question, for its leader: with names where it is named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.choices import STANCES, Choice, Rule
from bot.domain.poll_groups import Part
from bot.domain.poll_results import Ballots, Result, meaning_of
from bot.domain.tallies import OptionTally
from bot.services.polls import PollPage
from handlers.views import poll_items as items
from handlers.views import poll_results as results
from handlers.views import poll_written as written
from handlers.views.kit import Dict, context, divider, section
from handlers.views.poll_dissent import dissent
from handlers.views.poll_groups import by_group
from handlers.views.text import count, esc, listed, person

NAMES_SHOWN = 25
SILENT_SHOWN = 40


@dataclass(frozen=True)
class Space:
    """How many answers and how many texts each question shows; a window holds a hundred blocks."""

    answers: int
    texts: int


ALONE, ONE_OF_SEVERAL = Space(answers=25, texts=5), Space(answers=7, texts=3)


@dataclass(frozen=True)
class Finding:
    """What came out of one question."""

    item_id: str
    result: Result
    ballots: Ballots
    parts: Sequence[Part] | None


def findings(shown: PollPage) -> list[Dict]:
    """All that the leader may know of the answers now."""
    result, ballots = shown.result, shown.ballots
    if result is None:
        return []
    if ballots is None or result.is_silent:
        return items.blocks(result)
    told = f"*{results.final_turnout(result)}.* {results.leading(result)}"
    first = Finding(written.FIRST, result, ballots, shown.parts)
    space = ONE_OF_SEVERAL if result.items else ALONE
    return [
        section(f"{told}\n{results.meaning(result)}"),
        *_answered(first, space),
        *_items(shown, result, ballots),
        *_silent(shown, ballots.by_voter),
    ]


def _items(shown: PollPage, result: Result, ballots: Ballots) -> Iterator[Dict]:
    """What came out of each further question."""
    for item, found in zip(result.poll.items, result.items, strict=True):
        yield divider()
        means = results.further_meaning(found, result) if item.options else items.answers(found)
        yield section("\n".join(filter(None, [f"*{item.id}. {esc(item.question)}*", means])))
        about, parts = ballots.about(item.id), shown.further.get(item.id)
        yield from _answered(Finding(item.id, found, about, parts), ONE_OF_SEVERAL)


def _answered(found: Finding, space: Space) -> Iterator[Dict]:
    """Who differs, each answer, the groups, and what was written to one question."""
    result, ballots = found.result, found.ballots
    differ = dissent(result.poll, meaning_of(result, ballots).dissent)
    if differ:
        yield section(differ)
    if not result.is_hidden:
        yield from (_answer(result, line, ballots) for line in result.tally.lines[: space.answers])
        rest = len(result.tally.lines) - space.answers
        if rest > 0:
            yield context(f"{count(rest, 'answer')} more in the CSV file.")
        yield from by_group(result, found.parts, in_short=space is ONE_OF_SEVERAL)
    yield from written.a_few(result.poll, ballots, found.item_id, space.texts)


def _answer(result: Result, line: OptionTally, ballots: Ballots) -> Dict:
    option = result.poll.option(line.option_id)
    text = esc(option.text) if option else "–"
    names = "\n".join(_names(line.option_id, result.tally.rule, ballots))
    told = f"{text}\n{results.said_of(line, result)}"
    return section(f"{told}\n{names}" if names else told)


def _names(option_id: str, rule: Rule, ballots: Ballots) -> Iterator[str]:
    """Who said what of one option: a line for each thing that was said."""
    said: dict[str, list[str]] = {}
    for voter, choice in ballots.by_voter.items():
        value = choice.said(option_id, rule)
        if value is not None:
            said.setdefault(value, []).append(person(voter))
    for value in sorted(said, key=lambda each: _ORDER.get(each, each)):
        yield f"{_label(rule, value)}{listed(said[value], NAMES_SHOWN)}"


_ORDER = {letter: str(place) for place, letter in enumerate(STANCES)}


def _label(rule: Rule, value: str) -> str:
    if rule is Rule.CONSENT:
        return f"_{STANCES[value].value}:_ "
    if rule is Rule.RANK:
        return f"_place {value}:_ "
    return f"_{value}:_ " if rule is Rule.SCORE else ""


def _silent(shown: PollPage, by_voter: Mapping[str, Choice]) -> list[Dict]:
    told = []
    abstained = [voter for voter, choice in by_voter.items() if choice.abstains]
    if abstained:
        told.append(f"Abstained: {listed([person(v) for v in abstained], SILENT_SHOWN)}")
    if shown.missing:
        told.append(f"No answer: {listed([person(v) for v in shown.missing], SILENT_SHOWN)}")
    return [context("\n".join(told))] if told else []
