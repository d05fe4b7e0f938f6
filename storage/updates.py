"""Updates with their anchors and their readers' “clear”; all text is sealed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam

from bot.domain.errors import NotFound
from bot.domain.update_forms import UpdateForm
from bot.domain.updates import Anchor, Crowd, Update, UpdateState
from storage.scope import Scope
from storage.session import Row
from storage.statements import (
    Statement,
    adding,
    adding_once,
    by_key,
    number,
    of_tenant,
    putting,
    updating,
    word,
)
from storage.tables import anchors, clears, negotiations, updates
from storage.types import (
    Among,
    from_stored,
    from_stored_or_none,
    to_list,
    to_stored,
    to_stored_or_none,
)

MOST_LATE = 20

_GET = Statement(by_key(updates, "id"))
_ADD = adding(updates)
_SAVE = Statement(updating(updates, "id"))
_posted = updates.c.state == word(UpdateState.POSTED)
_newest_first = (updates.c.made_at.desc(), updates.c.id)
_OF_NEGOTIATION = Statement(
    by_key(updates, "negotiation")
    .where(updates.c.state != word(UpdateState.DELETED))
    .order_by(*_newest_first)
    .limit(bindparam("limit"))
)
_NEWEST = Statement(
    by_key(updates, "negotiation", "channel")
    .where(_posted)
    .order_by(*_newest_first)
    .limit(number(1))
)
_PROMISING = Statement(
    of_tenant(updates)
    .where(Among(updates.c.negotiation, "ids"), _posted, updates.c.due_at.is_not(None))
    .order_by(*_newest_first)
)
_LATE = Statement(
    of_tenant(updates)
    .join(
        negotiations,
        (negotiations.c.tenant == updates.c.tenant) & (negotiations.c.id == updates.c.negotiation),
    )
    .where(
        negotiations.c.leader == bindparam("leader"),
        _posted,
        updates.c.due_at <= bindparam("now"),
    )
    .order_by(updates.c.due_at, updates.c.id)
    .limit(number(MOST_LATE))
)
_ANCHOR = Statement(by_key(anchors, "negotiation", "channel"))
_PUT_ANCHOR = putting(anchors, "negotiation", "channel")
_CLEAR = adding_once(clears, ["update_id", "person"])
_CLEARS = Statement(
    of_tenant(clears)
    .where(Among(clears.c.update_id, "ids"))
    .order_by(clears.c.update_id, clears.c.made_at, clears.c.person)
)


class Updates:
    """`bot.services.ports_updates.Updates`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, update_id: str) -> Update:
        """The update; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=update_id)
        if row is None:
            raise NotFound
        return self._update(row)

    def add(self, update: Update) -> None:
        """A new one."""
        self._scope.change(_ADD, **self._values(update))

    def save(self, update: Update) -> None:
        """The update as it is now."""
        if not self._scope.change(_SAVE, **self._values(update)):
            raise NotFound

    def of_negotiation(self, negotiation_id: str, limit: int) -> Sequence[Update]:
        """The newest of a record that are not deleted, newest first."""
        rows = self._scope.rows(_OF_NEGOTIATION, negotiation=negotiation_id, limit=limit)
        return [self._update(row) for row in rows]

    def newest(self, negotiation_id: str, channel: str) -> Update | None:
        """The newest that people can read in a channel."""
        row = self._scope.row(_NEWEST, negotiation=negotiation_id, channel=channel)
        return None if row is None else self._update(row)

    def promising(self, ids: Collection[str]) -> Sequence[Update]:
        """Those of these records that promise something still, newest first."""
        return [self._update(row) for row in self._scope.rows(_PROMISING, ids=to_list(ids))]

    def late(self, leader: str, now: datetime) -> Sequence[Update]:
        """Those of this leader's records with a promise that is due, longest overdue first."""
        rows = self._scope.rows(_LATE, leader=leader, now=to_stored(now))
        return [self._update(row) for row in rows]

    def anchor(self, negotiation_id: str, channel: str) -> Anchor | None:
        """The one message of a record in a channel; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_ANCHOR, negotiation=negotiation_id, channel=channel)
        if row is None:
            return None
        return Anchor(row["negotiation"], row["channel"], row["ts"], from_stored(row["top_at"]))

    def put_anchor(self, anchor: Anchor) -> None:
        """Where it stands now."""
        self._scope.change(
            _PUT_ANCHOR,
            negotiation=anchor.negotiation,
            channel=anchor.channel,
            ts=anchor.ts,
            top_at=to_stored(anchor.top_at),
        )

    def clear(self, update_id: str, person: str) -> bool:
        """Note that it is clear to this person; False when that was noted before."""
        now = to_stored(self._scope.now)
        return bool(self._scope.change(_CLEAR, update_id=update_id, person=person, made_at=now))

    def clears(self, ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """To whom each of these updates is clear, in the order in which they said so."""
        found: dict[str, list[str]] = {update_id: [] for update_id in ids}
        for row in self._scope.rows(_CLEARS, ids=to_list(ids)):
            found[row["update_id"]].append(row["person"])
        return found

    def _values(self, update: Update) -> dict[str, object]:
        content = {
            "form": dict(update.form.values),
            "crowd": [update.crowd.people, update.crowd.guests],
            "was_until": update.was_until and update.was_until.isoformat(),
            "shows_late": update.shows_late,
            "is_settled": update.is_settled,
        }
        return {
            "id": update.id,
            "negotiation": update.negotiation,
            "author": update.author,
            "channel": update.channel,
            "state": update.state.value,
            "ts": update.ts,
            "content": self._scope.seal(content, "updates", update.id),
            "made_at": to_stored(update.made_at),
            "explain_at": to_stored_or_none(update.explain_at),
            "due_at": to_stored_or_none(update.due_at),
        }

    def _update(self, row: Row) -> Update:
        content: dict[str, Any] = self._scope.unseal(row["content"], "updates", row["id"])
        was_until = content["was_until"]
        return Update(
            id=row["id"],
            negotiation=row["negotiation"],
            author=row["author"],
            channel=row["channel"],
            form=UpdateForm.of_values(content["form"]),
            made_at=from_stored(row["made_at"]),
            crowd=Crowd(*content["crowd"]),
            state=UpdateState(row["state"]),
            ts=row["ts"],
            explain_at=from_stored_or_none(row["explain_at"]),
            was_until=date.fromisoformat(was_until) if was_until else None,
            shows_late=content["shows_late"],
            is_settled=content["is_settled"],
        )
