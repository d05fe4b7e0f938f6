"""Asking colleagues: draft, post, vote, remind, close, read the result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.access import Action
from bot.domain.errors import AlreadyDone, Invalid, NotFound, NotInvited
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand
from bot.domain.people import Person
from bot.domain.poll_forms import PollForm, draft
from bot.domain.polls import (
    CLOSED,
    MAX_VOTERS,
    REMINDER_CUTOFF,
    Audience,
    Ballots,
    Option,
    Poll,
    PollState,
    Result,
    Slot,
    result_of,
)
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed, led_poll


@dataclass(frozen=True)
class PollCard:
    """What the channel's message shows: never who voted, and no count per answer while open."""

    poll: Poll
    negotiation: Negotiation
    answered: int
    result: Result | None


@dataclass(frozen=True)
class PollPage:
    """What the leader sees: who is missing while open, who chose what after the close."""

    poll: Poll
    negotiation: Negotiation
    missing: Sequence[str]
    result: Result | None
    ballots: Ballots | None


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
    old = led_poll(uow, actor, poll_id)
    if old.state is not PollState.DRAFT:
        raise AlreadyDone("This poll is posted already, so its words stay.")
    poll = draft(form, poll_id, old.negotiation, actor, uow.now)
    uow.polls.save(poll)
    return poll


def post(uow: UnitOfWork, actor: str, poll_id: str, people: Sequence[Person]) -> Poll:
    """Open the poll to these people and promise its message.

    `people` are the channel's members; of a poll with picked voters only those count.
    """
    poll = led_poll(uow, actor, poll_id)
    asked = {p.id for p in people if p.can_be_asked}
    if poll.audience is Audience.PICKED:
        voters = tuple(v for v in poll.voters if v in asked)
    else:
        voters = tuple(p.id for p in people if p.id in asked and not p.is_stranger)
    if not 0 < len(voters) <= MAX_VOTERS:
        raise Invalid(
            {"people": f"A poll asks 1 to {MAX_VOTERS} people; this one would ask {len(voters)}."}
        )
    opened = poll.opened(voters, uow.now)
    uow.polls.save(opened)
    uow.preferences.note_zones({p.id: p.zone for p in people if p.id in voters})
    uow.outbox.add(_errand("polls.post", poll, poll.channel, opened.opened_at or uow.now))
    return opened


def posted(uow: UnitOfWork, poll_id: str, channel: str, ts: str) -> None:
    """Remember where the message stands, so that it can be edited in place."""
    poll = replace(uow.polls.get(poll_id), channel=channel, message_ts=ts)
    uow.polls.save(poll)
    if not poll.is_open:
        repaint(uow, poll, "late")


def not_posted(uow: UnitOfWork, poll_id: str, error: str) -> None:
    """Slack refused the message: the poll is a draft again and the leader is told once."""
    poll = uow.polls.get(poll_id)
    if poll.message_ts is not None or not poll.is_open:
        return
    uow.polls.save(replace(poll, state=PollState.DRAFT, opened_at=None))
    uow.outbox.add(
        Errand(
            "polls.not_posted",
            poll.leader,
            {"poll": poll.id, "error": error},
            f"not-posted:{poll.id}:{uow.now.isoformat()}",
            uow.now,
        )
    )


def not_sure(uow: UnitOfWork, poll_id: str, errand_id: str) -> None:
    """Slack never said whether the message appeared: the leader is asked, nothing is repeated."""
    poll = uow.polls.get(poll_id)
    args = {"poll": poll_id, "errand": errand_id}
    uow.outbox.add(Errand("polls.not_sure", poll.leader, args, f"not-sure:{errand_id}", uow.now))


def post_again(uow: UnitOfWork, actor: str, poll_id: str, errand_id: str) -> Poll:
    """Send the message once more, because the leader saw that it did not appear."""
    poll = led_poll(uow, actor, poll_id)
    if poll.message_ts is not None:
        raise AlreadyDone("The poll is in its channel already.")
    errand = uow.outbox.get(errand_id)
    if errand.args.get("poll") != poll_id:
        raise NotFound
    uow.outbox.retry(errand_id)
    return poll


