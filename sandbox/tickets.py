"""Short-lived rights: trigger ids (one modal, within 3 s) and response URLs (5 uses, 30 min)."""

import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.basics import SlackError
from sandbox.clock import Clock

MOST = 10_000


def keep_newest(known: dict[str, Any]) -> None:
    """Lets the oldest go, so that a long load test does not fill the memory."""
    if len(known) >= MOST:
        del known[next(iter(known))]


@dataclass
class Trigger:
    """The right to show one modal to one person; `view_id` is the modal it came from."""

    user: str
    view_id: str | None
    made: float = field(default_factory=time.monotonic)
    used: bool = False


@dataclass
class Triggers:
    """Triggers by id. They live in real time: the network is part of the 3 s."""

    seconds: float = 3.0
    known: dict[str, Trigger] = field(default_factory=dict)

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id."""
        name = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        keep_newest(self.known)
        self.known[name] = Trigger(user, view_id)
        return name

    def restart(self, name: str | None) -> None:
        """The 3 s count from the moment the payload leaves."""
        if name in self.known:
            self.known[name].made = time.monotonic()

    def check(self, name: str) -> Trigger:
        """The trigger if it can be used now; Slack's error otherwise."""
        trigger = self.known.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.made > self.seconds:
            raise SlackError("expired_trigger_id")
        return trigger


@dataclass
class ResponseUrl:
    """The right to answer in a channel, bound to a person and perhaps to a message."""

    user: str
    channel: str
    until: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 5


@dataclass
class ResponseUrls:
    """Response URLs by their secret part."""

    clock: Clock
    base: str = ""
    known: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(
        self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """A new URL."""
        name = secrets.token_urlsafe(18)
        until = self.clock.now() + timedelta(minutes=30)
        keep_newest(self.known)
        self.known[name] = ResponseUrl(user, channel, until, message_ts, thread_ts)
        return f"{self.base}/response/{name}"

    def use(self, name: str) -> ResponseUrl:
        """Counts one use; Slack's error when there is none left."""
        ticket = self.known.get(name)
        if ticket is None:
            raise SlackError("invalid_url")
        if ticket.until < self.clock.now():
            raise SlackError("expired_url")
        if ticket.uses <= 0:
            raise SlackError("used_url")
        ticket.uses -= 1
        return ticket
