"""A form whose answer takes a while, because Slack is asked who reads in a channel."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from bot.domain.errors import ParleyError
from handlers.replies import Reply, Update, View
from handlers.request import Request
from handlers.router import PATIENCE
from handlers.views import notices

# Slack shows the answer to a submission before it can take another view in its place.
AFTER_ANSWER = 0.5


async def in_time(request: Request, work: Coroutine[Any, Any, View], meanwhile: View) -> Reply:
    """The view that the work gives; `meanwhile` until then, when Slack is slow."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait([task], timeout=PATIENCE)
    if done:
        return Update(task.result())
    request.later(_afterwards(request, task))
    return Update(meanwhile)


async def _afterwards(request: Request, task: "asyncio.Task[View]") -> None:
    try:
        view = await task
    except ParleyError as error:
        view = notices.notice(notices.plainly(error.sentence).text)
    await asyncio.sleep(AFTER_ANSWER)
    with contextlib.suppress(ParleyError):
        await request.update(view)
