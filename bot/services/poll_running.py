"""What the leader does with a poll that was posted, and what happens to it by itself."""

from datetime import datetime

from bot.domain.errors import Invalid
from bot.domain.poll_wording import Wording, reworded
from bot.domain.polls import Poll
from bot.services.feedback_due import promise_due
from bot.services.poll_messages import DECIDE, ballots_of, promise, repaint
from bot.services.poll_repeats import follow_up
from bot.services.ports import UnitOfWork
from bot.services.rights import led_poll


def extend(uow: UnitOfWork, actor: str, poll_id: str, closes_at: datetime | None) -> Poll:
    """An open poll with another deadline."""
    if closes_at is None:
        raise Invalid({"closes_at": "Pick when it closes."})
    poll = led_poll(uow, actor, poll_id).extended(closes_at, uow.now)
    uow.polls.save(poll)
    repaint(uow, poll, f"extended:{uow.now.isoformat()}")
    return poll


def reword(uow: UnitOfWork, actor: str, poll_id: str, wording: Wording) -> Poll:
    """An open poll with other words; answers can be taken off before the first vote only."""
    poll = led_poll(uow, actor, poll_id)
    edited = reworded(poll, wording, has_votes=uow.polls.turnout(poll_id) > 0, at=uow.now)
    uow.polls.save(edited)
    repaint(uow, edited, f"reworded:{uow.now.isoformat()}")
    return edited


def close(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """Close a poll early."""
    return _close(uow, led_poll(uow, actor, poll_id))


def delete(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """Withdraw a poll: its message says so, nobody is reminded, its votes count for nothing."""
    poll = led_poll(uow, actor, poll_id).deleted()
    uow.polls.save(poll)
    uow.polls.unlink(poll_id)
    uow.outbox.cancel(f"poll:{poll_id}:")
    repaint(uow, poll, "deleted")
    return poll


def close_due(uow: UnitOfWork) -> int:
    """Close every poll whose deadline has come, with nobody clicking; how many."""
    due = uow.polls.due_to_close(uow.now)
    for poll in due:
        _close(uow, poll)
    return len(due)


def _close(uow: UnitOfWork, poll: Poll) -> Poll:
    closed = poll.closed(uow.now)
    uow.polls.save(closed)
    uow.polls.unlink(poll.id)
    uow.outbox.cancel(ballots_of(poll.id))
    repaint(uow, closed, "closed")
    promise(uow, closed, "polls.result", closed.channel)
    promise(uow, closed, DECIDE, closed.leader)
    promise_due(uow, closed)
    follow_up(uow, closed)
    return closed
