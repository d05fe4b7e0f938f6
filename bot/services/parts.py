"""The parts of a negotiation as its leader and co-leads hand them out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from bot.domain.access import Action
from bot.domain.drafts import Draft
from bot.domain.errors import NotFound, TooMany
from bot.domain.negotiations import Negotiation
from bot.domain.own_limit import limit_told
from bot.domain.part_credit import Led, check_one_decides
from bot.domain.part_credit import led_by as credit
from bot.domain.part_forms import PartForm, PartKind, Say
from bot.domain.parts import PARTS_LIMIT, Part, PartState
from bot.services.part_messages import Word, restate, settle_request, tell_lead
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed


@dataclass(frozen=True)
class PartPage:
    """One part, for those who hand it out; `tells_limit`: it gives away where they would stop."""

    negotiation: Negotiation
    part: Part
    tells_limit: bool = False


@dataclass(frozen=True)
class PartFormPage:
    """The form of a part as it opens; `part` is None for a new one, `base` its version.

    With `clash` it was saved elsewhere while this was being typed.
    """

    negotiation: Negotiation
    form: PartForm
    part: Part | None = None
    base: int = 0
    restored: bool = False
    clash: bool = False


def led_by(uow: UnitOfWork, negotiation_id: str) -> Sequence[Led]:
    """Who led what in a negotiation, for thanks; no rights are looked at."""
    leader = uow.negotiations.get(negotiation_id).leader
    return credit(uow.parts.of_negotiation(negotiation_id), leader)


def page(uow: UnitOfWork, actor: str, part_id: str) -> PartPage:
    """One part."""
    part = uow.parts.get(part_id)
    negotiation = allowed(uow, actor, part.negotiation, Action.HAND_OUT_PARTS)
    if part.state is PartState.DELETED:
        raise NotFound
    return PartPage(negotiation, part, _tells_limit(uow, actor, negotiation, part.form))


def for_new(uow: UnitOfWork, actor: str, negotiation_id: str) -> PartFormPage:
    """The form of a new part, with what was typed and not saved."""
    negotiation = allowed(uow, actor, negotiation_id, Action.HAND_OUT_PARTS)
    return _restored(uow, actor, PartFormPage(negotiation, PartForm("")))


def for_edit(uow: UnitOfWork, actor: str, part_id: str) -> PartFormPage:
    """The form of a part, with what was typed and not saved."""
    shown = page(uow, actor, part_id)
    part = shown.part
    return _restored(uow, actor, PartFormPage(shown.negotiation, part.form, part, part.version))


def keep_new(uow: UnitOfWork, actor: str, negotiation_id: str, typed: PartForm) -> None:
    """Keep what was typed into a new part and not saved."""
    negotiation = allowed(uow, actor, negotiation_id, Action.HAND_OUT_PARTS)
    _keep(uow, actor, PartFormPage(negotiation, PartForm("")), typed)


def keep(uow: UnitOfWork, actor: str, part_id: str, typed: PartForm) -> None:
    """Keep what was typed into a part and not saved."""
    shown = page(uow, actor, part_id)
    _keep(uow, actor, PartFormPage(shown.negotiation, shown.part.form, shown.part), typed)


def create(uow: UnitOfWork, actor: str, negotiation_id: str, typed: PartForm) -> PartPage:
    """A new part, which nobody leads yet."""
    negotiation = allowed(uow, actor, negotiation_id, Action.HAND_OUT_PARTS)
    form, present = typed.checked(), uow.parts.of_negotiation(negotiation_id)
    if len(present) >= PARTS_LIMIT:
        raise TooMany(f"A negotiation has {PARTS_LIMIT} parts at most. Delete one first.")
    check_one_decides(form, present)
    part = Part(uow.new_id(), negotiation_id, form, uow.now)
    uow.parts.add(part)
    uow.drafts.drop(actor, _draft(negotiation, None))
    return page(uow, actor, part.id)


def save(
    uow: UnitOfWork, actor: str, part_id: str, typed: PartForm, base: int
) -> PartPage | PartFormPage:
    """The part with other words; typed on an old base it is shown again first.

    Who leads it, or is asked to, reads the new words.
    """
    shown = page(uow, actor, part_id)
    part, form = shown.part, typed.checked()
    others = uow.parts.of_negotiation(part.negotiation)
    check_one_decides(form, [each for each in others if each.id != part_id])
    if base != part.version and form != part.form:
        again = PartFormPage(shown.negotiation, form, part, part.version, clash=True)
        _keep(uow, actor, again, form)
        return again
    uow.drafts.drop(actor, _draft(shown.negotiation, part))
    if form == part.form:
        return shown
    changed = part.rewritten(form)
    uow.parts.save(changed)
    restate(uow, changed)
    tell_lead(uow, changed, Word.CHANGED, actor)
    return page(uow, actor, part_id)


def take(uow: UnitOfWork, actor: str, part_id: str) -> PartPage:
    """Lead it oneself; an open request is withdrawn, and who led it is told."""
    shown = page(uow, actor, part_id)
    if shown.part.lead == actor and shown.part.is_taken:
        return shown
    return let_go(uow, actor, shown, shown.part.taken_by(actor, uow.now))


def release(uow: UnitOfWork, actor: str, part_id: str) -> PartPage:
    """Withdraw a request, or take the part back from who leads it."""
    shown = page(uow, actor, part_id)
    if shown.part.lead is None:
        return shown
    return let_go(uow, actor, shown, shown.part.released(uow.now))


def reopen(uow: UnitOfWork, actor: str, part_id: str) -> PartPage:
    """Done no longer; its lead is told."""
    shown = page(uow, actor, part_id)
    if shown.part.state is not PartState.DONE:
        return shown
    part = shown.part.reopened(uow.now)
    uow.parts.save(part)
    restate(uow, part)
    tell_lead(uow, part, Word.REOPENED, actor)
    return replace(shown, part=part)


def delete(uow: UnitOfWork, actor: str, part_id: str) -> Negotiation:
    """Take the part off the list, with all that was written in it."""
    part = uow.parts.get(part_id)
    negotiation = allowed(uow, actor, part.negotiation, Action.HAND_OUT_PARTS)
    if part.state is not PartState.DELETED:
        uow.drafts.drop(actor, _draft(negotiation, part))
        let_go(uow, actor, PartPage(negotiation, part), part.deleted())
    return negotiation


def end(uow: UnitOfWork, negotiation: Negotiation) -> None:
    """The negotiation has ended: open requests are withdrawn, leads read so in their message."""
    for part in uow.parts.of_negotiation(negotiation.id):
        settle_request(uow, part)
        if part.state is PartState.ASKED:
            uow.parts.save(part.released(uow.now))


def let_go(uow: UnitOfWork, actor: str, shown: PartPage, after: Part) -> PartPage:
    """The part without who had it before: their request is redrawn, and a lead is told."""
    settle_request(uow, shown.part)
    tell_lead(uow, shown.part, Word.RELEASED, actor)
    uow.parts.save(after)
    return replace(shown, part=after)


def _tells_limit(uow: UnitOfWork, actor: str, negotiation: Negotiation, form: PartForm) -> bool:
    """Whether a figure of the leader's own limit stands in what its lead will read."""
    if not negotiation.lets(actor, Action.SEE_SEALED):
        return False
    limit = uow.prep.workbook(negotiation.id).value("P4", "reservation_point")
    texts = "\n".join((form.title, form.mandate, form.bring_back))
    return bool(limit and limit_told(texts, limit))


def _draft(negotiation: Negotiation, part: Part | None) -> str:
    return f"parts:{part.id}:form" if part else f"parts:{negotiation.id}:new"


def _keep(uow: UnitOfWork, actor: str, opened: PartFormPage, typed: PartForm) -> None:
    name = _draft(opened.negotiation, opened.part)
    saved = opened.part.form if opened.part else PartForm("")
    if typed == saved:
        uow.drafts.drop(actor, name)
    else:
        uow.drafts.put(Draft(actor, name, asdict(typed), uow.now))


def _restored(uow: UnitOfWork, actor: str, opened: PartFormPage) -> PartFormPage:
    draft = uow.drafts.get(actor, _draft(opened.negotiation, opened.part))
    return replace(opened, form=_typed(draft.values), restored=True) if draft else opened


def _typed(values: Mapping[str, str]) -> PartForm:
    kind, say = PartKind(values["kind"]), Say(values["say"])
    return PartForm(values["title"], kind, say, values["mandate"], values["bring_back"])
