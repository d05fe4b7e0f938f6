"""Preparing deeper, and with others: tiers, co-leads, earlier versions, copying."""

import pytest

from bot.domain.checklist import CARRIED, ITEMS, items_of
from bot.domain.errors import Invalid, NotFound
from bot.domain.negotiations import Kind, RecordForm
from bot.domain.prep import Quality, Tier
from bot.services import negotiations, prep, prep_copying, prep_saving
from bot.services.prep import SectionPage
from tests.domain.test_prep import COMPLETE, DRAFT
from tests.storage import records

LEADER, CO_LEAD, DELEGATE, CORE, OTHER = "U1", "U2", "U3", "U4", "U9"
TEAM = RecordForm("Renewal", "Acme", core_team=(CORE,), co_leads=(CO_LEAD,), delegates=(DELEGATE,))
SEALED = [item.code for item in ITEMS.values() if item.sealed]


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    return (await door.write(negotiations.create, LEADER, TEAM)).id


@pytest.fixture
def save(door, record):
    async def saved(code, typed, version=0, by=LEADER):
        base = {code: version}
        return await door.write(prep_saving.save_section, by, record, code, typed, base)

    return saved


# Tiers


async def test_going_deeper_and_back_keeps_every_answer(door, record, save):
    await save("P1", COMPLETE["P1"])
    page = await door.write(prep_saving.set_tier, LEADER, record, Tier.FULL)
    assert page.items == items_of(Tier.FULL)
    assert page.workbook.of(ITEMS["P1"]) == COMPLETE["P1"]
    await save("P2", COMPLETE["P2"])
    page = await door.write(prep_saving.set_tier, LEADER, record, Tier.FIVE)
    assert (page.beyond, page.readiness.points) == (1, page.points[Tier.FIVE])
    page = await door.write(prep_saving.set_tier, LEADER, record, Tier.THIRTY)
    assert page.workbook.of(ITEMS["P2"]) == COMPLETE["P2"]


async def test_a_form_that_hides_fields_leaves_their_answers_alone(door, record, save):
    await door.write(prep_saving.set_tier, LEADER, record, Tier.THIRTY)
    await save("P6", {**COMPLETE["P6"], "want_1_why": "The auditors"})
    shown_at_five = {"want_1": "Peace", "want_2": "", "fear": ""}
    page = await save("P6", shown_at_five, 1)
    kept = page.workbook.of(ITEMS["P6"])
    assert (kept["want_1"], kept["want_1_why"], "want_2" in kept) == (
        "Peace",
        "The auditors",
        False,
    )


async def test_the_hard_moment_of_five_minutes_is_not_typed_twice(door, record, save):
    await save("P8", {"if_then": "If they stall, then I wait", "questions": "What?"})
    page = await door.read(prep.section, LEADER, record, "P20")
    assert page.answers == {"if_then": "If they stall, then I wait"}
    changed = {"if_then": "If they stall, then I ask", "if_then_2": "If it is loud, then I write"}
    saved = (await save("P20", changed)).workbook
    assert saved.value("P8", "if_then") == "If they stall, then I ask"
    assert saved.answers["P20"] == {"if_then_2": "If it is loud, then I write"}
    assert saved.value("P8", "questions") == "What?"


async def test_a_look_at_somebody_completes_the_item_about_resistance(door, record):
    await door.write(prep_saving.set_tier, LEADER, record, Tier.THIRTY)
    before = await door.read(prep.workbook, LEADER, record)
    made = (await door.read(negotiations.page, LEADER, record)).negotiation
    await door.write(records.entry, made)
    page = await door.read(prep.workbook, LEADER, record)
    assert before.workbook.quality(ITEMS["P11"]) is Quality.EMPTY
    assert page.workbook.quality(ITEMS["P11"]) is Quality.COMPLETE
    assert "P11" not in {gap.item.code for gap in page.readiness.gaps}
    shown = await door.read(negotiations.page, LEADER, record)
    assert shown.readiness.points == page.readiness.points


# Co-leads


async def test_a_co_lead_prepares_what_has_no_lock_and_sees_nothing_else(door, record, save):
    await save("P4", COMPLETE["P4"])
    page = await save("P1", COMPLETE["P1"], by=CO_LEAD)
    assert not page.sees_sealed
    assert not {item.code for item in page.items} & set(SEALED)
    assert page.readiness.points == 25
    for code in SEALED:
        for query in (prep.section, prep.earlier):
            with pytest.raises(NotFound):
                await door.read(query, CO_LEAD, record, code)
        for use_case, more in (
            (prep_saving.save_section, ({}, {})),
            (prep_saving.keep_draft, ({"x": "y"}, {})),
            (prep_saving.bring_back, (1,)),
        ):
            with pytest.raises(NotFound):
                await door.write(use_case, CO_LEAD, record, code, *more)
    with pytest.raises(NotFound):
        await door.read(prep.limit, CO_LEAD, record)


async def test_the_one_page_of_a_co_lead_neither_shows_nor_takes_what_has_a_lock(
    door, record, save
):
    await save("P4", COMPLETE["P4"])
    page = await door.read(prep.one_page, CO_LEAD, record)
    assert set(page.answers) == {"P1", "P5", "P6", "P8"}
    typed = {"P4.reservation_point": "Nothing", "P5.target": "5,400"}
    await door.write(prep_saving.save_one_page, CO_LEAD, record, typed, page.base)
    saved = (await door.read(prep.workbook, LEADER, record)).workbook
    assert saved.of(ITEMS["P4"]) == COMPLETE["P4"]
    assert saved.value("P5", "target") == "5,400"


