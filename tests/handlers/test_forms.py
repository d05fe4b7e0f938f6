"""A form is read as typed values; what is absent is empty, what is broken is said by field."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.domain.errors import Invalid
from handlers import forms


def one(**state: Any) -> dict[str, dict[str, Any]]:
    return {"field": state}


def option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


def test_text_is_cleaned() -> None:
    typed = " a\x00b\u202e<!channel>\ud800\r\nc "
    assert forms.text(one(value=typed), "field") == "ab<!channel>\nc"


def test_a_number_is_whole() -> None:
    assert forms.number(one(value=" -42 "), "field") == -42
    assert forms.number(one(value=None), "field") is None


@pytest.mark.parametrize("typed", ["4.5", "1e3", "many", "9" * 13, "--1", "½", "0x1"])
def test_what_is_no_number_is_said_beside_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        forms.number(one(value=typed), "field")
    assert list(caught.value.problems) == ["field"]


def test_an_instant_is_utc() -> None:
    instant = datetime(2026, 11, 23, 12, tzinfo=UTC)
    state = one(selected_date_time=int(instant.timestamp()))
    assert forms.instant(state, "field") == instant
    assert forms.instant(one(selected_date_time=None), "field") is None


@pytest.mark.parametrize("seconds", [10**15, -(10**15), "soon", [], 10**400])
def test_an_absurd_instant_is_said_beside_its_field(seconds: Any) -> None:
    with pytest.raises(Invalid):
        forms.instant(one(selected_date_time=seconds), "field")


def test_days_and_times() -> None:
    assert forms.date(one(selected_date="2028-02-29"), "field") == date(2028, 2, 29)
    assert forms.time(one(selected_time="09:30"), "field") == time(9, 30)
    assert forms.date(one(selected_date=None), "field") is None
    with pytest.raises(Invalid):
        forms.date(one(selected_date="2027-02-29"), "field")
    with pytest.raises(Invalid):
        forms.time(one(selected_time="25:00"), "field")


def test_choices() -> None:
    assert forms.choice(one(selected_option=option("a")), "field") == "a"
    assert forms.choice(one(selected_option=None), "field") is None
    many = one(selected_options=[option("a"), option("b")])
    assert forms.choices(many, "field") == ("a", "b")
    assert forms.ticks(many, "field") == {"a", "b"}


def test_people_and_channels() -> None:
    assert forms.user(one(selected_user="U1"), "field") == "U1"
    assert forms.users(one(selected_users=["U1", "U2", "U1"]), "field") == ("U1", "U2")
    assert forms.channel(one(selected_conversation="C1"), "field") == "C1"
    assert forms.channel(one(selected_channel="C1"), "field") == "C1"


def test_a_field_that_is_not_there_is_empty() -> None:
    assert forms.text({}, "field") == ""
    assert forms.choice({}, "field") is None
    assert forms.choices({}, "field") == ()
    assert forms.users({}, "field") == ()
    assert forms.channel({}, "field") is None
    assert forms.instant({}, "field") is None


@pytest.mark.parametrize("state", [{"selected_option": "x"}, {"selected_options": [1, None]}])
def test_a_broken_element_is_empty(state: dict[str, Any]) -> None:
    assert forms.choice(one(**state), "field") is None
    assert forms.choices(one(**state), "field") == ()


def test_a_draft_keeps_all_that_was_typed() -> None:
    values = {"a": {"value": " x "}, "b": {"selected_option": option("y")}, "c": {"value": None}}
    assert forms.typed(values) == {"a": "x", "c": ""}


@pytest.mark.parametrize(
    ("metadata", "base"), [({"base": "3"}, 3), ({}, 0), ({"base": "x"}, 0), ({"base": "²"}, 0)]
)
def test_a_base_is_a_number_and_none_is_nothing(metadata: dict[str, str], base: int) -> None:
    assert forms.base_of(metadata) == base
