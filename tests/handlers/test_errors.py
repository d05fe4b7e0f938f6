"""What goes wrong becomes one sentence for who asked, in the right place, with nothing leaked."""

import logging
from typing import Any

import pytest

from bot.domain.errors import (
    DiskFull,
    Invalid,
    NotFound,
    ParleyError,
    PollClosed,
    Refused,
    Replayed,
    StaleEdit,
)
from handlers.outcomes import SlackError
from handlers.replies import Reply
from handlers.request import Request
from tests.handlers.deliveries import click, command, event, modal_view, shortcut, submit, typed
from tests.handlers.house import House, house

__all__ = ["house"]

SECRET = "we walk away below 410,000"


def failing(error: Exception) -> Any:
    async def handler(_request: Request) -> Reply:
        raise error

    return handler


def words(view: Any) -> str:
    return str(view["blocks"][0]["text"]["text"])


@pytest.mark.parametrize(
    "error", [NotFound(), PollClosed(), Refused("Not today."), DiskFull(), SlackError("x")]
)
async def test_a_command_is_answered_with_the_errors_sentence(
    house: House, error: ParleyError
) -> None:
    house.routes.word("do", failing(error))
    answer = await house.deliver(command("do"))
    assert answer == {"response_type": "ephemeral", "text": error.sentence}


async def test_a_missing_permission_is_no_reason_to_try_again(house: House) -> None:
    house.routes.word("do", failing(SlackError("missing_scope")))
    answer = await house.deliver(command("do"))
    assert "try again" not in answer["text"]
    assert "make doctor" in answer["text"]


async def test_a_click_is_answered_privately(house: House) -> None:
    house.routes.action("a.b", failing(PollClosed()))
    await house.deliver(click("a.b", response_url=house.response_url))
    assert house.whispers[0]["text"] == PollClosed().sentence


async def test_absent_and_forbidden_read_the_same_in_a_form_that_keeps_nothing(
    house: House,
) -> None:
    house.routes.submit("a.b", failing(NotFound()))
    answer = await house.deliver(submit("a.b", {"notes": typed(SECRET)}))
    assert answer["response_action"] == "update"
    assert words(answer["view"]) == NotFound().sentence
    assert SECRET not in str(answer)
    assert "private_metadata" not in answer["view"]


@pytest.mark.parametrize("error", [PollClosed(), StaleEdit(), Refused("Not today.")])
async def test_a_refused_form_becomes_a_notice(house: House, error: ParleyError) -> None:
    house.routes.submit("a.b", failing(error))
    answer = await house.deliver(submit("a.b", {"notes": typed("x")}))
    assert words(answer["view"]) == error.sentence


async def test_a_problem_stands_beside_its_field(house: House) -> None:
    house.routes.submit("a.b", failing(Invalid({"when": "That is over."})))
    answer = await house.deliver(submit("a.b", {"text": typed("x"), "when": typed("y")}))
    assert answer == {"response_action": "errors", "errors": {"when": "That is over."}}


async def test_a_problem_of_a_field_that_is_not_there_stands_beside_the_first(
    house: House,
) -> None:
    house.routes.submit("a.b", failing(Invalid({"text": "Too short.", "owner": "Who?"})))
    answer = await house.deliver(submit("a.b", {"text": typed("x")}))
    assert answer["errors"] == {"text": "Too short. Who?"}


async def test_without_any_field_a_problem_becomes_a_notice(house: House) -> None:
    house.routes.submit("a.b", failing(Invalid({"owner": "Who?"})))
    answer = await house.deliver(submit("a.b"))
    assert answer["response_action"] == "update"


@pytest.mark.parametrize("error", [DiskFull(), SlackError("fatal_error"), KeyError("x")])
async def test_trouble_on_our_side_keeps_what_was_typed_on_the_screen(
    house: House, error: Exception
) -> None:
    house.routes.submit("a.b", failing(error))
    answer = await house.deliver(submit("a.b", {"notes": typed(SECRET)}))
    assert list(answer["errors"]) == ["notes"]


async def test_invalid_outside_a_form_is_said_in_words(house: House) -> None:
    house.routes.word("do", failing(Invalid({"a": "One.", "b": "Two."})))
    assert (await house.deliver(command("do")))["text"] == "One. Two."


@pytest.mark.parametrize("payload", [command("do"), click("a.b"), submit("a.b"), shortcut("s")])
async def test_a_replayed_delivery_is_acknowledged_in_silence(
    house: House, payload: dict[str, Any]
) -> None:
    house.routes.word("do", failing(Replayed()))
    house.routes.action("a.b", failing(Replayed()))
    house.routes.submit("a.b", failing(Replayed()))
    house.routes.shortcut("s", failing(Replayed()))
    assert await house.deliver(payload) is None
    assert not house.slack.called("views.open")


async def test_what_nobody_foresaw_gets_a_number_and_leaks_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.routes.word("do", failing(ValueError(SECRET)))
    with caplog.at_level(logging.DEBUG):
        answer = await house.deliver(command("do"))
    number = answer["text"].split("(Error ")[1].rstrip(")")
    assert f"error {number}" in caplog.text
    assert "ValueError" in caplog.text
    assert SECRET not in answer["text"]
    assert SECRET not in caplog.text


async def test_an_event_that_fails_says_nothing_to_anybody(house: House) -> None:
    house.routes.event("app_home_opened", failing(NotFound()))
    assert await house.deliver(event("app_home_opened")) is None
    assert [method for method, _ in house.slack.calls] == ["auth.test"]


async def test_a_refusal_inside_a_modal_comes_on_top_of_it(house: House) -> None:
    house.routes.action("a.b", failing(NotFound()))
    await house.deliver(click("a.b", view=modal_view("x.y", {"notes": typed(SECRET)})))
    [view] = house.shown("views.push")
    assert words(view) == NotFound().sentence
    assert SECRET not in str(view)
