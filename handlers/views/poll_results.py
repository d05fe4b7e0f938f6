"""What came out of a poll, in lines: one way to show an answer for each rule."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from bot.domain.alignment import read
from bot.domain.choices import Rule
from bot.domain.poll_items import Option
from bot.domain.poll_manner import Results
from bot.domain.poll_meaning import Reading, summary, words
from bot.domain.poll_results import Result, meaning_of
from bot.domain.suppression import LEAST, TOO_FEW, is_enough
from bot.domain.tallies import OptionTally, band
from handlers.views.kit import Dict, bars, section
from handlers.views.progress import bar
from handlers.views.text import count, esc, listed, person

Told = Callable[[OptionTally], str]

CHART_OPTIONS = 6
LINES_SHOWN = 20
HIDDEN = f"Fewer than {LEAST} answered, so nothing of it is shown. That protects those who did."
ABSTAINED = (
    f"Fewer than {LEAST} chose an answer, so nothing of it is shown. That protects those who did."
)
NOBODY = "Nobody answered."
NOT_THE_FIRST = "Nobody answered the first question."


def final_turnout(result: Result) -> str:
    """“3 of 7 answered”, after the close; with the quorum when there was one."""
    told = f"{result.answered} of {len(result.poll.voters)} answered"
    # In a secret poll who left out the first question cannot be told from who abstained.
    if result.tally.abstained and not (result.poll.items and result.poll.is_secret):
        told += f", {result.tally.abstained} of them abstained"
    quorum = result.poll.manner.quorum
    if not quorum:
        return told
    return f"{told}, {quorum} were needed" if not result.has_quorum else f"{told} (quorum {quorum})"


def lines(result: Result) -> list[Dict]:
    """Each answer with what was said of it; nothing when that stays hidden."""
    if result.is_hidden:
        return [section(why_hidden(result))]
    if is_unanswered(result):
        return [section(_nobody(result))]
    shown = result.tally.lines[:LINES_SHOWN]
    blocks = [section(f"{_text(result, line)}\n{said_of(line, result)}") for line in shown]
    rest = len(result.tally.lines) - len(shown)
    return [*blocks, *([section(f"and {count(rest, 'answer')} more with less")] if rest else [])]


def is_unanswered(result: Result) -> bool:
    """Whether it is over and has no answer that could be shown."""
    return result.poll.is_over and not result.tally.answered


def why_hidden(result: Result) -> str:
    """Why nothing of a secret poll is shown, though some have answered."""
    return ABSTAINED if is_enough(result.answered) else HIDDEN


def totals(result: Result) -> str:
    """The same for reading aloud."""
    if result.is_hidden:
        return why_hidden(result)
    if is_unanswered(result):
        return _nobody(result)
    said = (
        f"{_text(result, line)}: {_told(line, _SPOKEN[result.tally.rule])}"
        for line in result.tally.lines[:LINES_SHOWN]
    )
    return "\n".join([*said, *_agreement(result)])


def leading(result: Result) -> str:
    """What came first, in a sentence."""
    if result.is_hidden:
        return ""
    named = [f"“{esc(option.text)}”" for option in result.leading]
    if not named:
        return "" if result.tally.answered else _nobody(result)
    first = result.tally.line(result.leading[0].id)
    if result.is_tied:
        return f"Tied {_TIED[result.tally.rule](first)}: {listed(named)}."
    return f"{_FIRST[result.tally.rule]}: {named[0]}, {_LEADS[result.tally.rule](first)}."


def _nobody(result: Result) -> str:
    return NOT_THE_FIRST if result.items and result.answered else NOBODY


def said_of(line: OptionTally, result: Result) -> str:
    """One answer's bar with its numbers; in a secret poll nothing where too few spoke of it."""
    rule = result.tally.rule
    if line.withheld:
        return f"_{TOO_FEW}_"
    return f"{bar(round(100 * _fill(line, rule)))}  {_SHOWN[rule](line)}"


def figures(line: OptionTally, rule: Rule) -> str:
    """One answer's numbers without a bar."""
    return _told(line, _SHOWN[rule])


def chart(result: Result) -> list[Dict]:
    """The bars as Slack draws them, where they fit; the numbers stand beside them in words.

    What is withheld has none: an empty one would read as nobody's choice.
    """
    options, tally = result.poll.options, result.tally
    if result.is_hidden or not tally.answered or len(options) > CHART_OPTIONS:
        return []
    title, charted = _CHARTS[tally.rule], _CHARTED[tally.rule]
    drawn = ((option.text, tally.line(option.id)) for option in options)
    values = {text: charted(line) for text, line in drawn if not line.withheld}
    return [bars(title, title, values)] if values else []


def kept_from_channel(result: Result) -> str:
    """What the channel reads in the place of totals that only the leader sees."""
    if result.poll.manner.results is not Results.LEADER:
        return ""
    return f"{person(result.poll.leader)} has the result."


