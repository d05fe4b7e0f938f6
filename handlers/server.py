"""The HTTP server: /healthz always, /slack/events when Slack delivers by HTTP."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from handlers.front import Front
from handlers.gate import LARGEST, Gate, Greeting, RejectedError

log = logging.getLogger(__name__)

EVENTS = "/slack/events"
HEALTH = "/healthz"
JSON = "application/json"

Health = Callable[[], Awaitable[tuple[bool, dict[str, Any]]]]


class Server:
    """Listens on one address. Without a gate it takes no deliveries."""

    def __init__(self, health: Health, front: Front | None = None, gate: Gate | None = None):
        self._health = health
        self._front = front
        self._gate = gate
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get(HEALTH, self._healthz)
        if front and gate:
            app.router.add_post(EVENTS, self._events)
            app.router.add_get(EVENTS, self._ssl_check)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=10.0, lingering_time=1.0
        )
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        """Begin to listen; with port 0 on any free port, told by `port`."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Take no new connections, let the open requests end."""
        await self._runner.cleanup()

    async def _healthz(self, _request: web.Request) -> web.Response:
        is_well, report = await self._health()
        return web.json_response(report, status=200 if is_well else 503)

    async def _ssl_check(self, _request: web.Request) -> web.Response:
        return web.Response()

    async def _events(self, request: web.Request) -> web.Response:
        assert self._front
        assert self._gate
        if self._front.is_closing:
            return web.Response(status=503)
        raw = await request.read()
        try:
            admitted = self._gate.admit(request.headers, raw)
            if isinstance(admitted, Greeting):
                return web.Response(text=admitted.text)
            body = await self._front.handle(admitted) if admitted else ""
        except RejectedError as error:
            log.warning("A body was turned away: %s", error.reason)
            return web.Response(status=error.status, text=error.reason)
        return web.Response(body=body.encode(), content_type=JSON) if body else web.Response()
