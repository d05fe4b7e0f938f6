"""A manifest and a small Bolt bot to try the sandbox with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Actor
from sandbox.server import Sandbox

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Lunch", "description": "Finds a place"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Lunch"},
        "slash_commands": [
            {"command": "/lunch", "description": "x", "usage_hint": "new", "should_escape": True}
        ],
        "shortcuts": [
            {"name": "New lunch", "type": "global", "callback_id": "new", "description": "x"},
            {"name": "Lunch here", "type": "message", "callback_id": "here", "description": "x"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands", "chat:write", "channels:read", "groups:read", "users:read",
                "im:write", "im:read", "files:write", "app_mentions:read", "channels:history",
                "channels:join", "im:history", "team:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened", "app_mention", "member_left_channel", "member_joined_channel",
                "channel_archive", "app_uninstalled", "tokens_revoked", "user_change",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}  # fmt: skip


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def field(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    named = {"action_id": "value", **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": named, **more}


def modal(*blocks: dict[str, Any], title: str = "Lunch", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "lunch",
        "title": plain(title),
        "submit": plain("Save"),
        "blocks": list(blocks),
        **more,
    }


TEXT = {"type": "plain_text_input"}


def new_app(sandbox: Sandbox) -> AsyncApp:
    """A Bolt app that acknowledges after the listener, as a careful bot does."""
    client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url)
    return AsyncApp(
        client=client, signing_secret=sandbox.signing_secret, process_before_response=True
    )


@asynccontextmanager
async def connected(app: AsyncApp, sandbox: Sandbox) -> AsyncIterator[AsyncSocketModeHandler]:
    """The bot on Socket Mode, until the end of the block."""
    handler = AsyncSocketModeHandler(app, sandbox.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


class Bot:
    """Notes what arrives; answers as it is told."""

    def __init__(self, app: AsyncApp) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        app.use(self.note)
        app.command("/lunch")(self.silent)
        app.view("lunch")(self.answer)
        app.view_closed("lunch")(self.silent)
        app.action("go")(self.silent)
        app.action("pick")(self.silent)
        app.action("value")(self.silent)
        app.event("app_home_opened")(self.silent)
        app.options("value")(self.offer)

    async def note(self, body: dict[str, Any], next: Any) -> None:
        self.bodies.append(body)
        await next()

    async def silent(self, ack: Any) -> None:
        await ack()

    async def answer(self, ack: Any) -> None:
        await ack(**self.answers.pop("view", {}))

    async def offer(self, ack: Any, body: dict[str, Any]) -> None:
        await ack(
            options=[{"text": plain(f"{body['value']} {n}"), "value": str(n)} for n in (1, 2)]
        )

    @property
    def last(self) -> dict[str, Any]:
        return self.bodies[-1]


async def trigger(person: Actor, bot: Bot) -> str:
    """A fresh trigger id, by way of a command."""
    await person.runs("/lunch")
    return str(bot.last["trigger_id"])
