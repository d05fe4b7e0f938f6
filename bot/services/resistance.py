"""Looking for the sources of resistance, and planning what to do about them.

All of it is the leader's alone: it names people together with what was seen of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.access import Action
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


def register(uow: UnitOfWork, actor: str, negotiation_id: str) -> RegisterPage:
    """Everybody who was looked at in this negotiation."""
    negotiation = allowed(uow, actor, negotiation_id, Action.DIAGNOSE)
    return RegisterPage(negotiation, in_order(uow.resistance.of_negotiation(negotiation_id)))


def page(uow: UnitOfWork, actor: str, entry_id: str) -> EntryPage:
    """One entry of the register."""
    entry = uow.resistance.get(entry_id)
    return EntryPage(allowed(uow, actor, entry.negotiation, Action.DIAGNOSE), entry)


def begin(uow: UnitOfWork, actor: str, negotiation_id: str, note: Note) -> EntryPage:
    """Somebody new in the register, not looked at yet."""
    before = register(uow, actor, negotiation_id)
    checked = note.checked()
    if before.is_full:
        raise TooMany(f"A register holds {ENTRIES_LIMIT} people. Remove somebody first.")
    entry = Entry(uow.new_id(), negotiation_id, checked, uow.now)
    uow.resistance.add(entry)
    return EntryPage(before.negotiation, entry)


def note(uow: UnitOfWork, actor: str, entry_id: str, noted: Note) -> EntryPage:
    """The entry with other words; its diagnoses and its plan stay."""
    shown = page(uow, actor, entry_id)
    return _saved(uow, shown, replace(shown.entry, note=noted.checked()))


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
    return register(uow, actor, shown.negotiation.id)


def is_run(uow: UnitOfWork, negotiation_id: str) -> bool:
    """Whether a diagnosis exists for this negotiation: what item P11 of the checklist asks.

    It checks no rights: for use cases that have checked them already.
    """
    return uow.resistance.is_diagnosed(negotiation_id)


def _saved(uow: UnitOfWork, shown: EntryPage, entry: Entry) -> EntryPage:
    uow.resistance.save(entry)
    return replace(shown, entry=entry)
