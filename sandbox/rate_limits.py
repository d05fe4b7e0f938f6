"""Slack's rate limits: calls per minute, method and workspace; plus posts per channel."""

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from sandbox.basics import SlackError

MINUTE = 60.0
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
# Slack lets short bursts pass where it promises "one a second" or "one and more a minute".
POSTS_PER_CHANNEL = 60
POSTS_IN_ALL = 300
BURST_OF_SOCKETS = 10


@dataclass
class RateLimits:
    """Sliding windows of a minute of real time. `scale` widens them; None turns them off."""

    scale: float | None = 1.0
    calls: dict[tuple[str, ...], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def spend(self, method: str, tier: int | None, channel: str | None = None) -> None:
        """Counts one call; SlackError("ratelimited", retry_after=…) when it is one too many."""
        if self.scale is None:
            return
        for key, most in self._windows(method, tier, channel):
            self._spend(key, max(1, int(most * self.scale)))

    def _windows(
        self, method: str, tier: int | None, channel: str | None
    ) -> list[tuple[tuple[str, ...], int]]:
        if method == "chat.postMessage":
            return [((method, channel or ""), POSTS_PER_CHANNEL), ((method,), POSTS_IN_ALL)]
        if method == "apps.connections.open":
            return [((method,), BURST_OF_SOCKETS)]
        return [((method,), TIERS[tier])] if tier else []

    def _spend(self, key: tuple[str, ...], most: int) -> None:
        now, window = time.monotonic(), self.calls[key]
        while window and window[0] <= now - MINUTE:
            window.popleft()
        if len(window) >= most:
            wait = max(1, round(window[0] + MINUTE - now))
            raise SlackError("ratelimited", retry_after=wait)
        window.append(now)
