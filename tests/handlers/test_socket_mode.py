"""Socket Mode: connected twice, every delivery acknowledged, whatever it was."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import WSMsgType, web

from handlers.front import Front
from handlers.outcomes import SlackError
from handlers.replies import Reply, Whisper
from handlers.request import Request
from handlers.socket_mode import SocketMode, web_client
from handlers.views.kit import Speech
from tests.fakeslack import Fault
from tests.handlers.deliveries import click, command, submit
from tests.handlers.house import House, house

__all__ = ["house"]


class Switchboard:
    """The far end of the sockets: sends envelopes, keeps what is acknowledged."""

    def __init__(self) -> None:
        self.lines: list[web.WebSocketResponse] = []
        self.answers: dict[str, asyncio.Future[Any]] = {}
        self._serial = itertools.count(1)
        self.url = ""

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        self.lines.append(line)
        await line.send_json({"type": "hello", "num_connections": len(self.lines)})
        async for message in line:
            if message.type is WSMsgType.TEXT:
                said = json.loads(message.data)
                self.answers[said["envelope_id"]].set_result(said.get("payload"))
        return line

    async def send(self, payload: Any, line: int = 0) -> Any:
        """Deliver, and wait for what is said in return."""
        envelope = f"e{next(self._serial)}"
        self.answers[envelope] = asyncio.get_running_loop().create_future()
        message = {"envelope_id": envelope, "type": "interactive", "payload": payload}
        await self.lines[line].send_json(message | {"accepts_response_payload": True})
        return await asyncio.wait_for(self.answers[envelope], 10)


@asynccontextmanager
async def switchboard() -> AsyncIterator[Switchboard]:
    board = Switchboard()
    app = web.Application()
    app.router.add_get("/link", board.connect)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    board.url = f"ws://127.0.0.1:{runner.addresses[0][1]}/link"
    yield board
    await runner.cleanup()


@pytest.fixture
async def board(house: House) -> AsyncIterator[Switchboard]:
    async with switchboard() as opened:
        house.slack.answers["apps.connections.open"] = {"url": opened.url}
        yield opened


@pytest.fixture
async def sockets(house: House, board: Switchboard) -> AsyncIterator[SocketMode]:
    client = web_client(house.slack.url)
    made = SocketMode(Front(house.router, house.parley.slack, client), "xapp-1", client)
    await made.start()
    yield made
    await made.stop()


async def test_it_connects_twice_and_both_lines_are_answered(
    house: House, board: Switchboard, sockets: SocketMode
) -> None:
    async def hello(request: Request) -> Reply:
        return Whisper(Speech(f"Hello {request.text}"))

    house.routes.word("hello", hello)
    assert len(board.lines) == 2
    for line in (0, 1):
        answer = await board.send(command("hello you"), line)
        assert answer == {"response_type": "ephemeral", "text": "Hello you"}


@pytest.mark.parametrize(
    "payload",
    [
        click("nobody.knows"),
        {"type": "dialog_submission"},
        {"type": "block_actions", "actions": []},
        {},
    ],
)
async def test_whatever_comes_is_acknowledged(
    board: Switchboard, sockets: SocketMode, payload: Any
) -> None:
    assert await board.send(payload) is None


async def test_a_handler_that_fails_is_acknowledged(
    house: House, board: Switchboard, sockets: SocketMode
) -> None:
    async def broken(_request: Request) -> Reply:
        raise ValueError("x")

    house.routes.submit("a.b", broken)
    answer = await board.send(submit("a.b"))
    assert answer["response_action"] == "update"


async def test_a_refused_token_is_said_at_once(house: House) -> None:
    client = web_client(house.slack.url)
    front = Front(house.router, house.parley.slack, client)
    house.slack.fail(Fault("invalid_auth"), method="apps.connections.open")
    with pytest.raises(SlackError) as caught:
        await SocketMode(front, "xapp-1", client).start()
    assert caught.value.code == "invalid_auth"
