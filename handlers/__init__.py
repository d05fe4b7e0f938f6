"""Everything that speaks Slack, inbound and outbound: the table of contents.

A noun is imported when it is registered, so that drawing a view does not load Bolt.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.ports import UnitOfWork
    from handlers.refresh import Painting
    from handlers.router import Routes
    from handlers.speaking import Speakers


# What people ask for; the second also speak of their own accord.
_ASKED = (
    *("home", "negotiations", "resistance", "quick", "cases", "guardrails", "calm", "settings"),
    "workspace",
)
_SPEAKING = (
    *(
        "prep",
        "brief",
        "day_plan",
        "polls",
        "decisions",
        "feedback",
        "involvement",
        "updates",
        "meetings",
    ),
    "nudges",
)


def register(routes: Routes) -> None:
    """What people can ask for."""
    for noun in (*_ASKED, *_SPEAKING):
        import_module(f"handlers.{noun}").register(routes)


def voice(speakers: Speakers) -> None:
    """What Parley says of its own accord."""
    for noun in _SPEAKING:
        import_module(f"handlers.{noun}").voice(speakers)


def paint(uow: UnitOfWork, poll_id: str) -> Painting | None:
    """A poll's message as it should look now."""
    from handlers import polls

    return polls.paint(uow, poll_id)
