"""Nudges: one sentence on a working day, for those who asked for it. Domain reference 10.

Hours, days and limits are our conventions [X]. A nudge belongs to a day of the person's own
calendar, so it keeps its time on the wall when clocks change.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache

from bot.domain.checklist import ITEMS
from bot.domain.copy import copy
from bot.domain.errors import Invalid
from bot.domain.meetings import Window
from bot.domain.people import zone_info
from bot.domain.preferences import Preferences
from bot.domain.prep import Quality, Workbook

SAY_AT = time(10, 0)
WORK_UNTIL = time(17, 0)
WORK_WEEK = (0, 1, 2, 3, 4)
FRESH_AFTER = timedelta(days=30)
PAUSE = timedelta(days=7)
SOON = timedelta(hours=24)
# Longer than any pause with a week of days off behind it.
_LOOK_AHEAD = 15


class Component(StrEnum):
    """The seven parts of the practice."""

    IDENTIFY = "identify"
    PREPARE = "prepare"
    TRANSPARENT = "transparent"
    INVOLVE = "involve"
    SKILLS = "skills"
    COMPROMISE = "compromise"
    CALM = "calm"


BEFORE_A_MEETING = frozenset({Component.CALM, Component.SKILLS})

# The items of the checklist that show how far a part is; those not asked yet are passed over.
SHOWN_BY: Mapping[Component, str] = {
    Component.IDENTIFY: "P6 P11",
    Component.PREPARE: "P1 P3 P4 P5 P7 P9 P19 P24",
    Component.TRANSPARENT: "P16",
    Component.INVOLVE: "P10 P17",
    Component.SKILLS: "P8 P13 P18 P21",
    Component.COMPROMISE: "P2 P12 P14 P23",
    Component.CALM: "P15 P20 P22",
}


@dataclass(frozen=True)
class Nudge:
    """One sentence; its id stays when others are added."""

    id: str
    component: Component
    text: str


@dataclass(frozen=True)
class Nudging:
    """What one person wants of nudges, and what they were told.

    `work_days` are weekdays, Monday 0. `paused_until` is the first day on which nudges come
    again. `said` has the day on which each nudge was said last.
    """

    user: str
    is_on: bool = False
    work_days: tuple[int, ...] = WORK_WEEK
    paused_until: date | None = None
    next_at: datetime | None = None
    said: Mapping[str, date] = field(default_factory=dict)

    def works_on(self, day: date) -> bool:
        """Whether a nudge is welcome on this day of the person's calendar."""
        is_paused = self.paused_until is not None and day < self.paused_until
        return self.is_on and day.weekday() in self.work_days and not is_paused

    def awaits_one_on(self, day: date) -> bool:
        """Whether one is still to come on this day."""
        return self.works_on(day) and all(day > last for last in self.said.values())

    def is_fresh(self, nudge: Nudge, day: date) -> bool:
        """Whether a nudge was not said for so long that it may be said on this day."""
        last = self.said.get(nudge.id)
        return last is None or day - last > FRESH_AFTER

    def having_said(self, nudge: Nudge, day: date) -> "Nudging":
        """The same with one more said."""
        return replace(self, said={**self.said, nudge.id: day})

    def wished(self, is_on: bool, work_days: Iterable[int]) -> "Nudging":
        """On or off, on these days; switching ends a pause."""
        days = tuple(sorted(set(work_days) & set(range(7))))
        if is_on and not days:
            raise Invalid({"work_days": "Pick at least one day."})
        paused_until = self.paused_until if is_on and self.is_on else None
        return replace(
            self, is_on=is_on, work_days=days or self.work_days, paused_until=paused_until
        )

    def paused(self, today: date) -> "Nudging":
        """Silent for a week."""
        return replace(self, paused_until=today + PAUSE)

    def stopped(self) -> "Nudging":
        """Silent until the person wants them again."""
        return replace(self, is_on=False, paused_until=None, next_at=None)

    def scheduled(self, preferences: Preferences, now: datetime) -> "Nudging":
        """The same, with the instant of the next one; none while off, or if no hour is left."""
        return replace(self, next_at=next_at(self, preferences, now))


# When


def local_day(preferences: Preferences, instant: datetime) -> date:
    """The day on the person's calendar."""
    return instant.astimezone(zone_info(preferences.zone)).date()


def window_on(day: date, preferences: Preferences) -> Window | None:
    """From when to when a nudge may be said on a day; none where quiet hours leave no room."""
    zone = zone_info(preferences.zone)
    morning = datetime.combine(day, SAY_AT, tzinfo=zone).astimezone(UTC)
    evening = datetime.combine(day, WORK_UNTIL, tzinfo=zone).astimezone(UTC)
    opens_at = preferences.after_quiet(morning)
    return Window(opens_at, evening) if opens_at < evening else None


def window_now(preferences: Preferences, now: datetime) -> Window | None:
    """What is left of today's window, if it has opened: from the end of quiet hours on."""
    today = window_on(local_day(preferences, now), preferences)
    if today is None or now < today.opens_at:
        return None
    opens_at = preferences.after_quiet(now)
    return Window(opens_at, today.closes_at) if opens_at < today.closes_at else None


def next_at(nudging: Nudging, preferences: Preferences, now: datetime) -> datetime | None:
    """The first instant after now at which a nudge is due."""
    today = local_day(preferences, now)
    first = max(today, nudging.paused_until or today)
    days = (first + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD))
    windows = (window_on(day, preferences) for day in days if nudging.awaits_one_on(day))
    return next((w.opens_at for w in windows if w is not None and w.opens_at > now), None)


# Which


@cache
def all_nudges() -> tuple[Nudge, ...]:
    """All of them, in the order of the components."""
    texts = copy("nudges")
    return tuple(Nudge(id_, part, text) for part in Component for id_, text in texts[part].items())


def nudge_by(id_: str) -> Nudge | None:
    """The nudge with this id, if the copy still has it."""
    return next((nudge for nudge in all_nudges() if nudge.id == id_), None)


def coverage(component: Component, workbooks: Iterable[Workbook]) -> Fraction:
    """How far a part is over several preparations, 0 to 1.

    Where nothing is asked yet it counts as covered: nothing is known to be missing.
    """
    items = [ITEMS[code] for code in SHOWN_BY[component].split() if code in ITEMS]
    found = [book.quality(item) for book in workbooks for item in items]
    return Fraction(sum(found), Quality.COMPLETE * len(found)) if found else Fraction(1)


def choose(
    nudging: Nudging, day: date, workbooks: Iterable[Workbook], meets_soon: bool
) -> Nudge | None:
    """The nudge for a day; the same state gives the same nudge, and none twice in 30 days.

    Before a meeting it is about calm or skills, else about the part that is covered least; of
    equals the part that was heard of least, then the sentence that was said longest ago.
    """
    books = list(workbooks)
    covered = {part: coverage(part, books) for part in Component}
    fresh = [nudge for nudge in all_nudges() if nudging.is_fresh(nudge, day)]
    heard = Counter(n.component for n in all_nudges() if not nudging.is_fresh(n, day))

    def rank(nudge: Nudge) -> tuple[bool, Fraction, int, date]:
        part = nudge.component
        waits = meets_soon and part not in BEFORE_A_MEETING
        return waits, covered[part], heard[part], nudging.said.get(nudge.id, date.min)

    return min(fresh, key=rank, default=None)
