"""The involvement map and the parts as they lie in storage, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFound
from bot.domain.involvement import Assessment, Tie
from bot.domain.part_forms import PartForm
from bot.domain.parts import Part, PartState
from storage.database import Database, Door
from tests.storage import records
from tests.storage.records import LEADER, ODD_TEXT, TENANT


@pytest.fixture
def door(database: Database) -> Door:
    """The doors of the first tenant."""
    return database.of(TENANT)


async def test_a_colleague_comes_back_as_saved(door: Door) -> None:
    kim = await door.write(records.colleague)
    assert await door.read(lambda uow: uow.involvement.get(kim.id)) == kim
    changed = replace(kim, assessment=Assessment((Tie.KNOWS,), now=0), version=2)
    await door.write(lambda uow: uow.involvement.save(changed))
    assert await door.read(lambda uow: uow.involvement.get(kim.id)) == changed


async def test_a_map_holds_its_own_people_as_they_came(door: Door) -> None:
    record = await door.write(records.negotiation)
    first = await door.write(records.colleague, record)
    later = first.added_at + timedelta(minutes=1)
    second = await door.write(lambda uow: records.colleague(uow, record, added_at=later))
    await door.write(records.colleague)
    found = await door.read(lambda uow: uow.involvement.of_negotiation(record.id))
    assert found == [first, second]
    await door.write(lambda uow: uow.involvement.remove(first.id))
    with pytest.raises(NotFound):
        await door.read(lambda uow: uow.involvement.get(first.id))
    with pytest.raises(NotFound):
        await door.write(lambda uow: uow.involvement.save(first))


async def test_a_role_is_settled_once_for_its_record(door: Door) -> None:
    record, other = await door.write(records.negotiation), await door.write(records.negotiation)
    for _ in range(2):
        await door.write(lambda uow: uow.involvement.settle(record.id, Tie.KNOWS))
    assert await door.read(lambda uow: uow.involvement.settled(record.id)) == {Tie.KNOWS}
    assert await door.read(lambda uow: uow.involvement.settled(other.id)) == frozenset()


async def test_a_part_comes_back_as_saved_at_every_step(door: Door) -> None:
    part = await door.write(records.part)
    assert await door.read(lambda uow: uow.parts.get(part.id)) == part
    at = part.made_at + timedelta(hours=1)
    led = part.accepted(at).noted(ODD_TEXT).rewritten(PartForm("Odd", mandate=ODD_TEXT.strip()))
    steps = (
        led,
        led.finished(at),
        led.released(at),
        part.passed(at, "ULEE"),
        part.taken_by(LEADER, at),
        part.deleted(),
    )
    for step in steps:
        await door.write(lambda uow, step=step: uow.parts.save(step))
        assert await door.read(lambda uow: uow.parts.get(part.id)) == step


async def test_a_record_holds_its_parts_but_those_that_are_deleted(door: Door) -> None:
    record = await door.write(records.negotiation)
    first = await door.write(records.part, record)
    later = first.made_at + timedelta(minutes=1)
    second = await door.write(lambda uow: records.part(uow, record, made_at=later))
    await door.write(lambda uow: records.part(uow, record, state=PartState.DELETED))
    await door.write(records.part)
    assert await door.read(lambda uow: uow.parts.of_negotiation(record.id)) == [first, second]


async def test_people_find_what_they_are_asked_to_lead_or_lead(door: Door) -> None:
    asked = await door.write(records.part)
    later = asked.made_at + timedelta(minutes=1)
    led = await door.write(lambda uow: records.part(uow, state=PartState.LED, made_at=later))
    for state in (PartState.DONE, PartState.DELETED):
        await door.write(lambda uow, state=state: records.part(uow, state=state))
    await door.write(lambda uow: records.part(uow, lead="ULEE"))
    assert await door.read(lambda uow: uow.parts.of_lead("UKIM")) == [asked, led]


async def test_a_leader_finds_suggestions_and_requests_that_are_old(door: Door) -> None:
    asked = await door.write(records.part)
    later = asked.made_at + timedelta(minutes=1)
    named = await door.write(
        lambda uow: records.part(uow, state=PartState.SUGGESTED, lead=None, made_at=later)
    )
    await door.write(lambda uow: records.part(uow, state=PartState.LED))
    await door.write(lambda uow: records.part(uow, records.negotiation(uow, leader="UEVE")))

    async def waiting(minutes: int) -> list[Part]:
        before = asked.made_at + timedelta(minutes=minutes)
        return list(await door.read(lambda uow: uow.parts.waiting(LEADER, before)))

    assert await waiting(1) == [asked, named]
    assert await waiting(-1) == [named]
