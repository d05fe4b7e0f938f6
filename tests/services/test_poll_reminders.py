"""Reminders of polls come when people work, and never to who wants none, by whatever way."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.errors import AlreadyDone
from bot.domain.nudges import Nudging
from bot.domain.preferences import Preferences
from bot.services import poll_messages, poll_reminders, poll_voting, polls, preferences
from tests.services.poll_stage import CHANNEL, LEADER, NOON, OUTSIDER, TS, VOTERS, people

DAY = timedelta(days=1).total_seconds()
HOUR = timedelta(hours=1).total_seconds()
FIRST, SECOND, THIRD = VOTERS
MONDAY = datetime.fromisoformat("2026-11-30T09:00:00+00:00")


async def mutes(polling, person, poll, *, wanted=False):
    return await polling.does(poll_reminders.want, person, poll.id, wanted=wanted)


async def works(polling, person, *days, zone="UTC", **quiet):
    def put(uow):
        uow.preferences.put(Preferences(person, zone=zone, **quiet))
        uow.nudges.put(Nudging(person, work_days=days or (0, 1, 2, 3, 4)))

    await polling.does(put)


async def reminded(polling):
    """Who has a reminder that is due now, sorted."""
    return sorted(e.to for e in await polling.promised() if e.kind == "polls.remind")


async def at_half_time(polling, **changes):
    """A poll of two days, with its first reminder due."""
    poll = await polling.posted(**changes)
    polling.clock.move(DAY)
    return poll


# Who wants none


async def test_whoever_wants_no_reminders_gets_none_by_the_clock(polling):
    poll = await at_half_time(polling)
    await mutes(polling, FIRST, poll)
    await polling.does(poll_reminders.remind_due)
    assert await reminded(polling) == [SECOND, THIRD]


async def test_nor_by_their_leaders_hand_who_hears_how_many_and_not_who(polling):
    poll = await polling.posted()
    await mutes(polling, FIRST, poll)
    told = await polling.does(poll_reminders.remind_now, LEADER, poll.id)
    assert (told.people, told.missing) == (2, 3)
    assert await reminded(polling) == [SECOND, THIRD]


async def test_nor_one_that_was_promised_before(polling):
    poll = await at_half_time(polling)
    await polling.does(poll_reminders.remind_due)
    assert await polling.asks(poll_reminders.reminder_for, FIRST, poll.id)
    await mutes(polling, FIRST, poll)
    assert await polling.asks(poll_reminders.reminder_for, FIRST, poll.id) is None
    assert await polling.asks(poll_reminders.reminder_for, SECOND, poll.id)


async def test_reminding_by_hand_says_so_when_nobody_is_left_and_keeps_the_turn(polling):
    poll = await polling.posted()
    for voter in VOTERS:
        await mutes(polling, voter, poll)
    with pytest.raises(AlreadyDone, match="or wants no reminders"):
        await polling.does(poll_reminders.remind_now, LEADER, poll.id)
    await mutes(polling, FIRST, poll, wanted=True)
    told = await polling.does(poll_reminders.remind_now, LEADER, poll.id)
    assert (told.people, told.missing) == (1, 3)


async def test_they_are_asked_as_before_and_stay_among_the_missing(polling):
    poll = await polling.drafted()
    await mutes(polling, FIRST, poll)
    await polling.does(polls.post, LEADER, poll.id, people(*VOTERS), {SECOND, THIRD})
    await polling.does(poll_messages.posted, poll.id, CHANNEL, TS)
    invited = [e.to for e in await polling.promised() if e.kind == "polls.invite"]
    assert invited == [FIRST]
    page = await polling.asks(polls.page, LEADER, poll.id)
    assert FIRST in page.missing
    assert [p.id for p in await polling.asks(lambda uow: uow.polls.awaiting_vote(FIRST))] == [
        poll.id
    ]


async def test_the_switch_is_each_persons_own_and_one_of_the_settings(polling):
    poll = await polling.posted()
    assert (await mutes(polling, FIRST, poll)).id == poll.id
    saved = await polling.does(preferences.save, FIRST, time(20), time(7), True, True)
    assert not saved.poll_reminders
    await polling.does(preferences.save, FIRST, time(20), time(7), True, True, poll_reminders=True)
    assert (await polling.asks(preferences.get, FIRST)).poll_reminders
    assert (await polling.asks(preferences.get, SECOND)).poll_reminders


@pytest.mark.parametrize("known", [True, False])
async def test_the_switch_tells_nobody_of_a_poll_that_does_not_ask_them(polling, known):
    poll = await polling.posted()
    about = poll.id if known else "nothing"
    assert await polling.does(poll_reminders.want, OUTSIDER, about, wanted=False) is None
    assert not (await polling.asks(preferences.get, OUTSIDER)).poll_reminders


# When people work


async def test_a_reminder_on_a_day_off_waits_for_the_next_working_day(polling):
    # From Tuesday to Thursday: half-time falls on a Wednesday, on which two of them do not work.
    poll = await polling.posted()
    for person in (FIRST, THIRD):
        await works(polling, person, 0, 1, 3, 4)
    polling.clock.move(DAY)
    await polling.does(poll_reminders.remind_due)
    assert await reminded(polling) == [SECOND]
    assert await polling.asks(poll_reminders.reminder_for, FIRST, poll.id) is None
    thursday = datetime(2026, 11, 26, 9, tzinfo=UTC)
    polling.clock.move((thursday - polling.clock.now()).total_seconds())
    assert await reminded(polling) == [FIRST, THIRD]
    assert await polling.asks(poll_reminders.reminder_for, FIRST, poll.id)


@pytest.mark.parametrize("days", [2, 3])
async def test_a_poll_over_a_weekend_reminds_on_friday(polling, days):
    # Made on a Thursday or Friday morning, until Monday at nine: nobody works between.
    polling.clock.move((days * 24 - 3) * 3600)
    end = datetime(2026, 11, 30, 9, tzinfo=UTC)
    await polling.posted(closes_at=end, feedback_by=end)
    friday = datetime(2026, 11, 27, 13, tzinfo=UTC)
    polling.clock.move((friday - polling.clock.now()).total_seconds())
    await polling.does(poll_reminders.remind_due)
    assert sorted(await reminded(polling)) == sorted(VOTERS)


async def test_when_everybody_has_answered_nobody_is_reminded_by_hand(polling):
    poll = await polling.posted()
    for voter in VOTERS:
        await polling.does(poll_voting.cast_vote, voter, poll.id, "1")
    with pytest.raises(AlreadyDone, match="Everybody has answered"):
        await polling.does(poll_reminders.remind_now, LEADER, poll.id)
    assert (await polling.poll(poll.id)).reminded == frozenset()


async def test_a_reminder_comes_in_the_hours_of_each_persons_zone(polling):
    await at_half_time(polling)
    await works(polling, FIRST, zone="Asia/Tokyo")
    await works(polling, SECOND, zone="America/New_York")
    await polling.does(poll_reminders.remind_due)
    # At noon in UTC it is evening in Tokyo, and seven in the morning in New York.
    assert await reminded(polling) == [THIRD]
    polling.clock.move(2 * HOUR)
    assert await reminded(polling) == [SECOND]
    polling.clock.move(10 * HOUR)
    assert await reminded(polling) == [FIRST]


@pytest.mark.parametrize(("minutes", "comes"), [(14, False), (16, True)])
async def test_one_that_would_leave_less_than_a_quarter_of_an_hour_is_left_out(
    polling, minutes, comes
):
    end = NOON + timedelta(hours=21, minutes=minutes)
    poll = await polling.posted(closes_at=end, feedback_by=end)
    polling.clock.move(11 * HOUR)
    await polling.does(poll_reminders.remind_due)
    polling.clock.move(10 * HOUR)
    assert bool(await reminded(polling)) is comes
    assert (await polling.asks(polls.page, LEADER, poll.id)).missing == VOTERS


async def test_one_that_was_promised_is_dropped_when_its_day_is_off_now(polling):
    poll = await at_half_time(polling)
    await polling.does(poll_reminders.remind_due)
    await works(polling, FIRST, 0)
    assert await polling.asks(poll_reminders.reminder_for, FIRST, poll.id) is None


async def test_by_hand_in_the_evening_it_comes_in_the_morning(polling):
    poll = await polling.posted()
    polling.clock.move(6 * HOUR)
    told = await polling.does(poll_reminders.remind_now, LEADER, poll.id)
    assert told.people == len(VOTERS)
    assert await reminded(polling) == []
    polling.clock.move(15 * HOUR)
    assert await reminded(polling) == sorted(VOTERS)
