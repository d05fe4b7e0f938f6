"""The validator refuses what Slack refuses, and lets the rest pass."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.basics import SlackError
from sandbox.block_kit import block_problems, check_message, view_problems, with_ids
from tests.sandbox.bots import modal, plain, section
from tests.sandbox.laws import BAD_BLOCKS, BAD_VIEWS, GOOD_BLOCKS, GOOD_VIEWS


@pytest.mark.parametrize("blocks", GOOD_BLOCKS)
def test_lawful_blocks_pass(blocks: list[Any]) -> None:
    assert block_problems(blocks) == []


@pytest.mark.parametrize("name", BAD_BLOCKS)
def test_unlawful_blocks_are_refused(name: str) -> None:
    assert block_problems(BAD_BLOCKS[name])


@pytest.mark.parametrize("view", GOOD_VIEWS)
def test_lawful_views_pass(view: Any) -> None:
    assert view_problems(view) == []


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_unlawful_views_are_refused(name: str) -> None:
    assert view_problems(BAD_VIEWS[name])


def test_complaints_point_at_the_place_in_slacks_words() -> None:
    found = view_problems(modal(section("")))
    assert found == [
        "[ERROR] must be more than 0 characters [json-pointer:/view/blocks/0/text/text]"
    ]


def test_much_lawful_text_is_together_too_long() -> None:
    with pytest.raises(SlackError) as caught:
        check_message([section("x" * 2900) for _ in range(5)])
    assert caught.value.code == "msg_blocks_too_long"


def test_missing_ids_are_made_up_and_given_ones_kept() -> None:
    element = {"type": "button", "text": plain("x")}
    made = with_ids([{"type": "actions", "block_id": "mine", "elements": [element]}, section("x")])
    assert made[0]["block_id"] == "mine"
    assert made[0]["elements"][0]["action_id"]
    assert made[1]["block_id"]
    assert "action_id" not in element


LEAF = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
KEY = st.text(max_size=5) | st.sampled_from(["type", "text", "blocks", "elements", "value"])
JUNK = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
    max_leaves=5,
)


def spoiled(value: Any, path: list[int], junk: Any) -> Any:
    """The same JSON with the part that `path` leads to replaced."""
    if not path or not isinstance(value, dict | list) or not value:
        return junk
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    chosen = keys[path[0] % len(keys)]
    copy = value.copy()
    copy[chosen] = spoiled(value[chosen], path[1:], junk)
    return copy


@given(
    payload=st.sampled_from([*({"blocks": g} for g in GOOD_BLOCKS), *GOOD_VIEWS]),
    path=st.lists(st.integers(0, 30), min_size=1, max_size=7),
    junk=JUNK,
)
@settings(max_examples=400, deadline=None)
def test_no_json_breaks_the_validator(payload: Any, path: list[int], junk: Any) -> None:
    broken = spoiled(payload, path, junk)
    view_problems(broken)
    block_problems(broken.get("blocks"))
