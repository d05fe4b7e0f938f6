"""What went over the wire between Slack and the bot, and the "try this" steps it ticks off."""

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.basics import Json
from sandbox.clock import Clock

KEPT = 2000
SECRET = ("xoxb-", "xapp-")


@dataclass
class Entry:
    """One call or delivery with its answer."""

    id: int
    at: str
    direction: str
    kind: str
    request: Json
    title: str = ""
    user: str | None = None
    attempt: int = 0
    status: str = ""
    ok: bool = False
    ms: int = 0
    response: Any = None
    began: float = field(default_factory=time.monotonic)

    def as_json(self) -> Json:
        """For the control API, tokens masked."""
        shown = {k: v for k, v in vars(self).items() if k != "began"}
        return {**shown, "request": masked(self.request), "response": masked(self.response)}


def masked(value: Any, key: str = "") -> Any:
    """A copy without tokens."""
    if isinstance(value, dict):
        return {k: masked(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [masked(v) for v in value]
    if key == "token" or (isinstance(value, str) and value.startswith(SECRET)):
        return "•••"
    return value


@dataclass
class Step:
    """Something to try; done when a matching entry has passed."""

    id: str
    title: str
    hint: str
    done_when: Json
    done: bool = False
    there: Json = field(default_factory=dict)

    @classmethod
    def of(cls, given: Json) -> "Step":
        """A step as its caller writes it; what is not ours to know is for the page."""
        known = {name: given[name] for name in ("id", "title", "hint", "done_when")}
        return cls(**known, there={k: v for k, v in given.items() if k not in known})

    def matches(self, entry: Entry) -> bool:
        """Is this the entry it waits for?"""
        wanted, keys = self.done_when, ("direction", "kind", "user")
        if not entry.ok or any(wanted.get(k) not in (None, getattr(entry, k)) for k in keys):
            return False
        text = json.dumps([entry.request, entry.response], ensure_ascii=False, default=str)
        return str(wanted.get("contains") or "") in text

    def as_json(self) -> Json:
        """For the state document."""
        shown = {"id": self.id, "title": self.title, "hint": self.hint, "done": self.done}
        return {**self.there, **shown}


@dataclass
class Traffic:
    """The newest entries, the steps, and who wants to hear."""

    clock: Clock
    steps: list[Step] = field(default_factory=list)
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    listeners: list[Callable[[Entry], None]] = field(default_factory=list)
    last: int = 0

    def begin(self, direction: str, kind: str, request: Json, **more: Any) -> Entry:
        """A call or delivery has begun."""
        self.last += 1
        at = self.clock.now().isoformat()
        return Entry(self.last, at, direction, kind, request, **more)

    def end(self, entry: Entry, status: str, response: Any = None) -> None:
        """It has its answer: listed, ticked off, told on."""
        entry.status, entry.ok, entry.response = status, status == "ok", response
        entry.ms = round((time.monotonic() - entry.began) * 1000)
        self.entries.append(entry)
        for step in self.steps:
            step.done = step.done or step.matches(entry)
        for listener in self.listeners:
            listener(entry)

    def since(self, after: int, limit: int) -> list[Entry]:
        """Entries newer than `after`, oldest first."""
        return [e for e in self.entries if e.id > after][-limit:]
