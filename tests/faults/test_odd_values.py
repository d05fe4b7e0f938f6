"""Past and absurd times, and nothing but air: the sentence stands beside the field."""

from typing import Any

import pytest

from sandbox.basics import Json
from tests.faults.courier import Courier
from tests.faults.drawn import answers, drawn, inputs, submission
from tests.faults.filled import DAY
from tests.faults.stored import planted

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Seconds from now, or what no calendar knows.
INSTANTS: tuple[Any, ...] = (
    -1,
    -DAY,
    -50 * 365 * DAY,
    10 * 365 * DAY,
    10**12,
    2**62,
    -(2**62),
    "soon",
    [],
    {},
)
DAYS = ("2026-02-30", "9999-99-99", "yesterday", "1e9", "2026-12-24T00:00")
TIMES = ("25:00", "12:61", "noon", "99", "-1:30")
AIR = ("", "   ", "\n\t\n", "\u200b\u200d\ufeff", "\x00\x07", "\u2800\u3164")
KEYS = {
    "datetimepicker": ("selected_date_time", INSTANTS),
    "datepicker": ("selected_date", DAYS),
    "timepicker": ("selected_time", TIMES),
    "plain_text_input": ("value", AIR),
}


def oddities(view: Json, now: int) -> list[tuple[str, Json]]:
    """Each field that must not take something, with what it must not take."""
    found = []
    for block in inputs(view):
        kind = block["element"]["type"]
        if kind not in KEYS or (kind == "plain_text_input" and block.get("optional")):
            continue
        key, values = KEYS[kind]
        found += [(block["block_id"], {"type": kind, key: _of(each, now, kind)}) for each in values]
    return found


def _of(value: Any, now: int, kind: str) -> Any:
    is_offset = kind == "datetimepicker" and isinstance(value, int) and abs(value) < 10**12
    return now + value if is_offset else value


async def test_what_cannot_be_is_answered_beside_its_field(courier: Courier) -> None:
    now = int(courier.stage.clock.now().timestamp())
    wrong, count = {}, 0
    for user, view in await drawn(courier, await planted(courier.stage)):
        right = answers(view, now, lambda _: "First\nSecond")
        for name, state in oddities(view, now):
            act = submission(view, right | {name: state})
            said = await courier.sends(user, act)
            count += 1
            sentence = ((said.answer.body or {}).get("errors") or {}).get(name, "")
            if not sentence.endswith((".", "?")):
                wrong[f"{act.name} {name} {state}"] = said.answer.body
    assert wrong == {}
    assert count >= 150


async def test_a_field_that_may_be_left_empty_may(courier: Courier) -> None:
    now = int(courier.stage.clock.now().timestamp())
    for user, view in await drawn(courier, await planted(courier.stage)):
        values = answers(view, now, lambda _: "First\nSecond")
        for block in inputs(view):
            # What changed may be left empty, and what did not, but not both; so may each of a
            # poll's questions, but not all.
            is_needed = block["block_id"] in {"changed", "choice"}
            if block.get("optional") and not is_needed:
                values[block["block_id"]] = {"type": block["element"]["type"]}
        said = await courier.sends(user, submission(view, values))
        assert "errors" not in (said.answer.body or {}), (view["callback_id"], said.answer.body)
