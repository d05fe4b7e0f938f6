"""Beginning a poll: for which record, with which defaults, or an old draft again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.access import Action
from bot.domain.negotiations import Negotiation
from bot.domain.poll_forms import PollForm, form_of, usual_times
from bot.domain.polls import Audience
from bot.services.negotiations import mine, named
from bot.services.polls import drafted
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed


@dataclass(frozen=True)
class Beginning:
    """What the form opens with: one record when it was named, else those to choose from."""

    records: Sequence[Negotiation]
    form: PollForm
    poll: str | None = None
    chosen: str | None = None


def begin(uow: UnitOfWork, actor: str, negotiation_id: str = "", words: str = "") -> Beginning:
    """An empty form with sensible times, for the record that was named or one of one's own."""
    if negotiation_id:
        records: Sequence[Negotiation] = [allowed(uow, actor, negotiation_id, Action.RUN_POLL)]
    else:
        records = (named(uow, actor, words) if words else []) or mine(uow, actor)
    closes_at, feedback_by = usual_times(uow.now, uow.preferences.get(actor).zone)
    channel = records[0].channel if records else None
    return Beginning(records, _empty(channel, closes_at, feedback_by))


def again(uow: UnitOfWork, actor: str, poll_id: str) -> Beginning:
    """A draft as it was filled in."""
    poll = drafted(uow, actor, poll_id)
    return Beginning([uow.negotiations.get(poll.negotiation)], form_of(poll), poll.id)


def _empty(channel: str | None, closes_at: datetime, feedback_by: datetime) -> PollForm:
    return PollForm(
        question="",
        options="",
        use="",
        audience=Audience.CHANNEL,
        channel=channel,
        closes_at=closes_at,
        feedback_by=feedback_by,
    )