def meaning(result: Result) -> str:
    """What it means for the negotiation: how far it carries, what people agree and differ on."""
    if result.is_hidden:
        return why_hidden(result)
    found = meaning_of(result)
    is_skipped = found.reading is Reading.SILENT and _nobody(result) is NOT_THE_FIRST
    reading = "" if is_skipped else words(found.reading)
    told = [reading, esc(summary(result.poll.options, found)), agreement(result)]
    return "\n".join([*filter(None, told), *_follow_ups(result)])


def further_meaning(result: Result, first: Result) -> str:
    """The same of a further question, without what the first one's said already."""
    return meaning(result).removeprefix(words(meaning_of(first).reading)).strip()


def _follow_ups(result: Result) -> Iterator[str]:
    """After an alignment check: what its leader has to explain or to hear."""
    poll = result.poll
    found = read(result.tally, {o.id: o.text for o in poll.options}, secret=poll.is_secret)
    if found.standings and not found.follow_ups:
        yield found.sentence
    for standing in found.follow_ups:
        told = f"“{esc(standing.item.sentence)}” {_tenths(standing.mean)}"
        yield f"• {told}: {esc(standing.item.follow_up)}"


def _agreement(result: Result) -> list[str]:
    """How alike the rankings are."""
    found = result.tally.agreement
    if found is None:
        return []
    return [f"Agreement between the rankings: {float(found):.2f} of 1, {band(found)}."]


def agreement(result: Result) -> str:
    """The same as one line, or nothing."""
    return "".join(_agreement(result)) if not result.is_hidden else ""


def _told(line: OptionTally, told: Told) -> str:
    return TOO_FEW if line.withheld else told(line)


def _text(result: Result, line: OptionTally) -> str:
    option: Option | None = result.poll.option(line.option_id)
    return esc(option.text) if option else "–"


def _fill(line: OptionTally, rule: Rule) -> Fraction:
    """How much of its bar an answer fills, 0 to 1."""
    if rule is Rule.CONSENT:
        return line.consent.acceptability
    if rule is Rule.SCORE:
        return line.scores.mean / 5 if line.scores else Fraction(0)
    return line.normalised if rule is Rule.RANK else line.share


def _votes(line: OptionTally) -> str:
    return count(line.votes, "vote")


def _voted(line: OptionTally) -> str:
    return f"*{_votes(line)}* ({round(100 * line.share)} %)"


def _stances(line: OptionTally) -> str:
    said = line.consent
    told = f"{said.accept} yes · {said.accept_if} yes, if · {said.refuse} no"
    return f"{told} · red line" if said.is_red_line else told


def _scored(line: OptionTally) -> str:
    found = line.scores
    if found is None:
        return "no score"
    lowest, highest = found.extent
    told = f"mean {_tenths(found.mean)} · half gave {_tenths(found.median)} or more"
    return f"{told} · from {lowest} to {highest} · spread {_tenths(found.deviation)}"


def _ranked(line: OptionTally) -> str:
    return f"{_tenths(line.points)} of {line.most_points} points · first for {line.firsts}"


def _tenths(number: Fraction) -> str:
    """A number with one decimal, or none when it is whole."""
    return str(int(number)) if number.denominator == 1 else f"{float(number):.1f}"


_SHOWN: Mapping[Rule, Told] = {
    Rule.SINGLE: _voted,
    Rule.UP_TO: _voted,
    Rule.CONSENT: _stances,
    Rule.SCORE: _scored,
    Rule.RANK: _ranked,
}
_SPOKEN: Mapping[Rule, Told] = {**_SHOWN, Rule.SINGLE: _votes, Rule.UP_TO: _votes}
_FIRST = {
    Rule.SINGLE: "Most chosen",
    Rule.UP_TO: "Most chosen",
    Rule.CONSENT: "Most people can live with",
    Rule.SCORE: "Highest mean",
    Rule.RANK: "Ranked first",
}
_LEADS: Mapping[Rule, Told] = {
    Rule.SINGLE: lambda line: f"with {_votes(line)}",
    Rule.UP_TO: lambda line: f"with {_votes(line)}",
    Rule.CONSENT: _stances,
    Rule.SCORE: _scored,
    Rule.RANK: _ranked,
}
_TIED: Mapping[Rule, Told] = {
    Rule.SINGLE: lambda line: f"with {_votes(line)} each",
    Rule.UP_TO: lambda line: f"with {_votes(line)} each",
    Rule.CONSENT: lambda line: f"each with {_stances(line)}",
    Rule.SCORE: lambda line: f"each with mean {_tenths(line.scores.mean) if line.scores else 0}",
    Rule.RANK: lambda line: f"each with {_tenths(line.points)} points",
}
_CHARTS = {
    Rule.SINGLE: "Votes",
    Rule.UP_TO: "Votes",
    Rule.CONSENT: "Yes, or yes, if",
    Rule.SCORE: "Sum of scores",
    Rule.RANK: "Points",
}
_CHARTED: Mapping[Rule, Callable[[OptionTally], int]] = {
    Rule.SINGLE: lambda line: line.votes,
    Rule.UP_TO: lambda line: line.votes,
    Rule.CONSENT: lambda line: line.consent.accept + line.consent.accept_if,
    Rule.SCORE: lambda line: sum(line.scores.ordered) if line.scores else 0,
    Rule.RANK: lambda line: round(line.points),
}
