"""The forms of resistance: which record, who and my own part, the signals, the plan."""

from collections.abc import Mapping, Sequence

from bot.domain.copy import sentence
from bot.domain.negotiations import Negotiation
from bot.domain.resistance import SHORT, SIGNALS, Answers, Seen, asked_for, signal
from bot.domain.resistance_register import (
    LEVELS,
    LINE_LIMIT,
    SEEN_LIMIT,
    WHO_LIMIT,
    Entry,
    Plan,
    Response,
    own_parts,
    response_words,
)
from bot.services.resistance import LookPage, NotePage, PlanPage
from handlers.views.guardrails import warning
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    checkboxes,
    context,
    date_picker,
    eager,
    field,
    modal,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.notices import RESTORED
from handlers.views.record_choice import record_choice
from handlers.views.resistance import ONLY_YOU, TITLE
from handlers.views.text import esc, one_line

WHICH = "resistance.which"
BEGIN = "resistance.begin"
NOTE = "resistance.note"
ALL = "resistance.all"
DIAGNOSE = "resistance.diagnose"
SAVE_PLAN = "resistance.save_plan"
DRAFT_LOOK = "resistance.draft_look"
DRAFT_PLAN = "resistance.draft_plan"
DISCARD_LOOK = "resistance.discard_look"
DISCARD_PLAN = "resistance.discard_plan"
START = "negotiations.new"

MOST_CHOICES = 100
UNKNOWN = "unknown"
KEPT = "What you fill in is kept as a draft, even if this window closes."
_SEEN = {Seen.NO: "No", Seen.SOMEWHAT: "Somewhat", Seen.CLEARLY: "Clearly"}
_LEVELS = {1: "1 · low", 2: "2 · medium", 3: "3 · high"}


def which(records: Sequence[Negotiation], words: str = "") -> Dict:
    """Several records fit: ask."""
    question = "In which one do you meet resistance?"
    return record_choice(WHICH, TITLE, question, "resist", records, words)


def no_record_yet() -> Dict:
    """A register hangs from a negotiation; there is none yet."""
    text = "Resistance belongs to a negotiation. Start one first; it takes half a minute."
    start = actions(button("Start a negotiation", START, style="primary"))
    return modal(WHICH, TITLE, [section(text), start], close="Close")


def note_form(view: str, page: NotePage, carried: Mapping[str, str]) -> Dict:
    """The leader's own part first, then who and what was seen; `view` is where it goes."""
    note = page.note
    parts = [option(part["label"], name) for name, part in own_parts().items()]
    blocks = [
        *([context(f":pencil2: {RESTORED}")] if page.is_restored else []),
        context(ONLY_YOU),
        section(f"*Could you be the source?*\n{sentence('resistance', 'first')}"),
        field(
            "mine",
            "Tick what may be true",
            checkboxes(parts, initial=note.mine),
            optional=True,
        ),
        field(
            "who",
            "Who is it about?",
            text_input(
                initial=note.who,
                limit=WHO_LIMIT,
                placeholder="A person, a role or a group",
            ),
        ),
        field(
            "seen",
            "What did you see or hear?",
            text_input(initial=note.seen, lines=True, limit=SEEN_LIMIT),
            hint=sentence("resistance", "seen", "hint"),
            optional=True,
        ),
    ]
    return modal(
        view,
        "Look at someone",
        blocks,
        submit="Next",
        metadata=carried or None,
        tell_close=True,
    )


def signals_form(
    page: LookPage, carried: Mapping[str, str], *, is_long: bool = False, fresh: str = ""
) -> Dict:
    """What was seen: the eight markers, or all sixteen signals once one of the others is known.

    `fresh` differs from the last one when the inputs must forget what was chosen.
    """
    entry, answers = page.entry, page.answers
    report = act(DRAFT_LOOK, entry.id, *([fresh] if fresh else []))
    asked = tuple(SIGNALS) if is_long else asked_for(answers)
    more = actions(button("Ask all 16", act(ALL, entry.id)))
    blocks = [
        section(f"*{one_line(esc(entry.note.who), 300)}*: what have you seen?"),
        *_restored(page.is_restored, act(DISCARD_LOOK, entry.id)),
        *warning(entry.findings),
        *_mend(entry),
        *(_question(code, answers, report) for code in asked),
        *([] if asked != SHORT else [context("Eight are a start. All 16 show more."), more]),
        context(f"{sentence('resistance', 'open')} {ONLY_YOU}", KEPT),
    ]
    return modal(
        act(DIAGNOSE, entry.id),
        "What have you seen?",
        blocks,
        submit="Show what fits",
        close="Close",
        metadata={**carried, "base": str(len(entry.history))},
        tell_close=True,
    )


def _restored(restored: bool, discard: str) -> list[Dict]:
    return [section(f":pencil2: {RESTORED}", button("Discard", discard))] if restored else []


def _mend(entry: Entry) -> list[Dict]:
    """What the ticks of the step before ask for."""
    lines = [f"• {own_parts()[each]['mend']}" for each in entry.note.mine if each in own_parts()]
    return [section("\n".join(["*Mend your own part first*", *lines]))] if lines else []


def _question(code: str, answers: Answers, report: str) -> Dict:
    options = [option(label, str(seen.value)) for seen, label in _SEEN.items()]
    options.append(option("Don't know", UNKNOWN))
    initial = str(answers[code].value) if code in answers else None
    entry = select(options, report, placeholder="Leave open, or choose", initial=initial)
    return field(code, signal(code), entry, optional=True, dispatch=True)


def plan_form(page: PlanPage, carried: Mapping[str, str], *, fresh: str = "") -> Dict:
    """How much it weighs, and what the leader will do; `fresh` as with the signals."""
    entry = page.entry
    report = act(DRAFT_PLAN, entry.id, *([fresh] if fresh else []))
    blocks = [
        section(f"*{one_line(esc(entry.note.who), 300)}*"),
        *_restored(page.is_restored, act(DISCARD_PLAN, entry.id)),
        *_planned(page.plan, report),
        context(ONLY_YOU, KEPT),
    ]
    return modal(
        act(SAVE_PLAN, entry.id),
        "Plan a response",
        blocks,
        submit="Save",
        close="Close",
        metadata={**carried, "base": str(entry.plans)},
        tell_close=True,
    )


def _planned(plan: Plan, report: str) -> list[Dict]:
    """The parts of a plan; each reports its changes."""
    step = text_input(report, initial=plan.next_step, limit=LINE_LIMIT, focus=not plan.next_step)
    sign = text_input(report, initial=plan.sign, limit=LINE_LIMIT)
    asked = (
        ("strength", "How strong is the resistance?", _level(plan.strength, report)),
        ("influence", "How much can they move or stop?", _level(plan.influence, report)),
        ("response", "How will you respond?", _responses(plan.response, report)),
        ("next_step", "Your next step", eager(step)),
        ("by_when", "By when", date_picker(report, initial=plan.by_when)),
        ("sign", "How will you see that it works?", eager(sign)),
    )
    hints = {"sign": sentence("resistance", "sign", "hint")}
    return [
        field(name, label, element, hint=hints.get(name, ""), optional=True, dispatch=True)
        for name, label, element in asked
    ]


def _level(chosen: int | None, report: str) -> Dict:
    options = [option(_LEVELS[level], str(level)) for level in LEVELS]
    return select(options, report, initial=str(chosen) if chosen else None)


def _responses(chosen: Response | None, report: str) -> Dict:
    words = {response: response_words(response) for response in Response}
    options = [option(each["label"], response, each["hint"]) for response, each in words.items()]
    return radio(options, report, initial=chosen)
