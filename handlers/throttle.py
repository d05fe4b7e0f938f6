"""Keeping below Slack's limits: one set of buckets per workspace, so none delays another."""

import time
from collections.abc import Callable
from dataclasses import dataclass

Seconds = Callable[[], float]


@dataclass(frozen=True)
class Rate:
    """So many seconds between two calls, after a first burst."""

    every: float
    burst: int = 1


@dataclass(frozen=True)
class Limits:
    """What Slack allows one workspace, with a little left over.

    A channel takes about one message a second and forgives short bursts; a workspace takes
    several hundred a minute.
    """

    channel: Rate = Rate(every=1.0, burst=4)
    workspace: Rate = Rate(every=0.2, burst=30)


class Bucket:
    """Tokens that refill at a steady rate."""

    def __init__(self, rate: Rate) -> None:
        self._every = rate.every
        self._slack = rate.every * (rate.burst - 1)
        self._next = 0.0
        self._promised = 0.0

    def delay(self, now: float) -> float:
        """Seconds until a token is there; takes none."""
        return max(0.0, self._next - self._slack - now)

    def take(self, now: float) -> None:
        """Take a token, be it one that is not there yet."""
        self._next = max(self._next, now) + self._every

    def defer(self, now: float) -> float:
        """Seconds after which to come back; everybody sent away gets a later moment."""
        self._promised = max(self._promised, now + self.delay(now)) + self._every
        return self._promised - now

    def is_full(self, now: float) -> bool:
        """Whether forgetting this bucket would change nothing."""
        return self._next <= now


class Throttle:
    """One workspace's turns: posts by channel, and methods that Slack told to wait."""

    def __init__(self, limits: Limits | None = None, seconds: Seconds = time.monotonic) -> None:
        self._limits = limits or Limits()
        self._seconds = seconds
        self._workspace = Bucket(self._limits.workspace)
        self._channels: dict[str, Bucket] = {}
        self._held: dict[str, float] = {}

    def turn(self, channel: str, patience: float) -> float:
        """Seconds until a post to this channel may go.

        Up to `patience` the turn is taken, and the caller waits and posts; beyond it is not,
        and the caller should come back after that time.
        """
        now = self._seconds()
        buckets = (self._bucket(channel, now), self._workspace)
        delay = max(self.held("chat.postMessage"), *(bucket.delay(now) for bucket in buckets))
        if delay > patience:
            return max(delay, *(bucket.defer(now) for bucket in buckets if bucket.delay(now)), 0.0)
        for bucket in buckets:
            bucket.take(now)
        return delay

    def hold(self, method: str, seconds: float) -> None:
        """Slack said to leave this method alone for so long."""
        self._held[method] = max(self._held.get(method, 0.0), self._seconds() + seconds)

    def held(self, method: str) -> float:
        """Seconds for which this method must still be left alone."""
        return max(0.0, self._held.get(method, 0.0) - self._seconds())

    def _bucket(self, channel: str, now: float) -> Bucket:
        if len(self._channels) > 1000:
            self._channels = {c: b for c, b in self._channels.items() if not b.is_full(now)}
        return self._channels.setdefault(channel, Bucket(self._limits.channel))
