"""Polls that come before meetings, when a meeting is added, moved or cancelled."""

from dataclasses import replace

from bot.domain.meetings import Meeting
from bot.domain.outbox import Errand
from bot.domain.poll_closing import is_ending
from bot.domain.poll_manner import Repeat
from bot.domain.poll_occasions import close_after_move, reset, times_before
from bot.domain.polls import UNASKED, Poll, PollState
from bot.services.poll_messages import key_of, repaint
from bot.services.poll_repeats import announce, has_successor
from bot.services.poll_running import end
from bot.services.ports import UnitOfWork

FOLLOWED = "polls.followed"


def meeting_changed(uow: UnitOfWork, meeting: Meeting, was: Meeting | None = None) -> None:
    """Let the polls that come before a meeting follow it; `was` is how it stood, if it did."""
    before = uow.polls.before(meeting.id)
    is_news = was is None or not was.is_like(meeting)
    for poll in before:
        if poll.state in UNASKED and is_news:
            _wait_for(uow, poll, meeting)
        elif poll.is_open and was:
            _follow(uow, poll, was, meeting)
    if meeting.is_planned and not before:
        _begin(uow, meeting)


def _wait_for(uow: UnitOfWork, poll: Poll, meeting: Meeting) -> None:
    """A waiting poll moves along, or is dropped for lack of time; a draft then waits for none."""
    times = times_before(meeting, uow.now) if meeting.is_planned else None
    if times is None and poll.state is PollState.DRAFT:
        uow.polls.save(replace(poll, meeting="", opens_at=None))
        return
    if times is None:
        # No longer of this meeting: when that moves back, the poll may come before it again.
        uow.polls.save(replace(poll.deleted(), meeting=""))
        _tell(uow, poll, meeting)
        return
    opens_at, closes_at = times
    uow.polls.save(replace(reset(poll, closes_at), opens_at=opens_at))


def _follow(uow: UnitOfWork, poll: Poll, was: Meeting, meeting: Meeting) -> None:
    """An open poll moves along; without its meeting it stays open, and its leader may end it."""
    if not meeting.is_planned:
        _tell(uow, poll, meeting)
        return
    closes_at = close_after_move(poll, was, meeting, uow.now)
    # All have answered and it is about to end: there is nothing to wait for.
    if is_ending(poll) or closes_at == poll.closes_at:
        return
    moved = reset(poll, closes_at)
    if closes_at <= uow.now:
        end(uow, moved)
    else:
        uow.polls.save(moved)
        repaint(uow, moved, f"followed:{uow.now.isoformat()}")
    _tell(uow, moved, meeting)


def _tell(uow: UnitOfWork, poll: Poll, meeting: Meeting) -> None:
    args = {"poll": poll.id, "meeting": meeting.id}
    key = f"{key_of(poll.id, FOLLOWED)}:{meeting.version}"
    uow.outbox.add(Errand(FOLLOWED, poll.leader, args, key, uow.now))


def _begin(uow: UnitOfWork, meeting: Meeting) -> None:
    """The newest poll of each series that comes before meetings gets its occasion."""
    for poll in uow.polls.of_negotiations([meeting.negotiation]):
        comes_again = poll.manner.repeat is Repeat.BEFORE_MEETING and poll.is_over
        if comes_again and not has_successor(uow, poll):
            announce(uow, poll, meeting)
