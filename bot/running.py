"""`python -m bot run`: settings and log, then the bot until it is told to stop."""

import asyncio
import sys

SETTINGS, TROUBLE = 2, 1
"""Exit codes: what is missing must be set, or the database cannot be used."""


def main() -> int:
    """Run; the exit code. What is in the way is told on standard error."""
    from bot.settings import Settings, SettingsError

    try:
        settings = Settings.from_environ()
    except SettingsError as error:
        return _told(SETTINGS, *error.problems)
    from bot import log

    log.set_up(settings.log_level)
    from bot.app import run
    from bot.domain.errors import StorageTrouble

    try:
        asyncio.run(run(settings))
    except SettingsError as error:
        return _told(SETTINGS, *error.problems)
    except StorageTrouble as error:
        return _told(TROUBLE, error.sentence)
    return 0


def _told(code: int, *reasons: str) -> int:
    for reason in reasons:
        sys.stderr.write(f"{reason}\n")
    return code
