"""Nudges: when one comes, which one, and that none comes too often."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.checklist import ITEMS
from bot.domain.errors import Invalid
from bot.domain.nudges import (
    BEFORE_A_MEETING,
    FRESH_AFTER,
    SHOWN_BY,
    Component,
    Nudging,
    all_nudges,
    choose,
    coverage,
    local_day,
    next_at,
    nudge_by,
    window_now,
    window_on,
)
from bot.domain.people import zone_info
from bot.domain.preferences import Preferences
from bot.domain.prep import Workbook
from tests.domain.test_prep import COMPLETE

BERLIN = Preferences("U1", zone="Europe/Berlin")
ON = Nudging("U1", is_on=True)
TUESDAY = date(2026, 11, 24)
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
         "Pacific/Kiritimati", "Pacific/Pago_Pago"]  # fmt: skip
days = st.dates(date(2025, 1, 1), date(2028, 1, 1))
hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))
preferences = st.builds(
    Preferences, st.just("U1"), st.sampled_from(ZONES), quiet_from=hours, quiet_until=hours
)
instants = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def utc(hour, minute=0, day=24, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


# The sentences


def test_there_are_forty_six_sentences_in_seven_parts_each_with_its_own_number():
    assert sorted(int(nudge.id) for nudge in all_nudges()) == list(range(1, 47))
    assert {nudge.component for nudge in all_nudges()} == set(Component)
    assert nudge_by("46").text == "A polite pause is not weakness."
    assert nudge_by("47") is None


def test_each_is_one_sentence_short_enough_for_a_glance():
    for nudge in all_nudges():
        assert nudge.text.count(".") + nudge.text.count("?") == 1
        assert len(nudge.text) <= 80


# When


def test_a_nudge_comes_at_ten_on_the_wall():
    assert next_at(ON, BERLIN, utc(8)) == utc(9)
    assert next_at(ON, BERLIN, utc(9)) == utc(9, day=25)


def test_clock_changes_leave_it_at_ten_on_the_wall():
    friday, monday = utc(12, day=23, month=10), utc(9, day=26, month=10)
    assert next_at(ON, BERLIN, friday - timedelta(days=1)) == utc(8, day=23, month=10)
    assert next_at(ON, BERLIN, friday) == monday


def test_no_nudge_comes_on_a_day_off():
    assert next_at(ON, BERLIN, utc(9, day=27)) == utc(9, day=30)
    on_sundays = replace(ON, work_days=(6,))
    assert next_at(on_sundays, BERLIN, utc(9, day=27)) == utc(9, day=29)


def test_none_comes_while_off_or_paused():
    assert next_at(replace(ON, is_on=False), BERLIN, utc(8)) is None
    assert next_at(ON.paused(TUESDAY), BERLIN, utc(8)) == utc(9) + timedelta(days=7)
    assert ON.paused(TUESDAY).stopped() == replace(ON, is_on=False)


def test_quiet_hours_in_the_morning_put_it_off_and_those_of_a_whole_day_keep_it_away():
    late = replace(BERLIN, quiet_from=time(8), quiet_until=time(14))
    assert next_at(ON, late, utc(6)) == utc(13)
    assert window_now(late, utc(12)) is None
    assert next_at(ON, replace(BERLIN, quiet_from=time(8), quiet_until=time(18)), utc(6)) is None


def test_a_late_start_still_says_it_until_the_end_of_work():
    assert window_now(BERLIN, utc(15, 59)).closes_at == utc(16)
    assert window_now(BERLIN, utc(16)) is None
    lunch = replace(BERLIN, quiet_from=time(12), quiet_until=time(13))
    assert window_now(lunch, utc(11, 30)).opens_at == utc(12)


def test_one_a_day_and_no_second_after_flying_east():
    said = ON.having_said(nudge_by("1"), TUESDAY)
    assert not said.awaits_one_on(TUESDAY)
    tokyo = Preferences("U1", zone="Asia/Tokyo")
    assert next_at(said, tokyo, utc(9, 1)) == utc(1, day=25)


@given(preferences, instants)
def test_the_next_one_lies_ahead_in_working_hours_outside_quiet_hours(person, now):
    due = next_at(ON, person, now)
    if due is None:
        return
    wall = due.astimezone(zone_info(person.zone))
    assert due > now
    assert wall.weekday() < 5
    assert time(10) <= wall.time() < time(17)
    assert not person.is_quiet(due)
    assert window_now(person, due).opens_at == due


@given(preferences, days)
def test_a_window_is_shorter_than_a_working_day(person, day):
    window = window_on(day, person)
    if window:
        assert timedelta(0) < window.closes_at - window.opens_at <= timedelta(hours=8)
        assert local_day(person, window.opens_at) == day


# What people want


def test_switching_needs_a_day_and_ends_a_pause():
    with pytest.raises(Invalid) as refused:
        ON.wished(True, ())
    assert set(refused.value.problems) == {"work_days"}
    paused = ON.paused(TUESDAY)
    assert paused.wished(True, (0, 1)).paused_until == paused.paused_until
    assert paused.wished(False, ()).wished(True, (1, 9)) == replace(ON, work_days=(1,))


# Which


def book(**answers):
    return Workbook("N1", answers)


def test_every_item_belongs_to_one_part():
    codes = " ".join(SHOWN_BY.values()).split()
    assert sorted(codes) == sorted(f"P{number}" for number in range(1, 25))
    assert set(ITEMS) <= set(codes)


def test_coverage_is_over_all_running_preparations():
    full = Workbook("N1", COMPLETE)
    assert coverage(Component.SKILLS, [book()]) < 1
    assert coverage(Component.SKILLS, [full]) > coverage(Component.SKILLS, [full, book()])
    assert coverage(Component.CALM, []) == 1


@pytest.mark.parametrize("missing", ["P6", "P8"])
def test_the_weakest_part_is_trained_first(missing):
    weak = [Workbook("N1", {code: a for code, a in COMPLETE.items() if code != missing})]
    least = min(coverage(part, weak) for part in Component)
    nudge = choose(ON, TUESDAY, weak, meets_soon=False)
    assert coverage(nudge.component, weak) == least < 1


def test_before_a_meeting_it_is_calm_or_skills():
    nothing_of_them = [Workbook("N1", {code: a for code, a in COMPLETE.items() if code != "P6"})]
    nudge = choose(ON, TUESDAY, nothing_of_them, meets_soon=True)
    assert nudge.component in BEFORE_A_MEETING


def test_without_anything_running_all_parts_take_turns():
    nudging, heard = ON, []
    for ahead in range(7):
        day = TUESDAY + timedelta(days=ahead)
        nudge = choose(nudging, day, [], meets_soon=False)
        nudging, heard = nudging.having_said(nudge, day), [*heard, nudge.component]
    assert sorted(heard) == sorted(Component)


@st.composite
def states(draw):
    """Somebody's preparations and meetings on one day."""
    filled = draw(st.lists(st.sets(st.sampled_from(sorted(COMPLETE))), max_size=3))
    books = [Workbook("N", {code: COMPLETE[code] for code in codes}) for codes in filled]
    return books, draw(st.booleans())


