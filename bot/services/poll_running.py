"""What the leader does with a poll that was posted, and what happens to it by itself."""

from datetime import datetime

from bot.domain.errors import Invalid
from bot.domain.poll_occasions import moved
from bot.domain.poll_wording import Wording, reworded
from bot.domain.polls import Poll
from bot.services.feedback_due import promise_due
from bot.services.poll_messages import DECIDE, ballots_of, promise, promise_result, repaint
from bot.services.poll_repeats import Outlook, end_series, follow_up, of_series
from bot.services.ports import UnitOfWork
from bot.services.rights import led_poll


def extend(uow: UnitOfWork, actor: str, poll_id: str, closes_at: datetime | None) -> Poll:
    """An open poll with another deadline."""
    if closes_at is None:
        raise Invalid({"closes_at": "Pick when it closes."})
    poll = moved(led_poll(uow, actor, poll_id), closes_at, uow.now)
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
    return end(uow, led_poll(uow, actor, poll_id))


def delete(uow: UnitOfWork, actor: str, poll_id: str) -> tuple[Poll, Outlook]:
    """Withdraw this poll alone: of one that repeats the next occasion comes all the same."""
    poll = led_poll(uow, actor, poll_id)
    _withdraw(uow, poll)
    if poll.is_open or poll.is_draft:
        follow_up(uow, poll)
    return poll, of_series(uow, poll)


def delete_series(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """Withdraw this poll, and with it all that would come after it."""
    poll = led_poll(uow, actor, poll_id)
    end_series(uow, poll)
    _withdraw(uow, uow.polls.get(poll_id))
    return poll


def _withdraw(uow: UnitOfWork, poll: Poll) -> None:
    """Its message says so, nobody is reminded, its votes count for nothing."""
    deleted = poll.deleted()
    uow.polls.save(deleted)
    uow.polls.unlink(poll.id)
    uow.outbox.cancel(f"poll:{poll.id}:")
    repaint(uow, deleted, "deleted")


def close_due(uow: UnitOfWork) -> int:
    """Close every poll whose deadline has come, with nobody clicking; how many."""
    due = uow.polls.due_to_close(uow.now)
    for poll in due:
        end(uow, poll)
    return len(due)


def end(uow: UnitOfWork, poll: Poll) -> Poll:
    """Close a poll, with all that follows from it."""
    closed = poll.closed(uow.now)
    uow.polls.save(closed)
    uow.polls.unlink(poll.id)
    uow.outbox.cancel(ballots_of(poll.id))
    repaint(uow, closed, "closed")
    promise_result(uow, closed)
    promise(uow, closed, DECIDE, closed.leader)
    promise_due(uow, closed)
    follow_up(uow, closed)
    return closed
