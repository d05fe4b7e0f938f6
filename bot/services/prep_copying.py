"""Copying from an earlier negotiation: what lasts is carried, the rest is asked afresh."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.access import Action
from bot.domain.checklist import CARRIED
from bot.domain.errors import Invalid, NotFound
from bot.domain.negotiations import Negotiation
from bot.services.ports import UnitOfWork
from bot.services.prep import WorkbookPage, workbook
from bot.services.rights import allowed


@dataclass(frozen=True)
class CopyPage:
    """A record, and the earlier ones to copy from: the same party and kind first."""

    negotiation: Negotiation
    records: Sequence[Negotiation]


def sources(uow: UnitOfWork, actor: str, negotiation_id: str) -> CopyPage:
    """Where this leader may copy from."""
    negotiation = allowed(uow, actor, negotiation_id, Action.EDIT_RECORD)
    others = [
        n
        for n in uow.negotiations.of_person(actor)
        if n.id != negotiation_id and n.lets(actor, Action.EDIT_RECORD)
    ]
    return CopyPage(negotiation, sorted(others, key=lambda n: _distance(n, negotiation)))


def copy_from(uow: UnitOfWork, actor: str, negotiation_id: str, source_id: str) -> WorkbookPage:
    """The workbook with what lasts from an earlier one, where nothing is written yet."""
    if not source_id:
        raise Invalid({"from": "Choose a negotiation to copy from."})
    allowed(uow, actor, negotiation_id, Action.EDIT_RECORD)
    allowed(uow, actor, source_id, Action.EDIT_RECORD)
    if source_id == negotiation_id:
        raise NotFound
    saved, source = uow.prep.workbook(negotiation_id), uow.prep.workbook(source_id)
    for code in CARRIED:
        answers = source.answers.get(code)
        if answers and not saved.answers.get(code):
            uow.prep.save(negotiation_id, code, answers, actor)
    return workbook(uow, actor, negotiation_id)


def _distance(other: Negotiation, negotiation: Negotiation) -> tuple[bool, bool]:
    return (not other.is_with_the_same(negotiation), other.kind is not negotiation.kind)
