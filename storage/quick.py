"""Quick preparations; all of their text is sealed."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import bindparam, func, select

from bot.domain.errors import NotFound
from bot.domain.quick import QuickForm, QuickPrep
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, adding, by_key, deleting, updating
from storage.tables import quick_preps
from storage.types import from_stored, to_stored

_GET = Statement(by_key(quick_preps, "id"))
_ADD = adding(quick_preps)
_SAVE = Statement(updating(quick_preps, "id"))
_REMOVE = Statement(deleting(quick_preps, "id"))
_OF_OWNER = Statement(
    by_key(quick_preps, "owner")
    .order_by(quick_preps.c.made_at.desc(), quick_preps.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNT = Statement(
    select(func.count().label("number")).where(
        quick_preps.c.tenant == bindparam("tenant"), quick_preps.c.owner == bindparam("owner")
    )
)


class QuickPreps:
    """`bot.services.ports_quick.QuickPreps`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, prep_id: str) -> QuickPrep:
        """The preparation; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=prep_id)
        if row is None:
            raise NotFound
        return self._prep(row)

    def add(self, prep: QuickPrep) -> None:
        """A new preparation."""
        self._scope.change(_ADD, **self._values(prep))

    def save(self, prep: QuickPrep) -> None:
        """The preparation as it is now."""
        if not self._scope.change(_SAVE, **self._values(prep)):
            raise NotFound

    def remove(self, prep_id: str) -> None:
        """Forget it for good."""
        self._scope.change(_REMOVE, id=prep_id)

    def of_owner(self, owner: str, limit: int, offset: int = 0) -> Sequence[QuickPrep]:
        """Some of this person's preparations, newest first."""
        rows = self._scope.rows(_OF_OWNER, owner=owner, limit=limit, offset=offset)
        return [self._prep(row) for row in rows]

    def count(self, owner: str) -> int:
        """How many this person has."""
        row = self._scope.row(_COUNT, owner=owner)
        return int(row["number"]) if row else 0

    def _values(self, prep: QuickPrep) -> dict[str, object]:
        return {
            "id": prep.id,
            "owner": prep.owner,
            "content": self._scope.seal(asdict(prep.form), "quick_preps", prep.id),
            "negotiation": prep.negotiation,
            "made_at": to_stored(prep.made_at),
        }

    def _prep(self, row: Row) -> QuickPrep:
        return QuickPrep(
            id=row["id"],
            owner=row["owner"],
            form=QuickForm(**self._scope.unseal(row["content"], "quick_preps", row["id"])),
            made_at=from_stored(row["made_at"]),
            negotiation=row["negotiation"],
        )
