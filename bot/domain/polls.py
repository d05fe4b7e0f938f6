"""Stakeholder polls: one question to colleagues, from the draft to the decision.

A poll never decides. It reads “awaiting decision” until the leader has recorded one, and is
done only when those who were asked have heard what came of their answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.choices import Choice, problem_with
from bot.domain.errors import AlreadyDone, Invalid, NotInvited, PollClosed, PollNotOpen
from bot.domain.poll_items import Item, Option, fresh
from bot.domain.poll_manner import Manner, Reasons, Rhythm
from bot.domain.poll_times import deadline_problem, half_time, opening_problem

CONFIRM_ABOVE = 50
MAX_VOTERS = 500
LAST_CALL, REMINDER_CUTOFF = timedelta(hours=3), timedelta(minutes=15)


class PollState(StrEnum):
    """A poll's life, in order."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    AWAITING_DECISION = "awaiting decision"
    AWAITING_FEEDBACK = "awaiting feedback"
    DECIDED = "decided"
    DELETED = "deleted"


DECIDED = frozenset({PollState.AWAITING_FEEDBACK, PollState.DECIDED})
CLOSED = DECIDED | {PollState.AWAITING_DECISION, PollState.DELETED}
UNASKED = frozenset({PollState.DRAFT, PollState.SCHEDULED})


class Audience(StrEnum):
    """Who may vote."""

    CHANNEL = "channel members"
    PICKED = "picked people"


class Slot(StrEnum):
    """The two reminders of a poll [X]: half-time, and three hours before the close."""

    HALF_TIME = "half-time"
    LAST_CALL = "last call"


