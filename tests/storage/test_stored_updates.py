"""Updates, their anchors and what readers said, as they lie in storage, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.errors import NotFound
from bot.domain.questions import Answered
from bot.domain.updates import Anchor, Update, UpdateState
from storage.database import Database, Door
from tests.domain.update_samples import a_form
from tests.storage import records
from tests.storage.records import LEADER, ODD_TEXT, TENANT

DAY = timedelta(days=1)


@pytest.fixture
def door(database: Database) -> Door:
    """The doors of the first tenant."""
    return database.of(TENANT)


async def again(door: Door, update: Update) -> Update:
    return await door.read(lambda uow: uow.updates.get(update.id))


async def test_an_update_comes_back_as_it_was_saved(door: Door) -> None:
    update = await door.write(records.update)
    assert await again(door, update) == update
    changed = replace(
        update,
        form=a_form(where=ODD_TEXT, because=ODD_TEXT, until=None, next_at=None, is_open=True),
        state=UpdateState.UNSURE,
        ts="1.5",
        explain_at=None,
        was_until=date(2026, 12, 1),
        shows_late=True,
        is_settled=True,
    )
    await door.write(lambda uow: uow.updates.save(changed))
    assert await again(door, update) == changed


async def test_what_was_never_added_is_not_found(door: Door) -> None:
    update = await door.write(records.update)
    for work in (
        lambda uow: uow.updates.get("nothing"),
        lambda uow: uow.updates.save(replace(update, id="nothing")),
        lambda uow: uow.questions.get("nothing"),
    ):
        with pytest.raises(NotFound):
            await door.write(work)


async def test_a_record_lists_its_own_newest_first_without_what_was_deleted(door: Door) -> None:
    record = await door.write(records.negotiation)
    first = await door.write(records.update, record)
    later = first.made_at + DAY
    second = await door.write(lambda uow: records.update(uow, record, made_at=later))
    await door.write(lambda uow: records.update(uow, record, state=UpdateState.DELETED))
    await door.write(records.update)
    read = await door.read(lambda uow: uow.updates.of_negotiation(record.id, 9))
    assert read == [second, first]
    assert await door.read(lambda uow: uow.updates.of_negotiation(record.id, 1)) == [second]


async def test_the_newest_is_the_newest_that_can_be_read_in_that_channel(door: Door) -> None:
    record = await door.write(records.negotiation)
    first = await door.write(records.update, record)
    later = first.made_at + DAY
    for changes in ({"state": UpdateState.PROMISED}, {"channel": "C2"}):
        await door.write(lambda u, c=changes: records.update(u, record, made_at=later, **c))
    assert await door.read(lambda uow: uow.updates.newest(record.id, "C1")) == first
    assert await door.read(lambda uow: uow.updates.newest(record.id, "C9")) is None


async def test_what_promises_and_what_is_late_is_found_by_its_leader_alone(door: Door) -> None:
    record = await door.write(records.negotiation)
    other = await door.write(lambda uow: records.negotiation(uow, leader="UEVE"))
    update = await door.write(records.update, record)
    await door.write(records.update, other)
    await door.write(lambda uow: records.update(uow, record, is_settled=True))
    assert await door.read(lambda uow: uow.updates.promising([record.id])) == [update]
    due = update.due_at
    assert due is not None
    assert await door.read(lambda uow: uow.updates.late(LEADER, due - DAY)) == []
    assert await door.read(lambda uow: uow.updates.late(LEADER, due)) == [update]


async def test_an_anchor_is_one_per_record_and_channel(door: Door) -> None:
    update = await door.write(records.update)
    for ts in ("1.5", None, "2.5"):
        for place in ("C1", "C2"):
            anchor = Anchor(update.negotiation, place, ts, update.made_at)
            await door.write(lambda uow, a=anchor: uow.updates.put_anchor(a))
            found = await door.read(lambda u, a=anchor: u.updates.anchor(a.negotiation, a.channel))
            assert found == anchor
    assert await door.read(lambda uow: uow.updates.anchor(update.negotiation, "C3")) is None


async def test_clear_is_counted_once_a_person(door: Door) -> None:
    update = await door.write(records.update)
    said = [await door.write(lambda u, p=p: u.updates.clear(update.id, p)) for p in ("U1", "U1")]
    assert said == [True, False]
    await door.write(lambda uow: uow.updates.clear(update.id, "U2"))
    found = await door.read(lambda uow: uow.updates.clears([update.id, "other"]))
    assert {who: set(people) for who, people in found.items()} == {
        update.id: {"U1", "U2"}, "other": set()
    }  # fmt: skip


async def test_a_question_waits_until_it_is_answered(door: Door) -> None:
    update = await door.write(records.update)
    first = await door.write(records.question, update)
    later = first.asked_at + DAY
    second = await door.write(
        lambda uow: records.question(uow, update, asked_at=later, text=ODD_TEXT, answer=ODD_TEXT)
    )
    await door.write(records.question, await door.write(records.update))
    assert await door.read(lambda u: u.questions.waiting(update.negotiation)) == [first, second]
    given = second.given(Answered.IN_THREAD)
    await door.write(lambda uow: uow.questions.save(given))
    assert await door.read(lambda uow: uow.questions.get(second.id)) == given
    assert await door.read(lambda u: u.questions.count(update.negotiation)) == 1
