"""Quick preparations and nudges come back as they were saved, sealed, and to their tenant only."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.errors import NotFound
from bot.domain.nudges import Nudging
from bot.domain.quick import NAMES, QuickForm, QuickPrep
from storage.tables import nudges, quick_preps
from tests.storage import records
from tests.storage.records import LEADER, ODD_TEXT, OTHER, TENANT
from tests.storage.test_sealing import bytes_at_rest

SAID = {"1": date(2026, 11, 2), "46": date(2026, 1, 3)}
NUDGING = Nudging(LEADER, True, (0, 2, 6), date(2026, 12, 1), said=SAID)


@pytest.fixture
def door(database):
    return database.of(TENANT)


def a_prep(uow, **changes):
    form = QuickForm(*(f"{ODD_TEXT} {name}" for name in NAMES))
    prep = replace(QuickPrep(uow.new_id(), LEADER, form, uow.now), **changes)
    uow.quick.add(prep)
    return prep


async def test_a_quick_preparation_comes_back_as_it_was_saved(door):
    prep = await door.write(a_prep)
    assert await door.read(lambda uow: uow.quick.get(prep.id)) == prep
    record = await door.write(records.negotiation)
    grown = replace(prep, negotiation=record.id)
    await door.write(lambda uow: uow.quick.save(grown))
    assert await door.read(lambda uow: uow.quick.of_owner(LEADER, 5)) == [grown]
    await door.write(lambda uow: uow.quick.remove(prep.id))
    assert await door.read(lambda uow: uow.quick.count(LEADER)) == 0
    with pytest.raises(NotFound):
        await door.write(lambda uow: uow.quick.save(grown))


async def test_nudges_come_back_as_they_were_saved(door, clock):
    assert await door.read(lambda uow: uow.nudges.get(LEADER)) == Nudging(LEADER)
    for saved in (NUDGING, replace(NUDGING, is_on=False, next_at=clock.now(), paused_until=None)):
        await door.write(lambda uow, kept: uow.nudges.put(kept), saved)
        assert await door.read(lambda uow: uow.nudges.get(LEADER)) == saved


async def test_only_those_who_have_them_on_fall_due_and_the_first_sets_the_alarm(
    database, door, clock
):
    now = clock.now()
    ahead = {"UA": timedelta(hours=2), "UB": timedelta(hours=1), "UC": -timedelta(hours=1)}

    def fill(uow):
        for user, delta in ahead.items():
            uow.nudges.put(Nudging(user, is_on=user != "UC", next_at=now + delta))
        uow.nudges.put(Nudging("UD", is_on=True))

    await door.write(fill)
    assert await database.next_due() == now + timedelta(hours=1)
    assert await database.tenants_due(now) == []
    later = now + timedelta(hours=3)
    assert await database.tenants_due(later) == [TENANT]
    due = await door.write(lambda uow: uow.nudges.due(later, 9))
    assert [nudging.user for nudging in due] == ["UB", "UA"]
    await database.pause(TENANT, "token_revoked")
    assert await database.next_due() is None


async def test_another_tenant_sees_nothing_of_them(database, door):
    prep = await door.write(a_prep)
    await door.write(lambda uow: uow.nudges.put(NUDGING))
    other = database.of(OTHER)
    assert await other.read(lambda uow: uow.nudges.get(LEADER)) == Nudging(LEADER)
    assert await other.read(lambda uow: uow.quick.count(LEADER)) == 0
    with pytest.raises(NotFound):
        await other.read(lambda uow: uow.quick.get(prep.id))


async def test_what_was_typed_and_what_was_said_is_sealed(door, migrated_url, tmp_path):
    form = QuickForm(*(f"canary-{name}" for name in NAMES))
    await door.write(lambda uow: a_prep(uow, form=form))
    await door.write(lambda uow: uow.nudges.put(NUDGING))
    at_rest = bytes_at_rest(migrated_url, tmp_path)
    assert LEADER.encode() in at_rest
    assert b"canary-" not in at_rest
    assert b"2026-11-02" not in at_rest


async def test_looking_for_what_is_due_goes_by_the_small_index():
    [index] = [each for each in nudges.indexes if each.name == "ix_nudges_next_at_on"]
    assert str(index.dialect_options["sqlite"]["where"]) == "state = 'on'"
    assert quick_preps.c.negotiation.nullable
