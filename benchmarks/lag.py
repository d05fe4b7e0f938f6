"""How long the event loop keeps anybody waiting while votes and reminders come together."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from statistics import median

from bot.domain.nudges import Nudging
from bot.domain.outbox import Errand
from bot.domain.preferences import Preferences
from bot.services.ports import UnitOfWork

from . import load, processes, seed
from .measure import percentile
from .payloads import TEAM
from .requests import vote_lanes
from .slack import MEMBERS
from .table import AtMost, Row

VOTES = 6_000
REMINDED = tuple(MEMBERS[17:])
SPREAD = 4.0


def rows(rounds: int) -> Iterator[Row]:
    """Sixteen voters without a pause, and a reminder to each of those who do not vote."""
    played = [_round() for _ in range(rounds)]
    late, reminded = zip(*played, strict=True)
    yield Row(
        f"event-loop lag under {VOTES:,} votes and {len(REMINDED)} reminders, p99",
        median(percentile(each, 99) for each in late),
        AtMost(20),
        unit="ms",
        ours=f"worst {max(max(each) for each in late):.0f} ms",
    )
    missing = sum(len(REMINDED) - each for each in reminded)
    yield Row("… reminders lost or doubled meanwhile", missing, AtMost(0), "")


def _round() -> tuple[list[float], int]:
    with tempfile.TemporaryDirectory() as folder, processes.slack() as slack:
        home, file = Path(folder), Path(folder) / "lag.json"
        asyncio.run(_seed(home))
        with processes.bot(home, slack, "benchmarks.probed", str(file)) as bot:
            load.run(load.Order(bot.port, VOTES, vote_lanes(slack)))
            reminders = _reminders(slack)
        return json.loads(file.read_text()), reminders


async def _seed(home: Path) -> None:
    async with seed.database(home) as opened:
        await opened.of(TEAM).write(_add_poll_and_reminders)


def _add_poll_and_reminders(uow: UnitOfWork) -> None:
    poll = seed.add_open_poll(uow, (*seed.VOTERS, *REMINDED))
    zone = f"Etc/GMT{uow.now.hour - 12:+d}"
    for n, voter in enumerate(REMINDED):
        # Reminders come in working hours: it is noon, and a working day, for each of them.
        uow.preferences.put(Preferences(voter, zone, quiet_from=time.min, quiet_until=time.min))
        uow.nudges.put(Nudging(voter, work_days=tuple(range(7))))
        due = uow.now + timedelta(seconds=3 + SPREAD * n / len(REMINDED))
        key = f"poll:{poll.id}:remind:{voter}:bench"
        uow.outbox.add(Errand("polls.remind", voter, {"poll": poll.id}, key, due))


def _reminders(slack: int) -> int:
    """How many were told exactly once, when all have been or are late."""
    return processes.until(
        lambda: sum(post["channel"] in REMINDED for post in processes.seen(slack)["posts"]),
        at_least=len(REMINDED),
    )
