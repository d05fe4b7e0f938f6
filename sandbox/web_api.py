"""The Web API's front: token, limits, scopes, faults on request; then the method itself."""

import asyncio
import time
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from aiohttp import web

from sandbox.basics import Json, SlackError
from sandbox.faults import Fault
from sandbox.sockets import Sockets
from sandbox.traffic import Entry
from sandbox.web_call import Call, check_token, read_call
from sandbox.web_table import METHODS, Method
from sandbox.world import World


class ConnectionCut(Exception):  # noqa: N818 - no error: the fault that was asked for
    """The connection ends without an answer, at once or after so many seconds."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__()
        self.seconds = seconds


class OddAnswer(Exception):  # noqa: N818 - no error: the fault that was asked for
    """An answer that is not Slack's JSON."""

    def __init__(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.text, self.headers = status, text, headers


def too_many(seconds: float | None) -> OddAnswer:
    """429, with Retry-After or without."""
    headers = {} if seconds is None else {"Retry-After": str(max(1, round(seconds)))}
    text = '{"ok":false,"error":"ratelimited"}'
    return OddAnswer(429, text, headers | {"Content-Type": "application/json"})


async def act_out(fault: Fault) -> None:
    """Lets one fault happen. "delay" returns; the others raise."""
    kind = fault.kind.removesuffix("_done")
    if kind == "delay":
        await asyncio.sleep(fault.seconds)
        return
    if kind in ("hang", "drop", "refuse"):
        raise ConnectionCut(fault.seconds if kind == "hang" else 0.0)
    if kind in ODD:
        raise ODD[kind](fault.seconds)
    raise SlackError(kind)


HTML = {"Content-Type": "text/html; charset=utf-8"}
ODD = {
    "ratelimited": lambda seconds: too_many(seconds),
    "ratelimited_silent": lambda seconds: too_many(None),
    "http_500": lambda seconds: OddAnswer(500, "Internal Server Error"),
    "http_503": lambda seconds: OddAnswer(503, "Service Unavailable"),
    "not_json": lambda seconds: OddAnswer(200, "<html>Something went wrong</html>", HTML),
    "plain_text": lambda seconds: OddAnswer(200, "upstream connect error"),
    "broken_json": lambda seconds: OddAnswer(200, '{"ok":tr', {"Content-Type": "application/json"}),
    "empty": lambda seconds: OddAnswer(200, ""),
}


def after_the_deed(fault: Fault) -> bool:
    """Is the call carried out before it goes wrong?"""
    return fault.kind == "drop" or fault.kind.endswith("_done")


@dataclass
class WebApi:
    """Answers /api/<method>."""

    world: World
    sockets: Sockets

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        method = request.match_info["method"]
        entry = self.world.traffic.begin("from_bot", method, {}, title=method)
        try:
            with self.world.activity:
                body = await self._body(request, entry)
            return self._respond(entry, body)
        except ConnectionCut as cut:
            self.world.traffic.end(entry, "cut")
            return await hang_up(request, cut.seconds)
        except OddAnswer as odd:
            self.world.traffic.end(entry, f"http_{odd.status}", odd.text)
            return web.Response(status=odd.status, text=odd.text, headers=odd.headers)

    async def _body(self, request: web.Request, entry: Entry) -> Json:
        try:
            call = await read_call(self.world, request)
            entry.request, entry.title = call.params, _title(call)
            return {"ok": True, **await self._answer(call)}
        except SlackError as error:
            return error.answer()

    async def _answer(self, call: Call) -> Json:
        fault = self.world.faults.take(call.method)
        if fault and not after_the_deed(fault):
            await act_out(fault)
        answer = self._run(call)
        if fault and after_the_deed(fault):
            await act_out(fault)
        return answer

    def _run(self, call: Call) -> Json:
        if call.method == "apps.connections.open":
            return self._open_socket(call)
        method = METHODS.get(call.method)
        if method is None:
            raise SlackError("unknown_method", req_method=call.method)
        check_token(call, method.token)
        self._spend(call, method)
        call.scope(*method.scopes)
        return method.run(call)

    def _open_socket(self, call: Call) -> Json:
        check_token(call, "app")
        self.world.rates.spend(call.method, 1)
        return {"url": self.sockets.new_url()}

    def _spend(self, call: Call, method: Method) -> None:
        self.world.rates.spend(call.method, method.tier, str(call.get("channel", "")))

    def _respond(self, entry: Entry, body: Json) -> web.Response:
        wait = body.pop("retry_after", None)
        self.world.traffic.end(entry, "ok" if body["ok"] else body["error"], body)
        date = formatdate(time.time() + self.world.skew, usegmt=True)
        headers = {"X-OAuth-Scopes": ",".join(self.world.app.scopes), "Date": date}
        if wait is None:
            return web.json_response(body, headers=headers)
        return web.json_response(body, status=429, headers=headers | {"Retry-After": str(wait)})


async def hang_up(request: web.Request, seconds: float) -> web.Response:
    """Cuts the connection; before that, silence, as long as the other side bears it."""
    until = time.monotonic() + seconds
    while not gone(request) and time.monotonic() < until:  # noqa: ASYNC110 - there is no event
        await asyncio.sleep(0.01)
    if request.transport:
        request.transport.abort()
    return web.Response()


def gone(request: web.Request) -> bool:
    """Has the other side hung up?"""
    return request.transport is None or request.transport.is_closing()


def _title(call: Call) -> str:
    target: Any = call.params.get("channel") or call.params.get("user_id") or ""
    words = str(call.params.get("text") or "")[:60]
    return " ".join(part for part in (call.method, str(target), words) if part)
