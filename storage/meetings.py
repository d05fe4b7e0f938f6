"""Meetings; place, attendees and afterthoughts are sealed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam

from bot.domain.errors import NotFound
from bot.domain.meetings import Meeting, MeetingState
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, adding, by_key, of_tenant, updating, word
from storage.tables import meetings
from storage.types import Among, from_stored, to_list, to_stored

_PLANNED = meetings.c.state == word(MeetingState.PLANNED)
_GET = Statement(by_key(meetings, "id"))
_ADD = adding(meetings)
_SAVE = Statement(updating(meetings, "id"))
_OF_NEGOTIATIONS = Statement(
    of_tenant(meetings)
    .where(Among(meetings.c.negotiation, "ids"), _PLANNED)
    .order_by(meetings.c.starts_at, meetings.c.id)
)
_UPCOMING = Statement(
    of_tenant(meetings)
    .where(
        meetings.c.leader == bindparam("leader"), meetings.c.ends_at > bindparam("after"), _PLANNED
    )
    .order_by(meetings.c.starts_at, meetings.c.id)
)


class Meetings:
    """`bot.services.ports.Meetings`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, meeting_id: str) -> Meeting:
        """The meeting; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=meeting_id)
        if row is None:
            raise NotFound
        return self._meeting(row)

    def add(self, meeting: Meeting) -> None:
        """A new meeting."""
        self._scope.change(_ADD, **self._values(meeting))

    def save(self, meeting: Meeting) -> None:
        """The meeting as it is now."""
        if not self._scope.change(_SAVE, **self._values(meeting)):
            raise NotFound

    def of_negotiations(self, ids: Collection[str]) -> Sequence[Meeting]:
        """Planned meetings of these negotiations, earliest first."""
        return [self._meeting(row) for row in self._scope.rows(_OF_NEGOTIATIONS, ids=to_list(ids))]

    def upcoming(self, leader: str, after: datetime) -> Sequence[Meeting]:
        """This leader's planned meetings that end after an instant, earliest first."""
        rows = self._scope.rows(_UPCOMING, leader=leader, after=to_stored(after))
        return [self._meeting(row) for row in rows]

    def _values(self, meeting: Meeting) -> dict[str, object]:
        content = {
            "place": meeting.place,
            "attendees": meeting.attendees,
            "afterthought": meeting.afterthought,
        }
        return {
            "id": meeting.id,
            "negotiation": meeting.negotiation,
            "leader": meeting.leader,
            "content": self._scope.seal(content, "meetings", meeting.id),
            "starts_at": to_stored(meeting.starts_at),
            "ends_at": to_stored(meeting.ends_at),
            "minutes": meeting.minutes,
            "version": meeting.version,
            "state": meeting.state.value,
        }

    def _meeting(self, row: Row) -> Meeting:
        content = self._scope.unseal(row["content"], "meetings", row["id"])
        return Meeting(
            id=row["id"],
            negotiation=row["negotiation"],
            leader=row["leader"],
            starts_at=from_stored(row["starts_at"]),
            minutes=row["minutes"],
            version=row["version"],
            state=MeetingState(row["state"]),
            **content,
        )
