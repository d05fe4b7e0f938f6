"""The sender, when all goes well and when Slack says clearly what is wrong."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.domain.audience import Content
from bot.domain.errors import NotFound
from bot.domain.outbox import Errand, State
from bot.services.ports import UnitOfWork
from handlers.sender import Pace, Sender
from handlers.slack import Slack
from handlers.speaking import Speaker
from handlers.throttle import Limits, Rate
from handlers.views.kit import Speech
from storage.database import Database
from tests.fakeslack import Fault
from tests.faults.outbox import FAST, PACE, TENANT, World, hello, world


@pytest.fixture
async def outbox(database: Database, clock: MovableClock) -> AsyncIterator[World]:
    async with world(database, clock) as made:
        yield made


async def test_a_due_errand_is_said_once_and_its_ts_is_kept(outbox: World) -> None:
    await outbox.promise("row1", "U1")
    await outbox.deliver()
    await outbox.deliver()
    row = await outbox.look("row1")
    assert (row.state, row.channel, row.attempts) == (State.SENT, "D1", 1)
    assert outbox.notes.told == [("sent", "row1", "D1", row.slack_ts)]
    assert outbox.fake.counts() == {"row1": 1}


async def test_an_errand_for_later_is_left_alone(outbox: World) -> None:
    await outbox.promise("row1", not_before=outbox.clock.now() + timedelta(hours=1))
    await outbox.deliver()
    assert (await outbox.look("row1")).state is State.PENDING
    outbox.clock.move(3600)
    await outbox.deliver()
    assert (await outbox.look("row1")).state is State.SENT


async def test_after_its_last_moment_an_errand_expires_unsaid(outbox: World) -> None:
    await outbox.promise("row1", not_after=outbox.clock.now() - timedelta(seconds=1))
    await outbox.deliver()
    assert (await outbox.look("row1")).state is State.EXPIRED
    assert not outbox.fake.posts


@pytest.mark.parametrize("why", ["silent", "gone"])
async def test_what_is_no_longer_to_be_said_is_cancelled(outbox: World, why: str) -> None:
    def render(uow: UnitOfWork, errand: Errand) -> Speech | None:
        if why == "gone":
            raise NotFound
        return None

    outbox.speakers.say("silent", Speaker(render))
    await outbox.promise("row1", kind="silent")
    await outbox.deliver()
    assert (await outbox.look("row1")).state is State.CANCELLED
    assert not outbox.fake.posts


async def test_words_that_cannot_be_found_fail_visibly_and_hold_up_nobody(outbox: World) -> None:
    def broken(uow: UnitOfWork, errand: Errand) -> Speech:
        raise KeyError("secret")

    outbox.speakers.say("broken", outbox.notes.speaker(render=broken))
    await outbox.promise("row1", kind="broken")
    await outbox.promise("row2")
    await outbox.deliver()
    assert (await outbox.look("row1")).error_code == "cannot_render"
    assert ("failed", "row1", "cannot_render") in outbox.notes.told
    assert (await outbox.look("row2")).state is State.SENT


async def test_an_errand_nobody_can_say_fails_visibly(outbox: World) -> None:
    await outbox.promise("row1", kind="unheard-of")
    await outbox.deliver()
    row = await outbox.look("row1")
    assert (row.state, row.error_code) == (State.FAILED, "no_speaker")


async def test_a_refusal_is_final_and_its_speaker_learns_the_code(outbox: World) -> None:
    outbox.fake.fail(Fault("is_archived"))
    await outbox.promise("row1")
    await outbox.deliver()
    row = await outbox.look("row1")
    assert (row.state, row.error_code) == (State.FAILED, "is_archived")
    assert outbox.notes.told == [("failed", "row1", "is_archived")]
    assert len(outbox.fake.called("chat.postMessage")) == 1


async def test_waiting_is_not_an_attempt(outbox: World) -> None:
    outbox.fake.fail(Fault("429:7"))
    await outbox.promise("row1")
    await outbox.deliver()
    row = await outbox.look("row1")
    assert (row.state, row.attempts, row.first_try_at) == (State.PENDING, 0, None)
    assert row.not_before - outbox.clock.now() > timedelta(seconds=6)


async def test_one_workspaces_429_delays_no_other(outbox: World) -> None:
    other = Slack("xoxb-other", outbox.fake.url, outbox.slack._session, FAST)
    slacks = {TENANT: outbox.slack, "T2": other}
    sender = Sender(outbox.database, slacks.get, outbox.speakers, outbox.clock, Pace())
    outbox.fake.fail(Fault("429:30"), to="C1")
    await outbox.promise("row1", "C1")
    await sender.deliver()
    await sender.idle()
    errand = Errand("note", "C2", {}, "key", outbox.clock.now(), id="row2")
    await outbox.database.of("T2").write(lambda uow: uow.outbox.add(errand))
    await sender.deliver()
    await sender.idle()
    assert outbox.fake.counts() == {"row2": 1}


async def test_a_workspace_with_a_long_queue_starves_no_other(outbox: World) -> None:
    session, url = outbox.slack._session, outbox.fake.url
    slow = Slack("xoxb-slow", url, session, Limits(FAST.channel, Rate(every=0.5, burst=1)))
    slacks = {TENANT: slow, "T2": outbox.slack}
    sender = Sender(outbox.database, slacks.get, outbox.speakers, outbox.clock, PACE)
    for number in range(100):
        await outbox.promise(f"row{number}", f"U{number}")
    errand = Errand("note", "C2", {}, "key", outbox.clock.now(), id="other")
    await outbox.database.of("T2").write(lambda uow: uow.outbox.add(errand))
    async with asyncio.timeout(5):
        await sender.deliver()
        await outbox.fake.until(lambda: outbox.fake.counts()["other"])
    assert len(outbox.fake.posts) < 20
    await sender.stop(0.5)


async def test_a_revoked_token_pauses_the_tenant_and_keeps_its_rows(outbox: World) -> None:
    outbox.fake.fail(Fault("token_revoked"))
    await outbox.promise("row1")
    await outbox.deliver()
    await outbox.deliver()
    row = await outbox.look("row1")
    assert (row.state, row.attempts) == (State.PENDING, 0)
    assert len(outbox.fake.called("chat.postMessage")) == 1
    assert await outbox.database.next_due() is None
    await outbox.database.resume(TENANT)
    await outbox.deliver()
    assert (await outbox.look("row1")).state is State.SENT


async def test_messages_to_one_channel_keep_their_order(outbox: World) -> None:
    outbox.fake.latency = 0.01
    start = outbox.clock.now() - timedelta(minutes=1)
    for number in range(20):
        moment = start + timedelta(seconds=number)
        await outbox.promise(f"row{number:02}", "C1", not_before=moment)
    await outbox.deliver()
    assert [post.mark for post in outbox.fake.posts] == [f"row{n:02}" for n in range(20)]


async def test_a_hanging_channel_delays_no_other(outbox: World) -> None:
    outbox.fake.fail(Fault("hang"), to="C1")
    await outbox.promise("row1", "C1")
    await outbox.promise("row2", "C2")
    await outbox.sender.deliver()
    started = time.monotonic()
    await outbox.fake.until(lambda: outbox.fake.posts)
    assert time.monotonic() - started < PACE.timeout


async def test_a_follow_up_that_fails_does_not_undo_that_it_was_said(outbox: World) -> None:
    def broken(*_: object) -> None:
        raise KeyError("secret")

    outbox.speakers.say("clumsy", Speaker(hello, holds=Content.HARMLESS, sent=broken))
    await outbox.promise("row1", kind="clumsy")
    await outbox.deliver()
    assert (await outbox.look("row1")).state is State.SENT


async def test_a_follow_up_runs_in_the_transaction_that_settles(outbox: World) -> None:
    def follow(uow: UnitOfWork, errand: Errand, *_: object) -> None:
        assert uow.outbox.get(errand.id).state is State.SENT
        uow.outbox.add(Errand("note", "C1", {}, "key:next", uow.now, id="next"))

    outbox.speakers.say("first", Speaker(hello, holds=Content.HARMLESS, sent=follow))
    await outbox.promise("row1", kind="first")
    await outbox.deliver()
    await outbox.deliver()
    assert outbox.fake.counts() == {"row1": 1, "next": 1}


async def test_an_errand_can_redraw_a_message_instead_of_posting_one(outbox: World) -> None:
    outbox.speakers.say("repaint", Speaker(hello, edits=lambda *_: ("C7", "1.5")))
    await outbox.promise("row1", kind="repaint")
    await outbox.deliver()
    [change] = outbox.fake.called("chat.update")
    assert (change["channel"], change["ts"]) == ("C7", "1.5")
    assert (await outbox.look("row1")).state is State.SENT
    assert not outbox.fake.posts


async def test_a_message_that_is_not_there_is_not_redrawn(outbox: World) -> None:
    outbox.speakers.say("repaint", Speaker(hello, edits=lambda *_: None))
    await outbox.promise("row1", kind="repaint")
    await outbox.deliver()
    assert (await outbox.look("row1")).state is State.CANCELLED


async def test_stopping_finishes_the_post_under_way_and_hands_back_the_rest(
    outbox: World,
) -> None:
    outbox.fake.latency = 0.1
    for number in range(4):
        await outbox.promise(f"row{number}", "C1")
    await outbox.sender.deliver()
    await outbox.fake.until(lambda: outbox.fake.called("chat.postMessage"))
    await outbox.sender.stop(5.0)
    states = [(await outbox.look(f"row{number}")).state for number in range(4)]
    assert sorted(states) == [State.PENDING] * 3 + [State.SENT]
    assert len(outbox.fake.posts) == 1
