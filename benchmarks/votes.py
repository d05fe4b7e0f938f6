"""Votes through the service layer, beside a bare loop with one durable transaction per vote."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.services import poll_voting
from storage.database import Door
from tests.postgres import server

from . import peers, seed
from .measure import Run, take_turns, versus
from .payloads import TEAM
from .table import AtLeast, AtMost, Row

VOTES = 4000


def rows(rounds: int) -> Iterator[Row]:
    """Both databases, each beside its own bare driver."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        yield from _beside(
            rounds,
            "SQLite",
            lambda: through_services(home),
            lambda: peers.sqlite_loop(home, VOTES),
            "bare sqlite3 loop",
        )
    with server() as postgres, tempfile.TemporaryDirectory() as folder:
        home, url = Path(folder), postgres.url()
        yield from _beside(
            rounds,
            "PostgreSQL",
            lambda: through_services(home, url),
            lambda: peers.postgres_loops(url, VOTES),
            "16 bare psycopg loops",
        )


def _beside(
    rounds: int, engine: str, ours: Callable[[], Run], bare: Callable[[], Run], peer: str
) -> Iterator[Row]:
    votes, bare_votes = take_turns(rounds, ours, bare)
    yield versus(
        f"votes through the services on {engine}, 16 at once, durable",
        [run.per_second for run in votes],
        [run.per_second for run in bare_votes],
        goal=AtLeast(1.0),
        unit="/s",
        peer=peer,
    )
    yield Row(
        f"… how long such a vote takes on {engine}, p99",
        median(run.p99_ms for run in votes),
        AtMost(20),
        unit="ms",
        peer=f"{peer}: {median(run.p99_ms for run in bare_votes):.2f} ms",
    )


def through_services(home: Path, url: str = "") -> Run:
    """Sixteen voters at once, each waiting for the commit before voting again."""
    return asyncio.run(_through_services(home, url))


async def _through_services(home: Path, url: str) -> Run:
    async with seed.database(home, url) as opened:
        door = opened.of(TEAM)
        poll = await door.write(seed.add_open_poll, seed.VOTERS)
        begun = perf_counter()
        taken = await asyncio.gather(*(_keep_voting(door, poll.id, voter) for voter in seed.VOTERS))
        seconds = perf_counter() - begun
    each = [one for voter in taken for one in voter]
    return Run.of(each, seconds)


async def _keep_voting(door: Door, poll: str, voter: str) -> list[float]:
    taken = []
    choices = cycle("123")
    for _ in range(VOTES // len(seed.VOTERS)):
        begun = perf_counter()
        await door.write(poll_voting.cast_vote, voter, poll, next(choices))
        taken.append(perf_counter() - begun)
    return taken
