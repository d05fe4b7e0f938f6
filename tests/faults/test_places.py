"""Places and people that go away between the asking and the telling: the leader hears it, once."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.demo import Stage
from sandbox.driver import Actor
from sandbox.server import Sandbox
from tests.faults.stored import path_of
from tests.scenarios.morning import MORNING
from tests.scenarios.poll_story import DAY, HOUR, asks, starts, votes, writes_a_poll

TENANT = "T0SANDBOX"


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    async with Stage(MovableClock(MORNING)).open(home) as stage:
        yield stage


@pytest.fixture
def sandbox(stage: Stage) -> Sandbox:
    return stage.sandbox


@pytest.fixture
async def maya(sandbox: Sandbox) -> Actor:
    leader = sandbox.person("maya")
    await starts(leader)
    return leader


def told(person: Actor, words: str) -> list[str]:
    return [message.text for message in person.dms() if words in message.text]


@pytest.mark.parametrize("what", ["archive", "remove"])
async def test_a_channel_that_is_lost_while_the_poll_is_open_is_told_once_with_the_way_out(
    maya: Actor, sandbox: Sandbox, what: str
) -> None:
    await asks(maya)
    bot = sandbox.world.app.bot_user
    await maya.does(what, channel="C0TEAM", **({"who": bot} if what == "remove" else {}))
    for _ in range(3):
        await sandbox.moves(DAY)
    [note] = told(maya, "could not post the result")
    assert "tell the people you asked yourself" in note
    await maya.clicks("Open the poll", "dm")
    assert maya.sees("Closed. It awaits your decision.")


async def test_people_who_cannot_be_reached_are_named_to_the_leader_once(
    maya: Actor, sandbox: Sandbox
) -> None:
    await asks(maya, picked=("tomas", "aisha", "sofia"))
    await votes(sandbox.person("tomas"), "June")
    for gone in ("U0AISHA", "U0SOFIA"):
        await maya.does("deactivate", who=gone)
    await sandbox.moves(DAY + HOUR)
    await sandbox.moves(DAY - 2 * HOUR)
    [note] = told(maya, "could not reach")
    assert "Aisha" in note
    assert "Sofia" in note
    await sandbox.moves(2 * HOUR)
    assert len(told(maya, "could not reach")) == 1
    assert told(maya, "1 of 3 answered")


async def test_a_decision_that_cannot_be_told_is_said_so_and_can_be_told_later(
    maya: Actor, sandbox: Sandbox
) -> None:
    await asks(maya)
    tomas = sandbox.person("tomas")
    await votes(tomas, "June")
    await sandbox.moves(2 * DAY)
    await maya.clicks("Log the decision", "dm")
    await maya.fills({"decision": "I propose June."})
    await maya.submits()
    await maya.clicks("Tell the people you asked")
    await maya.clicks("I told them another way")
    await maya.closes(everything=True)
    await maya.clicks("Read the decision", "dm")
    await maya.clicks("Tell the people you asked")
    await sandbox.fault("chat.postMessage", "is_archived")
    await maya.submits()
    await maya.closes(everything=True)
    [note] = told(maya, "could not tell the people")
    assert "It is archived." in note
    await maya.does("archive", channel="C0TEAM")
    await maya.clicks("Read the decision", "dm")
    await maya.clicks("Tell the people you asked")
    assert maya.sees("#supplier-talks is archived. Please tell the people you asked yourself.")
    await maya.does("unarchive", channel="C0TEAM")
    await maya.clicks("Check again")
    await maya.submits()
    assert any("I propose June." in seen.text for seen in tomas.reads("C0TEAM"))


async def test_a_leader_who_is_switched_off_leaves_nothing_undone(
    maya: Actor, sandbox: Sandbox
) -> None:
    tomas = sandbox.person("tomas")
    await asks(maya)
    await votes(tomas, "June")
    await tomas.does("deactivate", who="U0MAYA")
    await sandbox.moves(2 * DAY)
    assert any("Poll closed:" in seen.text for seen in tomas.reads("C0TEAM"))


async def test_a_revoked_token_pauses_and_what_is_still_useful_is_said_when_it_is_back(
    maya: Actor, stage: Stage, sandbox: Sandbox
) -> None:
    await asks(maya)
    tomas = sandbox.person("tomas")
    await votes(tomas, "June")
    await sandbox.fault("connection", "revoke_token")
    sandbox.move(2 * DAY)
    await sandbox.until(lambda: tenant_state(stage) == "paused")
    assert told(maya, "has closed") == []
    await sandbox.fault("connection", "restore_token")
    await stage.bot.database.resume(TENANT)  # type: ignore[union-attr]
    stage.bot.parley.wake()  # type: ignore[union-attr]
    await sandbox.until(lambda: len(told(maya, "has closed")) == 1)
    await sandbox.settled()
    assert any("Poll closed:" in seen.text for seen in tomas.reads("C0TEAM"))


def tenant_state(stage: Stage) -> str:
    with closing(sqlite3.connect(path_of(stage))) as connection:
        ((state,),) = connection.execute("SELECT state FROM tenants").fetchall()
    return str(state)


async def test_a_locked_database_is_said_beside_the_form_and_what_was_typed_is_kept(
    maya: Actor, stage: Stage
) -> None:
    await maya.runs("/negotiate new")
    await maya.fills({"name": "Lease", "counterpart": "The landlord"})
    with closing(sqlite3.connect(path_of(stage))) as other:
        other.execute("BEGIN IMMEDIATE")
        await maya.submits()
        assert any("try again" in sentence for sentence in maya.errors().values())
        other.rollback()
    await maya.submits()
    assert maya.sees("Lease")


async def test_a_disk_that_is_full_is_said_and_reading_goes_on(maya: Actor, stage: Stage) -> None:
    await writes_a_poll(maya)
    await _limit_pages(stage)
    for _ in range(40):
        await maya.runs("/negotiate new")
        await maya.fills({"name": "N" * 80, "counterpart": "C" * 80})
        await maya.submits()
        if maya.errors():
            break
        await maya.closes(everything=True)
    assert "my disk is full" in " ".join(maya.errors().values())
    await maya.closes(everything=True)
    await maya.opens_home()
    assert maya.sees("N" * 80)


async def _limit_pages(stage: Stage) -> None:
    """The file may not grow any more."""

    def limit(session: object) -> None:
        connection = session.connection  # type: ignore[attr-defined]
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    await stage.bot.database.writer.submit(limit)  # type: ignore[union-attr]
