"""Answering a poll: a click, a whole ballot, an abstention, an option of one's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from bot.domain.choices import Choice
from bot.domain.errors import AlreadyDone, Invalid, NotFound, NotInvited, PollClosed
from bot.domain.poll_items import TOO_LONG, WORDS_LIMIT, option_problem
from bot.domain.poll_manner import Reasons
from bot.domain.poll_results import Result, result_of
from bot.domain.polls import Poll, PollState
from bot.domain.text import one_line
from bot.services.poll_closing import note_answer
from bot.services.poll_messages import repaint, repaint_later
from bot.services.ports import UnitOfWork

ONE_AT_LEAST = "Answer at least one question, or press “I'd rather not answer”."
NOT_ADDED = "In this poll the answers are fixed. Ask its leader to add yours."


@dataclass(frozen=True)
class Ballot:
    """A vote that counted."""

    poll: Poll
    choice: Choice

    @property
    def answers(self) -> Sequence[str]:
        """The texts of the options that were answered, in the order of the answer."""
        return [option.text for each in self.choice.ids if (option := self.poll.option(each))]


def cast_vote(uow: UnitOfWork, actor: str, poll_id: str, option_id: str) -> Ballot:
    """Count a click on one option; a later click replaces it."""
    poll = uow.polls.face(poll_id)
    if poll.is_open and poll.option(option_id) is None:
        raise AlreadyDone("That answer is no longer on the list. Please pick another.")
    return cast_ballot(uow, actor, poll_id, Choice(((option_id, ""),)))


def cast_read(uow: UnitOfWork, actor: str, poll_id: str, read: Callable[[Poll], Choice]) -> Ballot:
    """Count a ballot that can be read only when the poll's rule and options are known.

    One that was sent empty is no abstention: for that there is a button.
    """
    poll = uow.polls.face(poll_id)
    choice = read(poll)
    if choice.abstains:
        raise Invalid({"choice": ONE_AT_LEAST if poll.items else poll.problem_with(choice)})
    return cast_ballot(uow, actor, poll_id, choice)


def abstain(uow: UnitOfWork, actor: str, poll_id: str) -> Ballot:
    """Count this person as one who has seen the poll and prefers not to answer."""
    return cast_ballot(uow, actor, poll_id, Choice(()))


def cast_ballot(uow: UnitOfWork, actor: str, poll_id: str, choice: Choice) -> Ballot:
    """Count this person's ballot in the place of an earlier one."""
    poll = uow.polls.face(poll_id)
    if not (poll.is_open and _fits(poll, choice) and uow.polls.cast(poll_id, actor, choice)):
        _explain(uow, actor, poll_id, choice)
    note_answer(uow, poll)
    if poll.is_secret:
        repaint_later(uow, poll)
    return Ballot(poll, choice)


def standing(uow: UnitOfWork, actor: str, poll_id: str) -> Result | None:
    """What somebody who has voted may see of the others' votes; read apart, after the vote."""
    poll = uow.polls.get(poll_id)
    has_voted = actor in poll.voters and uow.polls.vote_of(poll_id, actor) is not None
    if not (has_voted and poll.manner.shows_counts(has_voted=True, is_over=False)):
        return None
    return result_of(poll, uow.polls.ballots(poll_id))


def my_vote(uow: UnitOfWork, actor: str, poll_id: str) -> tuple[Poll, Choice | None]:
    """The poll and this voter's answer, for “change my vote”; others learn nothing."""
    poll = uow.polls.get(poll_id)
    if poll.is_draft or poll.state is PollState.DELETED:
        raise NotFound
    if actor not in poll.voters:
        raise NotInvited
    return poll, uow.polls.vote_of(poll_id, actor)


def has_voted(uow: UnitOfWork, actor: str, poll_id: str) -> bool:
    """Whether this person has; of a secret poll that is all that is known after its close."""
    return actor in uow.polls.answered(poll_id)


def add_option(uow: UnitOfWork, actor: str, poll_id: str, text: str) -> Poll:
    """An option that a voter misses, open to all at once; who added it is kept nowhere."""
    poll = uow.polls.get(poll_id)
    poll.check_voter(actor, uow.now)
    if not poll.manner.takes_options:
        raise AlreadyDone(NOT_ADDED)
    words = one_line(text)
    problem = option_problem(words)
    if not problem and len(poll.options) >= poll.manner.most_options:
        problem = f"This poll has {poll.manner.most_options} answers already; that is its most."
    if problem:
        raise Invalid({"option": problem})
    longer = poll.with_option(words)
    uow.polls.save(longer)
    if longer.is_secret:
        repaint_later(uow, longer)
    else:
        repaint(uow, longer, f"longer:{len(longer.options)}")
    return longer


def ballot_for(uow: UnitOfWork, voter: str, poll_id: str) -> Poll | None:
    """The poll to put before this person; none when they have voted, want quiet, or it is over."""
    return None if uow.preferences.get(voter).is_quiet(uow.now) else unanswered(uow, voter, poll_id)


def unanswered(uow: UnitOfWork, voter: str, poll_id: str) -> Poll | None:
    """The poll, if it takes votes and still misses this person's."""
    poll = uow.polls.get(poll_id)
    if not poll.is_open or voter not in poll.voters or uow.now >= poll.closes_at:
        return None
    return poll if uow.polls.vote_of(poll_id, voter) is None else None


def _fits(poll: Poll, choice: Choice) -> bool:
    poll.check_choice(choice)
    if len(choice.reason) > WORDS_LIMIT:
        raise Invalid({"reason": TOO_LONG})
    wants_reason = poll.manner.reasons is Reasons.REQUIRED and choice.picks
    if wants_reason and not choice.reason:
        raise Invalid({"reason": "This poll asks for a reason: one line is enough."})
    return True


def _explain(uow: UnitOfWork, actor: str, poll_id: str, choice: Choice) -> NoReturn:
    """Raise the reason for which a ballot did not count."""
    poll = uow.polls.get(poll_id)
    if poll.is_draft and actor not in poll.voters:
        raise NotFound
    if poll.state is PollState.DELETED:
        raise AlreadyDone("This poll was withdrawn, so your vote was not counted.")
    poll.check_voter(actor, uow.now)
    poll.check_choice(choice)
    raise PollClosed
