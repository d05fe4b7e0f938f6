"""Kill senders at random moments and count what reached Slack.

    python -m tests.faults.kill_sender --kills 200 --engine postgresql --replicas 3 --lookup

Replicas share one outbox; a fake Slack in a process of its own drops answers, fails and goes on
when its clients die. Half of the errands are reminders (said again when in doubt), half are poll
posts (never said again in doubt: somebody is asked).
"""

import argparse
import asyncio
import contextlib
import json
import logging
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.audience import Content
from bot.domain.outbox import Errand, State
from bot.jobs import Scheduler
from bot.services.ports import UnitOfWork
from handlers.sender import Pace, Sender
from handlers.slack import Slack, open_session
from handlers.speaking import Speaker, Speakers
from storage.database import Database
from storage.keys import KeyRing
from tests import postgres
from tests.faults.kill_figures import OPEN, Plan, Result
from tests.faults.outbox import FAST, TENANT, hello

PACE = Pace(lease=3.0, timeout=1.0, margin=0.5, slots=12)
RING = KeyRing({"test": bytes(32)})
SPAWN = multiprocessing.get_context("fork")


# One replica


def replica(url: str, slack_url: str) -> None:
    """Send until killed."""
    logging.disable(logging.WARNING)
    asyncio.run(_replica(url, slack_url))


async def _replica(url: str, slack_url: str) -> None:
    clock, speakers = SystemClock(), Speakers()
    speakers.say("reminder", Speaker(hello, holds=Content.HARMLESS))
    speakers.say("poll", Speaker(hello, when_unknown="ask", holds=Content.HARMLESS))
    database = Database.open(url, RING, clock)
    async with open_session(PACE.timeout) as session:
        slack = Slack("xoxb-test", slack_url, session, FAST)
        await slack.hello()
        sender = Sender(database, lambda _: slack, speakers, clock, PACE)
        Scheduler(database, sender, clock, {}).start()
        await asyncio.Event().wait()


# The run


async def _fill(url: str, plan: Plan, seconds: float) -> None:
    clock = SystemClock()
    database = Database.open(url, RING, clock)
    start = clock.now()
    step = seconds / plan.messages

    def add(uow: UnitOfWork, first: int, last: int) -> None:
        for n in range(first, last):
            kind, to = ("reminder", f"U{n % 40}") if n % 2 else ("poll", f"C{n % 40}")
            due = start + timedelta(seconds=n * step)
            uow.outbox.add(Errand(kind, to, {}, f"k{n}", due, id=f"row{n}"))

    for first in range(0, plan.messages, 500):
        last = min(first + 500, plan.messages)
        await database.of(TENANT).write(add, first, last)
    await database.close()


async def _read(url: str, plan: Plan) -> list[Errand]:
    database = Database.open(url, RING, SystemClock())

    def rows(uow: UnitOfWork) -> list[Errand]:
        return [uow.outbox.get(f"row{n}") for n in range(plan.messages)]

    try:
        return await database.of(TENANT).read(rows)
    finally:
        await database.close()


def _in_child(work: Callable[..., None], *args: object) -> None:
    # Database threads must not live in the process that forks.
    child = SPAWN.Process(target=work, args=args)
    child.start()
    child.join()
    if child.exitcode:
        raise RuntimeError(f"child ended with {child.exitcode}")


def _fill_child(url: str, plan: Plan, seconds: float) -> None:
    logging.disable(logging.WARNING)
    asyncio.run(_fill(url, plan, seconds))


def _read_child(url: str, plan: Plan, into: str) -> None:
    logging.disable(logging.WARNING)
    rows = asyncio.run(_read(url, plan))
    keep = [(r.id, r.kind, r.state, r.attempts) for r in rows]
    Path(into).write_text(json.dumps(keep))


def _rows(url: str, plan: Plan, folder: Path) -> list[Errand]:
    into = folder / "rows.json"
    _in_child(_read_child, url, plan, str(into))
    now = SystemClock().now()
    return [
        Errand(kind, "", {}, "", now, id=row_id, state=State(state), attempts=attempts)
        for row_id, kind, state, attempts in json.loads(into.read_text())
    ]


