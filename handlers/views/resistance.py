"""The register of resistance on screen; each person's own page stands in `resistance_person`.

All of it is the leader's alone and stands in modals only. The forms stand in `resistance_forms`.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.copy import sentence
from bot.domain.resistance import Source, sheet
from bot.domain.resistance_register import Entry
from bot.services.resistance import RegisterPage
from handlers.views.guardrails import caveat_blocks
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    context,
    modal,
    section,
)
from handlers.views.progress import NEW_POLL, titled
from handlers.views.text import esc, one_line

OPEN = "resistance.open"
LOOK = "resistance.look"
PERSON = "resistance.person"

# Under this name a view carries the id of a register that lies beneath it.
REGISTER = "register"
PULSE = "support"
SOURCES_SHOWN = 3
TITLE = "Resistance"
ONLY_YOU = ":lock: Only you see this. It is sealed on disk and never stands in a message."

Carried = Mapping[str, str]


def register(page: RegisterPage, carried: Carried | None = None) -> Dict:
    """Everybody who was looked at: who needs a plan most stands first."""
    negotiation = page.negotiation
    look = button("Look at someone", act(LOOK, negotiation.id), style="primary")
    pulse = button("Ask safely", act(NEW_POLL, negotiation.id, PULSE))
    blocks = [
        section(titled(negotiation)),
        *caveat_blocks(page.caveat, negotiation.id),
        *(_lines(page.entries) if page.entries else _nobody()),
        actions(*([] if page.is_full else [look]), pulse),
        context(
            "“Ask safely” starts a secret poll: you see that people answered, not what.",
            ONLY_YOU,
        ),
    ]
    title, view = TITLE, act(OPEN, negotiation.id)
    return modal(view, title, blocks, close="Close", metadata=carried or None)


def _nobody() -> list[Dict]:
    return [section(f"*Nobody is here yet.*\n{sentence('resistance', 'nobody')}")]


def _lines(entries: Sequence[Entry]) -> list[Dict]:
    return [
        section(
            _line(entry, is_first=place == 0),
            button("Open", act(PERSON, entry.id), spoken=f"Open {entry.note.who}"),
        )
        for place, entry in enumerate(entries)
    ]


def _line(entry: Entry, *, is_first: bool) -> str:
    """Who, what it may come from, and what is planned."""
    gap = ""
    if entry.is_gap:
        gap = ":warning: *Top gap:* " if is_first else ":warning: "
    lines = [f"{gap}*{who(entry)}*{levels(entry)}", _sources(entry), _planned(entry)]
    return "\n".join(lines)


def who(entry: Entry) -> str:
    """Whom it is about, escaped, on one line."""
    return one_line(esc(entry.note.who), 300)


def levels(entry: Entry) -> str:
    """How much it weighs, as far as it is known."""
    parts = [("strength", entry.plan.strength), ("influence", entry.plan.influence)]
    return "".join(f" · {name} {level}" for name, level in parts if level)


def _sources(entry: Entry) -> str:
    if entry.latest is None:
        return "_not looked at yet_"
    found = [name_of(fit.source) for fit in entry.latest.reading.order]
    more = [f"{len(found) - SOURCES_SHOWN} more"] if len(found) > SOURCES_SHOWN else []
    return " · ".join([*found[:SOURCES_SHOWN], *more]) or "_no sign of a source so far_"


def _planned(entry: Entry) -> str:
    plan = entry.plan
    if not plan.is_made:
        return "_strong and influential, and no plan yet_" if entry.is_gap else "_no plan yet_"
    until = f" · by {day_of(plan.by_when)}" if plan.by_when else ""
    return f"Next: {one_line(esc(plan.next_step), 300)}{until}"


def name_of(source: Source) -> str:
    """A source in words."""
    return sheet(source).name


def day_of(day: date) -> str:
    """A calendar day, the same in every zone: “1 Dec 2026”."""
    return f"{day.day} {day:%b %Y}"
