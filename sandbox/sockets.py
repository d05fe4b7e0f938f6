"""Socket Mode: WebSockets that the bot opened, envelopes and acknowledgements."""

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.basics import Json, SlackError
from sandbox.world import Answer, Parcel, World

MOST = 10


@dataclass
class Sockets:
    """The bot's connections. Every payload goes to one of them, in turn."""

    world: World
    base: str = ""
    tickets: set[str] = field(default_factory=set)
    open: list[web.WebSocketResponse] = field(default_factory=list)
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    turn: int = 0

    def new_url(self) -> str:
        """A one-shot address for apps.connections.open."""
        if len(self.open) >= MOST:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_hex(16)
        self.tickets.add(ticket)
        return f"{self.base.replace('http', 'ws', 1)}/link?ticket={ticket}&app_id={self.app_id}"

    @property
    def app_id(self) -> str:
        """The app these sockets belong to."""
        return self.world.app.id

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=401, text="invalid ticket")
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.open.append(socket)
        self.world.changed()
        try:
            await self._talk(socket)
        finally:
            self.open.remove(socket)
            self.world.changed()
        return socket

    async def _talk(self, socket: web.WebSocketResponse) -> None:
        await socket.send_json(self._hello())
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledge(message.data)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {"host": "sandbox", "approximate_connection_time": 3600},
            "connection_info": {"app_id": self.app_id},
        }

    def _acknowledge(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            return
        future = self.waiting.get(frame.get("envelope_id", ""))
        if future and not future.done():
            future.set_result(frame.get("payload"))

    async def deliver(self, parcel: Parcel) -> Answer:
        """One attempt over one connection."""
        live = [s for s in self.open if not s.closed]
        if not live:
            # Events are kept for a while; who clicks is told at once that nobody is there.
            return Answer("no_connection", no_retry=parcel.type != "events_api")
        self.turn += 1
        future = self.waiting.setdefault(
            parcel.envelope_id, asyncio.get_running_loop().create_future()
        )
        try:
            await live[self.turn % len(live)].send_json(self._envelope(parcel))
            wait = self.world.timings.deadline
            return Answer("ok", await asyncio.wait_for(asyncio.shield(future), wait))
        except TimeoutError:
            return Answer("timeout")
        except ConnectionError:
            return Answer("connection_lost")
        finally:
            self.waiting.pop(parcel.envelope_id, None)

    def _envelope(self, parcel: Parcel) -> Json:
        envelope = {
            "envelope_id": parcel.envelope_id,
            "type": parcel.type,
            "payload": parcel.payload,
            "accepts_response_payload": parcel.type != "events_api",
        }
        if parcel.type == "events_api" or parcel.attempt:
            envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
        return envelope

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Asks every connection to come back anew."""
        for socket in list(self.open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def drop(self) -> None:
        """Cuts every connection without a word."""
        for socket in list(self.open):
            await socket.close(code=1001)
