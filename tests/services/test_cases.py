import pytest

from bot.domain.cases import EMPATHY, MESSAGE, MOST_ARGUMENTS, NEW, TEXT_LIMIT
from bot.domain.checklist import ITEMS
from bot.domain.errors import Invalid, NotFound, TooMany
from bot.domain.negotiations import Kind, RecordForm
from bot.domain.prep import Quality
from bot.domain.resistance_register import Note, Plan
from bot.domain.wording import Check
from bot.services import cases, negotiations, prep, prep_saving, resistance
from bot.services.cases import CasePage, SheetPage

LEADER, CORE, OTHER = "U1", "U2", "U3"
CLAIM = {"claim": "Two weeks more make it safe"}


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
def start(door):
    async def started(kind=Kind.SUPPLIER, name="Renewal"):
        form = RecordForm(name, "Acme", kind, core_team=(CORE,))
        return (await door.write(negotiations.create, LEADER, form)).id

    return started


@pytest.fixture
async def record(start):
    return await start()


@pytest.fixture
def save(door, record):
    async def saved(sheet, typed, base=0):
        return await door.write(cases.save, LEADER, record, sheet, typed, base)

    return saved


@pytest.fixture
def keep(door, record):
    async def kept(sheet, typed, base=0):
        await door.write(cases.keep_draft, LEADER, record, sheet, typed, base)

    return kept


@pytest.fixture
def sheet(door, record):
    async def opened(name):
        return await door.read(cases.sheet, LEADER, record, name)

    return opened


async def test_arguments_are_added_edited_and_deleted_newest_last(door, record, save, clock):
    await save(NEW, CLAIM)
    clock.move(1)
    page = await save(NEW, {"claim": "It is cheaper"})
    first, second = page.case.arguments
    assert [a.says("claim") for a in (first, second)] == [CLAIM["claim"], "It is cheaper"]
    clock.move(1)
    page = await save(first.id, {"claim": "Three weeks"}, base=1)
    assert [a.says("claim") for a in page.case.arguments] == ["Three weeks", "It is cheaper"]
    page = await door.write(cases.delete, LEADER, record, first.id)
    assert page.case.arguments == [second]


async def test_an_argument_without_a_claim_is_not_saved(door, record, save):
    with pytest.raises(Invalid) as refused:
        await save(NEW, {"source": "x" * (TEXT_LIMIT + 1)})
    assert refused.value.problems.keys() == {"claim", "source"}
    assert (await door.read(cases.page, LEADER, record)).case.sheets == []


async def test_a_case_has_room_for_so_many_arguments(save):
    for number in range(MOST_ARGUMENTS):
        page = await save(NEW, {"claim": f"Reason {number}"})
    assert page.case.is_full
    with pytest.raises(TooMany):
        await save(NEW, CLAIM)


async def test_there_is_one_message_and_it_comes_back_as_typed(save, sheet):
    await save(MESSAGE, {"ask": " May\u202e or June? "})
    page = await save(MESSAGE, {"ask": "May?", "gain": "\u200b"}, base=1)
    assert page.case.sheet(MESSAGE).values == {"ask": "May?"}
    assert (await sheet(MESSAGE)).sheet.version == 2


@pytest.mark.parametrize("name", [MESSAGE, EMPATHY])
async def test_only_arguments_can_be_deleted(door, record, save, name):
    await save(name, {"ask": "May?", "view": "Late"})
    with pytest.raises(NotFound):
        await door.write(cases.delete, LEADER, record, name)


async def test_a_draft_stands_in_place_of_what_is_saved_until_it_is_saved(
    door, record, save, keep, sheet
):
    await save(MESSAGE, {"ask": "May?"})
    await keep(MESSAGE, {"ask": "June?"}, base=1)
    page = await sheet(MESSAGE)
    assert (page.restored, page.sheet.says("ask")) == (True, "June?")
    assert (await door.read(cases.page, LEADER, record)).unsaved == {MESSAGE}
    assert (await save(MESSAGE, {"ask": "June?"}, base=1)).unsaved == set()
    assert not (await sheet(MESSAGE)).restored