def adopt(uow: UnitOfWork, poll_id: str, channel: str, ts: str) -> None:
    """Take a message that somebody clicked as the poll's own when none was known."""
    if uow.polls.face(poll_id).message_ts is None:
        posted(uow, poll_id, channel, ts)


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
    return PollCard(poll, negotiation, answered, result)


def page(uow: UnitOfWork, actor: str, poll_id: str) -> PollPage:
    """The leader's view of a poll; names beside answers only after the close."""
    poll = led_poll(uow, actor, poll_id)
    ballots = uow.polls.ballots(poll_id)
    is_over = poll.state in CLOSED
    return PollPage(
        poll=poll,
        negotiation=uow.negotiations.get(poll.negotiation),
        missing=ballots.missing(poll),
        result=result_of(poll, ballots) if is_over else None,
        ballots=ballots if is_over else None,
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
    poll = replace(led_poll(uow, actor, poll_id), state=PollState.DELETED)
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
    """Hand out the reminders that are due, to those who have not voted only; how many."""
    handed_out = 0
    for poll in uow.polls.due_to_remind(uow.now):
        upcoming = poll.next_reminder()
        if upcoming and upcoming[1] <= uow.now:
            handed_out += _remind(uow, poll, upcoming[0])
    return handed_out


def reminder(uow: UnitOfWork, voter: str, poll_id: str) -> Poll | None:
    """The poll to remind this person of; none when they have voted or it is over."""
    poll = uow.polls.get(poll_id)
    wanted = poll.is_open and voter in poll.voters and uow.now < poll.closes_at
    return poll if wanted and uow.polls.vote_of(poll_id, voter) is None else None


def repaint(uow: UnitOfWork, poll: Poll, why: str) -> None:
    """Promise that the channel's message will be edited to show the poll as it is then."""
    if poll.message_ts is not None:
        uow.outbox.add(_errand(f"polls.repaint:{why}", poll, poll.channel, uow.now))


def _why_not(uow: UnitOfWork, actor: str, poll_id: str, option_id: str) -> Option:
    """Raise the reason for which a vote did not count."""
    poll = uow.polls.get(poll_id)
    if poll.state is PollState.DELETED:
        raise AlreadyDone("This poll was withdrawn, so your vote was not counted.")
    return poll.check_ballot(actor, option_id, uow.now)


def _close(uow: UnitOfWork, poll: Poll) -> Poll:
    closed = poll.closed(uow.now)
    uow.polls.save(closed)
    uow.outbox.cancel(f"poll:{poll.id}:remind:")
    repaint(uow, closed, "closed")
    uow.outbox.add(_errand("polls.result", closed, closed.channel, uow.now))
    uow.outbox.add(_errand("polls.decide", closed, closed.leader, uow.now))
    return closed


def _remind(uow: UnitOfWork, poll: Poll, slot: Slot) -> int:
    uow.polls.save(poll.reminded_for(slot))
    latest = poll.closes_at - REMINDER_CUTOFF
    missing = uow.polls.ballots(poll.id).missing(poll)
    told = uow.preferences.many(missing)
    for voter in missing:
        moment = told[voter].after_quiet(uow.now)
        if moment <= latest:
            key = f"poll:{poll.id}:remind:{voter}:{slot}"
            uow.outbox.add(Errand("polls.remind", voter, {"poll": poll.id}, key, moment, latest))
    return len(missing)


def _errand(kind: str, poll: Poll, to: str, at: datetime) -> Errand:
    name, _, detail = kind.partition(":")
    key = f"poll:{poll.id}:{kind}" if name != "polls.post" else f"poll:{poll.id}:{kind}:{at}"
    args = {"poll": poll.id, "why": detail} if detail else {"poll": poll.id}
    return Errand(name, to, args, key, at)
