"""The HTTP server: /healthz in both modes, deliveries only behind the gate."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from handlers.front import Front
from handlers.gate import Gate
from handlers.replies import Reply, Whisper
from handlers.request import Request
from handlers.server import EVENTS, HEALTH, Server
from handlers.socket_mode import web_client
from handlers.views.kit import Speech
from tests.handlers.deliveries import SECRET, click, command, form, signed
from tests.handlers.house import House, house

__all__ = ["house"]


async def well() -> tuple[bool, dict[str, Any]]:
    return True, {"status": "ok"}


async def ill() -> tuple[bool, dict[str, Any]]:
    return False, {"status": "failing"}


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    await server.start("127.0.0.1", 0)
    try:
        base = f"http://127.0.0.1:{server.port}"
        async with aiohttp.ClientSession(base) as session:
            yield session
    finally:
        await server.stop()


def front_of(house: House) -> Front:
    return Front(house.router, house.parley.slack, web_client(house.slack.url))


@pytest.fixture
async def door(house: House) -> AsyncIterator[aiohttp.ClientSession]:
    async with serving(Server(well, front_of(house), Gate(SECRET))) as session:
        yield session


async def test_a_command_is_answered_in_the_response(
    house: House, door: aiohttp.ClientSession
) -> None:
    async def help_(request: Request) -> Reply:
        return Whisper(Speech(f"Help about {request.text}"))

    house.routes.word("help", help_)
    body = form(command("help my payload"))
    async with door.post(EVENTS, data=body, headers=signed(body)) as answer:
        assert answer.status == 200
        assert answer.content_type == "application/json"
        assert (await answer.json())["text"] == "Help about my payload"


async def test_what_has_no_answer_is_acknowledged_with_nothing(door: aiohttp.ClientSession) -> None:
    body = form(click("nobody.knows"))
    async with door.post(EVENTS, data=body, headers=signed(body)) as answer:
        assert (answer.status, await answer.read()) == (200, b"")


async def test_slack_is_never_asked_who_we_are_again(
    house: House, door: aiohttp.ClientSession
) -> None:
    for _ in range(20):
        body = form(command("nothing"))
        async with door.post(EVENTS, data=body, headers=signed(body)) as answer:
            assert answer.status == 200
    assert len(house.slack.called("auth.test")) == 1


async def test_a_certificate_check_is_answered(door: aiohttp.ClientSession) -> None:
    async with door.get(EVENTS, params={"ssl_check": "1"}) as answer:
        assert answer.status == 200


async def test_health_is_told_in_status_and_words() -> None:
    for health, status in ((well, 200), (ill, 503)):
        async with serving(Server(health)) as session, session.get(HEALTH) as answer:
            assert answer.status == status
            assert "status" in await answer.json()


async def test_without_a_gate_nothing_is_taken_in(house: House) -> None:
    body = form(command("help"))
    async with (
        serving(Server(well, front_of(house))) as session,
        session.post(EVENTS, data=body, headers=signed(body)) as answer,
    ):
        assert answer.status == 404


async def test_whoever_comes_while_we_stop_is_sent_to_another_replica(house: House) -> None:
    front = front_of(house)
    async with serving(Server(well, front, Gate(SECRET))) as session:
        await front.finish(1)
        body = form(command("help"))
        async with session.post(EVENTS, data=body, headers=signed(body)) as answer:
            assert answer.status == 503


async def test_stopping_waits_for_what_is_under_way(house: House) -> None:
    entered, may_go = asyncio.Event(), asyncio.Event()

    async def slow(_request: Request) -> Reply:
        entered.set()
        await may_go.wait()
        return Whisper(Speech("Finished"))

    house.routes.word("slow", slow)
    front = front_of(house)
    async with serving(Server(well, front, Gate(SECRET))) as session:
        body = form(command("slow"))
        request = asyncio.create_task(session.post(EVENTS, data=body, headers=signed(body)))
        await entered.wait()
        stopping = asyncio.create_task(front.finish(5))
        await asyncio.sleep(0)
        assert not stopping.done()
        may_go.set()
        async with await request as answer:
            assert (await answer.json())["text"] == "Finished"
        await stopping
