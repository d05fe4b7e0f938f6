"""Quick preparations are their owner's alone, survive a closed window, and grow once."""

from dataclasses import replace

import pytest

from bot.domain.errors import Invalid, NotFound
from bot.domain.negotiations import RecordForm, Stage
from bot.domain.quick import QuickForm
from bot.services import negotiations, prep, quick
from bot.services.quick import NEW, PAGE

MAYA, TOMAS = "U1", "U2"
FORM = QuickForm("Pat", "Delivery in May", "Their plan is full", "What stands in the way?", "If …")


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def made(door):
    return await door.write(quick.create, MAYA, FORM)


async def test_what_was_typed_is_there_again_and_newest_first(door, clock, made):
    clock.move(60)
    newer = await door.write(quick.create, MAYA, replace(FORM, who="Kim"))
    assert await door.read(quick.page, MAYA, made.id) == made
    listed = await door.read(quick.listing, MAYA)
    assert [prep.id for prep in listed.preps] == [newer.id, made.id]
    assert (listed.count, listed.has_older) == (2, False)


async def test_more_than_a_page_is_turned(door):
    for number in range(PAGE + 1):
        await door.write(quick.create, MAYA, replace(FORM, who=f"Pat {number}"))
    first, last = [await door.read(quick.listing, MAYA, number) for number in (0, 99)]
    assert (len(first.preps), first.has_older) == (PAGE, True)
    assert (len(last.preps), last.page, last.has_older) == (1, 1, False)
    assert (await door.read(quick.listing, TOMAS, 3)).preps == []


async def test_editing_keeps_its_place_and_deleting_forgets_it(door, made):
    edited = await door.write(quick.edit, MAYA, made.id, replace(FORM, who="Kim"))
    assert (edited.id, edited.made_at) == (made.id, made.made_at)
    with pytest.raises(Invalid):
        await door.write(quick.edit, MAYA, made.id, QuickForm())
    await door.write(quick.remove, MAYA, made.id)
    with pytest.raises(NotFound):
        await door.read(quick.page, MAYA, made.id)


async def test_nobody_else_reads_or_changes_it(door, made):
    for refused in (
        door.read(quick.page, TOMAS, made.id),
        door.read(quick.for_edit, TOMAS, made.id),
        door.write(quick.edit, TOMAS, made.id, FORM),
        door.write(quick.remove, TOMAS, made.id),
        door.write(quick.promote, TOMAS, made.id),
        door.write(quick.keep_draft, TOMAS, made.id, FORM),
        door.write(quick.drop_draft, TOMAS, made.id),
    ):
        with pytest.raises(NotFound):
            await refused
    assert (await door.read(quick.listing, TOMAS)).count == 0
    assert await door.read(quick.page, MAYA, made.id) == made


async def test_a_draft_survives_and_ends_with_saving(door):
    await door.write(quick.keep_draft, MAYA, NEW, QuickForm(who=" Pat "))
    sheet = await door.read(quick.begin, MAYA)
    assert (sheet.form, sheet.restored) == (QuickForm(who="Pat"), True)
    assert not (await door.read(quick.begin, TOMAS)).restored
    await door.write(quick.create, MAYA, FORM)
    assert await door.read(quick.begin, MAYA) == quick.Sheet(NEW, QuickForm(), earlier=1)


async def test_a_draft_can_be_discarded_and_an_untouched_form_keeps_none(door, made):
    await door.write(quick.keep_draft, MAYA, made.id, replace(FORM, who="Kim"))
    assert (await door.read(quick.for_edit, MAYA, made.id)).form.who == "Kim"
    assert (await door.write(quick.drop_draft, MAYA, made.id)).form == FORM
    for typed in (replace(FORM, who="Kim"), FORM):
        await door.write(quick.keep_draft, MAYA, made.id, typed)
    assert not (await door.read(quick.for_edit, MAYA, made.id)).restored
    await door.write(quick.keep_draft, MAYA, NEW, QuickForm(who="\u200b"))
    assert not (await door.write(quick.drop_draft, MAYA, NEW)).restored


async def test_it_grows_into_a_record_without_retyping(door, made):
    record = await door.write(quick.promote, MAYA, made.id)
    assert (record.name, record.counterpart, record.leader) == ("Delivery in May", "Pat", MAYA)
    assert record.stage is Stage.PREPARING
    book = (await door.read(prep.workbook, MAYA, record.id)).workbook
    assert book.value("P1", "motives") == FORM.want
    assert (book.value("P6", "fear"), book.value("P6", "fear_sure")) == (FORM.why_not, "guess")
    assert book.value("P8", "questions") == FORM.question
    kept = await door.read(quick.page, MAYA, made.id)
    assert (kept.negotiation, kept.form.trade) == (record.id, FORM.trade)


async def test_growing_twice_gives_one_record(door, made):
    first, second = [await door.write(quick.promote, MAYA, made.id) for _ in range(2)]
    assert first == second
    assert len(await door.read(negotiations.mine, MAYA)) == 1


async def test_deleting_it_leaves_the_record(door, made):
    record = await door.write(quick.promote, MAYA, made.id)
    await door.write(quick.remove, MAYA, made.id)
    assert await door.read(negotiations.mine, MAYA) == [record]


async def test_edges_of_what_is_typed_still_grow(door):
    for want in ("-", "W" * 300, "• ", "שכר"):
        made = await door.write(quick.create, MAYA, QuickForm("P" * 80, want))
        assert (await door.write(quick.promote, MAYA, made.id)).name


@pytest.mark.parametrize(
    ("who", "counterpart", "is_same"),
    [
        ("Acme", "ACME ", True),
        ("Pat from Acme", "Acme", True),
        ("Pat", "Pat Smith", True),
        ("Patricia", "Pat", False),
        ("Acme", "Pat", False),
    ],
)
async def test_a_card_leads_to_the_record_that_there_is_with_this_party(
    door, who, counterpart, is_same
):
    form = RecordForm("Renewal", counterpart)
    record = (await door.write(negotiations.create, MAYA, form)).id
    await door.write(negotiations.create, TOMAS, RecordForm("His own", who))
    made = await door.write(quick.create, MAYA, replace(FORM, who=who))
    found = (await door.read(quick.card, MAYA, made.id)).record
    assert (found.id if found else None) == (record if is_same else None)
    with pytest.raises(NotFound):
        await door.read(quick.card, TOMAS, made.id)


async def test_what_became_a_record_leads_to_no_other(door):
    record = (await door.write(negotiations.create, MAYA, RecordForm("Renewal", "Pat"))).id
    made = await door.write(quick.create, MAYA, FORM)
    grown = await door.write(quick.create, MAYA, FORM)
    assert (await door.read(quick.card, MAYA, made.id)).record.id == record
    await door.write(quick.promote, MAYA, grown.id)
    assert (await door.read(quick.card, MAYA, grown.id)).record is None
