"""What Parley tells a leader about updates by DM: nothing but what their channel read already."""

from bot.domain.negotiations import Negotiation
from bot.domain.updates import Promise, Update
from handlers.views.kit import Dict, Speech, act, actions, button, section
from handlers.views.poll_notes import REASONS, UNKNOWN_REASON
from handlers.views.progress import topic
from handlers.views.text import channel, esc, one_line, when

WRITE = "updates.write"
NO_NEWS = "updates.no_news"
LATER = "updates.later"
EXPLAIN = "updates.explain"
OPEN = "updates.open"


def late_note(negotiation: Negotiation, update: Update) -> Speech:
    """The promised next update was not posted."""
    at = update.form.next_at
    promised = f" {when(at)}" if at else " by now"
    text = (
        f"You promised the next update on {topic(negotiation)}{promised}. "
        "Even “no news” helps: silence feeds rumours."
    )
    return _note(
        text,
        button("Write the update", act(WRITE, negotiation.id), style="primary"),
        button("No news", act(NO_NEWS, negotiation.id)),
        button("New time", act(LATER, update.id, Promise.NEXT.value)),
    )


def explain_note(negotiation: Negotiation, update: Update) -> Speech:
    """The day has come on which something was to be explained."""
    text = (
        f"You said you would explain “{withheld(update)}” by today ({topic(negotiation)}). "
        "Can you share it now?"
    )
    return _note(
        text,
        button("Share now", act(EXPLAIN, negotiation.id), style="primary"),
        button("New date", act(LATER, update.id, Promise.EXPLAIN.value)),
    )


def not_posted_note(negotiation: Negotiation, update: Update, error: str) -> Speech:
    """It was stopped: why, and the way out."""
    place = channel(update.channel)
    reason = REASONS.get(error, UNKNOWN_REASON).format(channel=place)
    text = f"I did not post the update on {topic(negotiation)} in {place}. {reason} It is kept."
    return _note(text, button("Open the updates", act(OPEN, negotiation.id), style="primary"))


def not_sure_note(negotiation: Negotiation, update: Update) -> Speech:
    """Nobody can tell whether it arrived: better to ask than to post it twice."""
    text = (
        f"Slack did not tell me whether the update on {topic(negotiation)} arrived in "
        f"{channel(update.channel)}. Please look there. If it is missing, send it again."
    )
    return _note(text, button("Open the updates", act(OPEN, negotiation.id), style="primary"))


def withheld(update: Update) -> str:
    """What was held back, in short."""
    return one_line(esc(update.form.withheld), 150)


def _note(text: str, *buttons: Dict) -> Speech:
    return Speech(text, [section(text), actions(*buttons)])
