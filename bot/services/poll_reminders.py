"""Reminding those who have not answered a poll: in their working hours, unless they want none.

The question itself, which who cannot see the channel gets as a message, is no reminder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.polls import REMINDER_CUTOFF, Poll, Slot
from bot.domain.working_hours import WorkingHours
from bot.services.poll_messages import asked_lately, promise_ballot
from bot.services.poll_voting import ballot_for, unanswered
from bot.services.ports import UnitOfWork
from bot.services.rights import led_poll

REMIND = "polls.remind"
ENOUGH = "Everybody who is missing was reminded twice. A third message would be read by nobody."
# One sentence for all reasons, so that none of them is told of anybody.
EVERYBODY = "Everybody has answered, so there is nobody to remind."
NOBODY = (
    "Nobody is reminded: whoever is missing was asked just now or will be, does not work before "
    "it closes, or wants no reminders."
)


@dataclass(frozen=True)
class Reminded:
    """How many of those who are missing get a reminder, now or when they next work."""

    poll: Poll
    people: int
    missing: int


def remind_now(uow: UnitOfWork, actor: str, poll_id: str) -> Reminded:
    """Remind those who have not voted; it takes the place of the reminder that was due next."""
    poll = led_poll(uow, actor, poll_id)
    poll.check_votes_taken(uow.now)
    upcoming = poll.next_reminder()
    if upcoming is None:
        raise AlreadyDone(ENOUGH)
    missing = _missing(uow, poll)
    if not missing:
        raise AlreadyDone(EVERYBODY)
    told = _remind(uow, poll.reminded_for(upcoming[0]), missing, upcoming[0])
    if not told:
        raise AlreadyDone(NOBODY)
    return Reminded(poll, told, len(missing))


def remind_due(uow: UnitOfWork) -> int:
    """Hand out the reminders that are due, to those who have not voted only; for how many polls.

    When several have come due meanwhile, people get one, not all of them.
    """
    due = [(poll, poll.due_slots(uow.now)) for poll in uow.polls.due_to_remind(uow.now)]
    reminding = [(poll, slots) for poll, slots in due if slots]
    for poll, slots in reminding:
        _remind(uow, poll.reminded_for(*slots), _missing(uow, poll), slots[-1])
    return len(reminding)


def reminder_for(uow: UnitOfWork, voter: str, poll_id: str) -> Poll | None:
    """The poll to remind this person of; none when they want no reminders or do not work now."""
    [hours] = _hours(uow, [voter]).values()
    if not hours.preferences.poll_reminders or not hours.includes(uow.now):
        return None
    return ballot_for(uow, voter, poll_id)


def want(uow: UnitOfWork, actor: str, poll_id: str, *, wanted: bool) -> Poll | None:
    """Reminders on or off, of all polls; the one at hand, if it still misses this person's vote.

    This person is asked as before, and stays among those who are missing.
    """
    uow.preferences.put(replace(uow.preferences.get(actor), poll_reminders=wanted))
    try:
        return unanswered(uow, actor, poll_id)
    except NotFound:
        return None


def _remind(uow: UnitOfWork, poll: Poll, missing: Sequence[str], slot: Slot) -> int:
    """Hand out a slot's reminders but to those who had a ballot just now; to how many."""
    uow.polls.save(poll)
    lately = asked_lately(uow, poll)
    hours = _hours(uow, [person for person in missing if person not in lately])
    told = [_promise(uow, poll, person, each, slot) for person, each in hours.items()]
    return sum(told)


def _promise(uow: UnitOfWork, poll: Poll, person: str, hours: WorkingHours, slot: Slot) -> bool:
    """One reminder, for when this person works; none when that would be too late to answer."""
    moment, latest = hours.first(uow.now), poll.closes_at - REMINDER_CUTOFF
    if not hours.preferences.poll_reminders or moment is None or moment > latest:
        return False
    promise_ballot(uow, poll, REMIND, person, slot, moment, latest)
    return True


def _hours(uow: UnitOfWork, people: Sequence[str]) -> Mapping[str, WorkingHours]:
    told, days = uow.preferences.many(people), uow.nudges.work_days(people)
    return {person: WorkingHours(told[person], days[person]) for person in people}


def _missing(uow: UnitOfWork, poll: Poll) -> Sequence[str]:
    answered = uow.polls.answered(poll.id)
    return [voter for voter in poll.voters if voter not in answered]
