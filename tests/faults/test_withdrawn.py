"""Too late: rights that were withdrawn, polls that are over, buttons nobody knows any more."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.demo import Stage
from bot.services.ports import UnitOfWork
from sandbox.driver import Actor
from tests.faults import things as who
from tests.faults.acts import LEADER, NOT_FOUND, ROWS, Row
from tests.faults.courier import Act, Courier
from tests.faults.stored import planted_alone, rows
from tests.scenarios.poll_story import starts

pytestmark = pytest.mark.asyncio(loop_scope="module")

LEADS = [row for row in ROWS if row.rights is LEADER]
UNKNOWN = (
    Act("action", "polls.gone:x", where="message"),
    Act("action", "old", where="modal"),
    Act("action", "prep.gone", ("a", "b", "c"), where="home"),
    Act("submit", "old.form"),
)
# Ids of an older Parley, which took other arguments.
SHORT = (
    Act("action", "polls.vote", where="message"),
    Act("action", "polls.vote", ("x",), where="message"),
    Act("action", "prep.section", ("x",)),
    Act("action", "prep.section", ("x", "y", "z")),
    Act("action", "meetings.open", ()),
    Act("submit", "prep.save", ("x",)),
    Act("submit", "meetings.move"),
)


@pytest_asyncio.fixture(loop_scope="module")
async def maya(stage: Stage) -> AsyncIterator[Actor]:
    """A leader with a record of her own."""
    leader = stage.sandbox.person("maya")
    await starts(leader)
    yield leader
    await leader.closes(everything=True) if leader.modal else None


async def hands_over(stage: Stage, record: str) -> None:
    """Somebody else leads it from now on."""

    def hand_over(uow: UnitOfWork) -> None:
        uow.negotiations.save(replace(uow.negotiations.get(record), leader=who.OTHER))

    assert stage.bot is not None
    await stage.bot.database.of(stage.sandbox.world.workspace.team_id).write(hand_over)


@pytest.mark.parametrize("row", LEADS, ids=lambda row: f"{row.kind} {row.name}")
async def test_what_a_former_leader_left_open_does_nothing_any_more(
    courier: Courier, stage: Stage, row: Row
) -> None:
    things = await planted_alone(stage)
    await hands_over(stage, things.record)
    before = set(rows(stage, "receipts"))
    act = row.act(things, int(stage.clock.now().timestamp()))
    said = await courier.sends(who.LEADER, act)
    assert row.kind == "close" or NOT_FOUND in said.text
    assert who.MARK not in said.text
    assert set(rows(stage, "receipts")) == before


async def test_a_page_left_open_shows_nothing_more_to_who_left_the_core_team(
    maya: Actor, stage: Stage
) -> None:
    tomas = stage.sandbox.person("tomas")
    await starts(maya, "Secret plan", core_team=["tomas"])
    await tomas.opens_home()
    await tomas.clicks("Open", within="Secret plan")
    assert tomas.sees("Secret plan")
    await maya.opens_home()
    await maya.clicks("Open", within="Secret plan")
    await maya.clicks("Edit")
    await maya.fills({"core_team": []})
    await maya.submits()
    await maya.closes(everything=True)
    await tomas.closes(everything=True)
    await tomas.clicks("Open", within="Secret plan")
    assert tomas.sees(NOT_FOUND)


@pytest.mark.parametrize("act", UNKNOWN, ids=lambda act: act.id)
async def test_a_button_that_nobody_knows_any_more_is_answered_kindly(
    courier: Courier, act: Act
) -> None:
    said = await courier.sends(who.LEADER, act)
    assert said.answer.ok
    assert "older message" in said.text


@pytest.mark.parametrize("act", SHORT, ids=lambda act: f"{act.kind} {act.id}")
async def test_an_id_without_its_arguments_is_nobodys(courier: Courier, act: Act) -> None:
    said = await courier.sends(who.LEADER, act)
    assert said.answer.ok
    assert NOT_FOUND in said.text


async def test_a_vote_after_the_close_is_refused_and_the_old_message_redrawn(
    maya: Actor, courier: Courier, stage: Stage
) -> None:
    things = await planted_alone(stage)
    late = Act("action", "polls.vote", (things.closed, "1"), where="message")
    said = await courier.sends(who.VOTER, late)
    assert "This poll has closed, so your vote was not counted." in said.text


async def test_a_ballot_left_open_until_after_the_close_counts_nothing(
    courier: Courier, stage: Stage
) -> None:
    things = await planted_alone(stage)
    ballot: dict[str, Any] = {"choice": {"selected_option": {"value": "1"}}}
    for poll in (things.closed, things.decided):
        said = await courier.sends(who.VOTER, Act("submit", "polls.cast", (poll,), values=ballot))
        assert "has closed" in said.text


async def test_a_withdrawn_poll_takes_no_votes(courier: Courier, stage: Stage) -> None:
    things = await planted_alone(stage)
    await courier.sends(who.LEADER, Act("action", "polls.delete", (things.open,)))
    vote = Act("action", "polls.vote", (things.open, "1"), where="message")
    said = await courier.sends(who.VOTER, vote)
    assert "This poll was withdrawn, so your vote was not counted." in said.text


async def test_an_expired_trigger_leaves_a_button_that_opens_and_the_draft_is_kept(
    maya: Actor, stage: Stage
) -> None:
    triggers = stage.sandbox.world.triggers
    await starts(maya, "Tea supply")
    await maya.runs("/negotiate prep Tea supply")
    await maya.clicks("Answer all six on one page") if not maya.sees("P1.motives") else None
    await maya.fills({"P1.motives": "Fresh leaves"})
    await maya.closes(everything=True)
    triggers.seconds = -1.0
    await maya.runs("/negotiate prep Tea supply")
    triggers.seconds = 3.0
    assert maya.modal is None
    await maya.opens("supplier-talks")
    assert maya.sees("Press the button to open it again.")
    await maya.clicks("Open", within="Press the button")
    assert maya.modal is not None
