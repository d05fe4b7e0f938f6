"""The workbooks: one row per item, its answers sealed."""

from collections.abc import Collection, Mapping, Sequence

from bot.domain.prep import Saved, Workbook
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, adding, by_key, number, of_tenant, putting
from storage.tables import answers, earlier_answers
from storage.types import Among, from_stored, to_list, to_stored

_OF_ONE = Statement(by_key(answers, "negotiation"))
_OF_MANY = Statement(of_tenant(answers).where(Among(answers.c.negotiation, "ids")))
_OF_ITEM = Statement(by_key(answers, "negotiation", "item"))
_KEEP = adding(earlier_answers)
_EARLIER = Statement(
    by_key(earlier_answers, "negotiation", "item").order_by(earlier_answers.c.version.desc())
)
_PUT = putting(answers, "negotiation", "item", version=answers.c.version + number(1))


class Preparations:
    """`bot.services.ports.Preparations`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def workbook(self, negotiation_id: str) -> Workbook:
        """The workbook, empty when nothing was saved."""
        return self._workbook(negotiation_id, self._scope.rows(_OF_ONE, negotiation=negotiation_id))

    def workbooks(
        self, ids: Collection[str], items: Collection[str] = ()
    ) -> Mapping[str, Workbook]:
        """Workbooks of several negotiations, with all answers or only those to some items."""
        found: dict[str, list[Row]] = {negotiation_id: [] for negotiation_id in ids}
        for row in self._scope.rows(_OF_MANY, ids=to_list(ids)):
            if not items or row["item"] in items:
                found[row["negotiation"]].append(row)
        return {each: self._workbook(each, rows) for each, rows in found.items()}

    def save(self, negotiation_id: str, item: str, answers: Mapping[str, str], by: str) -> None:
        """Replace the answers to one item; its version grows by one, the one before is kept."""
        before = self._scope.row_to_change(_OF_ITEM, negotiation=negotiation_id, item=item)
        if before is not None:
            self._keep(before)
        self._scope.change(
            _PUT,
            negotiation=negotiation_id,
            item=item,
            version=1,
            content=self._scope.seal(dict(answers), "answers", negotiation_id, item),
            saved_by=by,
            saved_at=to_stored(self._scope.now),
        )

    def earlier(self, negotiation_id: str, item: str) -> Sequence[Saved]:
        """What was saved before the present answers, newest first."""
        rows = self._scope.rows(_EARLIER, negotiation=negotiation_id, item=item)
        return [self._earlier(row) for row in rows]

    def _keep(self, row: Row) -> None:
        place = (row["negotiation"], row["item"])
        content = self._scope.unseal(row["content"], "answers", *place)
        version = str(row["version"])
        values = {name: row[name] for name in ("negotiation", "item", "version", "saved_by")}
        self._scope.change(
            _KEEP,
            **values,
            content=self._scope.seal(content, "earlier_answers", *place, version),
            saved_at=row["saved_at"],
        )

    def _earlier(self, row: Row) -> Saved:
        place = (row["negotiation"], row["item"], str(row["version"]))
        return Saved(
            version=row["version"],
            by=row["saved_by"],
            at=from_stored(row["saved_at"]),
            answers=self._scope.unseal(row["content"], "earlier_answers", *place),
        )

    def _workbook(self, negotiation_id: str, rows: Sequence[Row]) -> Workbook:
        unseal = self._scope.unseal
        return Workbook(
            negotiation=negotiation_id,
            answers={
                r["item"]: unseal(r["content"], "answers", negotiation_id, r["item"]) for r in rows
            },
            versions={r["item"]: r["version"] for r in rows},
            savers={r["item"]: r["saved_by"] for r in rows},
        )
