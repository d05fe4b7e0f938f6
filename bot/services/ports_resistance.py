"""What the use cases of resistance need from storage."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.resistance_register import Diagnosis, Entry


class Resistance(Protocol):
    """The registers. Who, what was seen, plans and answers are sealed at rest."""

    def get(self, entry_id: str) -> Entry: ...
    def add(self, entry: Entry) -> None:
        """A new entry, without its history."""
        ...

    def save(self, entry: Entry) -> None:
        """The note and the plan as they are now; the history is only ever added to."""
        ...

    def add_diagnosis(self, entry_id: str, diagnosis: Diagnosis) -> None: ...
    def remove(self, entry_id: str) -> None:
        """The entry with its history."""
        ...

    def of_negotiation(self, negotiation_id: str) -> Sequence[Entry]:
        """All entries of one register, as they came."""
        ...

    def diagnosed(self, ids: Collection[str]) -> frozenset[str]:
        """Those of the negotiations in whose register somebody was looked at."""
        ...
