"""Votes, and the lists of those who may cast them."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from bot.domain.polls import Ballots
from storage.scope import Scope
from storage.statements import Statement, adding_once, by_key, deleting, putting_all
from storage.tables import poll_voters, votes
from storage.types import to_stored

_LIST = adding_once(poll_voters, ["poll", "voter"])
_UNVOTE = Statement(deleting(votes, "poll", "voter"))
_UNLIST = Statement(deleting(poll_voters, "poll", "voter"))
_VOTE_OF = Statement(by_key(votes, "poll", "voter"))
_OF_POLL = Statement(by_key(votes, "poll"))
_TURNOUT = Statement(
    select(func.count().label("answered"))
    .select_from(votes)
    .where(votes.c.tenant == bindparam("tenant"), votes.c.poll == bindparam("poll"))
)


_CAST = putting_all(votes, "poll", "voter")


def cast(scope: Scope, poll_id: str, voter: str, option_id: str) -> None:
    """Record a vote, in the place of an older one; together with the others of its batch."""
    now = to_stored(scope.now)
    scope.change_later(
        _CAST, (poll_id, voter), poll=poll_id, voter=voter, option=option_id, cast_at=now
    )


def vote_of(scope: Scope, poll_id: str, voter: str) -> str | None:
    """The option id this person chose."""
    row = scope.row(_VOTE_OF, poll=poll_id, voter=voter)
    return None if row is None else row["option"]


def of_poll(scope: Scope, poll_id: str) -> Ballots:
    """All votes of a poll."""
    return Ballots({row["voter"]: row["option"] for row in scope.rows(_OF_POLL, poll=poll_id)})


def turnout(scope: Scope, poll_id: str) -> int:
    """How many have voted."""
    row = scope.row(_TURNOUT, poll=poll_id)
    return row["answered"] if row else 0


def list_voters(scope: Scope, poll_id: str, old: Sequence[str], new: Sequence[str]) -> None:
    """Let the list say who may vote now; votes of those who no longer may are dropped."""
    removed = [{"poll": poll_id, "voter": voter} for voter in sorted(set(old) - set(new))]
    added = [{"poll": poll_id, "voter": voter} for voter in sorted(set(new) - set(old))]
    scope.change_all(_UNVOTE, removed)
    scope.change_all(_UNLIST, removed)
    scope.change_all(_LIST, added)
