"""The cockpit: what waits for this person, and a page of cards."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as part
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.access import Action
from bot.domain.checklist import items_of
from bot.domain.decisions import Decision
from bot.domain.meetings import Meeting
from bot.domain.negotiations import Negotiation
from bot.domain.polls import Poll
from bot.domain.prep import Readiness, Workbook, readiness
from bot.domain.steps import NextStep, Step, facts_of, next_step
from bot.domain.updates import Promise, Update
from bot.services import feedback, part_requests
from bot.services.part_requests import Waiting
from bot.services.ports import UnitOfWork
from bot.services.prep import prepared, visible

# As many as one looks through; it also keeps a Home of hundreds as quick as one of a few.
PAGE = 6


@dataclass(frozen=True)
class Card:
    """One negotiation at a glance; readiness is for those who prepare it.

    `promised` is when its team hears more.
    """

    negotiation: Negotiation
    is_leader: bool
    readiness: Readiness | None
    next_meeting: Meeting | None
    open_polls: int
    next: NextStep
    promised: datetime | None = None

    @property
    def is_prepared(self) -> bool:
        """Whether this person finds something in a brief of it."""
        return self.readiness is not None and self.readiness.points > 0


@dataclass(frozen=True)
class Late:
    """A promise of an update that is due."""

    negotiation: Negotiation
    update: Update
    promise: Promise


@dataclass(frozen=True)
class Cockpit:
    """App Home of one person: what waits for them, then one page of cards.

    The cards are those of running negotiations, or with `shows_ended` of the ended ones;
    `running` and `ended` count all of them.
    """

    user: str
    votes: Sequence[Poll]
    decisions: Sequence[Poll]
    cards: Sequence[Card]
    running: int
    ended: int
    feedback: Sequence[Poll] = ()
    page: int = 0
    shows_ended: bool = False
    parts: Waiting = part(default_factory=Waiting)
    late: Sequence[Late] = ()

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to show yet."""
        waits = self.votes or self.decisions or self.feedback or self.parts or self.late
        return not (waits or self.running or self.ended)

    @property
    def after(self) -> int:
        """How many cards follow this page."""
        listed = self.ended if self.shows_ended else self.running
        return max(0, listed - self.page * PAGE - len(self.cards))


def cockpit(uow: UnitOfWork, actor: str, page: int = 0, shows_ended: bool = False) -> Cockpit:
    """What waits for this person, and one page of their negotiations, newest first."""
    running, ended = uow.negotiations.counts(actor)
    listed = ended if shows_ended else running
    page = min(max(page, 0), max(0, listed - 1) // PAGE)
    records = uow.negotiations.page(actor, shows_ended, page * PAGE, PAGE)
    return Cockpit(
        user=actor,
        votes=uow.polls.awaiting_vote(actor),
        decisions=uow.polls.awaiting_decision(actor),
        late=_late(uow, actor),
        cards=_cards(uow, actor, records),
        running=running,
        ended=ended,
        feedback=feedback.owed(uow, actor),
        page=page,
        shows_ended=shows_ended,
        parts=part_requests.waiting(uow, actor),
    )


def _late(uow: UnitOfWork, actor: str) -> list[Late]:
    found = uow.updates.late(actor, uow.now)
    records = uow.negotiations.many([u.negotiation for u in found]) if found else {}
    return [Late(records[u.negotiation], u, p) for u in found for p in u.late(uow.now)]


def _cards(uow: UnitOfWork, actor: str, records: Sequence[Negotiation]) -> list[Card]:
    ids = [n.id for n in records]
    own = [n for n in records if n.lets(actor, Action.PREPARE)]
    asked = {item.code for n in own for item in items_of(n.tier)}
    workbooks = prepared(uow, [n.id for n in own], asked)
    meetings = _by_record(uow.meetings.of_negotiations(ids))
    polls = _by_record(uow.polls.of_negotiations(ids))
    decisions = _by_record(uow.decisions.latest_of_negotiations(ids))
    found = uow.updates.promising(ids)
    promised = {u.negotiation: u.form.next_at for u in found if not u.late(uow.now)}
    cards = [
        _card(uow, actor, n, workbooks.get(n.id), meetings[n.id], polls[n.id], decisions[n.id])
        for n in records
    ]
    return [replace(card, promised=promised.get(card.negotiation.id)) for card in cards]


def _card(
    uow: UnitOfWork,
    actor: str,
    negotiation: Negotiation,
    workbook: Workbook | None,
    meetings: Sequence[Meeting],
    polls: Sequence[Poll],
    decisions: Sequence[Decision],
) -> Card:
    is_leader = negotiation.leader == actor
    covered, step = None, NextStep(Step.OPEN)
    if workbook is not None:
        covered = readiness(workbook, visible(negotiation, actor, negotiation.tier))
        if is_leader:
            facts = facts_of(
                negotiation, workbook, covered, meetings, polls, bool(decisions), uow.now
            )
            step = next_step(facts)
    return Card(
        negotiation=negotiation,
        is_leader=is_leader,
        readiness=covered,
        next_meeting=next((m for m in meetings if m.ends_at > uow.now), None),
        open_polls=sum(p.is_open for p in polls),
        next=step,
    )


class _OfRecord(Protocol):
    @property
    def negotiation(self) -> str: ...


T = TypeVar("T", bound=_OfRecord)


def _by_record(things: Iterable[T]) -> defaultdict[str, list[T]]:
    """What hangs from records, by record, in the order given."""
    found = defaultdict[str, list[T]](list)
    for thing in things:
        found[thing.negotiation].append(thing)
    return found