@settings(deadline=None)
@given(st.lists(states(), min_size=1, max_size=5), days)
def test_none_is_repeated_within_thirty_days_though_one_comes_every_day(story, first):
    nudging, said = ON, []
    for ahead, (books, meets_soon) in enumerate(islice(cycle(story), 60)):
        day = first + timedelta(days=ahead)
        nudge = choose(nudging, day, books, meets_soon)
        assert nudge == choose(nudging, day, books, meets_soon)
        assert not any(earlier == nudge.id and day - when <= FRESH_AFTER for earlier, when in said)
        nudging, said = nudging.having_said(nudge, day), [*said, (nudge.id, day)]


@given(
    st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=4)), max_size=40),
    st.lists(st.sampled_from(ZONES), min_size=40, max_size=40),
    instants,
)
def test_at_most_one_comes_on_a_day_however_often_and_wherever_one_looks(steps, zones, now):
    nudging, seen = ON, []
    for step, zone in zip(steps, zones, strict=False):
        now += step
        person = Preferences("U1", zone=zone)
        day = local_day(person, now)
        if window_now(person, now) and nudging.awaits_one_on(day):
            nudging, seen = nudging.having_said(choose(nudging, day, [], False), day), [*seen, day]
    assert seen == sorted(set(seen))
    assert all(day.weekday() < 5 for day in seen)
