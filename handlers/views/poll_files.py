"""The message that carries a poll's file."""

from bot.services.poll_files import PollFile
from handlers.views.kit import Speech
from handlers.views.poll_words import about


def note(file: PollFile) -> Speech:
    """What stands above the file."""
    told = "totals, without names" if file.poll.is_secret else "who chose what"
    return Speech(f"Your poll {about(file.poll)} as a CSV file: {told}.")
