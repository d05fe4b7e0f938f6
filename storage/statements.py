"""SQLAlchemy Core statements, written once and compiled once per database.

A statement is built when its module is imported and becomes SQL text at its first use; from
then on a run costs what the driver costs. (Through SQLAlchemy's own connections a vote took
several times as long: docs/architecture.md has the figures.)
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, Literal, cast

from sqlalchemy import (
    JSON,
    BindParameter,
    ClauseElement,
    ColumnElement,
    Delete,
    Select,
    String,
    Table,
    Update,
    and_,
    bindparam,
    column,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy import cast as cast_to
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import SQLCoreOperations

Engine = Literal["sqlite", "postgresql"]


@cache
def _dialect(engine: Engine) -> tuple[Dialect, Callable[..., Any]]:
    """How an engine's SQL is written, and its own `insert`; loaded when it is used."""
    if engine == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.dialect(paramstyle="named"), sqlite.insert
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.dialects.postgresql.psycopg import dialect

    return cast("Callable[[], Dialect]", dialect)(), postgresql.insert


Build = Callable[[Engine, Any], ClauseElement]


class Statement:
    """One statement; `sql(engine)` is its text with named parameters."""

    def __init__(self, build: ClauseElement | Build) -> None:
        """`build` is a Core statement, or a function of the engine and its own `insert`."""
        self._build = build
        self._texts: dict[Engine, tuple[str, dict[str, Any]]] = {}

    def sql(self, engine: Engine) -> tuple[str, dict[str, Any]]:
        """Text and constants for one engine; compiled when first asked for."""
        text = self._texts.get(engine)
        if text is None:
            text = self._texts[engine] = self._compile(engine)
        return text

    @cached_property
    def locking(self) -> "Statement":
        """The same SELECT, which keeps others from changing its rows until the commit."""
        return Statement(cast("Select[Any]", self._build).with_for_update(key_share=True))

    @cached_property
    def sharing(self) -> "Statement":
        """The same SELECT, beside which others may do the same, and nobody changes its rows."""
        return Statement(cast("Select[Any]", self._build).with_for_update(read=True))

    def _compile(self, engine: Engine) -> tuple[str, dict[str, Any]]:
        build = self._build
        dialect, insert = _dialect(engine)
        core = build if isinstance(build, ClauseElement) else build(engine, insert)
        compiled = cast(SQLCompiler, core.compile(dialect=dialect))
        constants = {n: b.value for b, n in compiled.bind_names.items() if not b.required}
        return str(compiled), constants


def word(value: str) -> ColumnElement[str]:
    """A constant of ours within a statement; partial indexes need to see it."""
    if not value.replace(" ", "").replace("_", "").isalnum():
        raise ValueError(value)
    return literal_column(f"'{value}'")


def number(value: int) -> ColumnElement[int]:
    """A constant whole number within a statement."""
    return literal_column(str(int(value)))


def of_tenant(table: Table) -> "Select[Any]":
    """All columns of one tenant's rows."""
    return select(table).where(table.c.tenant == bindparam("tenant"))


def by_key(table: Table, *keys: str) -> "Select[Any]":
    """The rows of one tenant in which these columns are given."""
    return of_tenant(table).where(*_given(table, keys))


def begins_with(column: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a column begins with a prefix, found by range; see `types.prefix_range`."""
    return and_(column >= bindparam("first"), column < bindparam("last"))


def deleting(table: Table, *keys: str) -> Delete:
    """Delete the rows of one tenant in which these columns are given."""
    return delete(table).where(table.c.tenant == bindparam("tenant"), *_given(table, keys))


def updating(table: Table, *keys: str, but: Sequence[str] = ()) -> Update:
    """Set all other columns, except some, of the row with these keys."""
    fixed = {"tenant", *keys, *but}
    values = {c.name: bindparam(c.name, type_=c.type) for c in table.columns if c.name not in fixed}
    return (
        update(table)
        .where(table.c.tenant == bindparam("tenant"), *_given(table, keys))
        .values(values)
    )


def adding(table: Table) -> Statement:
    """Insert one row, all columns given."""
    return Statement(lambda _, insert: insert(table).values(_parameters(table)))


def putting(
    table: Table, *keys: str, only: Sequence[str] = (), **instead: SQLCoreOperations[Any]
) -> Statement:
    """Insert one row, or replace the one with these keys.

    `only` names the columns that an existing row takes over; `instead` computes some of them.
    """

    def build(_: Engine, insert: Any) -> ClauseElement:
        statement = insert(table).values(_parameters(table))
        own = set(only) or {c.name for c in table.columns} - {"tenant", *keys}
        new = {name: statement.excluded[name] for name in sorted(own)} | instead
        done: ClauseElement = statement.on_conflict_do_update(
            index_elements=["tenant", *keys], set_=new
        )
        return done

    return Statement(build)


def adding_once(table: Table, keys: Sequence[str]) -> Statement:
    """Insert one row unless one with these keys is there; the count of rows says which."""
    return Statement(
        lambda _, insert: (
            insert(table)
            .values(_parameters(table))
            .on_conflict_do_nothing(index_elements=["tenant", *keys])
        )
    )


def putting_all(table: Table, *keys: str) -> Statement:
    """Like `putting`, for all rows of the JSON list `rows`; each key stands in it once."""

    def build(engine: Engine, insert: Any) -> ClauseElement:
        statement = insert(table).from_select(list(table.columns.keys()), _listed(engine, table))
        taken = sorted({c.name for c in table.columns} - {"tenant", *keys})
        done: ClauseElement = statement.on_conflict_do_update(
            index_elements=["tenant", *keys],
            set_={name: statement.excluded[name] for name in taken},
        )
        return done

    return Statement(build)


def adding_all_once(table: Table, *keys: str) -> Statement:
    """Insert the rows of the JSON list `rows`, but for those whose keys are there; the new keys."""

    def build(engine: Engine, insert: Any) -> ClauseElement:
        statement = insert(table).from_select(list(table.columns.keys()), _listed(engine, table))
        done: ClauseElement = statement.on_conflict_do_nothing(
            index_elements=["tenant", *keys]
        ).returning(table.c.tenant, *(table.c[key] for key in keys))
        return done

    return Statement(build)


def _listed(engine: Engine, table: Table) -> "Select[Any]":
    """The rows of the parameter `rows`, a JSON list of objects, as rows of a table."""
    rows: BindParameter[str] = bindparam("rows", type_=String())
    # SQLite would take an ON CONFLICT that follows for a join, were there no WHERE.
    everything = literal_column("1") == literal_column("1")
    if engine == "sqlite":
        given = func.json_each(rows).table_valued("value", name="given")
        parts = [
            func.json_extract(given.c.value, literal_column(f"'$.{c.name}'")) for c in table.columns
        ]
        return select(*parts).where(everything)
    columns = [column(c.name, c.type) for c in table.columns]
    source = func.json_to_recordset(cast_to(rows, JSON)).table_valued(*columns, name="given")
    return select(*source.render_derived(with_types=True).c).where(everything)


def _parameters(table: Table) -> dict[str, Any]:
    return {c.name: bindparam(c.name, type_=c.type) for c in table.columns}


def _given(table: Table, keys: Sequence[str]) -> list[ColumnElement[bool]]:
    return [table.c[key] == bindparam(key) for key in keys]
