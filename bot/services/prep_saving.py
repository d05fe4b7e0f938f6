"""Filling the prep workbook: save per section, drafts, tiers, earlier versions.

A form carries its base: how often each of its items had been saved when it was opened. Text that
arrives on an old base never replaces newer text unseen: a save shows both first and tells the
other person, a late draft of something saved since is dropped.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.access import Action
from bot.domain.drafts import Draft
from bot.domain.errors import NotFound
from bot.domain.guardrails import FIELD, guarded
from bot.domain.negotiations import Negotiation, Stage
from bot.domain.outbox import Errand
from bot.domain.prep import Answers, Item, Quality, Saved, Tier, Workbook, cleaned
from bot.domain.text import clean, is_blank
from bot.services.ports import UnitOfWork
from bot.services.prep import (
    ALL,
    Base,
    OnePage,
    SectionPage,
    Typed,
    WorkbookPage,
    base_of,
    draft_form,
    laid_over,
    of_item,
    one_page,
    section,
    section_of,
    visible,
    workbook,
)
from bot.services.rights import allowed

CLASH = "prep.clash"


def set_tier(uow: UnitOfWork, actor: str, negotiation_id: str, tier: Tier) -> WorkbookPage:
    """The workbook as deep as this; every answer stays."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    uow.negotiations.save(replace(negotiation, tier=tier))
    return workbook(uow, actor, negotiation_id)


def save_section(
    uow: UnitOfWork, actor: str, negotiation_id: str, code: str, typed: Typed, base: Base
) -> WorkbookPage | SectionPage:
    """Save one section and return to the up-to-date root; the section again after a clash.

    `typed` holds the fields that the form showed, empty where they were left empty; the others
    keep their saved answers.
    """
    negotiation, item = section_of(uow, actor, negotiation_id, code)
    saved = uow.prep.workbook(negotiation_id)
    answers = cleaned(item, {**saved.of(item), **typed})
    if _is_stale(saved, base, item) and answers != saved.of(item):
        uow.drafts.put(Draft(actor, draft_form(negotiation_id, code), answers, uow.now))
        _tell_of_clash(uow, actor, saved, item)
        now = Saved(saved.version(code), saved.savers.get(code, ""), uow.now, saved.of(item))
        return SectionPage(
            negotiation, item, answers, base_of(saved, (item,)), clash=True, other=now
        )
    _save(uow, actor, saved, item, answers)
    uow.drafts.drop(actor, draft_form(negotiation_id, code))
    _strip_draft(uow, actor, negotiation_id, item)
    return _guarded(_begun(uow, actor, negotiation), [answers])


def save_one_page(
    uow: UnitOfWork, actor: str, negotiation_id: str, typed: Typed, base: Base
) -> WorkbookPage | OnePage:
    """Save what the one-page form asks; fields it does not show keep their saved answers.

    `typed` is flat: `{item code}.{field}` -> text, empty where the form was left empty.
    """
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    items = visible(negotiation, actor, Tier.FIVE)
    saved = uow.prep.workbook(negotiation_id)
    answers = laid_over(saved, typed, items)
    changed = [item for item in items if answers[item.code] != saved.of(item)]
    clash = [item for item in changed if _is_stale(saved, base, item)]
    if clash:
        _put_draft_of_all(uow, actor, negotiation_id, _news(saved, typed, items))
        for item in clash:
            _tell_of_clash(uow, actor, saved, item)
        return OnePage(negotiation, answers, base_of(saved, items), clash=clash)
    for item in changed:
        _save(uow, actor, saved, item, answers[item.code])
    uow.drafts.drop(actor, draft_form(negotiation_id, ALL))
    return _guarded(_begun(uow, actor, negotiation), [answers[item.code] for item in changed])


