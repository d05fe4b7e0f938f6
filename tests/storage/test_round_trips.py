"""What is saved comes back as it was, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.clock import MovableClock
from bot.domain.drafts import Draft
from bot.domain.errors import DatabaseReadOnly, NotFound, StaleEdit
from bot.domain.negotiations import Stage, StageChange
from bot.domain.outbox import State
from bot.domain.preferences import Preferences
from bot.services.ports import UnitOfWork
from storage.database import Database, Door
from tests.storage import records
from tests.storage.records import LEADER, ODD_TEXT, TENANT, VOTERS


@pytest.fixture
def door(database: Database) -> Door:
    """The doors of the first tenant."""
    return database.of(TENANT)


async def test_a_record_comes_back_as_it_was_saved(door: Door) -> None:
    record = await door.write(records.negotiation, name=ODD_TEXT)
    assert await door.read(lambda uow: uow.negotiations.get(record.id)) == record

    changed = replace(record, stage=Stage.PREPARING, core_team=("UNEW",), channel=None)
    await door.write(lambda uow: uow.negotiations.save(changed))
    assert await door.read(lambda uow: uow.negotiations.get(record.id)) == changed


async def test_people_find_the_records_they_lead_or_help_with_newest_first(door: Door) -> None:
    old = await door.write(records.negotiation)
    new = await door.write(
        lambda uow: records.negotiation(uow, created_at=uow.now + timedelta(seconds=1))
    )
    await door.write(records.negotiation, leader="USOMEBODY", core_team=())
    for person in (LEADER, "UCORA"):
        found = await door.read(lambda uow, who=person: uow.negotiations.of_person(who))
        assert list(found) == [new, old]
    await door.write(lambda uow: uow.negotiations.save(replace(new, core_team=())))
    assert list(await door.read(lambda uow: uow.negotiations.of_person("UCORA"))) == [old]


async def test_many_records_are_found_by_id_and_absent_ones_left_out(door: Door) -> None:
    record = await door.write(records.negotiation)
    found = await door.read(lambda uow: uow.negotiations.many([record.id, "absent"]))
    assert found == {record.id: record}
    assert await door.read(lambda uow: uow.negotiations.many([])) == {}


async def test_history_keeps_every_change_of_stage_in_order(door: Door) -> None:
    at = datetime(2026, 1, 5, 10, 0, 0, 123456, tzinfo=UTC)
    changes = [
        StageChange(Stage.DRAFT, Stage.PREPARING, LEADER, at, "kick-off"),
        StageChange(Stage.PREPARING, Stage.DRAFT, LEADER, at, ODD_TEXT),
    ]
    record = await door.write(records.negotiation)
    for change in changes:
        await door.write(lambda uow, c=change: uow.negotiations.add_change(record.id, c))
    assert list(await door.read(lambda uow: uow.negotiations.history(record.id))) == changes


@pytest.mark.parametrize(
    "noun", ["negotiations", "polls", "meetings", "decisions", "resistance", "outbox"]
)
async def test_what_is_not_there_is_not_found(door: Door, noun: str) -> None:
    with pytest.raises(NotFound):
        await door.read(lambda uow: getattr(uow, noun).get("absent"))
    with pytest.raises(NotFound):
        await door.write(lambda uow: getattr(uow, noun).get("absent"))


async def test_answers_replace_each_other_and_count_their_versions(door: Door) -> None:
    record = await door.write(records.negotiation)
    for text in ("first", ODD_TEXT):
        await door.write(
            lambda uow, t=text: uow.prep.save(record.id, "P1", {"batna": t, "why": "x"}, LEADER)
        )
    book = await door.read(lambda uow: uow.prep.workbook(record.id))
    assert book.answers == {"P1": {"batna": ODD_TEXT, "why": "x"}}
    assert book.versions == {"P1": 2}


async def test_sheets_of_a_case_keep_their_order_and_count_their_versions(
    door: Door, clock: MovableClock
) -> None:
    record = await door.write(records.negotiation)
    for sheet in ("zz", "aa", "message"):
        await door.write(lambda uow, s=sheet: uow.cases.save(record.id, s, {"claim": ODD_TEXT}))
        clock.move(1)
    await door.write(lambda uow: uow.cases.save(record.id, "zz", {"claim": "new"}))
    case = await door.read(lambda uow: uow.cases.of(record.id))
    assert [(s.id, s.version) for s in case.sheets] == [("zz", 2), ("aa", 1), ("message", 1)]
    assert case.sheet("zz").values == {"claim": "new"}
    assert case.sheet("aa").values == {"claim": ODD_TEXT}


async def test_a_deleted_sheet_is_gone_and_cannot_be_deleted_again(door: Door) -> None:
    record = await door.write(records.negotiation)
    await door.write(lambda uow: uow.cases.save(record.id, "aa", {"claim": "x"}))
    await door.write(lambda uow: uow.cases.delete(record.id, "aa"))
    assert (await door.read(lambda uow: uow.cases.of(record.id))).sheets == []
    with pytest.raises(NotFound):
        await door.write(lambda uow: uow.cases.delete(record.id, "aa"))


async def test_a_caveat_is_understood_once_by_one_person(door: Door) -> None:
    record = await door.write(records.negotiation)
    for _ in range(2):
        await door.write(lambda uow: uow.cases.understand(record.id, LEADER))
    assert await door.read(lambda uow: uow.cases.has_understood(record.id, LEADER))
    assert not await door.read(lambda uow: uow.cases.has_understood(record.id, "UOTHER"))


async def test_a_workbook_without_answers_is_empty(door: Door) -> None:
    record = await door.write(records.negotiation)
    books = await door.read(lambda uow: uow.prep.workbooks([record.id, "absent"]))
    assert books["absent"].answers == {}
    assert books[record.id] == await door.read(lambda uow: uow.prep.workbook(record.id))


async def test_drafts_are_kept_replaced_listed_and_dropped(door: Door) -> None:
    at = datetime(2026, 1, 5, 10, tzinfo=UTC)
    first = Draft("UANNA", "prep:N1:P1", {"batna": ODD_TEXT}, at)
    for draft in (
        replace(first, values={}),
        first,
        replace(first, form="prep:N1:P2"),
        replace(first, form="prep:N2:P1"),
        replace(first, user="UBEN"),
    ):
        await door.write(lambda uow, d=draft: uow.drafts.put(d))
    assert await door.read(lambda uow: uow.drafts.get("UANNA", "prep:N1:P1")) == first
    forms = await door.read(lambda uow: uow.drafts.forms("UANNA", "prep:N1:"))
    assert set(forms) == {"prep:N1:P1", "prep:N1:P2"}
    await door.write(lambda uow: uow.drafts.drop("UANNA", "prep:N1:P1"))
    assert await door.read(lambda uow: uow.drafts.get("UANNA", "prep:N1:P1")) is None
    assert await door.read(lambda uow: uow.drafts.get("UBEN", "prep:N1:P1")) is not None


async def test_a_meeting_comes_back_as_it_was_saved(door: Door) -> None:
    meeting = await door.write(records.meeting, place=ODD_TEXT)
    assert await door.read(lambda uow: uow.meetings.get(meeting.id)) == meeting
    changed = replace(meeting.cancelled(), afterthought=ODD_TEXT)
    await door.write(lambda uow: uow.meetings.save(changed))
    assert await door.read(lambda uow: uow.meetings.get(meeting.id)) == changed


async def test_planned_meetings_are_listed_until_they_end(door: Door) -> None:
    record = await door.write(records.negotiation)
    later = await door.write(
        lambda uow: records.meeting(uow, record, starts_at=uow.now + timedelta(days=2))
    )
    soon = await door.write(records.meeting, record)
    gone = await door.write(records.meeting, record)
    await door.write(lambda uow: uow.meetings.save(gone.cancelled()))

    async def upcoming(after: datetime) -> list[str]:
        return [m.id for m in await door.read(lambda uow: uow.meetings.upcoming(LEADER, after))]

    assert await upcoming(soon.ends_at - timedelta(microseconds=1)) == [soon.id, later.id]
    assert await upcoming(soon.ends_at) == [later.id]
    listed = await door.read(lambda uow: uow.meetings.of_negotiations([record.id]))
    assert list(listed) == [soon, later]


async def test_a_decision_keeps_all_its_versions(door: Door) -> None:
    record = await door.write(records.negotiation)
    first = await door.write(records.decision, record)
    second = first.revised("D2", replace(first.form, decision=ODD_TEXT), first.made_at)
    await door.write(lambda uow: uow.decisions.add(second))
    assert await door.read(lambda uow: uow.decisions.get(first.id)) == first
    assert list(await door.read(lambda uow: uow.decisions.chain(first.chain))) == [first, second]
    latest = await door.read(lambda uow: uow.decisions.latest_of_negotiations([record.id]))
    assert list(latest) == [second]


async def test_the_second_of_two_revisions_of_one_version_is_stale(door: Door) -> None:
    first = await door.write(records.decision)
    mine, theirs = (first.revised(new, first.form, first.made_at) for new in ("D2", "D3"))
    await door.write(lambda uow: uow.decisions.add(mine))
    with pytest.raises(StaleEdit):
        await door.write(lambda uow: uow.decisions.add(theirs))


async def test_a_poll_leads_to_its_decision_and_so_does_having_been_asked(door: Door) -> None:
    poll = await door.write(records.poll)

    def decide(uow: UnitOfWork) -> str:
        record = uow.negotiations.get(poll.negotiation)
        return records.decision(uow, record, poll=poll.id).id

    decision = await door.write(decide)
    found = await door.read(lambda uow: uow.decisions.of_poll(poll.id))
    assert found is not None
    assert found.id == decision
    assert await door.read(lambda uow: uow.decisions.of_poll("absent")) is None
    for person, expected in ((VOTERS[0], [decision]), ("USTRANGER", [])):
        asked = await door.read(lambda uow, who=person: uow.decisions.of_asked(who))
        assert [d.id for d in asked] == expected


async def test_preferences_have_defaults_and_zones_leave_the_rest_alone(door: Door) -> None:
    mine = Preferences("UANNA", "Europe/Zurich", time(22, 15), time(6, 30), False, False, False)
    assert await door.read(lambda uow: uow.preferences.get("UANNA")) == Preferences("UANNA")
    await door.write(lambda uow: uow.preferences.put(mine))
    zones = {"UANNA": "Asia/Kolkata", "UBEN": "America/St_Johns"}
    await door.write(lambda uow: uow.preferences.note_zones(zones))
    many = await door.read(lambda uow: uow.preferences.many(["UANNA", "UBEN", "UNEW"]))
    assert many == {
        "UANNA": replace(mine, zone="Asia/Kolkata"),
        "UBEN": Preferences("UBEN", "America/St_Johns"),
        "UNEW": Preferences("UNEW"),
    }


async def test_an_errand_is_promised_once_per_dedupe_key(door: Door) -> None:
    def promise(uow: UnitOfWork, to: str) -> None:
        uow.outbox.add(records.errand(uow.now, to=to))

    await door.write(promise, "UANNA")
    await door.write(promise, "UBEN")
    kept = await door.read(lambda uow: uow.outbox.find("greet:1"))
    assert kept is not None
    assert (kept.to, kept.args, kept.state) == ("UANNA", {"poll": "P1"}, State.PENDING)
    assert await door.read(lambda uow: uow.outbox.get(kept.id)) == kept
    assert await door.read(lambda uow: uow.outbox.find("absent")) is None


async def test_errands_are_cancelled_by_prefix_and_no_others(door: Door) -> None:
    keys = ("poll:P1:remind:UA", "poll:P1:remind:\U0001f600", "poll:P1:result", "poll:P10:remind:U")

    def promise(uow: UnitOfWork) -> None:
        for key in keys:
            uow.outbox.add(records.errand(uow.now, key))

    await door.write(promise)
    assert await door.write(lambda uow: uow.outbox.cancel("poll:P1:remind:")) == 2
    assert await door.write(lambda uow: uow.outbox.cancel("poll:P1:remind:")) == 0
    assert await door.write(lambda uow: uow.outbox.cancel("poll:P1%")) == 0
    for key, state in zip(keys, ("cancelled", "cancelled", "pending", "pending"), strict=True):
        kept = await door.read(lambda uow, k=key: uow.outbox.find(k))
        assert kept is not None
        assert kept.state == state


async def test_reading_cannot_write(door: Door) -> None:
    with pytest.raises(DatabaseReadOnly):
        await door.read(records.negotiation)
    assert await door.read(lambda uow: uow.negotiations.of_person(LEADER)) == []


async def test_new_ids_are_22_url_safe_characters_and_differ(door: Door) -> None:
    ids = await door.read(lambda uow: {uow.new_id() for _ in range(1000)})
    assert len(ids) == 1000
    assert all(len(i) == 22 and i.replace("-", "").replace("_", "").isalnum() for i in ids)
