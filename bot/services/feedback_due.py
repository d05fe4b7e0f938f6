"""The day on which those who were asked were promised an answer: one message to the leader."""

from datetime import timedelta

from bot.domain.outbox import Errand
from bot.domain.polls import Poll
from bot.services.poll_messages import key_of
from bot.services.ports import UnitOfWork

DUE = "feedback.due"
STILL_USEFUL = timedelta(days=7)


def promise_due(uow: UnitOfWork, poll: Poll) -> None:
    """Promise it at the close, decided or not; a poll that is deleted takes it along."""
    if poll.feedback_by is None:
        return
    at = uow.preferences.get(poll.leader).after_quiet(max(poll.feedback_by, uow.now))
    key = key_of(poll.id, DUE)
    uow.outbox.add(Errand(DUE, poll.leader, {"poll": poll.id}, key, at, at + STILL_USEFUL))
