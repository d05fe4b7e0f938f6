"""The coaching copy: what Parley says as a coach, as data that a coach can edit.

It stands in `bot/copy/*.toml`, one file a noun, and is read once, as code is. The domain
reference has the sources; `tests/test_copy.py` checks lengths, placeholders and reading ease.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

Copy = Mapping[str, Any]

# `importlib.resources` would cost two megabytes for the same.
_FOLDER = Path(__file__).parent.parent / "copy"


@cache
def copy(noun: str) -> Copy:
    """One file of copy: nested tables whose leaves are texts or lists of texts."""
    return tomllib.loads((_FOLDER / f"{noun}.toml").read_text(encoding="utf-8"))


def sentence(noun: str, *keys: str) -> str:
    """One text of a file, by the keys that lead to it."""
    return str(_leaf(noun, keys))


def sentences(noun: str, *keys: str) -> tuple[str, ...]:
    """One list of texts of a file, by the keys that lead to it."""
    return tuple(_leaf(noun, keys))


def _leaf(noun: str, keys: tuple[str, ...]) -> Any:
    found: Any = copy(noun)
    for key in keys:
        found = found[key]
    return found
