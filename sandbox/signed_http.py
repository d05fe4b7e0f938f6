"""Delivery by signed HTTP to the bot's request URL."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.basics import new_id
from sandbox.world import Answer, Parcel, World

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature of a request."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encode(parcel: Parcel) -> tuple[str, bytes]:
    """Content type and body of a parcel."""
    if parcel.type == "events_api":
        return JSON, json.dumps(parcel.payload).encode()
    if parcel.type == "slash_commands":
        return FORM, urlencode(parcel.payload, errors="replace").encode()
    return FORM, urlencode({"payload": json.dumps(parcel.payload)}).encode()


@dataclass
class SignedHttp:
    """The bot's request URL, and how Slack calls it."""

    world: World
    url: str
    session: aiohttp.ClientSession | None = None

    async def deliver(self, parcel: Parcel) -> Answer:
        """One attempt: 2xx within the deadline, or why not."""
        kind, body = encode(parcel)
        headers = self.headers(kind, body)
        if parcel.attempt:
            headers["X-Slack-Retry-Num"] = str(parcel.attempt)
            headers["X-Slack-Retry-Reason"] = parcel.reason
        try:
            return await self._post(body, headers)
        except TimeoutError:
            return Answer("timeout")
        except aiohttp.ClientError:
            return Answer("connection_failed")

    def headers(self, kind: str, body: bytes) -> dict[str, str]:
        """The signed headers for a body."""
        now = str(int(time.time()))
        return {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": signature(self.world.app.signing_secret, now, body),
        }

    async def verify(self) -> bool:
        """The url_verification handshake."""
        challenge = new_id("", 40)
        payload = {
            "token": self.world.app.verification_token(),
            "challenge": challenge,
            "type": "url_verification",
        }
        answer = await self.deliver(Parcel("events_api", "url_verification", payload))
        said = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
        return answer.ok and said == challenge

    async def close(self) -> None:
        """Lets go of the connections."""
        if self.session:
            await self.session.close()

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        self.session = self.session or aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=self.world.timings.deadline)
        async with self.session.post(
            self.url, data=body, headers=headers, timeout=limit, allow_redirects=False
        ) as response:
            text = await response.text()
            if not 200 <= response.status < 300:
                stop = response.headers.get("X-Slack-No-Retry") == "1"
                return Answer(f"http_{response.status}", text, stop)
            return Answer("ok", _parsed(text))


def _parsed(text: str) -> Any:
    """JSON where it is JSON; words where it is words; None when empty."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
