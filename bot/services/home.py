"""The cockpit: what waits for this person, and a page of cards."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.domain.access import Action
from bot.domain.checklist import items_of
from bot.domain.decisions import Decision
from bot.domain.meetings import Meeting
from bot.domain.negotiations import Negotiation
from bot.domain.polls import Poll
from bot.domain.prep import Readiness, Workbook, readiness
from bot.domain.steps import NextStep, Step, facts_of, next_step
from bot.services import feedback
from bot.services.ports import UnitOfWork
from bot.services.prep import prepared, visible

# As many as one looks through; it also keeps a Home of hundreds as quick as one of a few.
PAGE = 6


@dataclass(frozen=True)
class Card:
    """One negotiation at a glance; readiness is for those who prepare it."""

    negotiation: Negotiation
    is_leader: bool
    readiness: Readiness | None
    next_meeting: Meeting | None
    open_polls: int
    next: NextStep

    @property
    def is_prepared(self) -> bool:
        """Whether this person finds something in a brief of it."""
        return self.readiness is not None and self.readiness.points > 0


@dataclass(frozen=True)
class Cockpit:
    """App Home of one person: votes, decisions and feedback that wait, then one page of cards.

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

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to show yet."""
        waits = self.votes or self.decisions or self.feedback
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
        cards=_cards(uow, actor, records),
        running=running,
        ended=ended,
        feedback=feedback.owed(uow, actor),
        page=page,
        shows_ended=shows_ended,
    )


def _cards(uow: UnitOfWork, actor: str, records: Sequence[Negotiation]) -> list[Card]:
    ids = [n.id for n in records]
    own = [n for n in records if n.lets(actor, Action.PREPARE)]
    asked = {item.code for n in own for item in items_of(n.tier)}
    workbooks = prepared(uow, [n.id for n in own], asked)
    meetings = _by_record(uow.meetings.of_negotiations(ids))
    polls = _by_record(uow.polls.of_negotiations(ids))
    decisions = _by_record(uow.decisions.latest_of_negotiations(ids))
    return [
        _card(uow, actor, n, workbooks.get(n.id), meetings[n.id], polls[n.id], decisions[n.id])
        for n in records
    ]


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
