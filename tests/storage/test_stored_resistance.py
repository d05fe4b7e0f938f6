"""The register of resistance as it lies in storage, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFound, StaleEdit
from bot.domain.resistance import Seen
from bot.domain.resistance_register import Note, Plan
from storage.database import Database, Door
from tests.storage import records
from tests.storage.records import ODD_TEXT, TENANT


@pytest.fixture
def door(database: Database) -> Door:
    """The doors of the first tenant."""
    return database.of(TENANT)


async def test_an_entry_comes_back_as_it_was_saved(door: Door) -> None:
    entry = await door.write(records.entry)
    assert await door.read(lambda uow: uow.resistance.get(entry.id)) == entry
    changed = replace(entry, note=Note(ODD_TEXT, ODD_TEXT), plan=Plan(sign=ODD_TEXT))
    await door.write(lambda uow: uow.resistance.save(changed))
    assert await door.read(lambda uow: uow.resistance.get(entry.id)) == changed


async def test_every_diagnosis_is_kept_oldest_first(door: Door) -> None:
    entry = await door.write(records.entry)
    for seen in (*Seen, *Seen, *Seen, *Seen):
        look = entry.next_look({"S7": seen}, entry.created_at + timedelta(hours=seen))
        await door.write(lambda uow, e=entry, d=look: uow.resistance.add_diagnosis(e.id, d))
        entry = entry.looked(look)
    found = await door.read(lambda uow: uow.resistance.get(entry.id))
    assert found == entry
    assert [look.version for look in found.history] == list(range(1, 14))


async def test_a_diagnosis_never_takes_the_place_of_another(door: Door) -> None:
    entry = await door.write(records.entry)
    again = replace(entry.history[0], answers={"S1": Seen.NO})
    with pytest.raises(StaleEdit):
        await door.write(lambda uow: uow.resistance.add_diagnosis(entry.id, again))
    assert await door.read(lambda uow: uow.resistance.get(entry.id)) == entry


async def test_a_register_holds_its_own_entries_as_they_came(door: Door) -> None:
    record = await door.write(records.negotiation)
    first = await door.write(records.entry, record)
    later = first.created_at + timedelta(minutes=1)
    second = await door.write(lambda uow: records.entry(uow, record, created_at=later))
    await door.write(records.entry)
    found = await door.read(lambda uow: uow.resistance.of_negotiation(record.id))
    assert found == [first, second]


async def test_what_is_removed_takes_its_history_along(door: Door) -> None:
    entry = await door.write(records.entry)
    await door.write(lambda uow: uow.resistance.remove(entry.id))
    with pytest.raises(NotFound):
        await door.read(lambda uow: uow.resistance.get(entry.id))
    assert not await door.read(lambda uow: uow.resistance.diagnosed([entry.negotiation]))
    with pytest.raises(NotFound):
        await door.write(lambda uow: uow.resistance.save(entry))


async def test_a_record_is_diagnosed_once_somebody_was_looked_at(door: Door) -> None:
    record = await door.write(records.negotiation)
    assert not await door.read(lambda uow: uow.resistance.diagnosed([record.id]))
    await door.write(records.entry)
    assert not await door.read(lambda uow: uow.resistance.diagnosed([record.id]))
    await door.write(records.entry, record)
    assert await door.read(lambda uow: uow.resistance.diagnosed([record.id]))
