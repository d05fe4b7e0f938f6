"""A small fake Slack for fault tests: it accepts, drops, hangs, refuses and lands late on request.

It runs inside a test (`async with FakeSlack() as fake`) or as a process of its own
(`python -m tests.fakeslack`), which goes on when its clients are killed.
"""

import argparse
import asyncio
import contextlib
import json
import random
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

Json = dict[str, Any]
Answer = Callable[[Json, Any], Json]
SCOPES = "chat:write,im:history,im:write,channels:history,users:read,channels:read"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call: whether Slack took it, and how it answers."""

    answer: str
    takes: bool = False
    late: float = 0.0

    @property
    def name(self) -> str:
        """A name for test ids."""
        return f"{self.answer}{' though taken' if self.takes else ''}"


DROP = Fault("drop", takes=True)
HANG = Fault("hang", takes=True)
LATE = Fault("drop", takes=True, late=0.4)
# Everything after which nobody but Slack knows whether the message stands there.
AMBIGUOUS = tuple(
    Fault(answer, takes)
    for answer in ("drop", "500", "503", "html", "empty", "list", "plain", "hang", "fatal_error")
    for takes in (True, False)
)


@dataclass(frozen=True)
class Post:
    """One message that was taken."""

    channel: str
    ts: str
    mark: str
    text: str
    visible_at: float
    thread_ts: str | None = None


@dataclass
class FakeSlack:
    """Slack's Web API, as far as the sender needs it."""

    scopes: str = SCOPES
    chances: tuple[tuple[float, Fault], ...] = ()
    latency: float = 0.0
    seed: int = 0
    posts: list[Post] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    answers: dict[str, Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._faults: dict[tuple[str, str], deque[Fault]] = defaultdict(deque)
        self._random = random.Random(self.seed)
        self._serial = 0
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.start(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def start(self, port: int) -> None:
        app = web.Application(client_max_size=2**21)
        app.router.add_route("*", "/api/{method}", self._handle)
        app.router.add_post("/respond", self._respond)
        app.router.add_get("/report", self._report)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, bound = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{bound}/api/"

    # What tests say and ask

    def fail(self, *faults: Fault, method: str = "chat.postMessage", to: str = "") -> None:
        """The next calls (to a channel) go wrong like this, one after the other."""
        self._faults[method, to].extend(faults)

    def counts(self) -> Counter[str]:
        """How often each message id stands in Slack."""
        return Counter(post.mark for post in self.posts)

    def called(self, method: str) -> list[Json]:
        """The arguments of every call of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    async def until(self, check: Callable[[], object]) -> None:
        """Wait until calls have made this true."""
        while not check():
            self._changed.clear()
            await self._changed.wait()

    # The server

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        self._changed.set()
        fault = self._next_fault(method, str(arguments.get("channel", "")))
        if self.latency:
            await asyncio.sleep(self._random.uniform(0, self.latency))
        takes = fault is None or fault.takes
        answer = self._answer(method, arguments, fault) if takes else {}
        if self.latency:
            await asyncio.sleep(self._random.uniform(0, self.latency))
        if fault:
            return await _faulty(request, fault.answer)
        return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

    def _next_fault(self, method: str, channel: str) -> Fault | None:
        for told in ((method, channel), (method, "")):
            if self._faults[told]:
                return self._faults[told].popleft()
        if method != "chat.postMessage":
            return None
        draw = self._random.random()
        for chance, fault in self.chances:
            if draw < chance:
                return fault
            draw -= chance
        return None

    def _answer(self, method: str, arguments: Json, fault: Fault | None) -> Json:
        if method in self.answers:
            return {"ok": True, **self.answers[method]}
        known: dict[str, Answer] = {
            "auth.test": self._who,
            "chat.postMessage": self._post,
            "chat.update": lambda a, _: {"ok": True, "channel": a["channel"], "ts": a["ts"]},
            "conversations.open": lambda a, _: {"ok": True, "channel": {"id": _dm(a["users"])}},
            "conversations.history": self._history,
            "conversations.replies": self._history,
        }
        answer = known.get(method)
        return answer(arguments, fault) if answer else {"ok": True}

    def _who(self, *_: object) -> Json:
        return {"ok": True, "team_id": "T1", "user_id": "UBOT", "enterprise_id": None}

    def _post(self, arguments: Json, fault: Fault | None) -> Json:
        self._serial += 1
        post = Post(
            channel=_dm(arguments["channel"]),
            ts=f"{time.time():.3f}{self._serial % 1000:03d}",
            mark=_mark(arguments),
            text=arguments["text"],
            visible_at=time.time() + (fault.late if fault else 0.0),
            thread_ts=arguments.get("thread_ts"),
        )
        self.posts.append(post)
        self._changed.set()
        return {"ok": True, "channel": post.channel, "ts": post.ts}

    def _history(self, arguments: Json, _: object) -> Json:
        now, oldest = time.time(), float(arguments.get("oldest", 0))
        found = [
            post
            for post in self.posts
            if post.channel == arguments["channel"]
            and post.visible_at <= now
            and float(post.ts) >= oldest
            and post.thread_ts == arguments.get("ts")
        ]
        start, limit = int(arguments.get("cursor") or 0), int(arguments.get("limit", 100))
        page = found[start : start + limit]
        following = str(start + limit) if start + limit < len(found) else ""
        return {
            "ok": True,
            "messages": [{"ts": p.ts, "blocks": [{"block_id": f"m{p.mark}"}]} for p in page],
            "response_metadata": {"next_cursor": following},
        }

    async def _respond(self, request: web.Request) -> web.Response:
        self.calls.append(("respond", await request.json()))
        return web.Response(text="ok")

    async def _report(self, _: web.Request) -> web.Response:
        return web.json_response({"counts": self.counts(), "calls": len(self.calls)})


def _dm(channel: str) -> str:
    return "D" + channel[1:] if channel.startswith("U") else channel


def _mark(arguments: Json) -> str:
    ids = [block.get("block_id", "") for block in arguments.get("blocks") or ()]
    return next((block_id[1:] for block_id in ids if block_id.startswith("m")), "")


async def _arguments(request: web.Request) -> Json:
    if request.method == "GET":
        return dict(request.query)
    if request.content_type == "application/json":
        body: Json = await request.json()
        return body
    return {key: str(value) for key, value in (await request.post()).items()}


_ODD_BODIES = {
    "html": ("<html>Bad gateway</html>", "text/html"),
    "empty": ("", "application/json"),
    "list": ("[1]", "application/json"),
    "plain": ("ok", "text/plain"),
    "broken": ('{"ok": tr', "application/json"),
}


async def _faulty(request: web.Request, answer: str) -> web.StreamResponse:
    if answer == "drop":
        if request.transport:
            request.transport.close()
        return web.Response()
    if answer == "hang":
        await asyncio.sleep(3600)
    if answer.startswith("429"):
        _, _, wait = answer.partition(":")
        headers = {"Retry-After": wait} if wait else {}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if answer in _ODD_BODIES:
        text, kind = _ODD_BODIES[answer]
        return web.Response(text=text, content_type=kind)
    if answer.isdigit():
        return web.Response(status=int(answer), text="upstream trouble")
    return web.json_response({"ok": False, "error": answer})


# As a process of its own


async def _serve(fake: FakeSlack) -> None:
    await fake.start(0)
    print(json.dumps({"url": fake.url}), flush=True)  # noqa: T201
    await asyncio.Event().wait()


def main() -> None:
    """Serve until killed; the first line printed is the address."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--drops", type=float, default=0.02)
    parser.add_argument("--errors", type=float, default=0.01)
    parser.add_argument("--scopes", default=SCOPES)
    options = parser.parse_args()
    chances = (
        (options.drops, DROP),
        (options.errors / 2, Fault("503", takes=True)),
        (options.errors / 2, Fault("503")),
    )
    fake = FakeSlack(options.scopes, chances, options.latency, options.seed)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(fake))


if __name__ == "__main__":
    main()
