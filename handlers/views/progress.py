"""How far a preparation is, and the button for the next best step: shared by all that show it."""

from collections.abc import Callable

from bot.domain.copy import sentence
from bot.domain.negotiations import Negotiation
from bot.domain.prep import Gap, Readiness
from bot.domain.steps import NextStep, Step
from handlers.views.kit import Dict, Style, act, button
from handlers.views.text import esc

CELLS = 10

PREP_SECTION = "prep.section"
PREP_ALL = "prep.all"
RECORD = "negotiations.open"
CHANGE_STAGE = "negotiations.stage"
NEW_MEETING = "meetings.new"
NEW_POLL = "polls.new"
NEW_DECISION = "decisions.new"
BRIEF = "brief.open"
DECIDE_POLL = "decisions.from_poll"
TELL_ASKED = "feedback.open"


def titled(negotiation: Negotiation) -> str:
    """The name, and who is on the other side unless the name says so."""
    return _beside_counterpart(negotiation, f"*{esc(negotiation.name)}*")


def topic(negotiation: Negotiation) -> str:
    """The same without emphasis."""
    return _beside_counterpart(negotiation, esc(negotiation.name))


def _beside_counterpart(negotiation: Negotiation, name: str) -> str:
    known = negotiation.names_counterpart
    return name if known else f"{name} with {esc(negotiation.counterpart)}"


def bar(points: int) -> str:
    """Ten cells for 0-100; the last one fills at 100 only, the first with the first point."""
    filled = max(points // CELLS, 1 if points else 0)
    return "▰" * filled + "▱" * (CELLS - filled)


def coverage(readiness: Readiness) -> str:
    """The bar with its number and its word."""
    if readiness.points == 0:
        return f"{bar(0)}  not prepared yet"
    return f"{bar(readiness.points)}  *{readiness.points}* of 100 · {readiness.band}"


def not_a_chance() -> str:
    """What a coverage says, and what it does not."""
    return sentence("checklist", "coverage", "meaning")


def gap_label(gap: Gap) -> str:
    """What would help most, and by how much; plain text."""
    return f"Next: {gap.item.title}, worth +{gap.worth}"


def gap_button(negotiation_id: str, gap: Gap, style: Style | None = None) -> Dict:
    """Opens exactly the section that is worth most."""
    return button(gap_label(gap), act(PREP_SECTION, negotiation_id, gap.item.code), style=style)


def five_minutes(negotiation_id: str, style: Style | None = None) -> Dict:
    """Opens all six questions on one page."""
    return button("Prepare in 5 minutes", act(PREP_ALL, negotiation_id), style=style)


def gap_beside(negotiation: Negotiation, readiness: Readiness, step: Step) -> list[Dict]:
    """The gap worth most, where the next step is something else; nothing while it rests."""
    gap = readiness.next_gap
    if gap is None or step in {Step.START, Step.FILL} or negotiation.is_resting:
        return []
    if readiness.points == 0:
        return [five_minutes(negotiation.id)]
    return [gap_button(negotiation.id, gap)]


_STEPS: dict[Step, tuple[str, Callable[[str], str]]] = {
    Step.LOG: ("Log the decision", lambda record: act(NEW_DECISION, record)),
    Step.SAY_WHERE: ("Where does it stand now?", lambda record: act(CHANGE_STAGE, record)),
    Step.MEET: ("Add the meeting", lambda record: act(NEW_MEETING, record)),
    Step.ASK: ("Ask your team", lambda record: act(NEW_POLL, record)),
    Step.OPEN: ("Open", lambda record: act(RECORD, record)),
}


_POLL_STEPS = {
    Step.DECIDE_POLL: ("Record the decision", DECIDE_POLL),
    Step.TELL: ("Tell the people you asked", TELL_ASKED),
}


def step_button(negotiation: Negotiation, next_: NextStep, style: Style | None = None) -> Dict:
    """The button that does the next best step; spoken with the record's name."""
    if next_.step is Step.START:
        found = five_minutes(negotiation.id, style)
    elif next_.gap:
        found = gap_button(negotiation.id, next_.gap, style)
    elif next_.poll:
        label, verb = _POLL_STEPS[next_.step]
        found = button(label, act(verb, next_.poll), style=style)
    else:
        label, action_id = _STEPS[next_.step]
        found = button(label, action_id(negotiation.id), style=style)
    spoken = f"{found['text']['text']}: {negotiation.name}"
    return button(found["text"]["text"], found["action_id"], style=style, spoken=spoken)
