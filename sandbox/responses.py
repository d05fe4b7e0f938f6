"""Answers by response_url, and in the acknowledgement of a command."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.basics import Json, SlackError
from sandbox.block_kit import check_message, with_ids
from sandbox.models import Message
from sandbox.tickets import ResponseUrl
from sandbox.web_api import ConnectionCut, OddAnswer, act_out, after_the_deed, hang_up
from sandbox.world import World


def answer(world: World, ticket: ResponseUrl, body: Json) -> None:
    """Posts, replaces or deletes, as the body says. Ephemeral unless said otherwise."""
    if body.get("delete_original") in (True, "true"):
        world.workspace.delete(_original(world, ticket))
        return
    fields = _content(body)
    if body.get("replace_original") in (True, "true"):
        world.workspace.edit(_original(world, ticket), **fields)
        return
    private = None if body.get("response_type") == "in_channel" else ticket.user
    thread = body.get("thread_ts") or ticket.thread_ts
    world.workspace.post(
        ticket.channel, world.app.bot_user, ephemeral_to=private, thread_ts=thread, by_bot=True,
        **fields,
    )  # fmt: skip


def _original(world: World, ticket: ResponseUrl) -> Message:
    if ticket.message_ts is None:
        raise SlackError("message_not_found")
    message = world.workspace.message(ticket.channel, ticket.message_ts)
    if not message.by_bot:
        raise SlackError("cant_update_message")
    return message


def _content(body: Json) -> Json:
    text, blocks = str(body.get("text") or ""), body.get("blocks")
    if not (text or blocks or body.get("attachments")):
        raise SlackError("no_text")
    if len(text) > 40_000:
        raise SlackError("msg_too_long")
    check_message(blocks or [])
    return {
        "text": text,
        "blocks": with_ids(blocks) if blocks else None,
        "attachments": body.get("attachments"),
    }


@dataclass
class Responses:
    """POST /response/<secret>."""

    world: World

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One use of a response URL."""
        body = await _body(request)
        title = str(body.get("text") or "")[:60]
        entry = self.world.traffic.begin("from_bot", "response_url", body, title=title)
        status, reply = "ok", web.Response(text="ok")
        try:
            with self.world.activity:
                await self._use(request.match_info["secret"], body)
        except SlackError as error:
            status = error.code
            reply = web.json_response(error.answer(), status=_http_status(error.code))
        except ConnectionCut as cut:
            self.world.traffic.end(entry, "cut")
            return await hang_up(request, cut.seconds)
        except OddAnswer as odd:
            status = f"http_{odd.status}"
            reply = web.Response(status=odd.status, text=odd.text, headers=odd.headers)
        self.world.traffic.end(entry, status, reply.text)
        return reply

    async def _use(self, secret: str, body: Json) -> None:
        fault = self.world.faults.take("response_url")
        if fault and not after_the_deed(fault):
            await act_out(fault)
        answer(self.world, self.world.response_urls.use(secret), body)
        if fault and after_the_deed(fault):
            await act_out(fault)


async def _body(request: web.Request) -> Json:
    try:
        body: Any = await request.json()
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {}


def _http_status(code: str) -> int:
    return 404 if code.endswith("_url") else 400
