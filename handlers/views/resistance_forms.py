"""The forms of resistance: which record, who and my own part, the signals, the plan."""

from collections.abc import Mapping, Sequence

from bot.domain.copy import sentence
from bot.domain.negotiations import Negotiation
from bot.domain.resistance import SHORT, SIGNALS, Answers, Seen, signal
from bot.domain.resistance_register import (
    LEVELS,
    LINE_LIMIT,
    SEEN_LIMIT,
    WHO_LIMIT,
    Entry,
    Response,
    own_parts,
    response_words,
)
from bot.services.resistance import NotePage
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    checkboxes,
    context,
    date_picker,
    field,
    modal,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.record_choice import record_choice
from handlers.views.resistance import ONLY_YOU, TITLE
from handlers.views.text import esc, one_line

WHICH = "resistance.which"
BEGIN = "resistance.begin"
NOTE = "resistance.note"
ALL = "resistance.all"
DIAGNOSE = "resistance.diagnose"
SAVE_PLAN = "resistance.save_plan"
START = "negotiations.new"

MOST_CHOICES = 100
UNKNOWN = "unknown"
RESTORED = "Restored what you had typed and not saved."
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
    entry: Entry, answers: Answers, carried: Mapping[str, str], *, is_long: bool = False
) -> Dict:
    """What was seen: the eight markers, or all sixteen signals once one of the others is known."""
    asks_all = is_long or not set(answers) <= set(SHORT)
    asked = tuple(SIGNALS) if asks_all else SHORT
    more = actions(button("Ask all 16", act(ALL, entry.id)))
    blocks = [
        section(f"*{one_line(esc(entry.note.who), 300)}*: what have you seen?"),
        *_mend(entry),
        *(_question(code, answers) for code in asked),
        *([] if asks_all else [context("Eight are a start. All 16 show more."), more]),
        context(f"{sentence('resistance', 'open')} {ONLY_YOU}"),
    ]
    view = act(DIAGNOSE, entry.id)
    title = "What have you seen?"
    return modal(view, title, blocks, submit="Show what fits", metadata=carried or None)


def _mend(entry: Entry) -> list[Dict]:
    """What the ticks of the step before ask for."""
    lines = [f"• {own_parts()[each]['mend']}" for each in entry.note.mine if each in own_parts()]
    return [section("\n".join(["*Mend your own part first*", *lines]))] if lines else []


def _question(code: str, answers: Answers) -> Dict:
    options = [option(label, str(seen.value)) for seen, label in _SEEN.items()]
    options.append(option("Don't know", UNKNOWN))
    initial = str(answers[code].value) if code in answers else None
    entry = select(options, placeholder="Leave open, or choose", initial=initial)
    return field(code, signal(code), entry, optional=True)


def plan_form(entry: Entry, carried: Mapping[str, str]) -> Dict:
    """How much it weighs, and what the leader will do."""
    plan = entry.plan
    step = text_input(initial=plan.next_step, limit=LINE_LIMIT, focus=not plan.next_step)
    blocks = [
        section(f"*{one_line(esc(entry.note.who), 300)}*"),
        field("strength", "How strong is the resistance?", _level(plan.strength), optional=True),
        field(
            "influence", "How much can they move or stop?", _level(plan.influence), optional=True
        ),
        field("response", "How will you respond?", _responses(plan.response), optional=True),
        field("next_step", "Your next step", step, optional=True),
        field("by_when", "By when", date_picker(initial=plan.by_when), optional=True),
        field(
            "sign",
            "How will you see that it works?",
            text_input(initial=plan.sign, limit=LINE_LIMIT),
            hint=sentence("resistance", "sign", "hint"),
            optional=True,
        ),
        context(ONLY_YOU),
    ]
    view = act(SAVE_PLAN, entry.id)
    return modal(view, "Plan a response", blocks, submit="Save", metadata=carried or None)


def _level(chosen: int | None) -> Dict:
    options = [option(_LEVELS[level], str(level)) for level in LEVELS]
    return select(options, initial=str(chosen) if chosen else None)


def _responses(chosen: Response | None) -> Dict:
    words = {response: response_words(response) for response in Response}
    options = [option(each["label"], response, each["hint"]) for response, each in words.items()]
    return radio(options, initial=chosen)
