from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given as holds_for
from hypothesis import strategies as st

from bot.domain.errors import Invalid
from bot.domain.preferences import Preferences, given

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]


def at(hour, minute=0, day=24):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_the_night_is_quiet_in_the_persons_own_zone():
    berlin = Preferences("U1", zone="Europe/Berlin")
    assert berlin.is_quiet(at(19, 0))
    assert not berlin.is_quiet(at(18, 59))
    assert berlin.is_quiet(at(5, 59))
    assert not berlin.is_quiet(at(6, 0))


def test_quiet_hours_may_lie_within_a_day():
    lunch = Preferences("U1", quiet_from=time(12), quiet_until=time(13))
    assert lunch.is_quiet(at(12, 30))
    assert not lunch.is_quiet(at(13))


def test_quiet_hours_of_no_length_are_none():
    never = Preferences("U1", quiet_from=time(9), quiet_until=time(9))
    assert not any(never.is_quiet(at(hour)) for hour in range(24))


def test_what_falls_into_the_night_waits_for_the_morning():
    berlin = Preferences("U1", zone="Europe/Berlin")
    assert berlin.after_quiet(at(21)) == at(6, day=25)
    assert berlin.after_quiet(at(3)) == at(6)
    assert berlin.after_quiet(at(12)) == at(12)


def test_the_morning_is_wall_time_on_the_day_the_clocks_change():
    berlin = Preferences("U1", zone="Europe/Berlin")
    evening_before = datetime(2026, 10, 24, 21, 0, tzinfo=UTC)
    assert berlin.after_quiet(evening_before) == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    spring = datetime(2026, 3, 28, 21, 0, tzinfo=UTC)
    assert berlin.after_quiet(spring) == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)


@holds_for(
    zone=st.sampled_from(ZONES),
    begins=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    ends=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    minutes=st.integers(0, 60 * 24 * 400),
)
def test_the_moment_after_quiet_is_never_earlier_and_less_than_a_day_and_a_bit_away(
    zone, begins, ends, minutes
):
    someone = Preferences("U1", zone=zone, quiet_from=begins, quiet_until=ends)
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    later = someone.after_quiet(instant)
    assert instant <= later <= instant + timedelta(hours=25)


def test_a_missing_time_of_day_is_named_beside_its_field():
    with pytest.raises(Invalid) as refused:
        given("quiet_from", None)
    assert "quiet_from" in refused.value.problems


def test_an_unknown_zone_counts_as_utc():
    assert Preferences("U1", zone="../../etc/passwd").is_quiet(at(21))
