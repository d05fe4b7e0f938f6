"""What it costs to find the handler among one, and among two hundred."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from slack_sdk.web.async_client import AsyncWebClient

from handlers.front import Front
from handlers.parley import Parley
from handlers.router import Reply, Request, Router, Routes
from handlers.slack import Slack, open_session

from . import processes, seed
from .measure import versus
from .payloads import TEAM
from .table import AtMost, Row

FEW, MANY = 1, 200
CHUNKS, REQUESTS = 20, 200


def rows(rounds: int) -> Iterator[Row]:
    """A click on the button that was registered last, through Bolt and the router."""
    with tempfile.TemporaryDirectory() as folder, processes.slack() as slack:
        measured = asyncio.run(_compare(rounds, Path(folder), slack))
    yield versus(
        f"dispatch among {MANY} handlers, the last one registered",
        *zip(*measured, strict=True),
        goal=AtMost(1.1),
        unit="µs CPU",
        peer=f"among {FEW}",
    )


async def _compare(rounds: int, home: Path, slack_port: int) -> list[tuple[float, float]]:
    """CPU microseconds a dispatch, among many and among few, taking turns in small chunks."""
    url = f"http://127.0.0.1:{slack_port}/api/"
    async with seed.database(home) as opened, open_session() as session:
        slack = Slack("xoxb-1", url, session)
        await slack.hello()
        client = AsyncWebClient("xoxb-1", base_url=url, session=session)
        parley = Parley(opened, slack, opened.clock)
        many, few = (Front(Router(_routes(n), parley), slack, client) for n in (MANY, FEW))
        await _turns(many, few)
        return [await _turns(many, few) for _ in range(rounds)]


async def _turns(many: Front, few: Front) -> tuple[float, float]:
    spent = [0.0, 0.0]
    for _ in range(CHUNKS):
        spent[0] += await _dispatch(many, f"noun.verb{MANY - 1}:argument")
        spent[1] += await _dispatch(few, f"noun.verb{FEW - 1}:argument")
    each = 1e6 / CHUNKS / REQUESTS
    return spent[0] * each, spent[1] * each


async def _dispatch(front: Front, action: str) -> float:
    payload = _click(action)
    begun = process_time()
    for _ in range(REQUESTS):
        await front.receive(payload)
    return process_time() - begun


def _routes(handlers: int) -> Routes:
    routes = Routes()
    for number in range(handlers):
        routes.action(f"noun.verb{number}", _answered)
    return routes


async def _answered(_request: Request) -> Reply:
    return None


def _click(action: str) -> dict[str, object]:
    return {
        "type": "block_actions",
        "user": {"id": "U1", "team_id": TEAM},
        "team": {"id": TEAM, "domain": "example"},
        "trigger_id": "1.2.3",
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": "v"}],
    }
