"""The records. Name and counterpart are sealed, and so is the reason of each stage change."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Integer, bindparam, func, or_, select

from bot.domain.errors import NotFound
from bot.domain.negotiations import ENDED, Kind, Negotiation, Stage, StageChange
from bot.domain.prep import Tier
from storage.scope import Scope
from storage.session import Row
from storage.statements import (
    Statement,
    adding,
    adding_once,
    by_key,
    deleting,
    number,
    of_tenant,
    updating,
    word,
)
from storage.tables import core_members, negotiations, stage_changes
from storage.types import (
    Among,
    from_list,
    from_stored,
    from_stored_or_none,
    to_list,
    to_stored,
    to_stored_or_none,
)

_GET = Statement(by_key(negotiations, "id"))
_MANY = Statement(of_tenant(negotiations).where(Among(negotiations.c.id, "ids")))
_IN_TEAM = (
    select(core_members.c.negotiation)
    .where(
        core_members.c.tenant == bindparam("tenant"), core_members.c.person == bindparam("person")
    )
    .scalar_subquery()
)
_IS_THEIRS = or_(negotiations.c.leader == bindparam("person"), negotiations.c.id.in_(_IN_TEAM))
_OF_PERSON = Statement(
    of_tenant(negotiations)
    .where(_IS_THEIRS)
    .order_by(negotiations.c.created_at.desc(), negotiations.c.id)
)
_HAS_ENDED = negotiations.c.stage.in_([word(stage) for stage in sorted(ENDED)])
_PAGE = {
    ended: Statement(
        of_tenant(negotiations)
        .where(_IS_THEIRS, _HAS_ENDED if ended else ~_HAS_ENDED)
        .order_by(negotiations.c.created_at.desc(), negotiations.c.id)
        .limit(bindparam("size", type_=Integer))
        .offset(bindparam("start", type_=Integer))
    )
    for ended in (False, True)
}
_COUNTS = Statement(
    select(_HAS_ENDED.label("has_ended"), func.count().label("number"))
    .where(negotiations.c.tenant == bindparam("tenant"), _IS_THEIRS)
    .group_by(_HAS_ENDED)
)
_ANOTHER = Statement(
    select(negotiations.c.id)
    .where(
        negotiations.c.tenant == bindparam("tenant"),
        negotiations.c.leader == bindparam("person"),
        negotiations.c.id != bindparam("id"),
    )
    .limit(number(1))
)
_ADD = adding(negotiations)
_SAVE = Statement(updating(negotiations, "id", but=["created_at"]))
_EMPTY_TEAM = Statement(deleting(core_members, "negotiation"))
_JOIN_TEAM = adding_once(core_members, ["negotiation", "person"])
_last_change = (
    select(func.coalesce(func.max(stage_changes.c.number), number(0)) + number(1))
    .where(
        stage_changes.c.tenant == bindparam("tenant"),
        stage_changes.c.negotiation == bindparam("negotiation"),
    )
    .scalar_subquery()
)
_NEXT_CHANGE = Statement(select(_last_change.label("number")))
_ADD_CHANGE = adding(stage_changes)
_HISTORY = Statement(by_key(stage_changes, "negotiation").order_by(stage_changes.c.number))


class Negotiations:
    """`bot.services.ports.Negotiations`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, negotiation_id: str) -> Negotiation:
        """The record; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=negotiation_id)
        if row is None:
            raise NotFound
        return self._negotiation(row)

    def many(self, ids: Collection[str]) -> Mapping[str, Negotiation]:
        """Those that exist, by id."""
        rows = self._scope.rows(_MANY, ids=to_list(ids))
        return {row["id"]: self._negotiation(row) for row in rows}

    def of_person(self, user: str) -> Sequence[Negotiation]:
        """Those this person leads or is in the core team of, newest first."""
        return [self._negotiation(row) for row in self._scope.rows(_OF_PERSON, person=user)]

    def page(self, user: str, ended: bool, start: int, size: int) -> Sequence[Negotiation]:
        """Some of those, newest first."""
        rows = self._scope.rows(_PAGE[ended], person=user, start=start, size=size)
        return [self._negotiation(row) for row in rows]

    def counts(self, user: str) -> tuple[int, int]:
        """How many of those are running, and how many have ended."""
        found = {bool(r["has_ended"]): r["number"] for r in self._scope.rows(_COUNTS, person=user)}
        return found.get(False, 0), found.get(True, 0)

    def leads_another(self, user: str, negotiation_id: str) -> bool:
        """Whether this person leads one besides this."""
        return self._scope.row(_ANOTHER, person=user, id=negotiation_id) is not None

    def add(self, negotiation: Negotiation) -> None:
        """A new record."""
        values = self._values(negotiation)
        self._scope.change(_ADD, **values, created_at=to_stored(negotiation.created_at))
        self._note_team(negotiation)

    def save(self, negotiation: Negotiation) -> None:
        """The record as it is now."""
        if not self._scope.change(_SAVE, **self._values(negotiation)):
            raise NotFound
        self._scope.change(_EMPTY_TEAM, negotiation=negotiation.id)
        self._note_team(negotiation)

    def add_change(self, negotiation_id: str, change: StageChange) -> None:
        """One more line of history."""
        row = self._scope.row(_NEXT_CHANGE, negotiation=negotiation_id)
        place = row["number"] if row else 1
        self._scope.change(
            _ADD_CHANGE,
            negotiation=negotiation_id,
            number=place,
            before=change.before.value,
            after=change.after.value,
            changed_by=change.by,
            changed_at=to_stored(change.at),
            why=self._scope.seal(
                change.why, "stage_changes", negotiation_id, str(place), column="why"
            ),
        )

    def history(self, negotiation_id: str) -> Sequence[StageChange]:
        """Stage changes, oldest first."""
        return [self._change(row) for row in self._scope.rows(_HISTORY, negotiation=negotiation_id)]

    def _note_team(self, negotiation: Negotiation) -> None:
        team = [{"negotiation": negotiation.id, "person": p} for p in negotiation.core_team]
        self._scope.change_all(_JOIN_TEAM, team)

    def _values(self, negotiation: Negotiation) -> dict[str, object]:
        content = {"name": negotiation.name, "counterpart": negotiation.counterpart}
        return {
            "id": negotiation.id,
            "leader": negotiation.leader,
            "content": self._scope.seal(content, "negotiations", negotiation.id),
            "kind": negotiation.kind.value,
            "channel": negotiation.channel,
            "stage": negotiation.stage.value,
            "core_team": to_list(negotiation.core_team),
            "tier": negotiation.tier.value,
            "co_leads": to_list(negotiation.co_leads),
            "delegates": to_list(negotiation.delegates),
            "briefed_in": negotiation.briefed_in,
            "briefed_at": to_stored_or_none(negotiation.briefed_at),
        }

    def _negotiation(self, row: Row) -> Negotiation:
        content = self._scope.unseal(row["content"], "negotiations", row["id"])
        return Negotiation(
            id=row["id"],
            leader=row["leader"],
            name=content["name"],
            counterpart=content["counterpart"],
            kind=Kind(row["kind"]),
            created_at=from_stored(row["created_at"]),
            core_team=from_list(row["core_team"]),
            channel=row["channel"],
            stage=Stage(row["stage"]),
            tier=Tier(row["tier"]),
            co_leads=from_list(row["co_leads"]),
            delegates=from_list(row["delegates"]),
            briefed_in=row["briefed_in"],
            briefed_at=from_stored_or_none(row["briefed_at"]),
        )

    def _change(self, row: Row) -> StageChange:
        place = (row["negotiation"], str(row["number"]))
        return StageChange(
            before=Stage(row["before"]),
            after=Stage(row["after"]),
            by=row["changed_by"],
            at=from_stored(row["changed_at"]),
            why=self._scope.unseal(row["why"], "stage_changes", *place, column="why"),
        )
