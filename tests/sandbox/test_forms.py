"""Forms: what the client checks, and what it sends."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Actor
from sandbox.server import Sandbox
from tests.sandbox.bots import TEXT, Bot, field, modal, plain, trigger

WHOLE = {"type": "number_input", "is_decimal_allowed": False}
DECIMAL = {"type": "number_input", "is_decimal_allowed": True}
OPTIONS = [{"text": plain("A"), "value": "a"}]
ELEMENTS: dict[str, dict[str, Any]] = {
    "Text": TEXT,
    "Pick": {"type": "static_select", "options": OPTIONS},
    "Ticks": {"type": "checkboxes", "options": OPTIONS},
    "Who": {"type": "multi_users_select"},
    "Where": {"type": "conversations_select", "response_url_enabled": True},
    "Day": {"type": "datepicker"},
    "Hour": {"type": "timepicker"},
    "When": {"type": "datetimepicker"},
    "Many": WHOLE,
}
EVERYTHING = [field(k.lower(), k, element, optional=True) for k, element in ELEMENTS.items()]


async def test_untouched_optional_inputs_are_null_or_empty(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    await client.views_open(trigger_id=await trigger(maya, bot), view=modal(*EVERYTHING))
    await maya.submits()
    state = {k: v["value"] for k, v in bot.last["view"]["state"]["values"].items()}
    assert state == {
        "text": {"type": "plain_text_input", "value": None},
        "pick": {"type": "static_select", "selected_option": None},
        "ticks": {"type": "checkboxes", "selected_options": []},
        "who": {"type": "multi_users_select", "selected_users": []},
        "where": {"type": "conversations_select", "selected_conversation": None},
        "day": {"type": "datepicker", "selected_date": None},
        "hour": {"type": "timepicker", "selected_time": None},
        "when": {"type": "datetimepicker", "selected_date_time": None},
        "many": {"type": "number_input", "value": None},
    }
    assert bot.last["response_urls"] == []
    assert maya.modal is None


async def test_filled_inputs_arrive_as_slack_sends_them(
    maya: Actor, bot: Bot, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    await client.views_open(trigger_id=await trigger(maya, bot), view=modal(*EVERYTHING))
    noon = sandbox.config.clock.now()
    await maya.fills({
        "Text": "x", "Pick": "A", "Ticks": True, "Who": ["tomas", "Aisha"], "Where": "general",
        "Day": noon.date(), "Hour": noon.time(), "When": noon, "Many": 7,
    })  # fmt: skip
    await maya.submits()
    state = {k: v["value"] for k, v in bot.last["view"]["state"]["values"].items()}
    assert state["pick"]["selected_option"] == {"text": plain("A"), "value": "a"}
    assert state["ticks"]["selected_options"] == [{"text": plain("A"), "value": "a"}]
    assert state["who"]["selected_users"] == ["U0TOMAS", "U0AISHA"]
    assert state["day"]["selected_date"] == "2026-11-23"
    assert state["hour"]["selected_time"] == "12:00"
    assert state["when"]["selected_date_time"] == int(noon.timestamp())
    assert state["many"]["value"] == "7"
    assert bot.last["response_urls"][0]["channel_id"] == "C0GENERAL"


@pytest.mark.parametrize(
    ("element", "given", "sentence"),
    [
        (TEXT, " ", "Please complete this required field."),
        ({**TEXT, "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({**TEXT, "max_length": 3}, "abcd", "Please enter no more than 3 characters."),
        (WHOLE, "2.5", "Please enter a whole number."),
        (DECIMAL, "two", "Please enter a number."),
        ({**DECIMAL, "max_value": "5"}, "6", "Please enter a number of no more than 5."),
        ({"type": "email_text_input"}, "maya", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "acme", "Please enter a valid URL."),
    ],
)
async def test_the_client_does_not_send_a_form_that_is_not_filled_in(
    maya: Actor, bot: Bot, client: AsyncWebClient, element: Any, given: str, sentence: str
) -> None:
    name = await trigger(maya, bot)
    await client.views_open(trigger_id=name, view=modal(field("x", "X", element)))
    await maya.fills({"X": given})
    await maya.submits()
    assert maya.errors() == {"x": sentence}
    assert bot.last["trigger_id"] == name


async def test_inputs_with_dispatch_report_what_they_were_asked_to(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    asked = {"trigger_actions_on": ["on_character_entered"]}
    typed = field("q", "Query", {**TEXT, "dispatch_action_config": asked}, dispatch_action=True)
    quiet = field("r", "Quiet", TEXT, optional=True)
    await client.views_open(trigger_id=await trigger(maya, bot), view=modal(typed, quiet))
    await maya.fills({"Quiet": "nothing yet"})
    assert bot.last["command"] == "/lunch"
    await maya.fills({"Query": "piz"})
    (action,) = bot.last["actions"]
    assert (action["block_id"], action["value"]) == ("q", "piz")
    assert bot.last["view"]["state"]["values"]["r"]["value"]["value"] == "nothing yet"


async def test_options_come_from_the_app(maya: Actor, bot: Bot, client: AsyncWebClient) -> None:
    chooser = {"type": "external_select", "min_query_length": 2}
    view = modal(field("place", "Where?", chooser))
    await client.views_open(trigger_id=await trigger(maya, bot), view=view)
    assert await maya.asks("Where?", "p") == []
    assert await maya.asks("Where?", "pizza") == ["pizza 1", "pizza 2"]
    await maya.fills({"Where?": "pizza 2"})
    await maya.submits()
    state = bot.last["view"]["state"]["values"]["place"]["value"]
    assert state["selected_option"]["text"]["text"] == "pizza 2 1"
