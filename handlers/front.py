"""Bolt, with Parley's router as its one middleware: both transports hand their deliveries in here.

A delivery has passed the gate, so Bolt is told that it came by the socket, which it does not
verify again. The acknowledgement leaves when the handler has returned, after the commit.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from handlers.gate import RejectedError, admit
from handlers.payloads import Delivery
from handlers.router import Router
from handlers.slack import Slack, Who

log = logging.getLogger(__name__)

_DELIVERY = "delivery"


class _OneToken(AsyncAuthorize):
    """Bolt's own would ask Slack who we are at every request."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._result: AuthorizeResult | None = None

    async def __call__(self, **_context: Any) -> AuthorizeResult:
        if self._result is None:
            self._result = _authorized(self._slack.who)
        return self._result


def _authorized(who: Who | None) -> AuthorizeResult:
    if who is None:
        return AuthorizeResult(enterprise_id=None, team_id=None)
    return AuthorizeResult(enterprise_id=who.enterprise, team_id=who.team, bot_user_id=who.bot_user)


class _Dispatch(AsyncMiddleware):
    def __init__(self, router: Router) -> None:
        self._router = router

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse:
        try:
            body = await self._router.answer(req.context[_DELIVERY])
        except Exception as error:
            log.error("A delivery was dropped: %s", type(error).__name__)
            body = None
        return BoltResponse(status=200, body=dict(body) if body else "")


class Front:
    """Takes deliveries in, and knows when none is under way any more."""

    def __init__(self, router: Router, slack: Slack, client: AsyncWebClient) -> None:
        self.app = AsyncApp(
            name="parley",
            # Given one, Bolt keeps to its level; else it takes the root logger's, DEBUG perhaps.
            logger=logging.getLogger("slack_bolt"),
            client=client,
            authorize=_OneToken(slack),
            process_before_response=True,
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )
        self.app.use(_Dispatch(router))
        self._under_way = 0
        self._idle = asyncio.Event()
        self.is_closing = False

    async def receive(self, payload: Mapping[str, Any]) -> str:
        """A payload that is known to come from Slack; gives the body of the acknowledgement."""
        delivery = admit(payload)
        return await self.handle(delivery) if delivery else ""

    async def handle(self, delivery: Delivery) -> str:
        """An admitted delivery; gives the body of the acknowledgement, JSON or nothing."""
        self._under_way += 1
        try:
            response = await self.app.async_dispatch(_bolt_request(delivery))
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()
        return response.body

    async def finish(self, seconds: float) -> None:
        """Take nothing new, and wait for what is under way."""
        self.is_closing = True
        end = asyncio.get_running_loop().time() + seconds
        while self._under_way and (left := end - asyncio.get_running_loop().time()) > 0:
            self._idle.clear()
            await asyncio.wait([asyncio.ensure_future(self._idle.wait())], timeout=left)


def _bolt_request(delivery: Delivery) -> AsyncBoltRequest:
    try:
        return AsyncBoltRequest(
            body=dict(delivery.payload), mode="socket_mode", context={_DELIVERY: delivery}
        )
    except Exception as error:
        # Bolt looks into parts that the gate does not know.
        raise RejectedError(400, f"Bolt: {type(error).__name__}") from None
