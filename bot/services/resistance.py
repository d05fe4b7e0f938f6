"""Looking for the sources of resistance, and planning what to do about them.

All of it is the leader's alone: it names people together with what was seen of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.access import Action
from bot.domain.drafts import Draft
from bot.domain.errors import TooMany
from bot.domain.negotiations import Negotiation
from bot.domain.resistance import Answers
from bot.domain.resistance_register import ENTRIES_LIMIT, Entry, Note, Plan, in_order
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed


@dataclass(frozen=True)
class RegisterPage:
    """The register of one negotiation: the gaps first."""

    negotiation: Negotiation
    entries: Sequence[Entry]

    @property
    def is_full(self) -> bool:
        """Whether nobody else fits in."""
        return len(self.entries) >= ENTRIES_LIMIT


@dataclass(frozen=True)
class EntryPage:
    """One entry with the record that it belongs to."""

    negotiation: Negotiation
    entry: Entry


@dataclass(frozen=True)
class NotePage:
    """The note as its form opens with: as it was saved, or typed before and not saved."""

    negotiation: Negotiation
    note: Note
    is_restored: bool


def register(uow: UnitOfWork, actor: str, negotiation_id: str) -> RegisterPage:
    """Everybody who was looked at in this negotiation."""
    negotiation = allowed(uow, actor, negotiation_id, Action.DIAGNOSE)
    return RegisterPage(negotiation, in_order(uow.resistance.of_negotiation(negotiation_id)))


def page(uow: UnitOfWork, actor: str, entry_id: str) -> EntryPage:
    """One entry of the register."""
    entry = uow.resistance.get(entry_id)
    return EntryPage(allowed(uow, actor, entry.negotiation, Action.DIAGNOSE), entry)


def for_new(uow: UnitOfWork, actor: str, negotiation_id: str) -> NotePage:
    """The note about somebody new."""
    negotiation = allowed(uow, actor, negotiation_id, Action.DIAGNOSE)
    return _restored(uow, actor, negotiation, negotiation_id, Note(""))


def for_note(uow: UnitOfWork, actor: str, entry_id: str) -> NotePage:
    """The note about somebody in the register."""
    shown = page(uow, actor, entry_id)
    return _restored(uow, actor, shown.negotiation, entry_id, shown.entry.note)


def keep_new(uow: UnitOfWork, actor: str, negotiation_id: str, typed: Note) -> None:
    """Keep what was typed about somebody new and not saved."""
    allowed(uow, actor, negotiation_id, Action.DIAGNOSE)
    _keep(uow, actor, negotiation_id, typed, Note(""))


def keep_note(uow: UnitOfWork, actor: str, entry_id: str, typed: Note) -> None:
    """Keep what was typed about somebody in the register and not saved."""
    _keep(uow, actor, entry_id, typed, page(uow, actor, entry_id).entry.note)


def begin(uow: UnitOfWork, actor: str, negotiation_id: str, note: Note) -> EntryPage:
    """Somebody new in the register, not looked at yet."""
    before = register(uow, actor, negotiation_id)
    checked = note.checked()
    if before.is_full:
        raise TooMany(f"A register holds {ENTRIES_LIMIT} people. Remove somebody first.")
    entry = Entry(uow.new_id(), negotiation_id, checked, uow.now)
    uow.resistance.add(entry)
    uow.drafts.drop(actor, _draft(negotiation_id))
    return EntryPage(before.negotiation, entry)


def note(uow: UnitOfWork, actor: str, entry_id: str, noted: Note) -> EntryPage:
    """The entry with other words; its diagnoses and its plan stay."""
    shown = page(uow, actor, entry_id)
    saved = _saved(uow, shown, replace(shown.entry, note=noted.checked()))
    uow.drafts.drop(actor, _draft(entry_id))
    return saved


def plan(uow: UnitOfWork, actor: str, entry_id: str, planned: Plan) -> EntryPage:
    """The entry with another plan."""
    shown = page(uow, actor, entry_id)
    return _saved(uow, shown, replace(shown.entry, plan=planned.checked()))


def diagnose(uow: UnitOfWork, actor: str, entry_id: str, answers: Answers) -> EntryPage:
    """Add a diagnosis, which counts from now on; without an answer there is none to add."""
    shown = page(uow, actor, entry_id)
    if not answers:
        return shown
    diagnosis = shown.entry.next_look(answers, uow.now)
    uow.resistance.add_diagnosis(entry_id, diagnosis)
    return replace(shown, entry=shown.entry.looked(diagnosis))


def remove(uow: UnitOfWork, actor: str, entry_id: str) -> RegisterPage:
    """Take somebody out of the register, with all that was kept of them."""
    shown = page(uow, actor, entry_id)
    uow.resistance.remove(entry_id)
    uow.drafts.drop(actor, _draft(entry_id))
    return register(uow, actor, shown.negotiation.id)


def _saved(uow: UnitOfWork, shown: EntryPage, entry: Entry) -> EntryPage:
    uow.resistance.save(entry)
    return replace(shown, entry=entry)


def _draft(about: str) -> str:
    """The name of a draft: of the note about an entry, or about somebody new in a record."""
    return f"resistance:{about}"


def _keep(uow: UnitOfWork, actor: str, about: str, typed: Note, saved: Note) -> None:
    if typed == saved:
        uow.drafts.drop(actor, _draft(about))
        return
    values = {"who": typed.who, "seen": typed.seen, "mine": " ".join(typed.mine)}
    uow.drafts.put(Draft(actor, _draft(about), values, uow.now))


def _restored(
    uow: UnitOfWork, actor: str, negotiation: Negotiation, about: str, saved: Note
) -> NotePage:
    draft = uow.drafts.get(actor, _draft(about))
    if draft is None:
        return NotePage(negotiation, saved, is_restored=False)
    typed = Note(draft.values["who"], draft.values["seen"], tuple(draft.values["mine"].split()))
    return NotePage(negotiation, typed, is_restored=True)
