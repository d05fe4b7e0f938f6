"""What the use cases of a case need from storage."""

from collections.abc import Collection, Mapping
from typing import Protocol

from bot.domain.cases import Case, Sheet


class Cases(Protocol):
    """The cases; every text is sealed at rest."""

    def of(self, negotiation_id: str) -> Case:
        """The case of a record, empty when nothing was saved."""
        ...

    def messages(self, ids: Collection[str]) -> Mapping[str, Sheet]:
        """The messages of these records, by record; none where none was saved."""
        ...

    def save(self, negotiation_id: str, sheet_id: str, values: Mapping[str, str]) -> None:
        """Replace the texts of one sheet; its version grows by one."""
        ...

    def delete(self, negotiation_id: str, sheet_id: str) -> None:
        """Forget a sheet; NotFound when there is none."""
        ...

    def has_understood(self, negotiation_id: str, person: str) -> bool:
        """Whether this person has put the record's caveat away."""
        ...

    def understand(self, negotiation_id: str, person: str) -> None:
        """Remember that this person has put the record's caveat away."""
        ...