async def test_a_delegate_sees_the_limit_and_the_core_team_does_not(door, record, save):
    await save("P4", COMPLETE["P4"])
    assert (await door.read(prep.limit, DELEGATE, record)).reservation_point == "4,800 a month"
    assert (await door.read(prep.section, DELEGATE, record, "P4")).answers == COMPLETE["P4"]
    with pytest.raises(NotFound):
        await door.read(prep.workbook, CORE, record)


async def test_a_delegate_is_a_co_lead_and_a_co_lead_is_of_the_core_team(door, record):
    made = (await door.read(negotiations.page, LEADER, record)).negotiation
    assert made.co_leads == (CO_LEAD, DELEGATE)
    assert set(made.core_team) == {CORE, CO_LEAD, DELEGATE}


async def test_who_is_no_co_lead_any_more_finds_nothing(door, record):
    await door.write(negotiations.edit, LEADER, record, RecordForm("Renewal", "Acme"))
    for user in (CO_LEAD, DELEGATE):
        with pytest.raises(NotFound):
            await door.read(prep.workbook, user, record)


async def test_a_co_lead_is_offered_the_records_to_prepare(door, record):
    found = await door.read(negotiations.to_prepare, CO_LEAD, "")
    assert [n.id for n in found] == [record]
    assert await door.read(negotiations.to_prepare, CORE, "") == []


# Two at once


async def test_of_two_at_one_section_both_are_told_and_nothing_is_lost(door, record, save):
    await save("P1", {"motives": "From the leader"})
    clash = await save("P1", {"motives": "From the co-lead"}, 0, by=CO_LEAD)
    assert isinstance(clash, SectionPage)
    assert clash.other.by == LEADER
    assert clash.other.answers == {"motives": "From the leader"}
    told = await door.read(lambda uow: uow.outbox.find(f"prep:{record}:clash:P1:1:{CO_LEAD}"))
    assert (told.kind, told.to) == (prep_saving.CLASH, LEADER)
    assert set(told.args) == {"negotiation", "item", "by"}
    await save("P1", {"motives": "From the co-lead"}, 1, by=CO_LEAD)
    page = await door.read(prep.earlier, LEADER, record, "P1")
    assert [(v.by, v.answers) for v in page.versions] == [(LEADER, {"motives": "From the leader"})]


async def test_an_earlier_version_comes_back_as_a_draft_and_is_saved_by_its_reader(
    door, record, save
):
    for number, words in enumerate(("one", "two", "three")):
        await save("P1", {"motives": words}, number)
    page = await door.read(prep.earlier, LEADER, record, "P1")
    assert [v.answers["motives"] for v in page.versions] == ["two", "one"]
    section = await door.write(prep_saving.bring_back, LEADER, record, "P1", 1)
    assert (section.answers, section.restored) == ({"motives": "one"}, True)
    saved = await save("P1", section.answers, 3)
    assert saved.workbook.value("P1", "motives") == "one"
    with pytest.raises(NotFound):
        await door.write(prep_saving.bring_back, LEADER, record, "P1", 99)


async def test_one_persons_draft_is_nobody_elses(door, record):
    await door.write(prep_saving.keep_draft, CO_LEAD, record, "P1", {"motives": "mine"}, {})
    assert not (await door.read(prep.section, LEADER, record, "P1")).restored
    assert (await door.read(prep.section, CO_LEAD, record, "P1")).restored


# Copying


@pytest.fixture
async def earlier(door):
    form = RecordForm("Renewal of last year", "ACME", kind=Kind.SUPPLIER)
    made = await door.write(negotiations.create, LEADER, form)
    for code, answers in COMPLETE.items():
        await door.write(prep_saving.save_section, LEADER, made.id, code, answers, {})
    return made.id


async def test_copying_carries_what_lasts_and_asks_the_rest_afresh(door, record, earlier):
    page = await door.write(prep_copying.copy_from, LEADER, record, earlier)
    assert set(page.workbook.answers) == set(CARRIED)
    assert page.workbook.of(ITEMS["P9"]) == COMPLETE["P9"]


async def test_copying_never_replaces_what_is_written(door, record, earlier, save):
    await save("P9", DRAFT["P9"])
    page = await door.write(prep_copying.copy_from, LEADER, record, earlier)
    assert page.workbook.of(ITEMS["P9"]) == DRAFT["P9"]
    again = await door.write(prep_copying.copy_from, LEADER, record, earlier)
    assert again.workbook.versions == page.workbook.versions


async def test_the_same_party_comes_first_among_those_to_copy_from(door, record, earlier):
    await door.write(negotiations.create, LEADER, RecordForm("Pay", "HR"))
    page = await door.read(prep_copying.sources, LEADER, record)
    assert page.records[0].id == earlier
    assert record not in {n.id for n in page.records}
    assert (await door.read(prep.workbook, LEADER, record)).can_copy


async def test_nobody_copies_from_or_into_somebody_elses(door, record, earlier):
    theirs = await door.write(negotiations.create, OTHER, RecordForm("Theirs", "Acme"))
    for actor, into, source in (
        (LEADER, record, theirs.id),
        (OTHER, record, theirs.id),
        (CO_LEAD, record, earlier),
        (LEADER, record, record),
    ):
        with pytest.raises(NotFound):
            await door.write(prep_copying.copy_from, actor, into, source)
    with pytest.raises(Invalid):
        await door.write(prep_copying.copy_from, LEADER, record, "")
