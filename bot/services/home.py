"""The cockpit: what waits for this person, and a card per negotiation."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.domain.checklist import FIVE_MINUTES
from bot.domain.meetings import Meeting
from bot.domain.negotiations import Negotiation
from bot.domain.polls import Poll, PollState
from bot.domain.prep import Readiness, readiness
from bot.services.ports import UnitOfWork


@dataclass(frozen=True)
class Card:
    """One negotiation at a glance; readiness is shown to its leader only."""

    negotiation: Negotiation
    is_leader: bool
    readiness: Readiness | None
    next_meeting: Meeting | None
    open_polls: int


@dataclass(frozen=True)
class Cockpit:
    """App Home of one person: votes and decisions that wait, then the cards."""

    user: str
    votes: Sequence[Poll]
    decisions: Sequence[Poll]
    cards: Sequence[Card]

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to show yet."""
        return not (self.votes or self.decisions or self.cards)


def cockpit(uow: UnitOfWork, actor: str) -> Cockpit:
    """What waits for this person, and their negotiations: running first, newest first."""
    records = sorted(uow.negotiations.of_person(actor), key=lambda n: n.is_ended)
    polls = uow.polls.of_negotiations([n.id for n in records])
    awaiting = [p for p in polls if p.state is PollState.AWAITING_DECISION and p.leader == actor]
    return Cockpit(
        actor, uow.polls.awaiting_vote(actor), awaiting, _cards(uow, actor, records, polls)
    )


def _cards(
    uow: UnitOfWork, actor: str, records: Sequence[Negotiation], polls: Sequence[Poll]
) -> list[Card]:
    led = [n.id for n in records if n.leader == actor]
    workbooks = uow.prep.workbooks(led)
    meetings = _next_meetings(uow, records)
    open_polls = [p.negotiation for p in polls if p.is_open]
    return [
        Card(
            negotiation=n,
            is_leader=n.leader == actor,
            readiness=readiness(workbooks[n.id], FIVE_MINUTES) if n.leader == actor else None,
            next_meeting=meetings.get(n.id),
            open_polls=open_polls.count(n.id),
        )
        for n in records
    ]


def _next_meetings(uow: UnitOfWork, records: Sequence[Negotiation]) -> dict[str, Meeting]:
    ahead = [
        m for m in uow.meetings.of_negotiations([n.id for n in records]) if m.ends_at > uow.now
    ]
    by_record = sorted(ahead, key=lambda m: (m.negotiation, m.starts_at))
    return {key: next(group) for key, group in groupby(by_record, key=lambda m: m.negotiation)}
