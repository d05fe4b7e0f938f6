"""Whom a draft would reach if it were posted now, and what stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.audience import Readers
from bot.domain.channels import Channel
from bot.domain.people import Person
from bot.domain.polls import CONFIRM_ABOVE, MAX_VOTERS, Audience, Poll
from bot.domain.suppression import LEAST


class Hurdle(StrEnum):
    """Why it cannot be posted; the words for each stand in the views."""

    TOO_LATE = "its deadline has passed"
    ARCHIVED = "the channel is archived"
    NOT_A_MEMBER = "the bot cannot see the channel"
    TOO_MANY = "it would ask more people than a poll may"
    UNTOLD = "Slack has told about nobody whom it would ask"
    NOBODY = "it would ask nobody"


class Caution(StrEnum):
    """What the leader confirms before posting."""

    FEW = "too few are asked to keep a secret"
    MANY = "many people are asked"
    SHARED = "another organisation reads along"
    UNKNOWN = "Slack has not told about everybody"


@dataclass(frozen=True)
class Reach:
    """`voters` would be asked; `absent` are those who are not among the channel's `readers`.

    `unknown` counts accounts that Slack would not tell about; they are not asked.
    """

    readers: Readers
    voters: tuple[Person, ...] = ()
    absent: tuple[str, ...] = ()
    hurdle: Hurdle | None = None
    cautions: tuple[Caution, ...] = ()
    unknown: int = 0

    @property
    def channel(self) -> Channel:
        """Where it would stand."""
        return self.readers.channel

    @property
    def guests(self) -> int:
        """How many of those asked are guests."""
        return sum(person.is_guest for person in self.voters)


def voters_among(poll: Poll, people: Sequence[Person]) -> tuple[Person, ...]:
    """Whom a draft would ask: of a channel's members no bots and nobody from elsewhere."""
    if poll.audience is Audience.PICKED:
        asked = {person.id: person for person in people if person.can_be_asked}
        return tuple(asked[voter] for voter in poll.voters if voter in asked)
    return tuple(p for p in people if p.can_be_asked and not p.is_stranger)


def reach(poll: Poll, readers: Readers, people: Sequence[Person], now: datetime) -> Reach:
    """What posting would do. `people` are the members, or those who were picked."""
    channel, members = readers.channel, readers.members
    # Slack tells a name for every account that it tells about.
    known = [person for person in people if person.is_known]
    voters, unknown = voters_among(poll, known), len(people) - len(known)
    rules = (
        (Hurdle.TOO_LATE, poll.closes_at <= now),
        (Hurdle.ARCHIVED, channel.is_archived),
        (Hurdle.NOT_A_MEMBER, not channel.can_be_posted_to),
        (Hurdle.TOO_MANY, _is_crowd(poll, readers)),
        (Hurdle.UNTOLD, unknown > 0 and not voters),
        (Hurdle.NOBODY, not voters),
    )
    return Reach(
        readers=readers,
        voters=voters,
        absent=tuple(person.id for person in voters if person.id not in members),
        hurdle=next((hurdle for hurdle, stands in rules if stands), None),
        cautions=_cautions(poll, readers, len(voters), unknown),
        unknown=unknown,
    )


def _is_crowd(poll: Poll, readers: Readers) -> bool:
    return poll.audience is Audience.CHANNEL and len(readers.members) > MAX_VOTERS


def _cautions(poll: Poll, readers: Readers, asked: int, unknown: int) -> tuple[Caution, ...]:
    rules = (
        (Caution.FEW, poll.is_secret and asked < LEAST),
        (Caution.MANY, asked > CONFIRM_ABOVE),
        (Caution.SHARED, readers.organisations > 0),
        (Caution.UNKNOWN, unknown > 0),
    )
    return tuple(caution for caution, holds in rules if holds)
