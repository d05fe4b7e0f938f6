"""Meetings: add, move, cancel; the calm card before and the question after."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.access import Action
from bot.domain.checklist import to_find_out
from bot.domain.errors import NotFound
from bot.domain.meetings import (
    SNOOZE,
    SNOOZE_CUTOFF,
    Meeting,
    MeetingForm,
    Moment,
    Window,
    minutes_until,
    snoozed,
    window,
)
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand, State
from bot.domain.preferences import Preferences
from bot.domain.text import lines
from bot.services import day_plan, poll_meetings
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed

SNOOZED = ":snooze:"


@dataclass(frozen=True)
class Plan:
    """The leader's own plan for the meeting. `if_then` and `walk_away` are sealed."""

    aim: str = ""
    first_question: str = ""
    if_then: str = ""
    walk_away: str = ""
    to_find_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class CalmCard:
    """What the calm card shows; aim and question are empty when the leader keeps them out."""

    meeting: Meeting | None
    negotiation: Negotiation | None
    minutes: int
    plan: Plan

    @property
    def can_snooze(self) -> bool:
        """Whether the meeting leaves room for coming back in five minutes."""
        return self.minutes * 60 > (SNOOZE + SNOOZE_CUTOFF).total_seconds()


class Silence(StrEnum):
    """Why no calm card comes; empty when it does."""

    NONE = ""
    SWITCHED_OFF = "Calm cards are switched off in your settings."
    QUIET = "Its calm card would fall into your quiet hours, so I will stay silent."
    TOO_NEAR = "It is too near for a calm card. `/negotiate calm` works at any moment."


@dataclass(frozen=True)
class MeetingPage:
    """A meeting, and whether its calm card will come or why not."""

    meeting: Meeting
    negotiation: Negotiation
    silence: Silence


def add(uow: UnitOfWork, actor: str, negotiation_id: str, form: MeetingForm) -> MeetingPage:
    """A new meeting with its calm card and its question afterwards."""
    negotiation = allowed(uow, actor, negotiation_id, Action.MEET)
    checked = form.checked(uow.now)
    meeting = Meeting(
        id=uow.new_id(),
        negotiation=negotiation_id,
        leader=actor,
        starts_at=checked.start,
        minutes=checked.minutes,
        place=checked.place,
        attendees=checked.attendees,
    )
    uow.meetings.add(meeting)
    poll_meetings.meeting_changed(uow, meeting)
    return MeetingPage(meeting, negotiation, _promise(uow, meeting))


def move(uow: UnitOfWork, actor: str, meeting_id: str, form: MeetingForm) -> MeetingPage:
    """The meeting at another time or place; its reminders go along."""
    meeting, negotiation = _mine(uow, actor, meeting_id)
    moved = meeting.moved(form.checked(uow.now))
    uow.meetings.save(moved)
    _forget(uow, meeting)
    day_plan.follow(uow, moved)
    poll_meetings.meeting_changed(uow, moved, meeting)
    return MeetingPage(moved, negotiation, _promise(uow, moved))


def cancel(uow: UnitOfWork, actor: str, meeting_id: str) -> MeetingPage:
    """The meeting does not take place; nothing is sent for it."""
    meeting, negotiation = _mine(uow, actor, meeting_id)
    cancelled = meeting.cancelled()
    uow.meetings.save(cancelled)
    _forget(uow, meeting)
    day_plan.follow(uow, cancelled)
    poll_meetings.meeting_changed(uow, cancelled, meeting)
    return MeetingPage(cancelled, negotiation, Silence.NONE)


def page(uow: UnitOfWork, actor: str, meeting_id: str) -> MeetingPage:
    """One meeting, for its leader."""
    meeting, negotiation = _mine(uow, actor, meeting_id)
    why_not = silence(uow.preferences.get(actor), meeting, uow.now)
    return MeetingPage(meeting, negotiation, why_not)


def upcoming(uow: UnitOfWork, actor: str) -> Sequence[tuple[Meeting, Negotiation]]:
    """This leader's planned meetings that are not over, earliest first, with their records."""
    found = uow.meetings.upcoming(actor, uow.now)
    records = uow.negotiations.many({m.negotiation for m in found})
    return [(m, records[m.negotiation]) for m in found]


def card_of(uow: UnitOfWork, actor: str, meeting_id: str) -> CalmCard:
    """The calm card of one meeting, as its leader clicked it."""
    meeting, negotiation = _mine(uow, actor, meeting_id)
    left = minutes_until(meeting, uow.now)
    return CalmCard(meeting, negotiation, left, spoken_plan(uow, negotiation))


def missed_calm(uow: UnitOfWork, meeting: Meeting) -> bool:
    """Whether the calm card could not be sent in time."""
    errand = uow.outbox.find(_key(meeting, Moment.CALM))
    if errand is None or errand.state in {State.SENT, State.CANCELLED}:
        return False
    return errand.too_late(uow.now)


def snooze(uow: UnitOfWork, actor: str, meeting_id: str) -> Meeting:
    """The calm card once more in five minutes, if the meeting leaves room for it."""
    meeting, _ = _mine(uow, actor, meeting_id)
    again = snoozed(meeting, uow.now)
    # Whoever presses twice is reminded once.
    uow.outbox.cancel(f"{_key(meeting, Moment.CALM)}{SNOOZED}")
    _add_errand(uow, meeting, Moment.CALM, again, f"{SNOOZED}{again.opens_at.isoformat()}")
    return meeting


