"""Ballots without names. While a poll is open, a key of its own leads from a voter to a ballot.

A ballot's handle is computed from the voter under that key, so nothing has to be stored beside a
name, and a vote can be changed. The key is sealed with the ring; with its destruction at the close
no ballot can be found for a voter any more, nor opened (reliability reference, section 7).
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from bot.domain.choices import Choice
from bot.domain.poll_groups import Group
from bot.domain.poll_items import WORDS_LIMIT
from bot.domain.poll_manner import Reasons
from bot.domain.poll_results import Outcome
from bot.domain.polls import Poll
from storage.ballots import read, words_of
from storage.keys import KEY_BYTES, KeyRing, Place
from storage.scope import Scope
from storage.statements import Statement, adding_once, by_key, deleting, putting, putting_all
from storage.tables import poll_keys, poll_outcomes, secret_ballots

# All ballots of a poll lie in as many bytes: a hundred picks take 292, a text four a character.
_PICKS = 512
_TEXT = 4 * WORDS_LIMIT

_KEY_OF = Statement(by_key(poll_keys, "poll"))
_ADD_KEY = adding_once(poll_keys, ["poll"])
_DROP_KEY = Statement(deleting(poll_keys, "poll"))
_CAST = putting_all(secret_ballots, "poll", "handle")
_BALLOT = Statement(by_key(secret_ballots, "poll", "handle"))
_OF_POLL = Statement(by_key(secret_ballots, "poll"))
_DROP_ALL = Statement(deleting(secret_ballots, "poll"))
_OUTCOME_OF = Statement(by_key(poll_outcomes, "poll"))
_DROP_OUTCOME = Statement(deleting(poll_outcomes, "poll"))
_PUT_OUTCOME = putting(poll_outcomes, "poll")
_TURNOUT = Statement(
    select(func.count().label("answered"))
    .select_from(secret_ballots)
    .where(
        secret_ballots.c.tenant == bindparam("tenant"), secret_ballots.c.poll == bindparam("poll")
    )
)


@dataclass(frozen=True, slots=True)
class PollKey:
    """The key of one poll: half of it finds ballots, the other half seals them."""

    tenant: str
    poll: str
    secret: bytes

    def handle(self, voter: str) -> str:
        """Where this voter's ballot lies."""
        return hmac.new(self.secret[:KEY_BYTES], voter.encode(), hashlib.sha256).hexdigest()

    def seal(self, choice: Choice, handle: str, room: int) -> str:
        """A choice as it lies in the table, filled up to a multiple of `room` bytes."""
        plain = json.dumps([choice.word(), words_of(choice)], ensure_ascii=False).encode()
        padded = plain + b" " * (-len(plain) % room)
        return base64.b64encode(self._ring.seal(padded, self._place(handle))).decode("ascii")

    def open(self, content: str, handle: str) -> Choice:
        """The choice that was sealed."""
        sealed = base64.b64decode(content)
        word, words = json.loads(self._ring.open(sealed, self._place(handle)))
        return read(word, words)

    @property
    def _ring(self) -> KeyRing:
        return KeyRing({"p": self.secret[KEY_BYTES:]})

    def _place(self, handle: str) -> Place:
        return Place("secret_ballots", self.tenant, (self.poll, handle), "content")


def make_key(scope: Scope, poll_id: str) -> None:
    """A key for a poll that takes votes, unless it has one."""
    secret = os.urandom(2 * KEY_BYTES).hex()
    scope.change(_ADD_KEY, poll=poll_id, content=scope.seal(secret, "poll_keys", poll_id))


def key_of(scope: Scope, poll_id: str) -> PollKey | None:
    """The key, unless the poll has closed, or has not begun."""
    row = scope.row(_KEY_OF, poll=poll_id)
    if row is None:
        return None
    secret = bytes.fromhex(scope.unseal(row["content"], "poll_keys", poll_id))
    return PollKey(scope.tenant, poll_id, secret)


def room_of(poll: Poll) -> int:
    """How many bytes any ballot of this poll takes at most."""
    asked = (poll.manner.reasons, *(item.reasons for item in poll.items))
    texts = sum(reasons is not Reasons.OFF for reasons in asked)
    return _PICKS * (1 + len(poll.items)) + _TEXT * texts


