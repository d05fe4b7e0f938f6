"""A real Chromium before a real sandbox with a tiny bot in it."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright

from bot.clock import MovableClock as ProgramClock
from bot.demo import Stage
from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from sandbox.world import Timings
from tests.browser.echo_bot import EchoBot, echoing
from tests.browser.payloads import MANIFEST

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_ONE = (
    "The tests in tests/browser need Chromium. On Debian or Ubuntu: "
    "apt-get install chromium fonts-dejavu-core fonts-noto-color-emoji"
)
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
PATIENCE = 5000
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

STEPS = (
    {
        "id": "whisper",
        "title": "Run a command",
        "hint": "Type /echo hello.",
        "done_when": {"direction": "to_bot", "kind": "slash_commands", "contains": "hello"},
    },
    {
        "id": "form",
        "title": "Open the form",
        "hint": "Type /echo form.",
        "done_when": {"direction": "from_bot", "kind": "views.open", "contains": ""},
    },
    {
        "id": "jump",
        "title": "Go elsewhere",
        "hint": "As Kenji, in another channel.",
        "done_when": {"direction": "to_bot", "kind": "slash_commands", "contains": "again"},
        "as": "U0KENJI",
        "at": "#supplier-talks",
        "type": "/echo again",
    },
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        pytest.fail(HOW_TO_GET_ONE, pytrace=False)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    """A workspace of its own for each test; its clock stands still unless moved."""
    timings = Timings(deadline=1.0, http_retries=())
    clock = MovableClock(START)
    config = {"clock": clock, "timings": timings, "steps": STEPS, "rate_scale": None}
    async with Sandbox.started(MANIFEST, **config) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sandbox: Sandbox) -> AsyncIterator[EchoBot]:
    """The echo bot, connected."""
    async with echoing(sandbox) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def desktop(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A desktop, for all tests: each has a sandbox, and so an origin, of its own."""
    yield await browser.new_context(viewport=DESKTOP, reduced_motion="reduce", locale="en-US")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def handset(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A phone, for all tests."""
    yield await browser.new_context(viewport=PHONE, reduced_motion="reduce", locale="en-US")


@pytest_asyncio.fixture(loop_scope="session")
async def page(desktop: BrowserContext, sandbox: Sandbox, bot: EchoBot) -> AsyncIterator[Page]:
    """Maya before #general on a desktop; an error in the page's console fails the test."""
    async for opened in visit(desktop, sandbox):
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def phone(handset: BrowserContext, sandbox: Sandbox, bot: EchoBot) -> AsyncIterator[Page]:
    """The same on a phone."""
    async for opened in visit(handset, sandbox):
        yield opened


async def visit(context: BrowserContext, sandbox: Sandbox) -> AsyncIterator[Page]:
    """A page before the sandbox, closed afterwards."""
    opened = await context.new_page()
    opened.set_default_timeout(PATIENCE)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    await opened.goto(f"{sandbox.url}/#U0MAYA/C0GENERAL")
    await opened.get_by_role("heading", name="general").wait_for()
    yield opened
    await opened.close()
    assert errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def demo(home: Path) -> AsyncIterator[Stage]:
    """The demo as `make demo` starts it, on a clock that stands still."""
    async with Stage(ProgramClock(MORNING)).open(home) as stage:
        yield stage
