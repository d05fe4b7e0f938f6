"""Looking at a decision again: one message on the day that its leader chose."""

from datetime import datetime, time, timedelta

from bot.domain.decisions import Decision
from bot.domain.outbox import Errand
from bot.domain.people import zone_info
from bot.services.ports import UnitOfWork

MORNING = time(9)
STILL_USEFUL = timedelta(days=7)


def promise_review(uow: UnitOfWork, decision: Decision) -> None:
    """Promise the message for this version; that of an earlier version is taken back."""
    uow.outbox.cancel(f"review:{decision.chain}:")
    if decision.form.review_on is None:
        return
    preferences = uow.preferences.get(decision.accountable)
    morning = datetime.combine(decision.form.review_on, MORNING, zone_info(preferences.zone))
    at = max(preferences.after_quiet(morning.astimezone(uow.now.tzinfo)), uow.now)
    key = f"review:{decision.chain}:{decision.version}"
    args = {"decision": decision.id}
    uow.outbox.add(
        Errand("decisions.review", decision.accountable, args, key, at, at + STILL_USEFUL)
    )
