"""The forms of parts: what it is, whom to ask, whom to suggest, what it brings back.

The notes report their changes while they are typed (`dispatch`), and closing is reported too: what
was typed is kept. After “Discard” the input gets a new id, so that Slack forgets what stood there.
"""

from collections.abc import Mapping

from bot.domain.involvement import words
from bot.domain.part_forms import (
    LINE_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    PartForm,
    PartKind,
    Say,
)
from bot.domain.parts import NOTES_LIMIT, PartState
from bot.services.part_messages import Outlook
from bot.services.part_notes import NotesPage
from bot.services.part_requests import AskingPage
from bot.services.parts import PartFormPage, PartPage
from handlers.views.involvement import Carried, name_of, owns
from handlers.views.kit import (
    Dict,
    act,
    button,
    checkboxes,
    context,
    date_picker,
    eager,
    field,
    modal,
    option,
    person_picker,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.notices import RESTORED
from handlers.views.parts import labelled, texts, what
from handlers.views.text import person

CREATE = "parts.create"
SAVE = "parts.save"
SEND = "parts.send"
NAME = "parts.name"
WRITE = "parts.write"
DRAFT = "parts.draft"
DISCARD = "parts.discard"

DONE = "done"
KEPT = "What you type is kept as a draft, even if this window closes."
READ = "Who leads it reads all of this in a message, so keep what has a lock out of it."
CLASH = (
    ":warning: This was also saved somewhere else while you were typing. "
    "Here is what you typed: *Save* again to keep it, or close this window to leave the other."
)
NOTES_CLASH = (
    ":warning: These notes were also saved by somebody else while you were typing. Their text "
    "stands below, yours in the field. *Save* puts yours in its place; *Discard* keeps theirs."
)


# What it is


def part_form(opened: PartFormPage, carried: Carried) -> Dict:
    """A part, new or to be edited."""
    form, part = opened.form, opened.part
    view = act(SAVE, part.id) if part else act(CREATE, opened.negotiation.id)
    blocks = [
        *([section(CLASH)] if opened.clash else []),
        *([context(f":pencil2: {RESTORED}")] if opened.restored else []),
        *_fields(form),
        context(READ),
    ]
    return modal(
        view,
        "Edit the part" if part else "Add a part",
        blocks,
        submit="Save",
        metadata={**carried, "base": str(opened.base)},
        tell_close=True,
    )


def _fields(form: PartForm) -> list[Dict]:
    title = text_input(
        initial=form.title,
        limit=TITLE_LIMIT,
        placeholder="The delivery date",
        focus=not form.title,
    )
    kinds = [option(words("kinds", kind)["label"], kind.value) for kind in PartKind]
    says = [option(words("says", s)["label"], s.value, words("says", s)["hint"]) for s in Say]
    return [
        field("title", "Which part?", title),
        field("kind", "What sort of part is it?", select(kinds, initial=form.kind)),
        field("say", "What say does its lead have?", radio(says, initial=form.say)),
        field(
            "mandate",
            "Mandate",
            text_input(initial=form.mandate, lines=True, limit=TEXT_LIMIT),
            hint="The range to act in: what they may offer, agree to or say no to.",
            optional=True,
        ),
        field(
            "bring_back",
            "What to bring back",
            text_input(initial=form.bring_back, lines=True, limit=TEXT_LIMIT),
            hint="A proposal, two options with a price, the open points …",
            optional=True,
        ),
    ]


# Whom to ask


def ask_form(opened: AskingPage, carried: Carried) -> Dict:
    """Whom to ask, and why them."""
    shown, form = opened.shown, opened.form
    part = shown.part
    blocks = [
        *([context(f":pencil2: {RESTORED}")] if opened.restored else []),
        section(f"*{name_of(part)}*\n{what(part.form)}"),
        *([section(f":warning: {words()['limit']}")] if shown.tells_limit else []),
        *_handed_on(shown),
        field(
            "person", "Who?", person_picker(), hint="A guest may lead too. Pick yourself to do it."
        ),
        field(
            "why",
            "Why them?",
            text_input(initial=form.why, lines=True, limit=TEXT_LIMIT),
            hint="One honest sentence: “You know their planners.”",
            optional=True,
        ),
        field(
            "time_needed",
            "Time it takes",
            text_input(initial=form.time_needed, limit=LINE_LIMIT, placeholder="Two hours"),
            optional=True,
        ),
        field("by_when", "By when", date_picker(initial=form.by_when), optional=True),
        context(
            "They get one message with the part, the mandate and this, outside their quiet hours. "
            "They can accept, pass or suggest somebody; nobody is asked why. It ends with: "
            f"{owns(shown.negotiation.leader)}"
        ),
    ]
    view = act(SEND, part.id)
    return modal(
        view, "Ask to lead", blocks, submit="Ask", metadata=carried or None, tell_close=True
    )


def _handed_on(shown: PartPage) -> list[Dict]:
    part = shown.part
    if part.lead is None:
        return []
    if part.state is PartState.ASKED:
        return [context(f"The request to {person(part.lead)} is withdrawn when you ask.")]
    return [
        context(
            f"{person(part.lead)} is told, with thanks. What they brought back stays with you "
            "and is not shown to the next."
        )
    ]


def suggest_form(shown: Outlook) -> Dict:
    """Somebody else for this part."""
    part = shown.part
    blocks = [
        section(f"*{name_of(part)}*"),
        field("person", "Who would be right for it?", person_picker()),
        context(f"I tell {person(shown.leader)}, who may ask them. You need not do anything more."),
    ]
    view = act(NAME, part.id, str(part.number))
    return modal(view, "Suggest someone", blocks, submit="Suggest")


# What it brings back


def notes_form(
    opened: NotesPage, carried: Mapping[str, str] | None = None, *, fresh: str = "", note: str = ""
) -> Dict:
    """The part with its notes to write; only to read when it is done or the talks are over."""
    part = opened.part
    about = [
        *([context(note)] if note else []),
        section(f"*{name_of(part)}*\n{_your_say(opened)}"),
        *texts(part.form),
    ]
    own = context(f"{owns(opened.leader)} {_readers(opened)}")
    if not opened.can_be_written:
        blocks = [
            *about,
            *labelled("What it brings back", part.notes),
            section(_closed(opened)),
            own,
        ]
        return modal(act(WRITE, part.id), "Part", blocks, close="Close", metadata=carried)
    blocks = [*about, *_noted(opened), *_inputs(opened, fresh), own]
    return modal(
        act(WRITE, part.id),
        "Your part" if opened.is_lead else "Notes",
        blocks,
        submit="Save",
        close="Close",
        metadata={**(carried or {}), "base": str(part.notes_version)},
        tell_close=True,
    )


def _your_say(opened: NotesPage) -> str:
    form = opened.part.form
    if not opened.is_lead:
        return what(form)
    return str(words("says", form.say)["told"]).format(name=person(opened.leader))


def _readers(opened: NotesPage) -> str:
    if opened.is_lead:
        return f"{person(opened.leader)} and co-leads read what you write here. {KEPT}"
    return f"Who leads the part reads this too. {KEPT}"


def _noted(opened: NotesPage) -> list[Dict]:
    discard = button("Discard", act(DISCARD, opened.part.id))
    if opened.clash:
        theirs = labelled("Saved meanwhile", opened.part.notes or "(nothing)")
        return [section(NOTES_CLASH, discard), *theirs]
    return [section(f":pencil2: {RESTORED}", discard)] if opened.restored else []


def _inputs(opened: NotesPage, fresh: str) -> list[Dict]:
    part = opened.part
    report = act(DRAFT, part.id, *([fresh] if fresh else []))
    notes = text_input(report, initial=opened.text, lines=True, limit=NOTES_LIMIT)
    done = checkboxes([option("I am done with this part", DONE)])
    can_finish = opened.is_lead and part.state is PartState.LED
    return [
        field("notes", "What it brings back", eager(notes), optional=True, dispatch=True),
        *([field("finished", "Done?", done, optional=True)] if can_finish else []),
    ]


def _closed(opened: NotesPage) -> str:
    if opened.part.state is PartState.DONE:
        return f":white_check_mark: Done. Thank you. {person(opened.leader)} can reopen it."
    return "These talks have ended. Thank you for leading this part."
