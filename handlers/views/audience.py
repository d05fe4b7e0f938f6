"""Who reads in a channel, and why nothing internal may be posted there, in words."""

from bot.domain.audience import Hurdle, Readers
from handlers.views.text import channel, count

_HURDLES = {
    Hurdle.NO_CHANNEL: "This negotiation has no channel.",
    Hurdle.ARCHIVED: "{channel} is archived.",
    Hurdle.NOT_A_MEMBER: (
        "I can't post in {channel} yet, because I'm not in it. Type `/invite @Parley` there, "
        "then press *Check again*."
    ),
    Hurdle.SHARED: (
        "{channel} is shared with another organisation, or is about to be, so I post nothing "
        "internal there."
    ),
    Hurdle.UNTOLD: (
        "Slack tells me nothing about {unknown} in {channel}, so they may be from elsewhere. "
        "Press *Check again* in a minute; if it stays so, whoever runs me sees with "
        "`make doctor` what is missing."
    ),
}

# Here the way out is another channel.
CHOOSE_ANOTHER = frozenset({Hurdle.NO_CHANNEL, Hurdle.ARCHIVED, Hurdle.SHARED})

EDIT_IT = "Choose a channel with *Edit* on the record's page."


def crowd(readers: Readers) -> str:
    """“14 people, 2 guests, 1 other organisation”."""
    facts = [count(readers.count, "person", "people")]
    if readers.guests:
        least = "at least " if readers.is_partly_looked_at else ""
        facts.append(f"{least}{count(readers.guests, 'guest')}")
    if readers.organisations:
        facts.append(count(readers.organisations, "other organisation"))
    if readers.channel.is_org_shared:
        facts.append("other workspaces of your organisation")
    return ", ".join(facts)


def read_by(readers: Readers) -> str:
    """Where it would stand, and who reads there."""
    return f"{channel(readers.channel.id)}: {crowd(readers)}"


def obstacle(hurdle: Hurdle, readers: Readers | None, otherwise: str = EDIT_IT) -> str:
    """Why it cannot be posted, with the way out; `otherwise` is the one where it never can be."""
    place = channel(readers.channel.id) if readers else ""
    unknown = count(readers.unknown if readers else 0, "person", "people")
    why = _HURDLES[hurdle].format(channel=place, unknown=unknown)
    return f":warning: {why} {otherwise}" if hurdle in CHOOSE_ANOTHER else f":warning: {why}"
