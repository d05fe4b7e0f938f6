"""What its leader reads of a poll that is about to be posted: whom it asks, and what is amiss."""

from collections.abc import Iterator

from bot.domain.poll_reach import Caution, Hurdle, Reach
from bot.domain.polls import MAX_VOTERS, Audience, Poll
from bot.domain.suppression import LEAST
from handlers.views.audience import read_by
from handlers.views.kit import Dict, checkboxes, field, option, section
from handlers.views.text import channel, count, listed, person

HURDLES = {
    Hurdle.TOO_LATE: "Its closing time has passed. Go back and pick a later one.",
    Hurdle.ARCHIVED: "{channel} is archived. Go back and choose another channel.",
    Hurdle.NOT_A_MEMBER: (
        "I can't post in {channel} yet, because I'm not in it. Type `/invite @Parley` there, "
        "then press *Check again*."
    ),
    Hurdle.TOO_MANY: (
        f"A poll asks at most {MAX_VOTERS} people, and {{channel}} has more. "
        "Go back and pick the people to ask."
    ),
    Hurdle.UNTOLD: (
        "Slack tells me nothing about the people I would ask. Press *Check again* in a minute; "
        "if it stays so, whoever runs me sees with `make doctor` what is missing."
    ),
    Hurdle.NOBODY: "There is nobody to ask in {channel}. Go back and pick people.",
}


def hurdle(found: Reach) -> Dict:
    """What keeps a poll from being posted, and the way out."""
    words = HURDLES[found.hurdle] if found.hurdle else ""
    return section(f":warning: {words.format(channel=channel(found.channel.id))}")


def asked(poll: Poll, found: Reach) -> list[Dict]:
    """Whom the poll will ask, who can read it, and what may be amiss."""
    people = f"*{count(len(found.voters), 'person', 'people')} will be asked*"
    who = f"everybody in {channel(poll.channel)}"
    if poll.audience is Audience.PICKED:
        who = listed([person(each.id) for each in found.voters])
    guests = f" {count(found.guests, 'is a guest', 'are guests')}." if found.guests else ""
    lines = [f"{people}: {who}.{guests}"]
    if found.absent:
        names = listed([person(each) for each in found.absent])
        lines.append(
            f"Not in {channel(poll.channel)}, so they get it as a direct message: {names}."
        )
    lines.append(f"It can be read in {read_by(found.readers)}.")
    return [section("\n".join([*lines, *_doubts(poll, len(found.voters))]))]


def _doubts(poll: Poll, voters: int) -> Iterator[str]:
    """What the leader may not have thought of."""
    if poll.manner.quorum > voters:
        yield f":warning: It needs {poll.manner.quorum} answers to count and asks only {voters}."
    if poll.is_secret and poll.takes_words:
        yield (
            f":warning: What people write is shown only if {LEAST} or more write to one question. "
            "Else nobody reads it, you neither."
        )
    if poll.is_secret and poll.manner.by_group:
        yield (
            f":warning: By group you see it only if {LEAST} of the core team and {LEAST} others "
            "answer, you not counted."
        )


def sure(found: Reach) -> list[Dict]:
    """What the leader ticks before posting."""
    words = {
        Caution.FEW: f"Yes, though nothing is shown unless {LEAST} answer",
        Caution.MANY: f"Yes, ask {len(found.voters)} people",
        Caution.SHARED: "Yes, though another organisation reads this channel",
        Caution.UNKNOWN: f"Yes, without {found.unknown} whom Slack told me nothing about",
    }
    return [
        field(caution.name.lower(), "Are you sure?", checkboxes([option(words[caution], "yes")]))
        for caution in found.cautions
    ]
