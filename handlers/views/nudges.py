"""A nudge in a DM, and what takes its place when it is answered."""

from datetime import datetime

from bot.domain.nudges import Nudge
from handlers.views.kit import Speech, actions, button, section
from handlers.views.text import day

PAUSE = "nudges.pause"
STOP = "nudges.stop"

AGAIN = "`/negotiate settings` switches them on again."


def message(nudge: Nudge) -> Speech:
    """The sentence alone, with two ways out."""
    ways_out = actions(button("Pause for a week", PAUSE), button("Stop these", STOP))
    return Speech(nudge.text, [section(nudge.text), ways_out])


def paused_message(next_at: datetime | None) -> Speech:
    """After “Pause”; none comes to who has them off, or whose quiet hours fill the day."""
    if next_at is None:
        return Speech(f"Paused. {AGAIN}")
    return Speech(f"Paused. The next one comes on {day(next_at)}.")


def stopped_message() -> Speech:
    """After “Stop these”."""
    return Speech(f"Stopped: no more nudges. {AGAIN}")
