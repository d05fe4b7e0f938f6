"""Meetings on screen: list, form, page, the card before and the question after."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.copy import sentence
from bot.domain.meetings import MINUTES, TEXT_LIMIT, Meeting
from bot.domain.negotiations import Negotiation
from bot.services.afterthoughts import NotePage
from bot.services.meetings import CalmCard, MeetingPage, Plan, Silence
from handlers.views.kit import (
    Dict,
    Speech,
    act,
    actions,
    button,
    confirm,
    context,
    field,
    instant_picker,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.views.notices import KEPT, RESTORED
from handlers.views.progress import topic
from handlers.views.text import count, esc, quote, when

ADD = "meetings.add"
MOVE = "meetings.move"
NOTE = "meetings.note"
WRITE = "meetings.write"
NEW = "meetings.new"
OPEN = "meetings.open"
EDIT = "meetings.edit"
CANCEL = "meetings.cancel"
PLAN = "meetings.plan"
READY = "meetings.ready"
SNOOZE = "meetings.snooze"
SKIP = "meetings.skip"
LIST = "meetings.list"
PREPARE = "prep.open"
BRIEF = "brief.open"
BREATHE = "calm.breathe"
NEW_RECORD = "negotiations.new"
DECIDE = "decisions.new"
SETTINGS = "settings.open"

COPY = "meetings"
OFFLINE = "I was offline before this meeting, so your calm card did not come."


Carried = Mapping[str, str]
"""Ids of the pages beneath a modal, which are redrawn when it saves something."""


def meeting_list(
    upcoming: Sequence[tuple[Meeting, Negotiation]], records: Sequence[Negotiation]
) -> Dict:
    """All that is planned, and a way to add more."""
    blocks = [
        section(
            f"*{esc(record.name)}*\n{line(meeting)}",
            button("Open", act(OPEN, meeting.id), spoken=f"Open the meeting of {record.name}"),
        )
        for meeting, record in upcoming[:40]
    ]
    if not upcoming:
        blocks = [section("No meeting is planned.")]
    if records:
        blocks.append(actions(button("Add a meeting", NEW, style="primary")))
    return modal(LIST, "Meetings", blocks, close="Close")


def no_record_yet() -> Dict:
    """A meeting hangs from a negotiation; there is none yet."""
    text = "A meeting belongs to a negotiation. Start one first; it takes half a minute."
    start = actions(button("Start a negotiation", NEW_RECORD, style="primary"))
    return modal(LIST, "Meetings", [section(text), start], close="Close")


def add_form(
    records: Sequence[Negotiation],
    chosen: str,
    starts_at: datetime,
    carried: Carried | None = None,
) -> Dict:
    """Add a meeting to a negotiation."""
    blocks = [record_field(records, chosen), *_form_fields(starts_at, 60, "", "")]
    return modal(ADD, "Add a meeting", blocks, submit="Save", metadata=carried)


def move_form(meeting: Meeting, carried: Carried | None = None) -> Dict:
    """Move or edit a meeting."""
    blocks = _form_fields(meeting.starts_at, meeting.minutes, meeting.attendees, meeting.place)
    callback = act(MOVE, meeting.id)
    return modal(callback, "Move or edit", blocks, submit="Save", metadata=carried)


def _form_fields(starts_at: datetime, minutes: int, attendees: str, place: str) -> list[Dict]:
    with_whom = text_input(initial=attendees, limit=TEXT_LIMIT)
    where = text_input(initial=place, limit=TEXT_LIMIT)
    return [
        field("starts_at", "When does it start?", instant_picker(initial=starts_at)),
        field("minutes", "How long?", minutes_select(minutes)),
        field("attendees", "With whom?", with_whom, optional=True),
        field("place", "Where?", where, optional=True),
    ]


def record_field(records: Sequence[Negotiation], chosen: str) -> Dict:
    """Which negotiation it belongs to; the newest hundred can be chosen."""
    shown = [record for record in records if record.id == chosen]
    shown += [record for record in records if record.id != chosen][: 100 - len(shown)]
    options = [option(record.name, record.id) for record in shown]
    return field("negotiation", "For which negotiation?", select(options, initial=chosen))


def minutes_select(chosen: int) -> Dict:
    """How long meetings usually take."""
    options = [option(count(minutes, "minute"), str(minutes)) for minutes in MINUTES]
    return select(options, initial=str(chosen))


def page(shown: MeetingPage, carried: Carried | None = None) -> Dict:
    """One meeting, and what will come before it."""
    meeting = shown.meeting
    head = section(f"*{esc(shown.negotiation.name)}*\n{line(meeting)}")
    if not meeting.is_planned:
        gone = [head, section("This meeting is cancelled.")]
        return modal(OPEN, "Meeting", gone, close="Close", metadata=carried)
    buttons = actions(
        button("Move or edit", act(EDIT, meeting.id)),
        button("My plan", act(PLAN, meeting.negotiation)),
        button("Cancel meeting", act(CANCEL, meeting.id), style="danger", confirm=_really()),
    )
    blocks = [head, _promise(shown), buttons]
    return modal(OPEN, "Meeting", blocks, close="Close", metadata=carried)


def line(meeting: Meeting) -> str:
    """When, how long, with whom, where."""
    parts = [when(meeting.starts_at), count(meeting.minutes, "minute")]
    parts += [f"with {esc(meeting.attendees)}"] if meeting.attendees else []
    parts += [esc(meeting.place)] if meeting.place else []
    return " · ".join(parts)


def plan(negotiation: Negotiation, shown: Plan) -> Dict:
    """The whole plan, for its owner's eyes; the walk-away stands last."""
    lines = [
        ("Your aim", shown.aim),
        ("Your first question", shown.first_question),
        ("To find out", "\n".join(shown.to_find_out)),
        ("If it gets hard", shown.if_then),
        ("Where you walk away", shown.walk_away),
    ]
    blocks = [section(f"*{label}*\n{quote(esc(text))}") for label, text in lines if text]
    if not blocks:
        blocks = [section("Nothing is written down yet. Five minutes of preparation fill this.")]
    prepare = actions(
        button("Open preparation", act(PREPARE, negotiation.id)),
        button("Brief", act(BRIEF, negotiation.id)),
    )
    only_you = context(":lock: Only you see this.")
    return modal(PLAN, "My plan", [*blocks, prepare, only_you], close="Close")


