"""Which deliveries were handled: Slack sends some twice, and people click twice."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, tuple_

from storage.session import Session
from storage.statements import Statement, adding_once
from storage.tables import receipts
from storage.types import to_stored

_ADD = adding_once(receipts, ["key"])

_key = tuple_(receipts.c.tenant, receipts.c.key)
_PRUNE = Statement(
    delete(receipts).where(
        _key.in_(
            select(receipts.c.tenant, receipts.c.key)
            .where(receipts.c.received_at < bindparam("before"))
            .limit(bindparam("limit"))
        )
    )
)


def add(session: Session, tenant: str, key: str, now: datetime) -> bool:
    """Keep the key; False if it is there already."""
    return session.change(_ADD, tenant=tenant, key=key, received_at=to_stored(now)) == 1


def prune(session: Session, before: datetime, limit: int) -> int:
    """Forget up to `limit` old keys; how many."""
    return session.change(_PRUNE, before=to_stored(before), limit=limit)
