"""Who finds the words for each kind of errand, and what follows once it is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.domain.audience import Content
from bot.domain.errors import NotFound
from bot.domain.outbox import Errand
from bot.services.ports import UnitOfWork
from handlers.views.kit import Speech

Place = tuple[str, str]


@dataclass(frozen=True)
class Speaker:
    """How one kind of errand is said.

    `render` runs at the last moment and looks again at everything that may have changed; None
    means that it is no longer to be said. `edits` names the message (channel, ts) to redraw
    instead of posting a new one; None there means that there is nothing to redraw.
    `sent`, `failed` (with Slack's code) and `unknown` are use cases, run in the transaction that
    settles the errand. `when_unknown` says what to do when nobody can tell whether it arrived:
    say it again, or leave it and let `unknown` ask somebody. `holds` says what the words are, for
    the audience guard: without it they may go to one person only.
    """

    render: Callable[[UnitOfWork, Errand], Speech | None]
    sent: Callable[[UnitOfWork, Errand, str, str], object] | None = None
    failed: Callable[[UnitOfWork, Errand, str], object] | None = None
    unknown: Callable[[UnitOfWork, Errand], object] | None = None
    when_unknown: Literal["resend", "ask"] = "resend"
    edits: Callable[[UnitOfWork, Errand], Place | None] | None = None
    holds: Content = Content.PERSONAL


class Speakers:
    """The table of kinds."""

    def __init__(self) -> None:
        self._by_kind: dict[str, Speaker] = {}

    def say(self, kind: str, speaker: Speaker) -> None:
        """Name the speaker of a kind; each kind has one."""
        if kind in self._by_kind:
            raise ValueError(f"{kind} has a speaker already")
        self._by_kind[kind] = speaker

    def of(self, kind: str) -> Speaker | None:
        """The kind's speaker."""
        return self._by_kind.get(kind)

    def kinds(self) -> frozenset[str]:
        """Every kind that can be said."""
        return frozenset(self._by_kind)


@dataclass(frozen=True)
class Words:
    """What one errand comes to at this moment: a message, new or in place of an old one."""

    speech: Speech
    edits: Place | None = None


def words_of(uow: UnitOfWork, errand: Errand, speaker: Speaker) -> Words | None:
    """The errand's words as of now; None when there is nothing to be said any more."""
    try:
        speech = speaker.render(uow, errand)
        place = speaker.edits(uow, errand) if speaker.edits and speech else None
    except NotFound:
        return None
    if speech is None or (speaker.edits and place is None):
        return None
    return Words(speech, place)
