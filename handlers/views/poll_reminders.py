"""A reminder of a poll, the way out of all of them, and what its leader hears of them."""

from bot.domain.polls import Poll
from bot.services.poll_reminders import Reminded
from handlers.views.kit import Dict, Speech, act, actions, button, context
from handlers.views.poll_messages import ballot_message
from handlers.views.text import count

MUTE = "polls.mute"
UNMUTE = "polls.unmute"

OFF = "Poll reminders are off, for all polls. `/negotiate settings` has the switch, too."
ON = "Poll reminders are on again."
# One sentence for all reasons, so that none of them is told of anybody.
OTHERS = (
    "The others were asked just now or will be, do not work before it closes, or want no reminders."
)


def reminder(poll: Poll, *, is_muted: bool = False) -> Speech:
    """The ballot, once more, and beneath it the way out; or back in, once it was taken."""
    speech = ballot_message(poll, is_reminder=True)
    return Speech(speech.text, [*speech.blocks, *_switch(poll.id, is_muted)])


def switched(poll_id: str, *, is_muted: bool) -> Speech:
    """What stays of a reminder when there is nothing left to answer."""
    if not is_muted:
        return Speech(ON)
    return Speech(OFF, _switch(poll_id, is_muted))


def _switch(poll_id: str, is_muted: bool) -> list[Dict]:
    if is_muted:
        return [context(OFF), actions(button("Turn them on again", act(UNMUTE, poll_id)))]
    return [actions(button("Stop poll reminders", act(MUTE, poll_id)))]


def handed_out(told: Reminded) -> str:
    """How many get one, and why not all; never who."""
    if told.people == told.missing:
        return f"{count(told.people, 'person gets', 'people get')} a reminder when they next work."
    gets = "gets" if told.people == 1 else "get"
    return f"{told.people} of {told.missing} {gets} a reminder when they next work. {OTHERS}"
