"""An attacker who has everything but the past: files, rows in their order, logs, perhaps the key.

Knows the source of Parley, who was asked and in which group, and what came out. Tries to say who
chose what, in four ways: by order, pairing the k-th voter with the k-th choice of anything that has
an order; the same inside each group that is told apart; by equality, along values that rows or
lines share; and by the key, as Parley itself would.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import LargeBinary, Table

from storage import postgres, sqlite
from storage.keys import KeyRing, Place
from storage.secret_ballots import PollKey
from storage.tables import metadata
from tests.postgres import Server, name_of

# Standard deviations above what guessing gives. One pairing in three million gets there by chance.
LIMIT = 5.0
# A shorter pairing tells nothing from chance; of a group it is asked all the same.
SHORTEST = 20
SMALLEST = 5
WAL_PAGE = 8192
# A value that more rows share joins nothing.
RARE = 4

Row = Mapping[str, Any]
Truth = Mapping[str, str]


@dataclass
class Evidence:
    """What fell into the attacker's hands; rows stand in the order in which they lie."""

    voters: Sequence[str]
    choices: Sequence[str]
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    logs: str = ""
    files: bytes = b""

    def __post_init__(self) -> None:
        self._voter = re.compile("|".join(map(re.escape, self.voters)))
        self._choice = re.compile(rf"(?<![0-9])(?:{'|'.join(self.choices)})(?![0-9])")

    def voters_in(self, text: str) -> list[str]:
        """The voters that a text names, in order."""
        return self._voter.findall(text)

    def choices_in(self, text: str) -> list[str]:
        """The choices that it names."""
        return self._choice.findall(text)


@dataclass(frozen=True)
class Pairing:
    """How often one order of voters beside one order of choices is right."""

    about: str
    right: int
    expected: float
    deviation: float

    @property
    def excess(self) -> float:
        """Standard deviations above chance."""
        return (self.right - self.expected) / self.deviation if self.deviation else 0.0


# What can be read


def rows_of(url: str, ring: KeyRing | None = None) -> dict[str, list[Row]]:
    """All rows of all tables in the order in which they lie, opened where the key is at hand."""
    connect = _postgresql if postgres.is_postgresql(url) else _sqlite
    found = {name: list(rows) for name, rows in connect(url)}
    for table in metadata.sorted_tables if ring else ():
        found[table.name] = [_opened(ring, table, row) for row in found[table.name]]  # type: ignore[arg-type]
    return found


def _sqlite(url: str) -> Iterator[tuple[str, Iterator[Row]]]:
    connection = sqlite.raw(sqlite.path_of(url))
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    for name, sql in tables.fetchall():
        rowid = "" if "WITHOUT ROWID" in sql else "rowid AS lies_at, "
        rows = connection.execute(f"SELECT {rowid}* FROM {name}").fetchall()
        yield name, (dict(row) for row in rows)
    connection.close()


def _postgresql(url: str) -> Iterator[tuple[str, Iterator[Row]]]:
    rows = psycopg.rows.dict_row
    with psycopg.connect(postgres.address(url), row_factory=rows) as connection:
        connection.execute("SELECT set_config('parley.tenant', '*', true)")
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for table in tables:
            name = table["tablename"]
            order = "xmin::text::bigint AS made_by, ctid::text AS lies_at"
            yield name, iter(connection.execute(f"SELECT {order}, * FROM {name}").fetchall())


def _opened(ring: KeyRing, table: Table, row: Row) -> Row:
    keys = [c.name for c in table.primary_key.columns if c.name != "tenant"]
    opened = dict(row)
    for column in table.columns:
        if isinstance(column.type, LargeBinary) and table.name != "seals":
            place = Place(table.name, row["tenant"], tuple(row[k] for k in keys), column.name)
            opened[column.name] = ring.open(bytes(row[column.name]), place).decode()
    return opened


def files_of(url: str, home: Path, server: Server | None) -> bytes:
    """Every byte of the house, or of the database's own folder: tables, indexes, catalogue."""
    folder = home if server is None else server.data / "base" / _on_disk(url, server)
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def _on_disk(url: str, server: Server) -> str:
    """The folder's name, after all that is in memory was written to it."""
    admin = f"postgresql://postgres@/postgres?host={server.home}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        sql = "SELECT oid FROM pg_database WHERE datname = %s"
        (oid,) = connection.execute(sql, [name_of(url)]).fetchone() or ("",)
    return str(oid)


def log_of(server: Server) -> bytes:
    """PostgreSQL's write-ahead log as far as it is there, without the heads of its pages."""
    data = b"".join(file.read_bytes() for file in sorted((server.data / "pg_wal").glob("0*")))
    pages = (data[at : at + WAL_PAGE] for at in range(0, len(data), WAL_PAGE))
    return b"".join(page[40 if page[2] & 2 else 24 :] for page in pages)


# By order


