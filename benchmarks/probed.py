"""The bot with a probe in its event loop: `python -m benchmarks.probed FILE`, until SIGTERM.

The probe asks to be woken every few milliseconds and notes how much later it is; all of that is
written to the file, in milliseconds, when the bot has stopped.
"""

import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path

from bot import app, log
from bot.settings import Settings

EVERY = 0.005


async def probe(late: list[float]) -> None:
    """Note how late each wake-up is."""
    loop = asyncio.get_running_loop()
    while True:
        wanted = loop.time() + EVERY
        await asyncio.sleep(EVERY)
        late.append((loop.time() - wanted) * 1000)


async def main(file: Path) -> None:
    settings = Settings.from_environ()
    log.set_up(settings.log_level)
    late: list[float] = []
    probing = asyncio.create_task(probe(late))
    await app.run(settings)
    probing.cancel()
    with suppress(asyncio.CancelledError):
        await probing
    file.write_text(json.dumps(late))  # noqa: ASYNC240 - the bot has stopped


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
