"""One Web API call: its arguments however they were sent, its token, its rights."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.basics import Json, SlackError
from sandbox.models import Channel
from sandbox.world import World

READ = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
HISTORY = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
PARSED = ("blocks", "view", "attachments", "metadata", "files", "message")
UNREADABLE = {"blocks": "invalid_blocks_format", "attachments": "invalid_attachments"}


@dataclass
class Call:
    """A method with its arguments."""

    world: World
    method: str
    params: Json
    token: str

    def get(self, name: str, otherwise: Any = None) -> Any:
        """An argument; empty strings count as absent."""
        value = self.params.get(name)
        return otherwise if value in (None, "") else value

    def need(self, name: str) -> str:
        """An argument that must be there."""
        value = self.get(name)
        if value is None:
            raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return str(value)

    def flag(self, name: str, otherwise: bool = False) -> bool:
        """A boolean argument, also when it came in a form."""
        value = self.get(name, otherwise)
        return value in (True, 1, "1", "true", "True")

    def count(self, name: str, otherwise: int, most: int = 1000) -> int:
        """A whole number between 1 and `most`."""
        try:
            return max(1, min(most, int(self.get(name, otherwise))))
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments", [f"[ERROR] invalid {name}"]) from None

    def parsed(self, name: str) -> Any:
        """An argument that is JSON, perhaps as text."""
        value = self.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(UNREADABLE.get(name, "invalid_arguments")) from None

    def page(self, items: list[Any], otherwise: int = 100) -> tuple[list[Any], Json]:
        """One page of a list, and the `response_metadata` with the next cursor."""
        start = self._start()
        end = start + self.count("limit", otherwise)
        after = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
        return items[start:end], {"next_cursor": after}

    def _start(self) -> int:
        cursor = self.get("cursor")
        if cursor is None:
            return 0
        try:
            return int(base64.b64decode(cursor).decode().removeprefix("next:"))
        except ValueError:
            raise SlackError("invalid_cursor") from None

    def scope(self, *any_of: str) -> None:
        """One of these scopes must have been granted."""
        granted = self.world.app.scopes
        if any_of and not set(any_of) & set(granted):
            raise SlackError("missing_scope", needed=",".join(any_of), provided=",".join(granted))

    def channel(self, scopes: dict[str, str] | None = None, name: str = "channel") -> Channel:
        """A channel the bot may know of: not others' private ones or DMs."""
        channel = self.world.workspace.find_channel(self.need(name))
        if channel.kind != "public" and self.world.app.bot_user not in channel.members:
            raise SlackError("channel_not_found")
        if scopes:
            self.scope(scopes[channel.kind])
        return channel


async def read_call(world: World, request: web.Request) -> Call:
    """A call out of an HTTP request: JSON, form, or query."""
    params: Json = dict(request.query)
    broken = False
    if request.content_type == "application/json":
        broken = not _add_json(params, await request.text())
    elif request.body_exists:
        params |= dict(await request.post())
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() or str(params.pop("token", "") or "")
    params.pop("token", None)
    call = Call(world, request.match_info["method"], params, token)
    if broken:
        raise SlackError("invalid_json")
    return call


def _add_json(params: Json, text: str) -> bool:
    try:
        body = json.loads(text or "{}")
    except ValueError:
        return False
    if isinstance(body, dict):
        params |= body
    return isinstance(body, dict)


def check_token(call: Call, kind: str) -> None:
    """The token must be there, right, alive and of the right kind."""
    if kind == "none":
        return
    app = call.world.app
    if not call.token:
        raise SlackError("not_authed")
    if call.token not in (app.bot_token, app.app_token):
        raise SlackError("invalid_auth")
    if app.revoked:
        raise SlackError("token_revoked")
    if call.token != {"bot": app.bot_token, "app": app.app_token}[kind]:
        raise SlackError("not_allowed_token_type")
