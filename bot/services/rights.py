"""Fetching a record or a poll for somebody who may do something with it."""

from bot.domain.access import Action
from bot.domain.errors import NotFound
from bot.domain.negotiations import Negotiation
from bot.domain.polls import Poll, PollState
from bot.services.ports import UnitOfWork


def allowed(uow: UnitOfWork, actor: str, negotiation_id: str, action: Action) -> Negotiation:
    """The record, if this person may do this with it; else NotFound."""
    negotiation = uow.negotiations.get(negotiation_id)
    negotiation.require(actor, action)
    return negotiation


def led_poll(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """A poll that this person may run and that is not deleted; else NotFound."""
    poll = uow.polls.get(poll_id)
    if poll.state is PollState.DELETED:
        raise NotFound
    allowed(uow, actor, poll.negotiation, Action.RUN_POLL)
    return poll
