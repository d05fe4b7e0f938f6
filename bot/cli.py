"""The command line: `python -m bot …`. Each command imports what it needs, so help is quick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.running import SETTINGS, TROUBLE

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    help="Parley coaches leaders through negotiations, in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
db = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(db, name="db")


@app.command()
def run() -> None:
    """Run the bot in your workspace."""
    from bot.running import main

    raise typer.Exit(main())


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 8000,
) -> None:
    """Play with Parley in your browser: a small company in a local Slack, no tokens."""
    from bot.demo import main

    main(port)


@app.command()
def doctor() -> None:
    """Check tokens, scopes, clock, database and keys, and say what to do."""
    from bot.doctor import main

    raise typer.Exit(main())


@db.command()
def upgrade() -> None:
    """Bring the database up to date. (`run` does so too.)"""
    from bot.upkeep import upgrade as work

    _storage(work)


@db.command()
def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes.")]) -> None:
    """Copy the SQLite database, also while Parley runs. Keep the key file apart from it."""
    from bot.upkeep import backup as work

    _storage(lambda settings: work(settings, file))


@db.command("rotate-keys")
def rotate_keys() -> None:
    """Seal everything anew with the first of the keys; can be interrupted and repeated."""
    from bot.upkeep import rotate_keys as work

    _storage(work)


def _storage(work: Callable[[Settings], str]) -> None:
    """Run a chore on the database, which needs no Slack, and print what it says."""
    from bot.domain.errors import StorageTrouble

    try:
        typer.echo(work(_settings(needs_slack=False)))
    except StorageTrouble as error:
        _end(TROUBLE, error.sentence)


def _settings(needs_slack: bool = True) -> Settings:
    from bot.settings import Settings, SettingsError

    try:
        return Settings.from_environ(needs_slack=needs_slack)
    except SettingsError as error:
        _end(SETTINGS, *error.problems)


def _end(code: int, *reasons: str) -> NoReturn:
    for reason in reasons:
        typer.echo(reason, err=True)
    raise typer.Exit(code)
