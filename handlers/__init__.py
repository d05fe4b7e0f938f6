"""Everything that speaks Slack, inbound and outbound: the table of contents.

A noun is imported when it is registered, so that drawing a view does not load Bolt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.ports import UnitOfWork
    from handlers.refresh import Painting
    from handlers.router import Routes
    from handlers.speaking import Speakers


def register(routes: Routes) -> None:
    """What people can ask for."""
    from handlers import (
        brief,
        calm,
        cases,
        day_plan,
        decisions,
        feedback,
        home,
        meetings,
        negotiations,
        nudges,
        polls,
        prep,
        quick,
        resistance,
        settings,
        workspace,
    )

    nouns = (
        home,
        negotiations,
        prep,
        resistance,
        quick,
        brief,
        day_plan,
        polls,
        decisions,
        feedback,
        cases,
        meetings,
        calm,
        nudges,
        settings,
        workspace,
    )
    for noun in nouns:
        noun.register(routes)


def voice(speakers: Speakers) -> None:
    """What Parley says of its own accord."""
    from handlers import brief, day_plan, decisions, feedback, meetings, nudges, polls, prep

    for noun in (polls, decisions, feedback, meetings, prep, nudges, brief, day_plan):
        noun.voice(speakers)


def paint(uow: UnitOfWork, poll_id: str) -> Painting | None:
    """A poll's message as it should look now."""
    from handlers import polls

    return polls.paint(uow, poll_id)
