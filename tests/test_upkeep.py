"""Chores around the database: upgrade, copy, new keys; and the doctor who looks at all of it."""

import base64
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from bot import doctor, upkeep
from bot.clock import SystemClock
from bot.domain.errors import StorageTrouble
from bot.domain.preferences import Preferences
from bot.scopes import needed
from bot.settings import Settings
from storage import keys
from storage.database import Database
from tests.fakeslack import FakeSlack, Fault


def settings(home: Path, api_url: str = "", **given: str) -> Settings:
    known = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s" * 32,
        "SLACK_API_URL": api_url,
        "PARLEY_HOME": str(home),
    }
    return Settings.from_environ(known | given, home / ".env")


def test_upgrading_makes_a_database_and_repeats_harmlessly(tmp_path: Path) -> None:
    for _ in range(2):
        assert upkeep.upgrade(settings(tmp_path)) == "The database is up to date."


def test_a_copy_is_whole_private_and_never_overwrites(tmp_path: Path) -> None:
    upkeep.upgrade(settings(tmp_path))
    copy = tmp_path / "copy.db"
    upkeep.backup(settings(tmp_path), copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with pytest.raises(StorageTrouble, match="is there already"):
        upkeep.backup(settings(tmp_path), copy)


def test_there_is_nothing_to_copy_before_the_first_start(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="There is no database"):
        upkeep.backup(settings(tmp_path), tmp_path / "copy.db")


def test_keys_can_be_changed(tmp_path: Path) -> None:
    old, new = keys.new_pair(), keys.new_pair()
    upkeep.upgrade(settings(tmp_path, PARLEY_KEYS=old))
    said = upkeep.rotate_keys(settings(tmp_path, PARLEY_KEYS=f"{new},{old}"))
    assert "sealed anew" in said
    upkeep.upgrade(settings(tmp_path, PARLEY_KEYS=new))


# The doctor


async def remedies(found: Settings) -> dict[str, str]:
    return {f.what: f.remedy for f in await doctor.examine(found) if f.remedy}


async def test_a_healthy_house_is_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with FakeSlack(scopes=",".join(needed())) as slack:
        assert await remedies(settings(tmp_path, slack.url)) == {}


async def test_a_house_with_a_database_is_well(
    tmp_path: Path, migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pair = f"test:{base64.b64encode(bytes(range(32))).decode()}"
    async with FakeSlack(scopes=",".join(needed())) as slack:
        found = settings(tmp_path, slack.url, DATABASE_URL=migrated_url, PARLEY_KEYS=pair)
        assert await remedies(found) == {}


async def test_missing_scopes_are_named(tmp_path: Path) -> None:
    async with FakeSlack(scopes="chat:write,commands") as slack:
        found = await remedies(settings(tmp_path, slack.url))
    assert "channels:read, files:write, groups:read, users:read" in found["bot token"]


async def test_scopes_that_slack_does_not_tell_are_not_called_missing(tmp_path: Path) -> None:
    async with FakeSlack(scopes="") as slack:
        assert "bot token" not in await remedies(settings(tmp_path, slack.url))


async def test_refused_tokens_are_named(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        slack.fail(Fault("invalid_auth"), method="auth.test")
        slack.fail(Fault("not_allowed_token_type"), method="apps.connections.open")
        found = await remedies(settings(tmp_path, slack.url, SLACK_APP_TOKEN="xapp-1"))
    assert "SLACK_BOT_TOKEN" in found["bot token"]
    assert "SLACK_APP_TOKEN" in found["app token"]


async def test_an_address_where_nobody_answers_is_named(tmp_path: Path) -> None:
    found = await remedies(settings(tmp_path, "http://127.0.0.1:1/api/"))
    assert "does not answer" in found["clock"]


async def test_lost_and_wrong_keys_are_told_apart(tmp_path: Path) -> None:
    async with FakeSlack(scopes=",".join(needed())) as slack:
        found = settings(tmp_path, slack.url)
        await _open_and_close(found)
        found.key_file.unlink()
        assert "Put the key file back" in (await remedies(found))["keys"]
        os.close(os.open(found.key_file, os.O_WRONLY | os.O_CREAT, 0o600))
        found.key_file.write_text(keys.new_pair())
        assert "another key" in (await remedies(found))["keys"]


async def _open_and_close(found: Settings) -> None:
    ring = keys.load(found.keys, found.key_file)
    database = Database.open(found.database_url, ring, SystemClock())
    await database.of("T1").write(lambda uow: uow.preferences.put(Preferences("U1")))
    await database.close()


async def test_files_that_others_can_read_are_named(tmp_path: Path) -> None:
    async with FakeSlack(scopes=",".join(needed())) as slack:
        found = settings(tmp_path, slack.url)
        await _open_and_close(found)
        found.key_file.chmod(0o644)
        assert "chmod 600" in str(await remedies(found))


async def test_a_newer_database_is_named(tmp_path: Path) -> None:
    async with FakeSlack(scopes=",".join(needed())) as slack:
        found = settings(tmp_path, slack.url)
        await _open_and_close(found)
        with closing(sqlite3.connect(tmp_path / "parley.db")) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
        assert "Upgrade the program" in (await remedies(found))["database"]


def test_the_doctor_ends_with_1_when_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("SLACK_", "PARLEY_"))]:
        monkeypatch.delenv(name)
    console = Console(record=True, width=160)
    assert doctor.main(console) == 1
    assert "SLACK_BOT_TOKEN is missing" in console.export_text()