@dataclass(frozen=True)
class Poll:
    """One question to colleagues, or a few. `voters` is fixed when it is posted.

    `opens_at` is when a poll that waits will be posted. `meeting` is the one that it comes before,
    and `series` names a poll that repeats with all its occasions. `was` is the question as first
    posted, once its words were changed at `edited_at`. `core` are the voters who were in the core
    team when it was posted, where the result is told by group. `deadline` is the close that was
    announced, once everybody had answered before it: see `poll_closing`. `rhythm` is that of its
    series, once its own times tell it no longer. `by_dm` are voters who cannot see its channel.
    """

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
    manner: Manner = field(default_factory=Manner)
    voters: tuple[str, ...] = ()
    state: PollState = PollState.DRAFT
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    message_ts: str | None = None
    reminded: frozenset[Slot] = frozenset()
    opens_at: datetime | None = None
    series: str = ""
    meeting: str = ""
    was: str = ""
    edited_at: datetime | None = None
    items: tuple[Item, ...] = ()
    core: tuple[str, ...] = ()
    deadline: datetime | None = None
    rhythm: Rhythm | None = None
    by_dm: tuple[str, ...] = ()

    @property
    def is_secret(self) -> bool:
        """Whether votes are kept apart from those who cast them."""
        return self.manner.is_secret

    @property
    def asked_again(self) -> tuple[str, ...]:
        """Whom the next occasion asks by name; a channel's members are looked up afresh."""
        return self.voters if self.audience is Audience.PICKED else ()

    def asks_like(self, other: "Poll") -> bool:
        """Whether it asks the same in the same way."""
        both = (self, other)
        own, its = ((p.question, p.options, fresh(p.items), p.use, p.manner) for p in both)
        return own == its

    @property
    def is_plain(self) -> bool:
        """Whether one click on an option is a whole ballot."""
        return self.manner.is_plain and not self.items

    @property
    def takes_words(self) -> bool:
        """Whether a voter may write something."""
        asked = (self.manner.reasons, *(item.reasons for item in self.items))
        return any(reasons is not Reasons.OFF for reasons in asked)

    def about(self, item: Item) -> "Poll":
        """The poll as if this further question were all that it asks."""
        manner = replace(self.manner, terms=item.terms, reasons=item.reasons, quorum=0)
        return replace(self, question=item.question, options=item.options, manner=manner, items=())

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the options, in the poll's order."""
        return tuple(option.id for option in self.options)

    @property
    def is_open(self) -> bool:
        """Whether votes are taken, as far as the state says."""
        return self.state is PollState.OPEN

    @property
    def is_draft(self) -> bool:
        """Whether nobody has been asked yet."""
        return self.state in UNASKED

    @property
    def awaits_decision(self) -> bool:
        """Whether it has closed and nothing was decided."""
        return self.state is PollState.AWAITING_DECISION

    @property
    def is_decided(self) -> bool:
        """Whether somebody has recorded what was decided."""
        return self.state in DECIDED

    @property
    def owes_feedback(self) -> bool:
        """Whether it is decided, and those who were asked have not heard what came of it."""
        return self.state is PollState.AWAITING_FEEDBACK

    @property
    def is_over(self) -> bool:
        """Whether it ran to its close and its result counts."""
        return self.awaits_decision or self.is_decided

    def option(self, option_id: str) -> Option | None:
        """The option by its id."""
        return next((o for o in self.options if o.id == option_id), None)

    def scheduled(self, at: datetime) -> "Poll":
        """The poll waiting to be posted at `opens_at`."""
        if self.state is not PollState.DRAFT:
            raise AlreadyDone("This poll is posted already.")
        problem = opening_problem(self.opens_at, self.closes_at, at)
        if problem or self.opens_at is None:
            raise Invalid({"opens_at": problem or "Pick when it opens."})
        return replace(self, state=PollState.SCHEDULED)

    def unscheduled(self) -> "Poll":
        """The poll as a draft again; it waits no longer."""
        if self.state is not PollState.SCHEDULED:
            raise AlreadyDone("This poll does not wait to be posted.")
        return replace(self, state=PollState.DRAFT)

    def opened(self, voters: tuple[str, ...], at: datetime) -> "Poll":
        """The poll with its voters fixed, taking votes."""
        if self.state not in UNASKED:
            raise AlreadyDone("This poll is posted already.")
        if at >= self.closes_at:
            raise Invalid({"closes_at": "This time has passed. Pick a later one."})
        return replace(self, state=PollState.OPEN, voters=voters, opened_at=at)

    def check_votes_taken(self, at: datetime) -> None:
        """Raise the reason why no ballot counts now, if there is one."""
        if self.state in UNASKED:
            raise PollNotOpen
        if not self.is_open or at >= self.closes_at:
            raise PollClosed

    def check_voter(self, voter: str, at: datetime) -> None:
        """Raise the reason why this person's ballot cannot be counted, if there is one."""
        self.check_votes_taken(at)
        if voter not in self.voters:
            raise NotInvited

    def check_choice(self, choice: Choice) -> None:
        """Raise Invalid with the sentences for the voter unless the choice fits the rules.

        Who answers a further question may leave out the first.
        """
        found: dict[str, str] = {}
        if choice.picks:
            found["choice"] = self.problem_with(choice)
        for item in self.items:
            found |= item.problems_with(choice.of_item(item.id))
        problems = {name: sentence for name, sentence in found.items() if sentence}
        if problems:
            raise Invalid(problems)

    def problem_with(self, choice: Choice) -> str:
        """What is wrong with an answer to the first question, or nothing; empty is wrong too."""
        return problem_with(choice, self.ids, self.manner.terms)

    def closed(self, at: datetime) -> "Poll":
        """The poll after its close; counting ends at the deadline or, if earlier, now."""
        self._check_open()
        return replace(self, state=PollState.AWAITING_DECISION, closed_at=min(at, self.closes_at))

    def decided(self) -> "Poll":
        """The poll after somebody has recorded what was decided; feedback is owed from now on."""
        return replace(self, state=PollState.AWAITING_FEEDBACK)

    def fed_back(self) -> "Poll":
        """The decided poll after those who were asked have heard what came of it."""
        return replace(self, state=PollState.DECIDED)

    def deleted(self) -> "Poll":
        """The poll withdrawn; one that a decision rests on stays."""
        if self.is_decided:
            raise AlreadyDone("A decision rests on this poll, so it stays.")
        return replace(self, state=PollState.DELETED)

    def extended(self, closes_at: datetime, now: datetime) -> "Poll":
        """The open poll with another deadline; a slot that has reminded does not do so again.

        When the answer to those asked was promised for an earlier moment, it moves along. If
        everybody had answered, it stays open until then all the same.
        """
        self._check_open()
        problem = deadline_problem(closes_at, now)
        if problem:
            raise Invalid({"closes_at": problem})
        later = self.feedback_by and max(self.feedback_by, closes_at)
        deadline = self.deadline and closes_at
        return replace(self, closes_at=closes_at, feedback_by=later, deadline=deadline)

    def reworded(
        self, question: str, options: Sequence[Option], items: Sequence[Item], at: datetime
    ) -> "Poll":
        """The open poll with other words; the question as first posted stays to be seen."""
        self._check_open()
        asked = replace(self, question=question, options=tuple(options), items=tuple(items))
        return replace(asked, was=self.was or self.question, edited_at=at)

    def with_option(self, text: str) -> "Poll":
        """The open poll with an option that a voter added; nothing says which voter."""
        self._check_open()
        if any(option.text.casefold() == text.casefold() for option in self.options):
            raise AlreadyDone("That answer is on the list already.")
        last = max(int(option.id) for option in self.options)
        return replace(self, options=(*self.options, Option(str(last + 1), text)))

    def _check_open(self) -> None:
        if self.state in UNASKED:
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
            times[Slot.HALF_TIME] = half_time(self.opened_at, self.closes_at)
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
