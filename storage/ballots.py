"""Votes with the names of those who cast them, what they wrote, and the lists of those who may.

What was answered to further questions lies, sealed, with the reason.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, select

from bot.domain.choices import Choice
from bot.domain.poll_results import Ballots
from storage.scope import Scope
from storage.statements import Statement, adding_once, by_key, deleting, putting, putting_all
from storage.tables import poll_voters, vote_reasons, votes
from storage.types import to_stored

# A reason, or a list of it and the answers to further questions, by their ids.
Words = str | list[Any]

_LIST = adding_once(poll_voters, ["poll", "voter"])
_UNREASON = Statement(deleting(vote_reasons, "poll", "voter"))
_UNVOTE = Statement(deleting(votes, "poll", "voter"))
_UNLIST = Statement(deleting(poll_voters, "poll", "voter"))
_VOTE_OF = Statement(by_key(votes, "poll", "voter"))
_REASON_OF = Statement(by_key(vote_reasons, "poll", "voter"))
_OF_POLL = Statement(by_key(votes, "poll"))
_REASONS = Statement(by_key(vote_reasons, "poll"))
_TURNOUT = Statement(
    select(func.count().label("answered"))
    .select_from(votes)
    .where(votes.c.tenant == bindparam("tenant"), votes.c.poll == bindparam("poll"))
)
_CAST = putting_all(votes, "poll", "voter")
_EXPLAIN = putting(vote_reasons, "poll", "voter")


def cast(scope: Scope, poll_id: str, voter: str, choice: Choice) -> None:
    """Record a vote, in the place of an older one; together with the others of its batch."""
    now = to_stored(scope.now)
    scope.change_later(
        _CAST, (poll_id, voter), poll=poll_id, voter=voter, choice=choice.word(), cast_at=now
    )


def explain(scope: Scope, poll_id: str, voter: str, choice: Choice) -> None:
    """Keep what else somebody said with a vote, or forget it; after the vote."""
    if choice.reason or choice.items:
        sealed = scope.seal(words_of(choice), "vote_reasons", poll_id, voter)
        scope.change(_EXPLAIN, poll=poll_id, voter=voter, content=sealed)
    else:
        scope.change(_UNREASON, poll=poll_id, voter=voter)


def vote_of(scope: Scope, poll_id: str, voter: str) -> Choice | None:
    """What this person answered."""
    row = scope.row(_VOTE_OF, poll=poll_id, voter=voter)
    if row is None:
        return None
    why = scope.row(_REASON_OF, poll=poll_id, voter=voter)
    return read(row["choice"], _words(scope, why["content"], poll_id, voter) if why else "")


def of_poll(scope: Scope, poll_id: str) -> Ballots:
    """All votes of a poll."""
    words = {
        row["voter"]: _words(scope, row["content"], poll_id, row["voter"])
        for row in scope.rows(_REASONS, poll=poll_id)
    }
    by_voter = {
        row["voter"]: read(row["choice"], words.get(row["voter"], ""))
        for row in scope.rows(_OF_POLL, poll=poll_id)
    }
    return Ballots(frozenset(by_voter), by_voter)


def words_of(choice: Choice) -> Words:
    """What a choice says beside its picks: the reason alone, or with the further answers."""
    if not choice.items:
        return choice.reason
    return [choice.reason, {item_id: [c.word(), c.reason] for item_id, c in choice.items}]


def read(word: str, words: Words) -> Choice:
    """The choice that `word` and `words` were made of."""
    if isinstance(words, str):
        return Choice.read(word, words)
    reason, items = words
    said = ((item_id, Choice.read(*each)) for item_id, each in sorted(items.items()))
    return replace(Choice.read(word, reason), items=tuple(said))


def _words(scope: Scope, content: bytes, poll_id: str, voter: str) -> Words:
    words: Words = scope.unseal(content, "vote_reasons", poll_id, voter)
    return words


def turnout(scope: Scope, poll_id: str) -> int:
    """How many have voted."""
    row = scope.row(_TURNOUT, poll=poll_id)
    return row["answered"] if row else 0


def list_voters(scope: Scope, poll_id: str, old: Sequence[str], new: Sequence[str]) -> None:
    """Let the list say who may vote now; votes of those who no longer may are dropped."""
    removed = [{"poll": poll_id, "voter": voter} for voter in sorted(set(old) - set(new))]
    added = [{"poll": poll_id, "voter": voter} for voter in sorted(set(new) - set(old))]
    for forget in (_UNREASON, _UNVOTE, _UNLIST):
        scope.change_all(forget, removed)
    scope.change_all(_LIST, added)
