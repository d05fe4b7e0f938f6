"""The registers of resistance: an entry can be changed and removed, its diagnoses only added to."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from bot.domain.errors import NotFound, StaleEdit
from bot.domain.resistance import Seen
from bot.domain.resistance_register import Diagnosis, Entry, Note, Plan, Response
from storage.scope import Scope
from storage.session import Row
from storage.statements import (
    Statement,
    adding,
    adding_once,
    by_key,
    deleting,
    of_tenant,
    updating,
)
from storage.tables import diagnoses, resistance
from storage.types import Among, from_stored, to_list, to_stored

_GET = Statement(by_key(resistance, "id"))
_ADD = adding(resistance)
_SAVE = Statement(updating(resistance, "id"))
_REMOVE = Statement(deleting(resistance, "id"))
_OF_NEGOTIATION = Statement(
    by_key(resistance, "negotiation").order_by(resistance.c.created_at, resistance.c.id)
)
_LOOK = adding_once(diagnoses, ["entry", "version"])
_FORGET = Statement(deleting(diagnoses, "entry"))
_LOOKS = Statement(
    of_tenant(diagnoses)
    .where(Among(diagnoses.c.entry, "ids"))
    .order_by(diagnoses.c.entry, diagnoses.c.version)
)
_DIAGNOSED = Statement(
    select(resistance.c.negotiation)
    .select_from(diagnoses)
    .join(
        resistance,
        (resistance.c.tenant == diagnoses.c.tenant) & (resistance.c.id == diagnoses.c.entry),
    )
    .where(
        resistance.c.tenant == bindparam("tenant"),
        Among(resistance.c.negotiation, "ids"),
    )
    .distinct()
)


class Resistance:
    """`bot.services.ports_resistance.Resistance`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, entry_id: str) -> Entry:
        """The entry with its history; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=entry_id)
        if row is None:
            raise NotFound
        return self._entries([row])[0]

    def add(self, entry: Entry) -> None:
        """A new entry."""
        self._scope.change(_ADD, **self._values(entry))

    def save(self, entry: Entry) -> None:
        """Its note and its plan as they are now."""
        if not self._scope.change(_SAVE, **self._values(entry)):
            raise NotFound

    def add_diagnosis(self, entry_id: str, diagnosis: Diagnosis) -> None:
        """One more look, unless somebody else has added it meanwhile."""
        answers = {code: int(seen) for code, seen in diagnosis.answers.items()}
        place = (entry_id, str(diagnosis.version))
        added = self._scope.change(
            _LOOK,
            entry=entry_id,
            version=diagnosis.version,
            content=self._scope.seal(answers, "diagnoses", *place),
            made_at=to_stored(diagnosis.at),
        )
        if not added:
            raise StaleEdit

    def remove(self, entry_id: str) -> None:
        """The entry with its history."""
        self._scope.change(_FORGET, entry=entry_id)
        self._scope.change(_REMOVE, id=entry_id)

    def of_negotiation(self, negotiation_id: str) -> Sequence[Entry]:
        """All entries of one register, as they came."""
        return self._entries(self._scope.rows(_OF_NEGOTIATION, negotiation=negotiation_id))

    def diagnosed(self, ids: Collection[str]) -> frozenset[str]:
        """Those of the negotiations in whose register somebody was looked at."""
        rows = self._scope.rows(_DIAGNOSED, ids=to_list(ids))
        return frozenset(row["negotiation"] for row in rows)

    def _entries(self, rows: Sequence[Row]) -> list[Entry]:
        looks: dict[str, list[Diagnosis]] = {row["id"]: [] for row in rows}
        for row in self._scope.rows(_LOOKS, ids=to_list(looks)):
            looks[row["entry"]].append(self._diagnosis(row))
        return [self._entry(row, looks[row["id"]]) for row in rows]

    def _diagnosis(self, row: Row) -> Diagnosis:
        place = (row["entry"], str(row["version"]))
        answers = self._scope.unseal(row["content"], "diagnoses", *place)
        seen = {code: Seen(answer) for code, answer in answers.items()}
        return Diagnosis(row["version"], seen, from_stored(row["made_at"]))

    def _entry(self, row: Row, looks: Sequence[Diagnosis]) -> Entry:
        content = self._scope.unseal(row["content"], "resistance", row["id"])
        note = content["note"]
        return Entry(
            id=row["id"],
            negotiation=row["negotiation"],
            note=Note(note["who"], note["seen"], tuple(note["mine"])),
            created_at=from_stored(row["created_at"]),
            plan=_plan(content["plan"]),
            history=tuple(looks),
            # Entries of an earlier Parley did not count.
            plans=content.get("plans", 0),
        )

    def _values(self, entry: Entry) -> dict[str, object]:
        note = {"who": entry.note.who, "seen": entry.note.seen, "mine": entry.note.mine}
        content = {"note": note, "plan": _stored(entry.plan), "plans": entry.plans}
        return {
            "id": entry.id,
            "negotiation": entry.negotiation,
            "content": self._scope.seal(content, "resistance", entry.id),
            "created_at": to_stored(entry.created_at),
        }


def _stored(plan: Plan) -> dict[str, Any]:
    return {
        "strength": plan.strength,
        "influence": plan.influence,
        "response": plan.response,
        "next_step": plan.next_step,
        "by_when": plan.by_when and plan.by_when.isoformat(),
        "sign": plan.sign,
    }


def _plan(stored: dict[str, Any]) -> Plan:
    response, by_when = stored["response"], stored["by_when"]
    return Plan(
        strength=stored["strength"],
        influence=stored["influence"],
        response=Response(response) if response else None,
        next_step=stored["next_step"],
        by_when=date.fromisoformat(by_when) if by_when else None,
        sign=stored["sign"],
    )
