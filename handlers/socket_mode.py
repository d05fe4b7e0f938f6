"""Socket Mode: a few connections to Slack, each delivery acknowledged, whatever it was."""

import asyncio
import json
import logging
from urllib.parse import urlsplit

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from handlers.front import Front
from handlers.gate import RejectedError
from handlers.outcomes import error_of_exception

log = logging.getLogger(__name__)

CONNECTIONS = 2
_CONNECTING = 10.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def web_client(base_url: str) -> AsyncWebClient:
    """A client for opening sockets; the SDK's retries do no harm there."""
    client = AsyncWebClient(base_url=base_url)
    if urlsplit(base_url).hostname in _LOOPBACK:
        # The SDK takes a proxy from the environment even for this machine.
        client.proxy = None
    return client


class _Handler(AsyncSocketModeHandler):
    """Bolt's own sends no acknowledgement for what it could not handle, and Slack repeats it."""

    def __init__(self, front: Front, app_token: str, client: AsyncWebClient) -> None:
        super().__init__(front.app, app_token, web_client=client)
        self.client.proxy = client.proxy
        self._front = front

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        if self._front.is_closing:
            return
        body = ""
        try:
            body = await self._front.receive(req.payload)
        except RejectedError as error:
            log.warning("A delivery by socket was not understood: %s", error.reason)
        payload = json.loads(body) if body else None
        await client.send_socket_mode_response(SocketModeResponse(req.envelope_id, payload))


class SocketMode:
    """Two connections, because Slack closes each of them every hour or so."""

    def __init__(self, front: Front, app_token: str, client: AsyncWebClient) -> None:
        self._front = front
        self._token = app_token
        self._client = client
        self._handlers: list[_Handler] = []

    async def start(self, connections: int = CONNECTIONS) -> None:
        """Connect; raises SlackError when the app token is refused or nobody answers."""
        while len(self._handlers) < connections:
            url = await address(self._client, self._token)
            handler = _Handler(self._front, self._token, self._client)
            self._handlers.append(handler)
            handler.client.wss_uri = url
            try:
                await asyncio.wait_for(handler.client.connect(), _CONNECTING)  # type: ignore[no-untyped-call]
            except TimeoutError as error:
                await _hang_up(self._handlers.pop())
                raise error_of_exception(error) from None

    async def stop(self) -> None:
        """Hang up."""
        while self._handlers:
            await _hang_up(self._handlers.pop())


async def address(client: AsyncWebClient, app_token: str) -> str:
    """Where to connect to, once; raises SlackError when the app token is refused."""
    try:
        answer = await client.apps_connections_open(app_token=app_token)
        return str(answer["url"])
    except Exception as error:
        raise error_of_exception(error) from None


async def _hang_up(handler: _Handler) -> None:
    await handler.client.close()  # type: ignore[no-untyped-call]
