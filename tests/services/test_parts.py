from datetime import date, timedelta

import pytest

from bot.domain.errors import AlreadyDone, Invalid, NotFound, Refused, TooMany
from bot.domain.negotiations import RecordForm, Stage
from bot.domain.outbox import State
from bot.domain.part_credit import Led
from bot.domain.part_forms import PartForm, RequestForm, Say
from bot.domain.parts import PARTS_LIMIT, Brought, PartState, Standing
from bot.domain.people import Person
from bot.services import home, negotiations, part_notes, part_requests, parts
from bot.services.parts import PartFormPage

LEADER, CORE, CO_LEAD, OTHER = "U1", "U2", "U3", "U9"
KIM, LEE = Person("U5", "Kim", "Asia/Tokyo"), Person("U6", "Lee")
DATE = PartForm("The date", mandate="May to July", bring_back="Two dates")
WHY = RequestForm("You know them", "Two hours")


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    form = RecordForm("Renewal", "Acme", core_team=(CORE,), co_leads=(CO_LEAD,))
    return (await door.write(negotiations.create, LEADER, form)).id


@pytest.fixture
async def part(door, record):
    return (await door.write(parts.create, LEADER, record, DATE)).part.id


@pytest.fixture
async def asked(door, part):
    await door.write(part_requests.ask, LEADER, part, KIM, WHY)
    return part


@pytest.fixture
async def led(door, asked):
    await door.write(part_requests.accept, KIM.id, asked, 1)
    return asked


async def the_part(door, part, person=LEADER):
    return (await door.read(parts.page, person, part)).part


async def errand(door, key):
    return await door.read(lambda uow: uow.outbox.find(key))


async def waiting(door, person):
    return (await door.read(home.cockpit, person)).parts


# Made, edited, deleted


async def test_a_part_is_made_by_those_who_prepare_and_nobody_leads_it_yet(door, record, part):
    assert (await the_part(door, part)).form == DATE
    assert (await the_part(door, part, CO_LEAD)).state is PartState.OPEN
    await door.write(parts.create, CO_LEAD, record, PartForm("The price"))
    for person in (CORE, OTHER):
        with pytest.raises(NotFound):
            await door.write(parts.create, person, record, DATE)
        with pytest.raises(NotFound):
            await door.read(parts.page, person, part)


async def test_exactly_one_part_decides(door, record, part):
    decides = PartForm("The price", say=Say.DECIDES)
    price = (await door.write(parts.create, LEADER, record, decides)).part
    with pytest.raises(Invalid):
        await door.write(parts.create, LEADER, record, PartForm("Scope", say=Say.DECIDES))
    await door.write(parts.save, LEADER, price.id, PartForm("Price", say=Say.DECIDES), 1)


async def test_a_negotiation_has_a_bounded_number_of_parts(door, record):
    for number in range(PARTS_LIMIT):
        await door.write(parts.create, LEADER, record, PartForm(f"Part {number}"))
    with pytest.raises(TooMany):
        await door.write(parts.create, LEADER, record, DATE)


async def test_two_who_edit_one_part_both_see_both_texts(door, part):
    await door.write(parts.save, LEADER, part, PartForm("Mine"), 1)
    late = await door.write(parts.save, CO_LEAD, part, PartForm("Theirs"), 1)
    assert isinstance(late, PartFormPage)
    assert late.clash
    assert (await the_part(door, part)).title == "Mine"
    opened = await door.read(parts.for_edit, CO_LEAD, part)
    assert (opened.restored, opened.form.title, opened.base) == (True, "Theirs", 2)
    await door.write(parts.save, CO_LEAD, part, PartForm("Theirs"), 2)
    assert (await the_part(door, part)).title == "Theirs"
    assert not (await door.read(parts.for_edit, CO_LEAD, part)).restored


async def test_what_was_typed_and_not_saved_is_restored_for_its_writer(door, record, part):
    await door.write(parts.keep_new, LEADER, record, PartForm("Half"))
    await door.write(parts.keep, LEADER, part, PartForm("Other"))
    assert (await door.read(parts.for_new, LEADER, record)).form.title == "Half"
    assert (await door.read(parts.for_edit, LEADER, part)).form.title == "Other"
    assert not (await door.read(parts.for_new, CO_LEAD, record)).restored
    await door.write(parts.create, LEADER, record, PartForm("Whole"))
    await door.write(parts.keep, LEADER, part, DATE)
    assert not (await door.read(parts.for_new, LEADER, record)).restored
    assert not (await door.read(parts.for_edit, LEADER, part)).restored


