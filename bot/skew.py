"""How far this machine's clock is from Slack's: beyond five minutes no signature holds."""

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import aiohttp

MOST = 300.0


async def measure(
    session: aiohttp.ClientSession, api_url: str, now: Callable[[], float] = time.time
) -> float | None:
    """Seconds that we are ahead of Slack (behind: negative); None when nobody tells."""
    before = now()
    try:
        async with session.post(f"{api_url}api.test") as answer:
            stamp = answer.headers.get("Date", "")
        return (before + now()) / 2 - parsedate_to_datetime(stamp).timestamp()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
