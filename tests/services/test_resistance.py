import asyncio
from datetime import date

import pytest

from bot.domain.errors import Invalid, NotFound, TooMany
from bot.domain.negotiations import RecordForm
from bot.domain.resistance import Seen
from bot.domain.resistance_register import ENTRIES_LIMIT, Note, Plan, Response
from bot.services import negotiations, resistance

LEADER, CORE, OTHER = "U1", "U2", "U3"
KIM = Note("Kim", "Copies in the boss", ("ask",))
LOSS = {"S7": Seen.CLEARLY, "S8": Seen.SOMEWHAT}


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    form = RecordForm("Renewal", "Acme", core_team=(CORE,))
    return (await door.write(negotiations.create, LEADER, form)).id


@pytest.fixture
async def kim(door, record):
    return (await door.write(resistance.begin, LEADER, record, KIM)).entry.id


async def register(door, record):
    return await door.read(resistance.register, LEADER, record)


async def test_a_register_begins_empty_and_takes_people_in(door, record):
    assert (await register(door, record)).entries == []
    page = await door.write(resistance.begin, LEADER, record, KIM)
    assert page.entry.note == KIM
    assert (await register(door, record)).entries == [page.entry]


async def test_a_name_is_needed(door, record):
    with pytest.raises(Invalid):
        await door.write(resistance.begin, LEADER, record, Note(" "))
    assert (await register(door, record)).entries == []


async def test_every_look_is_kept_and_the_newest_counts(door, kim):
    await door.write(resistance.diagnose, LEADER, kim, LOSS)
    page = await door.write(resistance.diagnose, LEADER, kim, {"S7": Seen.NO})
    assert page.entry.answers == {"S7": Seen.NO}
    assert [look.answers for look in page.entry.history] == [LOSS, {"S7": Seen.NO}]
    assert page == await door.read(resistance.page, LEADER, kim)


async def test_looks_sent_at_the_same_moment_are_all_kept(door, kim):
    looks = [door.write(resistance.diagnose, LEADER, kim, {"S7": seen}) for seen in Seen]
    await asyncio.gather(*looks)
    page = await door.read(resistance.page, LEADER, kim)
    assert [look.version for look in page.entry.history] == [1, 2, 3]


async def test_a_look_without_answers_is_none(door, record, kim):
    page = await door.write(resistance.diagnose, LEADER, kim, {})
    assert page.entry.history == ()
    assert not await door.read(lambda uow: uow.resistance.diagnosed([record]))


async def test_note_and_plan_change_apart_and_leave_the_history(door, kim):
    await door.write(resistance.diagnose, LEADER, kim, LOSS)
    planned = Plan(3, 3, Response.INVOLVE, "Ask Kim to lead the pilot")
    await door.write(resistance.plan, LEADER, kim, planned)
    page = await door.write(resistance.note, LEADER, kim, Note("Kim L."))
    assert page.entry.plan == planned
    assert page.entry.note == Note("Kim L.")
    assert page.entry.answers == LOSS


async def test_the_top_gap_stands_first_until_it_has_a_plan(door, record, kim):
    lee = (await door.write(resistance.begin, LEADER, record, Note("Lee"))).entry.id
    await door.write(resistance.plan, LEADER, lee, Plan(3, 3))
    await door.write(resistance.plan, LEADER, kim, Plan(3, 3, Response.TRADE, "Offer a swap"))
    first = (await register(door, record)).entries[0]
    assert first.id == lee
    assert first.is_gap
    await door.write(resistance.plan, LEADER, lee, Plan(3, 3, Response.SUPPORT, "Send help"))
    assert not any(entry.is_gap for entry in (await register(door, record)).entries)


async def test_who_is_removed_is_gone(door, record, kim):
    await door.write(resistance.diagnose, LEADER, kim, LOSS)
    assert await door.read(lambda uow: uow.resistance.diagnosed([record]))
    page = await door.write(resistance.remove, LEADER, kim)
    assert page.entries == []
    assert not await door.read(lambda uow: uow.resistance.diagnosed([record]))
    with pytest.raises(NotFound):
        await door.read(resistance.page, LEADER, kim)


async def test_what_was_typed_and_not_saved_is_restored_until_it_is_saved(door, record, kim):
    for keep, restore, save, about in (
        (resistance.keep_new, resistance.for_new, resistance.begin, record),
        (resistance.keep_note, resistance.for_note, resistance.note, kim),
    ):
        before = await door.read(restore, LEADER, about)
        assert not before.is_restored
        typed = Note("Lee", "Sighs\na lot", ("ask", "benefit"))
        await door.write(keep, LEADER, about, typed)
        page = await door.read(restore, LEADER, about)
        assert page.is_restored
        assert page.note == typed
        await door.write(save, LEADER, about, typed)
        assert not (await door.read(restore, LEADER, about)).is_restored


async def test_nothing_new_is_no_draft(door, record, kim):
    await door.write(resistance.keep_new, LEADER, record, Note("Lee"))
    await door.write(resistance.keep_new, LEADER, record, Note("Acme"))
    assert not (await door.read(resistance.for_new, LEADER, record)).is_restored
    await door.write(resistance.keep_note, LEADER, kim, KIM)
    assert not (await door.read(resistance.for_note, LEADER, kim)).is_restored


