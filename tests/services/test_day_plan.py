from datetime import timedelta

import pytest

from bot.domain.errors import Invalid, NotFound
from bot.domain.meetings import MeetingForm
from bot.domain.negotiations import RecordForm, Stage
from bot.domain.outbox import Errand
from bot.services import day_plan, meetings, negotiations

LEADER, CO_LEAD, OTHER = "U1", "U2", "U9"


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    form = RecordForm("Renewal", "Acme", co_leads=(CO_LEAD,))
    return (await door.write(negotiations.create, LEADER, form)).id


@pytest.fixture
async def meeting(door, record, clock):
    form = MeetingForm(clock.now() + timedelta(days=8))
    return (await door.write(meetings.add, LEADER, record, form)).meeting


async def waiting(door, meeting):
    return await door.read(lambda uow: uow.outbox.waiting(f"day_plan:{meeting.id}:"))


async def test_nothing_is_sent_unless_it_is_accepted(door, record, meeting):
    page = await door.read(day_plan.page, LEADER, record)
    assert (len(page.steps), page.is_on) == (7, False)
    assert await waiting(door, meeting) == 0


async def test_accepted_twice_it_comes_once_and_stopped_it_may_be_wanted_again(
    door, record, meeting
):
    for _ in range(2):
        assert (await door.write(day_plan.accept, LEADER, record)).is_on
        assert await waiting(door, meeting) == 7
    assert not (await door.write(day_plan.stop, LEADER, record)).is_on
    assert await waiting(door, meeting) == 0
    assert (await door.write(day_plan.accept, LEADER, record)).is_on
    assert await waiting(door, meeting) == 7


async def test_it_moves_with_its_meeting_and_ends_with_it(door, record, meeting, clock):
    await door.write(day_plan.accept, LEADER, record)
    form = MeetingForm(clock.now() + timedelta(days=3))
    await door.write(meetings.move, LEADER, meeting.id, form)
    assert 3 <= await waiting(door, meeting) <= 6
    await door.write(meetings.cancel, LEADER, meeting.id)
    assert await waiting(door, meeting) == 0


async def test_a_meeting_that_moves_without_a_plan_gets_none(door, record, meeting, clock):
    form = MeetingForm(clock.now() + timedelta(days=9))
    await door.write(meetings.move, LEADER, meeting.id, form)
    assert await waiting(door, meeting) == 0


async def test_a_step_is_said_only_while_its_meeting_stands(door, record, meeting, clock):
    await door.write(day_plan.accept, LEADER, record)
    errand = await door.read(lambda uow: _first(uow, meeting))
    said = await door.read(day_plan.due, errand)
    quiet = await door.read(lambda uow: uow.preferences.get(LEADER).is_quiet(uow.now))
    assert quiet or said.step.days == -5
    await door.write(negotiations.change_stage, LEADER, record, Stage.PAUSED)
    assert await door.read(day_plan.due, errand) is None


async def test_without_a_meeting_it_says_what_is_missing(door, record):
    page = await door.read(day_plan.page, LEADER, record)
    assert (page.meeting, page.steps) == (None, ())
    with pytest.raises(Invalid):
        await door.write(day_plan.accept, LEADER, record)


@pytest.mark.parametrize("user", [CO_LEAD, OTHER])
async def test_the_plan_is_the_leaders(door, record, meeting, user):
    for use_case in (day_plan.accept, day_plan.stop):
        with pytest.raises(NotFound):
            await door.write(use_case, user, record)
    with pytest.raises(NotFound):
        await door.read(day_plan.page, user, record)


def _first(uow, meeting):
    args = {"meeting": meeting.id, "version": str(meeting.version), "step": "d-5"}
    return Errand(day_plan.SAY, LEADER, args, "x", uow.now)