async def test_a_figure_of_the_own_limit_is_noticed_for_those_who_know_it(door, record, part):
    limit = {"reservation_point": "4,800 a month"}
    await door.write(lambda uow: uow.prep.save(record, "P4", limit, LEADER))
    tells = PartForm("Price", mandate="Up to 4800")
    assert (await door.write(parts.save, LEADER, part, tells, 1)).tells_limit
    assert (await door.read(parts.page, LEADER, part)).tells_limit
    assert not (await door.read(parts.page, CO_LEAD, part)).tells_limit


async def test_what_is_deleted_is_gone_and_its_request_answers_kindly(door, record, asked):
    for _ in range(2):
        await door.write(parts.delete, LEADER, asked)
    with pytest.raises(NotFound):
        await the_part(door, asked)
    assert await door.read(lambda uow: uow.parts.of_negotiation(record)) == []
    with pytest.raises(AlreadyDone, match="Thank you"):
        await door.write(part_requests.accept, KIM.id, asked, 1)
    with pytest.raises(NotFound):
        await door.write(part_requests.accept, LEE.id, asked, 1)


# Asked and answered


async def test_a_request_waits_for_the_end_of_quiet_hours(door, clock, part):
    # It is 22:30 in Tokyo.
    clock.move((clock.now().replace(hour=13, minute=30) - clock.now()).total_seconds())
    await door.write(part_requests.ask, LEADER, part, KIM, WHY, [Person(LEADER, "Maya")])
    request = await errand(door, f"part:{part}:ask:1")
    assert request.to == KIM.id
    assert request.not_before == clock.now().replace(hour=22, minute=0, second=0, microsecond=0)
    reminder = await errand(door, f"part:{part}:unclaimed:1")
    assert reminder.to == LEADER
    assert clock.now() + timedelta(hours=24) - reminder.not_before < timedelta(minutes=1)


async def test_an_answer_ends_the_waiting_and_is_told_to_the_leader(door, asked):
    assert [each.part.id for each in (await waiting(door, KIM.id)).asked] == [asked]
    outlook = await door.write(part_requests.accept, KIM.id, asked, 1)
    assert (outlook.standing, outlook.leader) == (Standing.LEADS, LEADER)
    assert (await errand(door, f"part:{asked}:unclaimed:1")).state is State.CANCELLED
    assert await door.read(lambda uow: uow.outbox.waiting(f"part:{asked}:news:accepted:")) == 1
    now = await waiting(door, KIM.id)
    assert (now.asked, [each.part.id for each in now.led]) == ([], [asked])


async def test_a_co_lead_who_asked_is_told_beside_the_leader(door, part):
    await door.write(part_requests.ask, CO_LEAD, part, KIM, WHY)
    await door.write(part_requests.decline, KIM.id, part, 1)
    assert await door.read(lambda uow: uow.outbox.waiting(f"part:{part}:news:passed:")) == 2


async def test_a_suggestion_waits_for_the_leader_and_is_asked_with_one_click(door, asked):
    for nobody in (None, KIM, Person("B1", "App", is_bot=True)):
        with pytest.raises(Invalid):
            await door.write(part_requests.suggest, KIM.id, asked, 1, nobody)
    await door.write(part_requests.suggest, KIM.id, asked, 1, LEE)
    assert [each.part.id for each in (await waiting(door, LEADER)).open] == [asked]
    with pytest.raises(AlreadyDone):
        await door.write(part_requests.ask_suggested, LEADER, asked, KIM)
    page = await door.write(part_requests.ask_suggested, LEADER, asked, LEE)
    assert (page.part.lead, page.part.number) == (LEE.id, 2)
    # Why it was Kim says nothing of Lee.
    assert page.part.asking.form == RequestForm("", "Two hours")
    with pytest.raises(AlreadyDone):
        await door.write(part_requests.ask_suggested, LEADER, asked, LEE)
    assert not (await waiting(door, LEADER)).open


async def test_what_nobody_answers_for_a_day_waits_for_the_leader(door, clock, asked):
    clock.move(23 * 3600)
    assert not (await waiting(door, LEADER)).open
    clock.move(3600)
    assert [each.part.id for each in (await waiting(door, LEADER)).open] == [asked]
    assert not (await waiting(door, CO_LEAD)).open
    await door.write(part_requests.accept, KIM.id, asked, 1)
    assert not (await waiting(door, LEADER)).open


