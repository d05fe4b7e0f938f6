"""Whoever works, works on their own days, nine to five on their own wall."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given as holds_for
from hypothesis import strategies as st

from bot.domain.people import zone_info
from bot.domain.preferences import Preferences
from bot.domain.working_hours import WorkingHours

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]
TUESDAY, SATURDAY = 24, 28
QUARTER = timedelta(minutes=15)


def at(hour, minute=0, day=TUESDAY):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def in_zone(zone, days=(0, 1, 2, 3, 4), **quiet):
    return WorkingHours(Preferences("U1", zone=zone, **quiet), days)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (at(12), at(12)),
        (at(7, 59), at(8)),
        (at(15, 59), at(15, 59)),
        (at(16), at(8, day=25)),
        (at(12, day=SATURDAY), datetime(2026, 11, 30, 8, tzinfo=UTC)),
    ],
)
def test_in_berlin_one_works_from_nine_to_five_on_weekdays(asked, first):
    assert in_zone("Europe/Berlin").first(asked) == first


def test_the_days_are_the_persons_own():
    sunday = datetime(2026, 11, 29, 9, tzinfo=UTC)
    assert in_zone("UTC", days=(6,)).first(at(12)) == sunday
    assert in_zone("UTC", days=(6,)).includes(sunday)
    assert not in_zone("UTC", days=(6,)).includes(at(12))


def test_quiet_hours_within_the_day_are_kept():
    late = in_zone("UTC", quiet_from=time(20), quiet_until=time(11))
    assert late.first(at(9)) == at(11)


@pytest.mark.parametrize(("zone", "days"), [("UTC", ()), ("UTC", (0, 1, 2, 3, 4))])
def test_whoever_never_works_has_no_first_moment(zone, days):
    night_shift = in_zone(zone, days, quiet_from=time(8), quiet_until=time(18))
    assert night_shift.first(at(12)) is None
    assert not night_shift.includes(at(12))


def test_nine_stays_nine_when_the_clocks_change():
    friday, monday = datetime(2026, 10, 23, 17, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC)
    assert in_zone("Europe/Berlin").first(friday) == monday.replace(hour=8)


@holds_for(
    zone=st.sampled_from(ZONES),
    begins=st.integers(0, 23).map(time),
    ends=st.integers(0, 23).map(time),
    days=st.sets(st.integers(0, 6)),
    quarters=st.integers(0, 4 * 24 * 400),
)
def test_the_first_moment_is_the_first_at_which_one_works(zone, begins, ends, days, quarters):
    hours = in_zone(zone, tuple(sorted(days)), quiet_from=begins, quiet_until=ends)
    asked = datetime(2026, 1, 1, tzinfo=UTC) + quarters * QUARTER

    def works(moment):
        wall = moment.astimezone(zone_info(zone))
        is_day = wall.weekday() in days and 9 <= wall.hour < 17
        return is_day and not hours.preferences.is_quiet(moment)

    later = (asked + n * QUARTER for n in range(4 * 24 * 9))
    assert hours.first(asked) == next(filter(works, later), None)
