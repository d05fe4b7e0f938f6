"""A sandbox with the bot in it, for stories told by people."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.demo import Stage
from sandbox.server import Sandbox

# A Tuesday, ten in the morning in Stockholm, where the leader is.
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    """Stands still until the story moves it."""
    return MovableClock(MORNING)


@pytest.fixture
async def stage(clock: MovableClock, home: Path) -> AsyncIterator[Stage]:
    """Sandbox and bot, over Socket Mode on SQLite."""
    async with Stage(clock).open(home) as stage:
        yield stage


@pytest.fixture
def sandbox(stage: Stage) -> Sandbox:
    """The local Slack of the stage."""
    return stage.sandbox
