"""When somebody works: their days, nine to five on their wall [X], outside their quiet hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.nudges import WORK_UNTIL, WORK_WEEK
from bot.domain.people import zone_info
from bot.domain.preferences import Preferences

WORK_FROM = time(9, 0)
_WEEK = 7


@dataclass(frozen=True)
class WorkingHours:
    """One person's; `days` are weekdays, Monday 0."""

    preferences: Preferences
    days: tuple[int, ...] = WORK_WEEK

    def includes(self, at: datetime) -> bool:
        """Whether this person works at an instant."""
        return self.first(at) == at

    def first(self, at: datetime) -> datetime | None:
        """The first working moment from an instant on; None where quiet hours leave none."""
        today = at.astimezone(zone_info(self.preferences.zone)).date()
        days = (today + timedelta(days=ahead) for ahead in range(_WEEK + 1))
        moments = (self._on(day, at) for day in days if day.weekday() in self.days)
        return next((moment for moment in moments if moment), None)

    def _on(self, day: date, at: datetime) -> datetime | None:
        zone = zone_info(self.preferences.zone)
        opens, ends = (
            datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)
            for wall in (WORK_FROM, WORK_UNTIL)
        )
        moment = self.preferences.after_quiet(max(at, opens))
        return moment if moment < ends else None
