"""The parts that people lead: texts, history and notes are sealed; state and lead are not."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_

from bot.domain.errors import NotFound
from bot.domain.part_forms import PartForm, PartKind, RequestForm, Say
from bot.domain.parts import Asking, Brought, Deed, Line, Part, PartState
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, adding, by_key, of_tenant, updating, word
from storage.tables import negotiations, parts
from storage.types import from_stored, to_stored, to_stored_or_none

_GET = Statement(by_key(parts, "id"))
_ADD = adding(parts)
_SAVE = Statement(updating(parts, "id", but=["made_at"]))
_IN_ORDER = (parts.c.made_at, parts.c.id)
_OF_NEGOTIATION = Statement(
    by_key(parts, "negotiation")
    .where(parts.c.state != word(PartState.DELETED))
    .order_by(*_IN_ORDER)
)
_OF_LEAD = Statement(
    by_key(parts, "lead")
    .where(parts.c.state.in_([word(PartState.ASKED), word(PartState.LED)]))
    .order_by(*_IN_ORDER)
)
_WAITING = Statement(
    of_tenant(parts)
    .join(
        negotiations,
        and_(
            negotiations.c.tenant == parts.c.tenant,
            negotiations.c.id == parts.c.negotiation,
        ),
    )
    .where(
        negotiations.c.leader == bindparam("leader"),
        or_(
            parts.c.state == word(PartState.SUGGESTED),
            and_(
                parts.c.state == word(PartState.ASKED),
                parts.c.asked_at <= bindparam("asked_before"),
            ),
        ),
    )
    .order_by(*_IN_ORDER)
)


class Parts:
    """`bot.services.ports_involvement.Parts`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, part_id: str) -> Part:
        """The part, a deleted one too; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=part_id)
        if row is None:
            raise NotFound
        return self._part(row)

    def add(self, part: Part) -> None:
        """A new part."""
        self._scope.change(_ADD, made_at=to_stored(part.made_at), **self._values(part))

    def save(self, part: Part) -> None:
        """The part as it is now."""
        if not self._scope.change(_SAVE, **self._values(part)):
            raise NotFound

    def of_negotiation(self, negotiation_id: str) -> Sequence[Part]:
        """All that are not deleted, as they were made."""
        rows = self._scope.rows(_OF_NEGOTIATION, negotiation=negotiation_id)
        return [self._part(row) for row in rows]

    def of_lead(self, user: str) -> Sequence[Part]:
        """What this person is asked to lead, or leads and has not finished."""
        return [self._part(row) for row in self._scope.rows(_OF_LEAD, lead=user)]

    def waiting(self, leader: str, asked_before: datetime) -> Sequence[Part]:
        """What waits for this leader: suggestions, and requests that are old."""
        before = to_stored(asked_before)
        rows = self._scope.rows(_WAITING, leader=leader, asked_before=before)
        return [self._part(row) for row in rows]

    def _values(self, part: Part) -> dict[str, object]:
        is_asked = part.state is PartState.ASKED and part.asking is not None
        return {
            "id": part.id,
            "negotiation": part.negotiation,
            "state": part.state.value,
            "lead": part.lead,
            "content": self._scope.seal(_content(part), "parts", part.id),
            "notes": self._scope.seal(_notes(part), "parts", part.id, column="notes"),
            "version": part.version,
            "notes_version": part.notes_version,
            "channel": part.channel,
            "message_ts": part.message_ts,
            "asked_at": to_stored_or_none(part.asking.at if part.asking and is_asked else None),
        }

    def _part(self, row: Row) -> Part:
        content = self._scope.unseal(row["content"], "parts", row["id"])
        notes = self._scope.unseal(row["notes"], "parts", row["id"], column="notes")
        form = content["form"]
        return Part(
            id=row["id"],
            negotiation=row["negotiation"],
            form=PartForm(**form | {"kind": PartKind(form["kind"]), "say": Say(form["say"])}),
            made_at=from_stored(row["made_at"]),
            state=PartState(row["state"]),
            lead=row["lead"],
            asking=_asking(content["asking"]) if content["asking"] else None,
            suggested=content["suggested"],
            notes=notes["now"],
            earlier=tuple(Brought(by, text) for by, text in notes["earlier"]),
            log=tuple(_line(*each) for each in content["log"]),
            version=row["version"],
            notes_version=row["notes_version"],
            channel=row["channel"],
            message_ts=row["message_ts"],
        )


def _notes(part: Part) -> dict[str, Any]:
    return {"now": part.notes, "earlier": [(each.by, each.notes) for each in part.earlier]}


def _content(part: Part) -> dict[str, Any]:
    form, asking = part.form, part.asking
    return {
        "form": {
            "title": form.title,
            "kind": form.kind,
            "say": form.say,
            "mandate": form.mandate,
            "bring_back": form.bring_back,
        },
        "asking": asking and _stored(asking),
        "suggested": part.suggested,
        "log": [(each.deed, each.who, to_stored(each.at), each.whom) for each in part.log],
    }


def _stored(asking: Asking) -> dict[str, Any]:
    form = asking.form
    return {
        "number": asking.number,
        "person": asking.person,
        "by": asking.by,
        "at": to_stored(asking.at),
        "why": form.why,
        "time_needed": form.time_needed,
        "by_when": form.by_when and form.by_when.isoformat(),
    }


def _asking(stored: dict[str, Any]) -> Asking:
    by_when = stored["by_when"]
    return Asking(
        number=stored["number"],
        person=stored["person"],
        by=stored["by"],
        at=from_stored(stored["at"]),
        form=RequestForm(
            why=stored["why"],
            time_needed=stored["time_needed"],
            by_when=date.fromisoformat(by_when) if by_when else None,
        ),
    )


def _line(deed: str, who: str, at: int, whom: str) -> Line:
    return Line(Deed(deed), who, from_stored(at), whom)
