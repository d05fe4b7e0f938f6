"""Polls and whom they ask.

A poll's voters lie in its row, to be read with it, and in `poll_voters`, to be found by person
and to refuse a vote of anybody else.
"""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists

from bot.domain.choices import Choice
from bot.domain.errors import NotFound
from bot.domain.poll_manner import Reasons
from bot.domain.poll_results import Ballots, outcome_of, unnamed, with_groups
from bot.domain.polls import Poll, PollState
from storage import ballots, secret_ballots
from storage.poll_rows import poll_of, values_of
from storage.scope import Scope
from storage.secret_ballots import PollKey
from storage.session import Row
from storage.statements import Statement, adding, by_key, of_tenant, updating, word
from storage.tables import poll_voters, polls, votes
from storage.types import Among, from_list, to_list, to_stored

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
_DUE_TO_OPEN = Statement(
    of_tenant(polls)
    .where(polls.c.state == word(PollState.SCHEDULED), polls.c.opens_at <= bindparam("now"))
    .order_by(polls.c.opens_at, polls.c.id)
)
_BEFORE = Statement(by_key(polls, "meeting").order_by(*_NEWEST_FIRST))


@dataclass(frozen=True)
class _BallotBox:
    """A poll, those who may vote in it, and the key of a secret one that is open."""

    face: Poll
    voters: frozenset[str]
    key: PollKey | None


