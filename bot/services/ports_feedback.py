"""What feedback asks of storage."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.feedback import Feedback


class FeedbackBook(Protocol):
    """Feedback on polls, one for each; its text is sealed at rest."""

    def of(self, poll_id: str) -> Feedback | None:
        """What was written for this poll, if anything; nobody else changes it until the commit."""
        ...

    def put(self, feedback: Feedback) -> None:
        """Keep it in place of what was there."""
        ...

    def owed(self, leader: str) -> Sequence[str]:
        """Ids of decided polls of this leader without feedback said, first promised first."""
        ...
