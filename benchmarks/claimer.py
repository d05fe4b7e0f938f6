"""One of several processes that empty an outbox: `python -m benchmarks.claimer HOME [URL]`.

It says "ready", waits for a line, claims until nothing is due, and tells what it got as JSON.
"""

import asyncio
import json
import logging
import secrets
import sys
from pathlib import Path
from time import perf_counter

from storage.database import Database

from . import seed

AT_ONCE = 16
LEASE = 600.0


async def claim_all(opened: Database) -> tuple[list[str], float]:
    """Claim until nothing is due, as many at once as the sender does; ids and seconds."""
    got: list[str] = []
    begun = perf_counter()
    while True:
        claims = await opened.claim(secrets.token_hex(8), AT_ONCE, LEASE)
        got += [claim.errand.id for claim in claims]
        if not claims:
            return got, perf_counter() - begun


async def main(home: Path, url: str) -> None:
    async with seed.database(home, url) as opened:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)
        got, seconds = await claim_all(opened)
    sys.stdout.write(json.dumps({"got": got, "seconds": seconds}))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
