"""How payloads reach a bot: sockets and signed HTTP, once or again, and what people see."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from sandbox.world import Timings
from tests.sandbox.bots import MANIFEST, Bot, button, connected, new_app, section
from tests.sandbox.test_web_api import error_of

QUICK = Timings(deadline=0.1, socket_retry=0.02, http_retries=(0.0, 0.03, 0.03))


class Line:
    """A bare Socket Mode connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def next(self) -> dict[str, Any]:
        found: dict[str, Any] = await self.socket.receive_json(timeout=2)
        return found

    async def ack(self, envelope: dict[str, Any], payload: Any = None) -> None:
        more = {} if payload is None else {"payload": payload}
        await self.socket.send_json({"envelope_id": envelope["envelope_id"], **more})


@pytest.fixture
async def quick() -> AsyncIterator[Sandbox]:
    async with Sandbox.started(MANIFEST, timings=QUICK) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as open_session:
        yield open_session


async def dial(sandbox: Sandbox, session: aiohttp.ClientSession) -> Line:
    client = AsyncWebClient(sandbox.app_token, base_url=sandbox.api_url)
    url = (await client.apps_connections_open(app_token=sandbox.app_token))["url"]
    line = Line(await session.ws_connect(str(url)))
    hello = await line.next()
    assert hello["type"] == "hello"
    assert hello["num_connections"] == len(sandbox.sockets.open)
    return line


async def test_an_envelope_is_acknowledged_with_a_payload(
    quick: Sandbox, session: aiohttp.ClientSession
) -> None:
    line, maya = await dial(quick, session), quick.person("maya")
    running = asyncio.create_task(maya.runs("/lunch  with @tomas in #general"))
    envelope = await line.next()
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["text"] == "with <@U0TOMAS|tomas> in <#C0GENERAL|general>"
    await line.ack(envelope, {"text": "Yes", "response_type": "in_channel"})
    assert (await running)["ok"]
    assert quick.person("tomas").sees("Yes")


async def test_each_payload_goes_to_one_of_several_connections(
    quick: Sandbox, session: aiohttp.ClientSession
) -> None:
    lines = [await dial(quick, session), await dial(quick, session)]
    maya, heard = quick.person("maya"), []

    async def listen(line: Line, number: int) -> None:
        while True:
            await line.ack(await line.next())
            heard.append(number)

    listening = [asyncio.create_task(listen(line, number)) for number, line in enumerate(lines)]
    for _ in range(4):
        await maya.runs("/lunch")
    assert sorted(heard) == [0, 0, 1, 1]
    for task in listening:
        task.cancel()


async def test_an_unanswered_event_comes_again(
    quick: Sandbox, session: aiohttp.ClientSession
) -> None:
    line, maya = await dial(quick, session), quick.person("maya")
    opening = asyncio.create_task(maya.opens_home())
    first, second = await line.next(), await line.next()
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    await line.ack(second)
    await opening


async def test_a_silent_bot_leaves_a_warning(
    quick: Sandbox, session: aiohttp.ClientSession
) -> None:
    await dial(quick, session)
    maya = quick.person("maya")
    answer = await maya.runs("/lunch")
    assert answer["error"] == "bot_timeout"
    assert maya.toasts() == ["/lunch failed because the app did not respond."]


async def test_without_a_bot_a_command_fails_at_once(quick: Sandbox) -> None:
    assert (await quick.person("maya").runs("/lunch"))["error"] == "bot_error"


async def test_a_socket_address_works_once_and_ten_are_the_most(
    quick: Sandbox, session: aiohttp.ClientSession
) -> None:
    url = quick.sockets.new_url()
    lines = [await session.ws_connect(url)]
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(url)
    lines += [await session.ws_connect(quick.sockets.new_url()) for _ in range(9)]
    client = AsyncWebClient(base_url=quick.api_url)
    eleventh = client.apps_connections_open(app_token=quick.app_token)
    assert await error_of(eleventh) == "too_many_websockets"
    assert len(lines) == 10


