"""The prep workbook as its readers see it: root, sections, the one page, the limit.

Leader and co-leads prepare; items with a lock are for the leader and the delegates alone, and
count for nobody else's coverage.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.access import Action
from bot.domain.checklist import (
    DIAGNOSIS,
    FIVE_MINUTES,
    ITEMS,
    MESSAGE,
    items_of,
    output_card,
    recall,
)
from bot.domain.errors import NotFound
from bot.domain.guardrails import Caveat
from bot.domain.negotiations import Negotiation
from bot.domain.prep import (
    Answers,
    Element,
    Item,
    OutputCard,
    Quality,
    Readiness,
    Recall,
    Saved,
    Tier,
    Workbook,
    by_element,
    cleaned,
    readiness,
)
from bot.domain.wording import Finding
from bot.services.guardrails import caveat_of
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed

ALL = "all"
Base = Mapping[str, int]
Typed = Mapping[str, str]


@dataclass(frozen=True)
class WorkbookPage:
    """The root view: the workbook, its readiness, what it comes to, and unsaved drafts.

    `items` are those of the tier that this reader may see; `sees_sealed` says whether that is all
    of them. `points` has each tier's readiness, `beyond` counts answers of a deeper tier that
    are kept. `can_copy` says that there is an earlier negotiation to copy from.
    """

    negotiation: Negotiation
    workbook: Workbook
    readiness: Readiness
    unsaved: Collection[str]
    card: OutputCard | None
    items: Sequence[Item] = FIVE_MINUTES
    elements: Mapping[Element, int] = field(default_factory=dict)
    points: Mapping[Tier, int] = field(default_factory=dict)
    beyond: int = 0
    sees_sealed: bool = True
    can_copy: bool = False
    is_leader: bool = True
    caveat: Caveat | None = None
    findings: Sequence[Finding] = ()
    """What the guardrails say of what was saved just now."""

    @property
    def has_day_plan(self) -> bool:
        """Whether it goes deep enough for days; the plan is the leader's."""
        return self.negotiation.tier is Tier.FULL and self.is_leader


@dataclass(frozen=True)
class SectionPage:
    """One section as it opens: saved answers, or the unsaved draft in their place.

    With `clash` the section was saved elsewhere while this one was being typed: `other` is what
    stands there now. `saved_before` counts the versions before the present one.
    """

    negotiation: Negotiation
    item: Item
    answers: Answers
    base: Base
    restored: bool = False
    clash: bool = False
    recall: Recall | None = None
    other: Saved | None = None
    is_done: bool = False
    saved_before: int = 0

    @property
    def tier(self) -> Tier:
        """How deep the form goes."""
        return self.negotiation.tier


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


@dataclass(frozen=True)
class EarlierPage:
    """What one section said before, newest first."""

    negotiation: Negotiation
    item: Item
    versions: Sequence[Saved]


def workbook(uow: UnitOfWork, actor: str, negotiation_id: str) -> WorkbookPage:
    """The workbook of a record, for whoever prepares it."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    answers = prepared(uow, [negotiation_id])[negotiation_id]
    items = visible(negotiation, actor, negotiation.tier)
    return WorkbookPage(
        negotiation=negotiation,
        workbook=answers,
        readiness=readiness(answers, items),
        unsaved=_unsaved(uow, actor, negotiation_id),
        card=output_card(answers, visible(negotiation, actor, Tier.FIVE)),
        items=items,
        elements=by_element(answers, items),
        points={
            tier: readiness(answers, visible(negotiation, actor, tier)).points for tier in Tier
        },
        beyond=_beyond(answers, items, visible(negotiation, actor, Tier.FULL)),
        sees_sealed=negotiation.lets(actor, Action.SEE_SEALED),
        is_leader=negotiation.leader == actor,
        caveat=caveat_of(uow, actor, negotiation),
        can_copy=negotiation.leader == actor
        and uow.negotiations.leads_another(actor, negotiation_id),
    )


def section(uow: UnitOfWork, actor: str, negotiation_id: str, code: str) -> SectionPage:
    """One section, with what was typed and not saved."""
    negotiation, item = section_of(uow, actor, negotiation_id, code)
    saved = prepared(uow, [negotiation_id])[negotiation_id]
    draft = uow.drafts.get(actor, draft_form(negotiation_id, code))
    return SectionPage(
        negotiation=negotiation,
        item=item,
        answers=draft.values if draft else saved.of(item),
        base=base_of(saved, (item,)),
        restored=draft is not None,
        recall=recall(item, saved),
        is_done=saved.has_done(item),
        saved_before=max(0, saved.version(code) - 1),
    )


def one_page(uow: UnitOfWork, actor: str, negotiation_id: str) -> OnePage:
    """All six questions in one form, with what was typed and not saved."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    items = visible(negotiation, actor, Tier.FIVE)
    saved = uow.prep.workbook(negotiation_id)
    draft = uow.drafts.get(actor, draft_form(negotiation_id, ALL))
    answers = laid_over(saved, draft.values if draft else {}, items)
    return OnePage(negotiation, answers, base_of(saved, items), draft is not None)


