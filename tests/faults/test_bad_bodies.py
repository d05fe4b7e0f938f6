"""Bodies that no Slack would send: refused with 4xx before or after the signature, never a 500."""

import copy
import io
import json
import logging
import random
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest

from handlers.front import Front
from handlers.gate import Gate, RejectedError
from handlers.payloads import Delivery
from handlers.replies import Reply, Whisper
from handlers.request import Request
from handlers.server import EVENTS, Server
from handlers.socket_mode import web_client
from handlers.views.kit import Speech
from tests.handlers.deliveries import (
    SECRET,
    click,
    command,
    event,
    form,
    modal_view,
    shortcut,
    signed,
    submit,
    typed,
)
from tests.handlers.house import House, house

__all__ = ["house"]

DEEP = b"[" * 100_000 + b"]" * 100_000
UNREADABLE: dict[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "list": b"[]",
    "number": b"1",
    "text": b'"x"',
    "broken": b'{"type": "event_callback"',
    "deep": DEEP,
    "deep in an object": b'{"type":"event_callback","event":' + DEEP + b"}",
    "not UTF-8": b"\xff\xfe{}",
    "long number": b'{"type":' + b"9" * 5000 + b"}",
    "no event": b'{"type":"event_callback","team_id":"T1","event_id":"E"}',
    "null event": b'{"type":"event_callback","team_id":"T1","event_id":"E","event":null}',
    "no team": b'{"type":"event_callback","event_id":"E","event":{"type":"x"}}',
    "no event id": b'{"type":"event_callback","team_id":"T1","event":{"type":"x"}}',
    "odd team": b'{"type":"event_callback","team_id":"\\ud800",'
    b'"event_id":"E","event":{"type":"x"}}',
    "authorizations": b'{"type":"event_callback","event_id":"E","authorizations":[1]}',
}
FORMS: dict[str, bytes] = {
    "null payload": b"payload=null",
    "list payload": b"payload=[]",
    "broken payload": b"payload={",
    "no actions": b'payload={"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},'
    b'"actions":[]}',
    "odd action": b'payload={"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},'
    b'"actions":[1]}',
    "no user": b'payload={"type":"block_actions","team":{"id":"T1"},"actions":[{"action_id":"a"}]}',
    "no view": b'payload={"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"}}',
    "odd values": b'payload={"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"},'
    b'"view":{"id":"V","callback_id":"a.b","state":{"values":[1]}}}',
    "odd id": b'payload={"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"},'
    b'"view":{"id":"V","callback_id":"a\\u0000b"}}',
    "command without user": b"command=/negotiate&team_id=T1",
    "command without team": b"command=/negotiate&user_id=U1",
    "thousands of fields": b"&".join(b"a%d=1" % n for n in range(5000)),
}  # fmt: skip


async def echo(request: Request) -> Reply:
    """Touches all that a handler may touch."""
    said = [request.text, request.channel, request.values, request.metadata, request.action]
    said += [request.event, request.message, request.key]
    return Whisper(Speech(str(len(said))))


async def well() -> tuple[bool, dict[str, Any]]:
    return True, {}


@pytest.fixture
def front(house: House) -> Front:
    house.routes.word("new", echo)
    house.routes.action("a.b", echo)
    house.routes.submit("a.b", echo)
    house.routes.close("a.b", echo)
    house.routes.shortcut("s", echo)
    house.routes.event("app_home_opened", echo)
    return Front(house.router, house.parley.slack, web_client(house.slack.url))


