"""The outbox as a queue: due rows are taken by one sender at a time, and none is forgotten."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.clock import MovableClock
from bot.domain.drafts import Draft
from bot.domain.errors import NotInvited
from bot.domain.outbox import Claimed, Errand, State
from bot.domain.polls import PollState, Slot
from bot.services.ports import UnitOfWork
from storage.database import Database
from storage.keys import KeyRing
from tests.storage import records
from tests.storage.records import OTHER, TENANT

LEASE = 60.0


async def promise(database: Database, *errands: Errand, tenant: str = TENANT) -> None:
    """Put errands into the outbox."""

    def add(uow: UnitOfWork) -> None:
        for errand in errands:
            uow.outbox.add(errand)

    await database.of(tenant).write(add)


async def kept(database: Database, key: str = "greet:1") -> Errand:
    """The errand with this key, as it stands."""
    errand = await database.of(TENANT).read(lambda uow: uow.outbox.find(key))
    assert errand is not None
    return errand


async def claim_one(database: Database, owner: str = "me", lease: float = LEASE) -> Claimed:
    """Claim the only errand that is due."""
    (claimed,) = await database.claim(owner, 10, lease)
    return claimed


async def test_what_is_due_is_claimed_oldest_first_up_to_the_limit(
    database: Database, clock: MovableClock
) -> None:
    now = clock.now()
    for n in (3, 1, 2):
        await promise(database, records.errand(now - timedelta(minutes=n), f"k{n}"))
    await promise(database, records.errand(now + timedelta(minutes=1), "later"))
    claimed = await database.claim("me", 2, LEASE)
    assert [c.errand.dedupe_key for c in claimed] == ["k3", "k2"]
    assert [c.errand.dedupe_key for c in await database.claim("me", 9, LEASE)] == ["k1"]
    assert await database.claim("me", 9, LEASE) == []
    clock.move(60)
    assert (await claim_one(database)).errand.dedupe_key == "later"


async def test_a_claim_says_who_holds_what_and_since_when(
    database: Database, clock: MovableClock
) -> None:
    before = clock.now()
    await promise(database, records.errand(before))
    claimed = await claim_one(database)
    assert (claimed.tenant, claimed.owner) == (TENANT, "me")
    assert claimed.errand == await kept(database)
    assert claimed.errand.state is State.SENDING
    assert claimed.errand.attempts == 1
    assert claimed.errand.args == {"poll": "P1"}
    assert claimed.errand.first_try_at is not None
    assert before <= claimed.errand.first_try_at <= clock.now()


async def test_an_errand_is_claimed_again_when_its_lease_has_ended_in_real_time(
    database: Database, clock: MovableClock
) -> None:
    await promise(database, records.errand(clock.now()))
    first = await claim_one(database, "first", lease=0.3)
    clock.move(3600)
    assert await database.claim("second", 9, LEASE) == []
    await asyncio.sleep(0.35)
    again = await claim_one(database, "second")
    assert again.errand.id == first.errand.id
    assert again.errand.attempts == 2
    assert again.errand.first_try_at == first.errand.first_try_at


async def test_only_the_holder_can_settle(database: Database, clock: MovableClock) -> None:
    await promise(database, records.errand(clock.now()))
    lost = await claim_one(database, "first", lease=0.0)
    held = await claim_one(database, "second")
    errand_id = held.errand.id
    for tenant, owner in ((TENANT, lost.owner), (OTHER, held.owner)):
        assert not await database.settle(tenant, errand_id, owner, state=State.SENT, ts="1")
    assert (await kept(database)).state is State.SENDING
    assert await database.settle(
        TENANT, errand_id, "second", state=State.SENT, channel="D1", ts="1.2"
    )
    said = await kept(database)
    assert (said.state, said.channel, said.slack_ts) == (State.SENT, "D1", "1.2")
    assert not await database.settle(TENANT, errand_id, "second", state=State.FAILED)


async def test_a_holder_may_settle_after_its_lease_as_long_as_nobody_took_the_errand(
    database: Database, clock: MovableClock
) -> None:
    await promise(database, records.errand(clock.now()))
    held = await claim_one(database, lease=0.0)
    assert await database.settle(
        TENANT, held.errand.id, held.owner, state=State.FAILED, error="is_archived"
    )
    assert (await kept(database)).error_code == "is_archived"


async def test_what_is_handed_back_counts_as_not_tried(
    database: Database, clock: MovableClock
) -> None:
    await promise(database, records.errand(clock.now()))
    held = await claim_one(database)
    later = clock.now() + timedelta(seconds=30)
    assert await database.settle(
        TENANT, held.errand.id, held.owner, state=State.PENDING, not_before=later
    )
    back = await kept(database)
    assert (back.state, back.attempts, back.first_try_at) == (State.PENDING, 0, None)
    assert back.not_before == later
    assert await database.claim("me", 9, LEASE) == []
    clock.move(31)
    assert (await claim_one(database)).errand.attempts == 1


async def test_an_earlier_try_is_remembered_when_a_later_one_is_handed_back(
    database: Database, clock: MovableClock
) -> None:
    await promise(database, records.errand(clock.now()))
    first = await claim_one(database, lease=0.0)
    second = await claim_one(database, "second")
    await database.settle(TENANT, second.errand.id, "second", state=State.PENDING)
    back = await kept(database)
    assert (back.attempts, back.first_try_at) == (1, first.errand.first_try_at)


async def test_what_follows_is_done_in_the_same_transaction(
    database: Database, clock: MovableClock
) -> None:
    await promise(database, records.errand(clock.now()))
    held = await claim_one(database)

    def follow_and_refuse(uow: UnitOfWork) -> None:
        records.negotiation(uow)
        raise NotInvited

    with pytest.raises(NotInvited):
        await database.settle(
            TENANT, held.errand.id, held.owner, state=State.SENT, then=follow_and_refuse
        )
    assert (await kept(database)).state is State.SENDING
    assert await database.settle(
        TENANT, held.errand.id, held.owner, state=State.SENT, then=records.negotiation
    )
    found = await database.of(TENANT).read(lambda u: u.negotiations.of_person(records.LEADER))
    assert len(found) == 1


async def test_an_unknown_or_failed_errand_can_be_tried_again_as_if_new(
    database: Database, clock: MovableClock
) -> None:
    await promise(database, records.errand(clock.now()))
    held = await claim_one(database)
    door, errand_id = database.of(TENANT), held.errand.id
    await door.write(lambda uow: uow.outbox.retry(errand_id))
    assert (await kept(database)).state is State.SENDING
    for state in (State.UNKNOWN, State.FAILED):
        await database.settle(TENANT, held.errand.id, held.owner, state=state, error="x")
        await door.write(lambda uow: uow.outbox.retry(errand_id))
        again = await kept(database)
        assert (again.state, again.attempts, again.error_code) == (State.PENDING, 0, None)
        held = await claim_one(database, f"after {state}")


async def test_a_paused_tenant_says_nothing_until_it_is_resumed(
    database: Database, clock: MovableClock
) -> None:
    await promise(database, records.errand(clock.now()))
    await database.of(TENANT).write(records.poll)
    await promise(database, records.errand(clock.now(), "other"), tenant=OTHER)
    await database.pause(TENANT, "token_revoked")
    assert [c.tenant for c in await database.claim("me", 9, LEASE)] == [OTHER]
    clock.move(timedelta(days=9).total_seconds())
    assert await database.tenants_due(clock.now()) == []
    await database.resume(TENANT)
    await database.resume(TENANT)
    assert await database.tenants_due(clock.now()) == [TENANT]
    assert [c.tenant for c in await database.claim("me", 9, LEASE)] == [TENANT]


async def test_an_errand_under_lease_of_a_paused_tenant_can_be_settled(
    database: Database, clock: MovableClock
) -> None:
    await promise(database, records.errand(clock.now()))
    held = await claim_one(database)
    await database.pause(TENANT, "token_revoked")
    assert await database.next_due() is None
    assert await database.settle(TENANT, held.errand.id, held.owner, state=State.PENDING)


async def test_nothing_is_due_in_an_empty_database(database: Database, clock: MovableClock) -> None:
    assert await database.next_due() is None
    assert await database.tenants_due(clock.now()) == []
    assert await database.claim("me", 9, LEASE) == []


async def test_the_next_due_instant_is_the_first_of_all(
    database: Database, clock: MovableClock
) -> None:
    now = clock.now()

    async def due_in() -> timedelta:
        due = await database.next_due()
        assert due is not None
        return due - now

    door = database.of(TENANT)
    poll = await door.write(records.poll, reminded=frozenset(Slot))
    assert await due_in() == poll.closes_at - now
    await promise(database, records.errand(now + timedelta(hours=30), "a"), tenant=OTHER)
    assert await due_in() == timedelta(hours=30)
    await door.write(lambda uow: uow.polls.save(poll.reminded_for(Slot.LAST_CALL)))
    await door.write(records.poll, opened_at=now, closes_at=now + timedelta(hours=10))
    assert await due_in() == timedelta(hours=5)
    await promise(database, records.errand(now - timedelta(hours=1), "b"), tenant=OTHER)
    assert await due_in() == -timedelta(hours=1)


async def test_the_end_of_a_lease_is_told_on_the_programs_clock(
    database: Database, clock: MovableClock
) -> None:
    await promise(database, records.errand(clock.now()))
    clock.move(86_400)
    await claim_one(database, lease=20.0)
    due = await database.next_due()
    assert due is not None
    assert timedelta(seconds=15) < due - clock.now() <= timedelta(seconds=20)


async def test_tenants_with_polls_to_close_or_to_remind_of_are_found(
    database: Database, clock: MovableClock
) -> None:
    poll = await database.of(TENANT).write(records.poll)
    await database.of(OTHER).write(records.poll, state=PollState.DRAFT)

    async def due(at: datetime) -> list[str]:
        return list(await database.tenants_due(at))

    assert await due(clock.now()) == []
    assert await due(poll.closes_at - timedelta(days=1)) == [TENANT]
    assert await due(poll.closes_at) == [TENANT]


async def test_four_senders_claim_every_errand_once(
    database: Database, migrated_url: str, ring: KeyRing, clock: MovableClock
) -> None:
    due = [records.errand(clock.now(), f"k{n}") for n in range(400)]
    await promise(database, *due)
    replicas = [Database.open(migrated_url, ring, clock) for _ in range(4)]

    async def take_all(replica: Database) -> list[str]:
        taken: list[str] = []
        while claimed := await replica.claim(f"{id(replica)}-{len(taken)}", 7, LEASE):
            taken += [c.errand.dedupe_key for c in claimed]
        return taken

    takings = await asyncio.gather(*map(take_all, replicas))
    for replica in replicas:
        await replica.close()
    assert Counter(key for taken in takings for key in taken) == Counter(
        errand.dedupe_key for errand in due
    )


async def test_settled_errands_and_old_receipts_are_forgotten_in_time(
    database: Database, clock: MovableClock
) -> None:
    keys = [f"k{n}" for n in range(1200)]
    await promise(database, *(records.errand(clock.now(), key) for key in keys))
    await promise(database, records.errand(clock.now() + timedelta(days=90), "future"))
    await database.of(TENANT).write(lambda uow: uow.outbox.cancel("k1"))
    await database.of(TENANT).write_once("delivery", records.negotiation)
    assert await database.prune() == 0
    clock.move(timedelta(days=31).total_seconds())
    cancelled = sum(key.startswith("k1") for key in keys)
    assert await database.prune() == cancelled + 1
    await kept(database, "k2")
    await kept(database, "future")
    assert await database.of(TENANT).read(lambda uow: uow.outbox.find("k1")) is None
    await database.of(TENANT).write_once("delivery", records.negotiation)


async def test_words_that_nobody_came_back_to_are_forgotten_in_time(
    database: Database, clock: MovableClock
) -> None:
    door = database.of(TENANT)

    async def types(form: str) -> None:
        draft = Draft("UANNA", form, {"motives": "A price that holds"}, clock.now())
        await door.write(lambda uow: uow.drafts.put(draft))

    await types("left")
    await types("taken up again")
    clock.move(timedelta(days=29).total_seconds())
    await types("taken up again")
    assert await database.prune() == 0
    clock.move(timedelta(days=2).total_seconds())
    assert await database.prune() == 1
    assert await door.read(lambda uow: uow.drafts.forms("UANNA", "")) == ["taken up again"]