@pytest.mark.parametrize(
    "person",
    [
        None,
        Person("B1", "App", is_bot=True),
        Person("U7", "Olga", is_stranger=True),
        Person("U8", "Dora", is_deleted=True),
    ],
)
async def test_only_colleagues_can_be_asked(door, part, person):
    with pytest.raises(Invalid):
        await door.write(part_requests.ask, LEADER, part, person, WHY)
    assert (await the_part(door, part)).state is PartState.OPEN


async def test_a_guest_may_lead_when_the_leader_picks_one(door, part):
    guest = Person("U7", "Grace", is_guest=True)
    await door.write(part_requests.ask, LEADER, part, guest, WHY)
    await door.write(part_requests.accept, guest.id, part, 1)
    assert (await door.read(part_notes.page, guest.id, part)).is_lead


async def test_whoever_is_asked_already_is_not_asked_twice(door, asked):
    with pytest.raises(Invalid):
        await door.write(part_requests.ask, LEADER, asked, KIM, WHY)


async def test_picking_oneself_takes_the_part_without_a_request(door, part):
    maya = Person(LEADER, "Maya")
    page = await door.write(part_requests.ask, LEADER, part, maya, WHY)
    assert (page.part.state, page.part.lead) == (PartState.LED, LEADER)
    assert await door.read(lambda uow: uow.outbox.waiting(f"part:{part}:")) == 0
    assert await door.read(parts.led_by, page.negotiation.id) == []


async def test_what_was_typed_into_a_request_and_not_sent_is_restored(door, part):
    typed = RequestForm("Because", "An hour", date(2100, 1, 1))
    await door.write(part_requests.keep_form, LEADER, part, typed)
    opened = await door.read(part_requests.for_form, LEADER, part)
    assert (opened.form, opened.restored) == (typed, True)
    await door.write(part_requests.ask, LEADER, part, KIM, WHY)
    assert not (await door.read(part_requests.for_form, LEADER, part)).restored


async def test_a_request_that_is_withdrawn_is_not_said_any_more(door, asked):
    await door.write(parts.release, LEADER, asked)
    for key in ("ask", "unclaimed"):
        assert (await errand(door, f"part:{asked}:{key}:1")).state is State.CANCELLED
    with pytest.raises(AlreadyDone):
        await door.write(part_requests.accept, KIM.id, asked, 1)
    assert not await waiting(door, KIM.id)


async def test_of_two_answers_at_once_one_counts(door, asked):
    await door.write(part_requests.accept, KIM.id, asked, 1)
    for use_case in (part_requests.accept, part_requests.decline):
        with pytest.raises(AlreadyDone):
            await door.write(use_case, KIM.id, asked, 1)
    assert (await the_part(door, asked)).state is PartState.LED


# Leading


async def test_a_lead_writes_and_is_done(door, led):
    await door.write(part_notes.save, KIM.id, led, "12 May", 0)
    assert (await the_part(door, led)).notes == "12 May"
    with pytest.raises(Invalid):
        await door.write(part_notes.save, KIM.id, led, " ", 1, True)
    done = await door.write(part_notes.save, KIM.id, led, "12 May or 3 June", 1, True)
    assert not done.can_be_written
    assert (await the_part(door, led)).state is PartState.DONE
    assert await door.read(lambda uow: uow.outbox.waiting(f"part:{led}:news:done:")) == 1
    with pytest.raises(AlreadyDone, match="done"):
        await door.write(part_notes.save, KIM.id, led, "More", 2)
    await door.write(parts.reopen, LEADER, led)
    assert await door.read(lambda uow: uow.outbox.waiting(f"part:{led}:told:reopened:")) == 1
    await door.write(part_notes.save, KIM.id, led, "More", 2)


async def test_lead_and_leader_never_overwrite_each_other(door, led):
    await door.write(part_notes.save, LEADER, led, "Ask for June", 0)
    late = await door.write(part_notes.save, KIM.id, led, "12 May", 0, True)
    assert (late.clash, late.text, late.part.notes) == (True, "12 May", "Ask for June")
    assert (await the_part(door, led)).state is PartState.LED
    assert (await door.read(part_notes.page, KIM.id, led)).text == "12 May"
    await door.write(part_notes.save, KIM.id, led, "12 May, or June", 1)
    assert (await the_part(door, led)).notes == "12 May, or June"


