"""The decision log: who may read which decision, and finding those that hold some words.

All text is sealed at rest, so a search opens what this person may read and looks through it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.access import Action, Role, may
from bot.domain.decisions import Decision, DecisionForm, Visibility
from bot.domain.negotiations import Negotiation
from bot.services.ports import UnitOfWork

PAGE = 10


@dataclass(frozen=True)
class Wanted:
    """What is looked for: all of these words, in the decisions of one record if one is named."""

    words: str = ""
    record: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.words.split() or self.record)


EVERYTHING = Wanted()


@dataclass(frozen=True)
class Log:
    """One page of the decisions this reader may see, newest first.

    `negotiations` are those of their records that the reader sees as well, newest first; `count`
    is how many decisions were found on all pages.
    """

    decisions: Sequence[Decision]
    negotiations: Mapping[str, Negotiation]
    count: int
    page: int = 0

    @property
    def has_older(self) -> bool:
        """Whether another page follows."""
        return self.count > (self.page + 1) * PAGE


def overview(uow: UnitOfWork, actor: str, wanted: Wanted = EVERYTHING, page: int = 0) -> Log:
    """One page of what is wanted among the decisions that this person may read."""
    records, found = find(uow, actor, wanted)
    shown = min(max(0, page), max(0, (len(found) - 1) // PAGE))
    return Log(found[shown * PAGE : (shown + 1) * PAGE], records, len(found), shown)


def find(
    uow: UnitOfWork, actor: str, wanted: Wanted
) -> tuple[Mapping[str, Negotiation], Sequence[Decision]]:
    """The records that this person sees, and all decisions that are wanted, newest first."""
    records = {n.id: n for n in uow.negotiations.of_person(actor)}
    own = uow.decisions.latest_of_negotiations(list(records))
    known = {d.id: d for d in (*own, *uow.decisions.of_asked(actor))}
    # A record that the reader does not see cannot be asked for either.
    kept = [d for d in known.values() if wanted.record in ("", d.negotiation)]
    readable_ = readable(uow, actor, kept if wanted.record in ("", *records) else [])
    words = wanted.words.casefold().split()
    found = [
        decision
        for decision in readable_
        if all(word in _haystack(decision, records.get(decision.negotiation)) for word in words)
    ]
    return records, sorted(found, key=lambda d: d.made_at, reverse=True)


def readable(uow: UnitOfWork, actor: str, decisions: Iterable[Decision]) -> list[Decision]:
    """Those of these decisions that this person may read."""
    found = list(decisions)
    records = uow.negotiations.many({d.negotiation for d in found})
    return [d for d in found if may_read(uow, actor, records[d.negotiation], d)]


def may_read(uow: UnitOfWork, actor: str, negotiation: Negotiation, decision: Decision) -> bool:
    """Whether this person may read this version: the leader, then whom it was opened to."""
    role = negotiation.role_of(actor)
    if role is Role.LEADER:
        return True
    visibility = decision.form.visibility
    if visibility is Visibility.LEADER:
        return False
    if may(role, Action.SEE_DECISION):
        return True
    if visibility is not Visibility.ASKED or decision.poll is None:
        return False
    return actor in uow.polls.get(decision.poll).voters


def _haystack(decision: Decision, record: Negotiation | None) -> str:
    """What can be searched; the record's name by those who see the record."""
    texts = (getattr(decision.form, field) for field in DecisionForm.TEXTS)
    return " ".join((record.name if record else "", *texts)).casefold()
