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
