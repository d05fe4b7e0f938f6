"""Kill the program around the close of a secret poll, and look what is left of it.

    python -m tests.faults.kill_closing --kills 100 --engine postgresql

Each time a few people vote, then the poll closes, and the process is killed at a random moment from
the votes to the end of wiping. The next one carries on. At no moment is a poll closed without an
outcome, or is there an outcome with a ballot or the key beside it; and every vote that was
acknowledged is counted.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.errors import AlreadyDone
from bot.domain.poll_manner import Manner
from bot.services import poll_running, poll_voting
from storage.database import Database
from tests.faults.kill_voting import FORK, RING, _in_child, _kill, empty_database
from tests.faults.relink import rows_of
from tests.storage import records
from tests.storage.records import LEADER, TENANT

VOTERS = tuple(f"UVOTER{number}" for number in range(12))
SECRET = Manner(is_secret=True)
LONGEST = 0.05


@dataclass
class Outcome:
    """What came out: polls that broke a promise, and how many were killed at which stage."""

    broken: int = 0
    open: int = 0
    closed: int = 0


def choice(voter: str) -> str:
    """What this person votes for."""
    return str(1 + VOTERS.index(voter) % 3)


def run(kills: int, engine: str, seed: int = 0) -> Outcome:
    """Do it so many times, each with a poll of its own."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as name, empty_database(engine, Path(name)) as url:
        for number in range(kills):
            poll = _in_child(_prepare, url, number, Path(name) / "asked")
            notes = Path(name) / f"notes-{number}"
            process = FORK.Process(target=_votes_and_closes, args=(url, poll, notes), daemon=True)
            process.start()
            _wait_for(notes)
            time.sleep(chance.uniform(0.0, LONGEST))
            _kill(process)
            _look(url, poll, outcome)
            told = _in_child(_finish, url, poll, Path(name) / "told")
            noted = notes.read_text().split()
            outcome.broken += not _keeps(told, noted)
    return outcome


def _wait_for(notes: Path) -> None:
    """Until the first vote was acknowledged: starting up is not what is tried here."""
    for _ in range(30_000):
        if notes.exists() and notes.stat().st_size:
            return
        time.sleep(0.001)
    raise TimeoutError


def _look(url: str, poll: str, outcome: Outcome) -> None:
    """What lies in the tables right after the kill."""
    rows = rows_of(url)
    (state,) = (row["state"] for row in rows["polls"] if row["id"] == poll)
    kept, keys, ballots = (
        sum(row["poll"] == poll for row in rows[table])
        for table in ("poll_outcomes", "poll_keys", "secret_ballots")
    )
    if state == "open":
        outcome.open += 1
        outcome.broken += (kept, keys) != (0, 1)
    else:
        outcome.closed += 1
        outcome.broken += (kept, keys, ballots) != (1, 0, 0)


def _keeps(told: dict[str, list[str]], noted: list[str]) -> bool:
    """Whether those acknowledged are among the ones that count, and choices fit their voters."""
    counts = Counter(choice(voter) for voter in told["answered"])
    shown = counts if len(told["answered"]) >= 5 else Counter()
    return set(noted) <= set(told["answered"]) and Counter(told["words"]) == shown


def _votes_and_closes(url: str, poll: str, notes: Path) -> None:
    logging.disable(logging.WARNING)
    asyncio.run(_voting_and_closing(url, poll, notes))


async def _voting_and_closing(url: str, poll: str, notes: Path) -> None:
    door = Database.open(url, RING, SystemClock()).of(TENANT)
    descriptor = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    async def vote(voter: str) -> None:
        await door.write(poll_voting.cast_vote, voter, poll, choice(voter))
        os.write(descriptor, f"{voter}\n".encode())

    await asyncio.gather(*map(vote, VOTERS[:6]))
    await asyncio.sleep(random.uniform(0.0, LONGEST))
    late = [asyncio.create_task(vote(voter)) for voter in VOTERS[6:]]
    await door.write(poll_running.close, LEADER, poll)
    await asyncio.gather(*late, return_exceptions=True)
    await asyncio.sleep(60)


# In children of their own, so that the parent can be forked safely.


async def _prepare(url: str, _number: object) -> str:
    database = Database.open(url, RING, SystemClock())
    poll = await database.of(TENANT).write(
        lambda uow: records.poll(uow, manner=SECRET, voters=VOTERS)
    )
    await database.close()
    return poll.id


async def _finish(url: str, poll: object) -> dict[str, list[str]]:
    database = Database.open(url, RING, SystemClock())
    door = database.of(TENANT)
    with contextlib.suppress(AlreadyDone):  # it was closed before the kill
        await door.write(poll_running.close, LEADER, str(poll))
    found = await door.read(lambda uow: uow.polls.ballots(str(poll)))
    await database.close()
    return {"answered": sorted(found.answered), "words": [c.word() for c in found.unnamed]}


def main() -> int:
    """Print the figures; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    outcome = run(given.kills, given.engine, given.seed)
    print(  # noqa: T201
        f"{given.engine}: {outcome.open} killed before the close, {outcome.closed} after it, "
        f"{outcome.broken} broken"
    )
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
