"""What people want of nudges, and what they were told; the latter is sealed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam

from bot.domain.nudges import WORK_WEEK, Nudging
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, by_key, of_tenant, putting, word
from storage.tables import nudges
from storage.types import Among, from_stored_or_none, to_list, to_stored, to_stored_or_none

ON, OFF = "on", "off"

_GET = Statement(by_key(nudges, "person"))
_MANY = Statement(of_tenant(nudges).where(Among(nudges.c.person, "ids")))
_PUT = putting(nudges, "person")
_DUE = Statement(
    of_tenant(nudges)
    .where(nudges.c.state == word(ON), nudges.c.next_at <= bindparam("now"))
    .order_by(nudges.c.next_at, nudges.c.person)
    .limit(bindparam("limit"))
)


class Nudges:
    """`bot.services.ports_nudges.Nudges`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, user: str) -> Nudging:
        """What this person wants; off when nothing was said."""
        row = self._scope.row_to_change(_GET, person=user)
        return Nudging(user) if row is None else self._nudging(row)

    def work_days(self, users: Collection[str]) -> Mapping[str, tuple[int, ...]]:
        """The weekdays on which each of these people works; the usual ones when nothing is set."""
        rows = self._scope.rows(_MANY, ids=to_list(users))
        return dict.fromkeys(users, WORK_WEEK) | {r["person"]: _days(r) for r in rows}

    def put(self, nudging: Nudging) -> None:
        """What this person wants now."""
        said = {nudge: day.isoformat() for nudge, day in nudging.said.items()}
        self._scope.change(
            _PUT,
            person=nudging.user,
            state=ON if nudging.is_on else OFF,
            work_days="".join(str(day) for day in nudging.work_days),
            paused_until=nudging.paused_until and nudging.paused_until.isoformat(),
            next_at=to_stored_or_none(nudging.next_at),
            content=self._scope.seal(said, "nudges", nudging.user),
        )

    def due(self, now: datetime, limit: int) -> Sequence[Nudging]:
        """The first of those whose nudge is due; nobody else hands them out."""
        rows = self._scope.rows_to_change(_DUE, now=to_stored(now), limit=limit)
        return [self._nudging(row) for row in rows]

    def _nudging(self, row: Row) -> Nudging:
        said = self._scope.unseal(row["content"], "nudges", row["person"])
        paused_until = row["paused_until"]
        return Nudging(
            user=row["person"],
            is_on=row["state"] == ON,
            work_days=_days(row),
            paused_until=date.fromisoformat(paused_until) if paused_until else None,
            next_at=from_stored_or_none(row["next_at"]),
            said={nudge: date.fromisoformat(day) for nudge, day in said.items()},
        )


def _days(row: Row) -> tuple[int, ...]:
    return tuple(int(day) for day in row["work_days"])
