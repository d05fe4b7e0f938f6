"""Stakeholder polls: one question, single choice, named, result after the close.

A poll never decides. It reads “awaiting decision” until the leader has recorded one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import AlreadyDone, Invalid, NotInvited, PollClosed, PollNotOpen

CONFIRM_ABOVE = 50
MAX_VOTERS = 500
FEW = 5
LONGEST = timedelta(days=90)
LAST_CALL = timedelta(hours=3)
REMINDER_CUTOFF = timedelta(minutes=15)


class PollState(StrEnum):
    """A poll's life, in order."""

    DRAFT = "draft"
    OPEN = "open"
    AWAITING_DECISION = "awaiting decision"
    DECIDED = "decided"
    DELETED = "deleted"


CLOSED = frozenset({PollState.AWAITING_DECISION, PollState.DECIDED, PollState.DELETED})


class Audience(StrEnum):
    """Who may vote."""

    CHANNEL = "channel members"
    PICKED = "picked people"


class Slot(StrEnum):
    """The two reminders of a poll [X]: half-time, and three hours before the close."""

    HALF_TIME = "half-time"
    LAST_CALL = "last call"


@dataclass(frozen=True)
class Option:
    """One answer; `id` is its place, counted from 1, and never changes."""

    id: str
    text: str


@dataclass(frozen=True)
class Poll:
    """One question to colleagues. `voters` is fixed when it is posted."""

    id: str
    negotiation: str
    leader: str
    question: str
    use: str
    options: tuple[Option, ...]
    audience: Audience
    channel: str
    closes_at: datetime
    feedback_by: datetime | None = None
    voters: tuple[str, ...] = ()
    state: PollState = PollState.DRAFT
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    message_ts: str | None = None
    reminded: frozenset[Slot] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether votes are taken, as far as the state says."""
        return self.state is PollState.OPEN

    @property
    def is_draft(self) -> bool:
        """Whether nobody has been asked yet."""
        return self.state is PollState.DRAFT

    @property
    def awaits_decision(self) -> bool:
        """Whether it has closed and nothing was decided."""
        return self.state is PollState.AWAITING_DECISION

    @property
    def is_over(self) -> bool:
        """Whether it ran to its close and its result counts."""
        return self.awaits_decision or self.state is PollState.DECIDED

    def option(self, option_id: str) -> Option | None:
        """The option by its id."""
        return next((o for o in self.options if o.id == option_id), None)

    def opened(self, voters: tuple[str, ...], at: datetime) -> "Poll":
        """The poll with its voters fixed, taking votes."""
        if self.state is not PollState.DRAFT:
            raise AlreadyDone("This poll is posted already.")
        if at >= self.closes_at:
            raise Invalid({"closes_at": "This time has passed. Pick a later one."})
        return replace(self, state=PollState.OPEN, voters=voters, opened_at=at)

    def check_ballot(self, voter: str, option_id: str, at: datetime) -> Option:
        """The option this person chose, or the reason why it cannot be counted."""
        if self.state is PollState.DRAFT:
            raise PollNotOpen
        if not self.is_open or at >= self.closes_at:
            raise PollClosed
        if voter not in self.voters:
            raise NotInvited
        option = self.option(option_id)
        if option is None:
            raise AlreadyDone("That answer is no longer on the list. Please pick another.")
        return option

    def closed(self, at: datetime) -> "Poll":
        """The poll after its close; counting ends at the deadline or, if earlier, now."""
        self._check_open()
        return replace(self, state=PollState.AWAITING_DECISION, closed_at=min(at, self.closes_at))

    def decided(self) -> "Poll":
        """The poll after somebody has recorded what was decided."""
        return replace(self, state=PollState.DECIDED)

    def deleted(self) -> "Poll":
        """The poll withdrawn; one that a decision rests on stays."""
        if self.state is PollState.DECIDED:
            raise AlreadyDone("A decision rests on this poll, so it stays.")
        return replace(self, state=PollState.DELETED)

    def extended(self, closes_at: datetime, now: datetime) -> "Poll":
        """The open poll with another deadline; a slot that has reminded does not do so again.

        When the answer to those asked was promised for an earlier moment, it moves along.
        """
        self._check_open()
        problem = deadline_problem(closes_at, now)
        if problem:
            raise Invalid({"closes_at": problem})
        later = self.feedback_by and max(self.feedback_by, closes_at)
        return replace(self, closes_at=closes_at, feedback_by=later)

    def _check_open(self) -> None:
        if self.state is PollState.DRAFT:
            raise PollNotOpen
        if not self.is_open:
            raise AlreadyDone("This poll has closed already.")

    def reminder_times(self) -> Mapping[Slot, datetime]:
        """When each reminder is due; a poll too short for one has none of it."""
        if self.opened_at is None:
            return {}
        length = self.closes_at - self.opened_at
        times = {}
        if length >= timedelta(hours=1):
            times[Slot.HALF_TIME] = self.opened_at + length / 2
        if length > 2 * LAST_CALL:
            times[Slot.LAST_CALL] = self.closes_at - LAST_CALL
        return times

    def next_reminder(self) -> tuple[Slot, datetime] | None:
        """The reminder that is due next and was not sent yet."""
        open_slots = [(s, t) for s, t in self.reminder_times().items() if s not in self.reminded]
        return min(open_slots, key=lambda pair: pair[1], default=None)

    def due_slots(self, now: datetime) -> tuple[Slot, ...]:
        """Reminders whose time has come and that were not sent, earliest first."""
        due = [(t, s) for s, t in self.reminder_times().items() if t <= now]
        return tuple(slot for _, slot in sorted(due) if slot not in self.reminded)

    def reminded_for(self, *slots: Slot) -> "Poll":
        """The poll after the reminders of these slots were handed out."""
        return replace(self, reminded=self.reminded.union(slots))


@dataclass(frozen=True)
class Ballots:
    """The votes of a named poll: voter -> option id."""

    votes: Mapping[str, str] = field(default_factory=dict)

    def tally(self, poll: Poll) -> tuple[tuple[Option, int], ...]:
        """Each option with its number of votes, most first, in the poll's order among equals."""
        counts = Counter(self.votes.values())
        ranked = sorted(poll.options, key=lambda o: -counts[o.id])
        return tuple((option, counts[option.id]) for option in ranked)

    def missing(self, poll: Poll) -> tuple[str, ...]:
        """Voters who have not answered."""
        return tuple(v for v in poll.voters if v not in self.votes)


