"""Looking for the sources of resistance, and planning what to do about them.

All of it is the leader's alone: it names people together with what was seen of them. The forms of
the signals and of the plan carry a base, how often what they show had been saved when they were
opened: a draft that arrives on an old base comes from before a save and is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.access import Action
from bot.domain.errors import TooMany
from bot.domain.guardrails import Caveat
from bot.domain.negotiations import Negotiation
from bot.domain.resistance import Answers
from bot.domain.resistance_register import (
    ENTRIES_LIMIT,
    Entry,
    Note,
    Plan,
    answers_of,
    in_order,
    plan_of,
)
from bot.services import drafts
from bot.services.guardrails import caveat_of
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed


@dataclass(frozen=True)
class RegisterPage:
    """The register of one negotiation: the gaps first."""

    negotiation: Negotiation
    entries: Sequence[Entry]
    caveat: Caveat | None = None

    @property
    def is_full(self) -> bool:
        """Whether nobody else fits in."""
        return len(self.entries) >= ENTRIES_LIMIT


@dataclass(frozen=True)
class EntryPage:
    """One entry with the record that it belongs to."""

    negotiation: Negotiation
    entry: Entry
    caveat: Caveat | None = None


@dataclass(frozen=True)
class NotePage:
    """The note as its form opens with: as it was saved, or typed before and not saved."""

    negotiation: Negotiation
    note: Note
    is_restored: bool


@dataclass(frozen=True)
class LookPage:
    """The signals as their form opens with: as answered last, or chosen before and not saved."""

    entry: Entry
    answers: Answers
    is_restored: bool


@dataclass(frozen=True)
class PlanPage:
    """The plan as its form opens with: as it was saved, or typed before and not saved."""

    entry: Entry
    plan: Plan
    is_restored: bool


def register(uow: UnitOfWork, actor: str, negotiation_id: str) -> RegisterPage:
    """Everybody who was looked at in this negotiation."""
    negotiation = allowed(uow, actor, negotiation_id, Action.DIAGNOSE)
    entries = in_order(uow.resistance.of_negotiation(negotiation_id))
    return RegisterPage(negotiation, entries, caveat_of(uow, actor, negotiation))


def page(uow: UnitOfWork, actor: str, entry_id: str) -> EntryPage:
    """One entry of the register."""
    entry = uow.resistance.get(entry_id)
    negotiation = allowed(uow, actor, entry.negotiation, Action.DIAGNOSE)
    return EntryPage(negotiation, entry, caveat_of(uow, actor, negotiation))


def for_new(uow: UnitOfWork, actor: str, negotiation_id: str) -> NotePage:
    """The note about somebody new: about the counterpart, as long as they are not there yet."""
    shown = register(uow, actor, negotiation_id)
    return _restored(uow, actor, shown.negotiation, negotiation_id, _first_note(shown))


def for_note(uow: UnitOfWork, actor: str, entry_id: str) -> NotePage:
    """The note about somebody in the register."""
    shown = page(uow, actor, entry_id)
    return _restored(uow, actor, shown.negotiation, entry_id, shown.entry.note)


def keep_new(uow: UnitOfWork, actor: str, negotiation_id: str, typed: Note) -> None:
    """Keep what was typed about somebody new and not saved."""
    first = _first_note(register(uow, actor, negotiation_id))
    _keep(uow, actor, negotiation_id, typed, first)


def keep_note(uow: UnitOfWork, actor: str, entry_id: str, typed: Note) -> None:
    """Keep what was typed about somebody in the register and not saved."""
    _keep(uow, actor, entry_id, typed, page(uow, actor, entry_id).entry.note)


def for_look(uow: UnitOfWork, actor: str, entry_id: str) -> LookPage:
    """The signals of somebody, with what was chosen and not saved."""
    entry = page(uow, actor, entry_id).entry
    draft = uow.drafts.get(actor, _look_draft(entry_id))
    answers = answers_of(draft.values) if draft else entry.answers
    return LookPage(entry, answers, is_restored=draft is not None)


def keep_look(uow: UnitOfWork, actor: str, entry_id: str, chosen: Answers, base: int) -> None:
    """Keep the answers that were chosen so far; those of the last look keep nothing."""
    entry = page(uow, actor, entry_id).entry
    if base == len(entry.history):
        values = {code: str(seen.value) for code, seen in chosen.items()}
        drafts.keep(uow, actor, _look_draft(entry_id), values, is_news=chosen != entry.answers)


def drop_look(uow: UnitOfWork, actor: str, entry_id: str) -> LookPage:
    """Forget answers that were chosen and not saved; the signals without them."""
    page(uow, actor, entry_id)
    uow.drafts.drop(actor, _look_draft(entry_id))
    return for_look(uow, actor, entry_id)


def for_plan(uow: UnitOfWork, actor: str, entry_id: str) -> PlanPage:
    """The plan about somebody, with what was typed and not saved."""
    entry = page(uow, actor, entry_id).entry
    draft = uow.drafts.get(actor, _plan_draft(entry_id))
    plan = plan_of(draft.values) if draft else entry.plan
    return PlanPage(entry, plan, is_restored=draft is not None)


def keep_plan(uow: UnitOfWork, actor: str, entry_id: str, typed: Plan, base: int) -> None:
    """Keep the plan as it was typed so far; the saved one keeps nothing."""
    entry = page(uow, actor, entry_id).entry
    if base == entry.plans:
        drafts.keep(uow, actor, _plan_draft(entry_id), typed.texts, is_news=typed != entry.plan)


def drop_plan(uow: UnitOfWork, actor: str, entry_id: str) -> PlanPage:
    """Forget a plan that was typed and not saved; the plan without it."""
    page(uow, actor, entry_id)
    uow.drafts.drop(actor, _plan_draft(entry_id))
    return for_plan(uow, actor, entry_id)


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
    saved = _saved(uow, actor, replace(shown.entry, note=noted.checked()))
    uow.drafts.drop(actor, _draft(entry_id))
    return saved


def plan(uow: UnitOfWork, actor: str, entry_id: str, planned: Plan) -> EntryPage:
    """The entry with another plan."""
    shown = page(uow, actor, entry_id)
    saved = _saved(uow, actor, shown.entry.planned(planned.checked()))
    uow.drafts.drop(actor, _plan_draft(entry_id))
    return saved


def diagnose(uow: UnitOfWork, actor: str, entry_id: str, answers: Answers) -> EntryPage:
    """Add a diagnosis, which counts from now on; without an answer there is none to add."""
    shown = page(uow, actor, entry_id)
    uow.drafts.drop(actor, _look_draft(entry_id))
    if not answers:
        return shown
    diagnosis = shown.entry.next_look(answers, uow.now)
    uow.resistance.add_diagnosis(entry_id, diagnosis)
    return replace(shown, entry=shown.entry.looked(diagnosis))


def remove(uow: UnitOfWork, actor: str, entry_id: str) -> RegisterPage:
    """Take somebody out of the register, with all that was kept of them."""
    shown = page(uow, actor, entry_id)
    uow.resistance.remove(entry_id)
    for form in (_draft(entry_id), _look_draft(entry_id), _plan_draft(entry_id)):
        uow.drafts.drop(actor, form)
    return register(uow, actor, shown.negotiation.id)


def _first_note(shown: RegisterPage) -> Note:
    counterpart = shown.negotiation.counterpart
    known = {entry.note.who.casefold() for entry in shown.entries}
    return Note("" if counterpart.casefold() in known else counterpart)


def _saved(uow: UnitOfWork, actor: str, entry: Entry) -> EntryPage:
    uow.resistance.save(entry)
    return page(uow, actor, entry.id)


def _draft(about: str) -> str:
    """The name of a draft: of the note about an entry, or about somebody new in a record."""
    return f"resistance:{about}"


def _look_draft(entry_id: str) -> str:
    """The name of a draft: of the signals of an entry."""
    return f"resistance:{entry_id}:look"


def _plan_draft(entry_id: str) -> str:
    """The name of a draft: of the plan about an entry."""
    return f"resistance:{entry_id}:plan"


def _keep(uow: UnitOfWork, actor: str, about: str, typed: Note, saved: Note) -> None:
    values = {"who": typed.who, "seen": typed.seen, "mine": " ".join(typed.mine)}
    drafts.keep(uow, actor, _draft(about), values, is_news=typed != saved)


def _restored(
    uow: UnitOfWork, actor: str, negotiation: Negotiation, about: str, saved: Note
) -> NotePage:
    draft = uow.drafts.get(actor, _draft(about))
    if draft is None:
        return NotePage(negotiation, saved, is_restored=False)
    typed = Note(draft.values["who"], draft.values["seen"], tuple(draft.values["mine"].split()))
    return NotePage(negotiation, typed, is_restored=True)
