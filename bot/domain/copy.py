"""The coaching copy: what Parley says as a coach, as data that a coach can edit.

It stands in `bot/copy/*.toml`, one file a noun, and is read once, as code is. The domain
reference has the sources; `tests/test_copy.py` checks lengths, placeholders and reading ease.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Copy = Mapping[str, Any]


@cache
def copy(noun: str) -> Copy:
    """One file of copy: nested tables whose leaves are texts or lists of texts."""
    return tomllib.loads((files("bot") / "copy" / f"{noun}.toml").read_text(encoding="utf-8"))
