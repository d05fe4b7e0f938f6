"""What the use cases of involvement need from storage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.involvement import Colleague, Tie
from bot.domain.parts import Part


class Involvement(Protocol):
    """The maps. Whom they name and how they stand is sealed at rest."""

    def get(self, colleague_id: str) -> Colleague: ...
    def add(self, colleague: Colleague) -> None: ...
    def save(self, colleague: Colleague) -> None: ...
    def remove(self, colleague_id: str) -> None: ...
    def of_negotiation(self, negotiation_id: str) -> Sequence[Colleague]:
        """Everybody on one map, as they came."""
        ...

    def settled(self, negotiation_id: str) -> frozenset[Tie]:
        """The roles of which the leader has said that nobody else has them."""
        ...

    def settle(self, negotiation_id: str, tie: Tie) -> None: ...


class Parts(Protocol):
    """The parts. Their texts and what they bring back are sealed at rest; who leads is not."""

    def get(self, part_id: str) -> Part:
        """The part, a deleted one too."""
        ...

    def add(self, part: Part) -> None: ...
    def save(self, part: Part) -> None: ...
    def of_negotiation(self, negotiation_id: str) -> Sequence[Part]:
        """All that are not deleted, as they were made."""
        ...

    def of_lead(self, user: str) -> Sequence[Part]:
        """Parts that this person is asked to lead, or leads and has not finished, as made."""
        ...

    def waiting(self, leader: str, asked_before: datetime) -> Sequence[Part]:
        """Parts of this leader's records with a suggestion, or asked for before an instant."""
        ...