def calm_card(uow: UnitOfWork, actor: str, meeting_id: str, version: str) -> CalmCard | None:
    """The card that is due now; none when the meeting moved or the leader wants quiet."""
    meeting = _still_due(uow, actor, meeting_id, version)
    if meeting is None or uow.now >= meeting.starts_at:
        return None
    negotiation = uow.negotiations.get(meeting.negotiation)
    left = minutes_until(meeting, uow.now)
    return CalmCard(meeting, negotiation, left, spoken_plan(uow, negotiation))


def after_card(uow: UnitOfWork, actor: str, meeting_id: str, version: str) -> MeetingPage | None:
    """The question after a meeting; none when it moved, or the leader wants quiet."""
    meeting = _still_due(uow, actor, meeting_id, version)
    if meeting is None or meeting.afterthought:
        return None
    return MeetingPage(meeting, uow.negotiations.get(meeting.negotiation), Silence.NONE)


def calm_now(uow: UnitOfWork, actor: str) -> CalmCard:
    """A calm card at any moment, for the next meeting if there is one."""
    upcoming = uow.meetings.upcoming(actor, uow.now)
    if not upcoming:
        return CalmCard(None, None, 0, Plan())
    meeting = upcoming[0]
    negotiation = uow.negotiations.get(meeting.negotiation)
    left = minutes_until(meeting, uow.now)
    return CalmCard(meeting, negotiation, left, spoken_plan(uow, negotiation))


def plan(uow: UnitOfWork, actor: str, negotiation_id: str) -> tuple[Negotiation, Plan]:
    """The whole plan, sealed parts included: for its leader, in a modal only."""
    negotiation = allowed(uow, actor, negotiation_id, Action.SEE_SEALED)
    return negotiation, _plan(uow, negotiation_id)


def spoken_plan(uow: UnitOfWork, negotiation: Negotiation) -> Plan:
    """What of the plan may stand in a DM: aim and first question, unless kept out."""
    if not uow.preferences.get(negotiation.leader).plan_in_dm:
        return Plan()
    return replace(_plan(uow, negotiation.id), if_then="", walk_away="", to_find_out=())


def silence(preferences: Preferences, meeting: Meeting, now: datetime) -> Silence:
    """Why no calm card will come any more, if so."""
    card = window(meeting, Moment.CALM)
    if not preferences.calm_cards:
        return Silence.SWITCHED_OFF
    if card.closes_at <= now:
        return Silence.TOO_NEAR
    return Silence.QUIET if preferences.is_quiet(max(card.opens_at, now)) else Silence.NONE


def _plan(uow: UnitOfWork, negotiation_id: str) -> Plan:
    answers = uow.prep.workbook(negotiation_id)
    questions = lines(answers.value("P8", "questions"))
    return Plan(
        aim=answers.value("P5", "target"),
        first_question=questions[0] if questions else "",
        if_then=answers.value("P8", "if_then"),
        walk_away=answers.value("P4", "reservation_point"),
        to_find_out=tuple(to_find_out(answers)),
    )


def _promise(uow: UnitOfWork, meeting: Meeting) -> Silence:
    """Promise the calm card and the question after; say why if the card will not come.

    Both are promised even to who wants quiet: the settings may change before they fall due.
    """
    preferences = uow.preferences.get(meeting.leader)
    _add_errand(uow, meeting, Moment.CALM, window(meeting, Moment.CALM))
    after = window(meeting, Moment.AFTER)
    opens_at = preferences.after_quiet(after.opens_at)
    _add_errand(uow, meeting, Moment.AFTER, replace(after, opens_at=opens_at))
    return silence(preferences, meeting, uow.now)


def _add_errand(
    uow: UnitOfWork, meeting: Meeting, moment: Moment, when: Window, suffix: str = ""
) -> None:
    if when.closes_at <= uow.now:
        return
    args = {"meeting": meeting.id, "version": str(meeting.version)}
    key = _key(meeting, moment) + suffix
    opens_at = max(when.opens_at, uow.now)
    uow.outbox.add(
        Errand(f"meetings.{moment}", meeting.leader, args, key, opens_at, when.closes_at)
    )


def _key(meeting: Meeting, moment: Moment) -> str:
    return f"{_prefix(meeting)}{meeting.version}:{meeting.leader}:{moment}"


def _prefix(meeting: Meeting) -> str:
    return f"reminder:{meeting.id}:"


def _forget(uow: UnitOfWork, meeting: Meeting) -> None:
    uow.outbox.cancel(_prefix(meeting))


def _still_due(uow: UnitOfWork, actor: str, meeting_id: str, version: str) -> Meeting | None:
    meeting = uow.meetings.get(meeting_id)
    preferences = uow.preferences.get(actor)
    wanted = meeting.is_planned and str(meeting.version) == version and meeting.leader == actor
    welcome = preferences.calm_cards and not preferences.is_quiet(uow.now)
    return meeting if wanted and welcome else None


def _mine(uow: UnitOfWork, actor: str, meeting_id: str) -> tuple[Meeting, Negotiation]:
    meeting = uow.meetings.get(meeting_id)
    negotiation = allowed(uow, actor, meeting.negotiation, Action.MEET)
    if meeting.leader != actor:
        raise NotFound
    return meeting, negotiation
