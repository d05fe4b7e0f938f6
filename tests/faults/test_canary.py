"""Distinctive words in everything that is sealed, and a search for them wherever they must not be.

They are typed through the real forms; then the time goes by until all that Parley says of its
own accord has been said, and everybody looks at everything that they can open.
"""

import io
import itertools
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot import log
from bot.clock import MovableClock
from bot.demo import Stage
from sandbox.traffic import Entry
from tests import postgres
from tests.faults import things as who
from tests.faults.conftest import populate
from tests.faults.courier import Act, Courier, picked
from tests.faults.drawn import answers, drawn, metadata_of, submission
from tests.faults.stored import planted
from tests.scenarios.conftest import MORNING

HOUR = 3600
# Whose words they are, by the form that they are typed into.
PREPARED, SPOKEN, NOTED, DRAFTED = "prepared", "spoken", "noted", "drafted"
DECIDED, ASKED, RECORDED, MET = "decided", "asked", "recorded", "met"
SEALED = frozenset({PREPARED, NOTED, DRAFTED, DECIDED})
# The leader's aim and questions stand in the calm card, unless the leader keeps them out.
CALM_CARD = {"target", "questions"}
FORMS = {
    "prep.save": PREPARED, "prep.save_all": PREPARED, "meetings.note": NOTED,
    "meetings.add": MET, "meetings.move": MET, "negotiations.create": RECORDED,
    "negotiations.save": RECORDED, "negotiations.move": RECORDED, "polls.create": ASKED,
    "decisions.create": DECIDED, "decisions.search": RECORDED, "cases.save": PREPARED,
}  # fmt: skip
# As the forms are filled in.
TEAM = (who.LEADER, who.CORE, who.VOTER)
VIEWS = ("views.open", "views.push", "views.update", "views.publish", "response_action")
OF_THE_RECORD = (
    "negotiations.open", "prep.open", "prep.limit", "meetings.plan", "cases.open", "cases.read",
)  # fmt: skip
IDS = ("value", "action_id", "block_id", "callback_id", "private_metadata", "external_id")


@dataclass
class Canaries:
    """Words that occur once in the world, by what they were typed into."""

    by_kind: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    serial: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def hatch(self, kind: str) -> str:
        """A new one."""
        word = f"kanari{next(self.serial):04d}x"
        self.by_kind[kind].append(word)
        return word

    def all(self) -> list[str]:
        return [word for words in self.by_kind.values() for word in words]

    def sealed(self) -> list[str]:
        return [word for kind in SEALED for word in self.by_kind[kind]]


@dataclass
class Witness:
    """Hears every call of the bot's with the person whose screen it is for, at that moment."""

    stage: Stage
    heard: list[tuple[Entry, str]] = field(default_factory=list)
    acting: str = ""

    def __call__(self, entry: Entry) -> None:
        if entry.direction == "to_bot" and entry.user:
            self.acting = entry.user
        if entry.direction == "from_bot":
            self.heard.append((entry, self._reader(entry)))

    def _reader(self, entry: Entry) -> str:
        world, request = self.stage.sandbox.world, entry.request
        if entry.kind == "views.publish":
            return str(request["user_id"])
        if entry.kind in ("views.open", "views.push"):
            return world.triggers.known[request["trigger_id"]].user
        if entry.kind == "views.update":
            views = {view.id: view.user for view in world.views.everything()}
            return views.get(request["view_id"], "nobody")
        return self.acting if entry.kind in ("response_action", "response_url") else ""


