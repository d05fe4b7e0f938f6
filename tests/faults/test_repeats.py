"""Slack delivers again what it is not sure of, and people press twice: it happens once."""

import copy
from collections import Counter
from dataclasses import replace

import pytest

from bot.demo import Stage
from sandbox.world import Parcel
from tests.faults.acts import ROWS, Row
from tests.faults.courier import Courier
from tests.faults.stored import planted_alone, rows
from tests.faults.things import LEADER, VOTER

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("stage", ["socket", "http"], indirect=True, scope="module"),
]

WRITING = [row for row in ROWS if row.writes]
POSTS = ("chat.postMessage", "response_url", "views.open")


async def prepared(courier: Courier, row: Row) -> Parcel:
    """A delivery by somebody who may, on things of its own."""
    act = row.act(await planted_alone(courier.stage), int(courier.stage.clock.now().timestamp()))
    return courier.parcel(LEADER if LEADER in row.rights.allowed else VOTER, act)


async def carried(courier: Courier, parcel: Parcel) -> None:
    said = await courier.carries(parcel)
    assert said.answer.ok
    await courier.stage.settled()


def posts(courier: Courier) -> int:
    return sum(e.kind in POSTS for e in courier.world.traffic.entries)


@pytest.mark.parametrize("row", WRITING, ids=lambda row: f"{row.kind} {row.name}")
async def test_a_delivery_that_comes_again_changes_nothing(courier: Courier, row: Row) -> None:
    parcel = await prepared(courier, row)
    await carried(courier, parcel)
    courier.world.traffic.entries.clear()
    stored = sorted(rows(courier.stage))
    for attempt in (1, 2):
        await carried(courier, replace(parcel, attempt=attempt, reason="http_timeout"))
    assert sorted(rows(courier.stage)) == stored
    assert posts(courier) == 0


def pressed_again(courier: Courier, parcel: Parcel) -> Parcel:
    """The same press once more: Slack gives it a trigger of its own."""
    payload = copy.deepcopy(parcel.payload)
    payload["trigger_id"] = courier.world.triggers.issue(parcel.user or "")
    for action in payload.get("actions", []):
        action["action_ts"] = "2.2"
    return replace(parcel, payload=payload)


def counts(stage: Stage) -> Counter[str]:
    kept = (row for row in rows(stage, "receipts") if "'cancelled'" not in row)
    return Counter(row.partition(":")[0] for row in kept)


PRESSED = [row for row in WRITING if row.kind in ("action", "submit")]


@pytest.mark.parametrize("row", PRESSED, ids=lambda row: f"{row.kind} {row.name}")
async def test_a_second_press_adds_nothing(courier: Courier, row: Row) -> None:
    parcel = await prepared(courier, row)
    await carried(courier, parcel)
    before = counts(courier.stage)
    await carried(courier, pressed_again(courier, parcel))
    assert counts(courier.stage) == before


async def test_a_vote_that_slack_delivers_twice_at_once_is_one_vote(courier: Courier) -> None:
    things = await planted_alone(courier.stage)
    row = next(row for row in WRITING if row.name == "polls.vote")
    before = counts(courier.stage)
    await courier.stage.sandbox.fault("delivery", "duplicate")
    await courier.sends(VOTER, row.act(things, 0))
    await courier.stage.sandbox.settled()
    assert counts(courier.stage) - before == Counter({"votes": 1})
