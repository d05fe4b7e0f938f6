"""The caveat of a record: what Parley is not, by all that its leader wrote there."""

from collections.abc import Iterator

from bot.domain.guardrails import FIELD, Caveat, caveat_for
from bot.domain.negotiations import Negotiation
from bot.services.ports import UnitOfWork


def caveat_of(uow: UnitOfWork, actor: str, negotiation: Negotiation) -> Caveat | None:
    """The caveat that this record needs, for its leader until they have understood it."""
    if negotiation.leader != actor or uow.cases.has_understood(negotiation.id, actor):
        return None
    texts = (text[:FIELD] for text in _texts(uow, negotiation.id))
    return caveat_for(negotiation.kind, negotiation.name, *texts)


def _texts(uow: UnitOfWork, negotiation_id: str) -> Iterator[str]:
    """All that was typed into the case, the workbook and the register."""
    yield from uow.cases.of(negotiation_id).texts
    for answers in uow.prep.workbook(negotiation_id).answers.values():
        yield from answers.values()
    for entry in uow.resistance.of_negotiation(negotiation_id):
        yield from entry.typed
