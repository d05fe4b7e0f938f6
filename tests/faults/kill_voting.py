"""Kill replicas at random moments while people vote, and count the votes afterwards.

    python -m tests.faults.kill_voting --kills 200 --engine postgresql --replicas 3

Sixteen people vote at once through each replica. A vote that was not acknowledged is delivered
again, as Slack does. Beside each vote a counter goes up in the same transaction, so that a vote
that was lost, and one that counted twice, both show.
"""

import argparse
import asyncio
import json
import logging
import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.domain.errors import Replayed
from bot.domain.polls import Poll
from bot.services import poll_voting
from bot.services.ports import UnitOfWork
from storage.database import Database, Door
from storage.keys import KeyRing
from tests import postgres
from tests.storage import records
from tests.storage.records import TENANT

RING = KeyRing({"test": bytes(32)})
FORK = multiprocessing.get_context("fork")
AT_ONCE = 16
PLACES = 400  # people in the poll of one replica, who vote again and again
OPTIONS = 3


@dataclass(frozen=True)
class Plan:
    """What to do."""

    kills: int
    engine: str = "sqlite"
    replicas: int = 1
    seed: int = 0
    shortest: float = 0.02
    longest: float = 0.35


@dataclass(frozen=True)
class Outcome:
    """What came out."""

    kills: int
    acknowledged: int
    lost: int
    doubled: int
    wrong: int
    seconds: float

    @property
    def keeps_promise(self) -> bool:
        """Whether every acknowledged vote is there once, and something was tried at all."""
        return self.acknowledged > 0 and not (self.lost or self.doubled or self.wrong)


# One replica


def replica(url: str, poll_id: str, record: str, notes: Path) -> None:
    """Vote until killed; every acknowledged delivery is noted before the next one."""
    logging.disable(logging.WARNING)
    asyncio.run(_replica(url, poll_id, record, notes, last=None))


async def _replica(url: str, poll_id: str, record: str, notes: Path, last: int | None) -> None:
    done = acknowledged(notes)
    todo = (n for n in (count() if last is None else range(last + 1)) if n not in done)
    database = Database.open(url, RING, SystemClock())
    descriptor = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    async def keep_voting() -> None:
        for n in todo:
            await deliver(database.of(TENANT), poll_id, record, n)
            os.write(descriptor, b"%d\n" % n)

    await asyncio.gather(*(keep_voting() for _ in range(AT_ONCE)))
    os.close(descriptor)
    await database.close()


async def deliver(door: Door, poll_id: str, record: str, n: int) -> None:
    """One delivery of a vote; one that was handled before is fine too."""
    try:
        await door.write_once(f"{poll_id}:{n}", vote, poll_id, record, n)
    except Replayed:
        return


def vote(uow: UnitOfWork, poll_id: str, record: str, n: int) -> None:
    """The vote, and a counter that is not the same when it goes up twice."""
    voter = f"U{n % PLACES}"
    poll_voting.cast_vote(uow, voter, poll_id, choice(n))
    uow.prep.save(record, voter, {"n": str(n)}, voter)


