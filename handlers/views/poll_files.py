"""The message that carries a poll's file, and what the window says of it."""

from bot.services.poll_files import PollFile
from handlers.views.kit import Speech
from handlers.views.poll_words import about

SENT = "The file is in your messages with me."
NOT_SENT = (
    "Slack would not take the file. Try again in a minute; if it stays so, `make doctor` says "
    "which permission is missing."
)


def note(file: PollFile) -> Speech:
    """What stands above the file."""
    told = "totals, without names" if file.poll.is_secret else "who chose what"
    return Speech(f"Your poll {about(file.poll)} as a CSV file: {told}.")
