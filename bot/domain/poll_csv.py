"""A poll's answers as a CSV file (RFC 4180), in which no text runs as a formula.

Whoever hands it out puts a byte-order mark before it, without which Excel guesses the encoding.
"""

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO

from bot.domain.choices import SCORES, STANCES, Choice, Rule
from bot.domain.poll_groups import Part, group_of
from bot.domain.poll_items import Item, Option
from bot.domain.suppression import TOO_FEW, is_enough
from bot.domain.tallies import OptionTally, Tally

# What a spreadsheet takes for a formula: OWASP, CSV injection. Where its language lists with a
# semicolon, a spreadsheet also splits a cell there and at a line's end.
_SIGNS = frozenset("=+-@")
_LEADING = frozenset("\t\0")
_SPLIT = re.compile(r"([;\r\n])")
_PICKED = "x"
EVERYBODY = "everybody"
_WAITING = "Waiting for enough answers"

Row = tuple[str, ...]


def cell(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet could take for a formula.

    Two texts never become the same cell.
    """
    safe = "".join(f"'{part}" if _is_formula(part) else part for part in _SPLIT.split(text))
    return f"'{safe}" if text.lstrip("'").startswith("\r") else safe


def _is_formula(part: str) -> bool:
    """Whether a sign stands first in what is seen, be it full-width or small."""
    bare = part.lstrip("'")
    first = next((char for char in bare if not _is_passed_over(char)), "")
    return bare[:1] in _LEADING or unicodedata.normalize("NFKC", first)[:1] in _SIGNS


def _is_passed_over(char: str) -> bool:
    return char == "'" or char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}


def named_csv(
    options: Sequence[Option],
    rule: Rule,
    answers: Iterable[tuple[str, Choice]],
    items: Sequence[Item] = (),
    core: Collection[str] | None = None,
) -> str:
    """A named poll: one row for each voter's label and choice, in the order given.

    A pick is an x, a stance its words, a ranking each option's place. An option without a view is
    empty, so all are for somebody who abstained. Further questions stand in columns of their own.
    With the labels of the `core` team each row says its group.
    """
    groups = [] if core is None else ["Group"]
    header = ["Voter", *groups, *(option.text for option in options), "Reason"]
    for item in items:
        header += _item_header(item)
    rows = (
        (
            label,
            *(group_of(label, core or ()) for _ in groups),
            *_row(choice, options, rule),
            *(cell for item in items for cell in _item(choice, item)),
        )
        for label, choice in answers
    )
    return written([tuple(header), *rows])


def _item_header(item: Item) -> list[str]:
    words = f"{item.question} (in words)" if item.options else item.question
    return [*(f"{item.question}: {option.text}" for option in item.options), words]


def _item(choice: Choice, item: Item) -> Row:
    return _row(choice.of_item(item.id), item.options, item.terms.rule)


def _row(choice: Choice, options: Sequence[Option], rule: Rule) -> Row:
    return (*(_said(choice, option.id, rule) for option in options), choice.reason)


def totals_csv(
    options: Sequence[Option], tally: Tally, *, is_secret: bool, parts: Sequence[Part] = ()
) -> str:
    """Totals only, one row for each option, best first; the same again for each of the `parts`.

    A secret poll without enough answers gives one line that says so, whoever asks; an option of
    which too few spoke has no figures.
    """
    if is_secret and not is_enough(tally.answered):
        return written([(_WAITING,)])
    return written(_totals_table(options, tally, parts))


def further_csv(
    question: str, options: Sequence[Option], tally: Tally, parts: Sequence[Part] = ()
) -> str:
    """The totals of a further question, under its words and an empty line."""
    few = [(_WAITING,)]
    table = _totals_table(options, tally, parts) if is_enough(tally.answered) else few
    return written([("",), (question,), *table])


def _totals_table(options: Sequence[Option], tally: Tally, parts: Sequence[Part]) -> list[Row]:
    header = ("Option", *_COLUMNS[tally.rule], "Answered", "Abstained")
    rows = _rows(options, tally, str(tally.answered), str(tally.abstained))
    if not parts:
        return [header, *rows]
    apart = (
        (part.group.value, *row)
        for part in parts
        for row in _rows(options, part.tally, str(part.answered), "")
    )
    return [("Group", *header), *((EVERYBODY, *row) for row in rows), *apart]


def _rows(options: Sequence[Option], tally: Tally, *turnout: str) -> Iterator[Row]:
    texts = {option.id: option.text for option in options}
    for line in tally.lines:
        yield (texts[line.option_id], *_totals(line, tally.rule), *turnout)


def written(rows: Iterable[Row]) -> str:
    """Rows of any texts as CSV, every cell quoted and made safe."""
    file = StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([cell(text) for text in row] for row in rows)
    return file.getvalue()


def _said(choice: Choice, option_id: str, rule: Rule) -> str:
    said = choice.said(option_id, rule)
    if said is None:
        return ""
    return STANCES[said].value if rule is Rule.CONSENT else said or _PICKED


_COLUMNS: Mapping[Rule, Row] = {
    Rule.SINGLE: ("Votes", "Share %"),
    Rule.UP_TO: ("Votes", "Share of voters %"),
    Rule.CONSENT: ("Yes", "Yes, if", "No", "Acceptable %"),
    Rule.SCORE: ("Scores", "Mean", "Median", "Deviation", *(f"Scored {each}" for each in SCORES)),
    Rule.RANK: ("Points", "Points %", "First places"),
}


def _totals(line: OptionTally, rule: Rule) -> Row:
    if line.withheld:
        return (TOO_FEW, *("" for _ in _COLUMNS[rule][1:]))
    if rule is Rule.CONSENT:
        said = line.consent
        counts = (str(said.accept), str(said.accept_if), str(said.refuse))
        return (*counts, _percent(said.acceptability) if said.answered else "")
    if rule is Rule.SCORE:
        return _scores(line)
    if rule is Rule.RANK:
        return (_decimal(line.points), _percent(line.normalised), str(line.firsts))
    return (str(line.votes), _percent(line.share))


def _scores(line: OptionTally) -> Row:
    scores = line.scores
    middle = (scores.mean, scores.median, scores.deviation) if scores else ()
    each = (str(line.counts.get(score, 0)) for score in SCORES)
    return (str(line.votes), *(map(_decimal, middle) if scores else ("", "", "")), *each)


def _percent(share: Fraction) -> str:
    return _decimal(100 * share)


def _decimal(number: Fraction) -> str:
    """A number with two decimals, halves to even, or none when it is whole."""
    return f"{float(round(number, 2)):.2f}".removesuffix(".00")
