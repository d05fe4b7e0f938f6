"""A load that keeps to a timetable: requests leave when they are due, however the server fares.

`python -m benchmarks.paced` reads a `Timetable` as JSON from standard input, writes a `Report` as
JSON. How long a request takes is counted from the moment at which it was due.
"""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass

from .load import Lane, Report, report, signed, told_by

LANES = 16


@dataclass(frozen=True)
class Timetable:
    """Bodies that leave one after the other, evenly, in so many seconds."""

    port: int
    bodies: list[str]
    seconds: float


class PacedLane(Lane):
    """One connection: each request leaves at its moment, or when the last answer has come."""

    def __init__(self, requests: list[bytes], moments: list[float]) -> None:
        super().__init__(requests)
        self._moments = moments[::-1]

    def send_next(self) -> None:
        if not self.waiting:
            super().send_next()
            return
        moment, body = self._moments.pop(), self.waiting.pop()
        self._sent_at = moment
        loop = asyncio.get_running_loop()
        loop.call_at(moment, self._transport.write, body)


def run(timetable: Timetable) -> Report:
    """Keep to it from another process; an answer that is not 200 is an error."""
    return told_by("benchmarks.paced", asdict(timetable))


async def _drive(timetable: Timetable) -> Report:
    loop = asyncio.get_running_loop()
    requests = signed(timetable.bodies, len(timetable.bodies))
    # perf_counter and the loop's clock tell the same time on Linux: both are monotonic.
    begun = loop.time() + 0.5
    due = [begun + timetable.seconds * n / len(requests) for n in range(len(requests))]
    lanes = [PacedLane(requests[n::LANES], due[n::LANES]) for n in range(LANES)]
    for lane in lanes:
        await loop.create_connection(lambda lane=lane: lane, "127.0.0.1", timetable.port)  # type: ignore[misc]
    for lane in lanes:
        lane.send_next()
    await asyncio.gather(*(lane.done for lane in lanes))
    return report(lanes, loop.time() - begun)


if __name__ == "__main__":
    given = Timetable(**json.load(sys.stdin))
    sys.stdout.write(json.dumps(asdict(asyncio.run(_drive(given)))))
