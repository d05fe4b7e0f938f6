"""Asking colleagues: draft, post, vote, remind, close, read the result."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.access import Action
from bot.domain.decisions import Visibility
from bot.domain.errors import AlreadyDone, Invalid, NotFound, NotInvited
from bot.domain.negotiations import Negotiation
from bot.domain.people import Person
from bot.domain.poll_forms import PollForm, draft
from bot.domain.poll_reach import voters_among
from bot.domain.polls import (
    CLOSED,
    MAX_VOTERS,
    REMINDER_CUTOFF,
    Ballots,
    Option,
    Poll,
    PollState,
    Result,
    result_of,
)
from bot.services.poll_messages import DECIDE, hand_out, promise, promise_post, repaint
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

    `decision` is the id of the decision that was logged from it.
    """

    poll: Poll
    negotiation: Negotiation
    missing: Sequence[str]
    result: Result | None
    ballots: Ballots | None
    decision: str | None = None

    @property
    def answered(self) -> int:
        """How many have voted."""
        return len(self.poll.voters) - len(self.missing)


@dataclass(frozen=True)
class Ballot:
    """A vote that counted."""

    poll: Poll
    option: Option


def prepare(uow: UnitOfWork, actor: str, negotiation_id: str, form: PollForm) -> Poll:
    """A draft to be previewed; nobody sees it yet."""
    allowed(uow, actor, negotiation_id, Action.RUN_POLL)
    poll = draft(form, uow.new_id(), negotiation_id, actor, uow.now)
    uow.polls.add(poll)
    return poll


def rewrite(uow: UnitOfWork, actor: str, poll_id: str, form: PollForm) -> Poll:
    """A draft with other words; a posted poll keeps its own."""
    old = drafted(uow, actor, poll_id)
    poll = draft(form, poll_id, old.negotiation, actor, uow.now)
    uow.polls.save(poll)
    return poll


