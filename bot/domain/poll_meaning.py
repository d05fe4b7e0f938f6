"""What a poll's result means for the negotiation: what people agree on, and where they differ.

It informs and never decides. All bounds are conventions of ours [X]; domain reference, section 5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from bot.domain.choices import Choice, Rule, Stance
from bot.domain.copy import copy
from bot.domain.poll_items import Option
from bot.domain.tallies import Agreement, OptionTally, Tally, band

MOST = Fraction(2, 3)
MANY = Fraction(1, 3)
HALF = Fraction(1, 2)
HIGH_SCORE, LOW_SCORE = 4, 1
VOICES = 2
# By these rules each voice speaks of each option, and one against it is not outvoted.
ONE_VOICE_COUNTS = frozenset({Rule.CONSENT, Rule.SCORE})


class Reading(StrEnum):
    """How far a result carries; each value is the key of its words in the copy."""

    SILENT = "silent"
    WITHHELD = "withheld"
    THIN = "thin"
    TIED = "tied"
    UNANIMOUS = "unanimous"
    CLEAR = "clear"
    MIXED = "mixed"
    DIVIDED = "divided"


class Side(StrEnum):
    """Where a voter stands on one option, if on either side."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True)
class Dissent:
    """Who stands on the smaller side of an option, or behind its red line; voters are sorted."""

    option_id: str
    side: Side
    voters: tuple[str, ...]


@dataclass(frozen=True)
class Meaning:
    """A result as the leader needs it; ids of options, in the poll's order.

    `agreed`, `conditional` (nobody says no, somebody says “yes, if”) and `contested` share no
    option; a red line is often contested too. `dissent` names people: it is for the leader alone,
    empty for a secret poll, and never goes to a channel.
    """

    reading: Reading
    agreed: tuple[str, ...] = ()
    conditional: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    red_lines: tuple[str, ...] = ()
    dissent: tuple[Dissent, ...] = ()


@dataclass(frozen=True)
class _Sides:
    """How many are for and against one option, and how many spoke of it at all."""

    backing: int
    against: int
    spoke: int


def meaning(
    options: Sequence[Option],
    tally: Tally,
    asked: int,
    named: Mapping[str, Choice] | None = None,
) -> Meaning:
    """What a tally means when `asked` people could answer.

    `named` has the choices that were counted, by voter: for a named poll only.
    """
    ids, rule = [option.id for option in options], tally.rule
    sides = {each: _sides(tally.line(each), rule, len(ids)) for each in ids}
    agreed = [each for each in ids if _is_agreed(sides[each], tally)]
    conditional = [each for each in agreed if tally.line(each).consent.accept_if]
    contested = [each for each in ids if _is_contested(sides[each], rule)]
    red_lines = [each for each in ids if tally.line(each).consent.is_red_line]
    found = Meaning(
        reading=_reading(tally, sides, asked),
        agreed=tuple(each for each in agreed if each not in conditional),
        conditional=tuple(conditional),
        contested=tuple(contested),
        red_lines=tuple(red_lines),
    )
    return replace(found, dissent=_dissent(found, ids, named or {}, rule))


def words(reading: Reading) -> str:
    """What a reading says to the leader."""
    said: str = copy("polls")["meanings"][reading]
    return said


def summary(options: Sequence[Option], found: Meaning) -> str:
    """What people agree and differ on, without names; "" when there is neither.

    The options' texts are as they were typed, so a view escapes the whole.
    """
    before = copy("polls")["meanings"]["before"]
    parts = (
        (before["agreed"], found.agreed),
        (before["conditional"], found.conditional),
        (before["contested"], found.contested),
        (before["red_line" if len(found.red_lines) == 1 else "red_lines"], found.red_lines),
    )
    texts = {option.id: option.text for option in options}
    said = (f"{start} {', '.join(texts[each] for each in ids)}." for start, ids in parts if ids)
    return " ".join(said)


def side_of(said: str | None, rule: Rule, count: int) -> Side | None:
    """The side of a voter who said this of one of `count` options, or None for neither.

    Who picks is for what is picked and against the rest. A rank in the upper half is for, one in
    the lower half against, and so is an option without a place; the middle is neither. A score
    of 4 or 5 is for, one of 0 or 1 against.
    """
    if said is None:
        return None if rule in ONE_VOICE_COUNTS else Side.AGAINST
    if rule is Rule.CONSENT:
        return Side.AGAINST if said == Stance.REFUSE.letter else Side.FOR
    if rule is Rule.SCORE:
        return _beyond(int(said) >= HIGH_SCORE, int(said) <= LOW_SCORE)
    if rule is Rule.RANK:
        return _beyond(2 * int(said) < count + 1, 2 * int(said) > count + 1)
    return Side.FOR