def cast(scope: Scope, key: PollKey, voter: str, choice: Choice, room: int) -> None:
    """Record a vote, in the place of an older one; together with the others of its batch."""
    handle = key.handle(voter)
    content = key.seal(choice, handle, room)
    scope.change_later(_CAST, (key.poll, handle), poll=key.poll, handle=handle, content=content)


def vote_of(scope: Scope, key: PollKey, voter: str) -> Choice | None:
    """What this person answered, which nobody else can ask while the poll is open."""
    handle = key.handle(voter)
    row = scope.row(_BALLOT, poll=key.poll, handle=handle)
    return None if row is None else key.open(row["content"], handle)


def answered(scope: Scope, key: PollKey, voters: Sequence[str]) -> frozenset[str]:
    """Those of the voters who have a ballot."""
    handles = {row["handle"] for row in scope.rows(_OF_POLL, poll=key.poll)}
    return frozenset(voter for voter in voters if key.handle(voter) in handles)


def choices(scope: Scope, key: PollKey) -> tuple[Choice, ...]:
    """All ballots, in the order of their handles, which is no order of voting."""
    rows = scope.rows(_OF_POLL, poll=key.poll)
    return tuple(key.open(row["content"], row["handle"]) for row in rows)


def by_voter(scope: Scope, key: PollKey, voters: Sequence[str]) -> dict[str, Choice]:
    """Who answered what: for the moment of the close alone, to tell groups apart."""
    rows = {row["handle"]: row["content"] for row in scope.rows(_OF_POLL, poll=key.poll)}
    handles = {voter: key.handle(voter) for voter in voters}
    return {
        voter: key.open(rows[handle], handle) for voter, handle in handles.items() if handle in rows
    }


def turnout(scope: Scope, poll_id: str) -> int:
    """How many ballots there are."""
    row = scope.row(_TURNOUT, poll=poll_id)
    return row["answered"] if row else 0


@dataclass(frozen=True)
class Kept:
    """What is kept of a secret poll: what came out, and who answered, by name and not by time."""

    outcome: Outcome
    answered: tuple[str, ...]


def keep(scope: Scope, poll_id: str, kept: Kept) -> None:
    """Put the outcome in the place of ballots and key."""
    content = {**_stored(kept.outcome), "answered": sorted(kept.answered)}
    sealed = scope.seal(content, "poll_outcomes", poll_id)
    scope.change(_PUT_OUTCOME, poll=poll_id, content=sealed)
    forget(scope, poll_id)


def forget(scope: Scope, poll_id: str) -> None:
    """Destroy ballots and key, and have their remains wiped after the commit."""
    scope.change(_DROP_ALL, poll=poll_id)
    scope.change(_DROP_KEY, poll=poll_id)
    scope.session.leaves_remains = True


def erase(scope: Scope, poll_id: str) -> None:
    """Destroy all that there is of a poll's answers; the outcome of a closed one too."""
    scope.change(_DROP_OUTCOME, poll=poll_id)
    forget(scope, poll_id)


def kept_of(scope: Scope, poll_id: str) -> Kept | None:
    """What was kept at the close."""
    row = scope.row(_OUTCOME_OF, poll=poll_id)
    if row is None:
        return None
    content = scope.unseal(row["content"], "poll_outcomes", poll_id)
    return Kept(_read(content), tuple(content["answered"]))


def _stored(outcome: Outcome) -> dict[str, Any]:
    return {
        "count": outcome.answered,
        "words": outcome.words,
        "comments": outcome.comments,
        "apart": dict(outcome.apart),
        "items": {item_id: _stored(each) for item_id, each in outcome.items.items()},
    }


def _read(content: Mapping[str, Any]) -> Outcome:
    items = {item_id: _read(each) for item_id, each in content.get("items", {}).items()}
    apart = {Group(name): tuple(words) for name, words in content.get("apart", {}).items()}
    words, comments = tuple(content["words"]), tuple(content["comments"])
    return Outcome(content["count"], words, comments, items, apart)
