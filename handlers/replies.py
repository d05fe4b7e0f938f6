"""How a handler answers the request itself; None acknowledges and says nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.views.kit import Speech

View = Mapping[str, Any]


@dataclass(frozen=True)
class Errors:
    """To a submission: sentences beside the fields, by block id."""

    problems: Mapping[str, str]


@dataclass(frozen=True)
class Update:
    """To a submission: this view in place of the one that was sent off."""

    view: View


@dataclass(frozen=True)
class Push:
    """To a submission: this view on top."""

    view: View


@dataclass(frozen=True)
class Clear:
    """To a submission: close all views."""


@dataclass(frozen=True)
class Whisper:
    """To anybody: words that only the person who asked can see."""

    speech: Speech


@dataclass(frozen=True)
class Options:
    """To a menu that asks for its options."""

    options: Sequence[View]


Reply = Errors | Update | Push | Clear | Whisper | Options | None
