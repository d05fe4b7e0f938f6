"""Requests over signed HTTP: `/negotiate help` beside a bare Bolt app, and a whole vote."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from . import load, payloads, processes, seed
from .load import Order, Report
from .measure import take_turns, versus
from .payloads import TEAM
from .table import AtLeast, AtMost, Row

REQUESTS = 4000
WARM_UP = 800
HELP = [[payloads.help_command(user)] for user in seed.VOTERS]


def rows(rounds: int) -> Iterator[Row]:
    """One bot, one bare app, one load that turns to each of them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        processes.slack() as slack,
        processes.bare_app() as bare,
    ):
        asyncio.run(_seed(Path(folder)))
        with processes.bot(Path(folder), slack) as bot:
            votes = vote_lanes(slack)
            for port, lanes in ((bare, HELP), (bot.port, HELP), (bot.port, votes)):
                load.run(Order(port, WARM_UP, lanes))
            yield from _commands(rounds, bot.port, bare, slack)
            yield from _clicks(rounds, bot.port, votes)


def _commands(rounds: int, ours: int, bare: int, slack: int) -> Iterator[Row]:
    before = _identity_checks(slack)
    answered, peers = take_turns(rounds, _run(ours, HELP), _run(bare, HELP))
    asked = (_identity_checks(slack) - before) / (rounds * REQUESTS)
    yield versus(
        "acknowledge `/negotiate help`, all handlers, 16 connections",
        [report.per_second for report in answered],
        [report.per_second for report in peers],
        goal=AtLeast(0.8),
        unit="/s",
        peer="bare AsyncApp",
    )
    yield Row("… `auth.test` calls per request", asked, AtMost(0), "")


def _clicks(rounds: int, port: int, lanes: list[list[str]]) -> Iterator[Row]:
    votes, helps = take_turns(rounds, _run(port, lanes), _run(port, HELP))
    yield versus(
        "a whole vote, from click to commit to 200, 16 voters",
        [report.per_second for report in votes],
        [report.per_second for report in helps],
        goal=AtLeast(0.4),
        unit="/s",
        peer="`help` on the same bot",
    )
    yield Row("… how long a vote takes, p99", _p99(votes), AtMost(25), "ms")


def _p99(reports: Sequence[Report]) -> float:
    return median(report.p99_ms for report in reports)


def _run(port: int, lanes: list[list[str]]) -> "partial[Report]":
    return partial(load.run, Order(port, REQUESTS, lanes))


async def _seed(home: Path) -> None:
    async with seed.database(home) as opened:
        await opened.of(TEAM).write(seed.add_open_poll, seed.VOTERS)


def vote_lanes(slack: int) -> list[list[str]]:
    """Each voter clicks the answers of the posted poll in turn."""
    message = posted_poll(slack)
    answers = [each for each in payloads.buttons(message) if "vote" in each["action_id"]]
    reply_to = f"http://127.0.0.1:{slack}/api/response"
    return [
        [payloads.click(voter, message, answer, reply_to) for answer in answers]
        for voter in seed.VOTERS
    ]


def posted_poll(slack: int) -> dict[str, Any]:
    """The poll's message, once the bot has posted it."""
    deadline = time.monotonic() + processes.PATIENCE
    while time.monotonic() < deadline:
        for message in processes.seen(slack)["posts"]:
            if message["channel"] == seed.CHANNEL:
                return dict(message)
        time.sleep(0.05)
    raise TimeoutError("the bot did not post its poll")


def _identity_checks(slack: int) -> int:
    return int(processes.seen(slack)["calls"].get("auth.test", 0))
