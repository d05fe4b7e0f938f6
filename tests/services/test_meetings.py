from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import AlreadyDone, Invalid, NotFound
from bot.domain.meetings import MeetingForm
from bot.domain.negotiations import Kind, RecordForm
from bot.domain.outbox import State
from bot.services import afterthoughts, meetings, negotiations, preferences, prep_saving

LEADER, OTHER = "U1", "U2"


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    form = RecordForm("Renewal", "Acme", Kind.SUPPLIER, core_team=("U3",))
    return await door.write(negotiations.create, LEADER, form)


def at(clock, **ahead):
    return MeetingForm(clock.now() + timedelta(**ahead), 30, "Room 4", "Ann")


async def errand(door, meeting, moment="calm"):
    key = f"reminder:{meeting.id}:{meeting.version}:{LEADER}:{moment}"
    return await door.read(lambda uow: uow.outbox.find(key))


async def awake(door):
    """No quiet hours, so that the tests hold at any time of day."""
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC).time()
    await door.write(preferences.save, LEADER, noon, noon, calm_cards=True, plan_in_dm=True)


async def test_a_meeting_promises_its_calm_card_and_the_question_after(door, clock, record):
    await awake(door)
    page = await door.write(meetings.add, LEADER, record.id, at(clock, hours=3))
    calm, after = await errand(door, page.meeting), await errand(door, page.meeting, "after")
    assert calm.not_before == page.meeting.starts_at - timedelta(minutes=10)
    assert calm.not_after == page.meeting.starts_at - timedelta(minutes=4)
    assert after.not_before == page.meeting.ends_at + timedelta(minutes=15)


async def test_a_moved_meeting_takes_its_calm_card_along(door, clock, record):
    await awake(door)
    page = await door.write(meetings.add, LEADER, record.id, at(clock, hours=3))
    moved = await door.write(meetings.move, LEADER, page.meeting.id, at(clock, hours=5))
    assert (await errand(door, page.meeting)).state is State.CANCELLED
    assert (await errand(door, moved.meeting)).state is State.PENDING
    stale = await door.read(meetings.calm_card, LEADER, page.meeting.id, "1")
    assert stale is None


async def test_nothing_is_sent_for_a_cancelled_meeting(door, clock, record):
    await awake(door)
    page = await door.write(meetings.add, LEADER, record.id, at(clock, hours=3))
    await door.write(meetings.cancel, LEADER, page.meeting.id)
    assert (await errand(door, page.meeting)).state is State.CANCELLED
    assert (await errand(door, page.meeting, "after")).state is State.CANCELLED
    with pytest.raises(AlreadyDone):
        await door.write(meetings.cancel, LEADER, page.meeting.id)


async def test_a_meeting_in_three_minutes_gets_no_calm_card(door, clock, record):
    await awake(door)
    page = await door.write(meetings.add, LEADER, record.id, at(clock, minutes=3))
    assert await errand(door, page.meeting) is None


async def test_no_calm_card_in_quiet_hours_and_the_page_says_so(door, clock, record):
    begins, ends = (clock.now() + timedelta(hours=h) for h in (2, 4))
    await door.write(preferences.save, LEADER, begins.time(), ends.time(), True, True)
    page = await door.write(meetings.add, LEADER, record.id, at(clock, hours=3))
    assert "quiet hours" in page.silence
    clock.move((page.meeting.starts_at - clock.now() - timedelta(minutes=10)).total_seconds())
    assert await door.read(meetings.calm_card, LEADER, page.meeting.id, "1") is None
    after = await errand(door, page.meeting, "after")
    assert after.not_before == ends


async def test_the_calm_card_comes_when_the_settings_allow_it_after_all(door, clock, record):
    begins, ends = (clock.now() + timedelta(hours=h) for h in (2, 4))
    for calm_cards in (False, True):
        await door.write(preferences.save, LEADER, begins.time(), ends.time(), calm_cards, True)
        page = await door.write(meetings.add, LEADER, record.id, at(clock, hours=3))
        assert page.silence
        await awake(door)
        assert (await door.read(meetings.page, LEADER, page.meeting.id)).silence == ""
        assert (await errand(door, page.meeting)).state is State.PENDING
        assert (await errand(door, page.meeting, "after")).state is State.PENDING


