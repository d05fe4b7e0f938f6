from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.day_plan import plan, step_by, steps
from bot.domain.meetings import Meeting
from bot.domain.people import zone_info
from bot.domain.preferences import Preferences

YEAR = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = Preferences("U1", zone="Europe/Berlin")


def a_meeting(starts_at):
    return Meeting("M1", "N1", "U1", starts_at, 60, "", "")


def test_the_steps_are_those_of_the_reference():
    assert [step.days for step in steps()] == [-5, -4, -3, -2, -1, 0, 1]
    assert all(step_by(step.key) is step for step in steps())
    assert step_by("d7") is None


def test_each_step_keeps_its_time_on_the_wall_when_clocks_change():
    # Clocks in Berlin go back on 25 October 2026.
    meets = datetime(2026, 10, 27, 13, 0, tzinfo=UTC)
    found = plan(a_meeting(meets), BERLIN, meets - timedelta(days=9))
    walls = [
        each.window.opens_at.astimezone(zone_info("Europe/Berlin")).time()
        for each in found
        if each.step.days
    ]
    assert set(walls) == {time(10, 0)}
    assert [each.day.day for each in found] == [22, 23, 24, 25, 26, 27, 28]


def test_on_the_day_it_comes_before_the_meeting_or_not_at_all():
    late = plan(a_meeting(datetime(2026, 11, 26, 14, 0, tzinfo=UTC)), BERLIN,
                datetime(2026, 11, 25, 12, 0, tzinfo=UTC))  # fmt: skip
    today = next(each for each in late if each.step.days == 0)
    assert today.window.opens_at == datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
    assert today.window.closes_at == datetime(2026, 11, 26, 13, 45, tzinfo=UTC)
    early = plan(a_meeting(datetime(2026, 11, 26, 6, 5, tzinfo=UTC)), BERLIN,
                 datetime(2026, 11, 25, 12, 0, tzinfo=UTC))  # fmt: skip
    assert 0 not in {each.step.days for each in early}


@given(
    st.integers(0, 365 * 24 * 4).map(lambda n: YEAR + n * timedelta(minutes=15)),
    st.integers(0, 20 * 24),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_what_is_planned_lies_ahead_in_order_and_never_in_quiet_hours(meets, hours, zone):
    person, now = Preferences("U1", zone=zone), meets - timedelta(hours=hours)
    found = plan(a_meeting(meets), person, now)
    opens = [each.window.opens_at for each in found if each.step.days <= 0]
    assert opens == sorted(opens)
    for each in found:
        assert each.window.opens_at < each.window.closes_at
        assert each.window.closes_at > now
        assert not person.is_quiet(each.window.opens_at)
        if each.step.days == 0:
            assert each.window.closes_at < meets
