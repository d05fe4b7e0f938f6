"""Slack as Parley uses it: one client per token, every call through here."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.channels import Channel
from bot.domain.people import Person
from handlers.directory import Directory
from handlers.lookup import Found, look_up
from handlers.messages import complaints, message
from handlers.outcomes import (
    Ambiguous,
    Outcome,
    Refused,
    Sent,
    SlackError,
    Verdict,
    Wait,
    error_of_exception,
    outcome_of_answer,
    outcome_of_exception,
    verdict_of,
)
from handlers.throttle import Limits, Throttle
from handlers.views.kit import Speech

log = logging.getLogger(__name__)

HTTP_TIMEOUT = 10.0
POST = "chat.postMessage"
UPDATE = "chat.update"
UPLOAD_URL = "files.getUploadURLExternal"
UPLOADED = "files.completeUploadExternal"

_PATIENCE = 2.0
_PAUSES = (0.2, 0.6)
_AT_ONCE = 8
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def open_session(timeout: float = HTTP_TIMEOUT) -> aiohttp.ClientSession:
    """The one session that all of the program's calls to Slack share."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=timeout))


@dataclass(frozen=True)
class Who:
    """Whom a token speaks for, and what it was granted."""

    team: str
    enterprise: str
    bot_user: str
    scopes: frozenset[str]
    is_org_install: bool = False

    @property
    def tenant(self) -> str:
        """The key of this installation's records."""
        return self.enterprise if self.is_org_install else self.team


