"""What quick preparations ask of storage."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.quick import QuickPrep


class QuickPreps(Protocol):
    """Quick preparations; all of their text is sealed at rest."""

    def get(self, prep_id: str) -> QuickPrep: ...
    def add(self, prep: QuickPrep) -> None: ...
    def save(self, prep: QuickPrep) -> None: ...
    def remove(self, prep_id: str) -> None: ...
    def of_owner(self, owner: str, limit: int, offset: int = 0) -> Sequence[QuickPrep]:
        """Some of this person's preparations, newest first."""
        ...

    def count(self, owner: str) -> int:
        """How many this person has."""
        ...
