"""Polls that come again by themselves, at the same hour on the wall."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import MovableClock
from tests.scenarios.poll_more import asks_more, waits
from tests.scenarios.poll_story import DAY, HERE, HOUR, QUESTION, starts

# A Tuesday at nine in Stockholm; in the night to the next Sunday the clocks go back there.
BEFORE_THE_CHANGE = datetime(2026, 10, 20, 7, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    """Stands before the change."""
    return MovableClock(BEFORE_THE_CHANGE)


async def test_a_weekly_poll_opens_at_the_same_hour_after_the_clocks_change(sandbox):
    maya, tomas = sandbox.person("maya"), sandbox.person("tomas")
    await starts(maya)
    close = BEFORE_THE_CHANGE + timedelta(days=1)
    await asks_more(maya, {"repeat": "Every week"}, closes_at=close)
    await waits(sandbox, 6)
    # An hour before, nine o'clock has come by UTC, but it is eight on her wall.
    await sandbox.moves(timedelta(days=1, minutes=5).total_seconds())
    assert len(_asked(tomas)) == 1
    await sandbox.moves(timedelta(minutes=60).total_seconds())
    assert len(_asked(tomas)) == 2


async def test_an_open_poll_follows_its_meeting_and_its_leader_hears_of_it(sandbox):
    maya, tomas = sandbox.person("maya"), sandbox.person("tomas")
    await starts(maya)
    close = BEFORE_THE_CHANGE + timedelta(hours=2)
    await asks_more(maya, {"repeat": "Before each meeting"}, closes_at=close)
    meeting = BEFORE_THE_CHANGE + timedelta(days=3)
    await maya.runs("/negotiate meet")
    await maya.fills({"starts_at": int(meeting.timestamp())})
    await maya.submits()
    for ahead in (3 * HOUR, DAY):
        await sandbox.moves(ahead)
    assert len(_asked(tomas)) == 2
    await maya.clicks("Move or edit")
    await maya.fills({"starts_at": int((meeting + timedelta(days=1)).timestamp())})
    await maya.submits()
    assert "Its meeting has moved" in maya.dms()[-1].text
    await sandbox.moves(2 * DAY + HOUR)
    assert "Poll closed" not in tomas.reads(HERE)[-1].text
    await maya.clicks("Cancel meeting")
    assert "stays open until" in maya.dms()[-1].text
    await sandbox.moves(DAY)
    assert "Poll closed" in tomas.reads(HERE)[-1].text


async def test_to_delete_one_of_a_series_asks_how_much_of_it(sandbox):
    maya, tomas = sandbox.person("maya"), sandbox.person("tomas")
    await starts(maya)
    close = BEFORE_THE_CHANGE + timedelta(days=1)
    await asks_more(maya, {"repeat": "Every week"}, closes_at=close)
    await _opens_the_poll(maya)
    await maya.clicks("Delete …")
    assert maya.sees("This poll repeats. The next one opens")
    await maya.clicks("Delete this one only")
    assert maya.sees("Withdrawn.")
    assert maya.sees("The next one opens")
    await maya.closes(everything=True)
    await waits(sandbox, 7)
    await sandbox.moves(HOUR)
    assert len(_asked(tomas)) == 1
    await _opens_the_poll(maya)
    await maya.clicks("Delete …")
    await maya.clicks("Delete it and end the series")
    assert maya.sees("It does not come again.")
    await maya.closes(everything=True)
    await waits(sandbox, 8)
    assert _asked(tomas) == []


async def _opens_the_poll(person, question=QUESTION):
    await person.opens_home()
    await person.clicks("Open", "home")
    await person.clicks("Open", question)
    assert person.modal.title == "Poll"


def _asked(person):
    """The messages of polls, not of their results."""
    said = (seen for seen in person.reads(HERE) if not seen.ephemeral and not seen.thread_ts)
    return [seen for seen in said if QUESTION in seen.text]
