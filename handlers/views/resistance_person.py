"""Somebody in the register: what fits what was seen, how to approach it, and the plan."""

from bot.domain.copy import sentence
from bot.domain.guardrails import is_refused
from bot.domain.resistance import Answers, Fit, Reading, Seen, Source, asked_for, sheet, signal
from bot.domain.resistance_register import Diagnosis, Entry, Trend, own_parts, response_words
from bot.services.resistance import EntryPage
from handlers.views.guardrails import caveat_blocks, warning
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    confirm,
    context,
    divider,
    modal,
    section,
)
from handlers.views.progress import bar
from handlers.views.resistance import (
    ONLY_YOU,
    OPEN,
    PERSON,
    REGISTER,
    TITLE,
    Carried,
    day_of,
    levels,
    name_of,
    who,
)
from handlers.views.text import count, cut, day, esc, one_line, quote

BACK = "resistance.back"
SHEET = "resistance.sheet"
AGAIN = "resistance.again"
PLAN = "resistance.plan"
REMOVE = "resistance.remove"

QUESTIONS_SHOWN = 3
MOVES_SHOWN = 4
LOOKS_SHOWN = 5
FITS_SHOWN = 3

_TRENDS = {Trend.RISING: " · ↗ rising", Trend.FALLING: " · ↘ falling", Trend.STEADY: " · → steady"}
_SEEN = {Seen.NO: "no", Seen.SOMEWHAT: "somewhat", Seen.CLEARLY: "clearly"}


def person(page: EntryPage, carried: Carried | None = None, note: str = "") -> Dict:
    """What fits what was seen of somebody, how to approach it, and the plan."""
    entry = page.entry
    reading = entry.latest.reading if entry.latest else None
    blocks = [
        *([context(note)] if note else []),
        section(_head(entry)),
        *caveat_blocks(page.caveat, page.negotiation.id),
        *warning(entry.findings),
        *_own_part(entry),
        *(_reading(entry, reading) if reading else _not_looked_at(entry)),
        divider(),
        *_plan(entry),
        *_history(entry),
        actions(*_deeds(page, carried or {})),
        context(sentence("resistance", "fit"), ONLY_YOU),
    ]
    view = act(PERSON, entry.id)
    return modal(view, TITLE, blocks, close="Close", metadata=carried or None)


def _head(entry: Entry) -> str:
    seen = cut(esc(entry.note.seen), 2200)
    return "\n".join([f"*{who(entry)}*{levels(entry)}", *([quote(seen)] if seen else [])])


def _own_part(entry: Entry) -> list[Dict]:
    """What the leader should mend first."""
    parts = own_parts()
    lines = [f"• {parts[each]['mend']}" for each in entry.note.mine if each in parts]
    return [section("\n".join(["*Your own part first*", *lines]))] if lines else []


def _not_looked_at(entry: Entry) -> list[Dict]:
    again = button("Answer the questions", act(AGAIN, entry.id), style="primary")
    return [section("No question is answered yet."), actions(again)]


def _reading(entry: Entry, reading: Reading) -> list[Dict]:
    found = [_source(entry, fit) for fit in reading.signs] or [sentence("resistance", "no_sign")]
    head = (
        f"*What fits what you saw* · {_answers(len(entry.answers), len(asked_for(entry.answers)))}"
    )
    fits = [section("\n".join([head, *found])), *_little(reading)]
    unseen = _unseen(reading)
    return [
        divider(),
        *([*unseen, *fits] if reading.is_thin else [*fits, *unseen]),
        *_order(reading),
        *_approaches(entry, reading),
    ]


def _source(entry: Entry, fit: Fit) -> str:
    """One source: its fit, and the answers that drove it."""
    trend = entry.trend(fit)
    moved = _TRENDS[trend] if trend else ""
    seen = "; ".join(f"{signal(c)} ({_SEEN[entry.answers[c]]})" for c in fit.drivers)
    # A full bar would say more than a number that stands on too little.
    shown = f"{bar(fit.points)} " if fit.is_seen_enough else ""
    stands_on = _answers(fit.answered, fit.signals)
    said = (
        f"{shown}*{name_of(fit.source)}* · {fit.band}, fit {fit.points} of 100 {stands_on}{moved}"
    )
    return f"{said}\n_{seen}_"


def _answers(given: int, asked: int) -> str:
    return f"from {given} of {count(asked, 'answer')}"


def _little(reading: Reading) -> list[Dict]:
    names = [name_of(f.source) for f in reading.ranked if f.is_seen_enough and not f.is_sign]
    return [context(f"Little sign of: {' · '.join(names)}")] if names else []


