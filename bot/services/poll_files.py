"""A poll's answers as a file, for its leader."""

from dataclasses import dataclass

from bot.domain.errors import PollStillOpen
from bot.domain.poll_csv import further_csv, named_csv, totals_csv
from bot.domain.poll_results import Result, result_of
from bot.domain.polls import Poll
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

    People stand in it by their Slack id.
    """
    poll = led_poll(uow, actor, poll_id)
    if not poll.is_over:
        raise PollStillOpen
    ballots = uow.polls.ballots(poll_id)
    if poll.is_secret:
        return PollFile(poll, MARK + _totals(result_of(poll, ballots)))
    answers = sorted(ballots.by_voter.items())
    rule = poll.manner.terms.rule
    return PollFile(poll, MARK + named_csv(poll.options, rule, answers, poll.items))


def _totals(result: Result) -> str:
    """Totals of all questions that have answers to choose from; nothing of what was written."""
    first = totals_csv(result.poll.options, result.tally, is_secret=True)
    if result.is_hidden:
        return first
    further = (
        further_csv(item.poll.question, item.poll.options, item.tally)
        for item in result.items
        if item.poll.options
    )
    return "".join([first, *further])
