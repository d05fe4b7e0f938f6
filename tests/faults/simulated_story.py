"""What one run of `tests.faults.simulate_polls` knows: its plan, its polls, what went wrong."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.meetings import Meeting
from bot.domain.polls import Poll
from tests.faults.simulated_bot import TENANT
from tests.faults.simulated_company import Company
from tests.faults.simulated_polls import Asked, Occasion, weeks_later

# Two weeks each with the change in Europe; other zones change within them too, or not at all.
SEASONS = {
    "autumn": datetime(2026, 10, 20, 7, 0, tzinfo=UTC),
    "spring": datetime(2027, 3, 23, 7, 0, tzinfo=UTC),
}


@dataclass(frozen=True)
class Plan:
    """What one run does; `kills` and `faults` are spread over its days by the dice."""

    seed: int = 0
    season: str = "autumn"
    engine: str = "sqlite"
    polls: int = 40
    voters: int = 500
    days: int = 14
    kills: int = 12
    faults: int = 40

    @property
    def start(self) -> datetime:
        """When it begins, on the moved clock."""
        return SEASONS[self.season]

    @property
    def length(self) -> timedelta:
        """How long people ask; the polls that are open then have another week to close."""
        return timedelta(days=self.days)


@dataclass
class Story:
    """One run so far; `wrong` says in a sentence each what did not hold."""

    plan: Plan
    company: Company
    dice: random.Random
    asked: list[Asked] = field(default_factory=list)
    records: dict[str, str] = field(default_factory=dict)
    occasions: list[Occasion] = field(default_factory=list)
    expected: dict[int, tuple[datetime, datetime]] = field(default_factory=dict)
    posted_by_hand: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    slowest_close: float = 0.0
    muted: set[str] = field(default_factory=set)
    work_days: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The moved clock."""
        return self.company.clock.now()

    def says(self, sentence: str) -> None:
        """Something did not hold."""
        self.wrong.append(f"{self.now:%d %b %H:%M} {sentence}")

    def ended(self, each: Occasion, state: str = "closed") -> None:
        """A poll is over: if it is weekly, the next is expected at the same wall time."""
        each.state = state
        asked = each.asked
        if asked.repeat == "weekly":
            # Counted from the first: a deadline that was moved since is nobody else's.
            first = next(o for o in self.occasions if o.asked is asked)
            weeks = sum(o.asked is asked for o in self.occasions)
            opens, closes = first.planned
            self.expected[asked.number] = (
                weeks_later(opens, weeks, asked.zone),
                weeks_later(closes, weeks, asked.zone),
            )

    # What Parley holds

    async def reads(self, query: Callable[..., Any], *args: object) -> Any:
        """Ask the database of the bot that runs now."""
        door: Callable[..., Awaitable[Any]] = self.company.database.of(TENANT).read
        return await door(query, *args)

    async def poll(self, poll_id: str) -> Poll:
        """As it is kept."""
        found: Poll = await self.reads(lambda uow: uow.polls.get(poll_id))
        return found

    async def polls_of(self, leader: str) -> list[Poll]:
        """All that were not deleted."""
        return [*await self.reads(lambda uow: uow.polls.of_leader(leader))]

    async def meetings_of(self, record: str) -> list[Meeting]:
        """Those that are planned."""
        return [*await self.reads(lambda uow: uow.meetings.of_negotiations([record]))]
