"""Everything that speaks Slack, inbound and outbound: the table of contents.

A noun is imported when it is registered, so that drawing a view does not load Bolt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from bot.services.ports import UnitOfWork
    from handlers.refresh import Painting
    from handlers.router import Routes
    from handlers.speaking import Speakers


def register(routes: Routes) -> None:
    """What people can ask for."""
    for noun in (*_prepared(), *_shared()):
        noun.register(routes)


def _prepared() -> tuple[ModuleType, ...]:
    """What a leader does alone: Home, records, and what is prepared for them."""
    from handlers import brief, day_plan, home, negotiations, prep, quick, resistance

    return home, negotiations, prep, resistance, quick, brief, day_plan


def _shared() -> tuple[ModuleType, ...]:
    """What is asked of others and said to them, and how Parley behaves."""
    from handlers import (
        calm,
        cases,
        decisions,
        feedback,
        guardrails,
        meetings,
        nudges,
        polls,
        settings,
        workspace,
    )

    asked = (polls, decisions, feedback, cases, guardrails)
    return *asked, meetings, calm, nudges, settings, workspace


def voice(speakers: Speakers) -> None:
    """What Parley says of its own accord."""
    from handlers import brief, day_plan, decisions, feedback, meetings, nudges, polls, prep

    for noun in (polls, decisions, feedback, meetings, prep, nudges, brief, day_plan):
        noun.voice(speakers)


def paint(uow: UnitOfWork, poll_id: str) -> Painting | None:
    """A poll's message as it should look now."""
    from handlers import polls

    return polls.paint(uow, poll_id)
