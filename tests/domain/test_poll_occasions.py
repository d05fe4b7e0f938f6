"""A week is counted on the wall, from the series as it was set up."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings import Meeting
from bot.domain.people import zone_info
from bot.domain.poll_manner import Manner, Repeat
from bot.domain.poll_occasions import (
    DAYS,
    LEFT_TO_LEADER,
    close_after_move,
    moved,
    next_before,
    next_weekly,
    reset,
)
from bot.domain.poll_times import SHORTEST
from bot.domain.polls import Poll
from tests.domain.poll_samples import VOTERS, a_draft

ZONES = (
    "America/New_York",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Chatham",
    "UTC",
)
DAY = timedelta(days=1)


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(zone_info(zone)).replace(tzinfo=None)


def is_skipped(wall: datetime, zone: str) -> bool:
    """Whether the clocks never show this time on its day."""
    return local(wall.replace(tzinfo=zone_info(zone)).astimezone(UTC), zone) != wall


def first(opens_at: datetime, length: timedelta = DAY, repeat: Repeat = Repeat.WEEKLY) -> Poll:
    """The first occasion of a series, open."""
    poll = replace(
        a_draft(),
        manner=Manner(repeat=repeat),
        opens_at=opens_at,
        closes_at=opens_at + length,
        feedback_by=opens_at + length + DAY,
    )
    return poll.opened(VOTERS, opens_at)


def after(poll: Poll, zone: str) -> Poll:
    """The next occasion, open, once this one has run to its close."""
    coming = next_weekly(poll, "next", zone, poll.closes_at)
    assert coming.opens_at
    assert coming.opens_at > poll.closes_at
    return coming.opened(VOTERS, coming.opens_at)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone_info(zone)).astimezone(UTC)


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2024, 1, 1), date(2037, 1, 1)),
    # Most clocks change in the small hours.
    when=st.one_of(st.times(), st.times(time(0), time(4))),
    hours=st.integers(1, 6 * 24),
    repeat=st.sampled_from(sorted(DAYS)),
)
def test_every_occasion_opens_and_closes_at_the_time_of_its_series(zone, day, when, hours, repeat):
    start = datetime.combine(day, when.replace(second=0, microsecond=0))
    if is_skipped(start, zone):
        return
    poll = first(at(start.isoformat(), zone), timedelta(hours=hours), repeat)
    set_up = local(poll.closes_at, zone)
    for number in range(1, 60):
        poll = after(poll, zone)
        days = timedelta(days=DAYS[repeat] * number)
        for planned, now in ((start, poll.opens_at), (set_up, poll.closes_at)):
            if not is_skipped(planned + days, zone):
                assert local(now, zone) == planned + days


def test_an_occasion_in_the_hour_that_the_clocks_skip_does_not_move_those_after_it():
    poll = first(at("2027-03-21T02:30", "Europe/Berlin"))
    walls = []
    for _ in range(3):
        poll = after(poll, "Europe/Berlin")
        walls.append(local(poll.opens_at, "Europe/Berlin").isoformat(timespec="minutes"))
    assert walls == ["2027-03-28T03:30", "2027-04-04T02:30", "2027-04-11T02:30"]


@pytest.mark.parametrize("by", [timedelta(hours=30), timedelta(hours=-10)])
def test_a_deadline_that_was_moved_counts_for_that_occasion_only(by):
    opens_at = at("2026-11-23T09:00", "Europe/Berlin")
    poll = moved(first(opens_at), opens_at + DAY + by, opens_at + timedelta(hours=1))
    for week in (1, 2):
        poll = after(poll, "Europe/Berlin")
        assert poll.closes_at - poll.opens_at == DAY
        assert poll.opens_at == opens_at + timedelta(days=7 * week)
        assert poll.feedback_by == poll.closes_at + DAY


def test_an_occasion_that_ran_for_longer_than_a_week_leaves_one_out():
    opens_at = at("2026-11-23T09:00", "Europe/Berlin")
    late = moved(first(opens_at), opens_at + timedelta(days=9), opens_at)
    assert after(late, "Europe/Berlin").opens_at == opens_at + timedelta(days=14)


def test_a_deadline_that_was_moved_keeps_the_answer_as_long_after_the_next_close():
    opens_at = at("2026-11-23T09:00", "UTC")
    poll = first(opens_at, repeat=Repeat.BEFORE_MEETING)
    poll = moved(poll, opens_at + timedelta(days=5), opens_at)
    meeting = Meeting("M", "N", "U1", opens_at + timedelta(days=20), 60)
    coming = next_before(poll, "next", meeting, poll.closes_at)
    assert coming is not None
    assert coming.feedback_by == coming.closes_at + DAY


BEGIN = at("2026-11-24T09:00", "UTC")
MEETING = Meeting("M", "N", "U1", BEGIN + timedelta(days=2), 60)


def before(meeting: Meeting, closes_at: datetime | None = None) -> Poll:
    """An open poll that comes before this meeting."""
    poll = first(BEGIN, repeat=Repeat.BEFORE_MEETING)
    return reset(poll, closes_at or meeting.starts_at - LEFT_TO_LEADER)


@given(minutes=st.integers(-3 * 24 * 60, 200 * 24 * 60), passed=st.integers(0, 40 * 60))
def test_an_open_poll_closes_before_its_meeting_wherever_that_moves(minutes, passed):
    now = BEGIN + timedelta(minutes=passed)
    to = replace(MEETING, starts_at=MEETING.starts_at + timedelta(minutes=minutes))
    closes_at = close_after_move(before(MEETING), MEETING, to, now)
    if to.starts_at > now:
        assert now <= closes_at <= to.starts_at
    if to.starts_at - LEFT_TO_LEADER >= now + SHORTEST and minutes <= 80 * 24 * 60:
        assert closes_at == to.starts_at - LEFT_TO_LEADER


@pytest.mark.parametrize(
    ("hours", "closes_after"), [(30, 10), (-30, 10), (0, 10), (-39, 9 - 4)],
    ids=["later", "earlier", "another room", "before the deadline"],
)  # fmt: skip
def test_a_deadline_that_its_leader_has_moved_stays_unless_the_meeting_comes_before_it(
    hours, closes_after
):
    own = before(MEETING, BEGIN + timedelta(hours=10))
    to = replace(MEETING, starts_at=MEETING.starts_at + timedelta(hours=hours))
    closes_at = close_after_move(own, MEETING, to, BEGIN)
    assert closes_at == BEGIN + timedelta(hours=closes_after)


def test_a_meeting_that_is_upon_us_closes_its_poll_at_once():
    to = replace(MEETING, starts_at=BEGIN + timedelta(minutes=10))
    assert close_after_move(before(MEETING), MEETING, to, BEGIN) == BEGIN
    to = replace(MEETING, starts_at=BEGIN + timedelta(minutes=40))
    assert close_after_move(before(MEETING), MEETING, to, BEGIN) == BEGIN + SHORTEST
