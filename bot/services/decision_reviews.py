"""Looking at a decision again: one message on the day that its leader chose, and the answer."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.domain.decisions import Decision, DecisionForm, Standing
from bot.domain.errors import Invalid
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand
from bot.domain.own_it import Finding, findings_in
from bot.domain.people import zone_info
from bot.services.ports import UnitOfWork

MORNING = time(9)
STILL_USEFUL = timedelta(days=7)
ANSWERS = (Standing.CONFIRMED, Standing.CLOSED)


@dataclass(frozen=True)
class Review:
    """What a leader says on looking again: does it stand, what came of it, and when once more."""

    standing: Standing
    result: str = ""
    review_on: date | None = None

    def findings(self) -> dict[str, tuple[Finding, ...]]:
        """What the own-it check says of the result."""
        return findings_in({"result": self.result})

    def of(self, decision: Decision, today: date) -> DecisionForm:
        """What the decision's next version holds, or Invalid."""
        if self.standing not in ANSWERS:
            raise Invalid({"standing": "Pick what is true now."})
        is_closed = self.standing is Standing.CLOSED
        if is_closed and not self.result:
            raise Invalid({"result": "What came of it? One sentence is enough."})
        return replace(
            decision.to_revise(today),
            accountable="",
            standing=self.standing,
            result=self.result or decision.form.result,
            review_on=None if is_closed else self.review_on,
        ).checked(today)


def promise_review(uow: UnitOfWork, negotiation: Negotiation, decision: Decision) -> None:
    """Promise the leader the message for this version; that of an earlier one is taken back."""
    uow.outbox.cancel(f"review:{decision.chain}:")
    if decision.form.review_on is None:
        return
    preferences = uow.preferences.get(negotiation.leader)
    morning = datetime.combine(decision.form.review_on, MORNING, zone_info(preferences.zone))
    at = max(preferences.after_quiet(morning.astimezone(uow.now.tzinfo)), uow.now)
    key = f"review:{decision.chain}:{decision.version}"
    args = {"decision": decision.id}
    uow.outbox.add(Errand("decisions.review", negotiation.leader, args, key, at, at + STILL_USEFUL))
