"""The decision log: rows are added, never changed. All text is sealed, and who is thanked."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import bindparam, exists, func, select

from bot.domain.decisions import Decision, DecisionForm, Standing, Visibility
from bot.domain.errors import NotFound, StaleEdit
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, adding_once, by_key, of_tenant
from storage.tables import decisions, poll_voters
from storage.types import Among, from_stored, to_list, to_stored

_GET = Statement(by_key(decisions, "id"))
_ADD = adding_once(decisions, ["chain", "version"])
_CHAIN = Statement(by_key(decisions, "chain").order_by(decisions.c.version))
_others = decisions.alias("others")
_is_newest = (
    decisions.c.version
    == select(func.max(_others.c.version))
    .where(_others.c.tenant == decisions.c.tenant, _others.c.chain == decisions.c.chain)
    .scalar_subquery()
)
_LATEST = Statement(
    of_tenant(decisions)
    .where(Among(decisions.c.negotiation, "ids"), _is_newest)
    .order_by(decisions.c.made_at.desc(), decisions.c.id)
)
_asked = exists().where(
    poll_voters.c.tenant == decisions.c.tenant,
    poll_voters.c.poll == decisions.c.poll,
    poll_voters.c.voter == bindparam("voter"),
)
_OF_ASKED = Statement(
    of_tenant(decisions)
    .where(_asked, _is_newest)
    .order_by(decisions.c.made_at.desc(), decisions.c.id)
)
_OF_POLL = Statement(
    of_tenant(decisions)
    .where(decisions.c.poll == bindparam("poll"))
    .order_by(decisions.c.made_at.desc(), decisions.c.version.desc())
    .limit(1)
)


class Decisions:
    """`bot.services.ports.Decisions`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, decision_id: str) -> Decision:
        """One version of one decision."""
        row = self._scope.row(_GET, id=decision_id)
        if row is None:
            raise NotFound
        return self._decision(row)

    def add(self, decision: Decision) -> None:
        """One more version, unless somebody else has added it meanwhile."""
        if not self._scope.change(_ADD, **self._values(decision)):
            raise StaleEdit

    def chain(self, chain_id: str) -> Sequence[Decision]:
        """All versions, oldest first."""
        return [self._decision(row) for row in self._scope.rows(_CHAIN, chain=chain_id)]

    def latest_of_negotiations(self, ids: Collection[str]) -> Sequence[Decision]:
        """The newest version of each decision, newest first."""
        return [self._decision(row) for row in self._scope.rows(_LATEST, ids=to_list(ids))]

    def of_asked(self, user: str) -> Sequence[Decision]:
        """The newest version of each decision from a poll that asked this person."""
        return [self._decision(row) for row in self._scope.rows(_OF_ASKED, voter=user)]

    def of_poll(self, poll_id: str) -> Decision | None:
        """The newest version of the decision that came from a poll."""
        row = self._scope.row(_OF_POLL, poll=poll_id)
        return None if row is None else self._decision(row)

    def _values(self, decision: Decision) -> dict[str, object]:
        form = decision.form
        content = {name: getattr(form, name) for name in DecisionForm.TEXTS} | {
            "probability": form.probability,
            "thanked": list(form.thanked),
            "standing": form.standing.value,
        }
        return {
            "id": decision.id,
            "chain": decision.chain,
            "version": decision.version,
            "negotiation": decision.negotiation,
            "accountable": decision.accountable,
            "poll": decision.poll,
            "content": self._scope.seal(content, "decisions", decision.id),
            "visibility": form.visibility.value,
            "done_by": form.done_by and form.done_by.isoformat(),
            "review_on": form.review_on and form.review_on.isoformat(),
            "made_at": to_stored(decision.made_at),
        }

    def _decision(self, row: Row) -> Decision:
        content = self._scope.unseal(row["content"], "decisions", row["id"])
        # What was written before these were asked has none of them.
        texts = {name: content.get(name, "") for name in DecisionForm.TEXTS}
        return Decision(
            id=row["id"],
            chain=row["chain"],
            version=row["version"],
            negotiation=row["negotiation"],
            accountable=row["accountable"],
            made_at=from_stored(row["made_at"]),
            form=DecisionForm(
                **texts,
                done_by=_day(row["done_by"]),
                review_on=_day(row["review_on"]),
                visibility=Visibility(row["visibility"]),
                probability=content.get("probability"),
                thanked=tuple(content.get("thanked", ())),
                standing=Standing(content.get("standing", Standing.HOLDS)),
            ),
            poll=row["poll"],
        )


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