class Replicas:
    """Processes that are killed and replaced."""

    def __init__(self, url: str, slack_url: str, count: int) -> None:
        self._target = (url, slack_url)
        self._running = [self._spawn() for _ in range(count)]

    def _spawn(self) -> multiprocessing.process.BaseProcess:
        child = SPAWN.Process(target=replica, args=self._target, daemon=True)
        child.start()
        return child

    def kill(self, place: int) -> None:
        """End one with SIGKILL and start another in its place."""
        self._end(self._running[place])
        self._running[place] = self._spawn()

    def revive(self) -> None:
        """Replace those that ended by themselves: a busy database may refuse a start."""
        for place, child in enumerate(self._running):
            if not child.is_alive():
                self._running[place] = self._spawn()

    def freeze(self, place: int, seconds: float) -> None:
        """Stop one for so long, then let it go on as if nothing had happened."""
        pid = self._running[place].pid
        if pid and self._running[place].is_alive():
            os.kill(pid, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(pid, signal.SIGCONT)

    def end(self) -> None:
        """End all."""
        for child in self._running:
            self._end(child)

    def _end(self, child: multiprocessing.process.BaseProcess) -> None:
        child.kill()
        child.join()


@contextlib.contextmanager
def fake_slack(plan: Plan) -> Iterator[str]:
    """The address of a fake Slack in a process of its own."""
    scopes = "chat:write,im:history,im:write,channels:history" if plan.lookup else "chat:write"
    command = [sys.executable, "-m", "tests.fakeslack", f"--seed={plan.seed}", f"--scopes={scopes}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


@contextlib.contextmanager
def outbox_url(engine: str, folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'parley.db'}"
        return
    with postgres.server() as server:
        yield server.url()


def _posts(slack_url: str) -> Counter[str]:
    with urllib.request.urlopen(slack_url.replace("/api/", "/report")) as answer:
        return Counter(json.load(answer)["counts"])


def _disturb(replicas: Replicas, plan: Plan) -> None:
    chance = random.Random(plan.seed)
    acts = ["kill"] * plan.kills + ["freeze"] * plan.freezes
    chance.shuffle(acts)
    for act in acts:
        time.sleep(chance.uniform(0.05, 0.4))
        replicas.revive()
        place = chance.randrange(plan.replicas)
        if act == "kill":
            replicas.kill(place)
        else:
            replicas.freeze(place, PACE.lease + 0.5)


def _settled(url: str, plan: Plan, folder: Path, patience: float = 120.0) -> list[Errand]:
    until = time.monotonic() + patience
    while True:
        rows = _rows(url, plan, folder)
        if time.monotonic() > until or not any(row.state in OPEN for row in rows):
            return rows
        time.sleep(0.5)


def run(plan: Plan) -> Result:
    """Do it, and hold the outbox against Slack."""
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as name,
        fake_slack(plan) as slack_url,
        outbox_url(plan.engine, Path(name)) as url,
    ):
        folder = Path(name)
        seconds = plan.kills * 0.23 + plan.freezes * (PACE.lease + 0.7)
        _in_child(_fill_child, url, plan, seconds)
        replicas = Replicas(url, slack_url, plan.replicas)
        try:
            _disturb(replicas, plan)
            replicas.revive()
            rows = _settled(url, plan, folder)
        finally:
            replicas.end()
        unfinished = [row.id for row in rows if row.state in OPEN]
        spent = time.monotonic() - started
        return Result(rows, _posts(slack_url), plan.kills, spent, unfinished)


def main() -> int:
    """Print the figures; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--lookup", action="store_true")
    parser.add_argument("--freezes", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    plan = Plan(
        given.kills, given.engine, given.replicas, given.lookup, given.seed, freezes=given.freezes
    )
    result = run(plan)
    figures = result.figures()
    told = ", ".join(f"{name} {number}" for name, number in figures.items())
    head = f"{plan.engine}, look-up {'on' if plan.lookup else 'off'}"
    print(json.dumps(figures) if given.json else f"{head}: {told}")  # noqa: T201
    return 0 if result.keeps_promise(plan.lookup) else 1


if __name__ == "__main__":
    raise SystemExit(main())
