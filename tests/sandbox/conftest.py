"""A sandbox with a small bot of its own, over a real socket and real HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import MovableClock
from sandbox.driver import Actor
from sandbox.server import Sandbox
from tests.sandbox.bots import MANIFEST, Bot, connected, new_app

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.started(MANIFEST, clock=MovableClock(NOON)) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    app = new_app(sandbox)
    made = Bot(app)
    async with connected(app, sandbox):
        yield made


@pytest.fixture
def maya(sandbox: Sandbox) -> Actor:
    return sandbox.person("maya")
