"""How soon a window stands open while the machine is busy, beside Slack's three seconds.

Slack takes a window within three seconds of the click. The answer to a command leaves after the
window was opened, so the time to that answer is never shorter than what is asked for.
"""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from . import home, load, payloads, processes, seed
from .load import Order, Report
from .payloads import TEAM
from .requests import vote_lanes
from .table import AtLeast, AtMost, Row

SLACKS_LIMIT_MS = 3000
WORDS = (
    "new", "prep", "brief", "resist", "case", "quick", "poll", "meet", "decide",
    "decisions", "settings",
)  # fmt: skip
NAMED = ("prep", "brief", "resist", "case", "poll", "meet")
OPENINGS = 220
VOTES = 3_000
BURNERS_A_CORE = 2
_BURN = "while True: pass"


def rows(rounds: int) -> Iterator[Row]:
    """A leader of 200 negotiations opens every window while 16 people vote and all cores burn."""
    played = [_round() for _ in range(rounds)]
    opened = sum(windows for _, windows in played)
    slowest = max(report.slowest_ms for report, _ in played)
    yield Row(
        f"the slowest of {opened:,} windows, all cores taken {BURNERS_A_CORE} times over",
        slowest / SLACKS_LIMIT_MS,
        AtMost(1),
        ours=f"{slowest:,.0f} ms, p99 {max(r.p99_ms for r, _ in played):,.0f} ms",
        peer=f"Slack's limit: {SLACKS_LIMIT_MS:,} ms",
    )
    yield Row("… windows opened, of those asked for", opened / (rounds * OPENINGS), AtLeast(1))


def _round() -> tuple[Report, int]:
    with tempfile.TemporaryDirectory() as folder, processes.slack() as slack:
        asyncio.run(_seed(Path(folder)))
        with processes.bot(Path(folder), slack) as bot, _all_cores_taken():
            votes = Order(bot.port, VOTES, vote_lanes(slack))
            with ThreadPoolExecutor() as pool:
                voting = pool.submit(load.run, votes)
                report = load.run(Order(bot.port, OPENINGS, [_words()]))
                voting.result()
            return report, int(processes.seen(slack)["calls"].get("views.open", 0))


async def _seed(folder: Path) -> None:
    async with seed.database(folder) as opened:
        door = opened.of(TEAM)
        for _ in range(home.MANY // home.BATCH):
            await door.write(home.prepared, home.BATCH)
        await door.write(seed.add_open_poll, seed.VOTERS)


def _words() -> list[str]:
    return [payloads.command(seed.LEADER, _with_name(word)) for word in WORDS]


def _with_name(word: str) -> str:
    return f"{word} {home.RECORD}" if word in NAMED else word


@contextmanager
def _all_cores_taken() -> Iterator[None]:
    with ExitStack() as burning:
        for _ in range(BURNERS_A_CORE * (os.cpu_count() or 1)):
            burning.enter_context(processes.child("-c", _BURN))
        yield