def calm_message(card: CalmCard) -> Speech:
    """The card ten minutes before; the sealed part of the plan stays behind its button."""
    if card.meeting is None or card.negotiation is None:
        return Speech("One calm minute?")
    title = f"In {count(card.minutes, 'minute')}: {topic(card.negotiation)}"
    spoken = plan_lines(card.plan)
    ask = sentence(COPY, "before", "ask")
    blocks = [section(f"*{title}*"), *([section(spoken)] if spoken else []), section(ask)]
    meeting = card.meeting
    buttons = [
        button("Breathe", act(BREATHE, meeting.id), style="primary"),
        button("I'm ready", act(READY, meeting.id)),
        button("My plan", act(PLAN, meeting.negotiation)),
        button("Skip", act(SKIP, meeting.id)),
    ]
    if card.can_snooze:
        buttons.insert(3, button("Snooze 5 min", act(SNOOZE, meeting.id)))
    blocks.append(actions(*buttons))
    return Speech("\n".join(part for part in (title, spoken, ask) if part), blocks)


def plan_lines(shown: Plan) -> str:
    """What of the plan may stand in a DM."""
    lines = [
        ("Your aim", shown.aim),
        ("Your first question", shown.first_question),
    ]
    return "\n".join(f"{label}: {esc(text)}" for label, text in lines if text)


def ready_message(card: CalmCard) -> Speech:
    """What stays in the DM after “I'm ready”."""
    first = card.plan.first_question
    if not first:
        return Speech(sentence(COPY, "ready", "no_question"))
    return Speech(sentence(COPY, "ready", "own_question").format(question=esc(first)))


def skipped_message() -> Speech:
    """What stays after “Skip”."""
    return Speech("Skipped. `/negotiate calm` works at any moment.")


def snoozed_message() -> Speech:
    """What stays after “Snooze”."""
    return Speech("Back in five minutes.")


def after_message(shown: MeetingPage, missed: bool) -> Speech:
    """The question after the meeting."""
    title = f"How was it: {esc(shown.negotiation.name)}?"
    ask = sentence(COPY, "after", "ask")
    blocks = [section(f"*{title}*\n{ask}"), *([context(OFFLINE)] if missed else [])]
    meeting = shown.meeting
    blocks.append(
        actions(
            button("Write two lines", act(WRITE, meeting.id), style="primary"),
            button("Log a decision", act(DECIDE, meeting.negotiation)),
            button("Not now", act(SKIP, meeting.id)),
        )
    )
    return Speech(f"{title} {ask}{' ' + OFFLINE if missed else ''}", blocks)


def note_form(shown: NotePage) -> Dict:
    """Two lines after the meeting."""
    ask = field(
        "afterthought",
        sentence(COPY, "after", "label"),
        text_input(initial=shown.meeting.afterthought, lines=True, focus=True),
    )
    blocks = [
        section(f"*{esc(shown.negotiation.name)}*"),
        *([context(f":pencil2: {RESTORED}")] if shown.is_restored else []),
        ask,
        context(f":lock: Only you see this. {KEPT}"),
    ]
    view, title = act(NOTE, shown.meeting.id), "After the meeting"
    return modal(view, title, blocks, submit="Save", close="Close", tell_close=True)


def noted(negotiation_id: str) -> Dict:
    """After the two lines were saved."""
    blocks = [
        section(sentence(COPY, "after", "noted")),
        actions(button("Log a decision", act(DECIDE, negotiation_id))),
    ]
    return modal(NOTE, "After the meeting", blocks, close="Done")


def _promise(shown: MeetingPage) -> Dict:
    if shown.silence is Silence.TOO_NEAR:
        return section(shown.silence)
    if shown.silence:
        return section(shown.silence, button("Settings", SETTINGS))
    return section("I will send you a calm card ten minutes before, and ask how it went after.")


def _really() -> Dict:
    return confirm(
        "Cancel this meeting?", "Its calm card will not come.", "Cancel it", "Keep it", danger=True
    )
