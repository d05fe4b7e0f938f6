"""How Parley is, for /healthz: due rows, scheduler, database, clock."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.errors import StorageTrouble
from bot.services.ports import Clock
from bot.skew import MOST

OLDEST_DUE = 120.0
OLDEST_TICK = 60.0
_DATABASE_SECONDS = 5.0


class Due(Protocol):
    """Knows when the next thing is due."""

    async def next_due(self) -> datetime | None:
        """The first due instant."""
        ...


@dataclass
class Health:
    """Asked at each request to /healthz. `skew` and `slack` are filled in when they are known."""

    database: Due
    clock: Clock
    last_tick: Callable[[], datetime | None]
    signs: bool
    skew: float | None = None
    slack: str = "not asked yet"

    async def __call__(self) -> tuple[bool, dict[str, Any]]:
        """Whether all is well, and the figures; ages in seconds."""
        database, due_for = await self._database()
        since_tick = self._age(self.last_tick())
        checks = {
            "database": database == "ok",
            "oldest_due": due_for < OLDEST_DUE,
            "scheduler": since_tick is not None and since_tick < OLDEST_TICK,
            # A socket is no signature: there a wrong clock is a nuisance, not an outage.
            "clock": not self.signs or self.skew is None or abs(self.skew) < MOST,
            "slack": self.slack == "ok",
        }
        return all(checks.values()), {
            "status": "ok" if all(checks.values()) else "failing",
            "failing": [name for name, is_well in checks.items() if not is_well],
            "database": database,
            "oldest_due_seconds": due_for,
            "last_tick_seconds": since_tick,
            "clock_skew_seconds": None if self.skew is None else round(self.skew, 1),
            "slack": self.slack,
        }

    async def _database(self) -> tuple[str, float]:
        try:
            due = await asyncio.wait_for(self.database.next_due(), _DATABASE_SECONDS)
        except (StorageTrouble, TimeoutError) as error:
            return type(error).__name__, 0.0
        return "ok", max(0.0, self._age(due) or 0.0)

    def _age(self, instant: datetime | None) -> float | None:
        if instant is None:
            return None
        return round((self.clock.now() - instant).total_seconds(), 1)
