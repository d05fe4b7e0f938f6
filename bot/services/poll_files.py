"""A poll's answers as a file, for its leader."""

from dataclasses import dataclass

from bot.domain.errors import PollStillOpen
from bot.domain.poll_csv import further_csv, named_csv, totals_csv
from bot.domain.poll_results import Ballots, result_of
from bot.domain.polls import Poll
from bot.services.poll_groups import parts
from bot.services.ports import UnitOfWork
from bot.services.rights import led_poll

MARK = "\ufeff"


@dataclass(frozen=True)
class PollFile:
    """CSV text; it begins with a byte-order mark, by which Excel knows its encoding."""

    poll: Poll
    text: str


def csv_of(uow: UnitOfWork, actor: str, poll_id: str) -> PollFile:
    """Who chose what of a named poll, totals of a secret one; after the close only.

    People stand in it by their Slack id; by group where the poll is told so.
    """
    poll = led_poll(uow, actor, poll_id)
    if not poll.is_over:
        raise PollStillOpen
    ballots = uow.polls.ballots(poll_id)
    if poll.is_secret:
        return PollFile(poll, MARK + _totals(poll, ballots))
    answers, rule = sorted(ballots.by_voter.items()), poll.manner.terms.rule
    core = poll.core if poll.manner.by_group else None
    return PollFile(poll, MARK + named_csv(poll.options, rule, answers, poll.items, core))


def _totals(poll: Poll, ballots: Ballots) -> str:
    """Totals of all questions that have answers to choose from; nothing of what was written."""
    tally, apart = result_of(poll, ballots).tally, parts(poll, ballots) or ()
    first = totals_csv(poll.options, tally, is_secret=True, parts=apart)
    further = (
        _further(poll.about(item), ballots.about(item.id)) for item in poll.items if item.options
    )
    return "".join([first, *further])


def _further(poll: Poll, ballots: Ballots) -> str:
    tally, apart = result_of(poll, ballots).tally, parts(poll, ballots) or ()
    return further_csv(poll.question, poll.options, tally, apart)