async def test_a_new_arguments_draft_waits_under_new(door, record, keep, save):
    await keep(NEW, CLAIM)
    assert (await door.read(cases.page, LEADER, record)).unsaved == {NEW}
    assert (await save(NEW, CLAIM)).unsaved == set()


async def test_an_untouched_form_and_a_late_draft_keep_nothing(keep, save, sheet):
    await save(MESSAGE, {"ask": "May?"})
    await keep(MESSAGE, {"ask": "May?"}, base=1)
    await keep(MESSAGE, {"ask": "Old?"}, base=0)
    assert not (await sheet(MESSAGE)).restored


async def test_a_discarded_draft_is_gone(door, record, keep, sheet):
    await keep(EMPATHY, {"view": "Typed in anger"})
    page = await door.write(cases.drop_draft, LEADER, record, EMPATHY)
    assert page.sheet.is_blank
    assert not (await sheet(EMPATHY)).restored


async def test_two_windows_never_overwrite_each_other_unseen(save):
    await save(MESSAGE, {"ask": "From the phone?"})
    clash = await save(MESSAGE, {"ask": "From the laptop?"}, base=0)
    assert isinstance(clash, SheetPage)
    assert clash.clash
    assert clash.sheet.says("ask") == "From the laptop?"
    again = await save(MESSAGE, {"ask": "From the laptop?"}, base=clash.sheet.version)
    assert isinstance(again, CasePage)
    assert again.case.sheet(MESSAGE).says("ask") == "From the laptop?"


async def test_a_look_over_saves_nothing_and_finds(door, record, sheet):
    typed = {"claim": "Obviously it is safe"}
    page = await door.read(cases.look_over, LEADER, record, MESSAGE, typed, 0)
    assert Check.IRRITATOR in {each.check for each in page.findings}
    assert (await sheet(MESSAGE)).sheet.is_blank


@pytest.mark.parametrize("actor", [CORE, OTHER])
async def test_the_case_is_the_leaders_alone(door, record, save, actor):
    argument = (await save(NEW, CLAIM)).case.arguments[0].id
    for use_case, *args in (
        (cases.page,),
        (cases.sheet, argument),
        (cases.save, argument, CLAIM, 1),
        (cases.delete, argument),
        (cases.keep_draft, MESSAGE, {"ask": "?"}, 0),
        (cases.drop_draft, MESSAGE),
        (cases.look_over, MESSAGE, {}, 0),
        (cases.understand,),
    ):
        with pytest.raises(NotFound):
            await door.write(use_case, actor, record, *args)


async def test_an_argument_of_another_record_is_not_found(door, save, start):
    argument = (await save(NEW, CLAIM)).case.arguments[0].id
    other = await start()
    for use_case, *args in ((cases.sheet,), (cases.save, CLAIM, 0), (cases.delete,)):
        with pytest.raises(NotFound):
            await door.write(use_case, LEADER, other, argument, *args)


async def test_the_caveat_is_shown_until_it_is_understood(door, start):
    about_pay = await start(Kind.PAY)
    assert (await door.read(cases.page, LEADER, about_pay)).caveat is not None
    assert (await door.read(negotiations.page, LEADER, about_pay)).caveat is not None
    assert (await door.read(negotiations.page, CORE, about_pay)).caveat is None
    await door.write(cases.understand, LEADER, about_pay)
    assert (await door.read(cases.page, LEADER, about_pay)).caveat is None
    assert (await door.read(negotiations.page, LEADER, about_pay)).caveat is None


async def test_what_is_typed_into_the_case_or_its_name_can_call_for_the_caveat(door, save, start):
    assert (await save(NEW, CLAIM)).caveat is None
    assert (await save(EMPATHY, {"view": "The works council was not asked"})).caveat is not None
    named = await start(name="Layoffs in May")
    assert (await door.read(cases.page, LEADER, named)).caveat is not None


