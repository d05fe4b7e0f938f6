"""What a run of `tests.faults.kill_sender` does, and what it finds."""

from collections import Counter
from dataclasses import dataclass, field

from bot.domain.outbox import Errand, State

OPEN = {State.PENDING, State.SENDING}


@dataclass(frozen=True)
class Plan:
    """What one run does."""

    kills: int = 200
    engine: str = "sqlite"
    replicas: int = 3
    lookup: bool = True
    seed: int = 0
    per_kill: int = 8
    freezes: int = 0

    @property
    def messages(self) -> int:
        """Enough for something to be under way at every kill."""
        return self.per_kill * (self.kills + self.freezes) + 20


@dataclass
class Result:
    """What the outbox says, held against what stands in Slack."""

    rows: list[Errand]
    posts: Counter[str]
    kills: int = 0
    seconds: float = 0.0
    unfinished: list[str] = field(default_factory=list)

    def _in(self, *states: State) -> list[Errand]:
        return [row for row in self.rows if row.state in states]

    @property
    def lost(self) -> list[str]:
        """Not in Slack, and nobody was told."""
        told = {row.id for row in self._in(State.UNKNOWN, State.FAILED)}
        return [row.id for row in self.rows if not self.posts[row.id] and row.id not in told]

    @property
    def doubled(self) -> list[str]:
        """In Slack more than once."""
        return [row.id for row in self.rows if self.posts[row.id] > 1]

    @property
    def polls_doubled(self) -> list[str]:
        """Poll posts in Slack more than once; these are never repeated in doubt."""
        return [row.id for row in self.rows if row.kind == "poll" and self.posts[row.id] > 1]

    @property
    def unaccounted(self) -> list[str]:
        """In Slack more than once, and the outbox does not tell that it was tried again."""
        tries = {row.id: row.attempts for row in self.rows}
        return [row_id for row_id in self.doubled if self.posts[row_id] > tries[row_id]]

    def figures(self) -> dict[str, int]:
        """What is to be told."""
        return {
            "errands": len(self.rows),
            "kills": self.kills,
            "posted": sum(self.posts.values()),
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "doubled polls": len(self.polls_doubled),
            "doubled and not accounted for": len(self.unaccounted),
            "unknown and asked": len(self._in(State.UNKNOWN)),
            "tried again": sum(row.attempts > 1 for row in self.rows),
            "unfinished": len(self.unfinished),
            "seconds": round(self.seconds),
        }

    def keeps_promise(self, lookup: bool) -> bool:
        """Nothing lost; nothing doubled with look-up, and without it nothing unaccounted for."""
        broken = self.lost + self.unfinished + self.polls_doubled + self.unaccounted
        return not (broken or (lookup and self.doubled))