@dataclass
class Play:
    """What was typed, heard and logged."""

    stage: Stage
    canaries: Canaries
    witness: Witness
    logs: io.StringIO
    home: Path


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """All that Parley logs at LOG_LEVEL=DEBUG."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    log.set_up("DEBUG", stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers = handlers
    root.setLevel(level)


@pytest.fixture
async def play(database_url: str, tmp_path: Path, logs: io.StringIO) -> AsyncIterator[Play]:
    """The whole of it, played once per engine."""
    stage = Stage(MovableClock(MORNING))
    stage.sandbox.world.rates.scale = None
    populate(stage)
    canaries, witness = Canaries(), Witness(stage)
    stage.sandbox.world.traffic.listeners.append(witness)
    async with stage.open(tmp_path, database_url) as opened:
        courier = Courier(opened)
        things = await planted(opened)
        await types(courier, canaries, things)
        await drafts(courier, canaries, things)
        await lets_time_go_by(opened)
        await looks_at_everything(courier, things)
        await opened.settled()
        yield Play(opened, canaries, witness, logs, tmp_path)


async def types(courier: Courier, canaries: Canaries, things: who.Things) -> None:
    """Every form, a canary in each field."""
    now = int(courier.stage.clock.now().timestamp())
    for user, view in await drawn(courier, things):
        name = view["callback_id"].split(":")[0]
        values = answers(view, now, partial(_word, canaries, name))
        metadata = {k: v for k, v in metadata_of(view).items() if k != "base"}
        if name == "decisions.create":
            values["visibility"] = picked("only me")
        said = await courier.sends(user, submission(view, values, metadata))
        assert "errors" not in (said.answer.body or {}), said.answer.body


def _word(canaries: Canaries, form: str, name: str) -> str:
    kind = SPOKEN if name.split(".")[-1] in CALM_CARD else FORMS[form]
    words = [canaries.hatch(kind) for _ in range(2 if name == "options" else 1)]
    return "\n".join(words)


async def drafts(courier: Courier, canaries: Canaries, things: who.Things) -> None:
    """Typed, reported while typing, and never saved."""
    for kind, name, code, field_name in (
        ("action", "prep.draft", "P4", "reservation_point"),
        ("close", "prep.save", "P3", "batna"),
        ("action", "cases.draft", "new", "claim"),
        ("close", "cases.save", "message", "ask"),
    ):
        typed = {"type": "plain_text_input", "value": canaries.hatch(DRAFTED)}
        act = Act(kind, name, (things.record, code), values={field_name: typed})
        await courier.sends(who.LEADER, act)


async def lets_time_go_by(stage: Stage) -> None:
    """Reminders, calm cards, the close, the result, the question afterwards."""
    for hours in (6, 18, 12, 6, 5, 1, 1, 24, 24):
        await stage.sandbox.moves(hours * HOUR)


async def looks_at_everything(courier: Courier, things: who.Things) -> None:
    """As far as each may, and a little farther."""
    everywhere = (
        *(Act("word", word) for word in ("", "decisions", "meet", "calm")),
        Act("event", "app_home_opened"),
        *(Act("action", name, (things.record,)) for name in OF_THE_RECORD),
        Act("action", "prep.section", (things.record, "P3")),
        Act("action", "cases.sheet", (things.record, "message")),
        Act("action", "polls.open", (things.open,)),
        Act("action", "decisions.open", (things.decision,)),
    )
    for user in (who.LEADER, who.CORE, who.VOTER, who.OTHER):
        for act in everywhere:
            await courier.sends(user, act)


def holding(text: str | bytes, words: list[str]) -> list[str]:
    """Those of the words that are in it."""
    if isinstance(text, str):
        return [word for word in words if word in text]
    return [w for w in words if w.encode() in text or w.encode("utf-16-le") in text]


async def test_no_sealed_word_is_where_it_must_not_be(
    play: Play, engine: str, database_url: str, request: pytest.FixtureRequest
) -> None:
    words = play.canaries.all()
    assert len(words) >= 60
    check_that_the_owner_reads_them(play)
    check_files(play.home, words)
    if engine == "postgresql":
        check_dump(database_url, words)
        check_server(request.getfixturevalue("postgresql"), words)
    assert holding(play.logs.getvalue(), words) == []
    assert "Parley is ready" in play.logs.getvalue()
    check_payloads(play)
    await play.stage.bot.stop()  # type: ignore[union-attr]
    check_files(play.home, words)


def check_that_the_owner_reads_them(play: Play) -> None:
    """Else the search would find nothing because there is nothing."""
    shown = json.dumps([entry.request for entry, _ in play.witness.heard], default=str)
    assert set(play.canaries.by_kind[PREPARED][:3]) & set(holding(shown, play.canaries.all()))
    kinds = {entry.kind for entry, _ in play.witness.heard}
    assert {"chat.postMessage", "views.open", "views.publish"} <= kinds


def check_files(home: Path, words: list[str]) -> None:
    """Database, journal, WAL, keys: every file of the house."""
    for file in home.rglob("*"):
        if file.is_file():
            assert holding(file.read_bytes(), words) == [], file.name


def check_dump(url: str, words: list[str]) -> None:
    """Every table, as COPY gives it: bytes as they are, and as text."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        assert len(tables) > 10
        for (table,) in tables:
            for form in ("binary", "text"):
                with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT {form})") as copy:
                    dumped = b"".join(bytes(chunk) for chunk in copy)
                assert holding(dumped, words) == [], table


def check_server(server: postgres.Server, words: list[str]) -> None:
    """The server's own files: tables, write-ahead log, and its log."""
    for file in server.home.rglob("*"):
        if file.is_file() and file.stat().st_size:
            assert holding(file.read_bytes(), words) == [], file.name


def check_payloads(play: Play) -> None:
    """Views of the owner apart, nothing that is sealed ever left the house."""
    sealed, spoken = play.canaries.sealed(), play.canaries.by_kind[SPOKEN]
    named = play.canaries.by_kind[RECORDED]
    for entry, reader in play.witness.heard:
        text = json.dumps(entry.request, ensure_ascii=False, default=str)
        about = f"{entry.kind} for {reader}: {text[:200]}"
        assert holding("".join(ids(entry.request)), play.canaries.all()) == [], about
        if entry.kind not in VIEWS or reader != who.LEADER:
            assert holding(text, sealed) == [], about
        if reader != who.LEADER and not is_dm_to_leader(play, entry):
            assert holding(text, spoken) == [], about
        if not (reader in TEAM or is_dm_to_leader(play, entry)):
            assert holding(text, named) == [], about


def is_dm_to_leader(play: Play, entry: Entry) -> bool:
    channel = str(entry.request.get("channel", ""))
    known = play.stage.sandbox.world.workspace.channels.get(channel)
    return channel == who.LEADER or (
        known is not None and who.LEADER in known.members and known.kind == "im"
    )


def ids(thing: Any, key: str = "") -> Iterator[str]:
    """Every id and value of a payload: what Slack sends back and logs, and nobody reads."""
    if isinstance(thing, dict):
        for name, part in thing.items():
            yield from ids(part, name)
    elif isinstance(thing, list):
        for part in thing:
            yield from ids(part, key)
    elif isinstance(thing, str) and key in IDS:
        yield thing
