"""Everything that speaks Slack, inbound and outbound: the table of contents.

A noun is imported when it is registered, so that drawing a view does not load Bolt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.router import Routes
    from handlers.speaking import Speakers


def register(routes: Routes) -> None:
    """What people can ask for."""
    from handlers import calm, home, meetings, negotiations, polls, prep, settings, workspace

    for noun in (home, negotiations, prep, polls, meetings, calm, settings, workspace):
        noun.register(routes)


def voice(speakers: Speakers) -> None:
    """What Parley says of its own accord."""
    from handlers import meetings, polls

    for noun in (polls, meetings):
        noun.voice(speakers)
