"""Sealing everything again with the first key of the ring, so that an old key can be retired.

Goes through each table in batches of one transaction. Killed at any point, it is simply run
again: what is sealed with the first key already is skipped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, bindparam, select, tuple_, update

from storage import canary
from storage.keys import KeyRing, Place, key_of
from storage.session import EVERYBODY, Row, Session
from storage.statements import Statement
from storage.tables import metadata, seals

BATCH = 500


@dataclass(frozen=True)
class Sealed:
    """One table with sealed columns, and the statements that walk and change it."""

    name: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    first: Statement
    following: Statement
    replace: Mapping[str, Statement]


def rotate(session: Session, ring: KeyRing) -> int:
    """Seal everything with the ring's first key and forget the other keys; how many values.

    Whoever writes meanwhile must seal with that key already.
    """
    count = sum(_batch(session, ring, table, rows) for table, rows in _everything(session))
    session.begin()
    session.start(guarded=False)
    for key_id in canary.known_keys(session):
        if key_id != ring.current:
            canary.forget(session, key_id)
    session.commit()
    return count


def _everything(session: Session) -> Iterator[tuple[Sealed, Sequence[Row]]]:
    """All rows with sealed values, batch by batch, each within a transaction of its own."""
    for table in _tables():
        last: Row | None = None
        while rows := _open_batch(session, table, last):
            yield table, rows
            session.commit()
            last = rows[-1]
        session.rollback()


def _open_batch(session: Session, table: Sealed, last: Row | None) -> Sequence[Row]:
    session.begin()
    session.start(guarded=False)
    session.enter(EVERYBODY)
    if last is None:
        return session.rows(table.first)
    return session.rows(table.following, **{f"last_{key}": last[key] for key in table.keys})


def _batch(session: Session, ring: KeyRing, table: Sealed, rows: Sequence[Row]) -> int:
    """Replace what is sealed with other keys, unless it has changed meanwhile."""
    count = 0
    for row in rows:
        place = tuple(str(row[key]) for key in table.keys if key != "tenant")
        for column in table.columns:
            old = bytes(row[column])
            if key_of(old) != ring.current:
                where = Place(table.name, row["tenant"], place, column)
                new = ring.seal(ring.open(old, where), where)
                keys = {f"the_{key}": row[key] for key in table.keys}
                count += session.change(table.replace[column], old=old, new=new, **keys)
    return count


def _tables() -> list[Sealed]:
    return [
        _sealed(table, columns)
        for table in metadata.sorted_tables
        if table is not seals
        and (columns := [c for c in table.columns if isinstance(c.type, LargeBinary)])
    ]


def _sealed(table: Table, columns: Sequence[Column[Any]]) -> Sealed:
    keys = list(table.primary_key.columns)
    page = select(*keys, *columns).order_by(*keys).limit(BATCH)
    after = tuple_(*keys) > tuple_(*(bindparam(f"last_{k.name}", type_=k.type) for k in keys))
    own = [k == bindparam(f"the_{k.name}", type_=k.type) for k in keys]
    return Sealed(
        name=table.name,
        keys=tuple(k.name for k in keys),
        columns=tuple(c.name for c in columns),
        first=Statement(page),
        following=Statement(page.where(after)),
        replace={
            c.name: Statement(
                update(table)
                .where(*own, c == bindparam("old", type_=c.type))
                .values({c: bindparam("new", type_=c.type)})
            )
            for c in columns
        },
    )
