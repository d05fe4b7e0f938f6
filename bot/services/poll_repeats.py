"""Polls that wait for their moment, and polls that come again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.access import Action
from bot.domain.errors import AlreadyDone
from bot.domain.meetings import Meeting
from bot.domain.people import Person
from bot.domain.poll_manner import Repeat
from bot.domain.poll_occasions import is_in_series, next_before, next_weekly, not_repeated
from bot.domain.polls import UNASKED, Poll, PollState
from bot.services.poll_messages import repaint, tell_not_opened
from bot.services.polls import open_to
from bot.services.ports import UnitOfWork
from bot.services.rights import led_poll


def schedule(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """A draft that will be posted by itself at its moment."""
    waiting = led_poll(uow, actor, poll_id).scheduled(uow.now)
    uow.polls.save(waiting)
    return waiting


def unschedule(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """A waiting poll as a draft again."""
    draft = led_poll(uow, actor, poll_id).unscheduled()
    uow.polls.save(draft)
    return draft


def due_to_open(uow: UnitOfWork) -> Sequence[Poll]:
    """Polls whose moment has come."""
    return uow.polls.due_to_open(uow.now)


def not_opened(uow: UnitOfWork, poll_id: str, why: str) -> None:
    """The moment came and the poll could not be posted: a draft again, and the leader is told."""
    poll = uow.polls.get(poll_id)
    if poll.state is PollState.SCHEDULED:
        uow.polls.save(poll.unscheduled())
        tell_not_opened(uow, poll, why)


def stop(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """The poll is the last of its series; a later one that waits already is dropped."""
    poll = led_poll(uow, actor, poll_id)
    if poll.manner.repeat is Repeat.NEVER:
        raise AlreadyDone("This poll does not come again.")
    end_series(uow, poll)
    return uow.polls.get(poll_id)


def end_series(uow: UnitOfWork, poll: Poll) -> None:
    """No occasion comes after this poll; those that wait are dropped."""
    for sibling in _of_series(uow, poll):
        # Read again to be changed: others may post it, or take votes, just now.
        each = uow.polls.get(sibling.id)
        is_dropped = each.state in UNASKED and each.id != poll.id
        uow.polls.save(each.deleted() if is_dropped else not_repeated(each))
        if each.is_open:
            repaint(uow, each, "ends its series")


@dataclass(frozen=True)
class Outlook:
    """Whether a poll comes again, and when it next opens, if that is known."""

    comes_again: bool
    opens_at: datetime | None = None


def outlook(uow: UnitOfWork, actor: str, poll_id: str) -> tuple[Poll, Outlook]:
    """What is left of a series when this poll is deleted from it."""
    poll = led_poll(uow, actor, poll_id)
    return poll, of_series(uow, poll)


def of_series(uow: UnitOfWork, poll: Poll) -> Outlook:
    """What comes after this poll: planned already, or to be planned when it ends."""
    if not is_in_series(poll):
        return Outlook(comes_again=False)
    coming = _successor(uow, poll) or _next(uow, poll)
    if coming:
        return Outlook(comes_again=True, opens_at=coming.opens_at)
    # A later meeting brings it again, as long as one of the series has been held.
    waits = poll.manner.repeat is Repeat.BEFORE_MEETING
    held = (each for each in _of_series(uow, poll) if each.is_over and each.id != poll.id)
    return Outlook(comes_again=waits and any(held))


def follow_up(uow: UnitOfWork, poll: Poll) -> None:
    """After the end of one: the next occasion, when the poll comes again and has none yet."""
    if is_in_series(poll) and not has_successor(uow, poll) and (coming := _next(uow, poll)):
        uow.polls.add(coming)


def _next(uow: UnitOfWork, poll: Poll) -> Poll | None:
    if uow.negotiations.get(poll.negotiation).is_ended:
        return None
    if poll.manner.repeat is Repeat.BEFORE_MEETING:
        meetings = uow.meetings.of_negotiations([poll.negotiation])
        return next(filter(None, (_before(uow, poll, meeting) for meeting in meetings)), None)
    zone, begun = uow.preferences.get(poll.leader).zone, poll.opens_at or uow.now
    return next_weekly(poll, uow.new_id(), zone, max(begun, uow.now))


def announce(uow: UnitOfWork, poll: Poll, meeting: Meeting) -> None:
    """Plan the occasion before a meeting, if there is time for it."""
    if occasion := _before(uow, poll, meeting):
        uow.polls.add(occasion)


def _before(uow: UnitOfWork, poll: Poll, meeting: Meeting) -> Poll | None:
    if meeting.starts_at <= uow.now or meeting.id == poll.meeting:
        return None
    return next_before(poll, uow.new_id(), meeting, uow.now)


def has_successor(uow: UnitOfWork, poll: Poll) -> bool:
    """Whether a later occasion exists: one waits, or is under way."""
    return _successor(uow, poll) is not None


def _successor(uow: UnitOfWork, poll: Poll) -> Poll | None:
    later = {PollState.SCHEDULED, PollState.OPEN}
    found = (p for p in _of_series(uow, poll) if p.state in later and p.id != poll.id)
    return next(found, None)


def _of_series(uow: UnitOfWork, poll: Poll) -> list[Poll]:
    series = poll.series or poll.id
    siblings = uow.polls.of_negotiations([poll.negotiation])
    return [each for each in siblings if series in (each.series, each.id)]


def posting(
    uow: UnitOfWork, poll_id: str, people: Sequence[Person], present: Collection[str]
) -> Poll | None:
    """Post a poll whose moment has come; None when somebody else has done so meanwhile.

    What was right when it was made is looked at again: whether its leader may still ask, and
    whether there is still something to ask about.
    """
    poll = uow.polls.get(poll_id)
    if poll.state is not PollState.SCHEDULED or poll.opens_at is None or poll.opens_at > uow.now:
        return None
    negotiation = uow.negotiations.get(poll.negotiation)
    if negotiation.is_ended or not negotiation.lets(poll.leader, Action.RUN_POLL):
        not_opened(uow, poll_id, "ended" if negotiation.is_ended else "not_yours")
        return None
    return open_to(uow, poll, people, present)
