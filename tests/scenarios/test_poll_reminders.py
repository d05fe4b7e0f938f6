"""Reminders of polls come when people work, and one click stops them."""

from datetime import timedelta

import pytest

from bot.domain.poll_forms import usual_times
from tests.scenarios.poll_story import (
    CLOSE,
    DAY,
    HERE,
    HOUR,
    QUESTION,
    asks,
    opens_the_poll,
    votes,
)

pytestmark = pytest.mark.usefixtures("nothing_refused")

AGAIN = "And which place?"


async def test_one_click_in_a_reminder_stops_all_and_another_brings_them_back(maya, aisha, sandbox):
    await asks(maya, picked=("aisha",))
    await sandbox.moves(DAY)
    await aisha.clicks("Stop poll reminders", within="dm")
    left = aisha.dms()[-1]
    assert "Poll reminders are off, for all polls." in left.text
    assert QUESTION in left.text
    assert "Vote" in left.buttons()
    await sandbox.moves(DAY - HOUR)
    assert len(aisha.dms()) == 1
    await aisha.clicks("Turn them on again", within="dm")
    assert "Stop poll reminders" in aisha.dms()[-1].buttons()
    later = CLOSE + timedelta(days=1)
    await asks(
        maya,
        question=AGAIN,
        picked=("aisha",),
        closes_at=later,
        feedback_by=later + timedelta(days=1),
    )
    await sandbox.moves(DAY - HOUR)
    assert AGAIN in aisha.dms()[-1].text


async def test_settings_switch_reminders_off_and_the_poll_still_waits_on_home(maya, aisha, sandbox):
    await aisha.runs("/negotiate settings")
    await aisha.fills({"wanted": ["calm", "plan"]})
    await aisha.submits()
    assert aisha.sees("Poll reminders are off.")
    await aisha.closes()
    await asks(maya)
    await sandbox.moves(2 * DAY - HOUR)
    assert aisha.dms() == []
    await aisha.opens_home()
    assert QUESTION in aisha.home().text


async def test_the_leader_hears_how_many_are_reminded_and_no_names(maya, tomas, aisha, sandbox):
    await aisha.runs("/negotiate settings")
    await aisha.fills({"wanted": ["calm"]})
    await aisha.submits()
    await aisha.closes()
    await asks(maya)
    await sandbox.moves(HOUR * 5)
    await opens_the_poll(maya)
    await maya.clicks("Remind now")
    assert maya.sees("1 of 2 gets a reminder when they next work.")
    assert maya.sees("or want no reminders")
    assert len(tomas.dms()) == 1
    assert aisha.dms() == []


async def test_nobody_is_reminded_on_a_day_off(maya, aisha, sandbox):
    await aisha.runs("/negotiate settings")
    await aisha.fills({"work_days": ["Tuesday", "Thursday"]})
    await aisha.submits()
    await aisha.closes()
    await asks(maya, picked=("aisha",))
    # Half-time is on her Wednesday off; on Thursday she begins at five by UTC.
    for _ in range(43):
        await sandbox.moves(HOUR)
    assert aisha.dms() == []
    await sandbox.moves(HOUR)
    assert len(aisha.dms()) == 1
    assert HERE in aisha.dms()[-1].text


@pytest.mark.parametrize("days", [0, 1, 2, 3, 6])
async def test_on_whatever_day_the_demo_begins_its_colleague_is_reminded(
    maya, tomas, aisha, sandbox, clock, days
):
    await sandbox.moves(days * DAY)
    closes_at, hears_at = usual_times(clock.now(), "Europe/Stockholm")
    await asks(maya, closes_at=closes_at, feedback_by=hears_at)
    await votes(tomas, "May")
    while clock.now() < closes_at:
        await sandbox.moves(HOUR)
    assert "still missing your answer" in aisha.dms()[0].text
    assert tomas.dms() == []
