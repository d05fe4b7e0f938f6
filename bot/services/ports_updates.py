"""What the use cases of updates need from storage."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.questions import Question
from bot.domain.updates import Anchor, Update


class Updates(Protocol):
    """Updates, their anchors, and who found them clear. Every text is sealed at rest."""

    def get(self, update_id: str) -> Update: ...
    def add(self, update: Update) -> None: ...
    def save(self, update: Update) -> None: ...
    def of_negotiation(self, negotiation_id: str, limit: int) -> Sequence[Update]:
        """The newest of a record that are not deleted, newest first."""
        ...

    def newest(self, negotiation_id: str, channel: str) -> Update | None:
        """The newest that people can read in a channel."""
        ...

    def promising(self, ids: Collection[str]) -> Sequence[Update]:
        """Those of these records that promise something still, newest first."""
        ...

    def late(self, leader: str, now: datetime) -> Sequence[Update]:
        """Those of this leader's records with a promise that is due, longest overdue first."""
        ...

    def anchor(self, negotiation_id: str, channel: str) -> Anchor | None:
        """The one message of a record in a channel."""
        ...

    def put_anchor(self, anchor: Anchor) -> None: ...
    def clear(self, update_id: str, person: str) -> bool:
        """Note that it is clear to this person; False when that was noted before."""
        ...

    def clears(self, ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """To whom each of these updates is clear, in the order in which they said so."""
        ...


class Questions(Protocol):
    """What readers asked. Question and answer are sealed at rest."""

    def get(self, question_id: str) -> Question: ...
    def add(self, question: Question) -> None: ...
    def save(self, question: Question) -> None: ...
    def waiting(self, negotiation_id: str) -> Sequence[Question]:
        """The open questions of a record, those who wait longest first."""
        ...

    def count(self, negotiation_id: str) -> int:
        """How many questions of a record are open."""
        ...