async def test_the_dm_may_hold_aim_and_question_but_never_the_sealed_parts(door, clock, record):
    await awake(door)
    await door.write(prep_saving.save_section, LEADER, record.id, "P5", {"target": "5,400"}, {})
    await door.write(
        prep_saving.save_section, LEADER, record.id, "P4", {"reservation_point": "4,800"}, {}
    )
    page = await door.write(meetings.add, LEADER, record.id, at(clock, minutes=10))
    card = await door.read(meetings.calm_card, LEADER, page.meeting.id, "1")
    assert (card.plan.aim, card.plan.walk_away, card.minutes) == ("5,400", "", 10)
    await door.write(preferences.save, LEADER, *[datetime.min.time()] * 2, True, False)
    assert (await door.read(meetings.calm_card, LEADER, page.meeting.id, "1")).plan.aim == ""


async def test_no_calm_card_once_the_meeting_has_begun(door, clock, record):
    await awake(door)
    page = await door.write(meetings.add, LEADER, record.id, at(clock, minutes=10))
    clock.move(600)
    assert await door.read(meetings.calm_card, LEADER, page.meeting.id, "1") is None


@pytest.mark.parametrize("who", [OTHER, "U3"])
async def test_only_the_leader_touches_a_meeting(door, clock, record, who):
    page = await door.write(meetings.add, LEADER, record.id, at(clock, hours=3))
    for refused in (
        door.write(meetings.add, who, record.id, at(clock, hours=3)),
        door.write(meetings.move, who, page.meeting.id, at(clock, hours=4)),
        door.write(meetings.cancel, who, page.meeting.id),
        door.write(meetings.snooze, who, page.meeting.id),
        door.write(afterthoughts.save, who, page.meeting.id, "hm"),
        door.read(meetings.page, who, page.meeting.id),
        door.read(meetings.plan, who, record.id),
    ):
        with pytest.raises(NotFound):
            await refused


async def test_the_two_lines_after_a_meeting_end_the_question(door, clock, record):
    await awake(door)
    page = await door.write(meetings.add, LEADER, record.id, at(clock, hours=3))
    with pytest.raises(Invalid):
        await door.write(afterthoughts.save, LEADER, page.meeting.id, " \u200b ")
    await door.write(afterthoughts.save, LEADER, page.meeting.id, "They asked first.")
    assert await door.read(meetings.after_card, LEADER, page.meeting.id, "1") is None


async def test_lines_that_were_not_saved_wait_for_their_leader(door, clock, record):
    meeting = (await door.write(meetings.add, LEADER, record.id, at(clock, hours=3))).meeting.id
    assert not (await door.read(afterthoughts.begin, LEADER, meeting)).is_restored
    await door.write(afterthoughts.keep, LEADER, meeting, "They asked first.")
    begun = await door.read(afterthoughts.begin, LEADER, meeting)
    assert (begun.meeting.afterthought, begun.is_restored) == ("They asked first.", True)
    assert (await door.read(meetings.page, LEADER, meeting)).meeting.afterthought == ""
    await door.write(afterthoughts.keep, LEADER, meeting, "")
    assert not (await door.read(afterthoughts.begin, LEADER, meeting)).is_restored
    await door.write(afterthoughts.keep, LEADER, meeting, "They asked")
    await door.write(afterthoughts.save, LEADER, meeting, "They asked first.")
    begun = await door.read(afterthoughts.begin, LEADER, meeting)
    assert (begun.meeting.afterthought, begun.is_restored) == ("They asked first.", False)
    with pytest.raises(NotFound):
        await door.write(afterthoughts.keep, "U9", meeting, "hm")
