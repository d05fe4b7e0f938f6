"""The line on every poll that says who sees what: computed from its settings, never typed."""

from bot.domain.poll_manner import Results
from bot.domain.polls import Audience, Poll
from bot.domain.suppression import LEAST

SECRET = (
    "Your answer is shown without your name. The leader sees that you answered, not what. Whoever "
    "runs this server could link the two until the poll closes; then the link is destroyed. Old "
    "backups and server logs may keep it until they are deleted. Slack sees your click. "
    f"Under {LEAST} answers nothing is shown, of the poll or of an option, and if all answer "
    "alike, everybody's answer is plain."
)
COMMENTS = (
    f" Comments are shown together, in mixed order, if there are {LEAST} or more. "
    "What you write in one may give you away."
)
ANSWERS_IN_WORDS = (
    f" What is written to a question is shown together, in mixed order, if {LEAST} or more wrote "
    "to it; else nobody ever reads it. What you write may give you away."
)
NAMED = (
    "Votes are named: after the close the leader sees who chose what, before it only who has "
    "answered."
)
REASONS = " What you write goes to the leader alone, with your name."
TOTALS = {
    Results.LIVE: " The channel sees totals, without names, while votes come in.",
    Results.AFTER_VOTE: (
        " You see totals, without names, once you have voted; the channel sees them at the close."
    ),
    Results.AFTER_CLOSE: " The channel sees totals after the close, without names.",
    Results.LEADER: " Only the leader sees the totals.",
}
GROUPS = " The leader also sees totals for the core team and for the others who were asked."
SECRET_GROUPS = (
    " The leader also sees the result for the core team and for the others who were asked, if "
    f"{LEAST} or more of each answer (the leader apart); if all of one group answer alike, their "
    "answers are plain."
)
FEW_ASKED = " With so few people asked, totals can give a name away."


def who_sees_what(poll: Poll) -> str:
    """The promise that goes with the question, in the order in which people worry."""
    manner = poll.manner
    promise = f"Asked: {_asked(poll)}. {SECRET if poll.is_secret else NAMED}"
    if poll.takes_words:
        promise += _in_words(poll)
    promise += TOTALS[manner.results]
    if manner.by_group:
        promise += SECRET_GROUPS if poll.is_secret else GROUPS
    if 0 < len(poll.voters) < LEAST and manner.results is not Results.LEADER:
        promise += FEW_ASKED
    return promise


def _in_words(poll: Poll) -> str:
    if not poll.is_secret:
        return REASONS
    return ANSWERS_IN_WORDS if poll.items else COMMENTS


def _asked(poll: Poll) -> str:
    if poll.audience is Audience.CHANNEL:
        return f"the channel's members when it {'was' if poll.opened_at else 'is'} posted"
    count = len(poll.voters)
    return "one person who was picked" if count == 1 else f"the {count} people picked"
