"""Polls that come again, and what moves along with them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyDone
from bot.domain.meetings import MeetingForm
from bot.domain.negotiations import Stage
from bot.domain.poll_forms import form_of
from bot.domain.poll_manner import Manner, Repeat
from bot.domain.poll_occasions import LEFT_TO_LEADER
from bot.domain.polls import PollState
from bot.services import (
    meetings,
    poll_messages,
    poll_reminders,
    poll_repeats,
    poll_running,
    polls,
)
from handlers.poll_voice import tell_followed
from tests.services.poll_stage import CHANNEL, LEADER, NOON, TS, VOTERS, people


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


async def before_a_meeting(polling):
    """An open poll that comes before a meeting in two days, and the meeting."""
    record = await polling.record()
    poll = await polling.posted(record, manner=Manner(repeat=Repeat.BEFORE_MEETING))
    await polling.does(poll_running.close, LEADER, poll.id)
    form = MeetingForm(NOON + timedelta(days=2))
    met = await polling.does(meetings.add, LEADER, record.id, form)
    [coming] = await polling.asks(lambda uow: uow.polls.before(met.meeting.id))
    polling.clock.move(120)
    await polling.does(poll_repeats.posting, coming.id, people(*VOTERS), set(VOTERS))
    await polling.does(poll_messages.posted, coming.id, CHANNEL, TS)
    await polling.promised()
    return await polling.poll(coming.id), met.meeting


@pytest.mark.parametrize("hours", [26, -20])
async def test_an_open_poll_moves_along_with_its_meeting_and_its_leader_is_told(polling, hours):
    poll, meeting = await before_a_meeting(polling)
    to = meeting.starts_at + timedelta(hours=hours)
    await polling.does(meetings.move, LEADER, meeting.id, MeetingForm(to))
    after = await polling.poll(poll.id)
    assert after.is_open
    assert after.closes_at == to - LEFT_TO_LEADER
    assert after.feedback_by - after.closes_at == poll.feedback_by - poll.closes_at
    assert await polling.kinds() == ["polls.followed", "polls.repaint"]


async def test_a_meeting_that_is_upon_us_closes_its_poll(polling):
    poll, meeting = await before_a_meeting(polling)
    soon = MeetingForm(polling.clock.now() + timedelta(minutes=10))
    await polling.does(meetings.move, LEADER, meeting.id, soon)
    assert (await polling.poll(poll.id)).awaits_decision
    kinds = await polling.kinds()
    assert {"polls.followed", "polls.result", "polls.decide"} <= set(kinds)


async def test_a_poll_whose_meeting_is_cancelled_stays_open_and_its_leader_is_told(polling):
    poll, meeting = await before_a_meeting(polling)
    await polling.does(meetings.cancel, LEADER, meeting.id)
    assert await polling.poll(poll.id) == poll
    assert await polling.kinds() == ["polls.followed"]


@pytest.mark.parametrize("is_cancelled", [True, False])
async def test_a_waiting_poll_that_its_meeting_leaves_no_time_for_is_not_dropped_without_a_word(
    polling, is_cancelled
):
    record = await polling.record()
    poll = await polling.posted(record, manner=Manner(repeat=Repeat.BEFORE_MEETING))
    form = MeetingForm(NOON + timedelta(days=9))
    met = await polling.does(meetings.add, LEADER, record.id, form)
    await polling.does(poll_running.close, LEADER, poll.id)
    await polling.promised()
    if is_cancelled:
        await polling.does(meetings.cancel, LEADER, met.meeting.id)
    else:
        soon = MeetingForm(NOON + timedelta(hours=3))
        await polling.does(meetings.move, LEADER, met.meeting.id, soon)
    [errand] = [each for each in await polling.promised() if each.kind == "polls.followed"]
    speech = await polling.asks(tell_followed, errand)
    why = "was cancelled" if is_cancelled else "is too near"
    assert "is not posted" in speech.text
    assert why in speech.text


async def test_one_that_its_leader_deleted_does_not_come_back_with_another_room(polling):
    poll, meeting = await before_a_meeting(polling)
    await polling.does(poll_running.delete, LEADER, poll.id)
    form = MeetingForm(meeting.starts_at, place="Room 5")
    await polling.does(meetings.move, LEADER, meeting.id, form)
    found = await polling.asks(lambda uow: uow.polls.before(meeting.id))
    assert [each.state for each in found] == [PollState.DELETED]


@pytest.mark.parametrize("is_cancelled", [True, False])
async def test_a_draft_follows_its_meeting_too(polling, is_cancelled):
    record = await polling.record()
    poll = await polling.posted(record, manner=Manner(repeat=Repeat.BEFORE_MEETING))
    at = NOON + timedelta(days=9)
    met = await polling.does(meetings.add, LEADER, record.id, MeetingForm(at))
    await polling.does(poll_running.close, LEADER, poll.id)
    [coming] = await polling.asks(lambda uow: uow.polls.before(met.meeting.id))
    await polling.does(poll_repeats.unschedule, LEADER, coming.id)
    if is_cancelled:
        await polling.does(meetings.cancel, LEADER, met.meeting.id)
        assert (await polling.poll(coming.id)).meeting == ""
    else:
        earlier = MeetingForm(at - timedelta(days=3))
        await polling.does(meetings.move, LEADER, met.meeting.id, earlier)
        closes_at = (await polling.poll(coming.id)).closes_at
        assert closes_at == earlier.start - LEFT_TO_LEADER


async def test_another_room_leaves_a_waiting_poll_at_the_times_it_was_given(polling):
    record = await polling.record()
    poll = await polling.posted(record, manner=Manner(repeat=Repeat.BEFORE_MEETING))
    at = NOON + timedelta(days=9)
    met = await polling.does(meetings.add, LEADER, record.id, MeetingForm(at))
    await polling.does(poll_running.close, LEADER, poll.id)
    [coming] = await polling.asks(lambda uow: uow.polls.before(met.meeting.id))
    await polling.does(poll_repeats.unschedule, LEADER, coming.id)
    own = replace(form_of(coming), closes_at=coming.closes_at - timedelta(hours=5))
    await polling.does(polls.rewrite, LEADER, coming.id, own)
    await polling.does(poll_repeats.schedule, LEADER, coming.id)
    await polling.does(meetings.move, LEADER, met.meeting.id, MeetingForm(at, place="Room 5"))
    assert (await polling.poll(coming.id)).closes_at == own.closes_at


async def test_the_message_of_an_open_poll_says_no_more_that_it_comes_again(polling):
    poll = await polling.posted(manner=Manner(repeat=Repeat.WEEKLY))
    await polling.does(poll_repeats.stop, LEADER, poll.id)
    assert await polling.kinds() == ["polls.repaint"]


async def test_a_waiting_poll_that_is_written_again_stays_in_its_series(polling):
    poll = await polling.posted(manner=Manner(repeat=Repeat.WEEKLY))
    await polling.does(poll_running.close, LEADER, poll.id)
    [coming] = await polling.asks(
        lambda uow: [p for p in uow.polls.of_leader(LEADER) if p.state is PollState.SCHEDULED]
    )
    await polling.does(poll_repeats.unschedule, LEADER, coming.id)
    form = form_of(coming)
    again = await polling.does(polls.rewrite, LEADER, coming.id, replace(form, use="To choose."))
    assert (again.series, again.rhythm) == (coming.series, coming.rhythm)
    later = replace(form, closes_at=form.closes_at + timedelta(hours=1))
    moved = await polling.does(polls.rewrite, LEADER, coming.id, later)
    assert (moved.series, moved.rhythm) == (coming.series, coming.rhythm)


async def test_another_room_for_a_meeting_is_no_news_to_its_poll(polling):
    poll, meeting = await before_a_meeting(polling)
    form = MeetingForm(meeting.starts_at, place="Room 5")
    await polling.does(meetings.move, LEADER, meeting.id, form)
    assert await polling.poll(poll.id) == poll
    assert await polling.kinds() == []


async def test_two_reminders_that_waited_for_the_morning_are_one(polling):
    # It closes at eleven: half-time is shortly before midnight, the last call at eight.
    end = NOON + timedelta(hours=23)
    await polling.posted(closes_at=end, feedback_by=end)
    for hours in (12, 8.1):
        polling.clock.move(hours * 3600)
        await polling.does(poll_reminders.remind_due)
    polling.clock.move(3600)
    told = [errand.to for errand in await polling.promised() if errand.kind == "polls.remind"]
    assert sorted(told) == sorted(VOTERS)


async def test_a_reminder_by_hand_does_not_follow_one_that_came_just_now(polling):
    poll = await polling.posted()
    polling.clock.move(timedelta(days=1).total_seconds())
    await polling.does(poll_reminders.remind_due)
    with pytest.raises(AlreadyDone, match="was asked just now"):
        await polling.does(poll_reminders.remind_now, LEADER, poll.id)
    polling.clock.move(timedelta(hours=1).total_seconds())
    told = await polling.does(poll_reminders.remind_now, LEADER, poll.id)
    assert told.people == len(VOTERS)
    assert len(await polling.promised()) == 2 * len(VOTERS)


async def waiting(polling, **changes):
    """A poll that waits for tomorrow, and whom it would ask."""
    at = NOON + timedelta(days=1)
    poll = await polling.drafted(opens_at=at, **changes)
    return await polling.does(poll_repeats.schedule, LEADER, poll.id)


async def opens(polling, poll):
    polling.clock.move(timedelta(days=1).total_seconds())
    await polling.does(poll_repeats.posting, poll.id, people(*VOTERS), set(VOTERS))
    return await polling.poll(poll.id)


async def test_a_poll_that_waited_is_posted_at_its_moment(polling):
    assert (await opens(polling, await waiting(polling))).is_open


@pytest.mark.parametrize(
    ("changes", "why"), [({"stage": Stage.AGREED}, "ended"), ({"leader": "U0NEW"}, "not_yours")]
)
async def test_a_poll_that_waited_is_not_posted_for_whom_it_is_no_longer_right(
    polling, changes, why
):
    poll = await waiting(polling)

    def change(uow):
        uow.negotiations.save(replace(uow.negotiations.get(poll.negotiation), **changes))

    await polling.does(change)
    assert (await opens(polling, poll)).state is PollState.DRAFT
    [told] = await polling.promised()
    assert (told.kind, told.args["error"]) == ("polls.not_opened", why)


async def test_a_draft_whose_moment_has_passed_can_be_posted_at_once(polling):
    poll = await waiting(polling)
    polling.clock.move(timedelta(days=1).total_seconds())
    await polling.does(poll_repeats.not_opened, poll.id, "archived")
    draft = await polling.asks(polls.drafted, LEADER, poll.id)
    assert draft.opens_at is None


async def test_to_stop_repeating_keeps_the_poll_that_one_is_looking_at(polling):
    poll = await waiting(polling, manner=Manner(repeat=Repeat.WEEKLY))
    stopped = await polling.does(poll_repeats.stop, LEADER, poll.id)
    assert (stopped.state, stopped.manner.repeat) == (PollState.SCHEDULED, Repeat.NEVER)
    page = await polling.asks(polls.page, LEADER, poll.id)
    assert page.poll == stopped


async def test_a_deadline_that_was_moved_does_not_lengthen_the_next_occasion(polling):
    poll = await polling.posted(manner=Manner(repeat=Repeat.WEEKLY))
    await polling.does(poll_running.extend, LEADER, poll.id, NOON + timedelta(days=4))
    polling.clock.move(timedelta(days=4).total_seconds())
    await polling.does(poll_running.close_due)
    found = await polling.asks(lambda uow: uow.polls.of_leader(LEADER))
    [coming] = [each for each in found if each.state is PollState.SCHEDULED]
    assert (coming.opens_at, coming.closes_at, coming.feedback_by) == (
        poll.opened_at + timedelta(days=7),
        poll.closes_at + timedelta(days=7),
        poll.feedback_by + timedelta(days=7),
    )


# Deleting one, or all


async def of_state(polling, state):
    found = await polling.asks(lambda uow: uow.polls.of_leader(LEADER))
    return [each for each in found if each.state is state]


async def test_a_poll_that_is_deleted_alone_leaves_its_series(polling):
    poll = await polling.posted(manner=Manner(repeat=Repeat.WEEKLY))
    _, outlook = await polling.does(poll_running.delete, LEADER, poll.id)
    [coming] = await of_state(polling, PollState.SCHEDULED)
    assert coming.opens_at == poll.opened_at + timedelta(days=7)
    assert (outlook.comes_again, outlook.opens_at) == (True, coming.opens_at)


async def test_an_occasion_that_waits_and_is_deleted_leaves_the_one_after_it(polling):
    poll = await waiting(polling, manner=Manner(repeat=Repeat.WEEKLY))
    await polling.does(poll_running.delete, LEADER, poll.id)
    [coming] = await of_state(polling, PollState.SCHEDULED)
    assert coming.opens_at == poll.opens_at + timedelta(days=7)


@pytest.mark.parametrize("state", ["open", "waiting", "closed"])
async def test_a_series_that_is_deleted_comes_no_more(polling, state):
    if state == "waiting":
        poll = await waiting(polling, manner=Manner(repeat=Repeat.WEEKLY))
    else:
        poll = await polling.posted(manner=Manner(repeat=Repeat.WEEKLY))
    if state == "closed":
        await polling.does(poll_running.close, LEADER, poll.id)
    await polling.does(poll_running.delete_series, LEADER, poll.id)
    assert await polling.asks(lambda uow: uow.polls.of_leader(LEADER)) == []


async def test_what_is_told_before_is_what_comes(polling):
    poll = await polling.posted(manner=Manner(repeat=Repeat.WEEKLY))
    _, before = await polling.asks(poll_repeats.outlook, LEADER, poll.id)
    _, after = await polling.does(poll_running.delete, LEADER, poll.id)
    assert before == after


async def test_to_delete_an_old_poll_plans_no_new_one(polling):
    poll = await polling.posted(manner=Manner(repeat=Repeat.WEEKLY))
    await polling.does(poll_running.close, LEADER, poll.id)
    [coming] = await of_state(polling, PollState.SCHEDULED)
    await polling.does(poll_repeats.unschedule, LEADER, coming.id)
    await polling.does(poll_running.delete, LEADER, poll.id)
    assert await of_state(polling, PollState.SCHEDULED) == []


async def test_without_a_meeting_nothing_comes_of_the_first_poll(polling):
    poll = await polling.posted(manner=Manner(repeat=Repeat.BEFORE_MEETING))
    _, outlook = await polling.asks(poll_repeats.outlook, LEADER, poll.id)
    assert not outlook.comes_again


async def test_an_occasion_before_a_meeting_that_is_deleted_comes_with_the_next_one(polling):
    poll, _ = await before_a_meeting(polling)
    _, outlook = await polling.does(poll_running.delete, LEADER, poll.id)
    assert (outlook.comes_again, outlook.opens_at) == (True, None)
    form = MeetingForm(NOON + timedelta(days=9))
    await polling.does(meetings.add, LEADER, poll.negotiation, form)
    assert len(await of_state(polling, PollState.SCHEDULED)) == 1
