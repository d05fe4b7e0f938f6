"""The time: the machine's, or one that can be moved forward."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """The machine's clock plus what it was moved by: for the demo and for tests."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = start - datetime.now(UTC) if start else timedelta()
        self._listeners: list[Callable[[], object]] = []

    def now(self) -> datetime:
        """This instant, in UTC, moved."""
        return datetime.now(UTC) + self._ahead

    def move(self, seconds: float) -> None:
        """Go forward (or back), and tell whoever wants to know."""
        self._ahead += timedelta(seconds=seconds)
        for tell in self._listeners:
            tell()

    def subscribe(self, callback: Callable[[], object]) -> None:
        """Call this after every move, in the thread that moves."""
        self._listeners.append(callback)
