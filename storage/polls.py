"""Polls and whom they ask. Question, options and use are sealed.

A poll's voters lie in its row, to be read with it, and in `poll_voters`, to be found by person
and to refuse a vote of anybody else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists

from bot.domain.errors import NotFound
from bot.domain.polls import Audience, Ballots, Option, Poll, PollState, Slot
from storage import ballots
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, adding, by_key, of_tenant, updating, word
from storage.tables import poll_voters, polls, votes
from storage.types import (
    Among,
    from_list,
    from_stored,
    from_stored_or_none,
    to_list,
    to_stored,
    to_stored_or_none,
)

_OPEN = polls.c.state == word(PollState.OPEN)
_KEPT = polls.c.state != word(PollState.DELETED)
_NEWEST_FIRST = (polls.c.created_at.desc(), polls.c.id)

_GET = Statement(by_key(polls, "id"))
_ADD = adding(polls)
_SAVE = Statement(updating(polls, "id", but=["created_at"]))
_OF_NEGOTIATIONS = Statement(
    of_tenant(polls).where(Among(polls.c.negotiation, "ids"), _KEPT).order_by(*_NEWEST_FIRST)
)
_OF_LEADER = Statement(by_key(polls, "leader").where(_KEPT).order_by(*_NEWEST_FIRST))
_asks = and_(
    poll_voters.c.tenant == polls.c.tenant,
    poll_voters.c.poll == polls.c.id,
    poll_voters.c.voter == bindparam("voter"),
)
_has_vote = and_(
    votes.c.tenant == polls.c.tenant,
    votes.c.poll == polls.c.id,
    votes.c.voter == bindparam("voter"),
)
_UNDECIDED = Statement(
    by_key(polls, "leader")
    .where(polls.c.state == word(PollState.AWAITING_DECISION))
    .order_by(*_NEWEST_FIRST)
)
_AWAITING = Statement(
    of_tenant(polls)
    .where(_OPEN, exists().where(_asks), ~exists().where(_has_vote))
    .order_by(polls.c.closes_at, polls.c.id)
)
_DUE_TO_CLOSE = Statement(
    of_tenant(polls)
    .where(_OPEN, polls.c.closes_at <= bindparam("now"))
    .order_by(polls.c.closes_at, polls.c.id)
)
_DUE_TO_REMIND = Statement(
    of_tenant(polls)
    .where(_OPEN, polls.c.remind_at <= bindparam("now"))
    .order_by(polls.c.remind_at, polls.c.id)
)


@dataclass(frozen=True)
class _BallotBox:
    """A poll, and those who may vote in it."""

    face: Poll
    voters: frozenset[str]


class Polls:
    """`bot.services.ports.Polls`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, poll_id: str) -> Poll:
        """The poll; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=poll_id)
        if row is None:
            raise NotFound
        return self._poll(row, from_list(row["voters"]))

    def face(self, poll_id: str) -> Poll:
        """The poll without its voters."""
        return self._ballot_box(poll_id).face

    def add(self, poll: Poll) -> None:
        """A new poll."""
        self._scope.change(_ADD, **self._values(poll), created_at=to_stored(self._scope.now))
        ballots.list_voters(self._scope, poll.id, (), poll.voters)

    def save(self, poll: Poll) -> None:
        """The poll as it is now, but for its votes."""
        row = self._scope.row_to_change(_GET, id=poll.id)
        if row is None:
            raise NotFound
        self._scope.change(_SAVE, **self._values(poll))
        self._scope.session.memory.clear()
        ballots.list_voters(self._scope, poll.id, from_list(row["voters"]), poll.voters)

    def of_negotiations(self, ids: Collection[str]) -> Sequence[Poll]:
        """Polls of these negotiations that are not deleted, newest first."""
        return self._polls(self._scope.rows(_OF_NEGOTIATIONS, ids=to_list(ids)))

    def of_leader(self, user: str) -> Sequence[Poll]:
        """Polls this person leads that are not deleted, newest first."""
        return self._polls(self._scope.rows(_OF_LEADER, leader=user))

    def awaiting_decision(self, user: str) -> Sequence[Poll]:
        """Closed polls this person leads and has not decided, newest first."""
        return self._polls(self._scope.rows(_UNDECIDED, leader=user))

    def awaiting_vote(self, user: str) -> Sequence[Poll]:
        """Open polls that ask this person and have no vote of theirs, first to close first."""
        return self._polls(self._scope.rows(_AWAITING, voter=user))

    def due_to_close(self, now: datetime) -> Sequence[Poll]:
        """Open polls whose deadline has come; nobody else closes them until the commit."""
        return self._polls(self._scope.rows_to_change(_DUE_TO_CLOSE, now=to_stored(now)))

    def due_to_remind(self, now: datetime) -> Sequence[Poll]:
        """Open polls with a reminder slot that is due; nobody else hands it out."""
        return self._polls(self._scope.rows_to_change(_DUE_TO_REMIND, now=to_stored(now)))

    def cast(self, poll_id: str, voter: str, option_id: str) -> bool:
        """Record a vote in one upsert; False unless it counts."""
        box = self._ballot_box(poll_id)
        if not (box.face.is_open and self._scope.now < box.face.closes_at and voter in box.voters):
            return False
        ballots.cast(self._scope, poll_id, voter, option_id)
        return True

    def vote_of(self, poll_id: str, voter: str) -> str | None:
        """The option id this person chose."""
        return ballots.vote_of(self._scope, poll_id, voter)

    def ballots(self, poll_id: str) -> Ballots:
        """All votes."""
        return ballots.of_poll(self._scope, poll_id)

    def turnout(self, poll_id: str) -> int:
        """How many have voted."""
        return ballots.turnout(self._scope, poll_id)

    def _ballot_box(self, poll_id: str) -> "_BallotBox":
        """The poll as voters meet it, read once for all votes that are committed together.

        It cannot be closed until that commit, so no vote comes in behind the count.
        """
        boxes, place = self._scope.session.memory, ("ballot box", self._scope.tenant, poll_id)
        if place not in boxes:
            row = self._scope.row_to_share(_GET, id=poll_id)
            if row is None:
                raise NotFound
            boxes[place] = _BallotBox(self._poll(row, ()), frozenset(from_list(row["voters"])))
        box: _BallotBox = boxes[place]
        return box

    def _polls(self, rows: Sequence[Row]) -> list[Poll]:
        return [self._poll(row, from_list(row["voters"])) for row in rows]

    def _values(self, poll: Poll) -> dict[str, object]:
        content = {
            "question": poll.question,
            "use": poll.use,
            "options": [[option.id, option.text] for option in poll.options],
        }
        upcoming = poll.next_reminder()
        return {
            "id": poll.id,
            "negotiation": poll.negotiation,
            "leader": poll.leader,
            "content": self._scope.seal(content, "polls", poll.id),
            "audience": poll.audience.value,
            "channel": poll.channel,
            "voters": to_list(poll.voters),
            "state": poll.state.value,
            "reminded": to_list(sorted(poll.reminded)),
            "closes_at": to_stored(poll.closes_at),
            "feedback_by": to_stored_or_none(poll.feedback_by),
            "opened_at": to_stored_or_none(poll.opened_at),
            "closed_at": to_stored_or_none(poll.closed_at),
            "remind_at": to_stored(upcoming[1]) if upcoming else None,
            "message_ts": poll.message_ts,
        }

    def _poll(self, row: Row, voters: tuple[str, ...]) -> Poll:
        content = self._scope.unseal(row["content"], "polls", row["id"])
        return Poll(
            id=row["id"],
            negotiation=row["negotiation"],
            leader=row["leader"],
            question=content["question"],
            use=content["use"],
            options=tuple(Option(option_id, text) for option_id, text in content["options"]),
            audience=Audience(row["audience"]),
            channel=row["channel"],
            closes_at=from_stored(row["closes_at"]),
            feedback_by=from_stored_or_none(row["feedback_by"]),
            voters=voters,
            state=PollState(row["state"]),
            opened_at=from_stored_or_none(row["opened_at"]),
            closed_at=from_stored_or_none(row["closed_at"]),
            message_ts=row["message_ts"],
            reminded=frozenset(Slot(slot) for slot in from_list(row["reminded"])),
        )
