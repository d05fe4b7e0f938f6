"""Who may ask for what: every route through the real handlers, as everybody, by real deliveries."""

from dataclasses import replace

import pytest

import handlers
from bot.demo import Stage
from handlers.payloads import Kind
from handlers.router import Routes
from tests.faults.acts import (
    DONE,
    EVERYBODY,
    NOT_FOUND,
    OF_THE_WORKSPACE,
    ROWS,
    STRANGERS,
    Row,
)
from tests.faults.courier import Courier, Said
from tests.faults.stored import planted_alone, rows
from tests.faults.things import LEADER, MARK, NOTHING

pytestmark = pytest.mark.asyncio(loop_scope="module")

KINDS = {
    Kind.COMMAND: "word",
    Kind.ACTION: "action",
    Kind.SUBMIT: "submit",
    Kind.CLOSE: "close",
    Kind.SHORTCUT: "shortcut",
    Kind.EVENT: "event",
    Kind.OPTIONS: "options",
}
ACCIDENT = "Something went wrong"
# The leader's own answer may come late, after which the form is gone: they go last.
ORDER = sorted(EVERYBODY, key=lambda person: person == LEADER)
SILENT = ("close", "event")
# What everybody may write about themselves.
OWN_ROWS = ("receipts", "preferences", "nudges")


def routed() -> set[tuple[str, str]]:
    routes = Routes()
    handlers.register(routes)
    return {(KINDS[kind], name) for kind, known in routes.table.items() for name in known}


async def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {(row.kind, row.name) for row in ROWS} | OF_THE_WORKSPACE == routed()


def complaint(row: Row, person: str, said: Said) -> str | None:
    """What is wrong with an answer, or nothing."""
    expected = row.rights.expected(person, row.kind)
    refusals = [call.status for call in said.calls if not call.ok]
    if not said.answer.ok or ACCIDENT in said.text or refusals:
        return f"failed: {said.answer.status} {refusals} {said.text[:300]}"
    if expected == DONE:
        refused = NOT_FOUND in said.text and row.rights.allowed != frozenset(EVERYBODY)
        return f"refused: {said.text[:300]}" if refused else None
    if MARK in said.text:
        return f"leaks: {said.text[:300]}"
    if expected not in said.text and row.kind not in SILENT:
        return f"not refused: {said.text[:300]}"
    return None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind} {row.name}")
async def test_a_route_serves_those_who_may_and_refuses_the_others(
    courier: Courier, stage: Stage, row: Row
) -> None:
    now = int(stage.clock.now().timestamp())
    here, nowhere = row.act(await planted_alone(stage), now), row.act(NOTHING, now)
    absent = (await courier.sends(LEADER, nowhere)).canonical
    refused = [p for p in ORDER if row.rights.expected(p, row.kind) != DONE]
    before = left_by(stage)
    complaints = {}
    for person in refused:
        said = heard(await courier.sends(person, here))
        complaints[person] = complaint(row, person, said)
        if row.rights.expected(person, row.kind) == NOT_FOUND and person not in STRANGERS:
            complaints[person] = complaints[person] or same(said.canonical, absent)
    assert left_by(stage) == before
    for person in ORDER:
        if person not in refused:
            complaints[person] = complaint(row, person, await courier.sends(person, here))
    assert {p: said for p, said in complaints.items() if said} == {}


def left_by(stage: Stage) -> set[str]:
    """What is stored; a refusal adds nothing, but that a leader hears of outsiders who tried."""
    return {row for row in rows(stage, *OWN_ROWS) if "'polls.outsider'" not in row}


def heard(said: Said) -> Said:
    """What comes of a refusal, without what its leader alone hears of outsiders who tried."""
    return replace(said, calls=[c for c in said.calls if c.request.get("channel") != LEADER])


def same(forbidden: str, absent: str) -> str | None:
    """What is forbidden reads as what does not exist, to the byte."""
    return None if forbidden == absent else f"differs:\n{forbidden}\n{absent}"