class Slack:
    """One token's way into Slack. Posts are never tried twice here; reads and updates are."""

    def __init__(
        self,
        token: str,
        base_url: str,
        session: aiohttp.ClientSession,
        limits: Limits | None = None,
    ) -> None:
        self._session = session
        self._client = _client(token, base_url, session)
        self._throttle = Throttle(limits)
        self._directory = Directory(self.ask)
        self.who: Who | None = None

    async def hello(self) -> Who:
        """Ask Slack who we are; raises SlackError when the token is not accepted."""
        answer = await self._client_call("auth.test", {}, "POST")
        scopes = answer.headers.get("x-oauth-scopes", "")
        self.who = Who(
            team=answer.get("team_id", ""),
            enterprise=answer.get("enterprise_id") or "",
            bot_user=answer.get("user_id", ""),
            scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
            is_org_install=bool(answer.get("is_enterprise_install")),
        )
        self._directory.home(self.who.team, self.who.enterprise)
        return self.who

    # Views: they need the trigger, so they go at once or not at all.

    async def open(self, trigger: str, view: Mapping[str, Any]) -> str:
        """Open a modal; gives its view id. Raises ExpiredTriggerError when it is too late."""
        return await self._view("views.open", {"trigger_id": trigger, "view": view})

    async def push(self, trigger: str, view: Mapping[str, Any]) -> str:
        """Put a modal on top of the open one; gives its view id."""
        return await self._view("views.push", {"trigger_id": trigger, "view": view})

    async def update_view(
        self, view_id: str, view: Mapping[str, Any], hash: str | None = None
    ) -> str:
        """Redraw an open modal. Raises HashConflictError when `hash` is no longer its state."""
        arguments: dict[str, Any] = {"view_id": view_id, "view": view}
        return await self._view("views.update", arguments | ({"hash": hash} if hash else {}))

    async def publish(self, user: str, view: Mapping[str, Any]) -> str:
        """Redraw one person's App Home."""
        return await self._view("views.publish", {"user_id": user, "view": view})

    async def _view(self, method: str, arguments: Mapping[str, Any]) -> str:
        try:
            answer = await self._client_call(method, arguments, "POST")
        except SlackError as error:
            log.warning("%s refused: %s %s", method, error.code, complaints(arguments["view"]))
            raise
        view = answer.get("view") or {}
        return str(view.get("id", ""))

    # Messages

    async def turn(self, to: str) -> float:
        """Wait for this channel's turn; 0 when it is, else the seconds it is still away."""
        delay = self._throttle.turn(to, _PATIENCE)
        if delay > _PATIENCE:
            return delay
        await asyncio.sleep(delay)
        return 0.0

    async def post(self, to: str, speech: Speech, message_id: str = "") -> Outcome:
        """Post once. `message_id` is hidden in the message so that it can be found again."""
        held = self._throttle.held(POST)
        if held:
            return Wait(held)
        arguments = {"channel": to, "unfurl_links": False, "unfurl_media": False}
        outcome = await self._say(POST, arguments | message(speech, message_id))
        if isinstance(outcome, Sent):
            self._directory.note_dm(to, outcome.channel)
        return outcome

    async def update_message(self, channel: str, ts: str, speech: Speech) -> Outcome:
        """Redraw a message; doing it twice does no harm, so a fault is tried once more."""
        held = self._throttle.held(UPDATE)
        if held:
            return Wait(held)
        arguments = {"channel": channel, "ts": ts} | message(speech)
        outcome = await self._say(UPDATE, arguments)
        if isinstance(outcome, Ambiguous):
            await asyncio.sleep(_PAUSES[0])
            outcome = await self._say(UPDATE, arguments)
        return outcome

    async def _say(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        try:
            answer = await self._client.api_call(method, json=dict(arguments))
            outcome = outcome_of_answer(answer.status_code, answer.headers, answer.data)
        except Exception as error:
            outcome = outcome_of_exception(error)
        if isinstance(outcome, Wait):
            self._throttle.hold(method, outcome.seconds)
        if isinstance(outcome, Refused):
            log.warning("%s refused: %s %s", method, outcome.code, complaints(arguments))
        return outcome

    async def respond(
        self, url: str, speech: Speech, replace: bool = False, delete: bool = False
    ) -> bool:
        """Answer through a response_url, to the clicker only; whether Slack took it."""
        body = message(speech) | {
            "response_type": "ephemeral",
            "replace_original": replace,
            "delete_original": delete,
        }
        try:
            async with self._session.post(url, json=body) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False

    async def find(
        self, to: str, message_id: str, since: float, thread_ts: str | None = None
    ) -> Found:
        """Whether a message that bears this id is in the channel, if we may look there."""
        scopes = self.who.scopes if self.who else frozenset()
        channel = await self._directory.dm(to, scopes)
        return await look_up(self.ask, scopes, channel, message_id, since, thread_ts)

    # Files

    async def upload(self, channel: str, thread_ts: str, name: str, text: str) -> bool:
        """Put a text file under a message; whether Slack took it. Nothing is tried twice."""
        content = text.encode()
        try:
            place = await self._read(UPLOAD_URL, {"filename": name, "length": len(content)})
            async with self._session.post(str(place["upload_url"]), data=content) as answer:
                if answer.status != 200:
                    return False
            file = [{"id": place["file_id"], "title": name}]
            share = {"files": file, "channel_id": channel, "thread_ts": thread_ts}
            await self._client_call(UPLOADED, share, "POST")
        except (SlackError, aiohttp.ClientError, TimeoutError, KeyError) as error:
            log.warning("A file was not uploaded: %s", type(error).__name__)
            return False
        return True

    # Reads

    async def person(self, user: str) -> Person:
        """The account behind a user id; distrusted when Slack does not tell."""
        return await self._directory.person(user)

    async def people(self, users: Sequence[str]) -> list[Person]:
        """The accounts behind user ids, asked for a few at a time."""
        gate = asyncio.Semaphore(_AT_ONCE)

        async def look_up(user: str) -> Person:
            async with gate:
                return await self.person(user)

        return await asyncio.gather(*map(look_up, users))

    def remembered(self, users: Sequence[str]) -> list[Person]:
        """Those of these accounts that Slack told about a while ago; nothing is asked."""
        return self._directory.remembered(users)

    async def members(self, channel: str) -> tuple[str, ...]:
        """User ids of a channel's members, at most about a thousand."""
        return await self._directory.members(channel)

    async def channel(self, channel: str) -> Channel:
        """A channel as the bot sees it."""
        return await self._directory.channel(channel)

    async def permalink(self, channel: str, ts: str) -> str | None:
        """The address of a message, if Slack gives one."""
        try:
            answer = await self.ask("chat.getPermalink", channel=channel, message_ts=ts)
        except SlackError:
            return None
        return str(answer.get("permalink") or "") or None

    async def ask(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Read something, with two more tries at faults and short waits. Raises SlackError."""
        for pause in _PAUSES:
            try:
                return await self._read(method, arguments)
            except SlackError as error:
                if not _is_passing(error):
                    raise
                await asyncio.sleep(max(pause, error.seconds))
        return await self._read(method, arguments)

    async def _read(self, method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        answer = await self._client_call(method, arguments, "GET")
        return answer.data if isinstance(answer.data, Mapping) else {}

    async def _client_call(self, method: str, arguments: Mapping[str, Any], verb: str) -> Any:
        held = self._throttle.held(method)
        if held > _PATIENCE:
            raise SlackError("ratelimited", held)
        await asyncio.sleep(held)
        body = {"json" if verb == "POST" else "params": dict(arguments)}
        try:
            return await self._client.api_call(method, http_verb=verb, **body)
        except Exception as raised:
            error = error_of_exception(raised)
            if error.seconds:
                self._throttle.hold(method, error.seconds)
            raise error from None


def _is_passing(error: SlackError) -> bool:
    may_pass = verdict_of(error.code) in {Verdict.AMBIGUOUS, Verdict.WAIT}
    return may_pass and error.seconds <= _PATIENCE


def _client(token: str, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    # Never the SDK's own retries: they post twice when a connection drops after acceptance.
    client = AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])
    if urlsplit(base_url).hostname in _LOOPBACK:
        # The SDK takes a proxy from the environment even for this machine.
        client.proxy = None
    return client