def limit(uow: UnitOfWork, actor: str, negotiation_id: str) -> Limit:
    """Where the leader walks away: for the leader and delegates, in a modal only."""
    negotiation = allowed(uow, actor, negotiation_id, Action.SEE_SEALED)
    saved = uow.prep.workbook(negotiation_id)
    return Limit(
        negotiation,
        saved.value("P5", "target"),
        saved.value("P4", "reservation_point"),
        saved.value("P3", "batna"),
    )


def earlier(uow: UnitOfWork, actor: str, negotiation_id: str, code: str) -> EarlierPage:
    """What a section said before it was saved last."""
    negotiation, item = section_of(uow, actor, negotiation_id, code)
    return EarlierPage(negotiation, item, uow.prep.earlier(negotiation_id, code))


def prepared(
    uow: UnitOfWork, ids: Collection[str], items: Collection[str] = ()
) -> Mapping[str, Workbook]:
    """Workbooks, all answers or those to some items, with what was done elsewhere for them."""
    books = uow.prep.workbooks(ids, items)
    asked = {ITEMS[code].done_by for code in items or ITEMS}
    done = {
        DIAGNOSIS: uow.resistance.diagnosed(ids) if DIAGNOSIS in asked else (),
        MESSAGE: _well_said(uow, books) if MESSAGE in asked else (),
    }
    facts = {each: frozenset(f for f, where in done.items() if each in where) for each in books}
    return {each: replace(b, facts=facts[each]) for each, b in books.items()}


def _well_said(uow: UnitOfWork, books: Mapping[str, Workbook]) -> set[str]:
    """The records whose case has a message that passes its checks."""
    return {
        record
        for record, message in uow.cases.messages(list(books)).items()
        if replace(message, limit=books[record].value("P4", "reservation_point")).passes
    }


def visible(negotiation: Negotiation, actor: str, tier: Tier) -> tuple[Item, ...]:
    """The items of a tier that this person may see."""
    items = items_of(tier)
    if negotiation.lets(actor, Action.SEE_SEALED):
        return items
    return tuple(item for item in items if not item.sealed)


def section_of(
    uow: UnitOfWork, actor: str, negotiation_id: str, code: str
) -> tuple[Negotiation, Item]:
    """The record and one of its items, if this person may fill it; else NotFound."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    item = ITEMS.get(code)
    if item is None:
        raise NotFound
    if item.sealed:
        negotiation.require(actor, Action.SEE_SEALED)
    return negotiation, item


def draft_form(negotiation_id: str, code: str) -> str:
    """The name under which a section's draft is kept."""
    return f"prep:{negotiation_id}:{code}"


def base_of(saved: Workbook, items: Sequence[Item]) -> Base:
    """How often each of these items was saved."""
    return {item.code: saved.version(item.code) for item in items}


def laid_over(saved: Workbook, flat: Typed, items: Sequence[Item]) -> dict[str, Answers]:
    """Saved answers with the flat ones over them; an empty one removes what was saved."""
    return {item.code: cleaned(item, {**saved.of(item), **of_item(flat, item)}) for item in items}


def of_item(flat: Typed, item: Item) -> dict[str, str]:
    """What a flat form says of one item: `{code}.{field}` -> text becomes field -> text."""
    prefix = f"{item.code}."
    return {k.removeprefix(prefix): v for k, v in flat.items() if k.startswith(prefix)}


def _unsaved(uow: UnitOfWork, actor: str, negotiation_id: str) -> set[str]:
    prefix = draft_form(negotiation_id, "")
    return {form.removeprefix(prefix) for form in uow.drafts.forms(actor, prefix)}


def _beyond(saved: Workbook, shown: Collection[Item], all_items: Collection[Item]) -> int:
    return sum(saved.quality(item) is not Quality.EMPTY for item in all_items if item not in shown)