def _beyond(is_for: bool, is_against: bool) -> Side | None:
    if is_for:
        return Side.FOR
    return Side.AGAINST if is_against else None


def _sides(line: OptionTally, rule: Rule, count: int) -> _Sides:
    if line.withheld:
        return _Sides(0, 0, 0)
    left_out = line.answered - line.votes
    said: list[tuple[str | None, int]] = [*line.counts.items(), (None, left_out)]
    backing, against = (
        sum(many for value, many in said if side_of(value, rule, count) is side) for side in Side
    )
    return _Sides(backing, against, line.votes if rule in ONE_VOICE_COUNTS else line.answered)


def _is_agreed(sides: _Sides, tally: Tally) -> bool:
    """Whether enough spoke of an option, most of them for it, and nobody is overruled."""
    is_heard = sides.spoke >= VOICES and sides.spoke > tally.answered * HALF
    return is_heard and sides.backing >= sides.spoke * MOST and not _is_vetoed(sides, tally.rule)


def _is_vetoed(sides: _Sides, rule: Rule) -> bool:
    return rule in ONE_VOICE_COUNTS and sides.against > 0


def _is_contested(sides: _Sides, rule: Rule) -> bool:
    """Whether both sides are too large to pass over: a third, or one voice where that counts."""
    bound = 0 if rule in ONE_VOICE_COUNTS else sides.spoke * MANY
    return min(sides.backing, sides.against) > bound


def _reading(tally: Tally, sides: Mapping[str, _Sides], asked: int) -> Reading:
    """Silence first, then turnout, then agreement on what leads. Who abstained did not answer."""
    leading = [sides[each] for each in tally.leading]
    backing = min((each.backing for each in leading), default=0)
    rules = (
        (Reading.SILENT, tally.answered == 0),
        (Reading.WITHHELD, not tally.leading),
        (Reading.THIN, tally.answered <= asked * HALF),
        (Reading.UNANIMOUS, backing == tally.answered and tally.agreement in (None, 1)),
        (Reading.TIED, tally.is_tied),
    )
    return next((name for name, fits in rules if fits), None) or _strength(tally, leading[0])


_BANDS = {
    Agreement.STRONG: Reading.CLEAR,
    Agreement.MIXED: Reading.MIXED,
    Agreement.DIVIDED: Reading.DIVIDED,
}


def _strength(tally: Tally, first: _Sides) -> Reading:
    """How firm a single first place is: for a ranking, how alike all of it is ranked."""
    if tally.agreement is not None:
        return _BANDS[band(tally.agreement)]
    if first.backing >= tally.answered * MOST and not _is_vetoed(first, tally.rule):
        return Reading.CLEAR
    return Reading.MIXED if first.backing > tally.answered * HALF else Reading.DIVIDED


def _dissent(
    found: Meaning, ids: Sequence[str], named: Mapping[str, Choice], rule: Rule
) -> tuple[Dissent, ...]:
    """Who differs on the options that people agree on or differ on, in the poll's order."""
    notable = {*found.agreed, *found.contested, *found.red_lines}
    answers = [(voter, named[voter]) for voter in sorted(named) if named[voter].picks]
    return tuple(
        dissent
        for each in ids
        if each in notable
        for dissent in _smaller_sides(
            each,
            {voter: side_of(choice.said(each, rule), rule, len(ids)) for voter, choice in answers},
            each in found.red_lines,
        )
    )


def _smaller_sides(
    option_id: str, stands: Mapping[str, Side | None], is_red_line: bool
) -> list[Dissent]:
    """The smaller side of an option, both when equal, and all who draw a red line there."""
    camps = {side: tuple(voter for voter, on in stands.items() if on is side) for side in Side}
    smaller = min(map(len, camps.values()))
    return [
        Dissent(option_id, side, voters)
        for side, voters in camps.items()
        if voters and (len(voters) == smaller or (is_red_line and side is Side.AGAINST))
    ]
