"""`python -m benchmarks [AREA ...]`: time Parley beside its peers and its limits.

The exit code is 1 when a goal is missed. Figures move with what else the machine does; the
ratios are taken within a round, side by side, and the median of the rounds is shown.
"""

import argparse
import logging
import sys
from collections.abc import Callable, Iterator, Mapping

from . import dispatch, home, lag, lateness, opening, outbox, polls, requests, start, votes
from .table import Row, show

AREAS: Mapping[str, tuple[str, Callable[[int], Iterator[Row]]]] = {
    "requests": ("Requests over signed HTTP", requests.rows),
    "dispatch": ("Finding the handler", dispatch.rows),
    "home": ("A leader with many negotiations", home.rows),
    "opening": ("Windows while the machine is busy", opening.rows),
    "votes": ("Votes, without HTTP", votes.rows),
    "polls": ("Polls of many people", polls.rows),
    "outbox": ("The outbox as a queue", outbox.rows),
    "lateness": ("Reminders in time", lateness.rows),
    "start": ("Start and memory", start.rows),
    "lag": ("The event loop under load", lag.rows),
}


def main() -> int:
    """Run the areas that were asked for, all of them by default."""
    asked = _parser().parse_args()
    logging.disable(logging.WARNING)
    met = True
    for name in asked.area or AREAS:
        title, measure = AREAS[name]
        found = list(measure(asked.rounds))
        show(title, found)
        met = met and all(row.met for row in found)
    return 0 if met else 1


def _area(name: str) -> str:
    if name not in AREAS:
        raise argparse.ArgumentTypeError(f"there is no {name}")
    return name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("area", nargs="*", type=_area, help=f"{', '.join(AREAS)}; all by default")
    parser.add_argument("--rounds", type=int, default=5, help="5 by default")
    return parser


if __name__ == "__main__":
    sys.exit(main())
