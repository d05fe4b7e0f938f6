"""What Parley has promised to say: one errand per message, kept until it is said or given up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where an errand stands. Only PENDING and SENDING are still work."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Errand:
    """One message to be said.

    `args` holds ids and slots only; words are made when it is said. `to` is a channel id or a
    user id. An empty `id` is filled in by the outbox. `attempts` counts the tries that may have
    reached Slack, the present one included; `first_try_at` is the first of them.
    """

    kind: str
    to: str
    args: Mapping[str, str]
    dedupe_key: str
    not_before: datetime
    not_after: datetime | None = None
    id: str = ""
    state: State = State.PENDING
    attempts: int = 0
    first_try_at: datetime | None = None
    channel: str | None = None
    slack_ts: str | None = None
    error_code: str | None = None

    def too_late(self, now: datetime) -> bool:
        """Whether its last moment has passed: then it is never said."""
        return self.not_after is not None and now > self.not_after


@dataclass(frozen=True)
class Claimed:
    """An errand that one sender holds alone until its lease ends."""

    tenant: str
    errand: Errand
    owner: str
    lease_until: datetime
