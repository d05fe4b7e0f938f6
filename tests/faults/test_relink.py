"""Who chose what in a secret poll? An attack with everything there is, before and after the close.

Sixty people vote through the whole bot in a random order, some of them twice; the result is told
for the core team and the others apart. The bound: by no order that anything has are more voters
paired with their choice than by guessing, in all and in each group, within five standard deviations
of a random permutation; nothing joins a voter and a choice; and no byte of a ballot or its key is
left.
"""

import io
import json
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from bot.clock import MovableClock
from bot.demo import Stage
from bot.domain.choices import Choice
from bot.domain.poll_items import Item, Option
from bot.domain.poll_manner import Manner, Reasons
from bot.domain.polls import Poll
from bot.services import poll_running
from bot.services.ports import UnitOfWork
from sandbox.models import Person as Colleague
from storage import postgres, secret_ballots, sqlite
from storage.keys import KEY_BYTES, KeyRing
from storage.secret_ballots import PollKey
from tests.faults import relink
from tests.faults.courier import Act, Courier, picked, typed
from tests.faults.relink import LIMIT, Evidence
from tests.faults.relink_bytes import by_remains
from tests.faults.secret_polls import drafted, posted
from tests.faults.things import LEADER
from tests.postgres import Server
from tests.scenarios.morning import MORNING

VOTERS = tuple(f"UVOTER{number:03}" for number in range(60))
TEAM = VOTERS[::4]
# Long enough to be found wherever they lie.
CHOICES = ("910001", "910002", "910003")
AGAIN = 12
WITH_REASON = 8


@dataclass
class Vote:
    """A secret poll in which all have voted, and what only we know."""

    stage: Stage
    poll: Poll
    url: str
    home: Path
    server: Server | None
    logs: io.StringIO
    truth: dict[str, str]
    order: list[str]
    changed: set[str]
    remains: set[bytes]

    @property
    def ring(self) -> KeyRing:
        assert self.stage.bot is not None
        return self.stage.bot.database.ring

    @property
    def tenant(self) -> str:
        return self.stage.sandbox.world.workspace.team_id

    @property
    def where(self) -> tuple[str, str, Sequence[str], int]:
        """What an attacker knows of the ballots: whose they are, and how long."""
        key = PollKey(self.tenant, self.poll.id, bytes(2 * KEY_BYTES))
        ballot = key.seal(Choice(()), "", secret_ballots.room_of(self.poll))
        return self.tenant, self.poll.id, VOTERS, len(ballot)

    def evidence(self, *, with_key: bool) -> Evidence:
        rows = relink.rows_of(self.url, self.ring if with_key else None)
        return Evidence(VOTERS, CHOICES, rows, self.logs.getvalue(), self.files())

    def files(self) -> bytes:
        return relink.files_of(self.url, self.home, self.server)

    def remember(self) -> None:
        """What of key and ballots lies in the tables now."""
        rows = relink.rows_of(self.url)
        for row in rows["secret_ballots"]:
            if row["poll"] == self.poll.id:
                self.remains |= {row["handle"].encode(), *chunks(row["content"].encode())}
        for row in rows["poll_keys"]:
            if row["poll"] == self.poll.id:
                self.remains |= chunks(bytes(row["content"])[20:])

    async def closes(self) -> None:
        assert self.stage.bot is not None
        door = self.stage.bot.database.of(self.tenant)
        await door.write(poll_running.close, LEADER, self.poll.id)
        self.stage.bot.parley.wake()
        await self.stage.settled()


def chunks(content: bytes, size: int = 24) -> set[bytes]:
    """Pieces from all over a ballot: part of it may be overwritten."""
    return {content[at : at + size] for at in range(0, len(content) - size, size)}