async def test_a_register_that_is_full_says_so(door, record):
    for number in range(ENTRIES_LIMIT):
        await door.write(resistance.begin, LEADER, record, Note(f"Person {number}"))
    assert (await register(door, record)).is_full
    with pytest.raises(TooMany, match=str(ENTRIES_LIMIT)):
        await door.write(resistance.begin, LEADER, record, Note("One more"))


@pytest.mark.parametrize("person", [CORE, OTHER])
async def test_nobody_but_the_leader_finds_any_of_it(door, record, kim, person):
    for query, thing in (
        (resistance.register, record),
        (resistance.page, kim),
        (resistance.for_new, record),
        (resistance.for_note, kim),
        (resistance.for_look, kim),
        (resistance.for_plan, kim),
    ):
        with pytest.raises(NotFound):
            await door.read(query, person, thing)
    for use_case, *args in (
        (resistance.begin, record, KIM),
        (resistance.note, kim, Note("Eve")),
        (resistance.keep_new, record, KIM),
        (resistance.keep_note, kim, Note("Eve")),
        (resistance.plan, kim, Plan(1, 1)),
        (resistance.diagnose, kim, LOSS),
        (resistance.keep_look, kim, LOSS, 0),
        (resistance.drop_look, kim),
        (resistance.keep_plan, kim, Plan(1, 1), 0),
        (resistance.drop_plan, kim),
        (resistance.remove, kim),
    ):
        with pytest.raises(NotFound):
            await door.write(use_case, person, *args)
    assert (await register(door, record)).entries[0].note == KIM


async def test_answers_that_were_not_saved_are_restored_until_they_are(door, kim):
    await door.write(resistance.keep_look, LEADER, kim, LOSS, 0)
    look = await door.read(resistance.for_look, LEADER, kim)
    assert (look.answers, look.is_restored) == (LOSS, True)
    await door.write(resistance.diagnose, LEADER, kim, LOSS)
    look = await door.read(resistance.for_look, LEADER, kim)
    assert (look.answers, look.is_restored) == (LOSS, False)


async def test_a_plan_that_was_not_saved_is_restored_until_it_is(door, kim):
    day = date(2026, 12, 1)
    for planned in (
        Plan(3, 2, Response.TRADE, "Offer a swap", day, "Asks"),
        Plan(next_step="<b>"),
    ):
        base = (await door.read(resistance.for_plan, LEADER, kim)).entry.plans
        await door.write(resistance.keep_plan, LEADER, kim, planned, base)
        page = await door.read(resistance.for_plan, LEADER, kim)
        assert (page.plan, page.is_restored) == (planned, True)
        await door.write(resistance.plan, LEADER, kim, planned)
        page = await door.read(resistance.for_plan, LEADER, kim)
        assert (page.plan, page.is_restored) == (planned, False)


async def test_a_report_that_comes_after_the_save_brings_back_nothing(door, kim):
    await door.write(resistance.diagnose, LEADER, kim, LOSS)
    await door.write(resistance.keep_look, LEADER, kim, {"S7": Seen.NO}, 0)
    assert not (await door.read(resistance.for_look, LEADER, kim)).is_restored
    await door.write(resistance.plan, LEADER, kim, Plan(next_step="Ask Kim"))
    await door.write(resistance.keep_plan, LEADER, kim, Plan(next_step="Ask"), 0)
    assert not (await door.read(resistance.for_plan, LEADER, kim)).is_restored


async def test_what_is_discarded_or_says_nothing_new_is_no_draft(door, kim):
    for keep, read, drop, typed, nothing in (
        (resistance.keep_look, resistance.for_look, resistance.drop_look, LOSS, {}),
        (
            resistance.keep_plan,
            resistance.for_plan,
            resistance.drop_plan,
            Plan(next_step="Ask"),
            Plan(),
        ),
    ):
        await door.write(keep, LEADER, kim, typed, 0)
        assert not (await door.write(drop, LEADER, kim)).is_restored
        await door.write(keep, LEADER, kim, typed, 0)
        await door.write(keep, LEADER, kim, nothing, 0)
        assert not (await door.read(read, LEADER, kim)).is_restored


async def test_drafts_about_somebody_go_with_them(door, kim):
    await door.write(resistance.keep_look, LEADER, kim, LOSS, 0)
    await door.write(resistance.keep_plan, LEADER, kim, Plan(next_step="Ask"), 0)
    await door.write(resistance.keep_note, LEADER, kim, Note("Kim", "More"))
    await door.write(resistance.remove, LEADER, kim)
    assert not await door.read(lambda uow: uow.drafts.forms(LEADER, "resistance:"))


async def test_the_counterpart_is_filled_in_until_they_are_in_the_register(door, record):
    assert (await door.read(resistance.for_new, LEADER, record)).note == Note("Acme")
    await door.write(resistance.begin, LEADER, record, Note("ACME"))
    assert (await door.read(resistance.for_new, LEADER, record)).note == Note("")
