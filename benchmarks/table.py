"""What a benchmark says: one row per promise, measured beside its peer or its limit."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class AtLeast:
    """A goal that a figure reaches or passes."""

    bound: float

    def met(self, figure: float) -> bool:
        return figure >= self.bound

    def __str__(self) -> str:
        return f"≥ {self.bound:,g}"


@dataclass(frozen=True)
class AtMost:
    """A goal that a figure stays within."""

    bound: float

    def met(self, figure: float) -> bool:
        return figure <= self.bound

    def __str__(self) -> str:
        return f"≤ {self.bound:,g}"


@dataclass(frozen=True)
class Row:
    """One promise: `figure` (in `unit`, or a ratio to the peer when there is none) and its goal."""

    what: str
    figure: float
    goal: AtLeast | AtMost
    unit: str = "×"
    ours: str = ""
    peer: str = ""

    @property
    def met(self) -> bool:
        return self.goal.met(self.figure)


def show(title: str, rows: Iterable[Row]) -> None:
    """Print the rows of one area as a table."""
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    table.add_column("promise", max_width=46)
    for heading in ("Parley", "beside"):
        table.add_column(heading, max_width=38)
    for heading in ("measured", "goal", ""):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*_cells(row))
    Console(width=140).print(table)


def _cells(row: Row) -> tuple[str, ...]:
    verdict = "[green]met[/]" if row.met else "[red]MISSED[/]"
    return row.what, row.ours, row.peer, amount(row.figure, row.unit), str(row.goal), verdict


def amount(figure: float, unit: str) -> str:
    """A figure as people write it: `4,120 /s`, `0.83 ×`, `12.4 ms`."""
    digits = 0 if figure >= 100 or not figure else 1 if figure >= 10 else 2 if figure >= 0.1 else 3
    return f"{figure:,.{digits}f} {unit}".strip()
