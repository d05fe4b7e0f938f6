"""Filling the prep workbook: save per section, drafts, the output card.

A form carries its base: how often each of its items had been saved when it was opened. Text that
arrives on an old base never replaces newer text unseen: a save shows both first, a late draft of
something saved since is dropped.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.access import Action
from bot.domain.checklist import FIVE_MINUTES, ITEMS, output_card, recall
from bot.domain.drafts import Draft
from bot.domain.errors import NotFound
from bot.domain.negotiations import Negotiation, Stage
from bot.domain.prep import (
    Answers,
    Item,
    OutputCard,
    Quality,
    Readiness,
    Recall,
    Workbook,
    cleaned,
    readiness,
)
from bot.domain.text import clean, is_blank
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed

ALL = "all"
Base = Mapping[str, int]
Typed = Mapping[str, str]


@dataclass(frozen=True)
class WorkbookPage:
    """The root view: the workbook, its readiness, what it comes to, and unsaved drafts."""

    negotiation: Negotiation
    workbook: Workbook
    readiness: Readiness
    unsaved: Collection[str]
    card: OutputCard | None


@dataclass(frozen=True)
class SectionPage:
    """One section as it opens: saved answers, or the unsaved draft in their place.

    With `clash` the section was saved elsewhere while this one was being typed.
    """

    negotiation: Negotiation
    item: Item
    answers: Answers
    base: Base
    restored: bool = False
    clash: bool = False
    recall: Recall | None = None


@dataclass(frozen=True)
class OnePage:
    """All sections in one form; `clash` holds those that were saved elsewhere meanwhile."""

    negotiation: Negotiation
    answers: Mapping[str, Answers]
    base: Base
    restored: bool = False
    clash: Sequence[Item] = ()


@dataclass(frozen=True)
class Limit:
    """The sealed end of the plan; the aim goes with it, because it is to be read first."""

    negotiation: Negotiation
    aim: str
    reservation_point: str
    batna: str


def workbook(uow: UnitOfWork, actor: str, negotiation_id: str) -> WorkbookPage:
    """The workbook of a record, for its leader."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    answers = uow.prep.workbook(negotiation_id)
    prefix = draft_form(negotiation_id, "")
    unsaved = {form.removeprefix(prefix) for form in uow.drafts.forms(actor, prefix)}
    covered = readiness(answers, FIVE_MINUTES)
    return WorkbookPage(negotiation, answers, covered, unsaved, output_card(answers))


def section(uow: UnitOfWork, actor: str, negotiation_id: str, code: str) -> SectionPage:
    """One section, with what was typed and not saved."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    item = item_by(code)
    saved = uow.prep.workbook(negotiation_id)
    draft = uow.drafts.get(actor, draft_form(negotiation_id, code))
    return SectionPage(
        negotiation=negotiation,
        item=item,
        answers=draft.values if draft else saved.of(item),
        base=_base(saved, (item,)),
        restored=draft is not None,
        recall=recall(item, saved),
    )


def one_page(uow: UnitOfWork, actor: str, negotiation_id: str) -> OnePage:
    """All six questions in one form, with what was typed and not saved."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    saved = uow.prep.workbook(negotiation_id)
    draft = uow.drafts.get(actor, draft_form(negotiation_id, ALL))
    answers = _laid_over(saved, draft.values if draft else {})
    return OnePage(negotiation, answers, _base(saved, FIVE_MINUTES), draft is not None)


def limit(uow: UnitOfWork, actor: str, negotiation_id: str) -> Limit:
    """Where the leader walks away: for the leader, in a modal only."""
    negotiation = allowed(uow, actor, negotiation_id, Action.SEE_SEALED)
    saved = uow.prep.workbook(negotiation_id)
    return Limit(
        negotiation,
        saved.value("P5", "target"),
        saved.value("P4", "reservation_point"),
        saved.value("P3", "batna"),
    )