def by_order(found: Evidence, truth: Truth) -> Pairing:
    """The pairing that is most often right."""
    voters, choices = defaultdict(set), defaultdict(set)
    for about, text in _orders(found):
        for named in _variants(found.voters_in(text)):
            voters[named].add(about)
        for named in _variants(found.choices_in(text)):
            choices[named].add(about)
    pairings = [
        _pairing(f"{min(voters[v])} x {min(choices[c])}", v, c, truth)
        for v, c in product(voters, choices)
        if min(len(v), len(c)) >= SHORTEST
    ]
    return max(pairings, key=lambda each: each.excess, default=Pairing("nothing", 0, 0, 0))


def _orders(found: Evidence) -> Iterator[tuple[str, str]]:
    """Everything that has an order, as text."""
    yield "logs", found.logs
    yield "files", found.files.decode("latin-1")
    for table, rows in found.rows.items():
        yield table, _text(rows)
        for column in rows[0] if rows else ():
            if all(isinstance(row[column], int | None) for row in rows):
                ordered = sorted(rows, key=lambda row, c=column: row[c] or 0)  # type: ignore[misc]
                yield f"{table} by {column}", _text(ordered)


def _text(rows: Sequence[Row]) -> str:
    return "\n".join(str(dict(row)) for row in rows)


def _variants(names: list[str]) -> Iterator[tuple[str, ...]]:
    """As they come, each at its first and at its last mention; and all that backwards."""
    first = list(dict.fromkeys(names))
    last = list(dict.fromkeys(reversed(names)))[::-1]
    for each in (names, first, last):
        yield tuple(each)
        yield tuple(reversed(each))


def _pairing(about: str, voters: Sequence[str], choices: Sequence[str], truth: Truth) -> Pairing:
    """Hits of the pairing, and what a random order of its choices would give.

    Mean and variance of the hits are exact over all permutations (Hoeffding, 1951): with the
    matrix of hits a, double-centred to d, they are sum(a)/n and sum(d²)/(n - 1).
    """
    size = min(len(voters), len(choices))
    held, named = [truth[voter] for voter in voters[:size]], choices[:size]
    by_row = {choice: named.count(choice) / size for choice in set(held)}
    by_column = {choice: held.count(choice) / size for choice in set(named)}
    mean = sum(by_row[choice] for choice in held) / size
    squares = sum(
        ((has == says) - by_row[has] - by_column[says] + mean) ** 2
        for has in held
        for says in named
    )
    right = sum(has == says for has, says in zip(held, named, strict=True))
    return Pairing(about, right, mean * size, (squares / (size - 1)) ** 0.5)


# Inside the groups


def in_groups(found: Evidence, truth: Truth, poll: str) -> Pairing:
    """The best pairing of a group's members, in any order, with what was kept of that group."""
    outcomes = [row for row in found.rows["poll_outcomes"] if row["poll"] == poll]
    polls = [row for row in found.rows["polls"] if row["id"] == poll]
    kept = json.loads(outcomes[0]["content"]).get("apart", {})
    core = set(json.loads(polls[0]["content"]).get("core", ()))
    pairings = [
        _pairing(f"{group}: {about}", members, choices, truth)
        for group, words in kept.items()
        for about, text in _orders(found)
        for named in _variants(found.voters_in(text))
        if len(members := _members(named, core, group)) >= SMALLEST
        for choices in (words, words[::-1])
    ]
    return max(pairings, key=lambda each: each.excess, default=Pairing("nothing", 0, 0, 0))


def _members(voters: Sequence[str], core: Collection[str], group: str) -> tuple[str, ...]:
    return tuple(each for each in voters if (each in core) is (group == "core team"))


# By equality


def by_equality(found: Evidence) -> dict[str, str]:
    """Who is joined with one choice by rows and lines that share a rare value."""
    texts = [_text([row]) for rows in found.rows.values() for row in rows]
    texts += found.logs.splitlines()
    group = list(range(len(texts)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for places in _shared(texts):
        for at in places[1:]:
            group[root(at)] = root(places[0])
    named: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for at, text in enumerate(texts):
        named[root(at)][0].update(found.voters_in(text))
        named[root(at)][1].update(found.choices_in(text))
    return {
        min(voters): min(choices)
        for voters, choices in named.values()
        if len(voters) == len(choices) == 1
    }


def _shared(texts: Sequence[str]) -> Iterator[Sequence[int]]:
    """For each value that few texts share, which those are."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        for value in set(re.findall(r"[\w+/=-]{6,}", text)):
            places[value].append(at)
    yield from (shared for shared in places.values() if 1 < len(shared) <= RARE)


# By the key


def by_key(rows: Mapping[str, Sequence[Row]], poll: str, voters: Sequence[str]) -> dict[str, str]:
    """What Parley itself would find, from rows that are open."""
    keys = [row for row in rows["poll_keys"] if row["poll"] == poll]
    ballots = {row["handle"]: row["content"] for row in rows["secret_ballots"]}
    if not keys:
        return {}
    key = PollKey(keys[0]["tenant"], poll, bytes.fromhex(keys[0]["content"].strip('"')))
    return linked(key, ballots, voters)


def linked(key: PollKey, ballots: Mapping[str, str], voters: Sequence[str]) -> dict[str, str]:
    """What each voter chose, by the key and the ballots at their handles."""
    found = {}
    for voter in voters:
        if content := ballots.get(key.handle(voter)):
            found[voter] = key.open(content, key.handle(voter)).word()
    return found
