"""Which deliveries were handled: Slack sends some twice, and people click twice."""

from datetime import datetime

from storage.session import Session
from storage.statements import adding_once
from storage.tables import receipts
from storage.types import to_stored

_ADD = adding_once(receipts, ["key"])


def add(session: Session, tenant: str, key: str, now: datetime) -> bool:
    """Keep the key; False if it is there already."""
    return session.change(_ADD, tenant=tenant, key=key, received_at=to_stored(now)) == 1
