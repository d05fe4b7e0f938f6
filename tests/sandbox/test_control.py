"""The control API does what its docstring says; the page relies on it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from tests.sandbox.bots import MANIFEST, TEXT, Bot, button, field, modal, section, trigger
from tests.sandbox.conftest import NOON

STEP = {
    "id": "try",
    "title": "Ask for lunch",
    "hint": "/lunch",
    "done_when": {"direction": "to_bot", "kind": "slash_commands", "contains": "pizza"},
}


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"{sandbox.url}/") as session:
        yield session


async def get(page: aiohttp.ClientSession, path: str) -> Any:
    async with page.get(path) as response:
        assert response.status == 200
        return await response.json()


async def post(page: aiohttp.ClientSession, path: str, **body: Any) -> Any:
    async with page.post(path, json=body) as response:
        return await response.json()


async def test_the_state_shows_one_persons_slack(
    page: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="U0TOMAS", text="hello")
    state = await get(page, "sandbox/state?user=U0TOMAS")
    assert state["me"] == "U0TOMAS"
    assert [c["name"] for c in state["channels"]] == [
        "general", "leads", "supplier-talks", "directmessage",
    ]  # fmt: skip
    dm = state["channels"][-1]
    assert (dm["unread"], dm["with"]) == (1, "U0BOT")
    assert state["messages"][dm["id"]][0]["text"] == "hello"
    assert state["bot"]["commands"][0]["command"] == "/lunch"
    assert not state["bot"]["online"]
    await post(page, "sandbox/act/open_channel", user="U0TOMAS", channel=dm["id"])
    state = await get(page, "sandbox/state?user=U0TOMAS")
    assert state["channels"][-1]["unread"] == 0
    assert (await get(page, "sandbox/state"))["me"] == "U0MAYA"


async def test_a_modal_is_played_through_over_http(
    page: aiohttp.ClientSession, client: AsyncWebClient, bot: Bot, sandbox: Sandbox
) -> None:
    name = await trigger(sandbox.person("maya"), bot)
    await client.views_open(trigger_id=name, view=modal(field("place", "Where?", TEXT)))
    (view,) = (await get(page, "sandbox/state"))["modals"]
    assert (view["title"], view["submit"], view["errors"]) == ("Lunch", "Save", {})
    send = {"user": "U0MAYA", "view_id": view["id"]}
    refused = await post(page, "sandbox/act/submit", **send)
    assert refused["error"] == "invalid_input"
    assert refused["errors"] == {"place": "Please complete this required field."}
    (view,) = (await get(page, "sandbox/state"))["modals"]
    assert view["errors"] == refused["errors"]
    values = {"place": {"value": "the corner"}}
    assert (await post(page, "sandbox/act/submit", **send, values=values))["ok"]
    assert bot.last["view"]["state"]["values"]["place"]["value"]["value"] == "the corner"
    assert (await get(page, "sandbox/state"))["modals"] == []
    late = await post(page, "sandbox/act/submit", **send, values=values)
    assert late["error"] == "view_not_open"


@pytest.mark.parametrize(
    ("verb", "body"),
    [("dance", {"user": "U0MAYA"}), ("run", {"user": "U0MAYA"}), ("run", {"text": "/lunch"})],
)
async def test_malformed_deeds_are_a_bad_request(
    page: aiohttp.ClientSession, verb: str, body: dict[str, Any]
) -> None:
    async with page.post(f"sandbox/act/{verb}", json=body) as response:
        assert response.status == 400
        assert (await response.json())["error"] == "invalid_arguments"


async def test_the_live_socket_tells_of_changes_and_traffic(
    page: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    async with page.ws_connect("sandbox/live") as live:
        await client.chat_postMessage(channel="C0GENERAL", text="hello")
        notices = [await live.receive_json(timeout=2) for _ in range(2)]
        assert {notice["type"] for notice in notices} == {"changed", "traffic"}
        entry = next(n["entry"] for n in notices if n["type"] == "traffic")
        assert (entry["kind"], entry["status"]) == ("chat.postMessage", "ok")
        assert "hello" in entry["title"]


async def test_traffic_hides_tokens_and_can_be_read_on(
    page: aiohttp.ClientSession, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    await client.auth_test()
    first = await get(page, "sandbox/traffic")
    await client.api_test(secret=sandbox.bot_token)
    rest = await get(page, f"sandbox/traffic?after={first['last']}")
    assert [e["kind"] for e in rest["entries"]] == ["api.test"]
    assert sandbox.bot_token not in str(first) + str(rest)


async def test_the_clock_moves_by_seconds_and_to_the_next_event() -> None:
    clock = MovableClock(NOON)
    due = NOON + timedelta(hours=2)
    async with (
        Sandbox.started(MANIFEST, clock=clock, next_event=lambda: due) as sandbox,
        aiohttp.ClientSession(f"{sandbox.url}/") as page,
    ):
        state = await get(page, "sandbox/state")
        assert state["next_event"] == due.isoformat()
        moved = await post(page, "sandbox/clock", seconds=600)
        assert moved["now"] == (NOON + timedelta(minutes=10)).isoformat()
        assert (await post(page, "sandbox/clock", to_next_event=True))["moved"] == 6600
        assert clock.now() == due
        nothing = await post(page, "sandbox/clock", to_next_event=True)
        assert nothing["error"] == "no_next_event"
        async with page.post("sandbox/clock", json={"seconds": -1}) as refused:
            assert refused.status == 400


async def test_steps_tick_themselves_off() -> None:
    async with Sandbox.started(MANIFEST, steps=[STEP]) as sandbox:
        entry = sandbox.world.traffic.begin("to_bot", "slash_commands", {"text": "pizza"})
        sandbox.world.traffic.end(entry, "timeout")
        assert not sandbox.world.traffic.steps[0].done
        sandbox.world.traffic.end(entry, "ok")
        async with aiohttp.ClientSession(f"{sandbox.url}/") as page:
            state = await get(page, "sandbox/state")
    assert state["steps"] == [
        {"id": "try", "title": "Ask for lunch", "hint": "/lunch", "done": True}
    ]


async def test_faults_are_listed_set_and_cleared_over_http(
    page: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    fault = {"method": "auth.test", "kind": "http_500", "times": None}
    set_up = await post(page, "sandbox/faults", **fault)
    assert [f["kind"] for f in set_up["faults"]] == ["http_500"]
    assert (await post(page, "sandbox/faults", method="delivery", kind="odd"))["ok"] is False
    async with page.delete("sandbox/faults") as response:
        assert (await response.json())["faults"] == []
    assert (await client.auth_test())["ok"]


async def test_files_go_up_and_come_down(page: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    async with page.post("sandbox/upload?user=U0MAYA&name=a.txt", data=b"words") as response:
        name = (await response.json())["id"]
    async with page.get(f"files/{name}/a.txt") as response:
        assert (await response.read(), response.content_type) == (b"words", "text/plain")


async def test_only_files_of_the_page_are_served(page: aiohttp.ClientSession) -> None:
    for path in ("..%2fserver.py", "%2e%2e/server.py", "nothing.js"):
        async with page.get(path) as response:
            assert response.status == 404


async def test_ephemeral_messages_and_toasts_can_be_dismissed(
    page: aiohttp.ClientSession, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    place: dict[str, Any] = {"channel": "C0GENERAL"}
    blocks = [section("psst", accessory=button("Go", "go"))]
    sent = await client.chat_postEphemeral(**place, user="U0MAYA", text="psst", blocks=blocks)
    click = {**place, "ts": sent["message_ts"], "action_id": "go"}
    message = (await get(page, "sandbox/state"))["messages"]["C0GENERAL"][-1]
    click |= {"user": "U0MAYA", "block_id": message["blocks"][0]["block_id"]}
    assert (await post(page, "sandbox/act/click", **click))["error"] == "bot_error"
    (toast,) = (await get(page, "sandbox/state"))["toasts"]
    await post(page, "sandbox/act/dismiss", user="U0MAYA", toast=toast["id"])
    gone = {"user": "U0MAYA", **place, "ts": sent["message_ts"]}
    await post(page, "sandbox/act/dismiss", **gone)
    state = await get(page, "sandbox/state")
    assert (state["toasts"], state["messages"]["C0GENERAL"]) == ([], [])


async def test_a_deed_in_flight_shows(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.fault("delivery", "late", seconds=0.1)
    running = asyncio.create_task(sandbox.person("maya").runs("/lunch"))
    await asyncio.sleep(0.02)
    assert sandbox.world.activity.running
    await running
    assert not sandbox.world.activity.running


@pytest.mark.parametrize(
    "values",
    [
        {"place": {"value": {"a": 1}}},
        {"place": {"value": ["x"]}},
        {"place": {"nowhere": "x"}},
        {"nowhere": {"value": "x"}},
    ],
)
async def test_values_that_cannot_stand_there_are_dropped(
    page: aiohttp.ClientSession, client: AsyncWebClient, bot: Bot, sandbox: Sandbox, values: Any
) -> None:
    name = await trigger(sandbox.person("maya"), bot)
    await client.views_open(trigger_id=name, view=modal(field("place", "Where?", TEXT)))
    (view,) = (await get(page, "sandbox/state"))["modals"]
    send = {"user": "U0MAYA", "view_id": view["id"], "values": values}
    assert (await post(page, "sandbox/act/submit", **send))["error"] == "invalid_input"


async def test_odd_questions_get_400(page: aiohttp.ClientSession) -> None:
    for path in ("sandbox/traffic?after=x", "sandbox/traffic?limit=x"):
        async with page.get(path) as response:
            assert response.status == 400
    async with page.post("sandbox/upload", data=b"x") as response:
        assert response.status == 400
    odd = await post(page, "sandbox/act/submit", user="U0MAYA", view_id="V1", values=[])
    assert odd["error"] == "view_not_open"