def choice(n: int) -> str:
    """What the n-th delivery votes for."""
    return str(n // PLACES % OPTIONS + 1)


def acknowledged(notes: Path) -> set[int]:
    """The deliveries that were acknowledged to this replica's voters."""
    return {int(line) for line in notes.read_text().splitlines()} if notes.exists() else set()


# The run


@contextmanager
def empty_database(engine: str, folder: Path) -> Iterator[str]:
    """The address of a new database."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'parley.db'}"
        return
    with postgres.server() as server:
        yield server.url()


def run(plan: Plan) -> Outcome:
    """Do it, and count."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name, empty_database(plan.engine, Path(name)) as url:
        asked = _in_child(_prepare, url, plan.replicas, Path(name) / "asked")
        notes = [Path(name) / f"notes-{n}" for n in range(plan.replicas)]
        _disturb(plan, [(url, *pair, note) for pair, note in zip(asked, notes, strict=True)])
        # What was under way at the last kill is delivered once more.
        for (poll_id, record), note in zip(asked, notes, strict=True):
            last = max(acknowledged(note), default=0) + AT_ONCE
            _in_child(_finish, url, (poll_id, record, str(note), last), Path(name) / "finished")
        counted = _in_child(_count, url, asked, Path(name) / "counted")
        made = [len(acknowledged(note)) for note in notes]
    outcome = Outcome(plan.kills, sum(made), 0, 0, 0, time.monotonic() - begun)
    for number, rows in zip(made, counted, strict=True):
        outcome = _held_against(outcome, number, rows)
    return outcome


def _held_against(outcome: Outcome, made: int, rows: dict[str, list[object]]) -> Outcome:
    """Each person's counter and vote, beside what was acknowledged to them."""
    lost = doubled = wrong = 0
    for place in range(min(PLACES, made)):
        expected = len(range(place, made, PLACES))
        counted, chosen = rows.get(f"U{place}", [0, None])
        assert isinstance(counted, int)
        lost += max(0, expected - counted)
        doubled += max(0, counted - expected)
        wrong += chosen != choice(range(place, made, PLACES)[-1])
    return replace(
        outcome,
        lost=outcome.lost + lost,
        doubled=outcome.doubled + doubled,
        wrong=outcome.wrong + wrong,
    )


def _disturb(plan: Plan, replicas: list[tuple[str, str, str, Path]]) -> None:
    """Let them vote, and kill one after the other at random moments."""
    chance = random.Random(plan.seed)
    running = [_started(arguments) for arguments in replicas]
    for _ in range(plan.kills):
        time.sleep(chance.uniform(plan.shortest, plan.longest))
        at = chance.randrange(len(running))
        _kill(running[at])
        running[at] = _started(replicas[at])
    time.sleep(plan.longest)
    for process in running:
        _kill(process)


def _started(arguments: tuple[str, str, str, Path]) -> BaseProcess:
    process = FORK.Process(target=replica, args=arguments, daemon=True)
    process.start()
    return process


def _kill(process: BaseProcess) -> None:
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()


# What touches the database runs in children of its own, so that the parent can be forked safely.


def _in_child(
    work: Callable[[str, Any], Coroutine[Any, Any, Any]], url: str, what: object, answer: Path
) -> Any:
    def child() -> None:
        logging.disable(logging.WARNING)
        answer.write_text(json.dumps(asyncio.run(work(url, what))))

    process = FORK.Process(target=child)
    process.start()
    process.join()
    assert process.exitcode == 0, work
    return json.loads(answer.read_text())


async def _prepare(url: str, number: int) -> list[tuple[str, str]]:
    database = Database.open(url, RING, SystemClock())
    voters = tuple(f"U{n}" for n in range(PLACES))

    def ask(uow: UnitOfWork) -> Poll:
        return records.poll(uow, voters=voters)

    asked = [await database.of(TENANT).write(ask) for _ in range(number)]
    await database.close()
    return [(poll.id, poll.negotiation) for poll in asked]


async def _finish(url: str, what: tuple[str, str, str, int]) -> None:
    poll_id, record, notes, last = what
    await _replica(url, poll_id, record, Path(notes), last)


async def _count(url: str, asked: list[tuple[str, str]]) -> list[dict[str, tuple[int, str]]]:
    database = Database.open(url, RING, SystemClock())

    def look(uow: UnitOfWork, poll_id: str, record: str) -> dict[str, tuple[int, str]]:
        votes, book = uow.polls.ballots(poll_id).by_voter, uow.prep.workbook(record)
        return {
            voter: (number, votes[voter].word() if voter in votes else "")
            for voter, number in book.versions.items()
        }

    counted = [await database.of(TENANT).read(look, *pair) for pair in asked]
    await database.close()
    return counted


def main() -> int:
    """Print the figures; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    outcome = run(Plan(given.kills, given.engine, given.replicas, given.seed))
    print(  # noqa: T201
        f"{given.engine}, {given.replicas} replicas: {outcome.kills} kills, "
        f"{outcome.acknowledged} acknowledged, {outcome.lost} lost, {outcome.doubled} doubled, "
        f"{outcome.wrong} with another choice, {outcome.seconds:.0f} s"
    )
    return 0 if outcome.keeps_promise else 1


if __name__ == "__main__":
    raise SystemExit(main())
