"""What a click, a choice, a message or a change of membership tells the bot."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Actor
from sandbox.filling import NotThere
from sandbox.server import Sandbox
from tests.sandbox.bots import Bot, button, connected, new_app, plain, section

PICKER = {
    "type": "static_select",
    "action_id": "pick",
    "options": [{"text": plain(word), "value": word[0]} for word in ("Apples", "Berries")],
}
ROWS = [
    section("*Apples*", block_id="apples", accessory=button("Vote", "go", value="a")),
    section("*Berries*", block_id="berries", accessory=button("Vote", "go", value="b")),
    {"type": "actions", "block_id": "row", "elements": [PICKER]},
]
CHANNEL: dict[str, Any] = {"channel": "C0GENERAL"}


async def test_a_click_tells_where_what_and_who(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    sent = await client.chat_postMessage(**CHANNEL, text="Fruit", blocks=ROWS)
    await maya.clicks("Vote", within="Berries")
    body = bot.last
    (action,) = body["actions"]
    assert (action["type"], action["block_id"], action["value"]) == ("button", "berries", "b")
    assert action["text"]["text"] == "Vote"
    assert body["container"] == {
        "type": "message", "message_ts": sent["ts"], "channel_id": "C0GENERAL",
        "is_ephemeral": False,
    }  # fmt: skip
    assert body["channel"] == {"id": "C0GENERAL", "name": "general"}
    assert body["message"]["blocks"][0]["block_id"] == "apples"
    assert body["user"]["id"] == "U0MAYA"
    assert body["trigger_id"]
    assert body["response_url"].startswith("http://127.0.0.1:")


async def test_a_choice_in_a_message_is_kept_per_person(
    maya: Actor, bot: Bot, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    await client.chat_postMessage(**CHANNEL, text="Fruit", blocks=ROWS)
    await maya.chooses("pick", "Berries")
    assert bot.last["actions"][0]["selected_option"]["value"] == "B"
    assert bot.last["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "B"
    await sandbox.person("tomas").clicks("Vote", within="Apples")
    assert bot.last["state"]["values"]["row"]["pick"]["selected_option"] is None


async def test_ephemeral_messages_do_not_come_back_with_their_content(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(**CHANNEL, user="U0MAYA", text="Fruit", blocks=ROWS)
    await maya.clicks("Vote", within="Apples")
    assert bot.last["container"]["is_ephemeral"]
    assert "message" not in bot.last


async def test_what_is_not_there_cannot_be_clicked(
    maya: Actor, bot: Bot, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    with pytest.raises(NotThere):
        await maya.clicks("Vote")
    await client.chat_postMessage(**CHANNEL, text="Fruit", blocks=ROWS)
    stranger = sandbox.person("omar")
    with pytest.raises(NotThere):
        await stranger.clicks("Vote")


async def test_a_stale_button_is_gone_for_the_page_too(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    sent = await client.chat_postMessage(**CHANNEL, text="Fruit", blocks=ROWS)
    await client.chat_update(**CHANNEL, ts=sent["ts"], text="Closed")
    with pytest.raises(NotThere, match="not_there"):
        await maya.does("click", **CHANNEL, ts=sent["ts"], block_id="apples", action_id="go")


async def test_an_overflow_menu_reports_its_option(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    menu = {**PICKER, "type": "overflow", "action_id": "pick"}
    blocks = [section("Fruit", accessory=menu)]
    await client.chat_postMessage(**CHANNEL, text="Fruit", blocks=blocks)
    await maya.chooses("pick", "Apples")
    assert bot.last["actions"][0]["selected_option"]["value"] == "A"
    assert bot.last["state"]["values"] == {}


@pytest.fixture
async def told(sandbox: Sandbox) -> Any:
    """Everything an app is told that listens to all."""
    app, got = new_app(sandbox), []

    async def note(body: dict[str, Any], ack: Any) -> None:
        got.append(body)
        await ack()

    for event in sandbox.world.app.events:
        app.event(event)(note)
    app.shortcut("new")(note)
    app.shortcut("here")(note)
    async with connected(app, sandbox):
        yield got


async def test_mentions_reach_the_bot_where_it_is(sandbox: Sandbox, told: Any) -> None:
    maya = sandbox.person("maya")
    await maya.says("@bot what is <this> & that?", channel="general")
    assert told[-1]["event"]["type"] == "app_mention"
    assert told[-1]["event"]["text"] == "<@U0BOT> what is &lt;this&gt; &amp; that?"
    await maya.says("@bot and here?", channel="leads")
    assert len(told) == 1


async def test_shortcuts_come_with_their_message(sandbox: Sandbox, told: Any) -> None:
    maya = sandbox.person("maya")
    await maya.says("Lunch at noon?", channel="general")
    await maya.uses_shortcut("Lunch here", on=maya.reads()[-1])
    assert told[-1]["type"] == "message_action"
    assert told[-1]["message"]["text"] == "Lunch at noon?"
    await maya.uses_shortcut("New lunch")
    assert (told[-1]["type"], told[-1]["callback_id"]) == ("shortcut", "new")


async def test_comings_and_goings_are_told(sandbox: Sandbox, told: Any) -> None:
    maya = sandbox.person("maya")
    await maya.does("remove", channel="C0TEAM", who="U0KENJI")
    await maya.does("invite", channel="C0TEAM", who="U0KENJI")
    await maya.does("deactivate", who="U0SOFIA")
    await maya.does("archive", channel="C0TEAM")
    kinds = [body["event"]["type"] for body in told]
    assert kinds == [
        "member_left_channel",
        "member_joined_channel",
        "user_change",
        "channel_archive",
    ]
    assert told[1]["event"]["inviter"] == "U0MAYA"
    assert told[2]["event"]["user"]["deleted"]
    with pytest.raises(NotThere):
        await sandbox.person("sofia").runs("/lunch", channel="general")


async def test_uninstalling_is_told_and_the_token_dies(sandbox: Sandbox, told: Any) -> None:
    await sandbox.person("maya").does("uninstall")
    assert [body["event"]["type"] for body in told] == ["tokens_revoked", "app_uninstalled"]
    assert sandbox.world.app.revoked


async def test_commands_are_for_members_and_not_for_threads(
    sandbox: Sandbox, maya: Actor, bot: Bot
) -> None:
    with pytest.raises(NotThere, match="not a valid command"):
        await maya.runs("/dinner")
    with pytest.raises(NotThere, match="not_in_threads"):
        await maya.does("run", **CHANNEL, text="/lunch", thread_ts="1.1")
    with pytest.raises(NotThere, match="not_available"):
        await sandbox.person("omar").runs("/lunch")
    await sandbox.person("grace").runs("/lunch")
    assert bot.last["user_id"] == "U0GRACE"
