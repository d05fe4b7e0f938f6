"""Which deliveries were handled: Slack sends some twice, and people click twice."""

from datetime import datetime

from storage.session import Session
from storage.statements import Statement, adding_once, deleting
from storage.tables import receipts
from storage.types import to_stored

_ADD = adding_once(receipts, ["key"])
_DROP = Statement(deleting(receipts, "key"))


def add(session: Session, tenant: str, key: str, now: datetime) -> bool:
    """Keep the key; False if it is there already."""
    received_at = to_stored(now)
    values = {"tenant": tenant, "key": key, "received_at": received_at}
    return session.change_slightly(_ADD, _DROP, **values) == 1
