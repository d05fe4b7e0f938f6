"""The first tables.

Revision ID: 0001
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KINDS: dict[str, Any] = {
    "word": sa.String().with_variant(sa.String(collation="C"), "postgresql"),
    "instant": sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
    "count": sa.Integer(),
    "tick": sa.Boolean(),
    "sealed": sa.LargeBinary(),
}


def upgrade() -> None:
    _bookkeeping()
    _records()
    _polls()
    _talks()
    _outbox()
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            _keep_tenants_apart(table)


def _bookkeeping() -> None:
    op.create_table(
        "seals", *_columns("key_id word, canary sealed"), _key("seals", ["key_id"], tenant=False)
    )
    _create("tenants", "state word, reason word, changed_at instant", [], lookup=True)
    _create("receipts", "key word, received_at instant", ["key"], lookup=True)
    _index("receipts", "received_at")
    _create(
        "preferences",
        "person word, zone word, quiet_from word, quiet_until word, calm_cards tick, "
        "plan_in_dm tick",
        ["person"],
        lookup=True,
    )


def _records() -> None:
    _create(
        "negotiations",
        "id word, leader word, content sealed, kind word, channel word?, stage word, "
        "core_team word, created_at instant",
        ["id"],
    )
    _index("negotiations", "tenant", "leader")
    _create(
        "core_members",
        "negotiation word, person word",
        ["negotiation", "person"],
        _belongs("core_members", "negotiations", negotiation="id"),
        lookup=True,
    )
    _index("core_members", "tenant", "person")
    _create(
        "stage_changes",
        "negotiation word, number count, before word, after word, changed_by word, "
        "changed_at instant, why sealed",
        ["negotiation", "number"],
        _belongs("stage_changes", "negotiations", negotiation="id"),
    )
    _create(
        "answers",
        "negotiation word, item word, version count, content sealed, saved_by word, "
        "saved_at instant",
        ["negotiation", "item"],
        _belongs("answers", "negotiations", negotiation="id"),
    )
    _create(
        "drafts", "person word, form word, content sealed, saved_at instant", ["person", "form"]
    )


def _polls() -> None:
    _create(
        "polls",
        "id word, negotiation word, leader word, content sealed, audience word, channel word, "
        "voters word, state word, reminded word, created_at instant, closes_at instant, "
        "feedback_by instant?, opened_at instant?, closed_at instant?, remind_at instant?, "
        "message_ts word?",
        ["id"],
        _belongs("polls", "negotiations", negotiation="id"),
    )
    _index("polls", "tenant", "negotiation")
    _index("polls", "tenant", "leader")
    _index("polls", "closes_at", only="open")
    _index("polls", "remind_at", only="open")
    _create(
        "poll_voters",
        "poll word, voter word",
        ["poll", "voter"],
        _belongs("poll_voters", "polls", poll="id"),
        lookup=True,
    )
    _index("poll_voters", "tenant", "voter")
    _create(
        "votes",
        "poll word, voter word, option word, cast_at instant",
        ["poll", "voter"],
        _belongs("votes", "poll_voters", poll="poll", voter="voter"),
        lookup=True,
    )


def _talks() -> None:
    _create(
        "meetings",
        "id word, negotiation word, leader word, content sealed, starts_at instant, "
        "ends_at instant, minutes count, version count, state word",
        ["id"],
        _belongs("meetings", "negotiations", negotiation="id"),
    )
    _index("meetings", "tenant", "negotiation")
    _index("meetings", "tenant", "leader", "ends_at")
    _create(
        "decisions",
        "id word, chain word, version count, negotiation word, accountable word, poll word?, "
        "content sealed, visibility word, done_by word?, review_on word?, made_at instant",
        ["id"],
        sa.UniqueConstraint("tenant", "chain", "version", name="uq_decisions_tenant_chain_version"),
        _belongs("decisions", "negotiations", negotiation="id"),
        _belongs("decisions", "polls", poll="id"),
    )
    _index("decisions", "tenant", "negotiation")
    _index("decisions", "tenant", "poll")


def _outbox() -> None:
    _create(
        "outbox",
        "id word, kind word, recipient word, args sealed, dedupe_key word, not_before instant, "
        "not_after instant?, state word, lease_owner word?, lease_until instant?, "
        "attempts count, first_try_at instant?, channel word?, slack_ts word?, "
        "error_code word?, created_at instant",
        ["id"],
        sa.UniqueConstraint("tenant", "dedupe_key", name="uq_outbox_tenant_dedupe_key"),
    )
    _index("outbox", "not_before", only="pending")
    _index("outbox", "lease_until", only="sending")


TENANT_TABLES = (
    "tenants",
    "receipts",
    "preferences",
    "negotiations",
    "core_members",
    "stage_changes",
    "answers",
    "drafts",
    "polls",
    "poll_voters",
    "votes",
    "meetings",
    "decisions",
    "outbox",
)


def _keep_tenants_apart(table: str) -> None:
    """Row-level security, for the owner of the tables too."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY one_tenant ON {table} "
        "USING (current_setting('parley.tenant', true) IN (tenant, '*'))"
    )


def _create(
    name: str,
    columns: str,
    key: Sequence[str],
    *constraints: sa.Constraint,
    lookup: bool = False,
) -> None:
    """A table of one tenant's rows; a lookup is its own primary key on SQLite."""
    op.create_table(
        name,
        *_columns(f"tenant word, {columns}"),
        _key(name, key),
        *constraints,
        **({"sqlite_with_rowid": False} if lookup else {}),
    )


def _columns(text: str) -> list[sa.Column[Any]]:
    """Columns from `name kind`; a question mark says that it may be empty."""
    pairs = [pair.split() for pair in text.split(",")]
    return [
        sa.Column(name, KINDS[kind.rstrip("?")], nullable=kind.endswith("?"))
        for name, kind in pairs
    ]


def _key(table: str, names: Sequence[str], *, tenant: bool = True) -> sa.PrimaryKeyConstraint:
    own = ["tenant", *names] if tenant else [*names]
    return sa.PrimaryKeyConstraint(*own, name=f"pk_{table}")


def _belongs(table: str, parent: str, **columns: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant", *columns],
        [f"{parent}.{name}" for name in ("tenant", *columns.values())],
        name=f"fk_{table}_{parent}",
    )


def _index(table: str, *columns: str, only: str = "") -> None:
    """An index; `only` keeps it to the rows in one state."""
    name = "_".join(("ix", table, *columns, *([only] if only else [])))
    rows = sa.text(f"state = '{only}'")
    where: Any = {"sqlite_where": rows, "postgresql_where": rows} if only else {}
    op.create_index(name, table, [*columns], **where)
