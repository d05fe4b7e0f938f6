"""Medians and percentiles of runs that take turns, so that a busy moment hits all alike."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar

from .table import AtLeast, AtMost, Row, amount

T = TypeVar("T")


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that `percent` of the values do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


@dataclass(frozen=True)
class Run:
    """One round of something done many times."""

    per_second: float
    p99_ms: float

    @classmethod
    def of(cls, taken: Sequence[float], seconds: float) -> "Run":
        """From how long each took, and all of them together, in seconds."""
        return cls(len(taken) / seconds, percentile(taken, 99) * 1000)


def take_turns(rounds: int, *contestants: Callable[[], T]) -> list[list[T]]:
    """Run all contestants once per round; the results by contestant."""
    played = [[contestant() for contestant in contestants] for _ in range(rounds)]
    return [list(results) for results in zip(*played, strict=True)]


def paired(ours: Sequence[float], peers: Sequence[float]) -> float:
    """The median over the rounds of ours divided by the peer's of the same round."""
    return median(mine / theirs for mine, theirs in zip(ours, peers, strict=True))


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def versus(
    what: str,
    ours: Sequence[float],
    peers: Sequence[float],
    *,
    goal: AtLeast | AtMost,
    unit: str,
    peer: str,
) -> Row:
    """A row for figures measured in turns with a peer's: medians of both, ratio by round."""
    return Row(
        what=what,
        figure=paired(ours, peers),
        goal=goal,
        ours=amount(median(ours), unit),
        peer=f"{peer}: {amount(median(peers), unit)}",
    )
