"""Distinctive words in everything that is sealed, and a search for them wherever they must not be.

They are typed through the real forms; then the time goes by until all that Parley says of its
own accord has been said, and everybody looks at everything that they can open.
"""

import io
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.clock import MovableClock
from bot.demo import Stage
from bot.domain.checklist import ITEMS
from bot.domain.people import Person
from bot.domain.poll_forms import form_of
from bot.domain.poll_manner import Manner, Reasons
from bot.services import polls
from bot.services.ports import UnitOfWork
from sandbox.traffic import Entry
from tests import postgres
from tests.faults import things as who
from tests.faults.canaries import (
    ASKED,
    BROUGHT,
    COMMENTED,
    DRAFTED,
    HANDED,
    PREPARED,
    REASONED,
    RECORDED,
    RESISTED,
    SHARED,
    SPOKEN,
    TEAMS_BRIEF,
    Canaries,
    Witness,
    word,
)
from tests.faults.conftest import populate
from tests.faults.courier import CHANNEL, Act, Courier, picked, typed
from tests.faults.drawn import answers, drawn, metadata_of, submission
from tests.faults.stored import planted
from tests.scenarios.morning import MORNING

HOUR = 3600
# As the forms are filled in.
TEAM = (who.LEADER, who.CORE, who.VOTER, who.CO_LEAD)
# Who leads a part, and those who hand it out.
WRITERS = (who.LEADER, who.VOTER, who.CO_LEAD)
VIEWS = ("views.open", "views.push", "views.update", "views.publish", "response_action")
DECIDED_PAGES = ("open", "changes", "look", "revise")
BRIEFS = ("open", "whole", "unlock", "team", "file")
PARTS = ("open", "edit", "ask", "lead", "notes")
OF_THE_RECORD = (
    "negotiations.open", "prep.open", "prep.limit", "meetings.plan", "cases.open", "cases.read",
    "resistance.open", "involvement.open", "updates.open", "questions.list",
)  # fmt: skip
IDS = ("value", "action_id", "block_id", "callback_id", "private_metadata", "external_id")


@dataclass
class Play:
    """What was typed, heard and logged."""

    stage: Stage
    canaries: Canaries
    witness: Witness
    logs: io.StringIO
    home: Path


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
        asked = await answers_polls(courier, canaries, things)
        await lets_time_go_by(opened)
        await looks_at_everything(courier, things)
        for poll in asked:
            await courier.sends(who.LEADER, Act("action", "polls.open", (poll,)))
        await opened.settled()
        yield Play(opened, canaries, witness, logs, tmp_path)


async def types(courier: Courier, canaries: Canaries, things: who.Things) -> None:
    """Every form, a canary in each field."""
    now = int(courier.stage.clock.now().timestamp())
    for user, view in await drawn(courier, things):
        name = view["callback_id"].split(":")[0]
        item = view["callback_id"].split(":")[-1]
        values = answers(view, now, partial(word, canaries, name, item))
        metadata = {k: v for k, v in metadata_of(view).items() if k != "base"}
        if name == "decisions.create":
            values["visibility"] = picked("only me")
        said = await courier.sends(user, submission(view, values, metadata))
        assert "errors" not in (said.answer.body or {}), said.answer.body


