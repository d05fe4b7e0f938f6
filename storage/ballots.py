"""Votes, and the lists of those who may cast them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ClauseElement, bindparam, func, select

from bot.domain.polls import Ballots, PollState
from storage.scope import Scope
from storage.statements import Statement, adding_once, by_key, deleting, word
from storage.tables import poll_voters, polls, votes
from storage.types import Instant, Word, to_stored

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


def _casting(insert: Any) -> ClauseElement:
    """One upsert, from the poll and its list: no row there, no vote.

    The poll's row is shared with other votes and kept from being closed until the commit, so
    that no vote comes in behind the count.
    """
    counted = (
        select(
            poll_voters.c.tenant,
            poll_voters.c.poll,
            poll_voters.c.voter,
            bindparam("option", type_=Word),
            bindparam("now", type_=Instant),
        )
        .select_from(poll_voters)
        .join(polls, (polls.c.tenant == poll_voters.c.tenant) & (polls.c.id == poll_voters.c.poll))
        .where(
            poll_voters.c.tenant == bindparam("tenant"),
            poll_voters.c.poll == bindparam("poll"),
            poll_voters.c.voter == bindparam("voter"),
            polls.c.state == word(PollState.OPEN),
            polls.c.closes_at > bindparam("now"),
        )
        .with_for_update(read=True, of=polls)
    )
    statement = insert(votes).from_select(["tenant", "poll", "voter", "option", "cast_at"], counted)
    new = {"option": statement.excluded.option, "cast_at": statement.excluded.cast_at}
    done: ClauseElement = statement.on_conflict_do_update(
        index_elements=["tenant", "poll", "voter"], set_=new
    )
    return done


_CAST = Statement(_casting)


def cast(scope: Scope, poll_id: str, voter: str, option_id: str) -> bool:
    """Record a vote; False unless the poll is open and lists the voter."""
    now = to_stored(scope.now)
    return scope.change(_CAST, poll=poll_id, voter=voter, option=option_id, now=now) == 1


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
