"""What a poll's leader is told at its close: the result, and who differs on what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.access import Action
from bot.domain.poll_manner import Results
from bot.domain.poll_meaning import Dissent
from bot.domain.poll_results import meaning_of
from bot.services.polls import PollCard, card
from bot.services.ports import UnitOfWork


@dataclass(frozen=True)
class PollNews:
    """The card that the channel has too, and what only the leader of a named poll learns."""

    card: PollCard
    dissent: Sequence[Dissent] = ()


def news(uow: UnitOfWork, reader: str, poll_id: str) -> PollNews:
    """The news of a poll; whoever does not lead it any more gets what its channel has."""
    shown = card(uow, poll_id)
    leads = shown.negotiation.lets(reader, Action.RUN_POLL)
    if not leads and shown.poll.manner.results is Results.LEADER:
        return PollNews(replace(shown, result=None))
    if shown.result is None or not shown.poll.is_over or not leads:
        return PollNews(shown)
    return PollNews(shown, meaning_of(shown.result, uow.polls.ballots(poll_id)).dissent)
