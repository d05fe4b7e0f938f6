"""What falls due by itself: a table of use cases, and the runner that calls them."""

import logging
from collections.abc import Mapping
from datetime import datetime

from bot.services import nudges, poll_closing, poll_reminders, poll_running
from bot.services.ports_outbox import Door, Storage, UseCase

log = logging.getLogger(__name__)

# Each looks at its tenant's rows, does all that is due by now, and does nothing when called again.
DUE: Mapping[str, UseCase] = {
    "polls.close": poll_running.close_due,
    "polls.count": poll_closing.look_due,
    "polls.remind": poll_reminders.remind_due,
    "nudges.hand_out": nudges.hand_out_due,
}


async def run_due(storage: Storage, now: datetime, due: Mapping[str, UseCase] = DUE) -> None:
    """Do what is due for every tenant; one that fails holds up no other."""
    for tenant in await storage.tenants_due(now):
        for name, use_case in due.items():
            await _run(storage.of(tenant), name, use_case)


async def _run(door: Door, name: str, use_case: UseCase) -> None:
    try:
        await door.write(use_case)
    except Exception as error:
        # Its rows stay due, so the next round tries again.
        log.error("%s failed: %s", name, type(error).__name__)
