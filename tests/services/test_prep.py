import pytest

from bot.domain.checklist import ITEMS
from bot.domain.errors import NotFound
from bot.domain.negotiations import RecordForm, Stage
from bot.services import negotiations, prep, prep_saving
from bot.services.prep import ALL, OnePage, SectionPage
from tests.domain.test_prep import COMPLETE, DRAFT

LEADER, CORE, OTHER = "U1", "U2", "U3"
FRESH = dict.fromkeys(ITEMS, 0)
FLAT = {f"{code}.{name}": text for code, a in DRAFT.items() for name, text in a.items()}


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    form = RecordForm("Renewal", "Acme", core_team=(CORE,))
    return (await door.write(negotiations.create, LEADER, form)).id


@pytest.fixture
def save(door, record):
    async def saved(code, typed, version=0):
        return await door.write(
            prep_saving.save_section, LEADER, record, code, typed, {code: version}
        )

    return saved


@pytest.fixture
def keep(door, record):
    async def kept(code, typed, base=FRESH):
        await door.write(prep_saving.keep_draft, LEADER, record, code, typed, base)

    return kept


@pytest.fixture
def section(door, record):
    async def opened(code):
        return await door.read(prep.section, LEADER, record, code)

    return opened


async def test_a_saved_section_is_in_the_root_that_comes_back(save):
    page = await save("P1", COMPLETE["P1"])
    assert page.workbook.of(ITEMS["P1"]) == COMPLETE["P1"]
    assert page.readiness.points == 16
    assert page.card is None


async def test_the_first_answer_moves_a_draft_to_preparing_once(door, record, save):
    assert (await save("P1", {})).negotiation.stage is Stage.DRAFT
    assert (await save("P1", DRAFT["P1"], 1)).negotiation.stage is Stage.PREPARING
    await save("P3", DRAFT["P3"])
    page = await door.read(negotiations.page, LEADER, record)
    assert [change.after for change in page.history] == [Stage.PREPARING]


async def test_answers_survive_as_typed_and_only_the_items_own_fields_are_kept(save, section):
    typed = {"motives": " مرحبا\u202e 👩‍👩‍👧 <!channel>\x00 ", "alien": "x", "beyond_money": ""}
    await save("P1", typed)
    assert (await section("P1")).answers == {"motives": "مرحبا 👩‍👩‍👧 <!channel>"}


async def test_forty_thousand_characters_are_stored_whole(save, section):
    await save("P1", {"motives": "W" * 40_000})
    assert len((await section("P1")).answers["motives"]) == 40_000


async def test_a_draft_survives_and_stands_in_place_of_what_is_saved(save, keep, section):
    await save("P1", DRAFT["P1"])
    await keep("P1", {"motives": "Something better"}, {"P1": 1})
    page = await section("P1")
    assert page.restored
    assert page.answers == {"motives": "Something better"}


async def test_saving_forgets_the_draft(save, keep, section, door, record):
    await keep("P1", {"motives": "typed"})
    assert (await door.read(prep.workbook, LEADER, record)).unsaved == {"P1"}
    page = await save("P1", {"motives": "typed and more"})
    assert page.unsaved == set()
    assert not (await section("P1")).restored


async def test_an_untouched_form_keeps_no_draft_and_an_undone_one_forgets_it(save, keep, section):
    await save("P1", DRAFT["P1"])
    await keep("P1", DRAFT["P1"], {"P1": 1})
    assert not (await section("P1")).restored
    await keep("P1", {"motives": "other"}, {"P1": 1})
    await keep("P1", {**DRAFT["P1"], "beyond_money": ""}, {"P1": 1})
    assert not (await section("P1")).restored


async def test_discarding_brings_back_what_was_saved(door, record, save, keep):
    await save("P1", DRAFT["P1"])
    await keep("P1", {"motives": "other"}, {"P1": 1})
    page = await door.write(prep_saving.drop_draft, LEADER, record, "P1")
    assert isinstance(page, SectionPage)
    assert (page.answers, page.restored) == (DRAFT["P1"], False)


async def test_a_draft_that_arrives_after_its_own_save_is_dropped(save, keep, section):
    await save("P1", {"motives": "Time for the team"})
    await keep("P1", {"motives": "Time for the te"}, {"P1": 0})
    page = await section("P1")
    assert (page.answers, page.restored) == ({"motives": "Time for the team"}, False)


async def test_a_save_on_an_old_base_shows_both_before_it_replaces_anything(save, section):
    await save("P1", {"motives": "from the phone"})
    clash = await save("P1", {"motives": "from the laptop"}, 0)
    assert isinstance(clash, SectionPage)
    assert clash.clash
    assert clash.answers == {"motives": "from the laptop"}
    assert clash.base == {"P1": 1}
    assert (await section("P1")).restored
    again = await save("P1", {"motives": "from the laptop"}, 1)
    assert again.workbook.value("P1", "motives") == "from the laptop"


