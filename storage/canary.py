"""One sealed word per key, so that a start with the wrong key is noticed before it writes."""

from sqlalchemy import bindparam, delete, select

from bot.domain.errors import WrongKey
from storage.keys import KeyRing, Place
from storage.session import Session
from storage.statements import Statement
from storage.tables import seals

_ALL = Statement(select(seals))
_ADD = Statement(
    lambda _, insert: (
        insert(seals)
        .values(key_id=bindparam("key_id"), canary=bindparam("canary"))
        .on_conflict_do_nothing(index_elements=["key_id"])
    )
)
_DROP = Statement(delete(seals).where(seals.c.key_id == bindparam("key_id")))
_WORD = b"canary"


def check(session: Session, ring: KeyRing) -> None:
    """Raise WrongKey unless the ring opens everything; leave a word for a key that is new."""
    session.begin()
    session.start(guarded=False)
    known = {row["key_id"]: row["canary"] for row in session.rows(_ALL)}
    for key_id, sealed in known.items():
        if key_id not in ring.keys or ring.open(sealed, _place(key_id)) != _WORD:
            raise WrongKey
    if ring.current not in known:
        sealed = ring.seal(_WORD, _place(ring.current))
        session.change(_ADD, key_id=ring.current, canary=sealed)
    session.commit()


def forget(session: Session, key_id: str) -> None:
    """Nothing is sealed with this key any more; it may leave the ring."""
    session.change(_DROP, key_id=key_id)


def known_keys(session: Session) -> list[str]:
    """The keys that something may be sealed with."""
    return [row["key_id"] for row in session.rows(_ALL)]


def _place(key_id: str) -> Place:
    return Place("seals", "", (key_id,), "canary")
