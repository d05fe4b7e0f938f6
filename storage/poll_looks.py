"""Polls of which somebody should see whether everybody has answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam

from storage.scope import Scope
from storage.statements import Statement, adding_once, deleting, of_tenant
from storage.tables import poll_looks
from storage.types import to_stored

_PROMISE = adding_once(poll_looks, ["poll"])
_DONE = Statement(deleting(poll_looks, "poll"))
_DUE = Statement(
    of_tenant(poll_looks)
    .where(poll_looks.c.look_at <= bindparam("now"))
    .order_by(poll_looks.c.poll)
    .limit(bindparam("limit"))
)


class PollLooks:
    """`bot.services.ports_polls.PollLooks`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def promise(self, poll_id: str, at: datetime) -> None:
        """Have a poll looked at, unless that is promised; once for all votes of a batch."""
        promised, place = self._scope.session.memory, ("look", self._scope.tenant, poll_id)
        if place not in promised:
            self._scope.change(_PROMISE, poll=poll_id, look_at=to_stored(at))
            promised[place] = True

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        """The ids of polls that are to be looked at, in one order everywhere."""
        rows = self._scope.rows(_DUE, now=to_stored(now), limit=limit)
        return [row["poll"] for row in rows]

    def done(self, poll_id: str) -> None:
        """Forget the promise; a vote that comes from now on makes another."""
        self._scope.change(_DONE, poll=poll_id)
        self._scope.session.memory.clear()
