import pytest

from bot.domain.errors import Invalid, NotFound, TooMany
from bot.domain.involvement import COLLEAGUES_LIMIT, Assessment, Level, Tie
from bot.domain.negotiations import RecordForm
from bot.domain.part_forms import PartForm
from bot.domain.people import Person
from bot.services import involvement, negotiations, parts

LEADER, CORE, CO_LEAD, DELEGATE, OTHER = "U1", "U2", "U3", "U4", "U9"
KIM = Person("U5", "Kim")
STANDS = Assessment((Tie.DECIDES, Tie.AFFECTED), Level.HIGH, Level.LOW, -1, 1)


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    form = RecordForm(
        "Renewal", "Acme", core_team=(CORE,), co_leads=(CO_LEAD,), delegates=(DELEGATE,)
    )
    return (await door.write(negotiations.create, LEADER, form)).id


@pytest.fixture
async def kim(door, record):
    return (await door.write(involvement.add, LEADER, record, KIM, STANDS)).colleague


async def the_map(door, record, person=LEADER):
    return await door.read(involvement.page, person, record)


async def test_a_map_begins_empty_and_takes_people_in(door, record):
    empty = await the_map(door, record)
    assert (empty.colleagues, empty.holes) == ([], [])
    page = await door.write(involvement.add, LEADER, record, KIM, STANDS)
    assert page.colleague.assessment == STANDS
    assert (await the_map(door, record)).colleagues == [page.colleague]


async def test_somebody_is_on_a_map_once(door, record, kim):
    with pytest.raises(Invalid) as refused:
        await door.write(involvement.add, LEADER, record, KIM, Assessment())
    assert "already" in refused.value.problems["person"]
    for person in (None, Person(LEADER, "Maya"), Person("B1", "App", is_bot=True)):
        with pytest.raises(Invalid):
            await door.write(involvement.add, DELEGATE, record, person, STANDS)
    assert len((await the_map(door, record)).colleagues) == 1


async def test_holes_are_named_until_they_are_mended_or_settled(door, record, kim):
    assert [h.tie for h in (await the_map(door, record)).holes] == [Tie.DELIVERS, Tie.KNOWS]
    page = await door.write(involvement.settle, LEADER, record, "knows")
    assert [hole.tie for hole in page.holes] == [Tie.DELIVERS]
    again = await door.write(involvement.settle, LEADER, record, "knows")
    assert again.holes == page.holes
    assert (await door.write(involvement.settle, LEADER, record, "nonsense")).holes == page.holes
    await door.write(involvement.save, LEADER, kim.id, Assessment((Tie.DELIVERS,)), 1)
    assert [hole.tie for hole in (await the_map(door, record)).holes] == [Tie.DECIDES]


async def test_how_somebody_stands_changes_and_an_older_choice_is_shown_first(door, record, kim):
    first = Assessment((Tie.KNOWS,))
    saved = await door.write(involvement.save, LEADER, kim.id, first, 1)
    assert (saved.colleague.assessment, saved.colleague.version) == (first, 2)
    late = await door.write(involvement.save, DELEGATE, kim.id, Assessment((Tie.LEAK,)), 1)
    assert late.clash
    assert late.colleague.version == 2
    assert (await door.read(involvement.colleague, LEADER, kim.id)).colleague.assessment == first
    agreed = await door.write(involvement.save, DELEGATE, kim.id, first, 1)
    assert not agreed.clash


async def test_who_is_taken_off_the_map_is_gone(door, record, kim):
    for _ in range(2):
        page = await door.write(involvement.remove, LEADER, record, kim.id)
        assert page.colleagues == []
    with pytest.raises(NotFound):
        await door.read(involvement.colleague, LEADER, kim.id)


async def test_nobody_is_taken_off_by_the_way_of_another_record(door, record, kim):
    other = await door.write(negotiations.create, OTHER, RecordForm("Lease", "Owner"))
    await door.write(involvement.remove, OTHER, other.id, kim.id)
    assert (await the_map(door, record)).colleagues == [kim]


async def test_a_map_that_is_full_says_so(door, record):
    for number in range(COLLEAGUES_LIMIT):
        person = Person(f"UX{number}", "Kim")
        await door.write(involvement.add, LEADER, record, person, Assessment())
    assert (await the_map(door, record)).is_full
    with pytest.raises(TooMany, match=str(COLLEAGUES_LIMIT)):
        await door.read(involvement.for_new, LEADER, record)
    with pytest.raises(TooMany):
        await door.write(involvement.add, LEADER, record, KIM, STANDS)


async def test_the_core_team_sees_parts_and_nothing_of_how_people_stand(door, record, kim):
    await door.write(parts.create, LEADER, record, PartForm("Date"))
    for person, hands_out in ((CORE, False), (CO_LEAD, True)):
        page = await the_map(door, record, person)
        assert [part.title for part in page.parts] == ["Date"]
        assert list(page.colleagues) == []
        assert not page.sees_map
        assert page.hands_out is hands_out
        # A co-lead learns of parts without a lead, and of no role that is missing.
        assert [hole.tie for hole in page.holes] == ([None] if hands_out else [])
        assert kim.person not in page.never_asked
    assert (await the_map(door, record, DELEGATE)).colleagues == [kim]


@pytest.mark.parametrize("person", [CO_LEAD, CORE, OTHER])
async def test_nobody_but_leader_and_delegate_finds_how_people_stand(door, record, kim, person):
    for query, *args in (
        (involvement.for_new, record),
        (involvement.colleague, kim.id),
    ):
        with pytest.raises(NotFound):
            await door.read(query, person, *args)
    for use_case, *args in (
        (involvement.add, record, Person("U6", "Lee"), STANDS),
        (involvement.save, kim.id, Assessment(), 1),
        (involvement.remove, record, kim.id),
        (involvement.settle, record, "knows"),
    ):
        with pytest.raises(NotFound):
            await door.write(use_case, person, *args)
    assert (await the_map(door, record)).colleagues == [kim]


async def test_an_outsider_does_not_find_the_map(door, record):
    with pytest.raises(NotFound):
        await the_map(door, record, OTHER)
