from datetime import timedelta

import pytest

from bot.domain.negotiations import RecordForm, Stage
from bot.domain.people import Person
from bot.domain.poll_forms import PollForm
from bot.domain.polls import Audience
from bot.domain.steps import Step
from bot.services import home, negotiations, poll_running, poll_voting, polls, prep_saving
from bot.services.home import PAGE
from tests.domain.test_prep import COMPLETE

LEADER, CORE, VOTER = "U1", "U2", "U3"


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
def start(door):
    async def started(name="Renewal", **more):
        form = RecordForm(name, "Acme", core_team=(CORE,))
        return await door.write(negotiations.create, LEADER, form, **more)

    return started


@pytest.fixture
def ask(door, clock):
    async def asked(record):
        closes_at = clock.now() + timedelta(hours=8)
        form = PollForm(
            "Which date?",
            "May\nJune",
            "To plan",
            Audience.PICKED,
            "C1",
            closes_at,
            (VOTER,),
            closes_at,
        )
        poll = await door.write(polls.prepare, LEADER, record.id, form)
        return await door.write(polls.post, LEADER, poll.id, [Person(VOTER, "Vera")])

    return asked


async def test_somebody_new_has_an_empty_cockpit(door):
    cockpit = await door.read(home.cockpit, VOTER)
    assert cockpit.is_new


async def test_a_vote_waits_until_it_is_cast(door, start, ask):
    poll = await ask(await start())
    waiting = await door.read(home.cockpit, VOTER)
    assert [p.id for p in waiting.votes] == [poll.id]
    assert (waiting.cards, waiting.is_new) == ([], False)
    await door.write(poll_voting.cast_vote, VOTER, poll.id, poll.options[0].id)
    assert (await door.read(home.cockpit, VOTER)).votes == []


async def test_a_closed_poll_waits_for_its_leaders_decision_only(door, start, ask):
    poll = await ask(await start())
    assert (await door.read(home.cockpit, LEADER)).cards[0].open_polls == 1
    await door.write(poll_running.close, LEADER, poll.id)
    cockpit = await door.read(home.cockpit, LEADER)
    assert [p.id for p in cockpit.decisions] == [poll.id]
    assert (cockpit.cards[0].next.step, cockpit.cards[0].next.poll) == (Step.DECIDE_POLL, poll.id)
    assert (await door.read(home.cockpit, CORE)).decisions == []


async def test_a_card_shows_the_next_meeting_and_coverage_to_its_leader(door, start, clock):
    soon = clock.now() + timedelta(hours=1)
    record = await start(first_meeting=soon)
    await door.write(prep_saving.save_section, LEADER, record.id, "P1", COMPLETE["P1"], {})
    card = (await door.read(home.cockpit, LEADER)).cards[0]
    assert card.readiness.points == 16
    assert card.next_meeting.starts_at == soon
    assert (card.next.step, card.next.gap.item.code) == (Step.FILL, "P3")


async def test_a_meeting_that_is_over_is_not_next(door, start, clock):
    await start(first_meeting=clock.now() + timedelta(hours=1))
    clock.move(3 * 3600)
    card = (await door.read(home.cockpit, LEADER)).cards[0]
    assert card.next_meeting is None
    assert card.next.step is Step.SAY_WHERE


async def test_the_core_team_has_a_card_without_coverage(door, start):
    await start()
    card = (await door.read(home.cockpit, CORE)).cards[0]
    assert (card.is_leader, card.readiness, card.next.step) == (False, None, Step.OPEN)


async def test_cards_come_in_pages_newest_first_and_no_page_is_empty(door, start, clock):
    for number in range(PAGE + 2):
        await start(f"Record {number}")
        clock.move(1)
    first = await door.read(home.cockpit, LEADER)
    assert [c.negotiation.name for c in first.cards[:2]] == [
        f"Record {PAGE + 1}", f"Record {PAGE}",
    ]  # fmt: skip
    assert (len(first.cards), first.running, first.after) == (PAGE, PAGE + 2, 2)
    for page in (1, 99):
        last = await door.read(home.cockpit, LEADER, page)
        assert (last.page, len(last.cards), last.after) == (1, 2, 0)
    assert (await door.read(home.cockpit, LEADER, -5)).page == 0


async def test_ended_ones_are_counted_and_shown_apart(door, start):
    record = await start("Old")
    await start("New")
    await door.write(negotiations.change_stage, LEADER, record.id, Stage.NO_DEAL)
    running = await door.read(home.cockpit, LEADER)
    assert (running.running, running.ended) == (1, 1)
    assert [c.negotiation.name for c in running.cards] == ["New"]
    ended = await door.read(home.cockpit, LEADER, shows_ended=True)
    assert [c.negotiation.name for c in ended.cards] == ["Old"]
    assert ended.cards[0].next.step is Step.LOG


async def test_two_hundred_negotiations_make_one_page(door, start):
    await door.write(_many, 200)
    cockpit = await door.read(home.cockpit, LEADER)
    assert (len(cockpit.cards), cockpit.after) == (PAGE, 200 - PAGE)


def _many(uow, number):
    for each in range(number):
        negotiations.create(uow, LEADER, RecordForm(f"Record {each}", "Acme"))
