"""Faults on request: each looks to the SDK as the real thing would."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.server import Sandbox
from tests.sandbox.test_web_api import error_of

POST: dict[str, Any] = {"channel": "C0GENERAL", "text": "hello"}


def posted(sandbox: Sandbox) -> int:
    return len(sandbox.world.workspace.messages["C0GENERAL"])


async def test_ratelimited_comes_with_or_without_a_time_to_wait(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    await sandbox.fault("chat.postMessage", "ratelimited", seconds=7)
    await sandbox.fault("chat.postMessage", "ratelimited_silent")
    for wait in ("7", None):
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(**POST)
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers.get("Retry-After") == wait
    await client.chat_postMessage(**POST)
    assert posted(sandbox) == 1


@pytest.mark.parametrize(
    ("kind", "carried_out"),
    [
        ("http_500", 0),
        ("http_503", 0),
        ("broken_json", 0),
        ("not_json", 0),
        ("empty", 0),
        ("http_500_done", 1),
        ("http_503_done", 1),
        ("broken_json_done", 1),
        ("fatal_error", 0),
        ("internal_error_done", 1),
    ],
)
async def test_odd_answers(
    sandbox: Sandbox, client: AsyncWebClient, kind: str, carried_out: int
) -> None:
    await sandbox.fault("chat.postMessage", kind)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(**POST)
    assert posted(sandbox) == carried_out


async def test_plain_words_make_the_sdk_stumble(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await sandbox.fault("chat.postMessage", "plain_text")
    with pytest.raises(AttributeError):
        await client.chat_postMessage(**POST)


@pytest.mark.parametrize(("kind", "carried_out"), [("drop", 1), ("refuse", 0)])
async def test_cut_connections(
    sandbox: Sandbox, client: AsyncWebClient, kind: str, carried_out: int
) -> None:
    await sandbox.fault("chat.postMessage", kind)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(**POST)
    assert posted(sandbox) == carried_out


async def test_the_sdks_default_retry_posts_twice_when_the_connection_drops(
    sandbox: Sandbox,
) -> None:
    await sandbox.fault("chat.postMessage", "drop")
    careless = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url)
    await careless.chat_postMessage(**POST)
    assert posted(sandbox) == 2


@pytest.mark.parametrize(("kind", "carried_out"), [("hang", 0), ("hang_done", 1)])
async def test_a_hanging_call_lasts_as_long_as_the_caller_bears_it(
    sandbox: Sandbox, kind: str, carried_out: int
) -> None:
    await sandbox.fault("chat.postMessage", kind, seconds=30)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.4)) as session:
        client = AsyncWebClient(
            sandbox.bot_token, base_url=sandbox.api_url, session=session, retry_handlers=[]
        )
        with pytest.raises(asyncio.TimeoutError):
            await client.chat_postMessage(**POST)
        await sandbox.settled()
    assert posted(sandbox) == carried_out


async def test_a_delayed_call_is_carried_out_although_the_caller_has_gone(
    sandbox: Sandbox,
) -> None:
    await sandbox.fault("chat.postMessage", "delay", seconds=0.2)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.05)) as session:
        client = AsyncWebClient(
            sandbox.bot_token, base_url=sandbox.api_url, session=session, retry_handlers=[]
        )
        with pytest.raises(asyncio.TimeoutError):
            await client.chat_postMessage(**POST)
    await sandbox.settled()
    assert posted(sandbox) == 1


async def test_a_fault_lasts_until_it_is_cleared(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await sandbox.fault("*", "internal_error", times=None)
    for _ in range(3):
        assert await error_of(client.auth_test()) == "internal_error"
    sandbox.world.faults.clear()
    assert (await client.auth_test())["ok"]


async def test_a_revoked_token_is_refused_until_restored(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    await sandbox.fault("connection", "revoke_token")
    assert await error_of(client.auth_test()) == "token_revoked"
    await sandbox.fault("connection", "restore_token")
    assert (await client.auth_test())["ok"]


# Response URLs


def response_url(sandbox: Sandbox, message_ts: str | None = None) -> AsyncWebhookClient:
    url = sandbox.world.response_urls.issue("U0MAYA", "C0GENERAL", message_ts)
    return AsyncWebhookClient(url)


async def test_a_response_url_answers_its_person_and_replaces_and_deletes(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    maya, tomas = sandbox.person("maya"), sandbox.person("tomas")
    sent = await client.chat_postMessage(**POST)
    hook = response_url(sandbox, str(sent["ts"]))
    assert (await hook.send(text="only you")).body == "ok"
    assert maya.sees("only you")
    assert not tomas.sees("only you")
    await hook.send(text="for all", response_type="in_channel")
    assert tomas.sees("for all")
    await hook.send(text="changed", replace_original=True)
    assert tomas.sees("changed")
    assert not tomas.sees("hello")
    await hook.send(delete_original=True)
    assert not tomas.sees("changed")


async def test_a_response_url_works_five_times_for_half_an_hour(sandbox: Sandbox) -> None:
    hook = response_url(sandbox)
    assert [(await hook.send(text="x")).status_code for _ in range(6)] == [200] * 5 + [404]
    late = response_url(sandbox)
    await sandbox.moves(1801)
    answer = await late.send(text="x")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


async def test_a_response_url_refuses_what_slack_refuses(sandbox: Sandbox) -> None:
    hook = response_url(sandbox)
    assert "no_text" in (await hook.send_dict({})).body
    assert "invalid_blocks" in (await hook.send(text="x", blocks=[{"type": "section"}])).body
    await sandbox.fault("response_url", "http_500")
    assert (await hook.send(text="x")).status_code == 500
