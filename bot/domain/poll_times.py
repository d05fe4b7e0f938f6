"""When a poll opens and closes, and what is wrong with such a moment."""

from datetime import datetime, time, timedelta

LONGEST = timedelta(days=90)
SHORTEST = timedelta(minutes=15)
# A second ballot so soon after the first would only annoy [X].
REMIND_APART = timedelta(minutes=30)
# When a reminder that would fall on a weekend comes on the Friday before, by UTC [X]: then most of
# the world can still be reached at work, or begins Monday before the usual close.
FRIDAY, FRIDAY_NOON = 4, time(13)
LEAST_OPEN = timedelta(hours=1)


def half_time(opened_at: datetime, closes_at: datetime) -> datetime:
    """Half-time of a poll; on a weekend, when few work, it is pulled to the Friday before."""
    middle = opened_at + (closes_at - opened_at) / 2
    late = middle.weekday() - FRIDAY
    if late <= 0:
        return middle
    friday = datetime.combine(middle.date() - timedelta(days=late), FRIDAY_NOON, middle.tzinfo)
    return max(min(friday, middle), min(opened_at + LEAST_OPEN, middle))


def opening_problem(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> str:
    """What is wrong with the moment at which a poll opens by itself; nothing opens it at once."""
    if opens_at is None:
        return ""
    if opens_at <= now:
        return "This time has passed. Pick a later one, or leave it empty to ask at once."
    if closes_at and opens_at + SHORTEST > closes_at:
        return "It would close before people can answer. Pick an earlier time."
    if opens_at > now + LONGEST:
        return f"That is more than {LONGEST.days} days away. Pick an earlier time."
    return ""


def deadline_problem(closes_at: datetime | None, now: datetime) -> str:
    """What is wrong with a deadline, or nothing."""
    if closes_at is None:
        return "Pick when it closes."
    if closes_at <= now:
        return "This time has passed. Pick a later one."
    if closes_at > now + LONGEST:
        return f"That is more than {LONGEST.days} days away. Pick an earlier time."
    return ""
