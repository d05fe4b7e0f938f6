"""What nudges ask of storage."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.nudges import Nudging


class Nudges(Protocol):
    """What people want of nudges; which ones they were told is sealed at rest."""

    def get(self, user: str) -> Nudging:
        """What this person wants; off when nothing was said."""
        ...

    def work_days(self, users: Collection[str]) -> Mapping[str, tuple[int, ...]]:
        """The weekdays on which each of these people works, Monday 0; also of those without any
        nudges."""
        ...

    def put(self, nudging: Nudging) -> None: ...
    def due(self, now: datetime, limit: int) -> Sequence[Nudging]:
        """The first of those whose nudge is due; nobody else hands them out."""
        ...
