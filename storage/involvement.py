"""The involvement maps: who is on them and how they stand is sealed."""

from collections.abc import Sequence

from bot.domain.errors import NotFound
from bot.domain.involvement import Assessment, Colleague, Level, Tie
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, adding, adding_once, by_key, deleting, updating
from storage.tables import colleagues, settled_holes
from storage.types import from_stored, to_stored

_GET = Statement(by_key(colleagues, "id"))
_ADD = adding(colleagues)
_SAVE = Statement(updating(colleagues, "id", but=["added_at"]))
_REMOVE = Statement(deleting(colleagues, "id"))
_OF_NEGOTIATION = Statement(
    by_key(colleagues, "negotiation").order_by(colleagues.c.added_at, colleagues.c.id)
)
_SETTLED = Statement(by_key(settled_holes, "negotiation"))
_SETTLE = adding_once(settled_holes, ["negotiation", "tie"])


class Involvement:
    """`bot.services.ports_involvement.Involvement`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, colleague_id: str) -> Colleague:
        """The colleague; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=colleague_id)
        if row is None:
            raise NotFound
        return self._colleague(row)

    def add(self, colleague: Colleague) -> None:
        """Somebody new."""
        self._scope.change(_ADD, added_at=to_stored(colleague.added_at), **self._values(colleague))

    def save(self, colleague: Colleague) -> None:
        """How somebody stands now."""
        if not self._scope.change(_SAVE, **self._values(colleague)):
            raise NotFound

    def remove(self, colleague_id: str) -> None:
        """Forget somebody."""
        self._scope.change(_REMOVE, id=colleague_id)

    def of_negotiation(self, negotiation_id: str) -> Sequence[Colleague]:
        """Everybody on one map, as they came."""
        rows = self._scope.rows(_OF_NEGOTIATION, negotiation=negotiation_id)
        return [self._colleague(row) for row in rows]

    def settled(self, negotiation_id: str) -> frozenset[Tie]:
        """The roles that nobody else has."""
        rows = self._scope.rows(_SETTLED, negotiation=negotiation_id)
        return frozenset(Tie(row["tie"]) for row in rows)

    def settle(self, negotiation_id: str, tie: Tie) -> None:
        """Nobody else has this role."""
        self._scope.change(_SETTLE, negotiation=negotiation_id, tie=tie.value)

    def _values(self, colleague: Colleague) -> dict[str, object]:
        assessment = colleague.assessment
        content = {
            "person": colleague.person,
            "ties": assessment.ties,
            "power": assessment.power,
            "interest": assessment.interest,
            "now": assessment.now,
            "needed": assessment.needed,
        }
        return {
            "id": colleague.id,
            "negotiation": colleague.negotiation,
            "content": self._scope.seal(content, "colleagues", colleague.id),
            "version": colleague.version,
        }

    def _colleague(self, row: Row) -> Colleague:
        content = self._scope.unseal(row["content"], "colleagues", row["id"])
        power, interest = content["power"], content["interest"]
        assessment = Assessment(
            ties=tuple(Tie(tie) for tie in content["ties"]),
            power=Level(power) if power else None,
            interest=Level(interest) if interest else None,
            now=content["now"],
            needed=content["needed"],
        )
        return Colleague(
            id=row["id"],
            negotiation=row["negotiation"],
            person=content["person"],
            assessment=assessment,
            added_at=from_stored(row["added_at"]),
            version=row["version"],
        )
