"""The audience guard: who would read a message in a channel, and what may be said there.

What is internal never goes where another organisation reads along or is about to (domain reference
4.2). What Slack does not tell counts as external.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.channels import Channel
from bot.domain.people import Person

# Of more people Slack would take too long to tell who is a guest [X].
MOST_LOOKED_AT = 50
# Why a message was stopped on its way, beside Slack's own codes.
SHARED_OUTSIDE = "shared_outside"
NOT_FOR_CHANNELS = "not_for_channels"


class Content(StrEnum):
    """What a message holds; whoever speaks in a channel says so."""

    PERSONAL = "for one person"
    INTERNAL = "updates, briefs, decisions"
    POLL = "a poll or its result"
    HARMLESS = "nothing confidential"


class Hurdle(StrEnum):
    """Why something internal cannot be posted; the words for each stand in the views."""

    NO_CHANNEL = "no channel is chosen"
    ARCHIVED = "the channel is archived"
    NOT_A_MEMBER = "the bot cannot see the channel"
    SHARED = "another organisation reads along"
    UNTOLD = "Slack has not told who some of its people are"


@dataclass(frozen=True)
class Readers:
    """Who reads in a channel: ids of its `members`, and the accounts that were looked at."""

    channel: Channel
    members: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()

    @property
    def count(self) -> int:
        """How many people read there, bots and switched-off accounts apart."""
        return len(self.members) - sum(not p.can_be_asked for p in self._inside)

    @property
    def guests(self) -> int:
        """How many of those looked at are guests of the workspace."""
        return sum(p.is_guest and p.can_be_asked and not p.is_stranger for p in self._told)

    @property
    def organisations(self) -> int:
        """How many other organisations read there or are invited to, as far as Slack tells."""
        homes = {p.home for p in self._told if p.is_stranger}
        return max(len(homes), int(self.channel.is_external))

    @property
    def unknown(self) -> int:
        """Of how many of those looked at Slack told nothing."""
        return sum(not p.is_known for p in self._inside)

    @property
    def is_partly_looked_at(self) -> bool:
        """Whether there are more people than were looked at."""
        return len(self._inside) < len(self.members)

    @property
    def _inside(self) -> list[Person]:
        members = set(self.members)
        return [p for p in self.people if p.id in members]

    @property
    def _told(self) -> list[Person]:
        return [p for p in self._inside if p.is_known]


def hurdle(readers: Readers | None) -> Hurdle | None:
    """What stands in the way of posting something internal there, the first thing first."""
    if readers is None:
        return Hurdle.NO_CHANNEL
    rules = (
        (Hurdle.ARCHIVED, readers.channel.is_archived),
        (Hurdle.NOT_A_MEMBER, not readers.channel.can_be_posted_to),
        (Hurdle.SHARED, readers.organisations > 0),
        (Hurdle.UNTOLD, readers.unknown > 0),
    )
    return next((hurdle for hurdle, stands in rules if stands), None)


def refusal(content: Content, channel: Channel) -> str | None:
    """The code with which a message is stopped at the moment of sending; None lets it pass."""
    if content is Content.PERSONAL:
        return NOT_FOR_CHANNELS
    if content is not Content.INTERNAL:
        return None
    if not channel.can_be_posted_to:
        return "is_archived" if channel.is_archived else "not_in_channel"
    return SHARED_OUTSIDE if channel.is_external else None


def is_personal(to: str) -> bool:
    """Whether a message goes to one person: a user id or a direct message."""
    return to.startswith(("U", "W", "D"))
