"""The next best step of one negotiation: the first rule that fits, read from top to bottom.

The order is our convention [X]: what others wait for, then the empty essentials of the
preparation, then a date, then the colleagues' view, then polish.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.meetings import Meeting
from bot.domain.negotiations import Negotiation, Stage
from bot.domain.polls import Poll, PollState
from bot.domain.prep import Gap, Readiness, Workbook


class Step(StrEnum):
    """What can be suggested; the words for each stand in the views."""

    DECIDE_POLL = "decide what the poll was for"
    TELL = "tell those who were asked"
    LOG = "log what was agreed"
    SAY_WHERE = "say where it stands after the meeting"
    START = "prepare in five minutes"
    FILL = "fill the gap worth most"
    MEET = "add the meeting"
    ASK = "ask the team"
    OPEN = "open the record"


@dataclass(frozen=True)
class Facts:
    """What is known of one negotiation when a step is suggested to its leader."""

    stage: Stage
    readiness: Readiness
    is_untouched: bool
    has_meeting_ahead: bool = False
    has_met: bool = False
    has_poll: bool = False
    has_decision: bool = False
    poll_awaiting: str | None = None
    poll_untold: str | None = None

    @property
    def is_thin(self) -> bool:
        """Whether an essential is empty or coverage is below “usable”."""
        return bool(self.readiness.gated_by) or self.readiness.band == "thin"

    @property
    def is_over(self) -> bool:
        """Whether it was agreed or given up."""
        return self.stage in {Stage.AGREED, Stage.NO_DEAL}

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is to be pushed."""
        return self.stage in {Stage.PAUSED, Stage.DEBRIEFED} or self.is_over


@dataclass(frozen=True)
class NextStep:
    """One suggestion; `gap` with FILL, `poll` with DECIDE_POLL and TELL."""

    step: Step
    gap: Gap | None = None
    poll: str | None = None


RULES: tuple[tuple[Step, Callable[[Facts], bool]], ...] = (
    (Step.DECIDE_POLL, lambda f: f.poll_awaiting is not None),
    (Step.TELL, lambda f: f.poll_untold is not None),
    (Step.LOG, lambda f: f.is_over and not f.has_decision),
    (Step.OPEN, lambda f: f.is_at_rest),
    (Step.SAY_WHERE, lambda f: f.has_met and not f.has_meeting_ahead),
    (Step.START, lambda f: f.is_untouched),
    (Step.FILL, lambda f: f.is_thin),
    (Step.MEET, lambda f: not f.has_meeting_ahead),
    (Step.ASK, lambda f: not f.has_poll),
    (Step.FILL, lambda f: f.readiness.next_gap is not None),
)


def next_step(facts: Facts) -> NextStep:
    """The first step whose rule fits; opening the record when none does."""
    step = next((step for step, fits in RULES if fits(facts)), Step.OPEN)
    gap = facts.readiness.next_gap if step is Step.FILL else None
    polls = {Step.DECIDE_POLL: facts.poll_awaiting, Step.TELL: facts.poll_untold}
    return NextStep(step, gap, polls.get(step))


def facts_of(
    negotiation: Negotiation,
    workbook: Workbook,
    covered: Readiness,
    meetings: Sequence[Meeting],
    polls: Sequence[Poll],
    has_decision: bool,
    now: datetime,
) -> Facts:
    """The facts of one negotiation from all that hangs from it."""
    awaiting = [p.id for p in polls if p.state is PollState.AWAITING_DECISION]
    untold = [p.id for p in polls if p.owes_feedback]
    return Facts(
        stage=negotiation.stage,
        readiness=covered,
        is_untouched=workbook.is_untouched,
        has_meeting_ahead=any(m.ends_at > now for m in meetings),
        has_met=any(m.ends_at <= now for m in meetings),
        has_poll=any(p.state is not PollState.DRAFT for p in polls),
        has_decision=has_decision,
        poll_awaiting=awaiting[-1] if awaiting else None,
        poll_untold=untold[-1] if untold else None,
    )
