"""What Parley is told from outside. Nobody else reads the environment."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

SLACK = "https://slack.com/api/"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_SCHEMES = ("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")

# Read by Bolt on its own: a client id and secret switch OAuth on, and our token is dropped.
_BOLTS_OWN = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_VERIFICATION_TOKEN",
)


class SettingsError(Exception):
    """Every setting that is missing or malformed, each with its remedy."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """All settings, checked. What is secret is not shown when this is printed."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str
    database_url: str = field(repr=False)
    home: Path
    keys: str = field(repr=False)
    host: str
    port: int
    log_level: str

    @property
    def uses_sockets(self) -> bool:
        """Whether Slack delivers by socket; else by HTTP."""
        return bool(self.app_token)

    @property
    def key_file(self) -> Path:
        """Where the keys are, unless PARLEY_KEYS holds them."""
        return self.home / "parley.key"

    @classmethod
    def from_environ(
        cls,
        environ: Mapping[str, str] | None = None,
        env_file: Path = Path(".env"),
        needs_slack: bool = True,
    ) -> "Settings":
        """From the environment, else from `.env`; raises SettingsError with all problems."""
        given = _given(os.environ if environ is None else environ, env_file)
        checks = (*_SLACK_CHECKS, *_CHECKS) if needs_slack else _CHECKS
        problems = [problem for check in checks if (problem := check(given))]
        if problems:
            raise SettingsError(problems)
        home = Path(given.get("PARLEY_HOME", "./data"))
        return cls(
            bot_token=given.get("SLACK_BOT_TOKEN", ""),
            app_token=given.get("SLACK_APP_TOKEN", ""),
            signing_secret=given.get("SLACK_SIGNING_SECRET", ""),
            api_url=given.get("SLACK_API_URL", SLACK).rstrip("/") + "/",
            database_url=given.get("DATABASE_URL", f"sqlite:///{home / 'parley.db'}"),
            home=home,
            keys=given.get("PARLEY_KEYS", ""),
            host=given.get("HOST", "127.0.0.1"),
            port=int(given.get("PORT", "3000")),
            log_level=given.get("LOG_LEVEL", "INFO").upper(),
        )


@contextmanager
def hidden_from_bolt() -> Iterator[None]:
    """Meanwhile the environment has nothing in it that Bolt would read by itself."""
    kept = {name: os.environ.pop(name) for name in _BOLTS_OWN if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def _given(environ: Mapping[str, str], env_file: Path) -> dict[str, str]:
    """What is set and not blank; the environment wins."""
    found = {**_from_file(env_file), **environ}
    return {name: value.strip() for name, value in found.items() if value and value.strip()}


def _from_file(env_file: Path) -> dict[str, str | None]:
    if not env_file.is_file():
        return {}
    if env_file.stat().st_mode & 0o077:
        print(f"Others can read {env_file}. Run: chmod 600 {env_file}", file=sys.stderr)  # noqa: T201
    return dotenv_values(env_file, interpolate=False)


def _bot_token(given: Mapping[str, str]) -> str:
    remedy = "copy the bot token (xoxb-…) from “OAuth & Permissions” of your app."
    return _shaped(given, "SLACK_BOT_TOKEN", "xoxb-", remedy, needed=True)


def _app_token(given: Mapping[str, str]) -> str:
    remedy = "make an app-level token (xapp-…) with connections:write, or leave it empty for HTTP."
    return _shaped(given, "SLACK_APP_TOKEN", "xapp-", remedy)


def _shaped(
    given: Mapping[str, str], name: str, start: str, remedy: str, needed: bool = False
) -> str:
    value = given.get(name, "")
    if not value:
        return f"{name} is missing: {remedy}" if needed else ""
    is_well = value.startswith(start) and value.isascii() and not any(map(str.isspace, value))
    return "" if is_well else f"{name} does not look like one ({start}…): {remedy}"


def _signing_secret(given: Mapping[str, str]) -> str:
    if "SLACK_APP_TOKEN" in given or "SLACK_SIGNING_SECRET" in given:
        return ""
    return (
        "SLACK_SIGNING_SECRET is missing: copy it from “Basic Information” of your app. "
        "(Or set SLACK_APP_TOKEN: Socket Mode needs no signing secret.)"
    )


def _api_url(given: Mapping[str, str]) -> str:
    url = given.get("SLACK_API_URL", SLACK)
    if _is_address(url):
        return ""
    return f"SLACK_API_URL is no address: leave it empty, or give one like {SLACK}"


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _database_url(given: Mapping[str, str]) -> str:
    url = given.get("DATABASE_URL", "sqlite:///x")
    if url.startswith(_SCHEMES) and url not in _SCHEMES:
        return ""
    return "DATABASE_URL is none I know: use sqlite:///path/to/parley.db or postgresql://…"


def _keys(given: Mapping[str, str]) -> str:
    if "PARLEY_KEYS" not in given or all(":" in pair for pair in given["PARLEY_KEYS"].split(",")):
        return ""
    return "PARLEY_KEYS is malformed: leave it empty for a key file, or give id:key,id:key"


def _home(given: Mapping[str, str]) -> str:
    home = Path(given.get("PARLEY_HOME", "./data"))
    if not home.exists() or home.is_dir():
        return ""
    return "PARLEY_HOME is a file: give a directory for the database and the key file."


def _port(given: Mapping[str, str]) -> str:
    port = given.get("PORT", "3000")
    if port.isascii() and port.isdigit() and int(port) < 65536:
        return ""
    return "PORT must be a number from 0 to 65535 (0: any free one)."


def _log_level(given: Mapping[str, str]) -> str:
    if given.get("LOG_LEVEL", "INFO").upper() in LEVELS:
        return ""
    return f"LOG_LEVEL must be one of {', '.join(LEVELS)}."


Check = Callable[[Mapping[str, str]], str]
_SLACK_CHECKS: tuple[Check, ...] = (_bot_token, _app_token, _signing_secret, _api_url)
_CHECKS: tuple[Check, ...] = (_database_url, _home, _keys, _port, _log_level)
