"""From nothing to ready, beside what importing Bolt and SQLAlchemy alone costs; memory."""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from . import load, payloads, processes, seed
from .measure import seconds, take_turns, versus
from .table import AtMost, Row

IMPORTS = "import slack_bolt.async_app, sqlalchemy.orm"
REQUESTS = 4000


def rows(rounds: int) -> Iterator[Row]:
    """Starts on a database that needs no migration."""
    with tempfile.TemporaryDirectory() as folder, processes.slack() as slack:
        home = Path(folder)
        asyncio.run(_migrate(home))
        starts, imports = take_turns(rounds, partial(_start, home, slack), _import)
        yield versus(
            "from nothing to accepting requests, database up to date",
            starts,
            imports,
            goal=AtMost(1.5),
            unit="s",
            peer="import AsyncApp and the ORM",
        )
        sizes = [_size(home, slack) for _ in range(rounds)]
    idle, busy = (median(each) for each in zip(*sizes, strict=True))
    yield Row("resident memory when idle", idle, AtMost(90), "MB")
    yield Row(f"resident memory after {REQUESTS:,} commands", busy, AtMost(90), "MB")


async def _migrate(home: Path) -> None:
    async with seed.database(home):
        pass


def _start(home: Path, slack: int) -> float:
    begun = perf_counter()
    with processes.bot(home, slack):
        return perf_counter() - begun


def _import() -> float:
    return seconds(partial(subprocess.run, [sys.executable, "-c", IMPORTS], check=True))


def _size(home: Path, slack: int) -> tuple[float, float]:
    with processes.bot(home, slack) as bot:
        idle = bot.megabytes
        lanes = [[payloads.help_command(user)] for user in seed.VOTERS]
        load.run(load.Order(bot.port, REQUESTS, lanes))
        return idle, bot.megabytes
