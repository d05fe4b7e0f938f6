"""What the use cases need of polls."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.choices import Choice
from bot.domain.poll_results import Ballots
from bot.domain.polls import Poll


class PollLooks(Protocol):
    """Polls of which somebody should see whether everybody has answered."""

    def promise(self, poll_id: str, at: datetime) -> None:
        """Have a poll looked at, unless that is promised already."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        """The ids of polls that are to be looked at."""
        ...

    def done(self, poll_id: str) -> None:
        """Forget the promise: call it with the poll at hand, so that no vote comes between."""
        ...


class Polls(Protocol):
    """Polls, their voters and their votes. Question, options and use are sealed at rest."""

    def get(self, poll_id: str) -> Poll: ...
    def face(self, poll_id: str) -> Poll:
        """The poll without its list of voters (an empty tuple): cheap, for the vote path."""
        ...

    def add(self, poll: Poll) -> None: ...
    def save(self, poll: Poll) -> None:
        """Save everything of the poll but its votes."""
        ...

    def of_negotiations(self, ids: Collection[str]) -> Sequence[Poll]:
        """Polls of these negotiations that are not deleted, newest first."""
        ...

    def of_leader(self, user: str) -> Sequence[Poll]:
        """Polls this person leads that are not deleted, newest first."""
        ...

    def awaiting_decision(self, user: str) -> Sequence[Poll]:
        """Closed polls this person leads and has not decided, newest first."""
        ...

    def awaiting_vote(self, user: str) -> Sequence[Poll]:
        """Open polls that ask this person and have no vote of theirs, first to close first."""
        ...

    def before(self, meeting_id: str) -> Sequence[Poll]:
        """Polls that come before this meeting, newest first, with those that their leader has
        deleted; nobody else changes them until the commit."""
        ...

    def cast(self, poll_id: str, voter: str, choice: Choice) -> bool:
        """Record a vote in one upsert; False, and nothing changed, unless the poll is open,
        its deadline lies ahead and the voter is on its list."""
        ...

    def vote_of(self, poll_id: str, voter: str) -> Choice | None:
        """What this person answered; of a secret poll nothing after its close."""
        ...

    def answered(self, poll_id: str) -> frozenset[str]:
        """Who has answered."""
        ...

    def ballots(self, poll_id: str) -> Ballots:
        """The votes: of a secret poll who answered, and from its close on what was answered."""
        ...

    def unlink(self, poll_id: str) -> None:
        """Keep what came out of a secret poll and destroy the way back to its voters."""
        ...

    def turnout(self, poll_id: str) -> int:
        """How many have voted."""
        ...

    def due_to_close(self, now: datetime) -> Sequence[Poll]:
        """Open polls whose deadline has come."""
        ...

    def due_to_open(self, now: datetime) -> Sequence[Poll]:
        """Polls whose moment to be posted has come."""
        ...

    def due_to_remind(self, now: datetime) -> Sequence[Poll]:
        """Open polls with a reminder slot that is due and not handed out."""
        ...
