"""Nudges go to those who asked, once a working day, whatever happens to the process."""

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.clock import MovableClock
from bot.domain.errors import Invalid
from bot.domain.meetings import MeetingForm
from bot.domain.negotiations import RecordForm
from bot.domain.nudges import BEFORE_A_MEETING, nudge_by
from bot.domain.outbox import State
from bot.services import meetings, negotiations, nudges, preferences
from bot.services.due import run_due
from storage.database import Database

MAYA, TOMAS = "U1", "U2"
EIGHT, TEN = datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)
WEEK = (0, 1, 2, 3, 4)
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    """Eight in the morning in Berlin, on a Tuesday."""
    return MovableClock(EIGHT)


@pytest.fixture
def door(database):
    return database.of("T1")


def to(clock, instant):
    clock.move((instant - clock.now()).total_seconds())


async def settings(door, who=MAYA, quiet=(time(20), time(7)), days=WEEK, nudged=True):
    await door.write(preferences.note_zone, who, "Europe/Berlin")
    return await door.write(preferences.save, who, *quiet, True, True, days, nudged)


async def due_at(door, who=MAYA):
    return (await door.read(nudges.get, who)).next_at


async def said(database, clock, until):
    """Who is told what on which day, with a look every hour, as the sender would."""
    told = []
    while clock.now() < until:
        await run_due(database, clock.now())
        for claim in await database.claim(f"me{clock.now()}", 50, 60):
            errand = claim.errand
            words = await database.of("T1").read(nudges.due_now, errand.to, errand.args["nudge"])
            state = State.SENT if words else State.CANCELLED
            await database.settle("T1", errand.id, claim.owner, state=state)
            if words:
                told.append((errand.to, clock.now(), words))
        clock.move(3600)
    return told


async def test_nobody_is_nudged_who_did_not_ask(database, door, clock):
    await settings(door, nudged=False)
    await door.write(preferences.save, TOMAS, time(20), time(7), True, True)
    assert await database.next_due() is None
    assert await said(database, clock, EIGHT + 3 * DAY) == []


async def test_one_comes_each_working_day_at_ten_and_none_twice_in_thirty_days(
    database, door, clock
):
    await settings(door)
    assert await database.next_due() == TEN
    told = await said(database, clock, EIGHT + 60 * DAY)
    assert {at.astimezone(UTC).hour for _, at, _ in told} == {9}
    days = [at.date() for _, at, _ in told]
    assert days == sorted(set(days))
    assert len(days) == 44
    assert {day.weekday() for day in days} <= set(WEEK)
    for place, (_, at, nudge) in enumerate(told):
        assert nudge not in [n for _, then, n in told[:place] if at - then <= 30 * DAY]


async def test_it_stays_at_ten_when_the_clocks_change(database, door, clock):
    to(clock, datetime(2026, 10, 22, 5, tzinfo=UTC))
    await settings(door)
    told = await said(database, clock, datetime(2026, 10, 28, tzinfo=UTC))
    assert [(at.day, at.hour) for _, at, _ in told] == [(22, 8), (23, 8), (26, 9), (27, 9)]


async def test_a_new_zone_moves_it_to_ten_there(door, clock):
    await settings(door)
    await door.write(preferences.note_zone, MAYA, "Asia/Tokyo")
    assert await due_at(door) == datetime(2026, 11, 25, 1, tzinfo=UTC)


async def test_a_zone_that_others_noted_is_seen_when_it_is_due(database, door, clock):
    await settings(door)
    await door.write(lambda uow: uow.preferences.note_zones({MAYA: "America/New_York"}))
    told = await said(database, clock, EIGHT + DAY)
    assert [at.hour for _, at, _ in told] == [15]


async def test_after_days_without_power_one_comes_not_five(database, door, clock):
    await settings(door)
    to(clock, EIGHT + 7 * DAY + timedelta(hours=5))
    told = await said(database, clock, EIGHT + 7 * DAY + timedelta(hours=20))
    assert [(at.day, at.hour) for _, at, _ in told] == [(1, 12)]


