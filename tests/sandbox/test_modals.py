"""Modals and Homes live as they do in Slack: triggers, stacks, hashes, kept input."""

import asyncio

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Actor
from sandbox.server import Sandbox
from sandbox.world import Timings
from tests.sandbox.bots import (
    MANIFEST,
    TEXT,
    Bot,
    button,
    connected,
    field,
    modal,
    new_app,
    plain,
    section,
    trigger,
)
from tests.sandbox.test_web_api import error_of

FORM = modal(field("place", "Where?", TEXT), callback_id="lunch", private_metadata="L1")


async def test_a_trigger_opens_one_modal_once(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    name = await trigger(maya, bot)
    opened = await client.views_open(trigger_id=name, view=FORM)
    assert opened["view"]["private_metadata"] == "L1"
    assert await error_of(client.views_open(trigger_id=name, view=FORM)) == "exchanged_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.3", view=FORM)) == "invalid_trigger_id"


async def test_a_refused_view_does_not_use_the_trigger_up(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    name = await trigger(maya, bot)
    bad = client.views_open(trigger_id=name, view=modal(section("")))
    assert await error_of(bad) == "invalid_arguments"
    await client.views_open(trigger_id=name, view=FORM)


async def test_a_trigger_expires() -> None:
    async with Sandbox.started(MANIFEST, timings=Timings(trigger=0.02)) as sandbox:
        app = new_app(sandbox)
        bot, maya = Bot(app), sandbox.person("maya")
        async with connected(app, sandbox):
            name = await trigger(maya, bot)
            await asyncio.sleep(0.03)
            client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url)
            late = client.views_open(trigger_id=name, view=FORM)
            assert await error_of(late) == "expired_trigger_id"


async def test_three_modals_are_the_most(maya: Actor, bot: Bot, client: AsyncWebClient) -> None:
    layer = modal(section("x", accessory=button("Go", "go")), callback_id="lunch")
    await client.views_open(trigger_id=await trigger(maya, bot), view=layer)
    for _ in range(2):
        await maya.clicks("Go")
        await client.views_push(trigger_id=bot.last["trigger_id"], view=layer)
    await maya.clicks("Go")
    fourth = client.views_push(trigger_id=bot.last["trigger_id"], view=layer)
    assert await error_of(fourth) == "push_limit_reached"
    view = bot.last["view"]
    assert view["previous_view_id"] not in (None, view["id"])
    assert view["root_view_id"] not in (view["previous_view_id"], view["id"])


async def test_push_needs_an_open_modal(maya: Actor, bot: Bot, client: AsyncWebClient) -> None:
    name = await trigger(maya, bot)
    assert await error_of(client.views_push(trigger_id=name, view=FORM)) == "invalid_trigger_id"


async def test_an_old_hash_conflicts(maya: Actor, bot: Bot, client: AsyncWebClient) -> None:
    opened = await client.views_open(trigger_id=await trigger(maya, bot), view=FORM)
    view_id, old = opened["view"]["id"], opened["view"]["hash"]
    await client.views_update(view_id=view_id, hash=old, view=FORM)
    stale = client.views_update(view_id=view_id, hash=old, view=FORM)
    assert await error_of(stale) == "hash_conflict"
    await maya.closes()
    assert await error_of(client.views_update(view_id=view_id, view=FORM)) == "not_found"


