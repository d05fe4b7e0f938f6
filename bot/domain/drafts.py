"""Typed text that was not saved yet, kept for its owner only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """What one person typed into one form: `form` names it, like `prep:{negotiation}:P1`."""

    user: str
    form: str
    values: Mapping[str, str]
    saved_at: datetime