async def test_after_work_it_is_too_late_for_today(database, door, clock):
    await settings(door)
    to(clock, TEN + timedelta(hours=8))
    await run_due(database, clock.now())
    assert await due_at(door) == TEN + DAY
    assert await database.claim("me", 10, 60) == []


async def test_replicas_and_restarts_promise_it_once(database, door, clock, migrated_url, ring):
    await settings(door)
    to(clock, TEN)
    others = [Database.open(migrated_url, ring, clock) for _ in range(2)]
    for _ in range(2):
        await asyncio.gather(*(run_due(d, clock.now()) for d in (database, *others)))
    claimed = [c for d in (database, *others) for c in await d.claim(str(id(d)), 10, 60)]
    assert [c.errand.dedupe_key for c in claimed] == [f"nudge:{MAYA}:2026-11-24"]
    for other in others:
        await other.close()


@pytest.mark.parametrize("how", ["stop", "pause", "off"])
async def test_what_was_promised_is_taken_back(database, door, clock, how):
    await settings(door)
    to(clock, TEN)
    await run_due(database, clock.now())
    if how == "off":
        await settings(door, nudged=False)
    else:
        await door.write(getattr(nudges, how), MAYA)
    assert await database.claim("me", 10, 60) == []
    expected = TEN + 7 * DAY if how == "pause" else None
    assert await due_at(door) == expected


async def test_on_and_off_and_on_again_gives_no_second_one(database, door, clock):
    await settings(door)
    to(clock, TEN)
    assert len(await said(database, clock, TEN + timedelta(hours=1))) == 1
    await settings(door, nudged=False)
    await settings(door)
    assert len(await said(database, clock, TEN + timedelta(hours=12))) == 0
    assert await due_at(door) == TEN + DAY


async def test_one_under_way_is_not_said_to_who_stopped_or_wants_quiet(database, door, clock):
    await settings(door)
    to(clock, TEN)
    assert await door.read(nudges.due_now, MAYA, "1") == nudge_by("1")
    await settings(door, quiet=(time(9), time(11)))
    assert await door.read(nudges.due_now, MAYA, "1") is None
    await settings(door)
    assert await door.read(nudges.due_now, MAYA, "no such one") is None
    await door.write(nudges.stop, MAYA)
    assert await door.read(nudges.due_now, MAYA, "1") is None


async def test_quiet_hours_put_it_off_within_the_working_day(database, door, clock):
    await settings(door, quiet=(time(8, 30), time(13)))
    assert await due_at(door) == TEN + timedelta(hours=3)
    await settings(door, quiet=(time(9), time(18)))
    assert await due_at(door) is None


async def test_working_days_are_the_persons_own(database, door, clock):
    with pytest.raises(Invalid):
        await settings(door, days=())
    await settings(door, days=(6,))
    assert await due_at(door) == TEN + 5 * DAY


async def test_pausing_or_stopping_leaves_those_alone_who_never_asked(door):
    await door.write(nudges.stop, MAYA)
    await door.write(nudges.pause, MAYA)
    assert not (await door.read(nudges.get, MAYA)).is_on
    assert await due_at(door) is None


async def test_a_meeting_ahead_is_prepared_for_with_calm_or_skills(database, door, clock):
    await settings(door)
    record = await door.write(negotiations.create, MAYA, RecordForm("Renewal", "Acme"))
    await door.write(meetings.add, MAYA, record.id, MeetingForm(TEN + timedelta(hours=5), 30))
    to(clock, TEN)
    [(_, _, nudge)] = await said(database, clock, TEN + timedelta(hours=1))
    assert nudge.component in BEFORE_A_MEETING


async def test_a_whole_company_is_served_in_turns(database, door, clock):
    for number in range(nudges.AT_ONCE + 5):
        await settings(door, who=f"U{number:03}")
    to(clock, TEN)
    await run_due(database, clock.now())
    assert len(await database.claim("first", 50, 60)) == nudges.AT_ONCE
    assert await database.next_due() == TEN
    await run_due(database, clock.now())
    assert len(await database.claim("second", 50, 60)) == 5
