"""Who sees it another way, in a named poll: for its leader's page and direct message alone."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.domain.choices import Rule
from bot.domain.poll_meaning import Dissent, Side
from bot.domain.polls import Poll
from handlers.views.text import count, esc, listed, person

NAMES_SHOWN = 8
OPTIONS_SHOWN = 6
TITLE = "*Who sees it another way*"

SIDES: Mapping[Rule, Mapping[Side, str]] = {
    Rule.SINGLE: {Side.FOR: "chose it", Side.AGAINST: "chose otherwise"},
    Rule.UP_TO: {Side.FOR: "picked it", Side.AGAINST: "left it out"},
    Rule.CONSENT: {Side.FOR: "for", Side.AGAINST: "against"},
    Rule.SCORE: {Side.FOR: "scored it high", Side.AGAINST: "scored it low"},
    Rule.RANK: {Side.FOR: "ranked it high", Side.AGAINST: "ranked it low"},
}


def dissent(poll: Poll, found: Sequence[Dissent]) -> str:
    """A line for each option on which people differ: “On “May”: against – @Ada, @Bo”.

    The same people on the same two sides are told once: with two options each is the other's
    mirror. "" when nobody differs.
    """
    told: dict[frozenset[tuple[str, ...]], list[Dissent]] = {}
    for _, group in groupby(found, key=lambda each: each.option_id):
        camps = list(group)
        told.setdefault(frozenset(camp.voters for camp in camps), camps)
    lines = [_line(poll, camps) for camps in told.values()]
    rest = len(lines) - OPTIONS_SHOWN
    more = [f"and on {count(rest, 'answer')} more"] if rest > 0 else []
    return "\n".join([TITLE, *lines[:OPTIONS_SHOWN], *more]) if lines else ""


def _line(poll: Poll, camps: Sequence[Dissent]) -> str:
    option, sides = poll.option(camps[0].option_id), SIDES[poll.manner.terms.rule]
    said = (
        f"{sides[camp.side]} – {listed([person(voter) for voter in camp.voters], NAMES_SHOWN)}"
        for camp in camps
    )
    return f"• On “{esc(option.text) if option else '–'}”: {'; '.join(said)}"
