"""Asking colleagues: draft, post, read the result."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.access import Action
from bot.domain.decisions import Visibility
from bot.domain.errors import AlreadyDone, Invalid
from bot.domain.negotiations import Negotiation
from bot.domain.people import Person
from bot.domain.poll_closing import announced_close
from bot.domain.poll_forms import PollForm, draft, form_of
from bot.domain.poll_groups import Part
from bot.domain.poll_reach import voters_among
from bot.domain.poll_results import Ballots, Result, result_of
from bot.domain.poll_times import SHORTEST
from bot.domain.polls import CLOSED, MAX_VOTERS, Poll, PollState
from bot.services.poll_groups import further_parts, parts, with_groups
from bot.services.poll_messages import promise_post
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed, led_poll


@dataclass(frozen=True)
class PollCard:
    """What the channel's message shows: never who voted, and no count per answer while open.

    `is_told` says that those who were asked may read the decision.
    """

    poll: Poll
    negotiation: Negotiation
    answered: int
    result: Result | None
    is_told: bool = False


@dataclass(frozen=True)
class PollPage:
    """What the leader sees: who is missing while open, who chose what after the close.

    `decision` is the id of the decision that was logged from it. `parts` is the result by group,
    empty where there is none to show, None where nobody wants it.
    """

    poll: Poll
    negotiation: Negotiation
    missing: Sequence[str]
    result: Result | None
    ballots: Ballots | None
    decision: str | None = None
    parts: Sequence[Part] | None = None
    further: Mapping[str, Sequence[Part] | None] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        """How many have voted."""
        return len(self.poll.voters) - len(self.missing)


def prepare(uow: UnitOfWork, actor: str, negotiation_id: str, form: PollForm) -> Poll:
    """A draft to be previewed; nobody sees it yet."""
    allowed(uow, actor, negotiation_id, Action.RUN_POLL)
    poll = draft(form, uow.new_id(), negotiation_id, actor, uow.now)
    uow.polls.add(poll)
    return poll


def rewrite(uow: UnitOfWork, actor: str, poll_id: str, form: PollForm) -> Poll:
    """A draft with other words; a posted poll keeps its own."""
    old = drafted(uow, actor, poll_id)
    new = draft(form, poll_id, old.negotiation, actor, uow.now)
    # One of a series stays in it; other times are for this one only.
    poll = replace(new, series=old.series, meeting=old.meeting, rhythm=old.rhythm)
    uow.polls.save(poll)
    return poll


def duplicate(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """A draft like this poll, for another day; the one that waits already, if there is one."""
    poll = led_poll(uow, actor, poll_id)
    for other in uow.polls.of_negotiations([poll.negotiation]):
        if other.state is PollState.DRAFT and other.asks_like(poll):
            return other
    form = form_of(poll)
    close = announced_close(poll)
    length = close - (poll.opened_at or poll.opens_at or uow.now)
    closes_at = uow.now + max(length, SHORTEST)
    later = form.feedback_by and closes_at + (form.feedback_by - close)
    return prepare(uow, actor, poll.negotiation, form.at(closes_at, later))


def drafted(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """A draft of this leader's; a poll that was posted is none any more.

    Of a moment that has passed nothing is left: it can be posted at once, or given another.
    """
    poll = led_poll(uow, actor, poll_id)
    if poll.state is not PollState.DRAFT:
        raise AlreadyDone("This poll is posted already, so its words stay.")
    has_passed = poll.opens_at is not None and poll.opens_at <= uow.now
    return replace(poll, opens_at=None) if has_passed else poll


def post(
    uow: UnitOfWork,
    actor: str,
    poll_id: str,
    people: Sequence[Person],
    present: Collection[str] | None = None,
) -> Poll:
    """Open the poll to these people and promise its message.

    `people` are the channel's members, or of a poll with picked voters the accounts of those
    who were picked. `present` are the channel's members where they are known: the others get
    the poll as a direct message.
    """
    return open_to(uow, led_poll(uow, actor, poll_id), people, present)


def open_to(
    uow: UnitOfWork, poll: Poll, people: Sequence[Person], present: Collection[str] | None
) -> Poll:
    """Open a poll to these people, whose right to ask has been checked."""
    voters = tuple(person.id for person in voters_among(poll, people))
    if not 0 < len(voters) <= MAX_VOTERS:
        raise Invalid(
            {"people": f"A poll asks 1 to {MAX_VOTERS} people; this one would ask {len(voters)}."}
        )
    away = tuple(v for v in voters if present is not None and v not in present)
    opened = replace(with_groups(uow, poll.opened(voters, uow.now)), by_dm=away)
    uow.polls.save(opened)
    uow.preferences.note_zones({p.id: p.zone for p in people if p.id in voters})
    promise_post(uow, opened)
    return opened


def card(uow: UnitOfWork, poll_id: str) -> PollCard:
    """What the channel's message should show now."""
    poll = uow.polls.get(poll_id)
    negotiation = uow.negotiations.get(poll.negotiation)
    is_over = poll.state in CLOSED
    told = is_over or poll.manner.shows_counts(has_voted=False, is_over=False)
    result = result_of(poll, uow.polls.ballots(poll_id)) if told else None
    answered = result.answered if result else uow.polls.turnout(poll_id)
    decision = uow.decisions.of_poll(poll_id) if poll.is_decided else None
    is_told = decision is not None and decision.form.visibility is Visibility.ASKED
    return PollCard(poll, negotiation, answered, result, is_told)


def page(uow: UnitOfWork, actor: str, poll_id: str) -> PollPage:
    """The leader's view of a poll; names beside answers only after the close."""
    poll = led_poll(uow, actor, poll_id)
    ballots = uow.polls.ballots(poll_id)
    is_over = poll.state in CLOSED
    told = is_over or poll.manner.shows_counts(has_voted=False, is_over=False)
    decision = uow.decisions.of_poll(poll_id) if is_over else None
    return PollPage(
        poll=poll,
        negotiation=uow.negotiations.get(poll.negotiation),
        missing=ballots.missing(poll),
        result=result_of(poll, ballots) if told else None,
        ballots=ballots if is_over else None,
        decision=decision.id if decision else None,
        parts=parts(poll, ballots) if is_over else None,
        further=further_parts(poll, ballots) if is_over else {},
    )


def of_record(
    uow: UnitOfWork, actor: str, negotiation_id: str
) -> tuple[Negotiation, Sequence[Poll]]:
    """All polls of a record, for its leader."""
    negotiation = allowed(uow, actor, negotiation_id, Action.RUN_POLL)
    return negotiation, uow.polls.of_negotiations([negotiation_id])


def overview(uow: UnitOfWork, actor: str) -> tuple[Sequence[Poll], Sequence[Poll]]:
    """Polls that wait for this person's vote, and polls this person leads."""
    return uow.polls.awaiting_vote(actor), uow.polls.of_leader(actor)
