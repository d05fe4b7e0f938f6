"""The sandbox's time: messages and dates follow it; triggers and signatures use real time."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the sandbox needs of a clock; the bot's own may be shared."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    def move(self, seconds: float) -> None:
        """Jump forward."""
        ...


class MovableClock:
    """Real time plus what was moved; or, given a start, stands still between moves."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._moved = timedelta()

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return (self._start or datetime.now(UTC)) + self._moved

    def move(self, seconds: float) -> None:
        """Jump forward by `seconds`."""
        self._moved += timedelta(seconds=seconds)
