"""Polls in each state, for tests."""

from datetime import UTC, datetime, timedelta

from bot.domain.choices import Choice
from bot.domain.poll_forms import PollForm, draft
from bot.domain.poll_results import Ballots, result_of
from bot.domain.polls import Audience

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CLOSE = NOW + timedelta(days=2)
VOTERS = ("U1", "U2", "U3", "U4", "U5")


def a_form(**changes):
    given_ = {
        "question": "Which date?",
        "options": "May\nJune\nNo view",
        "use": "To plan.",
        "audience": Audience.PICKED,
        "channel": "C1",
        "closes_at": CLOSE,
        "people": VOTERS,
        "feedback_by": CLOSE + timedelta(days=1),
    }
    return PollForm(**{**given_, **changes})


def a_draft(**changes):
    return draft(a_form(**changes), "P", "N", "U1", NOW)


def an_open(**changes):
    return a_draft(**changes).opened(VOTERS, NOW)


def ballots(votes):
    """Named ballots from voter -> choice word."""
    by_voter = {voter: Choice.read(word) for voter, word in votes.items()}
    return Ballots(frozenset(by_voter), by_voter)


def a_result(*votes):
    """`votes` are option ids, by the first voters in order."""
    poll = an_open().closed(CLOSE)
    return result_of(poll, ballots(dict(zip(VOTERS, votes, strict=False))))
