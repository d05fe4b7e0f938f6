"""What must be said, as one tenant's use cases see it; `storage.claims` is the sender's side."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from bot.domain.errors import NotFound
from bot.domain.outbox import Errand, State
from storage.keys import KeyRing, Place
from storage.scope import Scope
from storage.session import Row
from storage.statements import (
    Statement,
    adding_once,
    begins_with,
    by_key,
    number,
    of_tenant,
    word,
)
from storage.tables import outbox
from storage.types import (
    from_stored,
    from_stored_or_none,
    prefix_range,
    to_stored,
    to_stored_or_none,
)

_ADD = adding_once(outbox, ["dedupe_key"])
_GET = Statement(by_key(outbox, "id"))
_FIND = Statement(by_key(outbox, "dedupe_key"))
_CANCEL = Statement(
    update(outbox)
    .where(
        outbox.c.tenant == bindparam("tenant"),
        begins_with(outbox.c.dedupe_key),
        outbox.c.state == word(State.PENDING),
    )
    .values(state=word(State.CANCELLED))
)
_WAITING = Statement(
    select(func.count().label("waiting"))
    .select_from(outbox)
    .where(
        outbox.c.tenant == bindparam("tenant"),
        begins_with(outbox.c.dedupe_key),
        outbox.c.state == word(State.PENDING),
    )
)
_NEWEST = Statement(
    of_tenant(outbox)
    .where(
        begins_with(outbox.c.dedupe_key),
        outbox.c.kind == bindparam("kind"),
        outbox.c.state.in_(
            [word(s) for s in (State.PENDING, State.SENDING, State.SENT, State.UNKNOWN)]
        ),
    )
    .order_by(outbox.c.not_before.desc())
    .limit(number(1))
)
_LATELY = Statement(
    select(outbox.c.recipient).where(
        outbox.c.tenant == bindparam("tenant"),
        begins_with(outbox.c.dedupe_key),
        outbox.c.not_before > bindparam("since"),
        outbox.c.state.not_in(
            [word(State.FAILED), word(State.CANCELLED), word(State.EXPIRED)],
        ),
    )
)
_RETRY = Statement(
    update(outbox)
    .where(
        outbox.c.tenant == bindparam("tenant"),
        outbox.c.id == bindparam("id"),
        outbox.c.state.in_([word(State.UNKNOWN), word(State.FAILED)]),
    )
    .values(
        state=word(State.PENDING),
        not_before=bindparam("now"),
        attempts=bindparam("attempts"),
        first_try_at=None,
        lease_owner=None,
        lease_until=None,
        error_code=None,
    )
)


class Outbox:
    """`bot.services.ports.Outbox`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, errand: Errand) -> None:
        """Promise an errand, unless one with its dedupe key is there."""
        errand_id = errand.id or self._scope.new_id()
        self._scope.change(
            _ADD,
            id=errand_id,
            kind=errand.kind,
            recipient=errand.to,
            args=self._scope.seal(dict(errand.args), "outbox", errand_id, column="args"),
            dedupe_key=errand.dedupe_key,
            not_before=to_stored(errand.not_before),
            not_after=to_stored_or_none(errand.not_after),
            state=errand.state.value,
            lease_owner=None,
            lease_until=None,
            attempts=errand.attempts,
            first_try_at=to_stored_or_none(errand.first_try_at),
            channel=errand.channel,
            slack_ts=errand.slack_ts,
            error_code=errand.error_code,
            created_at=to_stored(self._scope.now),
        )

    def cancel(self, prefix: str) -> int:
        """Cancel pending errands whose dedupe key begins with this; how many."""
        return self._scope.change(_CANCEL, **prefix_range(prefix))

    def waiting(self, prefix: str) -> int:
        """How many pending errands have a dedupe key that begins with this."""
        row = self._scope.row(_WAITING, **prefix_range(prefix))
        return row["waiting"] if row else 0

    def lately(self, prefix: str, since: datetime) -> frozenset[str]:
        """Who was told, or will be, after an instant, by errands whose key begins with this."""
        rows = self._scope.rows(_LATELY, **prefix_range(prefix), since=to_stored(since))
        return frozenset(row["recipient"] for row in rows)

    def get(self, errand_id: str) -> Errand:
        """The errand."""
        row = self._scope.row_to_change(_GET, id=errand_id)
        if row is None:
            raise NotFound
        return errand_of(row, self._scope.ring)

    def find(self, dedupe_key: str) -> Errand | None:
        """The errand with this key, whatever its state."""
        row = self._scope.row(_FIND, dedupe_key=dedupe_key)
        return None if row is None else errand_of(row, self._scope.ring)

    def newest(self, kind: str, prefix: str) -> Errand | None:
        """The newest of a kind with such a dedupe key that was not refused."""
        row = self._scope.row(_NEWEST, kind=kind, **prefix_range(prefix))
        return None if row is None else errand_of(row, self._scope.ring)

    def retry(self, errand_id: str) -> None:
        """Make an unknown or failed errand pending again, from now, as if never tried."""
        self._scope.change(_RETRY, id=errand_id, now=to_stored(self._scope.now), attempts=0)


def errand_of(row: Row, ring: KeyRing) -> Errand:
    """The errand in a row of any tenant."""
    place = Place("outbox", row["tenant"], (row["id"],), "args")
    return Errand(
        kind=row["kind"],
        to=row["recipient"],
        args=ring.open_json(row["args"], place),
        dedupe_key=row["dedupe_key"],
        not_before=from_stored(row["not_before"]),
        not_after=from_stored_or_none(row["not_after"]),
        id=row["id"],
        state=State(row["state"]),
        attempts=row["attempts"],
        first_try_at=from_stored_or_none(row["first_try_at"]),
        channel=row["channel"],
        slack_ts=row["slack_ts"],
        error_code=row["error_code"],
    )