async def test_the_same_text_saved_twice_is_no_clash(save):
    await save("P1", {"motives": "same"})
    assert not isinstance(await save("P1", {"motives": "same"}, 0), SectionPage)


async def test_one_page_fills_all_six_and_brings_the_card(door, record):
    page = await door.write(prep_saving.save_one_page, LEADER, record, FLAT, FRESH)
    assert page.readiness.points == 50
    assert page.card.first_question == "What matters most?"


async def test_the_one_page_keeps_what_it_does_not_show_and_nothing_is_typed_twice(
    door, record, save
):
    await save("P3", COMPLETE["P3"])
    page = await door.read(prep.one_page, LEADER, record)
    assert page.answers["P3"]["batna"] == "Stay with the old supplier"
    saved = await door.write(
        prep_saving.save_one_page, LEADER, record, {**FLAT, "P3.batna": "Another plan"}, page.base
    )
    assert saved.workbook.of(ITEMS["P3"]) == {**COMPLETE["P3"], "batna": "Another plan"}


async def test_an_answer_emptied_on_the_one_page_is_empty(door, record, save):
    await save("P5", DRAFT["P5"])
    page = await door.read(prep.one_page, LEADER, record)
    saved = await door.write(
        prep_saving.save_one_page, LEADER, record, {"P5.target": " "}, page.base
    )
    assert saved.workbook.of(ITEMS["P5"]) == {}


async def test_the_draft_of_the_one_page_comes_back(door, record, keep):
    await keep(ALL, {"P1.motives": "half a", "P5.target": ""})
    page = await door.read(prep.one_page, LEADER, record)
    assert page.restored
    assert page.answers["P1"] == {"motives": "half a"}
    assert (await door.read(prep.workbook, LEADER, record)).unsaved == {ALL}


async def test_a_section_saved_later_wins_over_the_one_pages_draft(door, record, save, keep):
    await keep(ALL, {"P1.motives": "old", "P5.target": "kept"})
    await save("P1", {"motives": "new"})
    page = await door.read(prep.one_page, LEADER, record)
    assert (page.answers["P1"], page.answers["P5"]) == ({"motives": "new"}, {"target": "kept"})


async def test_the_one_page_clashes_only_where_a_section_was_saved_meanwhile(door, record, save):
    await save("P1", {"motives": "from the phone"})
    typed = {"P1.motives": "from the laptop", "P5.target": "more"}
    clash = await door.write(prep_saving.save_one_page, LEADER, record, typed, FRESH)
    assert isinstance(clash, OnePage)
    assert [item.code for item in clash.clash] == ["P1"]
    again = await door.write(prep_saving.save_one_page, LEADER, record, typed, clash.base)
    assert again.workbook.value("P1", "motives") == "from the laptop"
    assert again.workbook.value("P5", "target") == "more"


async def test_saving_the_one_page_untouched_changes_nothing(door, record, save):
    await save("P1", DRAFT["P1"])
    page = await door.read(prep.one_page, LEADER, record)
    saved = await door.write(
        prep_saving.save_one_page, LEADER, record, {"P1.motives": DRAFT["P1"]["motives"]}, page.base
    )
    assert saved.workbook.version("P1") == 1


async def test_the_limit_comes_with_the_aim(door, record):
    await door.write(prep_saving.save_one_page, LEADER, record, FLAT, FRESH)
    shown = await door.read(prep.limit, LEADER, record)
    assert (shown.aim, shown.reservation_point) == ("5,400 a month", "4,800 a month")


@pytest.mark.parametrize("user", [CORE, OTHER])
async def test_nobody_but_the_leader_reads_or_writes_a_preparation(door, record, save, user):
    await save("P4", COMPLETE["P4"])
    queries = [(prep.workbook,), (prep.section, "P4"), (prep.one_page,), (prep.limit,)]
    for query, *rest in queries:
        with pytest.raises(NotFound):
            await door.read(query, user, record, *rest)
    writes = [
        (prep_saving.save_section, "P4", {}, {}),
        (prep_saving.save_one_page, {}, {}),
        (prep_saving.keep_draft, "P4", {"x": "y"}, {}),
        (prep_saving.drop_draft, "P4"),
    ]
    for use_case, *rest in writes:
        with pytest.raises(NotFound):
            await door.write(use_case, user, record, *rest)


async def test_a_record_of_another_workspace_is_not_there(database, record):
    with pytest.raises(NotFound):
        await database.of("T2").read(prep.workbook, LEADER, record)


async def test_an_unknown_section_is_not_there(door, record, section):
    with pytest.raises(NotFound):
        await section("P99")
    with pytest.raises(NotFound):
        await door.write(prep_saving.keep_draft, LEADER, record, "P99", {"a": "b"}, {})


async def test_the_alternative_is_recalled_beside_the_limit(save, section):
    await save("P3", DRAFT["P3"])
    assert (await section("P4")).recall.texts == ("Stay with the old supplier",)
