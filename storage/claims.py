"""The outbox of all tenants as a queue: claim under a lease, settle, and what is due next.

Two clocks. The program's says whether an errand is due; real time measures leases, and that of
PostgreSQL is one for all replicas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
    union,
    update,
)
from sqlalchemy.sql.selectable import ScalarSelect

from bot.domain.outbox import Claimed, State
from storage.keys import KeyRing
from storage.outbox import errand_of
from storage.session import EVERYBODY, Row, Session
from storage.statements import Statement, number, putting, word
from storage.tables import nudges, outbox, poll_looks, polls, tenants
from storage.types import Instant, RealNow, from_stored, to_stored, to_stored_or_none

PAUSED, ACTIVE = "paused", "active"


def _speaks(table: Table) -> ColumnElement[bool]:
    """Whether the row's tenant is not paused."""
    paused = and_(tenants.c.tenant == table.c.tenant, tenants.c.state == word(PAUSED))
    return ~exists().where(paused)


def _claiming(state: State, since: Column[int], now: ColumnElement[int]) -> Statement:
    """Take the first rows in a state whose instant has come; nobody else takes them.

    The rows are picked once, in a part of their own: PostgreSQL may run a subquery with a limit
    again when a row is changed under it, and then take more than the limit.
    """
    picked = (
        select(outbox.c.tenant, outbox.c.id)
        .where(outbox.c.state == word(state), since <= now, _speaks(outbox))
        .order_by(since)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True, of=outbox)
        .cte("picked")
        .prefix_with("MATERIALIZED")
    )
    return Statement(
        update(outbox)
        .where(outbox.c.tenant == picked.c.tenant, outbox.c.id == picked.c.id)
        .values(
            state=word(State.SENDING),
            lease_owner=bindparam("owner"),
            lease_until=RealNow() + bindparam("lease", type_=Instant),
            attempts=outbox.c.attempts + number(1),
            first_try_at=func.coalesce(outbox.c.first_try_at, bindparam("now", type_=Instant)),
        )
        .returning(outbox)
    )


_CLAIMS = (
    _claiming(State.SENDING, outbox.c.lease_until, RealNow()),
    _claiming(State.PENDING, outbox.c.not_before, bindparam("now", type_=Instant)),
)

_held = and_(
    outbox.c.tenant == bindparam("tenant"),
    outbox.c.id == bindparam("id"),
    outbox.c.state == word(State.SENDING),
    outbox.c.lease_owner == bindparam("owner"),
)
_ended: dict[str, Any] = {
    "lease_owner": None,
    "lease_until": None,
    "channel": func.coalesce(bindparam("channel"), outbox.c.channel),
    "slack_ts": func.coalesce(bindparam("ts"), outbox.c.slack_ts),
    "error_code": bindparam("error"),
    "not_before": func.coalesce(bindparam("not_before", type_=Instant), outbox.c.not_before),
}
_SETTLE = Statement(update(outbox).where(_held).values(state=bindparam("state"), **_ended))
_HAND_BACK = Statement(
    update(outbox)
    .where(_held)
    .values(
        state=bindparam("state"),
        attempts=outbox.c.attempts - number(1),
        first_try_at=case((outbox.c.attempts > number(1), outbox.c.first_try_at)),
        **_ended,
    )
)


def _first(table: Table, state: str, instant: Column[Any]) -> ScalarSelect[int]:
    return (
        select(instant)
        .where(table.c.state == word(state), instant.is_not(None), _speaks(table))
        .order_by(instant)
        .limit(number(1))
        .scalar_subquery()
    )


_first_look = (
    select(poll_looks.c.look_at)
    .where(_speaks(poll_looks))
    .order_by(poll_looks.c.look_at)
    .limit(number(1))
    .scalar_subquery()
)
_NEXT = Statement(
    select(
        _first(outbox, "pending", outbox.c.not_before).label("errand"),
        _first(polls, "open", polls.c.closes_at).label("close"),
        _first_look.label("look"),
        _first(polls, "open", polls.c.remind_at).label("reminder"),
        _first(polls, "scheduled", polls.c.opens_at).label("opening"),
        _first(nudges, "on", nudges.c.next_at).label("nudge"),
        (_first(outbox, "sending", outbox.c.lease_until) - RealNow()).label("lease_left"),
    )
)


_DUE_BY_ROWS = ("errand", "close", "look", "reminder", "opening", "nudge")


def _tenants_with(table: Table, state: str, instant: Column[Any]) -> Any:
    return select(table.c.tenant).where(
        table.c.state == word(state), instant <= bindparam("now"), _speaks(table)
    )


_TENANTS_DUE = Statement(
    union(
        _tenants_with(polls, "open", polls.c.closes_at),
        select(poll_looks.c.tenant).where(
            poll_looks.c.look_at <= bindparam("now"), _speaks(poll_looks)
        ),
        _tenants_with(polls, "open", polls.c.remind_at),
        _tenants_with(polls, "scheduled", polls.c.opens_at),
        _tenants_with(nudges, "on", nudges.c.next_at),
    )
)
_NOTE_STATE = putting(tenants)


def claim(
    session: Session, ring: KeyRing, now: datetime, owner: str, limit: int, lease: float
) -> Sequence[Claimed]:
    """Up to `limit` errands that are due or whose lease has ended, oldest first."""
    session.enter(EVERYBODY)
    rows: list[Row] = []
    for statement in _CLAIMS:
        rows += session.changed(
            statement,
            owner=owner,
            limit=limit - len(rows),
            lease=int(lease * 1_000_000),
            now=to_stored(now),
        )
    rows.sort(key=lambda row: row["not_before"])
    return [
        Claimed(row["tenant"], errand_of(row, ring), owner, from_stored(row["lease_until"]))
        for row in rows
    ]


@dataclass(frozen=True)
class Ending:
    """What became of a claimed errand."""

    state: State
    channel: str | None = None
    ts: str | None = None
    error: str | None = None
    not_before: datetime | None = None


def settle(session: Session, tenant: str, errand_id: str, owner: str, ending: Ending) -> bool:
    """End a claim; False if its owner no longer holds the errand."""
    session.enter(tenant)
    count = session.change(
        _HAND_BACK if ending.state is State.PENDING else _SETTLE,
        tenant=tenant,
        id=errand_id,
        owner=owner,
        state=ending.state.value,
        channel=ending.channel,
        ts=ending.ts,
        error=ending.error,
        not_before=to_stored_or_none(ending.not_before),
    )
    return count == 1


def next_due(session: Session, now: datetime) -> datetime | None:
    """The first instant, on the program's clock, at which anything falls due for anybody."""
    session.enter(EVERYBODY)
    row = session.row(_NEXT)
    assert row is not None
    instants = [row[name] for name in _DUE_BY_ROWS if row[name] is not None]
    if row["lease_left"] is not None:
        instants.append(to_stored(now) + row["lease_left"])
    return from_stored(min(instants)) if instants else None


def tenants_due(session: Session, now: datetime) -> Sequence[str]:
    """The tenants with polls to open, close, count or remind of, or with people to nudge."""
    session.enter(EVERYBODY)
    return [row["tenant"] for row in session.rows(_TENANTS_DUE, now=to_stored(now))]


def note_state(session: Session, tenant: str, state: str, reason: str, now: datetime) -> None:
    """Pause a tenant or let it speak again."""
    session.enter(tenant)
    session.change(
        _NOTE_STATE, tenant=tenant, state=state, reason=reason, changed_at=to_stored(now)
    )
