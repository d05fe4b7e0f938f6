"""Records to measure with: an open poll, and an outbox with many rows that are not due."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import psycopg

from bot.clock import SystemClock
from bot.domain.negotiations import RecordForm
from bot.domain.outbox import Errand
from bot.domain.people import Person
from bot.domain.poll_forms import PollForm
from bot.domain.poll_manner import Manner
from bot.domain.polls import Audience, Poll
from bot.services import negotiations, polls
from bot.services.ports import UnitOfWork
from storage.database import Database
from storage.keys import KeyRing, load

from .payloads import TEAM
from .slack import MEMBERS

LEADER = MEMBERS[0]
VOTERS = tuple(MEMBERS[1:17])
CHANNEL = "C1"
KIND = "bench.say"
FILE = "parley.db"

_COPY = """
INSERT INTO outbox (
    tenant, id, kind, recipient, args, dedupe_key, not_before, state, attempts, created_at
)
SELECT tenant, 'future-' || n, kind, recipient, args, 'future-' || n,
       not_before + n * 1000, state, 0, created_at
FROM outbox, numbers
WHERE dedupe_key = 'seed'
"""
_COUNT = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {}) "


@asynccontextmanager
async def database(home: Path, url: str = "") -> AsyncIterator[Database]:
    """The database of a home folder, or of an address, as the bot opens it."""
    opened = Database.open(url or f"sqlite:///{home / FILE}", ring(home), SystemClock())
    try:
        yield opened
    finally:
        await opened.close()


def ring(home: Path) -> KeyRing:
    """The keys that the bot will find in this home folder."""
    return load(None, home / "parley.key")


def add_open_poll(uow: UnitOfWork, voters: tuple[str, ...], manner: Manner | None = None) -> Poll:
    """A record and a poll that takes these people's votes, its message promised."""
    record = negotiations.create(uow, LEADER, RecordForm("Renewal", "Acme", channel=CHANNEL))
    form = PollForm(
        question="Which of these should move first?",
        options="Price\nTiming\nScope",
        use="To set our priorities for the talks.",
        audience=Audience.PICKED,
        channel=CHANNEL,
        closes_at=uow.now + timedelta(days=2),
        people=voters,
        feedback_by=uow.now + timedelta(days=3),
        manner=manner or Manner(),
    )
    poll = polls.prepare(uow, LEADER, record.id, form)
    return polls.post(uow, LEADER, poll.id, [Person(voter, voter) for voter in voters])


def add_due_errands(uow: UnitOfWork, number: int) -> None:
    """Errands that are due already."""
    for n in range(number):
        uow.outbox.add(Errand(KIND, LEADER, {"n": str(n)}, f"bench:{uow.new_id()}", uow.now))


async def add_future_rows(home: Path, url: str, number: int) -> None:
    """So many errands that fall due from tomorrow on, a millisecond apart."""
    async with database(home, url) as opened:
        await opened.of(TEAM).write(_add_seed)
    copy = _COUNT.format(number) + _COPY
    if url:
        with psycopg.connect(url) as postgres:
            postgres.execute("SELECT set_config('parley.tenant', '*', true)")
            postgres.execute(copy)
            postgres.commit()
            postgres.autocommit = True
            postgres.execute("VACUUM ANALYZE outbox")
        return
    with closing(sqlite3.connect(home / FILE)) as sqlite:
        sqlite.execute(copy)
        sqlite.commit()


def _add_seed(uow: UnitOfWork) -> None:
    due = uow.now + timedelta(days=1)
    uow.outbox.add(Errand(KIND, LEADER, {"n": "0"}, "seed", due))
