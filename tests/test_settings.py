"""Each missing or malformed setting is named with its remedy, all at once."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import SLACK, Settings, SettingsError, hidden_from_bolt

NOWHERE = Path("/nowhere/.env")
SOCKETS = {"SLACK_BOT_TOKEN": "xoxb-1-2-a", "SLACK_APP_TOKEN": "xapp-1-2-a"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1-2-a", "SLACK_SIGNING_SECRET": "0" * 32}


def problems(**given: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(given, NOWHERE)
    return caught.value.problems


def settings(**given: str) -> Settings:
    return Settings.from_environ(given, NOWHERE)


def test_sockets_need_no_signing_secret_and_http_no_app_token() -> None:
    assert settings(**SOCKETS).uses_sockets
    assert not settings(**HTTP).uses_sockets


def test_what_is_not_given_has_a_default() -> None:
    found = settings(**SOCKETS)
    assert (found.host, found.port, found.log_level) == ("127.0.0.1", 3000, "INFO")
    assert found.api_url == SLACK
    assert found.home == Path("data")
    assert found.database_url == "sqlite:///data/parley.db"


def test_the_home_holds_database_and_keys() -> None:
    found = settings(**SOCKETS, PARLEY_HOME="/srv/parley")
    assert found.database_url == "sqlite:////srv/parley/parley.db"
    assert found.key_file == Path("/srv/parley/parley.key")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/api", "http://127.0.0.1:8000/api/"])
def test_the_address_may_end_as_it_likes(url: str) -> None:
    assert settings(**SOCKETS, SLACK_API_URL=url).api_url == "http://127.0.0.1:8000/api/"


def test_blank_is_as_missing() -> None:
    assert settings(**SOCKETS, PORT=" ", LOG_LEVEL="", DATABASE_URL=" ").port == 3000
    assert "SLACK_BOT_TOKEN is missing" in problems(SLACK_BOT_TOKEN=" ")[0]


def test_all_problems_are_named_at_once() -> None:
    found = problems(SLACK_APP_TOKEN="xoxb-1", PORT="many", LOG_LEVEL="LOUD", DATABASE_URL="mysql:")
    names = [problem.split()[0] for problem in found]
    assert names == [
        "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL", "PORT", "LOG_LEVEL",
    ]  # fmt: skip


MALFORMED: list[tuple[str, str]] = [
    ("SLACK_BOT_TOKEN", "xoxp-1-2"),
    ("SLACK_BOT_TOKEN", "xoxb-1 2"),
    ("SLACK_BOT_TOKEN", "xoxb-ü"),
    ("SLACK_APP_TOKEN", "xoxb-1-2"),
    ("SLACK_API_URL", "slack.com/api"),
    ("SLACK_API_URL", "ftp://slack.com"),
    ("SLACK_API_URL", "http://[::1"),
    ("SLACK_API_URL", "http://x:99999"),
    ("DATABASE_URL", "mysql://x"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "parley.db"),
    ("PARLEY_KEYS", "c2VjcmV0"),
    ("PARLEY_HOME", __file__),
    ("PORT", "-1"),
    ("PORT", "65536"),
    ("PORT", "٣"),
    ("LOG_LEVEL", "TRACE"),
]


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_malformed_setting_is_named_without_its_value(name: str, value: str) -> None:
    [problem] = problems(**(SOCKETS | {name: value}))
    assert problem.startswith(name)
    if "TOKEN" in name or "KEYS" in name:
        assert value not in problem


def test_without_sockets_the_signing_secret_is_needed() -> None:
    assert problems(SLACK_BOT_TOKEN="xoxb-1")[0].startswith("SLACK_SIGNING_SECRET is missing")


def test_chores_on_the_database_need_no_slack() -> None:
    assert Settings.from_environ({}, NOWHERE, needs_slack=False).bot_token == ""


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('SLACK_BOT_TOKEN="xoxb-file"\nSLACK_APP_TOKEN=xapp-file\nPORT=4000\n')
    file.chmod(0o600)
    found = Settings.from_environ({"SLACK_BOT_TOKEN": "xoxb-environment"}, file)
    assert found.bot_token == "xoxb-environment"
    assert (found.app_token, found.port) == ("xapp-file", 4000)


def test_a_file_that_others_can_read_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=4000\n")
    file.chmod(0o644)
    Settings.from_environ(SOCKETS, file)
    assert f"chmod 600 {file}" in capsys.readouterr().err


def test_no_secret_is_shown_when_settings_are_printed() -> None:
    found = settings(**SOCKETS, SLACK_SIGNING_SECRET="s" * 32, PARLEY_KEYS="k1:abc")
    shown = str(found)
    for secret in ("xoxb-", "xapp-", "ssss", "k1:abc"):
        assert secret not in shown


def test_bolt_finds_nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "x")
    with hidden_from_bolt():
        assert "SLACK_CLIENT_ID" not in os.environ
    assert os.environ["SLACK_CLIENT_ID"] == "1.2"


def python(*arguments: str, cwd: Path, **environ: str) -> Any:
    """The program as a process, with nothing but these settings."""
    root = Path(__file__).parent.parent
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env=known | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_program_ends_with_code_2_and_no_traceback(tmp_path: Path) -> None:
    ended = python("run", cwd=tmp_path, PORT="x")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert [line.split()[0] for line in ended.stderr.splitlines()] == [
        "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "PORT",
    ]  # fmt: skip


def test_help_is_quick_and_needs_no_settings(tmp_path: Path) -> None:
    ended = python("--help", cwd=tmp_path)
    assert ended.returncode == 0
    assert "doctor" in ended.stdout


def test_help_loads_none_of_the_heavy_libraries() -> None:
    script = (
        "import sys, bot.cli; "
        "print(sorted({'aiohttp', 'sqlalchemy', 'slack_sdk', 'slack_bolt'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.strip() == "[]"


def test_keys_that_are_malformed_are_said_with_the_remedy(tmp_path: Path) -> None:
    ended = python("run", cwd=tmp_path, **SOCKETS, PARLEY_KEYS="k1:short")
    assert ended.returncode == 1
    assert "PARLEY_KEYS must be id:key pairs" in ended.stderr
    assert "Traceback" not in ended.stderr
