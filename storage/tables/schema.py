"""What tables are made of: kinds of columns, keys that begin with the tenant."""

from typing import Any

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    text,
)

from storage.types import Count, Instant, Sealed, Word

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def tenant() -> Column[str]:
    """Whose row it is."""
    return Column("tenant", Word, nullable=False)


def word(name: str, *, nullable: bool = False) -> Column[str]:
    """A short plain text: an id, a name of ours, a list of ids."""
    return Column(name, Word, nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> Column[int]:
    """An instant, see `storage.types`."""
    return Column(name, Instant, nullable=nullable)


def whole(name: str, *, nullable: bool = False) -> Column[int]:
    """A whole number."""
    return Column(name, Count, nullable=nullable)


def sealed(name: str) -> Column[bytes]:
    """Ciphertext."""
    return Column(name, Sealed, nullable=False)


def primary_key(*names: str) -> PrimaryKeyConstraint:
    """The key: the tenant, then these columns."""
    return PrimaryKeyConstraint("tenant", *names)


def belongs_to(parent: str, **columns: str) -> ForeignKeyConstraint:
    """A foreign key that takes the tenant along: a child in another tenant is refused."""
    own, theirs = list(columns), list(columns.values())
    return ForeignKeyConstraint(
        ["tenant", *own], [f"{parent}.tenant", *(f"{parent}.{name}" for name in theirs)]
    )


def table(name: str, *parts: Any) -> Table:
    """A table."""
    return Table(name, metadata, *parts)


def lookup(name: str, *parts: Any) -> Table:
    """A table that is its own primary key: no second tree on SQLite."""
    return Table(name, metadata, *parts, sqlite_with_rowid=False)


def index_of(state: str, column: Column[Any]) -> Index:
    """An index of the rows in one state only: it stays as small as they are few."""
    only = text(f"state = '{state}'")
    name = f"ix_{column.table.name}_{column.name}_{state}"
    return Index(name, column, sqlite_where=only, postgresql_where=only)
