"""What stands in a stage's database, read by nobody but SQLite itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from bot.demo import Stage
from tests.faults.things import Things, plant

# What a start writes.
KEPT = frozenset({"alembic_version", "seals", "tenants"})


def path_of(stage: Stage) -> str:
    """The file of the database."""
    assert stage.bot is not None
    return stage.bot.settings.database_url.removeprefix("sqlite:///")


def rows(stage: Stage, *without: str) -> Iterator[str]:
    """Every row of every table, but for those that are left out."""
    with closing(sqlite3.connect(path_of(stage))) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in found.fetchall():
            if name not in without:
                yield from (f"{name}: {row}" for row in connection.execute(f"SELECT * FROM {name}"))


async def planted_alone(stage: Stage) -> Things:
    """The same on an empty house, so that no case carries and draws what others have left."""
    await stage.settled()
    with closing(sqlite3.connect(path_of(stage), isolation_level=None)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {name for (name,) in found.fetchall()} - KEPT
        connection.execute("BEGIN IMMEDIATE")
        for name in tables:
            connection.execute(f"DELETE FROM {name}")
        connection.execute("COMMIT")
    return await planted(stage)


async def planted(stage: Stage) -> Things:
    """A record with all that belongs to it; what follows from making it is over."""
    assert stage.bot is not None
    found = await stage.bot.database.of(stage.sandbox.world.workspace.team_id).write(plant)
    stage.bot.parley.wake()
    await stage.settled()
    return found
