"""How values lie in both databases: plain numbers, texts and bytes, so no driver converts them.

An instant is a whole number of microseconds since 1970 in UTC: it sorts, compares and indexes
the same on SQLite and PostgreSQL.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, LargeBinary, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# Byte order on both databases: prefixes can be found by range, whatever the server's locale.
Word = String().with_variant(String(collation="C"), "postgresql")
Instant = BigInteger().with_variant(Integer(), "sqlite")
Sealed = LargeBinary
Count = Integer

LAST_CHARACTER = "\U0010ffff"


def to_stored(instant: datetime) -> int:
    """An aware instant as microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND


def from_stored(microseconds: int) -> datetime:
    """The instant, aware, in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def to_stored_or_none(instant: datetime | None) -> int | None:
    """Like `to_stored`; nothing stays nothing."""
    return None if instant is None else to_stored(instant)


def from_stored_or_none(microseconds: int | None) -> datetime | None:
    """Like `from_stored`; nothing stays nothing."""
    return None if microseconds is None else from_stored(microseconds)


def to_list(words: Iterable[str]) -> str:
    """Ids as they lie in one text column, and as `among` takes them."""
    return json.dumps(list(words))


def from_list(stored: str) -> tuple[str, ...]:
    """The ids of one text column, in their order."""
    return tuple(json.loads(stored))


def prefix_range(prefix: str) -> dict[str, str]:
    """The bounds of all words that begin with a prefix, as `begins_with` takes them."""
    return {"first": prefix, "last": prefix + LAST_CHARACTER}


class Among(ColumnElement[bool]):
    """`column IN (the ids of one parameter)`: a statement that never changes with their number."""

    inherit_cache = False

    def __init__(self, column: ColumnElement[Any], parameter: str) -> None:
        self.column = column
        self.parameter: Any = bindparam(parameter, type_=String())


@compiles(Among, "sqlite")
def _among_sqlite(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    ids = compiler.process(element.parameter, **options)
    return f"{column} IN (SELECT value FROM json_each({ids}))"


@compiles(Among, "postgresql")
def _among_postgresql(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    ids = compiler.process(element.parameter, **options)
    return f"{column} IN (SELECT json_array_elements_text(CAST({ids} AS JSON)))"


class RealNow(ColumnElement[int]):
    """Real time by the database's clock, whatever the program's clock says."""

    inherit_cache = True
    type = BigInteger()


@compiles(RealNow, "sqlite")
def _real_now_sqlite(_: RealNow, __: SQLCompiler, **___: Any) -> str:
    # To a millisecond; 2440587.5 is 1970 as a Julian day.
    return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) * 1000 AS INTEGER)"


@compiles(RealNow, "postgresql")
def _real_now_postgresql(_: RealNow, __: SQLCompiler, **___: Any) -> str:
    # Of the statement: what changes while it runs could not be looked up in an index.
    return "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000000 AS BIGINT)"
