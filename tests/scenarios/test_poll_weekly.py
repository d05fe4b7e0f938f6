"""Polls that come again by themselves, at the same hour on the wall."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import MovableClock
from tests.scenarios.poll_more import asks_more, waits
from tests.scenarios.poll_story import HERE, QUESTION, starts

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


def _asked(person):
    """The messages of polls, not of their results."""
    said = (seen for seen in person.reads(HERE) if not seen.ephemeral and not seen.thread_ts)
    return [seen for seen in said if QUESTION in seen.text]
