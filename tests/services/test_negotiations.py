from datetime import timedelta

import pytest

from bot.domain.errors import Invalid, NotFound
from bot.domain.negotiations import Kind, RecordForm, Stage
from bot.domain.poll_forms import PollForm
from bot.domain.polls import Audience, PollState
from bot.domain.steps import Step
from bot.services import negotiations, polls, prep_saving
from tests.domain.test_prep import DRAFT

LEADER, CORE, OTHER = "U1", "U2", "U3"
FORM = RecordForm("Renewal with Acme", "Acme", Kind.SUPPLIER, (CORE,), "C1")


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
def start(door):
    async def started(form=FORM, **more):
        return await door.write(negotiations.create, LEADER, form, **more)

    return started


async def test_a_new_record_is_its_makers_and_a_draft(door, start, clock):
    made = await start()
    page = await door.read(negotiations.page, LEADER, made.id)
    assert page.negotiation == made
    assert (made.leader, made.stage) == (LEADER, Stage.DRAFT)
    assert clock.now() - made.created_at < timedelta(seconds=60)
    assert (made.core_team, made.channel, made.kind) == ((CORE,), "C1", Kind.SUPPLIER)
    assert (page.next.step, page.readiness.points) == (Step.START, 0)


async def test_the_first_meeting_comes_with_the_record(door, start, clock):
    tomorrow = clock.now() + timedelta(days=1)
    made = await start(first_meeting=tomorrow)
    page = await door.read(negotiations.page, LEADER, made.id)
    assert [m.starts_at for m in page.meetings] == [tomorrow]


async def test_a_first_meeting_in_the_past_makes_no_record(door, start, clock):
    with pytest.raises(Invalid) as refused:
        await start(first_meeting=clock.now() - timedelta(minutes=1))
    assert refused.value.problems.keys() == {"starts_at"}
    assert await door.read(negotiations.mine, LEADER) == []


async def test_a_bad_form_makes_no_record(door, start):
    with pytest.raises(Invalid):
        await start(RecordForm(" ", "Acme"))
    assert await door.read(negotiations.mine, LEADER) == []


async def test_an_edit_changes_words_and_people_and_nothing_else(door, start):
    made = await start()
    form = RecordForm("New name", "Acme GmbH", Kind.PAY, (OTHER,), None)
    await door.write(negotiations.edit, LEADER, made.id, form)
    record = (await door.read(negotiations.page, LEADER, made.id)).negotiation
    assert (record.name, record.core_team, record.channel) == ("New name", (OTHER,), None)
    assert (record.leader, record.stage, record.created_at) == (
        made.leader, made.stage, made.created_at,
    )  # fmt: skip


async def test_every_stage_change_keeps_who_when_and_why(door, start, clock):
    made = await start()
    await door.write(negotiations.change_stage, LEADER, made.id, Stage.PREPARING, "Kick-off")
    clock.move(60)
    await door.write(negotiations.change_stage, LEADER, made.id, Stage.PAUSED)
    _, history = await door.read(negotiations.for_stage, LEADER, made.id)
    assert [(c.before, c.after, c.by, c.why) for c in history] == [
        (Stage.DRAFT, Stage.PREPARING, LEADER, "Kick-off"),
        (Stage.PREPARING, Stage.PAUSED, LEADER, ""),
    ]
    assert history[1].at - history[0].at >= timedelta(seconds=60)


async def test_a_stage_that_may_not_follow_is_refused(door, start):
    made = await start()
    with pytest.raises(Invalid):
        await door.write(negotiations.change_stage, LEADER, made.id, Stage.DEBRIEFED)


async def test_the_same_stage_again_adds_no_history(door, start):
    made = await start()
    await door.write(negotiations.change_stage, LEADER, made.id, Stage.DRAFT)
    assert (await door.read(negotiations.for_stage, LEADER, made.id))[1] == []


async def test_the_core_team_sees_the_page_without_coverage_drafts_and_steps(door, start, clock):
    made = await start()
    closes_at = clock.now() + timedelta(days=1)
    form = PollForm(
        "Which date?", "May\nJune", "To plan", Audience.CHANNEL, "C1", closes_at, (), closes_at
    )
    poll = await door.write(polls.prepare, LEADER, made.id, form)
    page = await door.read(negotiations.page, CORE, made.id)
    assert (page.is_leader, page.readiness, page.next.step) == (False, None, Step.OPEN)
    assert page.polls == []
    assert poll.state is PollState.DRAFT
    assert len((await door.read(negotiations.page, LEADER, made.id)).polls) == 1


@pytest.mark.parametrize("user", [CORE, OTHER])
async def test_only_the_leader_edits_and_moves_a_record(door, start, user):
    made = await start()
    for use_case, rest in (
        (negotiations.edit, (FORM,)),
        (negotiations.change_stage, (Stage.PAUSED,)),
    ):
        with pytest.raises(NotFound):
            await door.write(use_case, user, made.id, *rest)
    for query in (negotiations.for_edit, negotiations.for_stage):
        with pytest.raises(NotFound):
            await door.read(query, user, made.id)


async def test_a_record_is_not_there_for_outsiders_nor_after_leaving_the_team(door, start):
    made = await start()
    with pytest.raises(NotFound):
        await door.read(negotiations.page, OTHER, made.id)
    await door.read(negotiations.page, CORE, made.id)
    await door.write(negotiations.edit, LEADER, made.id, RecordForm("a", "b"))
    with pytest.raises(NotFound):
        await door.read(negotiations.page, CORE, made.id)


async def test_names_are_found_exactly_first_then_in_part(door, start, clock):
    for name in ("Rent", "Rent for May", "Pay"):
        await start(RecordForm(name, "x"))
        clock.move(1)

    async def found(words, user=LEADER):
        return [n.name for n in await door.read(negotiations.named, user, words)]

    assert await found("RENT ") == ["Rent"]
    assert sorted(await found("ren")) == ["Rent", "Rent for May"]
    assert await found("may") == ["Rent for May"]
    assert await found("nothing") == []
    assert await found("") == ["Pay", "Rent for May", "Rent"]
    assert await found("rent", OTHER) == []


async def test_names_of_others_are_never_found_not_even_by_the_core_team(door, start):
    await start()
    assert await door.read(negotiations.named, CORE, "renewal") == []


async def test_ended_records_come_last(door, start, clock):
    old = await start(RecordForm("Old", "x"))
    clock.move(1)
    new = await start(RecordForm("New", "x"))
    await door.write(negotiations.change_stage, LEADER, new.id, Stage.NO_DEAL)
    assert [n.id for n in await door.read(negotiations.mine, LEADER)] == [old.id, new.id]


async def test_without_words_only_running_records_are_meant_if_there_are_any(door, start):
    old = await start(RecordForm("Old", "x"))
    await door.write(negotiations.change_stage, LEADER, old.id, Stage.NO_DEAL)

    async def meant(words=""):
        return [n.name for n in await door.read(negotiations.to_prepare, LEADER, words)]

    assert await meant() == ["Old"]
    await start(RecordForm("New", "x"))
    assert await meant() == ["New"]
    assert await meant("old") == ["Old"]


async def test_the_page_suggests_the_gap_once_begun(door, start):
    made = await start()
    await door.write(prep_saving.save_section, LEADER, made.id, "P1", DRAFT["P1"], {})
    page = await door.read(negotiations.page, LEADER, made.id)
    assert (page.next.step, page.next.gap.item.code) == (Step.FILL, "P3")
