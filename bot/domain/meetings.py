"""Meetings, and what Parley says before and after them.

Moments and windows: domain reference 8.2, our convention [X]. A window that has passed is
never caught up: a calm card after the meeting has begun would only harm.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.copy import sentence
from bot.domain.errors import AlreadyDone, Invalid
from bot.domain.text import clean

MINUTES = (15, 30, 45, 60, 90, 120, 180)
FARTHEST = timedelta(days=366)
SNOOZE = timedelta(minutes=5)
SNOOZE_CUTOFF = timedelta(minutes=2)
TEXT_LIMIT = 150


class MeetingState(StrEnum):
    """Whether it takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Meeting:
    """One meeting of a negotiation. `version` grows with each move; reminders name it."""

    id: str
    negotiation: str
    leader: str
    starts_at: datetime
    minutes: int
    place: str = ""
    attendees: str = ""
    version: int = 1
    state: MeetingState = MeetingState.PLANNED
    afterthought: str = ""

    @property
    def ends_at(self) -> datetime:
        """When it should be over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def is_like(self, other: "Meeting") -> bool:
        """Whether both take place at the same time, or neither does."""
        return (self.starts_at, self.state) == (other.starts_at, other.state)

    @property
    def is_planned(self) -> bool:
        """Whether it takes place."""
        return self.state is MeetingState.PLANNED

    def moved(self, form: "MeetingForm") -> "Meeting":
        """The meeting at its new time; old reminders no longer match its version."""
        if not self.is_planned:
            raise AlreadyDone("This meeting was cancelled. Add a new one instead.")
        return replace(
            self,
            starts_at=form.start,
            minutes=form.minutes,
            place=form.place,
            attendees=form.attendees,
            version=self.version + 1,
        )

    def cancelled(self) -> "Meeting":
        """The meeting that does not take place."""
        if not self.is_planned:
            raise AlreadyDone("This meeting was cancelled already.")
        return replace(self, state=MeetingState.CANCELLED, version=self.version + 1)

    def noted(self, afterthought: str) -> "Meeting":
        """The meeting with the leader's two lines about it."""
        return replace(self, afterthought=clean(afterthought))


@dataclass(frozen=True)
class MeetingForm:
    """What a leader types about a meeting."""

    starts_at: datetime | None
    minutes: int = 60
    place: str = ""
    attendees: str = ""

    @property
    def start(self) -> datetime:
        """The checked start."""
        if self.starts_at is None:
            raise Invalid({"starts_at": "Pick when it starts."})
        return self.starts_at

    def checked(self, now: datetime) -> "MeetingForm":
        """The form cleaned, or Invalid with a sentence per field."""
        problems = {
            "starts_at": self._start_problem(now),
            "minutes": "" if self.minutes in MINUTES else "Pick how long it takes.",
            "place": _length_problem(self.place),
            "attendees": _length_problem(self.attendees),
        }
        if any(problems.values()):
            raise Invalid({name: sentence for name, sentence in problems.items() if sentence})
        return replace(self, place=clean(self.place), attendees=clean(self.attendees))

    def _start_problem(self, now: datetime) -> str:
        if self.starts_at is None:
            return "Pick when it starts."
        if self.starts_at <= now:
            return "This time has passed. Pick a later one."
        if self.starts_at > now + FARTHEST:
            return "That is more than a year away. Pick an earlier time."
        return ""


def _length_problem(text: str) -> str:
    too_long = len(clean(text)) > TEXT_LIMIT
    return f"Please keep this within {TEXT_LIMIT} characters." if too_long else ""


class Moment(StrEnum):
    """When Parley speaks around a meeting."""

    CALM = "calm"
    AFTER = "after"


@dataclass(frozen=True)
class Window:
    """From when to when something may be said."""

    opens_at: datetime
    closes_at: datetime


def window(meeting: Meeting, moment: Moment) -> Window:
    """The send window of one moment, elapsed time from the start or the end."""
    if moment is Moment.CALM:
        return Window(
            meeting.starts_at - timedelta(minutes=10), meeting.starts_at - timedelta(minutes=4)
        )
    return Window(meeting.ends_at + timedelta(minutes=15), meeting.ends_at + timedelta(hours=24))


def snoozed(meeting: Meeting, now: datetime) -> Window:
    """The window after a snooze, or a refusal when the meeting is too near."""
    window_after = Window(now + SNOOZE, meeting.starts_at - SNOOZE_CUTOFF)
    if window_after.opens_at >= window_after.closes_at:
        raise AlreadyDone(sentence("meetings", "before", "too_near_to_snooze"))
    return window_after


def minutes_until(meeting: Meeting, now: datetime) -> int:
    """Minutes to the start, to the nearest, never below zero."""
    return max(0, int((meeting.starts_at - now).total_seconds() / 60 + 0.5))