async def drafts(courier: Courier, canaries: Canaries, things: who.Things) -> None:
    """Typed, reported while typing, and never saved."""
    for kind, name, code, field_name in (
        ("action", "prep.draft", "P4", "reservation_point"),
        ("close", "prep.save", "P3", "batna"),
        ("action", "cases.draft", "new", "claim"),
        ("close", "cases.save", "message", "ask"),
        ("action", "updates.draft", "new", "where"),
    ):
        typed = {"type": "plain_text_input", "value": canaries.hatch(DRAFTED)}
        act = Act(kind, name, (things.record, code), values={field_name: typed})
        await courier.sends(who.LEADER, act)
    for name, about in (("resistance.begin", things.record), ("resistance.note", things.entry)):
        typed = {"type": "plain_text_input", "value": canaries.hatch(DRAFTED)}
        await courier.sends(who.LEADER, Act("close", name, (about,), values={"seen": typed}))
    for kind, name in (("action", "resistance.draft_plan"), ("close", "resistance.save_plan")):
        typed = {"type": "plain_text_input", "value": canaries.hatch(DRAFTED)}
        # The things were planted with a plan that had been saved once.
        act = Act(kind, name, (things.entry,), values={"sign": typed}, metadata={"base": "1"})
        await courier.sends(who.LEADER, act)
    for name, about, field_name, ids in (
        ("decisions.create", (), "dissent", {"negotiation": things.record}),
        ("meetings.note", (things.meeting,), "afterthought", {}),
        ("polls.create", (), "question", {"negotiation": things.record}),
    ):
        typed = {"type": "plain_text_input", "value": canaries.hatch(DRAFTED)}
        act = Act("close", name, about, values={field_name: typed}, metadata=ids)
        await courier.sends(who.LEADER, act)
    for name, about, field_name in (
        ("parts.create", things.record, "title"),
        ("parts.save", things.part, "mandate"),
        ("parts.send", things.part, "why"),
    ):
        typed = {"type": "plain_text_input", "value": canaries.hatch(DRAFTED)}
        await courier.sends(who.LEADER, Act("close", name, (about,), values={field_name: typed}))
    typed = {"type": "plain_text_input", "value": canaries.hatch(BROUGHT)}
    notes = Act("submit", "parts.write", (things.part,), values={"notes": typed})
    await courier.sends(who.VOTER, replace(notes, metadata={"base": "1"}))
    for kind, name, args in (
        ("action", "quick.draft", (things.quick,)),
        ("close", "quick.create", ()),
    ):
        typed = {"type": "plain_text_input", "value": canaries.hatch(DRAFTED)}
        await courier.sends(who.LEADER, Act(kind, name, args, values={"trade": typed}))


async def answers_polls(courier: Courier, canaries: Canaries, things: who.Things) -> list[str]:
    """Reasons in a named poll, comments in a secret one of too few, an answer added to each."""
    assert courier.stage.bot is not None
    door = courier.stage.bot.database.of(courier.stage.sandbox.world.workspace.team_id)
    asked = []
    for is_secret, kind in ((False, REASONED), (True, COMMENTED)):
        manner = Manner(is_secret=is_secret, reasons=Reasons.OPTIONAL, takes_options=True)
        poll = await door.write(ask, things, manner)
        for voter in who.VOTERS:
            option = {"option": typed(canaries.hatch(ASKED))}
            await courier.sends(voter, Act("submit", "polls.added", (poll,), values=option))
            values = {"choice": picked("1"), "reason": typed(canaries.hatch(kind))}
            said = await courier.sends(voter, Act("submit", "polls.cast", (poll,), values=values))
            assert "errors" not in (said.answer.body or {}), said.answer.body
        asked.append(poll)
    return asked


def ask(uow: UnitOfWork, things: who.Things, manner: Manner) -> str:
    """A poll like the open one, asked in another manner."""
    like = uow.polls.get(things.open)
    poll = polls.prepare(uow, who.LEADER, things.record, replace(form_of(like), manner=manner))
    people = [Person(voter, voter) for voter in who.VOTERS]
    return polls.post(uow, who.LEADER, poll.id, people).id


async def lets_time_go_by(stage: Stage) -> None:
    """Reminders, calm cards, the close, the result, the question afterwards."""
    for hours in (6, 18, 12, 6, 5, 1, 1, 24, 24):
        await stage.sandbox.moves(hours * HOUR)


def decided_of(things: who.Things) -> tuple[str, ...]:
    """Every decision, whoever it is for."""
    return things.decision, things.asked, things.private


