"""A router with real storage and a small fake Slack, without any of Parley's features."""

import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MovableClock
from handlers import payloads
from handlers.parley import Parley
from handlers.router import Router, Routes
from handlers.slack import Slack, open_session
from storage.database import Database
from storage.keys import KeyRing
from tests.fakeslack import FakeSlack

Json = dict[str, Any]


@dataclass(frozen=True)
class House:
    """What a test needs in its hands."""

    slack: FakeSlack
    routes: Routes
    router: Router
    parley: Parley

    async def deliver(self, payload: Json) -> Any:
        """What Slack is told at once; then everything that follows is done."""
        delivery = payloads.read(payload)
        answer = await self.router.answer(delivery) if delivery else None
        await self.parley.background.drain(5)
        return answer

    @property
    def whispers(self) -> list[Json]:
        """What went to response_urls."""
        return self.slack.called("respond")

    @property
    def response_url(self) -> str:
        """An address that whispers go to."""
        return self.slack.url.replace("/api/", "/respond")

    def shown(self, method: str = "views.open") -> list[Json]:
        """The views that went to a method."""
        views = [call["view"] for call in self.slack.called(method)]
        return [json.loads(view) if isinstance(view, str) else view for view in views]


@contextlib.asynccontextmanager
async def open_house(
    file: Path, ring: KeyRing, patience: float = 1.5, deadline: float = 2.5
) -> AsyncIterator[House]:
    """Open everything, and close it again."""
    clock = MovableClock()
    async with FakeSlack() as fake, open_session() as session:
        fake.answers["views.open"] = {"view": {"id": "VOPEN"}}
        slack = Slack("xoxb-1", fake.url, session)
        await slack.hello()
        database = Database.open(f"sqlite:///{file}", ring, clock)
        parley = Parley(database, slack, clock)
        routes = Routes()
        try:
            yield House(fake, routes, Router(routes, parley, patience, deadline), parley)
        finally:
            await parley.background.drain(5)
            await database.close()


@pytest.fixture
async def house(migrated_file: Path, ring: KeyRing, tmp_path: Path) -> AsyncIterator[House]:
    """A house for one test."""
    shutil.copy(migrated_file, tmp_path / "parley.db")
    async with open_house(tmp_path / "parley.db", ring) as opened:
        yield opened


@pytest.fixture
async def hurried_house(migrated_file: Path, ring: KeyRing, tmp_path: Path) -> AsyncIterator[House]:
    """A house in which Slack's patience ends after a moment."""
    shutil.copy(migrated_file, tmp_path / "parley.db")
    async with open_house(tmp_path / "parley.db", ring, patience=0.05, deadline=0.3) as opened:
        yield opened