@pytest.fixture
async def door(front: Front) -> AsyncIterator[aiohttp.ClientSession]:
    server = Server(well, front, Gate(SECRET))
    await server.start("127.0.0.1", 0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as session:
        yield session
    await server.stop()


async def status(door: aiohttp.ClientSession, body: bytes, headers: dict[str, str]) -> int:
    async with door.post(EVENTS, data=body, headers=headers) as answer:
        assert "Traceback" not in await answer.text()
        return answer.status


@pytest.mark.parametrize("what", UNREADABLE)
async def test_an_unsigned_body_is_refused_before_it_is_parsed(
    door: aiohttp.ClientSession, what: str
) -> None:
    headers = {"Content-Type": "application/json"}
    assert await status(door, UNREADABLE[what], headers) == 401


@pytest.mark.parametrize("what", UNREADABLE)
async def test_a_signed_body_without_shape_is_refused(
    door: aiohttp.ClientSession, what: str
) -> None:
    body = UNREADABLE[what]
    assert await status(door, body, signed(body, form=False)) == 400


@pytest.mark.parametrize("what", FORMS)
async def test_a_signed_form_without_shape_is_refused(
    door: aiohttp.ClientSession, what: str
) -> None:
    assert await status(door, FORMS[what], {"Content-Type": "text/plain"}) == 401
    assert await status(door, FORMS[what], signed(FORMS[what])) == 400


async def test_ten_megabytes_are_refused_unread(door: aiohttp.ClientSession) -> None:
    body = b"payload=" + b"x" * 10_000_000
    async with door.post(EVENTS, data=io.BytesIO(body), headers=signed(body)) as answer:
        assert answer.status == 413


async def test_ten_megabytes_in_pieces_are_refused_too(door: aiohttp.ClientSession) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(160):
            yield b"x" * 65_536

    async with door.post(EVENTS, data=pieces(), headers=signed(b"")) as answer:
        assert answer.status == 413


async def test_stale_signatures_are_refused(door: aiohttp.ClientSession) -> None:
    body = form(command("new"))
    assert await status(door, body, signed(body, skew=-301)) == 401
    assert await status(door, body, signed(body, skew=302)) == 401


async def test_after_all_this_a_proper_command_is_answered(door: aiohttp.ClientSession) -> None:
    body = form(command("new \x00 \u202e <!channel> " + "y" * 8000))
    assert await status(door, body, signed(body)) == 200


VALID = [
    command("new Lease"),
    click("a.b:1", state={"values": {"f": {"value": typed("x")}}}),
    click("a.b:1", view=modal_view("a.b", {"f": typed("x")})),
    submit("a.b:1", {"f": typed("x"), "g": {"selected_option": {"value": "v"}}}),
    submit("a.b:1") | {"type": "view_closed"},
    shortcut("s"),
    event("app_home_opened", tab="home"),
]
JUNK: list[Any] = [
    None, 0, -1, 1e308, True, "", "\x00", "\ud800", "<!channel>", "x" * 5000, [], [[]], {}, {"": 1},
    [None], {"id": None}, {"type": 1}, "U1", "T1", "a.b", "https://", [{"action_id": "a.b"}],
]  # fmt: skip


def damaged(chance: random.Random) -> dict[str, Any]:
    """A valid payload in which one to three things are not what they should be."""
    payload = copy.deepcopy(chance.choice(VALID))
    for _ in range(chance.randint(1, 3)):
        places = list(_places(payload))
        if places:
            holder, key = chance.choice(places)
            if chance.random() < 0.25:
                del holder[key]
            else:
                holder[key] = copy.deepcopy(chance.choice(JUNK))
    return payload


def _places(thing: Any) -> Iterator[tuple[Any, Any]]:
    items = thing.items() if isinstance(thing, dict) else enumerate(thing)
    for key, part in list(items):
        yield thing, key
        if isinstance(part, dict | list):
            yield from _places(part)


async def test_ten_thousand_damaged_payloads_with_a_valid_signature(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    gate, chance, statuses = Gate(SECRET), random.Random(8), {200: 0, 400: 0}
    caplog.set_level(logging.WARNING)
    for _ in range(10_000):
        body = json.dumps(damaged(chance)).encode()
        try:
            admitted = gate.admit(signed(body, form=False), body)
            if isinstance(admitted, Delivery):
                await front.handle(admitted)
            statuses[200] += 1
        except RejectedError as error:
            statuses[error.status] += 1
    assert statuses[400] > 2_000
    assert statuses[200] > 2_000
    assert "Traceback" not in caplog.text
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []
