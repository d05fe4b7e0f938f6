"""What migrations are written with. These helpers are part of what was migrated: never change them.

A new need gets a new helper, so that an old migration still does what it did.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

KINDS: dict[str, Any] = {
    "word": sa.String().with_variant(sa.String(collation="C"), "postgresql"),
    "instant": sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
    "count": sa.Integer(),
    "tick": sa.Boolean(),
    "sealed": sa.LargeBinary(),
}


def keep_tenants_apart(*tables: str) -> None:
    """Row-level security on PostgreSQL, for the owner of the tables too."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY one_tenant ON {table} "
            "USING (current_setting('parley.tenant', true) IN (tenant, '*'))"
        )


def create(
    name: str,
    columns: str,
    key: Sequence[str],
    *constraints: sa.Constraint,
    lookup: bool = False,
) -> None:
    """A table of one tenant's rows; a lookup is its own primary key on SQLite."""
    op.create_table(
        name,
        *columns_of(f"tenant word, {columns}"),
        key_of(name, key),
        *constraints,
        **({"sqlite_with_rowid": False} if lookup else {}),
    )


def columns_of(text: str) -> list[sa.Column[Any]]:
    """Columns from `name kind`; a question mark says that it may be empty."""
    pairs = [pair.split() for pair in text.split(",")]
    return [
        sa.Column(name, KINDS[kind.rstrip("?")], nullable=kind.endswith("?"))
        for name, kind in pairs
    ]


def key_of(table: str, names: Sequence[str], *, tenant: bool = True) -> sa.PrimaryKeyConstraint:
    """The primary key, which begins with the tenant."""
    own = ["tenant", *names] if tenant else [*names]
    return sa.PrimaryKeyConstraint(*own, name=f"pk_{table}")


def belongs(table: str, parent: str, **columns: str) -> sa.ForeignKeyConstraint:
    """A foreign key that takes the tenant along."""
    return sa.ForeignKeyConstraint(
        ["tenant", *columns],
        [f"{parent}.{name}" for name in ("tenant", *columns.values())],
        name=f"fk_{table}_{parent}",
    )


def keep_unsampled(table: str, *columns: str) -> None:
    """Have PostgreSQL take no samples of these columns: statistics outlive the rows."""
    if op.get_bind().dialect.name == "postgresql":
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def index(table: str, *columns: str, only: str = "") -> None:
    """An index; `only` keeps it to the rows in one state."""
    name = "_".join(("ix", table, *columns, *([only] if only else [])))
    rows = sa.text(f"state = '{only}'")
    where: Any = {"sqlite_where": rows, "postgresql_where": rows} if only else {}
    op.create_index(name, table, [*columns], **where)