async def test_bolt_comes_back_after_a_refresh_and_after_a_cut(sandbox: Sandbox) -> None:
    app = new_app(sandbox)
    bot, maya = Bot(app), sandbox.person("maya")
    async with connected(app, sandbox) as handler:
        for kind in ("refresh_sockets", "drop_sockets"):
            known = set(sandbox.sockets.open)
            await sandbox.fault("connection", kind)
            while not set(sandbox.sockets.open) - known:
                if kind == "drop_sockets":
                    await handler.client.connect_to_new_endpoint(force=True)
                await asyncio.sleep(0.01)
            assert (await maya.runs("/lunch"))["ok"]
    assert len(bot.bodies) == 2


async def test_a_delivery_may_come_twice_late_or_never(sandbox: Sandbox) -> None:
    app = new_app(sandbox)
    bot, maya = Bot(app), sandbox.person("maya")
    async with connected(app, sandbox):
        await sandbox.fault("delivery", "duplicate")
        await maya.runs("/lunch twice")
        triggers = [body["trigger_id"] for body in bot.bodies]
        assert len(triggers) == 2
        assert len(set(triggers)) == 1
        await sandbox.fault("delivery", "late", seconds=0.05)
        assert (await maya.runs("/lunch late"))["ok"]
        await sandbox.fault("delivery", "lost")
        assert (await maya.runs("/lunch lost"))["error"] == "bot_timeout"
        assert [body["text"] for body in bot.bodies] == ["twice", "twice", "late"]


# Signed HTTP


class Web:
    """A bot's request URL that answers as it is told and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[tuple[Any, bytes]] = []
        self.answers: list[web.Response | float] = []
        self.third = asyncio.Event()

    async def handle(self, request: web.Request) -> web.Response:
        self.got.append((request.headers, await request.read()))
        if len(self.got) == 3:
            self.third.set()
        answer = self.answers.pop(0) if self.answers else web.Response()
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return web.Response()
        return answer


@pytest.fixture
async def bot_url(quick: Sandbox) -> AsyncIterator[Web]:
    made, application = Web(), web.Application()
    application.router.add_post("/slack/events", made.handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    quick.use_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield made
    await runner.cleanup()


async def test_requests_are_signed_as_slack_signs_them(quick: Sandbox, bot_url: Web) -> None:
    bot_url.answers = [web.Response(text="plain words")]
    await quick.person("maya").runs("/lunch with payload=1 & more")
    headers, body = bot_url.got[0]
    verifier = SignatureVerifier(quick.signing_secret)
    assert verifier.is_valid_request(body, headers)
    assert not verifier.is_valid_request(body + b"x", headers)
    assert quick.person("maya").sees("plain words")


async def test_an_event_is_sent_again_with_slacks_headers(quick: Sandbox, bot_url: Web) -> None:
    bot_url.answers = [web.Response(status=500), 0.2, web.Response()]
    await quick.person("maya").opens_home()
    await asyncio.wait_for(bot_url.third.wait(), 2)
    retries = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h, _ in bot_url.got]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_timeout")]
    assert len({json.loads(body)["event_id"] for _, body in bot_url.got}) == 1


async def test_no_retry_means_no_retry(quick: Sandbox, bot_url: Web) -> None:
    bot_url.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    await quick.person("maya").opens_home()
    await asyncio.sleep(0.1)
    assert len(bot_url.got) == 1


async def test_interactions_are_not_sent_again(quick: Sandbox, bot_url: Web) -> None:
    client = AsyncWebClient(quick.bot_token, base_url=quick.api_url)
    blocks = [section("x", accessory=button("Go", "go"))]
    await client.chat_postMessage(channel="C0GENERAL", text="x", blocks=blocks)
    bot_url.answers = [web.Response(status=404)]
    maya = quick.person("maya")
    assert (await maya.clicks("Go"))["error"] == "bot_error"
    await asyncio.sleep(0.1)
    assert len(bot_url.got) == 1
    assert maya.toasts() == ["This app did not respond. Try again?"]


async def test_bolt_over_http_passes_verification_and_handshake(sandbox: Sandbox) -> None:
    app = new_app(sandbox)
    bot = Bot(app)

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.router.add_post("/slack/events", handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox.use_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    assert sandbox.delivery.http
    assert await sandbox.delivery.http.verify()
    await sandbox.person("maya").runs("/lunch hello")
    assert bot.last["text"] == "hello"
    await runner.cleanup()
