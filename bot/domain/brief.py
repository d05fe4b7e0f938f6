"""The brief: one page of what the workbook holds, and a version of it that the team may read.

Which answers stand in it says `bot/copy/brief.toml`. The team's version leaves out what has a
lock and what is not meant for it, and says what that is (domain reference 4.2).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from bot.domain.checklist import CHECKLIST, ITEMS
from bot.domain.copy import copy
from bot.domain.prep import Item, Quality, Workbook
from bot.domain.text import lines

GLANCE_LINES = 2


@dataclass(frozen=True)
class Part:
    """One heading and what was written under it, an answer a line; `item` is where it lies."""

    key: str
    item: str
    name: str
    lines: tuple[str, ...]
    is_locked: bool


@dataclass(frozen=True)
class Brief:
    """One page. `left_out` names what the reader does not see, though something is written."""

    parts: tuple[Part, ...]
    left_out: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written that this page could show."""
        return not self.parts


def glance(workbook: Workbook) -> Brief:
    """The short form for a phone: a few lines, nothing with a lock."""
    parts = [_part(row, workbook) for row in _rows() if row.get("glance")]
    short = [replace(part, lines=part.lines[:GLANCE_LINES]) for part in parts]
    return Brief(tuple(p for p in short if p.lines and not p.is_locked))


def whole(workbook: Workbook, items: Sequence[Item], *, unlocked: bool) -> Brief:
    """All that a reader of these items may see; what has a lock only when it is asked for."""
    codes = {item.code for item in items}
    parts = [p for row in _rows() if row["item"] in codes if (p := _part(row, workbook)).lines]
    shown = tuple(p for p in parts if unlocked or not p.is_locked)
    return Brief(shown, tuple(p.name for p in parts if p not in shown))


def offered(workbook: Workbook) -> tuple[tuple[Part, bool], ...]:
    """The parts that may go to the team, and whether each goes unless the leader says no."""
    rows = [row for row in _rows() if "team" in row and not ITEMS[row["item"]].sealed]
    parts = [(_part(row, workbook), row["team"] == "yes") for row in rows]
    return tuple((part, usual) for part, usual in parts if part.lines)


def for_team(workbook: Workbook, chosen: Collection[str] | None = None) -> Brief:
    """What goes to the team, the usual parts or those chosen, and all that stays behind."""
    parts = [
        part
        for part, usual in offered(workbook)
        if (usual if chosen is None else part.key in chosen)
    ]
    told = {part.item for part in parts}
    kept = [
        item.title
        for item in CHECKLIST
        if item.code not in told and workbook.quality(item) is not Quality.EMPTY
    ]
    halves = [p.name for p, _ in offered(workbook) if p not in parts and p.item in told]
    return Brief(tuple(parts), (*kept, *halves))


def _part(row: Mapping[str, Any], workbook: Workbook) -> Part:
    item = ITEMS[row["item"]]
    answers = workbook.of(item)
    said = [line for name in row["fields"] for line in lines(answers.get(name, ""))]
    return Part(row["key"], item.code, row["name"], tuple(said), item.sealed)


@cache
def _rows() -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = copy("brief")["part"]
    return rows
