"""Deleting a poll: of one that comes again its leader is asked how much, and told what stays."""

from collections.abc import Mapping

from bot.domain.polls import Poll
from bot.services.poll_repeats import Outlook
from handlers.views.kit import Dict, act, actions, button, modal, section
from handlers.views.poll_words import heading
from handlers.views.text import channel, when

OPEN = "polls.open"
BACK = "polls.back"
DELETING = "polls.deleting"
DELETE = "polls.delete"
DELETE_ALL = "polls.delete_all"

ENDS = "It does not come again."
NEEDS_A_MEETING = "It comes again before the next meeting that you add."


def deleting(poll: Poll, outlook: Outlook, carried: Mapping[str, str]) -> Dict:
    """This one only, or the series: in place of the poll's page."""
    only = "Delete this one only" if outlook.comes_again else "Delete it"
    both = button("Delete it and end the series", act(DELETE_ALL, poll.id), style="danger")
    deeds = [
        button(only, act(DELETE, poll.id), style="danger"),
        *([both] if outlook.comes_again else []),
        button("Back to the poll", act(BACK, poll.id)),
    ]
    told = f"This poll repeats. {_comes(outlook)}" if outlook.comes_again else ENDS
    blocks = [heading(poll.question), section(fate(poll)), section(told), actions(*deeds)]
    return modal(act(OPEN, poll.id), "Delete this poll?", blocks, close="Close", metadata=carried)


def deleted(poll: Poll, outlook: Outlook | None = None) -> Dict:
    """After the leader took the poll back, and perhaps its series."""
    said = "Deleted."
    if poll.message_ts:
        said = f"Withdrawn. Its message in {channel(poll.channel)} says so, nobody is reminded."
    if outlook and outlook.comes_again:
        said = f"{said}\n{_comes(outlook)}"
    elif outlook is None:
        said = f"{said}\n{ENDS}"
    return modal(act(OPEN, poll.id), "Poll", [section(said)], close="Close")


def fate(poll: Poll) -> str:
    """What becomes of a poll that is deleted."""
    if poll.is_draft:
        return "Nobody has seen it."
    return "Its message will say that it was withdrawn. Its votes count for nothing."


def _comes(outlook: Outlook) -> str:
    at = outlook.opens_at
    return f"The next one opens {when(at)}." if at else NEEDS_A_MEETING
