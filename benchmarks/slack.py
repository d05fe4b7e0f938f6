"""As little of Slack as a bot needs to be timed: it says ok, counts what is called, keeps posts.

`python -m benchmarks.slack PORT` serves until it is ended; GET /seen tells what it saw.
"""

import itertools
import sys
import time
from collections import Counter, deque
from typing import Any

from aiohttp import web

MEMBERS = [f"U{number:03}" for number in range(1, 41)]
ANSWERS: dict[str, dict[str, Any]] = {
    "auth.test": {
        "url": "https://example.slack.com/",
        "team": "Example",
        "team_id": "T1",
        "user": "parley",
        "user_id": "UBOT",
        "bot_id": "B1",
    },
    "conversations.open": {"channel": {"id": "D1"}},
    "conversations.members": {"members": MEMBERS, "response_metadata": {"next_cursor": ""}},
    "conversations.info": {"channel": {"id": "C1", "name": "deal", "is_member": True}},
    "users.info": {
        "user": {"id": "U001", "name": "lea", "tz": "Etc/UTC", "profile": {"display_name": "Lea"}}
    },
}


class Seen:
    """What was called, and what was posted where."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.posts: deque[dict[str, Any]] = deque(maxlen=1000)
        self._numbers = itertools.count(1)

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls[method] += 1
        answer = {"ok": True, **ANSWERS.get(method, {})}
        if method.startswith("chat."):
            answer |= self._keep(await _fields(request))
        return web.json_response(answer)

    def _keep(self, message: dict[str, Any]) -> dict[str, Any]:
        channel = message.get("channel", "")
        stamp = message.get("ts") or f"1700000000.{next(self._numbers):06}"
        self.posts.append({**message, "ts": stamp, "at": time.time()})
        return {"channel": channel, "ts": stamp, "message": {"ts": stamp}}

    async def tell(self, request: web.Request) -> web.Response:
        return web.json_response({"calls": self.calls, "posts": [*self.posts]})


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(await request.post())


def app() -> web.Application:
    seen = Seen()
    served = web.Application(client_max_size=4 * 1024 * 1024)
    served.router.add_get("/seen", seen.tell)
    served.router.add_route("*", "/api/{method}", seen.answer)
    return served


if __name__ == "__main__":
    web.run_app(app(), host="127.0.0.1", port=int(sys.argv[1]), print=None)