async def test_only_its_lead_is_done_with_a_part(door, led):
    await door.write(part_notes.save, LEADER, led, "Finished?", 0, True)
    assert (await the_part(door, led)).state is PartState.LED


async def test_notes_that_were_not_saved_are_restored_for_their_writer_alone(door, led):
    await door.write(part_notes.keep_draft, KIM.id, led, "Half", 0)
    opened = await door.read(part_notes.page, KIM.id, led)
    assert (opened.text, opened.restored) == ("Half", True)
    assert not (await door.read(part_notes.page, LEADER, led)).restored
    await door.write(part_notes.drop_draft, KIM.id, led)
    assert not (await door.read(part_notes.page, KIM.id, led)).restored
    await door.write(part_notes.save, KIM.id, led, "Saved", 0)
    await door.write(part_notes.keep_draft, KIM.id, led, "Late", 0)
    assert not (await door.read(part_notes.page, KIM.id, led)).restored


@pytest.mark.parametrize("person", [CORE, OTHER, LEE.id])
async def test_nobody_else_reads_or_writes_what_a_part_brings_back(door, led, person):
    with pytest.raises(NotFound):
        await door.read(part_notes.page, person, led)
    for use_case, *args in (
        (part_notes.save, "Mine", 0),
        (part_notes.keep_draft, "Mine", 0),
        (part_notes.drop_draft,),
    ):
        with pytest.raises(NotFound):
            await door.write(use_case, person, led, *args)
    assert (await the_part(door, led)).notes == ""


async def test_a_lead_changes_nothing_but_the_notes(door, record, led):
    for use_case, *args in (
        (parts.save, led, PartForm("Mine"), 1),
        (parts.delete, led),
        (parts.reopen, led),
        (parts.take, led),
        (parts.release, led),
        (part_requests.ask, led, LEE, WHY),
        (parts.create, record, DATE),
    ):
        with pytest.raises(NotFound):
            await door.write(use_case, KIM.id, *args)
    with pytest.raises(NotFound):
        await door.read(negotiations.page, KIM.id, record)


async def test_who_hands_on_a_part_keeps_the_credit_and_the_next_begins_afresh(door, record, led):
    await door.write(part_notes.save, KIM.id, led, "12 May", 0)
    await door.write(part_requests.ask, LEADER, led, LEE, WHY)
    assert await door.read(lambda uow: uow.outbox.waiting(f"part:{led}:told:released:")) == 1
    with pytest.raises(AlreadyDone):
        await door.read(part_notes.page, KIM.id, led)
    await door.write(part_requests.accept, LEE.id, led, 2)
    opened = await door.read(part_notes.page, LEE.id, led)
    assert opened.text == ""
    assert (await the_part(door, led)).earlier == (Brought(KIM.id, "12 May"),)
    credit = await door.read(parts.led_by, record)
    assert credit == [Led(KIM.id, ("The date",)), Led(LEE.id, ("The date",))]


async def test_new_words_are_told_to_who_leads_the_part(door, led):
    await door.write(parts.save, LEADER, led, PartForm("The month"), 1)
    assert await door.read(lambda uow: uow.outbox.waiting(f"part:{led}:told:changed:")) == 1
    await door.write(parts.save, LEADER, led, PartForm("The month"), 2)
    assert await door.read(lambda uow: uow.outbox.waiting(f"part:{led}:told:changed:")) == 1


# The end


async def test_the_end_of_a_negotiation_withdraws_requests_and_keeps_the_credit(door, record, led):
    other = (await door.write(parts.create, LEADER, record, PartForm("Price"))).part.id
    await door.write(part_requests.ask, LEADER, other, LEE, WHY)
    await door.write(negotiations.change_stage, LEADER, record, Stage.NO_DEAL)
    with pytest.raises(AlreadyDone):
        await door.write(part_requests.accept, LEE.id, other, 1)
    assert not await waiting(door, KIM.id)
    assert not await waiting(door, LEE.id)
    assert await door.read(parts.led_by, record) == [Led(KIM.id, ("The date",))]
    with pytest.raises(AlreadyDone, match="ended"):
        await door.write(part_notes.save, KIM.id, led, "Late", 0)
    with pytest.raises(Refused, match="ended"):
        await door.read(part_requests.for_asking, LEADER, other)
