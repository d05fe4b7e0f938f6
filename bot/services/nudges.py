"""Nudges: switch on and off, hand out what is due, look again before one is said."""

from collections.abc import Collection

from bot.domain.nudges import (
    SOON,
    Nudge,
    Nudging,
    choose,
    local_day,
    nudge_by,
    window_now,
)
from bot.domain.outbox import Errand
from bot.domain.preferences import Preferences
from bot.domain.prep import Workbook
from bot.services.ports import UnitOfWork

# So that a whole company that is due at ten does not hold up everybody else's clicks.
AT_ONCE = 20


def get(uow: UnitOfWork, actor: str) -> Nudging:
    """What this person wants of nudges."""
    return uow.nudges.get(actor)


def wish(
    uow: UnitOfWork, preferences: Preferences, is_on: bool, work_days: Collection[int]
) -> Nudging:
    """On or off from now; off takes back what was promised."""
    nudging = uow.nudges.get(preferences.user)
    wished = nudging.wished(is_on, work_days)
    if wished != nudging:
        _put(uow, wished, preferences)
    return wished


def pause(uow: UnitOfWork, actor: str) -> Nudging:
    """Silent for a week; whoever has them off stays so."""
    preferences, nudging = uow.preferences.get(actor), uow.nudges.get(actor)
    if not nudging.is_on:
        return nudging
    return _put(uow, nudging.paused(local_day(preferences, uow.now)), preferences)


def stop(uow: UnitOfWork, actor: str) -> None:
    """Silent until this person wants them again."""
    nudging = uow.nudges.get(actor)
    if nudging.is_on:
        _put(uow, nudging.stopped(), Preferences(actor))


def reschedule(uow: UnitOfWork, preferences: Preferences) -> None:
    """The zone or the quiet hours are others now."""
    nudging = uow.nudges.get(preferences.user)
    if nudging.is_on:
        uow.nudges.put(nudging.scheduled(preferences, uow.now))


def hand_out_due(uow: UnitOfWork) -> None:
    """Promise today's nudge to everybody for whom one is due, and set the next instant.

    What could not be said in the working hours of its day is let go: after a week of silence
    one nudge comes, not five.
    """
    due = uow.nudges.due(uow.now, AT_ONCE)
    told = uow.preferences.many([nudging.user for nudging in due])
    for nudging in due:
        preferences = told[nudging.user]
        told_of = _promise(uow, nudging, preferences)
        uow.nudges.put(told_of.scheduled(preferences, uow.now))


def due_now(uow: UnitOfWork, actor: str, nudge_id: str) -> Nudge | None:
    """The nudge as it is said; none when it is not welcome any more."""
    preferences, nudging = uow.preferences.get(actor), uow.nudges.get(actor)
    is_welcome = (
        nudging.works_on(local_day(preferences, uow.now))
        and window_now(preferences, uow.now) is not None
        and not preferences.is_quiet(uow.now)
    )
    return nudge_by(nudge_id) if is_welcome else None


def _promise(uow: UnitOfWork, nudging: Nudging, preferences: Preferences) -> Nudging:
    """Today's nudge in the outbox, if there is still time for it; what was said then."""
    user, day = nudging.user, local_day(preferences, uow.now)
    window = window_now(preferences, uow.now)
    if window is None or not nudging.awaits_one_on(day):
        return nudging
    nudge = choose(nudging, day, _workbooks(uow, user), _meets_soon(uow, user))
    if nudge is None:
        return nudging
    key, args = f"{_prefix(user)}{day.isoformat()}", {"nudge": nudge.id}
    uow.outbox.add(Errand("nudges.say", user, args, key, window.opens_at, window.closes_at))
    return nudging.having_said(nudge, day)


def _put(uow: UnitOfWork, nudging: Nudging, preferences: Preferences) -> Nudging:
    """Save it with its next instant; whatever was promised before holds no more."""
    uow.outbox.cancel(_prefix(nudging.user))
    scheduled = nudging.scheduled(preferences, uow.now)
    uow.nudges.put(scheduled)
    return scheduled


def _workbooks(uow: UnitOfWork, user: str) -> Collection[Workbook]:
    """The preparations of this leader's running negotiations."""
    led = [n.id for n in uow.negotiations.of_person(user) if n.leader == user and not n.is_resting]
    return uow.prep.workbooks(led).values()


def _meets_soon(uow: UnitOfWork, user: str) -> bool:
    upcoming = uow.meetings.upcoming(user, uow.now)
    return any(uow.now < meeting.starts_at <= uow.now + SOON for meeting in upcoming)


def _prefix(user: str) -> str:
    return f"nudge:{user}:"
