"""What a part brings back: written by its lead, or by those who hand it out; never overwritten.

A form carries its base: how often the notes had been saved when it was opened. Text that arrives on
an old base never replaces newer text unseen: a save shows both first, a late draft is dropped.
"""

from dataclasses import dataclass, replace

from bot.domain.access import Action, require
from bot.domain.drafts import Draft
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.negotiations import Negotiation
from bot.domain.parts import OVER, Deed, Part, PartState
from bot.domain.text import clean
from bot.services.part_messages import restate, tell_leader
from bot.services.ports import UnitOfWork


@dataclass(frozen=True)
class NotesPage:
    """The notes as they open: saved, or the unsaved draft in `text`.

    With `clash` they were saved elsewhere while this was being typed, and `part.notes` is that
    other text. `is_lead` is False for those who hand the part out.
    """

    part: Part
    leader: str
    text: str
    is_lead: bool
    restored: bool = False
    clash: bool = False
    is_ended: bool = False

    @property
    def can_be_written(self) -> bool:
        """Whether anything can be changed: not in what is done, nor when the talks are over."""
        return self.part.state is not PartState.DONE and not self.is_ended


def page(uow: UnitOfWork, actor: str, part_id: str) -> NotesPage:
    """The notes of a part, with what was typed and not saved."""
    opened = _opened(uow, actor, part_id)
    draft = uow.drafts.get(actor, _draft(part_id))
    if draft is None or not opened.can_be_written:
        return opened
    return replace(opened, text=draft.values["notes"], restored=True)


def save(
    uow: UnitOfWork, actor: str, part_id: str, typed: str, base: int, is_done: bool = False
) -> NotesPage:
    """Save the notes, and finish the part when its lead says so; both texts after a clash."""
    opened = _writable(uow, actor, part_id)
    part, changed = opened.part, opened.part.noted(typed)
    if base != part.notes_version and changed.notes != part.notes:
        uow.drafts.put(Draft(actor, _draft(part_id), {"notes": clean(typed)}, uow.now))
        return replace(opened, text=clean(typed), clash=True)
    saved = changed if changed.notes != part.notes else part
    if is_done and opened.is_lead and part.state is PartState.LED:
        saved = saved.finished(uow.now)
    uow.drafts.drop(actor, _draft(part_id))
    if saved != part:
        uow.parts.save(saved)
    if saved.state is not part.state:
        restate(uow, saved)
        tell_leader(uow, saved, uow.negotiations.get(part.negotiation), Deed.DONE)
    return replace(opened, part=saved, text=saved.notes)


def keep_draft(uow: UnitOfWork, actor: str, part_id: str, typed: str, base: int) -> None:
    """Keep what was typed so far, for its writer only; an untouched form keeps nothing."""
    opened = _opened(uow, actor, part_id)
    if base != opened.part.notes_version or not opened.can_be_written:
        return
    if clean(typed) == opened.part.notes:
        uow.drafts.drop(actor, _draft(part_id))
    else:
        uow.drafts.put(Draft(actor, _draft(part_id), {"notes": clean(typed)}, uow.now))


def drop_draft(uow: UnitOfWork, actor: str, part_id: str) -> NotesPage:
    """Forget what was typed and not saved."""
    opened = _opened(uow, actor, part_id)
    uow.drafts.drop(actor, _draft(part_id))
    return opened


def _writable(uow: UnitOfWork, actor: str, part_id: str) -> NotesPage:
    opened = _opened(uow, actor, part_id)
    if opened.is_ended:
        raise AlreadyDone("These talks have ended, so nothing was changed. Thank you.")
    if not opened.can_be_written:
        raise AlreadyDone("This part is done, so nothing was changed. Its leader can reopen it.")
    return opened


def _opened(uow: UnitOfWork, actor: str, part_id: str) -> NotesPage:
    """The notes for its lead or those who hand it out; kindly refused to who led it once."""
    part = uow.parts.get(part_id)
    negotiation = uow.negotiations.get(part.negotiation)
    _require(part, actor, negotiation)
    is_lead = part.lead == actor
    return NotesPage(part, negotiation.leader, part.notes, is_lead, is_ended=negotiation.is_ended)


def _require(part: Part, actor: str, negotiation: Negotiation) -> None:
    if part.state is PartState.DELETED and not part.was_asked(actor):
        raise NotFound
    try:
        require(part.role_of(actor, negotiation), Action.WORK_ON_PART)
    except NotFound:
        if part.was_asked(actor):
            raise AlreadyDone(OVER) from None
        raise


def _draft(part_id: str) -> str:
    return f"parts:{part_id}:notes"
