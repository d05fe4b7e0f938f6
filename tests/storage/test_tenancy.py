"""One workspace never reads or changes another's rows, even by a mistake of ours."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from bot.clock import MovableClock
from bot.domain.choices import Choice
from bot.domain.drafts import Draft
from bot.domain.errors import NotFound, StorageTrouble
from bot.domain.involvement import Tie
from bot.domain.poll_manner import Manner
from bot.domain.preferences import Preferences
from bot.domain.updates import Anchor
from bot.services.ports import UnitOfWork
from storage import postgres
from storage.database import Database
from storage.tables import metadata, seals
from tests.storage import records
from tests.storage.records import LEADER, OTHER, TENANT


@pytest.fixture
async def ids(database: Database, clock: MovableClock) -> dict[str, str]:
    """One of everything in the first tenant."""

    def fill(uow: UnitOfWork) -> dict[str, str]:
        record = records.negotiation(uow)
        poll = records.poll(uow, record)
        uow.polls.cast(poll.id, "UANNA", Choice.read("1"))
        uow.poll_looks.promise(poll.id, uow.now)
        secret = records.poll(uow, record, manner=Manner(is_secret=True))
        uow.polls.cast(secret.id, "UANNA", Choice.read("1"))
        uow.prep.save(record.id, "P1", {"batna": "walk away"}, LEADER)
        records.feedback(uow, poll.id)
        uow.cases.save(record.id, "message", {"ask": "May?"})
        uow.cases.understand(record.id, LEADER)
        uow.involvement.settle(record.id, Tie.KNOWS)
        uow.drafts.put(Draft(LEADER, "form", {"a": "b"}, uow.now))
        update = records.update(uow, record)
        uow.updates.put_anchor(Anchor(record.id, "C1", "1.5", uow.now))
        uow.updates.clear(update.id, "UANNA")
        uow.preferences.put(Preferences(LEADER, "Asia/Tokyo"))
        uow.outbox.add(records.errand(uow.now + timedelta(days=1)))
        errand = uow.outbox.find("greet:1")
        assert errand is not None
        return {
            "negotiation": record.id,
            "poll": poll.id,
            "secret": secret.id,
            "meeting": records.meeting(uow, record).id,
            "decision": records.decision(uow, record).id,
            "entry": records.entry(uow, record).id,
            "colleague": records.colleague(uow, record).id,
            "part": records.part(uow, record).id,
            "errand": errand.id,
            "update": update.id,
            "question": records.question(uow, update).id,
        }

    return await database.of(TENANT).write(fill)


READS: dict[str, Callable[[UnitOfWork, dict[str, str]], Any]] = {
    "of_person": lambda uow, ids: uow.negotiations.of_person(LEADER),
    "many": lambda uow, ids: uow.negotiations.many([ids["negotiation"]]),
    "history": lambda uow, ids: uow.negotiations.history(ids["negotiation"]),
    "workbook": lambda uow, ids: uow.prep.workbook(ids["negotiation"]).answers,
    "case": lambda uow, ids: uow.cases.of(ids["negotiation"]).sheets,
    "messages": lambda uow, ids: uow.cases.messages([ids["negotiation"]]),
    "understood": lambda uow, ids: uow.cases.has_understood(ids["negotiation"], LEADER),
    "draft": lambda uow, ids: uow.drafts.get(LEADER, "form"),
    "forms": lambda uow, ids: uow.drafts.forms(LEADER, ""),
    "polls": lambda uow, ids: uow.polls.of_negotiations([ids["negotiation"]]),
    "led": lambda uow, ids: uow.polls.of_leader(LEADER),
    "awaiting": lambda uow, ids: uow.polls.awaiting_vote("UBEN"),
    "vote": lambda uow, ids: uow.polls.vote_of(ids["poll"], "UANNA"),
    "ballots": lambda uow, ids: uow.polls.ballots(ids["poll"]).by_voter,
    "turnout": lambda uow, ids: uow.polls.turnout(ids["poll"]),
    "secret vote": lambda uow, ids: uow.polls.vote_of(ids["secret"], "UANNA"),
    "secret turnout": lambda uow, ids: uow.polls.turnout(ids["secret"]),
    "answered": lambda uow, ids: uow.polls.answered(ids["secret"]),
    "close": lambda uow, ids: uow.polls.due_to_close(uow.now + timedelta(days=9)),
    "look": lambda uow, ids: uow.poll_looks.due(uow.now + timedelta(days=9), 9),
    "remind": lambda uow, ids: uow.polls.due_to_remind(uow.now + timedelta(days=9)),
    "meetings": lambda uow, ids: uow.meetings.of_negotiations([ids["negotiation"]]),
    "upcoming": lambda uow, ids: uow.meetings.upcoming(LEADER, uow.now),
    "decisions": lambda uow, ids: uow.decisions.latest_of_negotiations([ids["negotiation"]]),
    "feedback": lambda uow, ids: uow.feedback.of(ids["poll"]),
    "resistance": lambda uow, ids: uow.resistance.of_negotiation(ids["negotiation"]),
    "diagnosed": lambda uow, ids: uow.resistance.diagnosed([ids["negotiation"]]),
    "newest": lambda uow, ids: uow.outbox.newest("greet", "greet:"),
    "map": lambda uow, ids: uow.involvement.of_negotiation(ids["negotiation"]),
    "settled": lambda uow, ids: uow.involvement.settled(ids["negotiation"]),
    "parts": lambda uow, ids: uow.parts.of_negotiation(ids["negotiation"]),
    "of_lead": lambda uow, ids: uow.parts.of_lead("UKIM"),
    "parts_waiting": lambda uow, ids: uow.parts.waiting(LEADER, uow.now + timedelta(days=9)),
    "updates": lambda uow, ids: uow.updates.of_negotiation(ids["negotiation"], 9),
    "newest_update": lambda uow, ids: uow.updates.newest(ids["negotiation"], "C1"),
    "promising": lambda uow, ids: uow.updates.promising([ids["negotiation"]]),
    "late": lambda uow, ids: uow.updates.late(LEADER, uow.now + timedelta(days=90)),
    "anchor": lambda uow, ids: uow.updates.anchor(ids["negotiation"], "C1"),
    "clears": lambda uow, ids: uow.updates.clears([ids["update"]])[ids["update"]],
    "questions": lambda uow, ids: uow.questions.waiting(ids["negotiation"]),
    "count": lambda uow, ids: uow.questions.count(ids["negotiation"]),
    "find": lambda uow, ids: uow.outbox.find("greet:1"),
}


@pytest.mark.parametrize("name", READS)
async def test_another_tenant_reads_nothing_by_these_ids(
    database: Database, ids: dict[str, str], name: str
) -> None:
    assert not await database.of(OTHER).read(READS[name], ids)


@pytest.mark.parametrize(
    "noun", ["negotiation", "poll", "meeting", "decision", "part", "update", "question"]
)
async def test_another_tenant_finds_nothing_by_these_ids(
    database: Database, ids: dict[str, str], noun: str
) -> None:
    for run in (database.of(OTHER).read, database.of(OTHER).write):
        with pytest.raises(NotFound):
            await run(lambda uow: getattr(uow, f"{noun}s").get(ids[noun]))


async def test_the_same_person_in_two_tenants_has_preferences_of_each(
    database: Database, ids: dict[str, str]
) -> None:
    assert await database.of(OTHER).read(lambda u: u.preferences.get(LEADER)) == Preferences(LEADER)


async def test_another_tenant_changes_nothing_by_these_ids(
    database: Database, ids: dict[str, str]
) -> None:
    home = database.of(TENANT)
    poll = await home.read(lambda uow: uow.polls.get(ids["poll"]))
    with pytest.raises(NotFound):
        await database.of(OTHER).write(lambda uow: uow.polls.unlink(ids["secret"]))
    record = await home.read(lambda uow: uow.negotiations.get(ids["negotiation"]))
    door = database.of(OTHER)
    with pytest.raises(NotFound):
        await door.write(lambda uow: uow.polls.cast(poll.id, "UBEN", Choice.read("1")))
    for change in (
        lambda uow: uow.polls.save(replace(poll, channel="C9")),
        lambda uow: uow.negotiations.save(replace(record, leader="UEVE")),
    ):
        with pytest.raises(NotFound):
            await door.write(change)
    assert await door.write(lambda uow: uow.outbox.cancel("")) == 0
    await door.write(lambda uow: uow.outbox.retry(ids["errand"]))
    await door.write(lambda uow: uow.drafts.drop(LEADER, "form"))
    await door.write(lambda uow: uow.resistance.remove(ids["entry"]))
    await door.write(lambda uow: uow.involvement.remove(ids["colleague"]))
    part = await home.read(lambda uow: uow.parts.get(ids["part"]))
    with pytest.raises(NotFound):
        await door.write(lambda uow: uow.parts.save(replace(part, lead="UEVE")))
    assert await home.read(lambda uow: uow.polls.get(ids["poll"])) == poll
    assert await home.read(lambda uow: uow.negotiations.get(ids["negotiation"])) == record
    assert await home.read(lambda uow: uow.drafts.get(LEADER, "form")) is not None
    assert (await home.read(lambda uow: uow.resistance.get(ids["entry"]))).history
    assert await home.read(lambda uow: uow.involvement.get(ids["colleague"]))
    assert await home.read(lambda uow: uow.parts.get(ids["part"])) == part


CHILDREN: dict[str, Callable[[UnitOfWork, str], Any]] = {
    "poll": lambda uow, parent: records.poll(uow, records.negotiation(uow), negotiation=parent),
    "meeting": lambda uow, parent: records.meeting(
        uow, records.negotiation(uow), negotiation=parent
    ),
    "decision": lambda uow, parent: records.decision(
        uow, records.negotiation(uow), negotiation=parent
    ),
    "entry": lambda uow, parent: records.entry(uow, records.negotiation(uow), negotiation=parent),
    "colleague": lambda uow, parent: records.colleague(
        uow, records.negotiation(uow), negotiation=parent
    ),
    "part": lambda uow, parent: records.part(uow, records.negotiation(uow), negotiation=parent),
    "settled": lambda uow, parent: uow.involvement.settle(parent, Tie.KNOWS),
    "sheet": lambda uow, parent: uow.cases.save(parent, "message", {"ask": "May?"}),
    "caveat": lambda uow, parent: uow.cases.understand(parent, LEADER),
    "answer": lambda uow, parent: uow.prep.save(parent, "P1", {"a": "b"}, LEADER),
}


@pytest.mark.parametrize("child", CHILDREN)
async def test_the_database_refuses_a_child_of_another_tenants_record(
    database: Database, ids: dict[str, str], child: str
) -> None:
    with pytest.raises(StorageTrouble) as refused:
        await database.of(OTHER).write(CHILDREN[child], ids["negotiation"])
    cause = refused.value.__cause__
    assert isinstance(cause, sqlite3.IntegrityError | psycopg.errors.ForeignKeyViolation)


def test_every_key_of_every_table_begins_with_the_tenant() -> None:
    for table in metadata.sorted_tables:
        if table is not seals:
            assert next(iter(table.primary_key.columns)).name == "tenant", table.name
        for foreign in table.foreign_key_constraints:
            assert foreign.column_keys[0] == "tenant", foreign.name
            assert foreign.elements[0].target_fullname.endswith(".tenant"), foreign.name


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_row_level_security_hides_all_rows_from_plain_sql(
    database: Database, migrated_url: str, ids: dict[str, str]
) -> None:
    with psycopg.connect(postgres.address(migrated_url)) as connection:
        for seen_as, expected in ((None, 0), (OTHER, 0), (TENANT, 2)):
            if seen_as:
                connection.execute("SELECT set_config('parley.tenant', %s, true)", [seen_as])
            polls = connection.execute("SELECT count(*) FROM polls").fetchone()
            assert polls == (expected,)
            changed = connection.execute("UPDATE polls SET channel = channel").rowcount
            assert changed == expected
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE polls SET tenant = 'T9'")


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_every_table_with_a_tenant_is_under_row_level_security(
    database: Database, migrated_url: str
) -> None:
    with psycopg.connect(postgres.address(migrated_url)) as connection:
        rows = connection.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        ).fetchall()
    assert {name for (name,) in rows} == {t.name for t in metadata.sorted_tables} - {"seals"}
