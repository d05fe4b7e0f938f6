"""Building the case: arguments, the message, their side; with drafts, checks and the caveat.

A form carries its base: how often its sheet had been saved when it was opened. Text that arrives on
an old base never replaces newer text unseen: a save shows it first, a late draft is dropped.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.access import Action
from bot.domain.cases import (
    MESSAGE,
    MOST_ARGUMENTS,
    NEW,
    Case,
    Sheet,
    cleaned,
    require_fit,
    with_argument,
)
from bot.domain.drafts import Draft
from bot.domain.errors import NotFound, TooMany
from bot.domain.guardrails import Caveat
from bot.domain.negotiations import Negotiation
from bot.domain.wording import Finding
from bot.services.guardrails import caveat_of
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed

Typed = Mapping[str, str]


@dataclass(frozen=True)
class CasePage:
    """The root view: all sheets, those with unsaved text, and the caveat until it is understood."""

    negotiation: Negotiation
    case: Case
    unsaved: Collection[str]
    caveat: Caveat | None


@dataclass(frozen=True)
class SheetPage:
    """One sheet as it opens: what is saved, or the unsaved draft in its place.

    `sheet.version` is the base. With `clash` it was saved elsewhere while this one was being
    typed. `findings` are there once the leader has asked for them. `arguments` are those that the
    message can take over; with `is_full` the parts that one would have filled said something.
    """

    negotiation: Negotiation
    sheet: Sheet
    restored: bool = False
    clash: bool = False
    findings: Sequence[Finding] | None = None
    arguments: Sequence[Sheet] = ()
    is_full: bool = False


def page(uow: UnitOfWork, actor: str, negotiation_id: str) -> CasePage:
    """The case of a record, for its leader."""
    negotiation = allowed(uow, actor, negotiation_id, Action.ARGUE)
    return _page(uow, actor, negotiation)


def sheet(uow: UnitOfWork, actor: str, negotiation_id: str, sheet_id: str) -> SheetPage:
    """One sheet, with what was typed and not saved."""
    negotiation = allowed(uow, actor, negotiation_id, Action.ARGUE)
    case = uow.cases.of(negotiation_id)
    saved = case.sheet(sheet_id)
    draft = uow.drafts.get(actor, draft_form(negotiation_id, sheet_id))
    shown = Sheet(sheet_id, draft.values, saved.version) if draft else saved
    offered = _offered(case, sheet_id)
    return SheetPage(negotiation, shown, restored=draft is not None, arguments=offered)


def save(
    uow: UnitOfWork, actor: str, negotiation_id: str, sheet_id: str, typed: Typed, base: int
) -> CasePage | SheetPage:
    """Save one sheet and return to the up-to-date case; the sheet again after a clash."""
    negotiation = allowed(uow, actor, negotiation_id, Action.ARGUE)
    case = uow.cases.of(negotiation_id)
    saved, values = case.sheet(sheet_id), cleaned(sheet_id, typed)
    require_fit(sheet_id, values)
    if sheet_id == NEW and case.is_full:
        raise TooMany(f"A case holds {MOST_ARGUMENTS} arguments. Delete a weak one first.")
    if base != saved.version and values != saved.values:
        uow.drafts.put(Draft(actor, draft_form(negotiation_id, sheet_id), values, uow.now))
        typed_here = Sheet(sheet_id, values, saved.version)
        return SheetPage(negotiation, typed_here, clash=True, arguments=_offered(case, sheet_id))
    if values != saved.values:
        uow.cases.save(negotiation_id, uow.new_id() if sheet_id == NEW else sheet_id, values)
    uow.drafts.drop(actor, draft_form(negotiation_id, sheet_id))
    return _page(uow, actor, negotiation)


def delete(uow: UnitOfWork, actor: str, negotiation_id: str, sheet_id: str) -> CasePage:
    """Forget an argument, with what was typed into it."""
    negotiation = allowed(uow, actor, negotiation_id, Action.ARGUE)
    if sheet_id not in {argument.id for argument in uow.cases.of(negotiation_id).arguments}:
        raise NotFound
    uow.cases.delete(negotiation_id, sheet_id)
    uow.drafts.drop(actor, draft_form(negotiation_id, sheet_id))
    return _page(uow, actor, negotiation)


def keep_draft(
    uow: UnitOfWork, actor: str, negotiation_id: str, sheet_id: str, typed: Typed, base: int
) -> None:
    """Keep what was typed so far, for its owner; an untouched form keeps nothing."""
    allowed(uow, actor, negotiation_id, Action.ARGUE)
    case, values = uow.cases.of(negotiation_id), cleaned(sheet_id, typed)
    saved = case.sheet(sheet_id)
    # A report of typing may come after the save of what was typed.
    is_late = sheet_id == NEW and case.is_of_an_argument(values)
    if base != saved.version or is_late:
        return
    form = draft_form(negotiation_id, sheet_id)
    if values == saved.values:
        uow.drafts.drop(actor, form)
    else:
        uow.drafts.put(Draft(actor, form, values, uow.now))


def drop_draft(uow: UnitOfWork, actor: str, negotiation_id: str, sheet_id: str) -> SheetPage:
    """Forget what was typed and not saved; the sheet as it is without it."""
    allowed(uow, actor, negotiation_id, Action.ARGUE)
    uow.drafts.drop(actor, draft_form(negotiation_id, sheet_id))
    return sheet(uow, actor, negotiation_id, sheet_id)


def look_over(
    uow: UnitOfWork, actor: str, negotiation_id: str, sheet_id: str, typed: Typed, base: int
) -> SheetPage:
    """The sheet as it is being typed, with what the checks say of it; nothing is saved."""
    negotiation = allowed(uow, actor, negotiation_id, Action.ARGUE)
    case = uow.cases.of(negotiation_id)
    case.sheet(sheet_id)
    limit = _limit(uow, negotiation_id)
    typing = Sheet(sheet_id, cleaned(sheet_id, typed), base, limit)
    offered = _offered(case, sheet_id)
    return SheetPage(negotiation, typing, findings=typing.findings, arguments=offered)


def take_over(
    uow: UnitOfWork, actor: str, negotiation_id: str, argument_id: str, typed: Typed, base: int
) -> SheetPage:
    """The message as it is being typed, with an argument in its empty parts; kept as a draft."""
    negotiation = allowed(uow, actor, negotiation_id, Action.ARGUE)
    arguments = {each.id: each for each in uow.cases.of(negotiation_id).arguments}
    if argument_id not in arguments:
        raise NotFound
    before = cleaned(MESSAGE, typed)
    values = with_argument(before, arguments[argument_id])
    keep_draft(uow, actor, negotiation_id, MESSAGE, values, base)
    return SheetPage(
        negotiation,
        Sheet(MESSAGE, values, base),
        arguments=list(arguments.values()),
        is_full=values == before,
    )


def understand(uow: UnitOfWork, actor: str, negotiation_id: str) -> None:
    """The leader has read the caveat: it is not shown again on this record."""
    allowed(uow, actor, negotiation_id, Action.ARGUE)
    uow.cases.understand(negotiation_id, actor)


def draft_form(negotiation_id: str, sheet_id: str) -> str:
    """The name under which a sheet's draft is kept."""
    return f"cases:{negotiation_id}:{sheet_id}"


def _page(uow: UnitOfWork, actor: str, negotiation: Negotiation) -> CasePage:
    case = uow.cases.of(negotiation.id).keeping(_limit(uow, negotiation.id))
    prefix = draft_form(negotiation.id, "")
    unsaved = {form.removeprefix(prefix) for form in uow.drafts.forms(actor, prefix)}
    return CasePage(negotiation, case, unsaved, caveat_of(uow, actor, negotiation))


def _offered(case: Case, sheet_id: str) -> Sequence[Sheet]:
    return case.arguments if sheet_id == MESSAGE else ()


def _limit(uow: UnitOfWork, negotiation_id: str) -> str:
    return uow.prep.workbook(negotiation_id).value("P4", "reservation_point")
