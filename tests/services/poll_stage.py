"""A record with a poll on a real database, and what the outbox promises, for tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import MovableClock
from bot.domain.negotiations import Negotiation, RecordForm
from bot.domain.outbox import Errand, State
from bot.domain.people import Person
from bot.domain.poll_forms import PollForm
from bot.domain.polls import Audience, Poll
from bot.services import negotiations, poll_messages, poll_running, poll_voting, polls
from storage.database import Database

LEADER, CORE, OUTSIDER = "U1", "U2", "U9"
VOTERS = ("U3", "U4", "U5")
CHANNEL, TS = "C1", "1795000000.000100"
# A Tuesday at noon: nobody in UTC has quiet hours.
NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")


def a_form(**changes: object) -> PollForm:
    given = {
        "question": "Which date?",
        "options": "May\nJune\nNo view",
        "use": "To plan.",
        "audience": Audience.PICKED,
        "channel": CHANNEL,
        "closes_at": NOON + timedelta(days=2),
        "people": VOTERS,
        "feedback_by": NOON + timedelta(days=3),
    }
    return PollForm(**{**given, **changes})


def people(*ids: str) -> list[Person]:
    return [Person(user, f"Name of {user}") for user in ids]


@dataclass(frozen=True)
class PollStage:
    """One tenant's doors, and the clock."""

    database: Database
    clock: MovableClock
    tenant: str = "T1"

    @property
    def door(self):
        return self.database.of(self.tenant)

    async def does(self, use_case, *args, **more):
        return await self.door.write(use_case, *args, **more)

    async def asks(self, query, *args, **more):
        return await self.door.read(query, *args, **more)

    async def record(self, name: str = "Renewal") -> Negotiation:
        form = RecordForm(name, "Acme", core_team=(CORE,))
        return await self.does(negotiations.create, LEADER, form)

    async def drafted(self, record: Negotiation | None = None, **changes: object) -> Poll:
        record = record or await self.record()
        return await self.does(polls.prepare, LEADER, record.id, a_form(**changes))

    async def posted(self, record: Negotiation | None = None, **changes: object) -> Poll:
        """A poll whose message stands in its channel; nothing is promised any more."""
        poll = await self.drafted(record, **changes)
        await self.does(polls.post, LEADER, poll.id, people(*VOTERS))
        await self.does(poll_messages.posted, poll.id, CHANNEL, TS)
        await self.promised()
        return await self.poll(poll.id)

    async def closed(self, *votes: str, **changes: object) -> Poll:
        """A poll that closed by itself; the votes are option ids, by the first voters."""
        poll = await self.posted(**changes)
        for voter, option in zip(VOTERS, votes, strict=False):
            await self.does(poll_voting.cast_vote, voter, poll.id, option)
        self.clock.move(timedelta(days=2).total_seconds())
        await self.does(poll_running.close_due)
        return await self.poll(poll.id)

    async def poll(self, poll_id: str) -> Poll:
        return await self.asks(lambda uow: uow.polls.get(poll_id))

    async def promised(self) -> list[Errand]:
        """The errands that are due now; each is seen once."""
        claims = await self.database.claim("test", 100, 60)
        return [claim.errand for claim in claims]

    async def kinds(self) -> list[str]:
        return sorted(errand.kind for errand in await self.promised())

    async def settle(self, errand: Errand, **outcome: object) -> None:
        given = {"state": State.SENT, "channel": "D1", "ts": TS}
        await self.database.settle(self.tenant, errand.id, "test", **{**given, **outcome})