@pytest.fixture(params=["sqlite", "sqlite-wal", "postgresql"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each engine, SQLite with either journal."""
    name, _, journal = request.param.partition("-")
    monkeypatch.setattr(sqlite, "is_wal_safe", lambda: bool(journal))
    return name


@pytest.fixture
async def vote(
    engine: str,
    database_url: str,
    tmp_path: Path,
    logs: io.StringIO,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Vote]:
    """Sixty have voted; the poll is open."""
    server = request.getfixturevalue("postgresql") if engine == "postgresql" else None
    stage = Stage(MovableClock(MORNING))
    stage.sandbox.world.rates.scale = None
    for number, voter in enumerate(VOTERS):
        person = Colleague(voter, f"voter{number}", f"Voter {number}")
        stage.sandbox.world.workspace.add_person(replace(person))
    async with stage.open(tmp_path, database_url) as opened:
        assert opened.bot is not None
        url = opened.bot.settings.database_url
        door = opened.bot.database.of(opened.sandbox.world.workspace.team_id)
        poll = await door.write(asked)
        # A ballot of another poll keeps the tables from being emptied at the close.
        other = await door.write(asked)
        opened.bot.parley.wake()
        await opened.settled()
        case = Vote(opened, poll, url, tmp_path, server, logs, {}, [], set(), set())
        await votes(Courier(opened), case, other)
        yield case


def asked(uow: UnitOfWork) -> Poll:
    """A secret poll that takes votes."""
    manner = Manner(is_secret=True, reasons=Reasons.OPTIONAL, by_group=True)
    poll = drafted(uow, VOTERS, manner, TEAM)
    options = tuple(
        Option(choice, option.text) for choice, option in zip(CHOICES, poll.options, strict=True)
    )
    uow.polls.save(replace(poll, options=options, items=(Item("2", "What else?"),)))
    return posted(uow, poll)


async def votes(courier: Courier, case: Vote, other: Poll) -> None:
    """All of them, in an order of their own; some change their mind, some write a comment."""
    chance = random.Random(7)
    case.order = chance.sample(VOTERS, len(VOTERS))
    again = chance.sample(VOTERS, AGAIN)
    case.changed.update(again)
    for number, voter in enumerate((*case.order, *again)):
        case.truth[voter] = choice = chance.choice(CHOICES)
        if number < WITH_REASON:
            values = {
                "choice": picked(choice),
                "reason": typed(f"Because {number}, " * 30),
                "item-2-reason": typed(f"And {number} " * 60),
            }
            act = Act("submit", "polls.cast", (case.poll.id,), values=values)
        else:
            act = Act("action", "polls.vote", (case.poll.id, choice), where="message")
        assert "Your answer is in." in (await courier.sends(voter, act)).text
        if number in (20, len(VOTERS) - 1):
            case.remember()
        case.stage.clock.move(chance.uniform(1, 40))
    case.remember()
    await courier.sends(VOTERS[0], Act("action", "polls.vote", (other.id, CHOICES[0])))
    if case.server:
        # As the server would by itself, sooner or later.
        with psycopg.connect(postgres.address(case.url), autocommit=True) as connection:
            connection.execute("ANALYZE")


def left(case: Vote, data: bytes) -> list[bytes]:
    return [piece for piece in case.remains if piece in data]


async def test_after_the_close_links_are_as_good_as_guesses(vote: Vote) -> None:
    assert left(vote, vote.files()), "nothing was looked for"
    await vote.closes()
    for with_key in (False, True):
        found = vote.evidence(with_key=with_key)
        best = relink.by_order(found, vote.truth)
        assert best.excess < LIMIT, best
        assert relink.by_equality(found) == {}
        # What came out is there for whoever has the key, so the attack has something to go by.
        assert (best.about != "nothing") is with_key
    inside = relink.in_groups(found, vote.truth, vote.poll.id)
    assert inside.about != "nothing"
    assert inside.excess < LIMIT, inside
    assert relink.by_key(found.rows, vote.poll.id, VOTERS) == {}
    assert by_remains(found.files, vote.ring, *vote.where) == {}
    assert left(vote, found.files) == []
    assert not [voter for voter in VOTERS if voter in vote.logs.getvalue()]


async def test_before_the_close_the_key_is_needed_and_is_enough(vote: Vote) -> None:
    closed = vote.evidence(with_key=False)
    assert relink.by_order(closed, vote.truth).about == "nothing"
    assert relink.by_equality(closed) == {}
    opened = vote.evidence(with_key=True)
    assert relink.by_key(opened.rows, vote.poll.id, VOTERS) == vote.truth
    assert by_remains(opened.files, vote.ring, *vote.where)
    wrong = KeyRing({vote.ring.current: bytes(32)})
    assert by_remains(opened.files, wrong, *vote.where) == {}


async def test_postgresqls_write_ahead_log_gives_all_away_with_the_key_and_nothing_without(
    vote: Vote,
) -> None:
    """Beyond our reach; the promise on the poll says so."""
    await vote.closes()
    if vote.server is None:
        # SQLite's journal is wiped: there is nothing of it to be read.
        assert_wiped(vote)
        return
    data, where = relink.log_of(vote.server), vote.where
    linked = by_remains(data, vote.ring, *where)
    assert linked.keys() == vote.truth.keys()
    # Of a change the log has only what differs, so our attacker finds the vote before it.
    assert {voter for voter in linked if linked[voter] != vote.truth[voter]} <= vote.changed
    assert by_remains(data, KeyRing({vote.ring.current: bytes(32)}), *where) == {}
    assert Evidence(VOTERS, CHOICES).choices_in(data.decode("latin-1")) == []


def assert_wiped(vote: Vote) -> None:
    """No file has a piece of a ballot or of the key."""
    assert left(vote, vote.evidence(with_key=True).files) == []


@pytest.mark.parametrize("how", ["order", "time", "value", "line"])
async def test_a_planted_leak_is_found(vote: Vote, how: str) -> None:
    """Else the attack would prove nothing."""
    await vote.closes()
    found = vote.evidence(with_key=True)
    first = vote.order
    seen = [{"voter": voter, "at": at} for at, voter in enumerate(first, start=10**6)]
    told = [{"choice": vote.truth[voter], "at": 10**6 + at} for at, voter in enumerate(first)]
    if how == "line":
        lines = (
            f"ballot-{at}-x {voter}\nballot-{at}-x {vote.truth[voter]}\n"
            for at, voter in enumerate(first)
        )
        found.logs += "".join(lines)
    elif how == "value":
        mixed = random.Random(1).sample(told, len(told))
        found.rows = {**found.rows, "planted_who": seen, "planted_what": mixed}
        assert relink.by_equality(found) == vote.truth
        return
    else:
        if how == "time":
            seen, told = (random.Random(n).sample(r, len(r)) for n, r in ((1, seen), (2, told)))
        found.rows = {**found.rows, "planted_who": seen, "planted_what": told}
    if how == "line":
        assert relink.by_equality(found) == vote.truth
    assert relink.by_order(found, vote.truth).right == len(VOTERS)


async def test_a_leak_inside_a_group_is_found(vote: Vote) -> None:
    """Words of a group as they came in, beside its members as they came in."""
    await vote.closes()
    found = vote.evidence(with_key=True)
    kept = json.loads(found.rows["poll_outcomes"][0]["content"])
    kept["apart"] = {
        group: [vote.truth[voter] for voter in vote.order if (voter in TEAM) is is_core]
        for group, is_core in (("core team", True), ("others", False))
    }
    leaky = {**found.rows["poll_outcomes"][0], "content": json.dumps(kept)}
    seen = [{"voter": voter} for voter in vote.order]
    found.rows = {**found.rows, "poll_outcomes": [leaky], "planted_who": seen}
    assert relink.in_groups(found, vote.truth, vote.poll.id).right == len(VOTERS) - len(TEAM)