async def test_what_is_prepared_or_seen_of_somebody_can_call_for_the_caveat(door, start):
    prepared, seen, planned = [await start() for _ in range(3)]
    typed = {"motives": "A fair bonus"}
    page = await door.write(prep_saving.save_section, LEADER, prepared, "P1", typed, {})
    assert page.caveat is not None
    note = Note("Kim", "Talks of burnout")
    page = await door.write(resistance.begin, LEADER, seen, note)
    assert (await door.read(resistance.page, LEADER, page.entry.id)).caveat is not None
    assert (await door.read(resistance.register, LEADER, seen)).caveat is not None
    entry = (await door.write(resistance.begin, LEADER, planned, Note("Kim"))).entry.id
    page = await door.write(resistance.plan, LEADER, entry, Plan(next_step="A written warning"))
    assert page.caveat is not None
    await door.write(cases.understand, LEADER, prepared)
    assert (await door.read(prep.workbook, LEADER, prepared)).caveat is None


async def test_a_plan_to_deceive_is_noticed_in_a_section_and_kept(door, record):
    typed = {"motives": "Pretend that it broke"}
    page = await door.write(prep_saving.save_section, LEADER, record, "P1", typed, {})
    assert [found.check for found in page.findings] == [Check.REFUSAL]
    assert page.workbook.value("P1", "motives") == "Pretend that it broke"
    assert (await door.read(prep.workbook, LEADER, record)).findings == ()
    flat = {"P1.motives": "He is lazy", "P5.target": "May"}
    base = {"P1": 1, "P5": 0}
    page = await door.write(prep_saving.save_one_page, LEADER, record, flat, base)
    assert [found.check for found in page.findings] == [Check.LABEL]


GOOD = {
    "matters": "You need a launch that holds, and I understand that the date is public",
    "shared_goal": "We both want a calm start",
    "claim": "Two weeks more make it safe",
    "evidence": "4 of 10 late launches had no test week (March audit)",
    "ask": "Would you rather move the date or cut the scope?",
}


async def test_a_message_that_passes_its_checks_completes_the_item_in_the_workbook(
    door, record, save
):
    async def quality():
        book = (await door.read(prep.workbook, LEADER, record)).workbook
        return book.quality(ITEMS["P21"])

    await save(MESSAGE, {"ask": "May?"})
    assert await quality() is Quality.EMPTY
    await save(MESSAGE, GOOD, 1)
    assert await quality() is Quality.COMPLETE
    assert (await door.read(prep.section, LEADER, record, "P21")).is_done
    await save(MESSAGE, GOOD | {"claim": "It is obviously fair"}, 2)
    assert await quality() is Quality.EMPTY
    await save(MESSAGE, GOOD | {"gain": "We would pay 48,000"}, 3)
    assert await quality() is Quality.COMPLETE
    limit = {"reservation_point": "48 000"}
    await door.write(prep_saving.save_section, LEADER, record, "P4", limit, {})
    assert await quality() is Quality.EMPTY
    assert not (await door.read(prep.section, LEADER, record, "P21")).is_done


async def test_an_argument_goes_into_the_empty_parts_of_the_message_and_over_nothing(
    door, record, save, sheet
):
    said = {"claim": "Two weeks", "evidence": "4 of 10 failed", "source": "March audit"}
    argument = (await save(NEW, said)).case.arguments[0].id

    async def take(typed):
        return await door.write(cases.take_over, LEADER, record, argument, typed, 0)

    page = await take({"ask": "May?"})
    assert page.sheet.values == {
        "ask": "May?",
        "claim": "Two weeks",
        "evidence": "4 of 10 failed (March audit)",
    }
    assert not page.is_full
    restored = await sheet(MESSAGE)
    assert (restored.restored, restored.sheet.values) == (True, page.sheet.values)
    assert [each.id for each in restored.arguments] == [argument]
    page = await take({"claim": "Mine", "evidence": "Mine too"})
    assert page.sheet.values == {"claim": "Mine", "evidence": "Mine too"}
    assert page.is_full
    for actor, chosen in ((CORE, argument), (OTHER, argument), (LEADER, MESSAGE), (LEADER, "x")):
        with pytest.raises(NotFound):
            await door.write(cases.take_over, actor, record, chosen, {}, 0)