class Polls:
    """`bot.services.ports.Polls`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, poll_id: str) -> Poll:
        """The poll; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=poll_id)
        if row is None:
            raise NotFound
        return poll_of(self._scope, row, from_list(row["voters"]))

    def face(self, poll_id: str) -> Poll:
        """The poll without its voters."""
        return self._ballot_box(poll_id).face

    def add(self, poll: Poll) -> None:
        """A new poll."""
        values = values_of(self._scope, poll)
        self._scope.change(_ADD, **values, created_at=to_stored(self._scope.now))
        ballots.list_voters(self._scope, poll.id, (), poll.voters)
        self._keep_secret(poll)

    def save(self, poll: Poll) -> None:
        """The poll as it is now, but for its votes."""
        row = self._scope.row_to_change(_GET, id=poll.id)
        if row is None:
            raise NotFound
        self._scope.change(_SAVE, **values_of(self._scope, poll))
        self._scope.session.memory.clear()
        ballots.list_voters(self._scope, poll.id, from_list(row["voters"]), poll.voters)
        self._keep_secret(poll)

    def _keep_secret(self, poll: Poll) -> None:
        """A secret poll that is open has a key; one that is a draft again has no ballots."""
        if poll.is_secret and poll.is_open:
            secret_ballots.make_key(self._scope, poll.id)
        elif poll.is_draft and secret_ballots.key_of(self._scope, poll.id):
            secret_ballots.forget(self._scope, poll.id)

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
        asked = self._polls(self._scope.rows(_AWAITING, voter=user))
        return [each for each in asked if not (each.is_secret and self.vote_of(each.id, user))]

    def due_to_close(self, now: datetime) -> Sequence[Poll]:
        """Open polls whose deadline has come; nobody else closes them until the commit."""
        return self._polls(self._scope.rows_to_change(_DUE_TO_CLOSE, now=to_stored(now)))

    def due_to_remind(self, now: datetime) -> Sequence[Poll]:
        """Open polls with a reminder slot that is due; nobody else hands it out."""
        return self._polls(self._scope.rows_to_change(_DUE_TO_REMIND, now=to_stored(now)))

    def due_to_open(self, now: datetime) -> Sequence[Poll]:
        """Polls whose moment to be posted has come."""
        return self._polls(self._scope.rows(_DUE_TO_OPEN, now=to_stored(now)))

    def before(self, meeting_id: str) -> Sequence[Poll]:
        """Polls that come before this meeting, deleted ones too, newest first; nobody else
        changes them until the commit."""
        return self._polls(self._scope.rows_to_change(_BEFORE, meeting=meeting_id))

    def cast(self, poll_id: str, voter: str, choice: Choice) -> bool:
        """Record a vote in one upsert; False unless it counts."""
        box = self._ballot_box(poll_id)
        if not (box.face.is_open and self._scope.now < box.face.closes_at and voter in box.voters):
            return False
        if box.face.is_secret:
            return self._cast_secretly(box, voter, choice)
        ballots.cast(self._scope, poll_id, voter, choice)
        if box.face.manner.reasons is not Reasons.OFF or box.face.items:
            ballots.explain(self._scope, poll_id, voter, choice)
        return True

    def _cast_secretly(self, box: "_BallotBox", voter: str, choice: Choice) -> bool:
        # Without its key nothing is counted: a vote of a secret poll never lies beside a name.
        if box.key is None:
            return False
        room = secret_ballots.room_of(box.face)
        secret_ballots.cast(self._scope, box.key, voter, choice, room)
        return True

    def vote_of(self, poll_id: str, voter: str) -> Choice | None:
        """What this person answered; of a secret poll only while it is open."""
        box = self._secret_box(poll_id)
        if box is None:
            return ballots.vote_of(self._scope, poll_id, voter)
        return secret_ballots.vote_of(self._scope, box.key, voter) if box.key else None

    def answered(self, poll_id: str) -> frozenset[str]:
        """Who has voted."""
        box = self._secret_box(poll_id)
        if box is None:
            return ballots.of_poll(self._scope, poll_id).answered
        if box.key:
            return secret_ballots.answered(self._scope, box.key, sorted(box.voters))
        kept = secret_ballots.kept_of(self._scope, poll_id)
        return frozenset(kept.answered) if kept else frozenset()

    def ballots(self, poll_id: str) -> Ballots:
        """All votes: those of a named poll by name, those of a secret one after its close."""
        if self._secret_box(poll_id) is None:
            return ballots.of_poll(self._scope, poll_id)
        kept = secret_ballots.kept_of(self._scope, poll_id)
        if kept is None:
            return Ballots(self.answered(poll_id))
        return unnamed(frozenset(kept.answered), kept.outcome)

    def turnout(self, poll_id: str) -> int:
        """How many have voted."""
        box = self._secret_box(poll_id)
        if box is None:
            return ballots.turnout(self._scope, poll_id)
        if box.key:
            return secret_ballots.turnout(self._scope, poll_id)
        return len(self.answered(poll_id))

    def unlink(self, poll_id: str) -> None:
        """Keep what came out of a secret poll, and destroy the way back to its voters.

        Of a poll that was deleted nothing is kept.
        """
        box = self._ballot_box(poll_id)
        if not box.face.is_secret:
            return
        if box.face.state is PollState.DELETED:
            secret_ballots.erase(self._scope, poll_id)
        elif box.key:
            self._keep_outcome(box, box.key)
        self._scope.session.memory.clear()

    def _keep_outcome(self, box: "_BallotBox", key: PollKey) -> None:
        """What may be kept. After this nobody can tell whose ballot is of which group either."""
        voters = sorted(box.voters)
        answered = secret_ballots.answered(self._scope, key, voters)
        choices = secret_ballots.choices(self._scope, key)
        outcome = outcome_of(choices, random.SystemRandom().shuffle)
        if box.face.manner.by_group:
            by_voter = secret_ballots.by_voter(self._scope, key, voters)
            outcome = with_groups(outcome, box.face, by_voter)
        kept = secret_ballots.Kept(outcome, tuple(sorted(answered)))
        secret_ballots.keep(self._scope, key.poll, kept)

    def _ballot_box(self, poll_id: str) -> "_BallotBox":
        """The poll as voters meet it, or NotFound."""
        box = self._box(poll_id)
        if box is None:
            raise NotFound
        return box

    def _secret_box(self, poll_id: str) -> "_BallotBox | None":
        """The same of a secret poll; None for all others."""
        box = self._box(poll_id)
        return box if box and box.face.is_secret else None

    def _box(self, poll_id: str) -> "_BallotBox | None":
        """The poll as voters meet it, read once for all votes that are committed together.

        It cannot be closed until that commit, so no vote comes in behind the count.
        """
        boxes, place = self._scope.session.memory, ("ballot box", self._scope.tenant, poll_id)
        if place not in boxes:
            row = self._scope.row_to_share(_GET, id=poll_id)
            if row is None:
                return None
            boxes[place] = self._box_of(row)
        box: _BallotBox = boxes[place]
        return box

    def _box_of(self, row: Row) -> "_BallotBox":
        face = poll_of(self._scope, row, ())
        key = secret_ballots.key_of(self._scope, face.id) if face.is_secret else None
        if key is None and face.is_secret and face.is_open and self._scope.session.writable:
            # Restored from a copy that was made for an upgrade: it has neither keys nor ballots.
            secret_ballots.make_key(self._scope, face.id)
            key = secret_ballots.key_of(self._scope, face.id)
        return _BallotBox(face, frozenset(from_list(row["voters"])), key)

    def _polls(self, rows: Sequence[Row]) -> list[Poll]:
        return [poll_of(self._scope, row, from_list(row["voters"])) for row in rows]
