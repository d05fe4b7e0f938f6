"""Polls that an older program asked are there after the upgrade, with their votes."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import LargeBinary, MetaData, String, Table

from bot.clock import MovableClock
from bot.domain.choices import Choice
from bot.domain.poll_manner import Manner
from bot.domain.preferences import Preferences
from storage import migrate, migrations, postgres, sqlite
from storage.database import Database
from storage.keys import KeyRing, Place
from tests.storage.records import LEADER, TENANT


async def test_polls_of_before_the_ways_to_ask_keep_their_votes(
    database_url: str, ring: KeyRing, clock: MovableClock
) -> None:
    if not postgres.is_postgresql(database_url):
        sqlite.make_file(sqlite.path_of(database_url))
    content = {"question": "Which date?", "use": "To plan.", "options": [["1", "May"]]}
    opened = migrate._opened_postgresql(database_url)
    if not postgres.is_postgresql(database_url):
        opened = migrate._opened_sqlite(sqlite.path_of(database_url))
    with opened as connection:
        upgrade_to(connection, "0005")
        put(connection, "negotiations", id="N", leader=LEADER)
        sealed = ring.seal_json(content, Place("polls", TENANT, ("P",), "content"))
        put(
            connection, "polls", id="P", negotiation="N", leader=LEADER, content=sealed,
            audience="picked people", voters='["UANNA"]', state="awaiting decision", reminded="[]",
        )  # fmt: skip
        put(connection, "poll_voters", poll="P", voter="UANNA")
        put(connection, "votes", poll="P", voter="UANNA", option="1")
    database = Database.open(database_url, ring, clock)
    door = database.of(TENANT)
    poll = await door.read(lambda uow: uow.polls.get("P"))
    assert (poll.question, poll.manner) == ("Which date?", Manner())
    assert (await door.read(lambda uow: uow.polls.ballots("P"))).by_voter == {
        "UANNA": Choice.read("1")
    }
    await database.close()


async def test_who_was_reminded_of_polls_before_there_was_a_switch_still_is(
    database_url: str, ring: KeyRing, clock: MovableClock
) -> None:
    if not postgres.is_postgresql(database_url):
        sqlite.make_file(sqlite.path_of(database_url))
    opened = migrate._opened_postgresql(database_url)
    if not postgres.is_postgresql(database_url):
        opened = migrate._opened_sqlite(sqlite.path_of(database_url))
    with opened as connection:
        upgrade_to(connection, "0009")
        put(
            connection, "preferences", person="UANNA", zone="Europe/Berlin",
            quiet_from="20:00:00", quiet_until="07:00:00", calm_cards=True, plan_in_dm=False,
        )  # fmt: skip
    database = Database.open(database_url, ring, clock)
    kept = await database.of(TENANT).read(lambda uow: uow.preferences.get("UANNA"))
    assert kept == Preferences("UANNA", "Europe/Berlin", plan_in_dm=False)
    await database.close()


def upgrade_to(connection: Any, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def put(connection: Any, table: str, **given: object) -> None:
    """A row as an older program wrote it; what is not given is empty."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('parley.tenant', '*', true)")
    described = Table(table, MetaData(), autoload_with=connection)
    row = {
        column.name: b""
        if isinstance(column.type, LargeBinary)
        else ""
        if isinstance(column.type, String)
        else 0
        for column in described.columns
        if not column.nullable
    }
    connection.execute(described.insert().values({**row, "tenant": TENANT, **given}))
