"""The day plan: a full preparation spread over the days around a meeting. Domain reference 3.4.

A step belongs to a day of the leader's own calendar, so it keeps its time when clocks change. The
days and hours are our convention [X].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from bot.domain.copy import copy
from bot.domain.meetings import Meeting, Window
from bot.domain.nudges import local_day, window_on
from bot.domain.preferences import Preferences

ON_THE_DAY = timedelta(hours=3)
BEFORE_THE_CARD = timedelta(minutes=15)


@dataclass(frozen=True)
class Step:
    """What to do so many days before (minus) or after a meeting; `opens` is where it leads."""

    days: int
    title: str
    text: str
    opens: str

    @property
    def key(self) -> str:
        """How it is named in ids."""
        return f"d{self.days}"


@dataclass(frozen=True)
class Planned:
    """A step on its day, and from when to when it may be said; none where no hour is left."""

    step: Step
    day: date
    window: Window | None


@cache
def steps() -> tuple[Step, ...]:
    """All steps, the earliest first."""
    rows = copy("day_plan")["step"]
    return tuple(Step(row["days"], row["title"], row["text"], row["open"]) for row in rows)


def step_by(key: str) -> Step | None:
    """The step of a key."""
    return next((step for step in steps() if step.key == key), None)


def plan(meeting: Meeting, preferences: Preferences, now: datetime) -> Sequence[Planned]:
    """The steps that still lie ahead, each on its day.

    On the day itself a step is said before the meeting or not at all; on the day after, after it.
    """
    meets_on = local_day(preferences, meeting.starts_at)
    days = [(step, meets_on + timedelta(days=step.days)) for step in steps()]
    planned = [Planned(step, day, _window(step, day, meeting, preferences)) for step, day in days]
    return [each for each in planned if each.window is not None and each.window.closes_at > now]


def _window(step: Step, day: date, meeting: Meeting, preferences: Preferences) -> Window | None:
    if step.days:
        return window_on(day, preferences)
    # Until the calm card takes over.
    opens_at = preferences.after_quiet(meeting.starts_at - ON_THE_DAY)
    closes_at = meeting.starts_at - BEFORE_THE_CARD
    return Window(opens_at, closes_at) if opens_at < closes_at else None
