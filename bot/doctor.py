"""Looks Parley over before it is run, and says of each thing that is wrong how to put it right."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.table import Table

from bot import scopes
from bot.domain.errors import StorageTrouble, WrongKey
from bot.settings import Settings, SettingsError
from bot.skew import MOST, measure
from handlers.outcomes import VERDICTS, SlackError, Verdict
from handlers.slack import Slack, open_session
from handlers.socket_mode import address, web_client
from storage import keys, postgres, sqlite
from storage.canary import check, known_keys
from storage.migrations import HEAD, REVISIONS
from storage.session import Session
from storage.troubles import driver_errors


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; without a remedy it is well."""

    what: str
    said: str
    remedy: str = ""


Check = Callable[[Settings, aiohttp.ClientSession], Awaitable[Finding]]


def main(console: Console | None = None) -> int:
    """Look at everything; 0 when all is well."""
    try:
        findings = asyncio.run(examine(Settings.from_environ()))
    except SettingsError as error:
        findings = [Finding("settings", "not usable", problem) for problem in error.problems]
    (console or Console()).print(_table(findings))
    return int(any(finding.remedy for finding in findings))


async def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order in which one would put things right."""
    async with open_session() as session:
        return [
            Finding("settings", "complete"),
            *await asyncio.gather(*(check(settings, session) for check in _CHECKS)),
            *_files(settings),
        ]


async def _clock(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    skew = await measure(session, settings.api_url)
    if skew is None:
        return Finding("clock", "not known", f"{settings.api_url} does not answer: is it right?")
    if abs(skew) < MOST / 2:
        return Finding("clock", f"{skew:+.0f} s from Slack's")
    return Finding("clock", f"{skew:+.0f} s from Slack's", "Set the clock of this machine (NTP).")


async def _bot_token(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    try:
        who = await Slack(settings.bot_token, settings.api_url, session).hello()
    except SlackError as error:
        remedy = "Copy SLACK_BOT_TOKEN from “OAuth & Permissions”."
        return Finding("bot token", error.code, _remedy(error, remedy))
    if not who.scopes:
        # Every token has some: something between Slack and us dropped the header.
        return Finding("bot token", f"works in {who.tenant}, its scopes are not told")
    missing = sorted(scopes.needed() - who.scopes)
    if missing:
        remedy = f"Add {', '.join(missing)} under “OAuth & Permissions”, then reinstall the app."
        return Finding("bot token", f"works in {who.tenant}, scopes are missing", remedy)
    return Finding("bot token", f"works in {who.tenant}, all scopes granted")


async def _app_token(settings: Settings, _session: aiohttp.ClientSession) -> Finding:
    if not settings.uses_sockets:
        return Finding("deliveries", f"by HTTP, on {settings.host}:{settings.port}/slack/events")
    try:
        await address(web_client(settings.api_url), settings.app_token)
    except SlackError as error:
        remedy = "Make a new SLACK_APP_TOKEN with connections:write, and turn Socket Mode on."
        return Finding("app token", error.code, _remedy(error, remedy))
    return Finding("app token", "works: deliveries come by socket")


def _remedy(error: SlackError, refused: str) -> str:
    """Nothing is known of a token when nobody answered."""
    is_refusal = VERDICTS.get(error.code) in {Verdict.TENANT, Verdict.CONFIG}
    return refused if is_refusal else "Slack gave no answer: try again, then look at the network."


async def _database(settings: Settings, _session: aiohttp.ClientSession) -> Finding:
    return await asyncio.to_thread(_look_into_database, settings)


_CHECKS: tuple[Check, ...] = (_clock, _bot_token, _app_token, _database)


def _look_into_database(settings: Settings) -> Finding:
    """Reads only: migrating and making keys are for `run`."""
    url = settings.database_url
    try:
        if not postgres.is_postgresql(url) and not sqlite.path_of(url).exists():
            return Finding("database", "will be made at the first start")
        session = _session(url)
        with closing(session.connection):
            return _revision(session) or _keys(settings, session)
    except StorageTrouble as error:
        return Finding("database", "can't be used", error.sentence)
    except driver_errors() as error:
        remedy = "Is DATABASE_URL right, and does the server run? May this user read it?"
        return Finding("database", type(error).__name__, remedy)


def _session(url: str) -> Session:
    if postgres.is_postgresql(url):
        return postgres.connect(url, writable=False)
    return sqlite.connect(sqlite.path_of(url), writable=False)


def _revision(session: Session) -> Finding | None:
    try:
        row = session.connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except driver_errors():
        return Finding("database", "is empty; the first start fills it")
    if row["version_num"] == HEAD:
        return None
    if row["version_num"] in REVISIONS:
        return Finding("database", "is older than this program; the next start upgrades it")
    remedy = "Upgrade the program, or restore a backup that was made before the newer one ran."
    return Finding("database", "is newer than this program", remedy)


def _keys(settings: Settings, session: Session) -> Finding:
    if not settings.keys and not settings.key_file.exists():
        remedy = f"Put the key file back at {settings.key_file}, or set PARLEY_KEYS."
        return Finding("keys", "are gone, and the database is sealed with them", remedy)
    ring = keys.load(settings.keys, settings.key_file)
    try:
        session.begin()
        session.start(guarded=False)
        known = set(known_keys(session))
        session.rollback()
        if not known <= set(ring.keys):
            raise WrongKey
        if ring.current in known:
            check(session, ring)
    except WrongKey as error:
        return Finding("keys", "do not fit", error.sentence)
    return Finding("database", "up to date, and the keys fit")


def _files(settings: Settings) -> Iterator[Finding]:
    """Files that only their owner should read."""
    files = [Path(".env"), settings.key_file]
    if not postgres.is_postgresql(settings.database_url):
        files.append(sqlite.path_of(settings.database_url))
    for file in files:
        if file.exists():
            is_open = bool(file.stat().st_mode & 0o077)
            remedy = f"Others can read it. Run: chmod 600 {file}" if is_open else ""
            yield Finding(str(file), "readable by others" if is_open else "private", remedy)


def _table(findings: list[Finding]) -> Table:
    table = Table("", "what", "finding", "what to do", box=None, pad_edge=False)
    for finding in findings:
        mark = "[red]✗[/]" if finding.remedy else "[green]✓[/]"
        table.add_row(mark, finding.what, finding.said, finding.remedy)
    return table
