"""The Web API is as strict as Slack's, by Slack's own error names."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.bots import MANIFEST, button, section
from tests.sandbox.conftest import NOON


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_auth_test_says_who_one_is_and_which_scopes_were_granted(
    client: AsyncWebClient,
) -> None:
    found = await client.auth_test()
    assert found["user_id"] == "U0BOT"
    assert "chat:write" in found.headers["x-oauth-scopes"].split(",")
    assert found.headers["Date"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("app", "not_allowed_token_type")],
)
async def test_tokens_are_checked(sandbox: Sandbox, token: str, error: str) -> None:
    token = sandbox.app_token if token == "app" else token
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with session.post(f"{sandbox.api_url}auth.test", headers=headers) as response:
            assert (await response.json())["error"] == error


async def test_forms_json_and_tokens_in_the_body_are_all_read(sandbox: Sandbox) -> None:
    body = {"token": sandbox.bot_token, "channel": "C0GENERAL", "text": "hi", "blocks": "[]"}
    url = f"{sandbox.api_url}chat.postMessage"
    async with aiohttp.ClientSession() as session:
        async with session.post(url, data=body) as form:
            assert (await form.json())["ok"]
        headers = {"Authorization": f"Bearer {sandbox.bot_token}"}
        async with session.post(url, json={**body, "token": None}, headers=headers) as sent:
            assert (await sent.json())["ok"]
        async with session.post(url, data="{", headers={"Content-Type": "application/json"}) as bad:
            assert (await bad.json())["error"] == "invalid_json"
        async with session.post(f"{sandbox.api_url}chat.shout", headers=headers) as unknown:
            assert (await unknown.json())["error"] == "unknown_method"


async def test_a_missing_scope_is_named_with_what_is_there(sandbox: Sandbox) -> None:
    sandbox.world.app.manifest = {"oauth_config": {"scopes": {"bot": ["commands"]}}}
    client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0GENERAL", text="x")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "chat:write"
    assert caught.value.response["provided"] == "commands"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0LEADS", "text": "x"}, "channel_not_found"),
        ({"channel": "C0GENERAL"}, "no_text"),
        ({"channel": "C0GENERAL", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0GENERAL", "text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"channel": "C0GENERAL", "text": "x", "thread_ts": "1.2"}, "cannot_reply_to_message"),
        ({"channel": "C0GENERAL", "text": "x", "username": "Maya"}, "missing_scope"),
        ({"channel": "U0NOBODY", "text": "x"}, "channel_not_found"),
    ],
)
async def test_posts_that_slack_refuses(
    client: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    assert await error_of(client.api_call("chat.postMessage", json=arguments)) == error


async def test_invalid_blocks_come_with_pointers(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[{"type": "section"}])
    assert "json-pointer:/blocks/0" in caught.value.response["response_metadata"]["messages"][0]


async def test_a_channel_without_the_bot_or_archived_takes_no_posts(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    leader = sandbox.person("maya")
    post: dict[str, Any] = {"channel": "C0GENERAL", "text": "x"}
    await leader.does("remove", channel="C0GENERAL", who="U0BOT")
    assert await error_of(client.chat_postMessage(**post)) == "not_in_channel"
    await client.conversations_join(channel="C0GENERAL")
    await client.chat_postMessage(**post)
    await leader.does("archive", channel="C0GENERAL")
    assert await error_of(client.chat_postMessage(**post)) == "is_archived"


async def test_a_private_channel_opens_with_an_invitation(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    assert await error_of(client.conversations_info(channel="C0LEADS")) == "channel_not_found"
    await sandbox.person("maya").does("invite", channel="C0LEADS", who="U0BOT")
    assert (await client.conversations_info(channel="C0LEADS"))["channel"]["is_private"]
    assert (await client.chat_postMessage(channel="C0LEADS", text="x"))["ok"]


async def test_a_user_id_opens_a_dm_and_update_wants_its_d_id(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sent = await client.chat_postMessage(channel="U0MAYA", text="hello")
    assert str(sent["channel"]).startswith("D")
    place: dict[str, Any] = {"ts": sent["ts"], "text": "hello again"}
    assert await error_of(client.chat_update(channel="U0MAYA", **place)) == "channel_not_found"
    await client.chat_update(channel=sent["channel"], **place)
    assert [seen.text for seen in sandbox.person("maya").dms()] == ["hello again"]


async def test_updates_follow_slacks_rules(sandbox: Sandbox, client: AsyncWebClient) -> None:
    blocks = [section("old", accessory=button("Vote", "v"))]
    sent = await client.chat_postMessage(channel="C0GENERAL", text="old", blocks=blocks)
    place: dict[str, Any] = {"channel": "C0GENERAL", "ts": sent["ts"]}
    await client.api_call("chat.update", json={**place, "blocks": [section("newer")]})
    message = sandbox.world.workspace.message("C0GENERAL", str(sent["ts"]))
    assert (message.edited, message.text) == (False, "old")
    await client.chat_update(**place, text="newest")
    message = sandbox.world.workspace.message("C0GENERAL", str(sent["ts"]))
    assert (message.edited, message.blocks) == (True, None)
    assert await error_of(client.chat_update(**place, text="x" * 4001)) == "msg_too_long"
    said = await sandbox.person("maya").says("mine", channel="general")
    theirs: dict[str, Any] = {"channel": "C0GENERAL", "ts": said["ts"], "text": "x"}
    assert await error_of(client.chat_update(**theirs)) == "cant_update_message"
    gone: dict[str, Any] = {"channel": "C0GENERAL", "ts": "1.1", "text": "x"}
    assert await error_of(client.chat_update(**gone)) == "message_not_found"


async def test_ephemeral_messages_reach_one_member_and_cannot_be_updated(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    place: dict[str, Any] = {"channel": "C0GENERAL"}
    sent = await client.chat_postEphemeral(**place, user="U0MAYA", text="psst")
    assert sandbox.person("maya").sees("psst")
    assert not sandbox.person("tomas").sees("psst")
    update = client.chat_update(**place, ts=sent["message_ts"], text="x")
    assert await error_of(update) == "message_not_found"
    stranger = client.chat_postEphemeral(**place, user="U0OMAR", text="psst")
    assert await error_of(stranger) == "user_not_in_channel"


async def test_threads_are_kept_apart_from_the_channel(client: AsyncWebClient) -> None:
    place: dict[str, Any] = {"channel": "C0GENERAL"}
    top = await client.chat_postMessage(**place, text="top")
    await client.chat_postMessage(**place, text="below", thread_ts=top["ts"])
    await client.chat_postMessage(**place, text="both", thread_ts=top["ts"], reply_broadcast=True)
    flow = await client.conversations_history(**place)
    assert [m["text"] for m in flow["messages"]] == ["both", "top"]
    thread = await client.conversations_replies(**place, ts=top["ts"])
    assert [m["text"] for m in thread["messages"]] == ["top", "below", "both"]
    assert thread["messages"][0]["reply_count"] == 2


async def test_messages_tab_off_means_no_direct_messages() -> None:
    home = {"home_tab_enabled": True, "messages_tab_enabled": False}
    manifest = {**MANIFEST, "features": {"app_home": home}}
    async with Sandbox.started(manifest) as sandbox:
        client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url)
        post = client.chat_postMessage(channel="U0MAYA", text="x")
        assert await error_of(post) == "messages_tab_disabled"


async def test_people_tell_zone_and_standing(client: AsyncWebClient) -> None:
    maya = (await client.users_info(user="U0MAYA"))["user"]
    assert (maya["tz"], maya["tz_offset"], maya["is_owner"]) == ("Europe/Stockholm", 3600, True)
    assert (await client.users_info(user="U0GRACE"))["user"]["is_restricted"]
    assert (await client.users_info(user="U0OMAR"))["user"]["team_id"] == "T0PARTNER"
    assert await error_of(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert len((await client.users_list())["members"]) == 9


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    first = await client.conversations_members(channel="C0GENERAL", limit=4)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_members(channel="C0GENERAL", limit=4, cursor=cursor)
    assert len(first["members"] + rest["members"]) == 7
    assert rest["response_metadata"]["next_cursor"] == ""
    bad = client.conversations_members(channel="C0GENERAL", cursor="nonsense!")
    assert await error_of(bad) == "invalid_cursor"
    names = {c["name"] for c in (await client.conversations_list())["channels"]}
    assert names == {"general", "supplier-talks", "with-partner"}
    shared = (await client.conversations_info(channel="C0SHARED"))["channel"]
    assert shared["is_ext_shared"]


async def test_conversations_open_gives_a_d_id_once(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users="U0MAYA")
    again = await client.conversations_open(users="U0MAYA")
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]


async def test_scheduled_messages_wait_for_the_clock(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    place: dict[str, Any] = {"channel": "C0GENERAL", "text": "later"}
    soon = int((NOON + timedelta(hours=1)).timestamp())
    sent = await client.chat_scheduleMessage(**place, post_at=soon)
    listed = await client.chat_scheduledMessages_list(channel="C0GENERAL")
    assert [m["id"] for m in listed["scheduled_messages"]] == [sent["scheduled_message_id"]]
    assert not sandbox.person("maya").sees("later")
    await sandbox.moves(3600)
    assert sandbox.person("maya").sees("later")
    late = client.chat_scheduleMessage(**place, post_at=soon + 121 * 86400)
    assert await error_of(late) == "time_too_far"
    past = client.chat_scheduleMessage(**place, post_at=soon - 1)
    assert await error_of(past) == "time_in_past"


async def test_files_are_uploaded_and_shared(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.files_upload_v2(
        channel="C0GENERAL", content="a,b", filename="votes.csv", initial_comment="The votes"
    )
    maya = sandbox.person("maya")
    assert maya.sees("The votes")
    assert maya.sees("votes.csv")
    (file,) = sandbox.world.workspace.files.values()
    assert file.content == b"a,b"


async def test_permalink_and_delete(client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(channel="C0GENERAL", text="x")
    place: dict[str, Any] = {"channel": "C0GENERAL"}
    link = await client.chat_getPermalink(**place, message_ts=sent["ts"])
    assert str(link["permalink"]).startswith("https://acme.slack.com/archives/C0GENERAL/p")
    await client.chat_delete(**place, ts=sent["ts"])
    gone = client.chat_delete(**place, ts=sent["ts"])
    assert await error_of(gone) == "message_not_found"


async def test_blocks_validate_needs_no_token(sandbox: Sandbox) -> None:
    client = AsyncWebClient(base_url=sandbox.api_url)
    assert (await client.blocks_validate(blocks=[section("x")]))["ok"]
    with pytest.raises(SlackApiError) as caught:
        await client.blocks_validate(blocks=[section("")])
    assert caught.value.response["errors"][0]["pointer"] == "/blocks/0/text/text"


async def test_too_many_updates_a_minute_are_refused_with_a_time_to_wait(
    client: AsyncWebClient,
) -> None:
    sent = await client.chat_postMessage(channel="C0GENERAL", text="x")
    place: dict[str, Any] = {"channel": "C0GENERAL", "ts": sent["ts"]}
    for number in range(50):
        await client.chat_update(**place, text=str(number))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_update(**place, text="one too many")
    assert caught.value.response.status_code == 429
    assert int(caught.value.response.headers["Retry-After"]) >= 1


async def test_limits_can_be_turned_off() -> None:
    async with Sandbox.started(MANIFEST, rate_scale=None) as sandbox:
        client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url)
        for number in range(70):
            await client.chat_postMessage(channel="C0GENERAL", text=str(number))
