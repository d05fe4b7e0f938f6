"""Polls and votes come back as they were saved, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_items import Item
from bot.domain.poll_manner import Manner, Reasons, Repeat, Results, Rhythm
from bot.domain.polls import PollState, Slot
from bot.services.ports import UnitOfWork
from storage.database import Database, Door
from storage.poll_rows import item_of
from tests.storage import records
from tests.storage.records import LEADER, ODD_TEXT, TENANT


@pytest.fixture
def door(database: Database) -> Door:
    """The doors of the first tenant."""
    return database.of(TENANT)


async def test_a_poll_comes_back_as_it_was_saved(door: Door) -> None:
    poll = await door.write(records.poll, question=ODD_TEXT)
    assert await door.read(lambda uow: uow.polls.get(poll.id)) == poll
    face = await door.read(lambda uow: uow.polls.face(poll.id))
    assert face == replace(poll, voters=())

    changed = replace(
        poll,
        message_ts="1700000000.000100",
        reminded=frozenset({Slot.HALF_TIME}),
        feedback_by=poll.closes_at + timedelta(days=1),
        voters=("UBEN", "UNEW"),
        deadline=poll.closes_at + timedelta(hours=1),
        rhythm=Rhythm(poll.closes_at - timedelta(days=2), poll.closes_at, None),
        by_dm=("UNEW",),
    )
    await door.write(lambda uow: uow.polls.save(changed))
    assert await door.read(lambda uow: uow.polls.get(poll.id)) == changed


async def test_a_vote_counts_once_and_the_last_one_holds(door: Door) -> None:
    poll = await door.write(records.poll)
    for option in ("1", "3"):
        assert await door.write(
            lambda uow, o=option: uow.polls.cast(poll.id, "UANNA", Choice.read(o))
        )
    assert await door.read(lambda uow: uow.polls.ballots(poll.id).by_voter) == {
        "UANNA": Choice.read("3")
    }
    assert await door.read(lambda uow: uow.polls.vote_of(poll.id, "UANNA")) == Choice.read("3")
    assert await door.read(lambda uow: uow.polls.vote_of(poll.id, "UBEN")) is None
    assert await door.read(lambda uow: uow.polls.turnout(poll.id)) == 1


async def test_answers_to_further_questions_come_back_and_go_with_another_vote(door: Door) -> None:
    items = (records.ITEM, Item("3", ODD_TEXT))
    poll = await door.write(lambda uow: records.poll(uow, items=items))
    assert await door.read(lambda uow: uow.polls.get(poll.id)) == poll
    further = (("2", Choice.read("1:y,2:i", ODD_TEXT)), ("3", Choice((), "Words")))
    for choice in (
        Choice((("1", ""),), "Why", further),
        Choice((), "", further[1:]),
        Choice.read("2"),
        Choice(()),
    ):
        assert await door.write(lambda uow, c=choice: uow.polls.cast(poll.id, "UANNA", c))
        assert await door.read(lambda uow: uow.polls.vote_of(poll.id, "UANNA")) == choice
        found = await door.read(lambda uow: uow.polls.ballots(poll.id))
        assert found.by_voter == {"UANNA": choice}


def test_a_question_that_was_stored_before_it_could_be_mended_is_read() -> None:
    stored = ["2", "With each?", [["1", "A"], ["2", "B"]], ["consent", 1, 0]]
    assert item_of(stored) == records.ITEM
    assert item_of([*stored, "Before?"]) == replace(records.ITEM, was="Before?")


@pytest.mark.parametrize(
    ("voter", "changes"),
    [
        ("USTRANGER", {}),
        ("UANNA", {"state": PollState.DRAFT}),
        ("UANNA", {"state": PollState.AWAITING_DECISION}),
        ("UANNA", {"closes_at": datetime(2020, 1, 1, tzinfo=UTC)}),
    ],
)
async def test_a_vote_that_may_not_count_changes_nothing(
    door: Door, voter: str, changes: dict[str, object]
) -> None:
    poll = await door.write(records.poll, **changes)
    assert not await door.write(lambda uow: uow.polls.cast(poll.id, voter, Choice.read("1")))
    assert await door.read(lambda uow: uow.polls.turnout(poll.id)) == 0


async def test_no_vote_counts_after_the_close_within_one_transaction(door: Door) -> None:
    poll = await door.write(records.poll)

    def vote_close_vote(uow: UnitOfWork) -> tuple[bool, bool]:
        before = uow.polls.cast(poll.id, "UANNA", Choice.read("1"))
        uow.polls.save(uow.polls.get(poll.id).closed(uow.now))
        return before, uow.polls.cast(poll.id, "UBEN", Choice.read("1"))

    assert await door.write(vote_close_vote) == (True, False)


async def test_votes_of_people_who_are_no_longer_asked_are_dropped(door: Door) -> None:
    poll = await door.write(records.poll)
    await door.write(lambda uow: uow.polls.cast(poll.id, "UANNA", Choice.read("1")))
    await door.write(lambda uow: uow.polls.save(replace(poll, voters=("UBEN",))))
    assert await door.read(lambda uow: uow.polls.turnout(poll.id)) == 0


async def test_a_person_sees_open_polls_that_wait_for_their_vote(door: Door) -> None:
    late = await door.write(lambda uow: records.poll(uow, closes_at=uow.now + timedelta(days=3)))
    soon = await door.write(records.poll)
    await door.write(records.poll, state=PollState.DRAFT, opened_at=None)
    await door.write(records.poll, voters=("UBEN",))
    assert list(await door.read(lambda uow: uow.polls.awaiting_vote("UANNA"))) == [soon, late]
    await door.write(lambda uow: uow.polls.cast(soon.id, "UANNA", Choice.read("1")))
    assert list(await door.read(lambda uow: uow.polls.awaiting_vote("UANNA"))) == [late]


async def test_polls_are_listed_newest_first_without_deleted_ones(door: Door) -> None:
    record = await door.write(records.negotiation)
    first = await door.write(records.poll, record)
    second = await door.write(records.poll, record)
    await door.write(records.poll, record, state=PollState.DELETED)
    by_record = await door.read(lambda uow: uow.polls.of_negotiations([record.id]))
    assert list(by_record) == [second, first]
    assert list(await door.read(lambda uow: uow.polls.of_leader(LEADER))) == [second, first]


async def test_polls_fall_due_to_remind_and_to_close_at_their_time(door: Door) -> None:
    poll = await door.write(records.poll)
    half_time, close = poll.reminder_times()[Slot.HALF_TIME], poll.closes_at
    moment = timedelta(microseconds=1)

    async def due(noun: str, at: datetime) -> list[str]:
        query = f"due_to_{noun}"
        return [p.id for p in await door.read(lambda uow: getattr(uow.polls, query)(at))]

    assert await due("remind", half_time - moment) == []
    assert await due("remind", half_time) == [poll.id]
    assert await due("close", close - moment) == []
    assert await due("close", close) == [poll.id]
    await door.write(lambda uow: uow.polls.save(poll.reminded_for(Slot.HALF_TIME)))
    assert await due("remind", half_time) == []
    await door.write(lambda uow: uow.polls.save(poll.closed(uow.now)))
    assert await due("close", close) == []


SETTINGS: tuple[Callable[[Manner], Manner], ...] = (
    *(lambda m, rule=rule: replace(m, terms=Terms(rule, 1)) for rule in Rule),
    lambda m: replace(m, terms=Terms(Rule.UP_TO, 3)),
    lambda m: replace(m, terms=Terms(Rule.RANK, 0)),
    lambda m: replace(m, is_secret=True),
    *(lambda m, results=results: replace(m, results=results) for results in Results),
    *(lambda m, reasons=reasons: replace(m, reasons=reasons) for reasons in Reasons),
    lambda m: replace(m, takes_options=True),
    lambda m: replace(m, quorum=500),
    *(lambda m, repeat=repeat: replace(m, repeat=repeat) for repeat in Repeat),
    lambda m: replace(m, closes_early=True),
)


async def test_every_setting_comes_back_as_it_was_saved(door: Door) -> None:
    record = await door.write(records.negotiation)
    everything = Manner(
        Terms(Rule.RANK, 2), True, Results.LEADER, Reasons.OPTIONAL, True, 7, Repeat.WEEKLY, True
    )
    for change in (*SETTINGS, lambda _: everything):
        manner = change(Manner())
        draft = {"manner": manner, "state": PollState.DRAFT, "opened_at": None}
        poll = await door.write(lambda uow, d=draft: records.poll(uow, record, **d))
        assert await door.read(lambda uow, p=poll: uow.polls.get(p.id)) == poll
        again = replace(poll, manner=Manner())
        await door.write(lambda uow, p=again: uow.polls.save(p))
        assert await door.read(lambda uow, p=again: uow.polls.get(p.id)) == again
