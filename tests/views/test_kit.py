"""The kit writes what slack_sdk's own models read, within limits, whatever is typed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from handlers.views import kit, text
from handlers.views.walker import problems

OPTIONS = [kit.option("Yes", "yes", "All in"), kit.option("No", "no")]
INSTANT = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)

BLOCKS = [
    kit.section("*a*", kit.button("Go", "a.b", style="primary", value="1", spoken="Go there")),
    kit.section("a", kit.overflow(OPTIONS, "a.b"), block_id="s"),
    kit.fields("a", "b"),
    kit.header("a"),
    kit.context("a", "b"),
    kit.divider(),
    kit.image("https://example.com/a.png", "A"),
    kit.actions(
        kit.button("Drop", "a.b", style="danger", confirm=kit.confirm("Sure?", "Gone", "Drop")),
        kit.link("Open", "https://example.com"),
        kit.select(OPTIONS, "a.c", initial="yes"),
        kit.radio(OPTIONS, "a.d", initial="no"),
        block_id="x",
    ),
]
ELEMENTS = [
    kit.text_input(initial="a", lines=True, limit=100, placeholder="b", focus=True),
    kit.number_input(initial="1", least="0", most="9"),
    kit.instant_picker(initial=INSTANT),
    kit.date_picker(initial=date(2026, 11, 23)),
    kit.time_picker(initial="09:00"),
    kit.person_picker(initial="U1"),
    kit.people_picker(initial=["U1"], most=3),
    kit.channel_picker(initial="C1"),
    kit.checkboxes(OPTIONS, initial=["yes", "no"]),
    kit.select(OPTIONS, many=True, initial="no"),
]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block["type"])
def test_slacks_own_models_read_a_block_back_unchanged(block: dict[str, Any]) -> None:
    parsed = Block.parse(block)
    assert parsed is not None
    assert parsed.to_dict() == block


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element["type"])
def test_slacks_own_models_read_an_input_back_unchanged(element: dict[str, Any]) -> None:
    field = kit.field("name", "Label", element, hint="Hint", optional=True, dispatch=True)
    view = kit.modal("a.b", "Title", [field], submit="Save", metadata={"n": "1"}, tell_close=True)
    assert View(**view).to_dict() == view
    assert problems(view) == []


@given(st.text(min_size=0, max_size=4000))
def test_whatever_is_typed_fits(typed: str) -> None:
    escaped = text.esc(typed)
    choice = kit.option(typed, "v", typed)
    view = kit.modal(
        "a.b",
        typed,
        [
            kit.header(typed),
            kit.section(escaped, kit.button(typed, "a.b", confirm=kit.confirm(*[typed] * 3))),
            kit.context(escaped),
            kit.fields(escaped),
            kit.field(
                "f", typed, kit.text_input(initial=typed, placeholder=typed, limit=500), hint=typed
            ),
            kit.field("o", "o", kit.radio([choice], initial="v")),
        ],
        submit=typed or "Save",
    )
    assert problems(view) == []
    speech = kit.Speech(escaped or "said", [kit.section(escaped), kit.bars("a", "b", {typed: 1})])
    assert [p for p in problems(speech.to_dict()) if "fallback" not in p] == []


def test_a_speech_carries_its_thread() -> None:
    speech = kit.Speech("Hi", thread_ts="1.2", broadcast=True)
    assert speech.to_dict() == {"text": "Hi", "thread_ts": "1.2", "reply_broadcast": True}


def test_bars_that_read_the_same_after_the_cut_are_numbered() -> None:
    chart = kit.bars("t", "s", {"A very long answer, one": 1, "A very long answer, two": 2})
    assert chart["chart"]["axis_config"]["categories"] == [
        "1. A very long answ…",
        "2. A very long answ…",
    ]


def test_arguments_travel_behind_colons() -> None:
    assert kit.act("polls.vote", "P1", "O2") == "polls.vote:P1:O2"


def test_two_links_of_a_row_have_two_ids() -> None:
    row = kit.actions(kit.link("a", "https://a.example"), kit.link("b", "https://b.example"))
    assert problems({"text": "a", "blocks": [row]}) == []
