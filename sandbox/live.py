"""The live socket: tells open pages that something changed, and what went over the wire."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.basics import Json
from sandbox.traffic import Entry
from sandbox.world import World

FRESH = {"Cache-Control": "no-store"}


@dataclass
class Listener:
    """One page at /sandbox/live: what it has not been told yet."""

    queue: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    told: bool = False


class Live:
    """GET /sandbox/live"""

    def __init__(self, world: World) -> None:
        self.world = world
        self.pages: list[Listener] = []
        world.listeners.append(self._changed)
        world.traffic.listeners.append(self._traffic)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One page, until it goes away."""
        socket, page = web.WebSocketResponse(heartbeat=30), Listener()
        await socket.prepare(request)
        self.pages.append(page)
        speaking = asyncio.create_task(self._speak(socket, page))
        try:
            async for _ in socket:
                pass
        finally:
            self.pages.remove(page)
            speaking.cancel()
        return socket

    async def entries(self, request: web.Request) -> web.Response:
        """GET /sandbox/traffic"""
        after, limit = _number(request, "after", 0), _number(request, "limit", 200)
        found = self.world.traffic.since(after, limit)
        entries = [entry.as_json() for entry in found]
        last = entries[-1]["id"] if entries else after
        return web.json_response({"entries": entries, "last": last}, headers=FRESH)

    async def _speak(self, socket: web.WebSocketResponse, page: Listener) -> None:
        while not socket.closed:
            notice = await page.queue.get()
            if notice["type"] == "changed":
                page.told, notice["version"] = False, self.world.version
            await socket.send_json(notice)

    def _changed(self) -> None:
        for page in self.pages:
            if not page.told:
                page.told = True
                page.queue.put_nowait({"type": "changed"})

    def _traffic(self, entry: Entry) -> None:
        for page in self.pages:
            page.queue.put_nowait({"type": "traffic", "entry": entry.as_json()})
        self._changed()


def _number(request: web.Request, name: str, otherwise: int) -> int:
    try:
        return int(request.query.get(name, otherwise))
    except ValueError:
        raise web.HTTPBadRequest(text=f"{name} must be a number") from None
