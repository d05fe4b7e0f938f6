"""The demo: a local Slack in a browser with the bot in it; no workspace, no token, no network."""

import asyncio
import contextlib
import logging
import signal
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.app import Bot, build
from bot.clock import MovableClock
from bot.demo_steps import STEPS
from bot.domain.people import zone_info
from bot.settings import Settings
from handlers.server import EVENTS
from sandbox.server import Sandbox

OFFICE = "Europe/Stockholm"
FRIDAY = 4
MANIFEST = Path(__file__).parent.parent / "manifest.yml"


class Stage:
    """A sandbox with the bot in it, and one clock for both."""

    def __init__(self, clock: MovableClock, port: int = 0, by_http: bool = False) -> None:
        self.clock = clock
        self.by_http = by_http
        self.bot: Bot | None = None
        manifest: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
        self.sandbox = Sandbox(
            manifest,
            clock=clock,
            port=port,
            steps=STEPS,
            next_event=self.next_event,
            settle=self.settled,
        )

    @contextlib.asynccontextmanager
    async def open(self, home: Path, database_url: str = "") -> AsyncIterator["Stage"]:
        """Start both; the bot's database and keys live in `home`."""
        await self.sandbox.start()
        try:
            self.bot = await build(self.settings(home, database_url), self.clock)
            await self.bot.start()
            if self.by_http:
                self.sandbox.use_http(f"http://127.0.0.1:{self.bot.server.port}{EVENTS}")
            yield self
        finally:
            if self.bot:
                await self.bot.stop()
            await self.sandbox.stop()

    def settings(self, home: Path, database_url: str = "") -> Settings:
        """What a host would write into `.env`, for this sandbox."""
        return Settings.from_environ(
            {
                "SLACK_BOT_TOKEN": self.sandbox.bot_token,
                "SLACK_APP_TOKEN": "" if self.by_http else self.sandbox.app_token,
                "SLACK_SIGNING_SECRET": self.sandbox.signing_secret,
                "SLACK_API_URL": self.sandbox.api_url,
                "DATABASE_URL": database_url,
                "PARLEY_HOME": str(home),
                "PORT": "0",
            },
            env_file=home / ".env",
        )

    async def next_event(self) -> datetime | None:
        """When Parley has something to do next."""
        return await self.bot.database.next_due() if self.bot else None

    async def settled(self) -> None:
        """Return when the bot has nothing under way and nothing due."""
        # Idle is not one event: six parts and a table have to be quiet at once.
        while self.bot and not await self._is_idle(self.bot):  # noqa: ASYNC110
            await asyncio.sleep(0.005)

    async def _is_idle(self, bot: Bot) -> bool:
        parts = (bot.parley.background, bot.refresher, bot.scheduler, bot.sender, bot.opener)
        if any(part.is_busy for part in parts):
            return False
        due = await bot.database.next_due()
        # While the table was read, somebody may have taken from it what was due.
        is_quiet = due is None or due > self.clock.now()
        return is_quiet and not any(part.is_busy for part in parts)


def seconds_to_morning(now: datetime) -> float:
    """How far ahead the next working morning of the demo's company lies.

    The demo begins at nine on a working day, whenever it is played, so that nothing waits for one.
    """
    local = now.astimezone(zone_info(OFFICE))
    morning = local.replace(hour=9, minute=0, second=0, microsecond=0)
    while morning < local or morning.weekday() > FRIDAY:
        morning += timedelta(days=1)
    return (morning - local).total_seconds()


def main(port: int) -> None:
    """Serve the demo until Ctrl-C; its database is thrown away at the end."""
    # Warnings here would speak of a key and a database that are thrown away at the end.
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(message)s")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(port))


async def serve(port: int) -> None:
    """Start sandbox and bot, print the one address, wait."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    clock = MovableClock()
    clock.move(seconds_to_morning(clock.now()))
    with tempfile.TemporaryDirectory(prefix="parley-demo-") as home:
        async with Stage(clock, port).open(Path(home)) as stage:
            print(f"Parley's demo is ready: {stage.sandbox.url}\nEnd it with Ctrl-C.", flush=True)  # noqa: T201
            await stopped.wait()