async def looks_at_everything(courier: Courier, things: who.Things) -> None:
    """As far as each may, and a little farther."""
    everywhere = (
        *(Act("word", word) for word in ("", "decisions", "meet", "calm", "quick")),
        Act("event", "app_home_opened"),
        *(Act("action", name, (things.record,)) for name in OF_THE_RECORD),
        *(Act("action", "prep.section", (things.record, code)) for code in ITEMS),
        *(Act("action", "prep.earlier", (things.record, code)) for code in ITEMS),
        *(Act("action", f"brief.{verb}", (things.record,)) for verb in BRIEFS),
        Act("action", "quick.list"),
        Act("action", "quick.open", (things.quick,)),
        Act("action", "cases.sheet", (things.record, "message")),
        Act("action", "updates.write", (things.record,)),
        Act("action", "updates.check", (things.record, "new")),
        Act("action", "questions.open", (things.question,)),
        Act("action", "polls.open", (things.open,)),
        Act("action", "decisions.open", (things.decision,)),
        *(Act("action", f"decisions.{verb}", (things.private,)) for verb in DECIDED_PAGES),
        *(Act("action", "decisions.file", (each, "json")) for each in decided_of(things)),
        *(Act("action", "decisions.export", (kind,)) for kind in ("md", "json")),
        Act("action", "feedback.open", (things.decided,)),
        Act("action", "resistance.look", (things.record,)),
        Act("action", "resistance.person", (things.entry,)),
        Act("action", "resistance.sheet", (things.entry, "LOSS")),
        Act("action", "involvement.person", (things.colleague,)),
        *(Act("action", f"parts.{verb}", (things.part,)) for verb in PARTS),
    )
    for user in (who.LEADER, who.CORE, who.VOTER, who.OTHER, who.CO_LEAD):
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
    check_parts(play)
    await play.stage.bot.stop()  # type: ignore[union-attr]
    check_files(play.home, words)


def check_that_the_owner_reads_them(play: Play) -> None:
    """Else the search would find nothing because there is nothing."""
    shown = json.dumps([entry.request for entry, _ in play.witness.heard], default=str)
    assert set(play.canaries.by_kind[PREPARED][:3]) & set(holding(shown, play.canaries.all()))
    assert len(holding(shown, play.canaries.by_kind[RESISTED])) >= 4
    assert len(holding(shown, play.canaries.by_kind[REASONED])) == len(who.VOTERS)
    assert holding(shown, play.canaries.by_kind[COMMENTED]) == []
    assert holding(shown, play.canaries.by_kind[HANDED])
    assert play.canaries.by_kind[BROUGHT][-1] in shown
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
    named, shared = play.canaries.by_kind[RECORDED], play.canaries.by_kind[SHARED]
    prepared = [*play.canaries.by_kind[PREPARED], *shared]
    by_co_lead = [e.request for e, reader in play.witness.heard if reader == who.CO_LEAD]
    assert holding(json.dumps(by_co_lead, default=str), prepared)
    for entry, reader in play.witness.heard:
        text = json.dumps(entry.request, ensure_ascii=False, default=str)
        about = f"{entry.kind} for {reader}: {text[:200]}"
        assert holding("".join(ids(entry.request)), play.canaries.all()) == [], about
        if str(entry.request.get("text")).startswith(TEAMS_BRIEF):
            assert entry.request["channel"] == CHANNEL, about
            assert holding(text, [w for w in sealed if w not in shared]) == [], about
            continue
        if entry.kind in VIEWS and reader == who.CO_LEAD:
            assert holding(text, [w for w in sealed if w not in prepared]) == [], about
        elif entry.kind not in VIEWS or reader != who.LEADER:
            assert holding(text, sealed) == [], about
        if reader not in (who.LEADER, who.CO_LEAD) and not is_dm_to(play, entry, who.LEADER):
            assert holding(text, spoken) == [], about
        if not (reader in TEAM or is_dm_to(play, entry, who.LEADER, who.CO_LEAD)):
            assert holding(text, named) == [], about


def check_parts(play: Play) -> None:
    """What leads read goes to them and the team; what a part brings back to its writers alone."""
    handed, brought = play.canaries.by_kind[HANDED], play.canaries.by_kind[BROUGHT]
    for entry, reader in play.witness.heard:
        text = json.dumps(entry.request, ensure_ascii=False, default=str)
        about = f"{entry.kind} for {reader}: {text[:200]}"
        if entry.kind not in VIEWS or reader not in WRITERS:
            assert holding(text, brought) == [], about
        if not (reader in TEAM or is_dm_to(play, entry, *TEAM)):
            assert holding(text, handed) == [], about


def is_dm_to(play: Play, entry: Entry, *people: str) -> bool:
    channel = str(entry.request.get("channel", ""))
    known = play.stage.sandbox.world.workspace.channels.get(channel)
    return channel in people or (
        known is not None and known.kind == "im" and bool(set(people) & set(known.members))
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
