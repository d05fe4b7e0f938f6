"""The result of a poll by group: whom each group has, and what its leader may see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.poll_groups import Part, answers_of, core_among, parts_of
from bot.domain.poll_results import Ballots
from bot.domain.polls import Poll
from bot.services.ports import UnitOfWork


def with_groups(uow: UnitOfWork, poll: Poll) -> Poll:
    """The poll with its groups fixed as it is posted, so that nobody can be moved afterwards."""
    if not poll.manner.by_group:
        return poll
    return replace(poll, core=core_among(uow.negotiations.get(poll.negotiation), poll.voters))


def parts(poll: Poll, ballots: Ballots) -> Sequence[Part] | None:
    """The result by group of a poll that has closed; None where it was not asked for."""
    if not poll.manner.by_group:
        return None
    return parts_of(poll, ballots.apart or answers_of(ballots.by_voter, poll.core))


def further_parts(poll: Poll, ballots: Ballots) -> Mapping[str, Sequence[Part] | None]:
    """The same of each further question, by its id."""
    return {item.id: parts(poll.about(item), ballots.about(item.id)) for item in poll.items}
