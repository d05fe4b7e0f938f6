"""The load: a process of its own that keeps some connections busy, each with one request at a time.

`python -m benchmarks.load` reads an `Order` as JSON from standard input, writes a `Report` as
JSON. Requests are signed before the clock starts, so that it costs little beside the server.
"""

import asyncio
import itertools
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import perf_counter, time_ns
from typing import Any

from .measure import percentile
from .signing import request

UNIQUE = "1111111111.111111"
"""Where a body holds this, every request has its own value: no delivery is a repetition."""

_moments = itertools.count(time_ns() // 1000)


@dataclass(frozen=True)
class Order:
    """Lanes are connections; each sends its bodies in turn until all have sent `requests`."""

    port: int
    requests: int
    lanes: list[list[str]]


@dataclass(frozen=True)
class Report:
    per_second: float
    p50_ms: float
    p99_ms: float
    slowest_ms: float
    statuses: dict[str, int]
    first_answer: str


def run(order: Order) -> Report:
    """Put the load on a server from another process; an answer that is not 200 is an error."""
    return told_by("benchmarks.load", asdict(order))


def told_by(module: str, order: dict[str, Any]) -> Report:
    """What the process of a load tells of its order."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    report = Report(**json.loads(done.stdout))
    if set(report.statuses) != {"200"}:
        raise RuntimeError(f"the server answered {report.statuses}: {report.first_answer[:500]}")
    return report


class Lane(asyncio.Protocol):
    """One connection: the next request leaves when the last answer is complete."""

    def __init__(self, requests: list[bytes]) -> None:
        self.waiting = requests[::-1]
        self.taken: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.first_answer = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send_next(self) -> None:
        if not self.waiting:
            self._transport.close()
            self.done.set_result(None)
            return
        self._sent_at = perf_counter()
        self._transport.write(self.waiting.pop())

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not _complete(self._received):
            return
        self.taken.append(perf_counter() - self._sent_at)
        self.statuses[self._received[9:12].decode()] += 1
        self.first_answer = self.first_answer or self._received
        self._received = b""
        self.send_next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server hung up"))


def _complete(received: bytes) -> bool:
    head, gap, body = received.partition(b"\r\n\r\n")
    _, named, length = head.lower().partition(b"content-length: ")
    return bool(gap) and (not named or len(body) >= int(length.partition(b"\r\n")[0]))


async def _drive(order: Order) -> Report:
    share = order.requests // len(order.lanes)
    loop = asyncio.get_running_loop()
    lanes = [Lane(signed(bodies, share)) for bodies in order.lanes]
    for lane in lanes:
        await loop.create_connection(lambda lane=lane: lane, "127.0.0.1", order.port)  # type: ignore[misc]
    begun = perf_counter()
    for lane in lanes:
        lane.send_next()
    await asyncio.gather(*(lane.done for lane in lanes))
    return report(lanes, perf_counter() - begun)


def signed(bodies: list[str], number: int) -> list[bytes]:
    """So many requests; the bodies take turns, and no request repeats another."""
    wanted = (bodies[turn % len(bodies)] for turn in range(number))
    return [request(body.replace(UNIQUE, f"{next(_moments) / 1e6:.6f}")) for body in wanted]


def report(lanes: Sequence[Lane], seconds: float) -> Report:
    """What the lanes have to tell."""
    taken = [one for lane in lanes for one in lane.taken]
    statuses = sum((lane.statuses for lane in lanes), Counter[str]())
    return Report(
        per_second=len(taken) / seconds,
        p50_ms=percentile(taken, 50) * 1000,
        p99_ms=percentile(taken, 99) * 1000,
        slowest_ms=max(taken) * 1000,
        statuses=dict(statuses),
        first_answer=lanes[0].first_answer.decode(errors="replace"),
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(_drive(Order(**json.load(sys.stdin)))))))