async def test_input_stays_where_both_ids_stay(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    note = {**TEXT, "initial_value": "first"}
    view = modal(field("place", "Where?", TEXT), field("note", "Note", note, optional=True))
    opened = await client.views_open(trigger_id=await trigger(maya, bot), view=view)
    await maya.fills({"Where?": "the corner"})
    other = {**TEXT, "initial_value": "second"}
    changed = modal(
        field("place", "Where?", TEXT), field("note2", "Note", other), section("More", block_id="m")
    )
    await client.views_update(view_id=opened["view"]["id"], view=changed)
    await maya.submits()
    values = bot.last["view"]["state"]["values"]
    assert values["place"]["value"]["value"] == "the corner"
    assert values["note2"]["value"]["value"] == "second"


async def test_the_answer_to_a_form_updates_pushes_or_clears(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    plain_view = modal(section("one"), callback_id="lunch")
    await client.views_open(trigger_id=await trigger(maya, bot), view=plain_view)
    bot.answers["view"] = {"response_action": "update", "view": modal(section("two"))}
    await maya.submits()
    assert maya.modal
    assert "two" in maya.modal.text
    bot.answers["view"] = {"response_action": "push", "view": modal(section("three"))}
    await maya.submits()
    assert "three" in maya.modal.text
    await maya.closes()
    assert maya.modal
    assert "two" in maya.modal.text
    bot.answers["view"] = {"response_action": "clear"}
    await maya.submits()
    assert maya.modal is None


async def test_an_answer_that_slack_refuses_keeps_the_form_and_warns(
    maya: Actor, bot: Bot, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    await client.views_open(trigger_id=await trigger(maya, bot), view=modal(section("one")))
    bot.answers["view"] = {"response_action": "errors", "errors": {"nowhere": "No."}}
    await maya.submits()
    assert maya.modal
    assert maya.toasts() == ["We had some trouble connecting. Try again?"]
    assert "response_action: invalid_arguments" in sandbox.refusals()[0]


async def test_closing_is_told_to_those_who_asked(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    root = modal(section("x", accessory=button("Go", "go")), notify_on_close=True)
    top = modal(field("place", "Where?", TEXT), notify_on_close=True)
    await client.views_open(trigger_id=await trigger(maya, bot), view=root)
    await maya.clicks("Go")
    await client.views_push(trigger_id=bot.last["trigger_id"], view=top)
    await maya.fills({"Where?": "half a wo"})
    await maya.closes()
    assert (bot.last["type"], bot.last["is_cleared"]) == ("view_closed", False)
    assert bot.last["view"]["state"]["values"]["place"]["value"]["value"] == "half a wo"
    await maya.closes(everything=True)
    assert bot.last["is_cleared"]
    assert maya.modal is None


async def test_a_home_is_published_per_person_and_told_when_opened(
    maya: Actor, bot: Bot, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    await maya.opens_home()
    assert bot.last["event"]["tab"] == "home"
    assert "view" not in bot.last["event"]
    home = {"type": "home", "blocks": [section("Hello Maya", accessory=button("Go", "go"))]}
    published = await client.views_publish(user_id="U0MAYA", view=home)
    assert maya.sees("Hello Maya")
    assert not sandbox.person("tomas").sees("Hello Maya")
    await maya.clicks("Go", within="home")
    assert bot.last["container"] == {"type": "view", "view_id": published["view"]["id"]}
    assert bot.last["view"]["type"] == "home"
    await client.views_publish(user_id="U0MAYA", view=home, hash=published["view"]["hash"])
    stale = client.views_publish(user_id="U0MAYA", view=home, hash=published["view"]["hash"])
    assert await error_of(stale) == "hash_conflict"


async def test_external_ids_name_one_view(maya: Actor, bot: Bot, client: AsyncWebClient) -> None:
    named = {**FORM, "external_id": "mine"}
    await client.views_open(trigger_id=await trigger(maya, bot), view=named)
    await client.views_update(external_id="mine", view={**named, "title": plain("Newer")})
    assert maya.modal
    assert maya.modal.title == "Newer"
    other = client.views_publish(
        user_id="U0TOMAS", view={"type": "home", "external_id": "mine", "blocks": [section("x")]}
    )
    assert await error_of(other) == "duplicate_external_id"


async def test_a_huge_view_is_too_large(maya: Actor, bot: Bot, client: AsyncWebClient) -> None:
    huge = modal(*(section("x" * 2900) for _ in range(90)))
    name = await trigger(maya, bot)
    assert await error_of(client.views_open(trigger_id=name, view=huge)) == "view_too_large"