def drafted(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """A draft of this leader's; a poll that was posted is none any more."""
    poll = led_poll(uow, actor, poll_id)
    if poll.state is not PollState.DRAFT:
        raise AlreadyDone("This poll is posted already, so its words stay.")
    return poll


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
    poll = led_poll(uow, actor, poll_id)
    voters = tuple(person.id for person in voters_among(poll, people))
    if not 0 < len(voters) <= MAX_VOTERS:
        raise Invalid(
            {"people": f"A poll asks 1 to {MAX_VOTERS} people; this one would ask {len(voters)}."}
        )
    opened = poll.opened(voters, uow.now)
    uow.polls.save(opened)
    uow.preferences.note_zones({p.id: p.zone for p in people if p.id in voters})
    promise_post(uow, opened, [v for v in voters if present is not None and v not in present])
    return opened


def cast_vote(uow: UnitOfWork, actor: str, poll_id: str, option_id: str) -> Ballot:
    """Count this person's vote; voting again replaces the earlier choice."""
    poll = uow.polls.face(poll_id)
    option = poll.option(option_id)
    if option is not None and uow.polls.cast(poll_id, actor, option_id):
        return Ballot(poll, option)
    return Ballot(poll, _why_not(uow, actor, poll_id, option_id))


def my_vote(uow: UnitOfWork, actor: str, poll_id: str) -> tuple[Poll, Option | None]:
    """The poll and this voter's choice, for “change my vote”; others learn nothing."""
    poll = uow.polls.get(poll_id)
    if poll.state in {PollState.DRAFT, PollState.DELETED}:
        raise NotFound
    if actor not in poll.voters:
        raise NotInvited
    chosen = uow.polls.vote_of(poll_id, actor)
    return poll, poll.option(chosen) if chosen else None


def card(uow: UnitOfWork, poll_id: str) -> PollCard:
    """What the channel's message should show now."""
    poll = uow.polls.get(poll_id)
    negotiation = uow.negotiations.get(poll.negotiation)
    result = result_of(poll, uow.polls.ballots(poll_id)) if poll.state in CLOSED else None
    answered = result.answered if result else uow.polls.turnout(poll_id)
    decision = uow.decisions.of_poll(poll_id) if poll.state is PollState.DECIDED else None
    is_told = decision is not None and decision.form.visibility is Visibility.ASKED
    return PollCard(poll, negotiation, answered, result, is_told)


def page(uow: UnitOfWork, actor: str, poll_id: str) -> PollPage:
    """The leader's view of a poll; names beside answers only after the close."""
    poll = led_poll(uow, actor, poll_id)
    ballots = uow.polls.ballots(poll_id)
    is_over = poll.state in CLOSED
    decision = uow.decisions.of_poll(poll_id) if is_over else None
    return PollPage(
        poll=poll,
        negotiation=uow.negotiations.get(poll.negotiation),
        missing=ballots.missing(poll),
        result=result_of(poll, ballots) if is_over else None,
        ballots=ballots if is_over else None,
        decision=decision.id if decision else None,
    )


def overview(uow: UnitOfWork, actor: str) -> tuple[Sequence[Poll], Sequence[Poll]]:
    """Polls that wait for this person's vote, and polls this person leads."""
    return uow.polls.awaiting_vote(actor), uow.polls.of_leader(actor)


def extend(uow: UnitOfWork, actor: str, poll_id: str, closes_at: datetime | None) -> Poll:
    """An open poll with another deadline."""
    if closes_at is None:
        raise Invalid({"closes_at": "Pick when it closes."})
    poll = led_poll(uow, actor, poll_id).extended(closes_at, uow.now)
    uow.polls.save(poll)
    repaint(uow, poll, f"extended:{uow.now.isoformat()}")
    return poll


def close(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """Close a poll early."""
    return _close(uow, led_poll(uow, actor, poll_id))


def delete(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """Withdraw a poll: its message says so, nobody is reminded, its votes count for nothing."""
    poll = led_poll(uow, actor, poll_id).deleted()
    uow.polls.save(poll)
    uow.outbox.cancel(f"poll:{poll_id}:")
    repaint(uow, poll, "deleted")
    return poll


def close_due(uow: UnitOfWork) -> int:
    """Close every poll whose deadline has come, with nobody clicking; how many."""
    due = uow.polls.due_to_close(uow.now)
    for poll in due:
        _close(uow, poll)
    return len(due)


def remind_due(uow: UnitOfWork) -> int:
    """Hand out the reminders that are due, to those who have not voted only; for how many polls.

    When several have come due meanwhile, people get one, not all of them.
    """
    due = [(poll, poll.due_slots(uow.now)) for poll in uow.polls.due_to_remind(uow.now)]
    reminding = [(poll, slots) for poll, slots in due if slots]
    for poll, slots in reminding:
        uow.polls.save(poll.reminded_for(*slots))
        missing = uow.polls.ballots(poll.id).missing(poll)
        hand_out(uow, poll, "polls.remind", missing, slots[-1], poll.closes_at - REMINDER_CUTOFF)
    return len(reminding)


def ballot_for(uow: UnitOfWork, voter: str, poll_id: str) -> Poll | None:
    """The poll to put before this person; none when they have voted, want quiet, or it is over."""
    poll = uow.polls.get(poll_id)
    wanted = poll.is_open and voter in poll.voters and uow.now < poll.closes_at
    if not wanted or uow.preferences.get(voter).is_quiet(uow.now):
        return None
    return poll if uow.polls.vote_of(poll_id, voter) is None else None


def _why_not(uow: UnitOfWork, actor: str, poll_id: str, option_id: str) -> Option:
    """Raise the reason for which a vote did not count."""
    poll = uow.polls.get(poll_id)
    if poll.is_draft and actor not in poll.voters:
        raise NotFound
    if poll.state is PollState.DELETED:
        raise AlreadyDone("This poll was withdrawn, so your vote was not counted.")
    return poll.check_ballot(actor, option_id, uow.now)


def _close(uow: UnitOfWork, poll: Poll) -> Poll:
    closed = poll.closed(uow.now)
    uow.polls.save(closed)
    uow.outbox.cancel(f"poll:{poll.id}:ballot:")
    repaint(uow, closed, "closed")
    promise(uow, closed, "polls.result", closed.channel)
    promise(uow, closed, DECIDE, closed.leader)
    return closed
