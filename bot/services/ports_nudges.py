"""What nudges ask of storage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.nudges import Nudging


class Nudges(Protocol):
    """What people want of nudges; which ones they were told is sealed at rest."""

    def get(self, user: str) -> Nudging:
        """What this person wants; off when nothing was said."""
        ...

    def put(self, nudging: Nudging) -> None: ...
    def due(self, now: datetime, limit: int) -> Sequence[Nudging]:
        """The first of those whose nudge is due; nobody else hands them out."""
        ...