def save_section(
    uow: UnitOfWork, actor: str, negotiation_id: str, code: str, typed: Typed, base: Base
) -> WorkbookPage | SectionPage:
    """Save one section and return to the up-to-date root; the section again after a clash."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    item = item_by(code)
    saved = uow.prep.workbook(negotiation_id)
    answers = cleaned(item, typed)
    if _is_stale(saved, base, item) and answers != saved.of(item):
        uow.drafts.put(Draft(actor, draft_form(negotiation_id, code), answers, uow.now))
        return SectionPage(negotiation, item, answers, _base(saved, (item,)), clash=True)
    _save(uow, actor, negotiation_id, item, answers)
    uow.drafts.drop(actor, draft_form(negotiation_id, code))
    _strip_draft(uow, actor, negotiation_id, item)
    return _begun(uow, actor, negotiation_id)


def save_one_page(
    uow: UnitOfWork, actor: str, negotiation_id: str, typed: Typed, base: Base
) -> WorkbookPage | OnePage:
    """Save what the one-page form asks; fields it does not show keep their saved answers.

    `typed` is flat: `{item code}.{field}` -> text, empty where the form was left empty.
    """
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    saved = uow.prep.workbook(negotiation_id)
    answers = _laid_over(saved, typed)
    changed = [i for i in FIVE_MINUTES if answers[i.code] != saved.of(i)]
    clash = [item for item in changed if _is_stale(saved, base, item)]
    if clash:
        _put_draft_of_all(uow, actor, negotiation_id, _news(saved, typed))
        return OnePage(negotiation, answers, _base(saved, FIVE_MINUTES), clash=clash)
    for item in changed:
        _save(uow, actor, negotiation_id, item, answers[item.code])
    uow.drafts.drop(actor, draft_form(negotiation_id, ALL))
    return _begun(uow, actor, negotiation_id)


def keep_draft(
    uow: UnitOfWork, actor: str, negotiation_id: str, code: str, typed: Typed, base: Base
) -> None:
    """Keep what was typed so far, for its owner; an untouched form keeps nothing."""
    allowed(uow, actor, negotiation_id, Action.PREPARE)
    saved = uow.prep.workbook(negotiation_id)
    if code == ALL:
        fresh = [item for item in FIVE_MINUTES if not _is_stale(saved, base, item)]
        news = {k: v for i in fresh for k, v in _news(saved, typed).items() if _is_of(k, i)}
        _put_draft_of_all(uow, actor, negotiation_id, news)
        return
    item = item_by(code)
    if _is_stale(saved, base, item):
        return
    values = cleaned(item, typed)
    if values == saved.of(item):
        uow.drafts.drop(actor, draft_form(negotiation_id, code))
    else:
        uow.drafts.put(Draft(actor, draft_form(negotiation_id, code), values, uow.now))


def drop_draft(
    uow: UnitOfWork, actor: str, negotiation_id: str, code: str
) -> SectionPage | OnePage:
    """Forget what was typed and not saved; the form as it is without it."""
    allowed(uow, actor, negotiation_id, Action.PREPARE)
    uow.drafts.drop(actor, draft_form(negotiation_id, code))
    if code == ALL:
        return one_page(uow, actor, negotiation_id)
    return section(uow, actor, negotiation_id, code)


def item_by(code: str) -> Item:
    """A checklist item by its code."""
    if code not in ITEMS:
        raise NotFound
    return ITEMS[code]


def draft_form(negotiation_id: str, code: str) -> str:
    """The name under which a section's draft is kept."""
    return f"prep:{negotiation_id}:{code}"


def _save(uow: UnitOfWork, actor: str, negotiation_id: str, item: Item, answers: Answers) -> None:
    uow.prep.save(negotiation_id, item.code, answers, actor)


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


def _base(saved: Workbook, items: Sequence[Item]) -> Base:
    return {item.code: saved.version(item.code) for item in items}


def _is_stale(saved: Workbook, base: Base, item: Item) -> bool:
    """Whether the item was saved since a form with this base was opened."""
    return base.get(item.code, saved.version(item.code)) != saved.version(item.code)


def _laid_over(saved: Workbook, typed: Typed) -> dict[str, Answers]:
    """Saved answers with the flat ones over them; an empty one removes what was saved."""
    return {
        item.code: cleaned(item, {**saved.of(item), **_of_item(typed, item)})
        for item in FIVE_MINUTES
    }


def _news(saved: Workbook, typed: Typed) -> dict[str, str]:
    """What of a flat form says something other than what is saved."""
    return {
        name: clean(text)
        for name, text in typed.items()
        if not is_blank(text) and clean(text) != saved.value(*name.split(".", 1))
    }


def _is_of(name: str, item: Item) -> bool:
    return name.startswith(f"{item.code}.")


def _of_item(flat: Typed, item: Item) -> dict[str, str]:
    return {k.removeprefix(f"{item.code}."): v for k, v in flat.items() if _is_of(k, item)}


def _put_draft_of_all(uow: UnitOfWork, actor: str, negotiation_id: str, news: Typed) -> None:
    form = draft_form(negotiation_id, ALL)
    if news:
        uow.drafts.put(Draft(actor, form, news, uow.now))
    else:
        uow.drafts.drop(actor, form)


def _strip_draft(uow: UnitOfWork, actor: str, negotiation_id: str, item: Item) -> None:
    """A section that was saved is newer than what the one-page form still holds of it."""
    draft = uow.drafts.get(actor, draft_form(negotiation_id, ALL))
    if draft is not None:
        rest = {k: v for k, v in draft.values.items() if not _is_of(k, item)}
        _put_draft_of_all(uow, actor, negotiation_id, rest)
