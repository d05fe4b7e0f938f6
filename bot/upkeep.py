"""Chores around the database, for the command line; each says what it did."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.errors import StorageTrouble
from bot.settings import Settings
from storage import keys, postgres, sqlite
from storage.database import Database


def upgrade(settings: Settings) -> str:
    """Migrate, and prove that the keys fit."""
    database = _open(settings)
    asyncio.run(database.close())
    return "The database is up to date."


def backup(settings: Settings, file: Path) -> str:
    """A copy that is whole, taken while others may write."""
    if postgres.is_postgresql(settings.database_url):
        raise StorageTrouble("Use pg_dump for PostgreSQL; the keys are backed up apart from it.")
    if file.exists():
        raise StorageTrouble(f"{file} is there already; I won't write over it.")
    source = sqlite.path_of(settings.database_url)
    if not source.exists():
        raise StorageTrouble(f"There is no database at {source}.")
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(file),))
    return f"Copied to {file}. Without its keys nobody can read it: keep them in another place."


def rotate_keys(settings: Settings) -> str:
    """Seal everything with the first key; the others may then leave the ring."""
    return asyncio.run(_rotate(_open(settings)))


async def _rotate(database: Database) -> str:
    try:
        count = await database.rotate()
    finally:
        await database.close()
    return f"{count} values are sealed anew with the first key. You may retire the others."


def _open(settings: Settings) -> Database:
    ring = keys.load(settings.keys, settings.key_file)
    return Database.open(settings.database_url, ring, SystemClock())
