"""A bot of a hundred lines without any library for Slack: what the page needs to be tested."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from sandbox.server import Sandbox
from tests.browser.payloads import GALLERY, HOME, SECOND, Json, form, option, plain, section


class EchoBot:
    """Answers by signed HTTP (it trusts everybody) and remembers what it heard."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox, self.session = sandbox, session
        self.heard: list[Json] = []
        self.words = {"form": self._form, "gallery": self._gallery, "say": self._say}

    async def receive(self, request: web.Request) -> web.Response:
        """Any delivery."""
        raw = (await request.read()).decode()
        if request.content_type == "application/json":
            return await self._event(json.loads(raw))
        body = dict(parse_qsl(raw))
        payload = json.loads(body["payload"]) if "payload" in body else None
        self.heard.append(payload or body)
        answer = await (self._interaction(payload) if payload else self._command(body))
        return web.json_response(answer) if answer else web.Response()

    async def call(self, method: str, **arguments: Any) -> Json:
        """A call of the Web API."""
        headers = {"Authorization": f"Bearer {self.sandbox.bot_token}"}
        address = self.sandbox.api_url + method
        async with self.session.post(address, json=arguments, headers=headers) as answer:
            return dict(await answer.json())

    async def _event(self, body: Json) -> web.Response:
        self.heard.append(body)
        event = body.get("event", {})
        if event.get("tab") == "home":
            await self.call("views.publish", user_id=event["user"], view=HOME)
        return web.Response()

    async def _command(self, body: Json) -> Json | None:
        word, _, rest = body.get("text", "").partition(" ")
        if word == "sleep":
            await asyncio.sleep(self.sandbox.config.timings.deadline + 0.2)
        if word in self.words:
            await self.words[word](body, rest)
            return None
        return {"response_type": "ephemeral", "text": f"You said: {body.get('text', '')}"}

    async def _form(self, body: Json, rest: str) -> None:
        await self.call("views.open", trigger_id=body["trigger_id"], view=form())

    async def _gallery(self, body: Json, rest: str) -> None:
        await self.post(body["channel_id"], "Which price shape?", GALLERY)

    async def _say(self, body: Json, rest: str) -> None:
        await self.post(body["channel_id"], rest)

    async def post(self, channel: str, text: str, blocks: list[Json] | None = None) -> Json:
        """A message."""
        return await self.call("chat.postMessage", channel=channel, text=text, blocks=blocks)

    async def _interaction(self, payload: Json) -> Json | None:
        kinds = {
            "block_actions": self._action,
            "view_submission": self._submission,
            "block_suggestion": self._suggestion,
            "message_action": self._shortcut,
        }
        return await kinds[payload["type"]](payload) if payload["type"] in kinds else None

    async def _action(self, payload: Json) -> None:
        action = payload["actions"][0]["action_id"]
        if action == "vote":
            voted = section(f"<@{payload['user']['id']}> has voted.")
            where = {"channel": payload["channel"]["id"], "ts": payload["message"]["ts"]}
            await self.call("chat.update", text="Voted", blocks=[voted, *GALLERY[4:6]], **where)
        if action == "refresh":
            news = section("Fresh from the bot.")
            view = payload["view"]
            await self.call("views.update", view_id=view["id"], view=form(news))
        if action == "more":
            await self.call("views.push", trigger_id=payload["trigger_id"], view=SECOND)

    async def _submission(self, payload: Json) -> Json | None:
        if payload["view"]["state"]["values"]["question"]["value"]["value"] == "wrong":
            return {"response_action": "errors", "errors": {"question": "That is not a question."}}
        return None

    async def _suggestion(self, payload: Json) -> Json:
        return {"options": [option(f"Deal {payload['value']}".strip(), "deal")]}

    async def _shortcut(self, payload: Json) -> None:
        note = section(f"About: {payload['message']['text']}")
        view = {"type": "modal", "title": plain("Echo this"), "blocks": [note]}
        await self.call("views.open", trigger_id=payload["trigger_id"], view=view)

    def submitted(self) -> dict[str, Any]:
        """The newest submission: field -> the element's state."""
        views = [heard["view"] for heard in self.heard if heard.get("type") == "view_submission"]
        values = views[-1]["state"]["values"]
        return {name: next(iter(element.values())) for name, element in values.items()}

    def actions(self) -> list[Json]:
        """The actions it was told of."""
        return [heard["actions"][0] for heard in self.heard if heard.get("type") == "block_actions"]


@asynccontextmanager
async def echoing(sandbox: Sandbox) -> AsyncIterator[EchoBot]:
    """The bot at work in a running sandbox."""
    async with aiohttp.ClientSession() as session:
        bot = EchoBot(sandbox, session)
        application = web.Application()
        application.router.add_post("/slack/events", bot.receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        sandbox.use_http(f"http://{host}:{port}/slack/events")
        try:
            yield bot
        finally:
            await runner.cleanup()