@dataclass(frozen=True)
class Result:
    """What came out: counts, turnout, and the leaders (several when tied)."""

    poll: Poll
    counts: tuple[tuple[Option, int], ...]

    @property
    def answered(self) -> int:
        """How many people voted."""
        return sum(count for _, count in self.counts)

    @property
    def leading(self) -> tuple[Option, ...]:
        """The option with most votes, or all that share that place; none without votes."""
        top = max((count for _, count in self.counts), default=0)
        return tuple(option for option, count in self.counts if count == top and top > 0)

    @property
    def is_tied(self) -> bool:
        """Whether several options share the first place."""
        return len(self.leading) > 1


def result_of(poll: Poll, ballots: Ballots) -> Result:
    """The result of a poll from its ballots."""
    return Result(poll, ballots.tally(poll))


class Reading(StrEnum):
    """How far a result carries; the words for each stand in the views."""

    SILENT = "nobody answered"
    THIN = "no more than half answered"
    TIED = "several options share the first place"
    UNANIMOUS = "all chose the same"
    CLEAR = "two thirds or more chose the same"
    SPREAD = "the answers spread"


def reading(result: Result) -> Reading:
    """What a result means [X]: silence first, then turnout, then agreement."""
    answered, asked = result.answered, len(result.poll.voters)
    top = max((count for _, count in result.counts), default=0)
    rules = (
        (Reading.SILENT, answered == 0),
        (Reading.THIN, 2 * answered <= asked),
        (Reading.TIED, result.is_tied),
        (Reading.UNANIMOUS, top == answered),
        (Reading.CLEAR, 3 * top >= 2 * answered),
    )
    return next((name for name, fits in rules if fits), Reading.SPREAD)


def who_sees_what(poll: Poll) -> str:
    """The promise on every poll, computed from its settings and never typed."""
    promise = (
        f"Asked: {_asked(poll)}. Votes are named: after the close the leader sees who chose what, "
        "before it only who has answered. The channel sees totals after the close, without names."
    )
    if 0 < len(poll.voters) < FEW:
        promise += " With so few people asked, totals can give a name away."
    return promise


def _asked(poll: Poll) -> str:
    if poll.audience is Audience.CHANNEL:
        return f"the channel's members when it {'was' if poll.opened_at else 'is'} posted"
    count = len(poll.voters)
    return "one person who was picked" if count == 1 else f"the {count} people picked"


def deadline_problem(closes_at: datetime | None, now: datetime) -> str:
    """What is wrong with a deadline, or nothing."""
    if closes_at is None:
        return "Pick when it closes."
    if closes_at <= now:
        return "This time has passed. Pick a later one."
    if closes_at > now + LONGEST:
        return f"That is more than {LONGEST.days} days away. Pick an earlier time."
    return ""
