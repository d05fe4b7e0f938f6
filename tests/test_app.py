"""The program as a process: it starts, says what is wrong, and ends without losing anything."""

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import MovableClock
from bot.health import Health
from bot.skew import measure
from handlers.server import EVENTS, HEALTH
from tests.fakeslack import FakeSlack, Fault
from tests.handlers.deliveries import SECRET, click, command, form, signed

ROOT = Path(__file__).parent.parent
ANSWER = 20.0


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass
class Program:
    """`python -m bot run` by HTTP, with its own home."""

    process: Process
    url: str
    session: aiohttp.ClientSession

    async def health(self) -> tuple[int, Any]:
        async with self.session.get(self.url + HEALTH) as answer:
            return answer.status, await answer.json()

    async def ready(self) -> None:
        """Wait until it says that all is well."""
        while True:
            try:
                if (await self.health())[0] == 200:
                    return
            except aiohttp.ClientConnectionError:
                assert self.process.returncode is None
            await asyncio.sleep(0.05)

    async def send(self, payload: Any) -> aiohttp.ClientResponse:
        body = form(payload)
        return await self.session.post(self.url + EVENTS, data=body, headers=signed(body))

    async def end(self) -> tuple[int | None, str]:
        _, errors = await asyncio.wait_for(self.process.communicate(), ANSWER)
        return self.process.returncode, errors.decode()


@asynccontextmanager
async def program(home: Path, api_url: str, **settings: str) -> AsyncIterator[Program]:
    port = free_port()
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "PARLEY_HOME": str(home),
        "PORT": str(port),
        "LOG_LEVEL": "DEBUG",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=home,
        env=environ | settings,
        stdout=PIPE,
        stderr=PIPE,
    )
    async with aiohttp.ClientSession() as session:
        try:
            yield Program(process, f"http://127.0.0.1:{port}", session)
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()


def modes(home: Path) -> set[int]:
    return {file.stat().st_mode & 0o777 for file in home.iterdir()}


async def test_it_starts_answers_and_ends_cleanly(tmp_path: Path) -> None:
    async with FakeSlack() as slack, program(tmp_path, slack.url) as parley:
        await asyncio.wait_for(parley.ready(), ANSWER)
        async with await parley.send(command("help payload")) as answer:
            assert answer.status == 200
            assert (await answer.json())["response_type"] == "ephemeral"
        parley.process.send_signal(signal.SIGTERM)
        code, errors = await parley.end()
    assert code == 0, errors
    assert "Traceback" not in errors
    assert "xoxb-1" not in errors
    assert modes(tmp_path) == {0o600}


async def test_what_is_in_flight_at_the_end_is_answered(tmp_path: Path) -> None:
    async with FakeSlack() as slack, program(tmp_path, slack.url) as parley:
        await asyncio.wait_for(parley.ready(), ANSWER)
        slack.latency = 1.0  # the window takes a moment to open
        request = asyncio.create_task(parley.send(click("settings.open")))
        await slack.until(lambda: slack.called("views.open"))
        parley.process.send_signal(signal.SIGTERM)
        async with await request as answer:
            assert answer.status == 200
        code, errors = await parley.end()
    assert code == 0, errors


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_refused_token_is_named_and_ends_it(tmp_path: Path, code: str) -> None:
    async with FakeSlack() as slack:
        slack.fail(Fault(code), method="auth.test")
        async with program(tmp_path, slack.url) as parley:
            ended, errors = await parley.end()
    assert ended == 2
    assert f"SLACK_BOT_TOKEN is refused by Slack ({code})" in errors
    assert "Traceback" not in errors


async def test_a_slack_that_is_down_is_asked_again(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        slack.fail(Fault("503"), Fault("drop"), method="auth.test")
        async with program(tmp_path, slack.url) as parley:
            await asyncio.wait_for(parley.ready(), ANSWER)
            assert len(slack.called("auth.test")) == 3


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        async with FakeSlack() as slack, program(tmp_path, slack.url, PORT=port) as parley:
            code, errors = await parley.end()
    assert code == 2
    assert errors.splitlines()[-1].startswith("HOST and PORT: nobody can listen")


async def test_another_key_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        async with program(tmp_path, slack.url) as parley:
            await asyncio.wait_for(parley.ready(), ANSWER)
            parley.process.send_signal(signal.SIGTERM)
            await parley.end()
        (tmp_path / "parley.key").unlink()
        async with program(tmp_path, slack.url) as parley:
            code, errors = await parley.end()
    assert code == 1
    assert "sealed with another key" in errors
    assert "Traceback" not in errors


class Broken:
    """A database that does not answer."""

    async def next_due(self) -> Any:
        await asyncio.Event().wait()


async def test_health_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.health._DATABASE_SECONDS", 0.01)
    clock = MovableClock()
    health = Health(Broken(), clock, clock.now, signs=True, skew=400.0, slack="no_answer")
    is_well, report = await health()
    assert not is_well
    assert report["failing"] == ["database", "clock", "slack"]
    assert report["clock_skew_seconds"] == 400.0


async def test_by_socket_a_wrong_clock_is_told_but_no_outage() -> None:
    class Idle:
        async def next_due(self) -> None:
            return None

    clock = MovableClock()
    health = Health(Idle(), clock, clock.now, signs=False, skew=400.0, slack="ok")
    assert (await health())[0]


async def test_a_late_row_and_a_silent_scheduler_turn_it_red() -> None:
    clock = MovableClock()
    long_ago = clock.now()
    clock.move(600)

    class Late:
        async def next_due(self) -> Any:
            return long_ago

    health = Health(Late(), clock, lambda: long_ago, signs=True, slack="ok")
    _, report = await health()
    assert report["failing"] == ["oldest_due", "scheduler"]
    assert report["oldest_due_seconds"] >= 600


async def test_the_clock_is_compared_with_slacks() -> None:
    async with FakeSlack() as slack, aiohttp.ClientSession() as session:
        skew = await measure(session, slack.url, lambda: time.time() + 400)
        assert skew == pytest.approx(400, abs=3)
        assert await measure(session, "http://127.0.0.1:1/api/") is None
