"""When nobody but Slack knows whether a message arrived."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.domain.audience import Content
from bot.domain.outbox import Errand, State
from bot.services.ports import UnitOfWork
from handlers.sender import Pace, Sender
from handlers.speaking import Speaker
from handlers.views.kit import Speech
from storage.database import Database
from tests.fakeslack import AMBIGUOUS, DROP, HANG, LATE, Fault
from tests.faults.outbox import PACE, World, hello, world


@pytest.fixture
async def outbox(database: Database, clock: MovableClock) -> AsyncIterator[World]:
    async with world(database, clock) as made:
        yield made


@pytest.fixture
async def blind(database: Database, clock: MovableClock) -> AsyncIterator[World]:
    """The same without any history scope."""
    async with world(database, clock, scopes="chat:write") as made:
        yield made


async def promise_each(outbox: World, kind: str) -> None:
    for number, fault in enumerate(AMBIGUOUS):
        outbox.fake.fail(fault, to=f"C{number}")
        await outbox.promise(f"row{number}", f"C{number}", kind)


async def test_with_look_up_every_fault_ends_in_exactly_one_message(outbox: World) -> None:
    await promise_each(outbox, "note")
    await outbox.deliver()
    states = [(await outbox.look(f"row{n}")).state for n in range(len(AMBIGUOUS))]
    assert set(states) == {State.SENDING}
    await outbox.end_leases()
    await outbox.deliver()
    assert outbox.fake.counts() == {f"row{n}": 1 for n in range(len(AMBIGUOUS))}
    for number in range(len(AMBIGUOUS)):
        row = await outbox.look(f"row{number}")
        assert (row.state, row.attempts) == (State.SENT, 2)
        assert row.slack_ts == next(p.ts for p in outbox.fake.posts if p.mark == row.id)


async def test_nothing_is_repeated_before_the_lease_has_ended(outbox: World) -> None:
    outbox.fake.fail(DROP)
    await outbox.promise("row1")
    for _ in range(3):
        await outbox.deliver()
    assert len(outbox.fake.called("chat.postMessage")) == 1


async def test_a_post_that_lands_late_is_still_found(outbox: World) -> None:
    outbox.fake.fail(LATE)
    await outbox.promise("row1")
    await outbox.deliver()
    await asyncio.sleep(LATE.late)
    await outbox.end_leases()
    await outbox.deliver()
    assert outbox.fake.counts() == {"row1": 1}


async def test_without_look_up_a_reminder_is_said_again(blind: World) -> None:
    await promise_each(blind, "note")
    await blind.deliver()
    await blind.end_leases()
    await blind.deliver()
    counts = blind.fake.counts()
    for number, fault in enumerate(AMBIGUOUS):
        row = await blind.look(f"row{number}")
        assert counts[row.id] == 1 + fault.takes
        assert (row.state, row.attempts) == (State.SENT, 2)


async def test_without_look_up_a_poll_is_not_repeated_and_somebody_is_asked(blind: World) -> None:
    await promise_each(blind, "question")
    await blind.deliver()
    await blind.end_leases()
    await blind.deliver()
    counts = blind.fake.counts()
    for number, fault in enumerate(AMBIGUOUS):
        assert (await blind.look(f"row{number}")).state is State.UNKNOWN
        assert ("unknown", f"row{number}") in blind.notes.told
        assert counts[f"row{number}"] == fault.takes


async def test_an_unknown_errand_can_be_sent_once_more_on_request(blind: World) -> None:
    blind.fake.fail(Fault("503"))
    await blind.promise("row1", kind="question")
    await blind.deliver()
    await blind.end_leases()
    await blind.deliver()
    await blind.database.of("T1").write(lambda uow: uow.outbox.retry("row1"))
    await blind.deliver()
    assert (await blind.look("row1")).state is State.SENT
    assert blind.fake.counts() == {"row1": 1}


async def test_a_reminder_that_may_have_arrived_is_not_called_expired(blind: World) -> None:
    blind.fake.fail(DROP)
    await blind.promise("row1", not_after=blind.clock.now() + timedelta(seconds=30))
    await blind.deliver()
    blind.clock.move(60)
    await blind.end_leases()
    await blind.deliver()
    assert (await blind.look("row1")).state is State.UNKNOWN
    assert blind.fake.counts() == {"row1": 1}


async def test_an_expired_reminder_that_did_arrive_reads_as_sent(outbox: World) -> None:
    outbox.fake.fail(DROP)
    await outbox.promise("row1", not_after=outbox.clock.now() + timedelta(seconds=30))
    await outbox.deliver()
    outbox.clock.move(60)
    await outbox.end_leases()
    await outbox.deliver()
    assert (await outbox.look("row1")).state is State.SENT


async def test_attempts_are_bounded(outbox: World) -> None:
    outbox.fake.fail(*[Fault("503")] * 9)
    await outbox.promise("row1")
    for _ in range(PACE.attempts + 1):
        await outbox.deliver()
        await outbox.end_leases()
    row = await outbox.look("row1")
    assert (row.state, row.error_code) == (State.FAILED, "gave_up")
    assert len(outbox.fake.called("chat.postMessage")) == PACE.attempts


async def test_a_redrawing_of_unknown_fate_is_simply_repeated(blind: World) -> None:
    repaint = Speaker(hello, edits=lambda *_: ("C7", "1.5"), when_unknown="ask")
    blind.speakers.say("repaint", repaint)
    blind.fake.fail(Fault("503"), HANG, method="chat.update")
    await blind.promise("row1", kind="repaint")
    await blind.deliver()
    await blind.end_leases()
    await blind.deliver()
    assert (await blind.look("row1")).state is State.SENT


async def test_the_fence_hands_back_what_took_too_long_before_the_post(outbox: World) -> None:
    renders: list[str] = []

    def slow_at_first(uow: UnitOfWork, errand: Errand) -> Speech:
        if not renders:
            time.sleep(0.4)
        renders.append(errand.id)
        return hello(uow, errand)

    outbox.speakers.say("slow", Speaker(slow_at_first, holds=Content.HARMLESS))
    await outbox.promise("row1", kind="slow")
    short = Pace(lease=1.3, timeout=0.8, margin=0.2)
    hasty = Sender(outbox.database, lambda _: outbox.slack, outbox.speakers, outbox.clock, short)
    await hasty.deliver()
    await hasty.idle()
    assert not outbox.fake.called("chat.postMessage")
    await outbox.deliver()
    row = await outbox.look("row1")
    assert (row.state, row.attempts, len(renders)) == (State.SENT, 1, 2)
    assert outbox.fake.counts() == {"row1": 1}