def keep_draft(
    uow: UnitOfWork, actor: str, negotiation_id: str, code: str, typed: Typed, base: Base
) -> None:
    """Keep what was typed so far, for its owner; an untouched form keeps nothing."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    saved = uow.prep.workbook(negotiation_id)
    if code == ALL:
        items = visible(negotiation, actor, Tier.FIVE)
        fresh = [item for item in items if not _is_stale(saved, base, item)]
        _put_draft_of_all(uow, actor, negotiation_id, _news(saved, typed, fresh))
        return
    _, item = section_of(uow, actor, negotiation_id, code)
    if _is_stale(saved, base, item):
        return
    values = cleaned(item, {**saved.of(item), **typed})
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


def bring_back(
    uow: UnitOfWork, actor: str, negotiation_id: str, code: str, version: int
) -> SectionPage:
    """The section with an earlier version as its draft: nothing changes until it is saved."""
    section_of(uow, actor, negotiation_id, code)
    found = [v for v in uow.prep.earlier(negotiation_id, code) if v.version == version]
    if not found:
        raise NotFound
    form = draft_form(negotiation_id, code)
    uow.drafts.put(Draft(actor, form, found[0].answers, uow.now))
    return section(uow, actor, negotiation_id, code)


def _save(uow: UnitOfWork, actor: str, saved: Workbook, item: Item, answers: Answers) -> None:
    """Each answer where it lies: a field that a shorter tier asked already goes home."""
    for each in item.fields:
        if each.home:
            code, name = each.home
            at_home = {**saved.answers.get(code, {}), name: answers.get(each.name, "")}
            if saved.value(code, name) != at_home[name]:
                kept = {key: text for key, text in at_home.items() if text}
                uow.prep.save(saved.negotiation, code, kept, actor)
    lent = {each.name for each in item.fields if each.home}
    own = {name: text for name, text in answers.items() if name not in lent}
    uow.prep.save(saved.negotiation, item.code, own, actor)


def _begun(uow: UnitOfWork, actor: str, negotiation: Negotiation) -> WorkbookPage:
    """The root after a save; the first answer moves a draft record to “preparing”."""
    page = workbook(uow, actor, negotiation.id)
    started = any(page.workbook.quality(item) is not Quality.EMPTY for item in page.items)
    if page.negotiation.stage is not Stage.DRAFT or not started:
        return page
    moved, change = page.negotiation.moved(
        Stage.PREPARING, actor, uow.now, "The first part of the preparation was saved."
    )
    uow.negotiations.save(moved)
    uow.negotiations.add_change(negotiation.id, change)
    return workbook(uow, actor, negotiation.id)


def _guarded(page: WorkbookPage, saved: Sequence[Answers]) -> WorkbookPage:
    """The root with what the guardrails say of what was saved; it is kept all the same."""
    texts = [text[:FIELD] for answers in saved for text in answers.values()]
    return replace(page, findings=guarded(*texts))


def _is_stale(saved: Workbook, base: Base, item: Item) -> bool:
    """Whether the item was saved since a form with this base was opened."""
    return base.get(item.code, saved.version(item.code)) != saved.version(item.code)


def _tell_of_clash(uow: UnitOfWork, actor: str, saved: Workbook, item: Item) -> None:
    """Whoever saved first learns that somebody else is at the same section."""
    first = saved.savers.get(item.code, actor)
    if first == actor:
        return
    args = {"negotiation": saved.negotiation, "item": item.code, "by": actor}
    key = f"prep:{saved.negotiation}:clash:{item.code}:{saved.version(item.code)}:{actor}"
    uow.outbox.add(Errand(CLASH, first, args, key, uow.now))


def _news(saved: Workbook, typed: Typed, items: Sequence[Item]) -> dict[str, str]:
    """What a flat form says of these items that is not saved."""
    return {
        f"{item.code}.{name}": clean(text)
        for item in items
        for name, text in of_item(typed, item).items()
        if not is_blank(text) and clean(text) != saved.value(item.code, name)
    }


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
        prefix = f"{item.code}."
        rest = {k: v for k, v in draft.values.items() if not k.startswith(prefix)}
        _put_draft_of_all(uow, actor, negotiation_id, rest)
