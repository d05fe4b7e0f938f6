"""An outbox with a sender in front of a fake Slack, for fault tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import update

from bot.clock import MovableClock
from bot.domain.audience import Content
from bot.domain.outbox import Errand
from bot.services.ports import UnitOfWork
from handlers.sender import Pace, Sender
from handlers.slack import Slack, open_session
from handlers.speaking import Speaker, Speakers
from handlers.throttle import Limits, Rate
from handlers.views.kit import Speech
from storage.database import Database
from storage.session import EVERYBODY, Session
from storage.statements import Statement
from storage.tables import outbox as rows
from tests.fakeslack import SCOPES, FakeSlack

TENANT = "T1"
FAST = Limits(channel=Rate(0.001, 1000), workspace=Rate(0.001, 1000))
# Generous with time, because a busy machine is slow; leases are ended by hand.
PACE = Pace(lease=60.0, timeout=2.0, margin=1.0, attempts=3)
_ALL_LEASES = Statement(update(rows).values(lease_until=0))


def hello(uow: UnitOfWork, errand: Errand) -> Speech:
    """Words that say which errand they belong to."""
    return Speech(f"Hello {errand.id}")


@dataclass
class Notes:
    """What the speakers were told."""

    told: list[tuple[str, ...]] = field(default_factory=list)

    def speaker(self, **changes: object) -> Speaker:
        """A speaker that notes every use case it is asked for."""
        noting = Speaker(
            render=hello,
            holds=Content.HARMLESS,
            sent=lambda _, errand, channel, ts: self.told.append(("sent", errand.id, channel, ts)),
            failed=lambda _, errand, code: self.told.append(("failed", errand.id, code)),
            unknown=lambda _, errand: self.told.append(("unknown", errand.id)),
        )
        return replace(noting, **changes)  # type: ignore[arg-type]


@dataclass
class World:
    """Everything a fault test touches."""

    database: Database
    fake: FakeSlack
    slack: Slack
    clock: MovableClock
    speakers: Speakers
    notes: Notes
    sender: Sender

    async def promise(
        self, errand_id: str, to: str = "C1", kind: str = "note", **more: object
    ) -> None:
        """Add an errand that is due now."""
        plain = Errand(kind, to, {}, f"key:{errand_id}", self.clock.now(), id=errand_id)
        errand = replace(plain, **more)  # type: ignore[arg-type]
        await self.database.of(TENANT).write(lambda uow: uow.outbox.add(errand))

    async def deliver(self) -> None:
        """Send all that is due, and wait for it."""
        await self.sender.deliver()
        await self.sender.idle()

    async def end_leases(self) -> None:
        """Let every lease end now."""

        def end(session: Session) -> None:
            session.enter(EVERYBODY)
            session.change(_ALL_LEASES)

        await self.database.writer.submit(end)

    async def look(self, errand_id: str) -> Errand:
        """The errand as it stands in the table."""
        return await self.database.of(TENANT).read(lambda uow: uow.outbox.get(errand_id))


@asynccontextmanager
async def world(
    database: Database, clock: MovableClock, scopes: str = SCOPES
) -> AsyncIterator[World]:
    """A fresh outbox behind a fake Slack."""
    speakers, notes = Speakers(), Notes()
    speakers.say("note", notes.speaker())
    speakers.say("question", notes.speaker(when_unknown="ask"))
    async with FakeSlack(scopes) as fake, open_session(PACE.timeout) as session:
        slack = Slack("xoxb-test", fake.url, session, FAST)
        await slack.hello()
        sender = Sender(database, lambda _: slack, speakers, clock, PACE)
        yield World(database, fake, slack, clock, speakers, notes, sender)
        await sender.stop(0.0)
