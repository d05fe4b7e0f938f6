"""The cases: one row per sheet, its texts sealed; and who has understood which caveat."""

from collections.abc import Collection, Mapping

from bot.domain.cases import MESSAGE, Case, Sheet
from bot.domain.errors import NotFound
from storage.scope import Scope
from storage.session import Row
from storage.statements import (
    Statement,
    adding_once,
    by_key,
    deleting,
    number,
    of_tenant,
    putting,
    word,
)
from storage.tables import case_sheets, caveats
from storage.types import Among, to_list, to_stored

_OF_ONE = Statement(
    by_key(case_sheets, "negotiation").order_by(case_sheets.c.added_at, case_sheets.c.sheet)
)
_MESSAGES = Statement(
    of_tenant(case_sheets).where(
        Among(case_sheets.c.negotiation, "ids"), case_sheets.c.sheet == word(MESSAGE)
    )
)
_PUT = putting(
    case_sheets,
    "negotiation",
    "sheet",
    only=("content", "saved_at"),
    version=case_sheets.c.version + number(1),
)
_DELETE = Statement(deleting(case_sheets, "negotiation", "sheet"))
_UNDERSTOOD = Statement(by_key(caveats, "negotiation", "person"))
_UNDERSTAND = adding_once(caveats, ["negotiation", "person"])


class Cases:
    """`bot.services.ports_cases.Cases`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of(self, negotiation_id: str) -> Case:
        """The case of a record, empty when nothing was saved."""
        rows = self._scope.rows(_OF_ONE, negotiation=negotiation_id)
        return Case(negotiation_id, [self._sheet(row) for row in rows])

    def messages(self, ids: Collection[str]) -> Mapping[str, Sheet]:
        """The messages of these records, by record."""
        rows = self._scope.rows(_MESSAGES, ids=to_list(ids))
        return {row["negotiation"]: self._sheet(row) for row in rows}

    def save(self, negotiation_id: str, sheet_id: str, values: Mapping[str, str]) -> None:
        """Replace the texts of one sheet in one upsert; its version grows by one."""
        now = to_stored(self._scope.now)
        self._scope.change(
            _PUT,
            negotiation=negotiation_id,
            sheet=sheet_id,
            version=1,
            content=self._scope.seal(dict(values), "case_sheets", negotiation_id, sheet_id),
            added_at=now,
            saved_at=now,
        )

    def delete(self, negotiation_id: str, sheet_id: str) -> None:
        """Forget a sheet."""
        if not self._scope.change(_DELETE, negotiation=negotiation_id, sheet=sheet_id):
            raise NotFound

    def has_understood(self, negotiation_id: str, person: str) -> bool:
        """Whether this person has put the record's caveat away."""
        row = self._scope.row(_UNDERSTOOD, negotiation=negotiation_id, person=person)
        return row is not None

    def understand(self, negotiation_id: str, person: str) -> None:
        """Remember that this person has put the record's caveat away."""
        self._scope.change(
            _UNDERSTAND,
            negotiation=negotiation_id,
            person=person,
            understood_at=to_stored(self._scope.now),
        )

    def _sheet(self, row: Row) -> Sheet:
        place = row["negotiation"], row["sheet"]
        return Sheet(
            id=row["sheet"],
            values=self._scope.unseal(row["content"], "case_sheets", *place),
            version=row["version"],
        )
