"""Polls that come again, and what moves along with them."""

from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyDone
from bot.domain.meetings import MeetingForm
from bot.domain.poll_manner import Manner, Repeat
from bot.domain.polls import PollState
from bot.services import meetings, poll_running
from tests.services.poll_stage import LEADER, NOON, VOTERS


async def test_what_was_promised_moves_along_with_the_meeting(polling):
    record = await polling.record()
    repeats = Manner(repeat=Repeat.BEFORE_MEETING)
    poll = await polling.posted(record, manner=repeats)
    at = NOON + timedelta(days=7)
    met = await polling.does(meetings.add, LEADER, record.id, MeetingForm(at))
    await polling.does(poll_running.close, LEADER, poll.id)
    later = MeetingForm(at + timedelta(days=7))
    await polling.does(meetings.move, LEADER, met.meeting.id, later)
    found = await polling.asks(lambda uow: uow.polls.before(met.meeting.id))
    [waiting] = [each for each in found if each.state is PollState.SCHEDULED]
    assert waiting.closes_at == at + timedelta(days=7) - timedelta(hours=4)
    assert waiting.feedback_by - waiting.closes_at == poll.feedback_by - poll.closes_at


async def test_two_reminders_that_waited_for_the_morning_are_one(polling):
    # It closes at nine: half-time is at half past ten at night, the last call at six.
    end = NOON + timedelta(hours=21)
    await polling.posted(closes_at=end, feedback_by=end)
    for hours in (11, 7.1):
        polling.clock.move(hours * 3600)
        await polling.does(poll_running.remind_due)
    polling.clock.move(3600)
    told = [errand.to for errand in await polling.promised() if errand.kind == "polls.remind"]
    assert sorted(told) == sorted(VOTERS)


async def test_a_reminder_by_hand_does_not_follow_one_that_came_just_now(polling):
    poll = await polling.posted()
    polling.clock.move(timedelta(days=1).total_seconds())
    await polling.does(poll_running.remind_due)
    with pytest.raises(AlreadyDone, match="was asked just now"):
        await polling.does(poll_running.remind_now, LEADER, poll.id)
    polling.clock.move(timedelta(hours=1).total_seconds())
    told = await polling.does(poll_running.remind_now, LEADER, poll.id)
    assert told.people == len(VOTERS)
    assert len(await polling.promised()) == 2 * len(VOTERS)
