"""The forms of updates: what a leader writes, and another time for a promise.

Every input reports its changes, so that nothing typed is lost. Another occasion asks other
questions: then the inputs get new ids, because Slack keeps what was typed as long as they stay.
"""

from collections.abc import Mapping

from bot.domain.copy import Copy, copy
from bot.domain.negotiations import Negotiation
from bot.domain.update_forms import BODY, COPY, HELD_BACK, Occasion, limit_of, words_of
from bot.domain.updates import Promise, Update
from bot.services.update_sheets import UpdateSheet
from handlers.views.kit import (
    Dict,
    act,
    button,
    checkboxes,
    context,
    date_picker,
    divider,
    eager,
    field,
    instant_picker,
    modal,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.progress import titled
from handlers.views.text import day, esc, one_line, when

PREVIEW = "updates.preview"
DRAFT = "updates.draft"
OCCASION = "updates.occasion"
DISCARD = "updates.discard"
MOVE = "updates.move"
OPENNESS = "updates.openness"

HELD, OPEN_TO_ALL = "held", "open"

RESTORED = "Restored what you had typed and not posted."
KEPT = "What you type is kept as a draft, even if this window closes. You see it before it is sent."


def form(sheet: UpdateSheet, carried: Mapping[str, str] | None = None, *, fresh: str = "") -> Dict:
    """A new update, or the words of one that is corrected: then its promises stay as they are."""
    record, occasion = sheet.negotiation.id, sheet.form.occasion
    mark = fresh or occasion.value
    report = act(DRAFT, record, sheet.which, mark)
    is_new = sheet.update is None
    blocks = [
        section(titled(sheet.negotiation)),
        *_restored(sheet),
        *([_occasions(sheet)] if is_new else []),
        *(_body(sheet, name, words_of(occasion)[name], report) for name in BODY),
        *([divider()] if is_new or not sheet.form.is_open else []),
        *_held_back(sheet, report, is_new),
        *([_next(sheet)] if is_new else []),
        context(KEPT),
    ]
    return modal(
        act(PREVIEW, record, sheet.which),
        "Update" if is_new else "Edit update",
        blocks,
        submit="Preview",
        close="Close",
        metadata=carried or None,
        tell_close=True,
    )


def _restored(sheet: UpdateSheet) -> list[Dict]:
    if not sheet.restored:
        return []
    discard = button("Discard", act(DISCARD, sheet.negotiation.id, sheet.which))
    return [section(f":pencil2: {RESTORED}", discard)]


def _occasions(sheet: UpdateSheet) -> Dict:
    options = [option(words_of(each)["name"], each.value) for each in Occasion]
    menu = select(options, act(OCCASION, sheet.negotiation.id), initial=sheet.form.occasion.value)
    hint = words_of(sheet.form.occasion)["hint"]
    return field("occasion", "What is it?", menu, hint=hint, dispatch=True)


def _body(sheet: UpdateSheet, name: str, words: Copy, report: str) -> Dict:
    element = text_input(
        report,
        initial=getattr(sheet.form, name),
        lines=True,
        limit=limit_of(name),
        placeholder=words.get("placeholder", ""),
    )
    return field(name, words["label"], eager(element), optional=name != "where", dispatch=True)


def _held_back(sheet: UpdateSheet, report: str, is_new: bool) -> list[Dict]:
    """What cannot be shared yet, if there is something; a correction leaves its day."""
    shown = [] if sheet.form.is_open else [_short(sheet, name, report) for name in HELD_BACK]
    if not is_new:
        return shown
    until = [] if sheet.form.is_open else [_until(sheet)]
    return [_openness(sheet), *shown, *until, divider()]


def _openness(sheet: UpdateSheet) -> Dict:
    options = [
        option("I keep something back for now", HELD),
        option("I can share everything", OPEN_TO_ALL),
    ]
    chosen = OPEN_TO_ALL if sheet.form.is_open else HELD
    element = radio(options, act(OPENNESS, sheet.negotiation.id), initial=chosen)
    return field(
        "openness", "Is there something that you cannot share yet?", element, dispatch=True
    )


def _short(sheet: UpdateSheet, name: str, report: str) -> Dict:
    words: Copy = copy(COPY)[name]
    element = text_input(report, initial=getattr(sheet.form, name), limit=limit_of(name))
    hint = words.get("hint", "")
    return field(name, words["label"], eager(element), hint=hint, dispatch=True)


def _until(sheet: UpdateSheet) -> Dict:
    words: Copy = copy(COPY)["until"]
    picker = date_picker(initial=sheet.form.until)
    return field("until", words["label"], picker, hint=words["hint"])


def _next(sheet: UpdateSheet) -> Dict:
    words: Copy = copy(COPY)["next_at"]
    picker = instant_picker(initial=sheet.form.next_at)
    is_last = sheet.form.occasion is Occasion.CLOSING
    return field("next_at", words["label"], picker, hint=words["hint"], optional=is_last)


def later(
    negotiation: Negotiation,
    update: Update,
    promise: Promise,
    carried: Mapping[str, str] | None = None,
) -> Dict:
    """Another time for the next update, or another day to explain."""
    draw = _later_next if promise is Promise.NEXT else _later_explained
    blocks = [section(titled(negotiation)), *draw(update)]
    return modal(
        act(MOVE, update.id, promise.value),
        "New time" if promise is Promise.NEXT else "New day",
        blocks,
        submit="Save",
        metadata=carried or None,
    )


def _later_next(update: Update) -> list[Dict]:
    next_at = update.form.next_at
    promised = f"You promised the next update {when(next_at)}." if next_at else ""
    tell = option("Let the message say “Update late, new time …”", "yes")
    return [
        section(promised or "You promised no next update."),
        field("at", "When will people hear from you?", instant_picker()),
        field("told", "Do people read of it?", checkboxes([tell]), optional=True),
    ]


def _later_explained(update: Update) -> list[Dict]:
    by = f" by {day(update.explain_at)}" if update.explain_at else ""
    withheld = one_line(esc(update.form.withheld), 200)
    return [
        section(f"You said you would explain “{withheld}”{by}."),
        field("day", "By when do you explain it?", date_picker()),
        context("The message in the channel shows the new day beside the first one."),
    ]
