"""What one person lets Parley do: quiet hours, what is sent, and what may stand in a DM."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.errors import Invalid
from bot.domain.people import UTC_ZONE, zone_info


@dataclass(frozen=True)
class Preferences:
    """Defaults are our convention [X]; quiet hours are wall time in the person's zone.

    Quiet hours that begin and end at the same time mean: none.
    """

    user: str
    zone: str = UTC_ZONE
    quiet_from: time = time(20, 0)
    quiet_until: time = time(7, 0)
    calm_cards: bool = True
    plan_in_dm: bool = True
    poll_reminders: bool = True

    def is_quiet(self, at: datetime) -> bool:
        """Whether this instant lies in the person's quiet hours."""
        wall = at.astimezone(zone_info(self.zone)).time().replace(tzinfo=None)
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= wall < self.quiet_until
        return wall >= self.quiet_from or wall < self.quiet_until

    def after_quiet(self, at: datetime) -> datetime:
        """This instant, or the end of the quiet hours that it falls in."""
        if not self.is_quiet(at):
            return at
        zone = zone_info(self.zone)
        local = at.astimezone(zone)
        day = local.date()
        if local.time().replace(tzinfo=None) >= self.quiet_until:
            day += timedelta(days=1)
        return datetime.combine(day, self.quiet_until, tzinfo=zone).astimezone(at.tzinfo)


def given(field: str, picked: time | None) -> time:
    """A time of day that was picked, or Invalid beside its field."""
    if picked is None:
        raise Invalid({field: "Pick a time."})
    return picked
