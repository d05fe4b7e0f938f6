"""A sandbox with the bot in it, for stories told by people."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.demo import Stage
from sandbox.driver import Actor
from sandbox.server import Sandbox
from tests.scenarios.morning import MORNING
from tests.scenarios.poll_story import starts


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


@pytest.fixture
def nothing_refused(sandbox: Sandbox) -> Iterator[None]:
    """Slack takes everything that Parley says in these stories, and nobody waits in vain."""
    yield
    asked = "conversations.info: channel_not_found"
    assert [words for words in sandbox.refusals() if not words.startswith(asked)] == []
    assert sandbox.world.toasts == []


@pytest.fixture
async def maya(sandbox: Sandbox) -> Actor:
    """A leader with one record."""
    leader = sandbox.person("maya")
    await starts(leader)
    return leader


@pytest.fixture
def tomas(sandbox: Sandbox) -> Actor:
    """A colleague, as are the others."""
    return sandbox.person("tomas")


@pytest.fixture
def aisha(sandbox: Sandbox) -> Actor:
    return sandbox.person("aisha")


@pytest.fixture
def kenji(sandbox: Sandbox) -> Actor:
    return sandbox.person("kenji")
