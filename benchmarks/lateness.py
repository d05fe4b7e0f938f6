"""How late reminders arrive, and whether all do: scheduler, sender and a small Slack together."""

import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from statistics import median

from bot.domain.audience import Content
from bot.domain.outbox import Errand
from bot.jobs import Scheduler
from bot.services.ports import UnitOfWork
from handlers.sender import Sender
from handlers.slack import Slack, open_session
from handlers.speaking import Speaker, Speakers
from handlers.throttle import Limits, Rate
from handlers.views.kit import Speech
from storage.database import Database

from . import processes, seed
from .measure import percentile
from .payloads import TEAM
from .table import AtMost, Row

REMINDERS = 300
SPREAD = 4.0
FULL_SPEED = Limits(channel=Rate(0.0), workspace=Rate(0.0))
"""Slack's own limits are not what is measured here."""


def rows(rounds: int) -> Iterator[Row]:
    """Lateness when idle; losses when the loop is blocked, and after a time of being down."""
    late, lost = [], 0
    for _ in range(rounds):
        told = _arrivals(blocked=False, first=0.5)
        late.append(percentile(told, 99) * 1000)
        lost += REMINDERS - len(told)
    yield Row(
        f"how late {REMINDERS} reminders in {SPREAD:g} s arrive when idle, p99",
        median(late),
        AtMost(25),
        "ms",
    )
    yield Row("… lost or doubled", lost, AtMost(0), "")
    blocked = _arrivals(blocked=True, first=0.5)
    lost = REMINDERS - len(blocked)
    yield Row("lost or doubled while the loop is blocked 1.5 s of 3", lost, AtMost(0), "")
    missed = REMINDERS - len(_arrivals(blocked=False, first=-60.0))
    yield Row("lost or doubled of those due while the bot was down", missed, AtMost(0), "")


def _arrivals(*, blocked: bool, first: float) -> list[float]:
    """Seconds between due and arrived, of every reminder that arrived exactly once."""
    with tempfile.TemporaryDirectory() as folder, processes.slack() as slack:
        asyncio.run(_deliver(Path(folder), slack, first, blocked))
        posts = processes.seen(slack)["posts"]
    times = Counter(post["text"] for post in posts)
    once = (post for post in posts if times[post["text"]] == 1)
    return [post["at"] - float(post["text"].partition(" ")[2]) for post in once]


async def _deliver(home: Path, slack: int, first: float, blocked: bool) -> None:
    async with seed.database(home) as opened:
        last = await opened.of(TEAM).write(_add_reminders, first)
        async with _speaking(opened, slack):
            blocker = asyncio.create_task(_block_now_and_then()) if blocked else None
            await asyncio.sleep(max(0.0, last - time.time()))
            await _until_nothing_is_due(opened)
            if blocker:
                blocker.cancel()
                with suppress(asyncio.CancelledError):
                    await blocker


def _add_reminders(uow: UnitOfWork, first: float) -> float:
    """One reminder for each of many people, at random moments; when the last is due."""
    moments = [first + random.uniform(0, SPREAD) for _ in range(REMINDERS)]
    for n, ahead in enumerate(moments):
        due = uow.now + timedelta(seconds=ahead)
        args = {"words": f"{n} {due.timestamp():.6f}"}
        uow.outbox.add(Errand(seed.KIND, f"U9{n:04}", args, f"late:{n}", due))
    return uow.now.timestamp() + max(moments)


@asynccontextmanager
async def _speaking(opened: Database, slack: int) -> AsyncIterator[None]:
    """The scheduler and the sender at work."""
    async with open_session() as session:
        client = Slack("xoxb-1", f"http://127.0.0.1:{slack}/api/", session, FULL_SPEED)
        sender = Sender(opened, lambda _tenant: client, _speakers(), opened.clock)
        scheduler = Scheduler(opened, sender, opened.clock)
        scheduler.start()
        try:
            yield
        finally:
            await scheduler.stop()


def _speakers() -> Speakers:
    speakers = Speakers()
    speakers.say(
        seed.KIND,
        Speaker(render=lambda _uow, errand: Speech(errand.args["words"]), holds=Content.HARMLESS),
    )
    return speakers


async def _until_nothing_is_due(opened: Database) -> None:
    for _ in range(600):
        if await opened.next_due() is None:
            return
        await asyncio.sleep(0.05)


async def _block_now_and_then() -> None:
    while True:
        time.sleep(1.5)  # noqa: ASYNC251 - what nothing in the bot may do, done on purpose
        await asyncio.sleep(1.5)
