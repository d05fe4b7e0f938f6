"""The things in a workspace: people, channels, messages, files."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sandbox.basics import Json

COLORS = ("e8912d", "4bbe2e", "5b89d5", "9b3b45", "7d4199", "2b6836", "d58247", "3c989f", "a72f79")


@dataclass
class Person:
    """A member, guest, bot, or somebody from another organisation (a foreign `team_id`)."""

    id: str
    name: str
    real_name: str
    tz: str = "Europe/London"
    team_id: str = "T0SANDBOX"
    display_name: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_owner: bool = False
    color: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        self.display_name = self.display_name or self.real_name.split()[0]
        self.color = self.color or COLORS[sum(map(ord, self.id)) % len(COLORS)]

    @property
    def is_guest(self) -> bool:
        """Single- or multi-channel guest."""
        return self.is_restricted or self.is_ultra_restricted

    def tz_offset(self, now: datetime) -> int:
        """Seconds east of UTC at `now`."""
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        return int(offset.total_seconds()) if offset else 0


@dataclass
class Channel:
    """A channel or a direct message (`kind` "im", two members)."""

    id: str
    name: str
    kind: Literal["public", "private", "im"] = "public"
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    topic: str = ""
    purpose: str = ""
    creator: str = ""
    created: int = 0

    def other(self, user: str) -> str | None:
        """The other side of a direct message."""
        return next((m for m in self.members if m != user), None) if self.kind == "im" else None


@dataclass
class Message:
    """One message; `ephemeral_to` names its only reader."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    edited: bool = False
    ephemeral_to: str | None = None
    system: str | None = None
    files: list[str] = field(default_factory=list)
    attachments: list[Json] | None = None
    metadata: Json | None = None
    by_bot: bool = False
    edited_ts: str | None = None

    def visible_to(self, user: str) -> bool:
        """May `user` see it, given that they are in the channel?"""
        return self.ephemeral_to in (None, user)

    @property
    def in_channel_flow(self) -> bool:
        """Shown in the channel itself, not only in its thread."""
        return self.thread_ts in (None, self.ts) or self.broadcast


@dataclass
class File:
    """An uploaded file."""

    id: str
    name: str
    user: str
    content: bytes = b""
    title: str = ""
    mimetype: str = "application/octet-stream"
    expected: int | None = None
    complete: bool = False


@dataclass(frozen=True)
class Scheduled:
    """A message that the bot left with Slack to be posted later."""

    id: str
    channel: str
    post_at: int
    message: Json
