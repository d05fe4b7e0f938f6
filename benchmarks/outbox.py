"""The outbox: what an idle look costs behind many rows, how fast due rows are claimed."""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from storage.database import Database
from tests.postgres import Server, server

from . import seed
from .claimer import claim_all
from .measure import versus
from .payloads import TEAM
from .processes import ROOT
from .table import AtLeast, AtMost, Row

FEW, MANY = 1_000, 1_000_000
LOOKS = 200
DUE = 6_000
PROCESSES = 4


def rows(rounds: int) -> Iterator[Row]:
    """The same three promises on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _rows(rounds, "SQLite", Path(folder), None)
    with server() as postgres, tempfile.TemporaryDirectory() as folder:
        yield from _rows(rounds, "PostgreSQL", Path(folder), postgres)


def _rows(rounds: int, engine: str, home: Path, postgres: Server | None) -> Iterator[Row]:
    few, many = (_Queue(home / name, postgres) for name in ("few", "many"))
    asyncio.run(seed.add_future_rows(few.home, few.url, FEW))
    asyncio.run(seed.add_future_rows(many.home, many.url, MANY))
    looks = [asyncio.run(_idle_looks(many, few)) for _ in range(rounds)]
    yield versus(
        f"an idle tick behind {MANY:,} future rows on {engine}",
        *zip(*looks, strict=True),
        goal=AtMost(1.2),
        unit="ms",
        peer=f"behind {FEW:,}",
    )
    rates = [many.claims_per_second() for _ in range(rounds)]
    yield Row(f"due rows claimed on {engine}, behind those", median(rates), AtLeast(2000), "/s")
    twice, missed = zip(*(many.shared() for _ in range(rounds)), strict=True)
    yield Row(f"… claimed twice by {PROCESSES} processes, of {DUE:,}", sum(twice), AtMost(0), "")
    yield Row(f"… missed by {PROCESSES} processes", sum(missed), AtMost(0), "")


async def _idle_looks(many: "_Queue", few: "_Queue") -> tuple[float, float]:
    """The medians of what a tick costs that finds nothing to do, look by look, in milliseconds."""
    taken: tuple[list[float], list[float]] = ([], [])
    async with (
        seed.database(many.home, many.url) as behind_many,
        seed.database(few.home, few.url) as behind_few,
    ):
        for _ in range(LOOKS):
            taken[0].append(await _look(behind_many))
            taken[1].append(await _look(behind_few))
    warm_up = LOOKS // 10
    return median(taken[0][warm_up:]) * 1000, median(taken[1][warm_up:]) * 1000


class _Queue:
    """One database with an outbox."""

    def __init__(self, home: Path, postgres: Server | None) -> None:
        home.mkdir()
        self.home = home
        self.url = postgres.url() if postgres else ""

    def claims_per_second(self) -> float:
        """Due rows that one process claims in a second."""
        return asyncio.run(self._claims_per_second())

    async def _claims_per_second(self) -> float:
        async with seed.database(self.home, self.url) as opened:
            await opened.of(TEAM).write(seed.add_due_errands, DUE)
            got, seconds = await claim_all(opened)
        return len(got) / seconds

    def shared(self) -> tuple[int, int]:
        """How many rows several processes claimed twice, and how many none of them."""
        asyncio.run(self._add_due())
        claimers = [self._claimer() for _ in range(PROCESSES)]
        for claimer in claimers:
            assert claimer.stdout is not None
            claimer.stdout.readline()
        told = [json.loads(claimer.communicate()[0]) for claimer in _released(claimers)]
        claimed = Counter(errand for each in told for errand in each["got"])
        return sum(times - 1 for times in claimed.values()), DUE - len(claimed)

    async def _add_due(self) -> None:
        async with seed.database(self.home, self.url) as opened:
            await opened.of(TEAM).write(seed.add_due_errands, DUE)

    def _claimer(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "benchmarks.claimer", str(self.home), self.url]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)


def _released(claimers: "list[subprocess.Popen[str]]") -> "list[subprocess.Popen[str]]":
    for claimer in claimers:
        assert claimer.stdin is not None
        claimer.stdin.write("go\n")
        claimer.stdin.flush()
    return claimers


async def _look(opened: Database) -> float:
    """Seconds for everything a round of the scheduler asks when nothing is due."""
    begun = perf_counter()
    await opened.next_due()
    await opened.tenants_due(opened.clock.now())
    await opened.claim("nobody", 16, 60.0)
    return perf_counter() - begun
