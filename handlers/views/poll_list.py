"""All polls of a record, those that run first."""

from collections.abc import Sequence

from bot.domain.negotiations import Negotiation
from bot.domain.polls import Poll, PollState
from handlers.views.kit import Dict, act, button, context, modal, section
from handlers.views.text import count, esc, one_line, when

LIST = "polls.list"
OPEN = "polls.open"

MOST = 90
_ORDER = (
    PollState.OPEN,
    PollState.AWAITING_DECISION,
    PollState.AWAITING_FEEDBACK,
    PollState.SCHEDULED,
    PollState.DRAFT,
    PollState.DECIDED,
)
_STATES = {
    PollState.DRAFT: "draft, not posted",
    PollState.SCHEDULED: "waiting to be posted",
    PollState.AWAITING_DECISION: "closed, awaiting a decision",
    PollState.AWAITING_FEEDBACK: "decided, feedback due",
    PollState.DECIDED: "decided",
}


def in_order(polls: Sequence[Poll]) -> list[Poll]:
    """Open ones first, the first to close first; then what waits for the leader."""
    return sorted(polls, key=lambda poll: (_ORDER.index(poll.state), _near(poll)))


def _near(poll: Poll) -> float:
    """Of open polls the first to close, of all others the newest is near."""
    moment = poll.closes_at.timestamp()
    return moment if poll.is_open else -moment


def line(poll: Poll, *, is_leader: bool) -> Dict:
    """One poll and how it stands; its leader can open it."""
    state = f"closes {when(poll.closes_at)}" if poll.is_open else _STATES[poll.state]
    text = f"{one_line(esc(poll.question), 300)}\n_{state}_"
    return section(text, button("Open", act(OPEN, poll.id)) if is_leader else None)


def everything(negotiation: Negotiation, polls: Sequence[Poll]) -> Dict:
    """All polls of a record, for its leader."""
    shown = in_order(polls)[:MOST]
    rest = len(polls) - len(shown)
    more = [context(f"{count(rest, 'older poll')} more.")] if rest > 0 else []
    blocks = [
        section(f"*Polls of {esc(negotiation.name)}*"),
        *(line(poll, is_leader=True) for poll in shown),
        *more,
    ]
    return modal(act(LIST, negotiation.id), "Polls", blocks, close="Close")
