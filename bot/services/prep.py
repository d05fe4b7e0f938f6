"""Filling the prep workbook: save per section, drafts, the output card."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.domain.access import Action
from bot.domain.checklist import FIVE_MINUTES, ITEMS
from bot.domain.drafts import Draft
from bot.domain.errors import NotFound
from bot.domain.negotiations import Negotiation, Stage
from bot.domain.prep import Answers, Item, Quality, Readiness, Workbook, cleaned, readiness
from bot.domain.text import clean, is_blank
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed

ALL = "all"


@dataclass(frozen=True)
class WorkbookPage:
    """The root view: the workbook, its readiness, and the sections with an unsaved draft."""

    negotiation: Negotiation
    workbook: Workbook
    readiness: Readiness
    unsaved: Collection[str]


@dataclass(frozen=True)
class SectionPage:
    """One section as it opens: saved answers, with the unsaved draft laid over them."""

    negotiation: Negotiation
    item: Item
    answers: Answers
    restored: bool


@dataclass(frozen=True)
class OnePage:
    """All sections in one form."""

    negotiation: Negotiation
    answers: Mapping[str, Answers]
    restored: bool


def workbook(uow: UnitOfWork, actor: str, negotiation_id: str) -> WorkbookPage:
    """The workbook of a record, for its leader."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    answers = uow.prep.workbook(negotiation_id)
    prefix = draft_form(negotiation_id, "")
    unsaved = {form.removeprefix(prefix) for form in uow.drafts.forms(actor, prefix)}
    return WorkbookPage(negotiation, answers, readiness(answers, FIVE_MINUTES), unsaved)


def section(uow: UnitOfWork, actor: str, negotiation_id: str, code: str) -> SectionPage:
    """One section, with what was typed and not saved."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    item = item_by(code)
    saved = uow.prep.workbook(negotiation_id).of(item)
    draft = uow.drafts.get(actor, draft_form(negotiation_id, code))
    return SectionPage(negotiation, item, draft.values if draft else saved, draft is not None)


def one_page(uow: UnitOfWork, actor: str, negotiation_id: str) -> OnePage:
    """All six questions in one form, with what was typed and not saved."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    saved = uow.prep.workbook(negotiation_id)
    answers: dict[str, Answers] = {item.code: saved.of(item) for item in FIVE_MINUTES}
    draft = uow.drafts.get(actor, draft_form(negotiation_id, ALL))
    if draft is not None:
        answers = {item.code: _of_item(draft.values, item) for item in FIVE_MINUTES}
    return OnePage(negotiation, answers, draft is not None)


def save_section(
    uow: UnitOfWork, actor: str, negotiation_id: str, code: str, typed: Answers
) -> WorkbookPage:
    """Save one section and return to the up-to-date root."""
    allowed(uow, actor, negotiation_id, Action.PREPARE)
    _save(uow, actor, negotiation_id, item_by(code), typed)
    uow.drafts.drop(actor, draft_form(negotiation_id, code))
    return _begun(uow, actor, negotiation_id)


def save_one_page(
    uow: UnitOfWork, actor: str, negotiation_id: str, typed: Mapping[str, str]
) -> WorkbookPage:
    """Save what the one-page form asks; fields it does not show keep their saved answers.

    `typed` is flat: `{item code}.{field}` -> text.
    """
    allowed(uow, actor, negotiation_id, Action.PREPARE)
    saved = uow.prep.workbook(negotiation_id)
    for item in FIVE_MINUTES:
        merged = {**saved.of(item), **_of_item(typed, item)}
        if merged != dict(saved.of(item)):
            _save(uow, actor, negotiation_id, item, merged)
    uow.drafts.drop(actor, draft_form(negotiation_id, ALL))
    return _begun(uow, actor, negotiation_id)


def keep_draft(
    uow: UnitOfWork, actor: str, negotiation_id: str, code: str, typed: Mapping[str, str]
) -> None:
    """Keep what was typed so far, for its owner; an untouched form keeps nothing."""
    allowed(uow, actor, negotiation_id, Action.PREPARE)
    values = {name: clean(text) for name, text in typed.items() if not is_blank(text)}
    if _is_news(uow, negotiation_id, code, values):
        uow.drafts.put(Draft(actor, draft_form(negotiation_id, code), values, uow.now))
    else:
        uow.drafts.drop(actor, draft_form(negotiation_id, code))


def drop_draft(uow: UnitOfWork, actor: str, negotiation_id: str, code: str) -> None:
    """Forget what was typed and not saved."""
    allowed(uow, actor, negotiation_id, Action.PREPARE)
    uow.drafts.drop(actor, draft_form(negotiation_id, code))


def item_by(code: str) -> Item:
    """A checklist item by its code."""
    if code not in ITEMS:
        raise NotFound
    return ITEMS[code]


def draft_form(negotiation_id: str, code: str) -> str:
    """The name under which a section's draft is kept."""
    return f"prep:{negotiation_id}:{code}"


def _save(uow: UnitOfWork, actor: str, negotiation_id: str, item: Item, typed: Answers) -> None:
    uow.prep.save(negotiation_id, item.code, cleaned(item, typed), actor)


def _begun(uow: UnitOfWork, actor: str, negotiation_id: str) -> WorkbookPage:
    """The root after a save; the first answer moves a draft record to “preparing”."""
    page = workbook(uow, actor, negotiation_id)
    started = any(page.workbook.quality(item) is not Quality.EMPTY for item in FIVE_MINUTES)
    if page.negotiation.stage is not Stage.DRAFT or not started:
        return page
    moved, change = page.negotiation.moved(
        Stage.PREPARING, actor, uow.now, "The first part of the preparation was saved."
    )
    uow.negotiations.save(moved)
    uow.negotiations.add_change(negotiation_id, change)
    return workbook(uow, actor, negotiation_id)


def _of_item(flat: Mapping[str, str], item: Item) -> dict[str, str]:
    prefix = f"{item.code}."
    return {k.removeprefix(prefix): v for k, v in flat.items() if k.startswith(prefix)}


def _is_news(uow: UnitOfWork, negotiation_id: str, code: str, values: Mapping[str, str]) -> bool:
    saved = uow.prep.workbook(negotiation_id)
    if code == ALL:
        known = {f"{c}.{name}": text for c, a in saved.answers.items() for name, text in a.items()}
        return any(known.get(name) != text for name, text in values.items())
    return dict(values) != dict(saved.of(item_by(code)))
