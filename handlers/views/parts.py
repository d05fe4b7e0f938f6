"""One part, for those who hand it out: what it is, who leads it, what it brings back.

The forms stand in `part_forms`; what its lead sees stands in `part_messages` and `part_leads`.
"""

from collections.abc import Sequence

from bot.domain.involvement import words
from bot.domain.part_forms import PartForm
from bot.domain.parts import Asking, Deed, Line, Part, PartState
from bot.services.parts import PartPage
from handlers.views.involvement import ASK, MAP, OPEN, PART, Carried, name_of, owns, standing
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    confirm,
    context,
    modal,
    section,
)
from handlers.views.text import cut, day, esc, one_line, person, quote

EDIT = "parts.edit"
NOTES = "parts.notes"
ASK_SUGGESTED = "parts.ask_suggested"
TAKE = "parts.take"
RELEASE = "parts.release"
REOPEN = "parts.reopen"
DELETE = "parts.delete"

TITLE = "Part"
LOG_SHOWN = 6
EARLIER_SHOWN = 5
_ROOM = 2400

_DEEDS = {
    Deed.ASKED: "{who} was asked",
    Deed.ACCEPTED: "{who} took it",
    Deed.PASSED: "{who} passed",
    Deed.WITHDRAWN: "the request to {who} was withdrawn",
    Deed.RELEASED: "it was handed on from {who}",
    Deed.DONE: "{who} finished it",
    Deed.REOPENED: "reopened for {who}",
}


def page(shown: PartPage, carried: Carried | None = None, note: str = "") -> Dict:
    """The part, and whatever can be done with it now."""
    part = shown.part
    blocks = [
        *([context(note)] if note else []),
        section(f"*{name_of(part)}*\n{what(part.form)}", button("Edit", act(EDIT, part.id))),
        *texts(part.form),
        *([section(f":warning: {words()['limit']}")] if shown.tells_limit else []),
        section(f"*Lead*\n{standing(part)}"),
        *(_asked(part.asking) if part.asking and part.lead else []),
        *_brought(part),
        *_deeds(shown, carried or {}),
        *_history(part.log),
        context(owns(shown.negotiation.leader)),
    ]
    view = act(PART, part.id)
    return modal(view, TITLE, blocks, close="Close", metadata=carried or None)


def what(form: PartForm) -> str:
    """Its kind and the say of its lead: “Agenda item · Recommends”."""
    return f"{words('kinds', form.kind)['label']} · {words('says', form.say)['label'].lower()}"


def texts(form: PartForm) -> list[Dict]:
    """The range to act in, and what to bring back."""
    return [
        *labelled("Mandate", form.mandate),
        *labelled("Bring back", form.bring_back),
    ]


def labelled(label: str, text: str) -> list[Dict]:
    """A text under its name; nothing when there is none."""
    return [section(f"*{label}*\n{quote(cut(esc(text), _ROOM))}")] if text else []


def _asked(asking: Asking) -> list[Dict]:
    """What the request says."""
    form = asking.form
    small = [f"Time: {one_line(esc(form.time_needed), 300)}"] if form.time_needed else []
    small += [f"by {form.by_when.day} {form.by_when:%b %Y}"] if form.by_when else []
    return [
        *labelled("Why this colleague", form.why),
        *([context(" · ".join(small))] if small else []),
    ]


def _brought(part: Part) -> list[Dict]:
    """What it brings back, and what came from those who led it before."""
    earlier = part.earlier[-EARLIER_SHOWN:]
    return [
        *labelled("What it brings back", part.notes),
        *(
            section(f"*From {person(each.by)}, who led it before*\n{quote(_short(each.notes))}")
            for each in earlier
        ),
    ]


def _short(notes: str) -> str:
    return cut(esc(notes), _ROOM)


def _deeds(shown: PartPage, carried: Carried) -> list[Dict]:
    """First who should lead it, then what else there is."""
    part = shown.part
    way_back = button("The whole map", act(OPEN, shown.negotiation.id))
    write = button("Write notes", act(NOTES, part.id))
    return [
        actions(*_leading(part)),
        actions(
            *([] if part.state is PartState.DONE else [write]),
            *([] if MAP in carried else [way_back]),
            _delete(part),
        ),
    ]


def _leading(part: Part) -> list[Dict]:
    mine = button("I lead it myself", act(TAKE, part.id))
    if part.state is PartState.ASKED:
        return [_release(part), button("Ask somebody else", act(ASK, part.id))]
    if part.state is PartState.LED:
        hand = button("Hand it to somebody else", act(ASK, part.id))
        return [hand, _release(part)]
    if part.state is PartState.DONE:
        hand = button("Hand it to somebody else", act(ASK, part.id))
        return [button("Reopen", act(REOPEN, part.id)), hand]
    if part.state is PartState.SUGGESTED:
        suggested = act(ASK_SUGGESTED, part.id, part.suggested or "")
        ask = button("Ask who was suggested", suggested, style="primary")
        return [ask, button("Ask somebody else", act(ASK, part.id)), mine]
    return [button("Ask somebody to lead it", act(ASK, part.id), style="primary"), mine]


def _release(part: Part) -> Dict:
    if part.state is PartState.ASKED:
        said = "Their message will say that nothing is left to do."
        sure = confirm("Withdraw the request?", said, "Withdraw")
        return button("Withdraw the request", act(RELEASE, part.id), confirm=sure)
    said = "Who leads it is told, with thanks. What they brought back stays with you."
    sure = confirm("Take the part back?", said, "Take it back")
    return button("Take it back", act(RELEASE, part.id), confirm=sure)


def _delete(part: Part) -> Dict:
    said = "The part and all that was written in it are deleted for good. Who leads it is told."
    sure = confirm("Delete this part?", said, "Delete", danger=True)
    return button("Delete", act(DELETE, part.id), style="danger", confirm=sure)


def _history(log: Sequence[Line]) -> list[Dict]:
    lines = [_line(line) for line in log[: -LOG_SHOWN - 1 : -1]]
    return [context(" · ".join(lines))] if lines else []


def _line(line: Line) -> str:
    said = _DEEDS[line.deed].format(who=person(line.who) if line.who else "somebody")
    named = f" and suggested {person(line.whom)}" if line.whom else ""
    return f"{day(line.at)}: {said}{named}"


def deleted() -> Dict:
    """In place of a part that is gone."""
    blocks = [section("Deleted. Who led it, or was asked to, is told kindly.")]
    return modal(DELETE, TITLE, blocks, close="Close")
