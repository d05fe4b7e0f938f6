"""The limits that votes are measured beside: a bare loop, one durable transaction per vote."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from time import perf_counter

import psycopg

from .measure import Run, seconds

TABLE = """
CREATE TABLE IF NOT EXISTS vote (
    tenant text NOT NULL, poll text NOT NULL, voter text NOT NULL, choice text NOT NULL,
    cast_at text NOT NULL, PRIMARY KEY (tenant, poll, voter)
)
"""
UPSERT = """
INSERT INTO vote (tenant, poll, voter, choice, cast_at) VALUES ({0}, {0}, {0}, {0}, {0})
ON CONFLICT (tenant, poll, voter)
DO UPDATE SET choice = excluded.choice, cast_at = excluded.cast_at
"""
ON_SQLITE = UPSERT.format("?")
ON_POSTGRES = UPSERT.format("%s")
VOTERS = 16

Vote = tuple[str, str, str, str, str]


def votes(number: int) -> Iterator[Vote]:
    """Sixteen voters of one poll who keep changing their minds."""
    for turn in range(number):
        yield "T1", "P1", f"U{turn % VOTERS:03}", f"O{turn % 3}", f"2026-01-05T10:00:{turn:06}"


def sqlite_loop(folder: Path, number: int) -> Run:
    """Votes a second through `sqlite3` alone: WAL, `synchronous=FULL`, one commit per vote."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute(TABLE)
        begun = perf_counter()
        taken = [seconds(partial(_vote, bare, vote)) for vote in votes(number)]
        return Run.of(taken, perf_counter() - begun)


def _vote(bare: sqlite3.Connection, vote: Vote) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute(ON_SQLITE, vote)
    bare.execute("COMMIT")


def postgres_loops(url: str, number: int) -> Run:
    """Votes a second through psycopg alone: sixteen connections at once, one commit per vote."""
    return asyncio.run(_postgres_loops(url, number))


async def _postgres_loops(url: str, number: int) -> Run:
    waiting = votes(number)
    async with await psycopg.AsyncConnection.connect(url) as bare:
        await bare.execute(TABLE)
    voters = [await psycopg.AsyncConnection.connect(url) for _ in range(VOTERS)]
    begun = perf_counter()
    taken = await asyncio.gather(*(_keep_voting(voter, waiting) for voter in voters))
    run = Run.of([one for voter in taken for one in voter], perf_counter() - begun)
    for voter in voters:
        await voter.close()
    return run


async def _keep_voting(voter: psycopg.AsyncConnection, waiting: Iterator[Vote]) -> list[float]:
    taken = []
    for vote in waiting:
        begun = perf_counter()
        await voter.execute(ON_POSTGRES, vote)
        await voter.commit()
        taken.append(perf_counter() - begun)
    return taken