def _unseen(reading: Reading) -> list[Dict]:
    """The questions that confirm or reject what was not seen enough."""
    fits = reading.unseen
    if not fits:
        return []
    asked = [f"• {name_of(f.source)}: “{sheet(f.source).ask}”" for f in fits[:QUESTIONS_SHOWN]]
    more = len(fits) - QUESTIONS_SHOWN
    rest = [f"_and {more} more; all 16 questions show more_"] if more > 0 else []
    return [section("\n".join(["*Not enough seen: ask*", *asked, *rest]))]


def _order(reading: Reading) -> list[Dict]:
    names = [f"{n}. {name_of(f.source)}" for n, f in enumerate(reading.order, start=1)]
    lines = [sentence("resistance", "deciders")] if reading.is_bound else []
    if len(names) > 1:
        lines = ["  ".join(["*Work in this order*", *names]), *lines]
        lines += [*reading.advice, *([] if reading.is_bound else [sentence("resistance", "order")])]
    return [section("\n".join(lines))] if lines else []


def _approaches(entry: Entry, reading: Reading) -> list[Dict]:
    """The first one to work on in full; the others behind a button each."""
    if not reading.order or is_refused(entry.findings):
        return []
    first = reading.order[0].source
    others = [f.source for f in reading.signs if f.source is not first]
    buttons = [button(f"How: {name_of(s)}", act(SHEET, entry.id, s.value)) for s in others]
    return [section(approach_to(first)), *([actions(*buttons)] if buttons else [])]


def _plan(entry: Entry) -> list[Dict]:
    plan = entry.plan
    label = "Change the plan" if plan.is_made else "Plan a response"
    change = button(label, act(PLAN, entry.id), style="primary" if entry.is_gap else None)
    response = f"*{response_words(plan.response)['label']}*" if plan.response else ""
    until = f" · by {day_of(plan.by_when)}" if plan.by_when else ""
    parts = [
        ("Next step", f"{one_line(esc(plan.next_step), 700)}{until}" if plan.next_step else ""),
        ("It works when", one_line(esc(plan.sign), 700)),
    ]
    lines = [f"{name}: {text}" for name, text in parts if text]
    warning = ":warning: " if entry.is_gap else ""
    head = f"{warning}*Your plan*" + (f": {response}" if response else "")
    return [section("\n".join([head, *(lines or ["_Nothing is planned yet._"])]), change)]


def _history(entry: Entry) -> list[Dict]:
    """What moved since the look before, and the looks before."""
    if len(entry.history) < 2:
        return []
    moved = [_moved(code, entry.history[-2].answers, entry.answers) for code in entry.moved]
    more = len(moved) - MOVES_SHOWN
    rest = [f"_and {more} more_"] if more > 0 else []
    changed = [
        "*Answers that changed since last time*",
        *(moved[:MOVES_SHOWN] or ["• none"]),
        *rest,
    ]
    return [
        section("\n".join(changed)),
        context(*map(_look, entry.history[: -LOOKS_SHOWN - 1 : -1])),
    ]


def _moved(code: str, before: Answers, now: Answers) -> str:
    was, is_now = (_SEEN[a[code]] if code in a else "open" for a in (before, now))
    return f"• {signal(code)}: {was} → {is_now}"


def _look(look: Diagnosis) -> str:
    fits = [f"{name_of(fit.source)} {fit.points}" for fit in look.reading.signs[:FITS_SHOWN]]
    return " · ".join([day(look.at), *(fits or ["no sign of a source"])])


def _deeds(page: EntryPage, carried: Carried) -> list[Dict]:
    entry = page.entry
    sure = confirm(
        "Remove from the register?",
        "The notes, the answers and the plan are deleted for good.",
        "Remove",
        danger=True,
    )
    way_back = button("The register", act(OPEN, page.negotiation.id))
    return [
        *([button("Look again", act(AGAIN, entry.id))] if entry.latest else []),
        *([] if REGISTER in carried else [way_back]),
        button("Remove", act(REMOVE, entry.id), style="danger", confirm=sure),
    ]


def approach_to(source: Source) -> str:
    words = sheet(source)
    return "\n".join(
        [
            f"*How to approach it: {words.name}*",
            f":white_check_mark: {words.do}",
            f":no_entry_sign: {words.dont}",
            f"*Begin with*  “{words.opening}”",
            f"*To confirm or reject it, ask*  “{words.ask}”",
            f"*Bring*  {words.bring}",
        ]
    )


def approach(page: EntryPage, source: Source, carried: Carried | None = None) -> Dict:
    """How to approach one source, in place of the page that it was opened from."""
    back = button("Back", act(BACK, page.entry.id))
    blocks = [section(f"*{who(page.entry)}*"), section(approach_to(source)), actions(back)]
    view = act(SHEET, page.entry.id, source.value)
    return modal(view, "How to approach it", blocks, close="Close", metadata=carried or None)


def removed() -> Dict:
    """In place of somebody who is in the register no more."""
    blocks = [section("Removed, with all that was kept of them.")]
    return modal(REMOVE, TITLE, blocks, close="Close")
