"""What is forgotten after a while: receipts of deliveries, and errands that are settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, delete, select

from bot.domain.outbox import State
from storage.session import EVERYBODY, Row, Session
from storage.statements import Statement, word
from storage.tables import outbox, receipts
from storage.types import to_stored

# Slack repeats a delivery within the hour; a signed request is refused after five minutes.
KEEP_RECEIPTS = timedelta(days=7)
KEEP_ERRANDS = timedelta(days=30)
BATCH = 500

_before: BindParameter[int] = bindparam("before")
_OLD_RECEIPTS = Statement(
    select(receipts.c.tenant, receipts.c.key).where(receipts.c.received_at < _before).limit(BATCH)
)
_OLD_ERRANDS = Statement(
    select(outbox.c.tenant, outbox.c.id)
    .where(
        outbox.c.state.not_in([word(State.PENDING), word(State.SENDING)]),
        outbox.c.not_before < _before,
    )
    .limit(BATCH)
)
_DROP_RECEIPT = Statement(
    delete(receipts).where(
        receipts.c.tenant == bindparam("tenant"), receipts.c.key == bindparam("key")
    )
)
_DROP_ERRAND = Statement(
    delete(outbox).where(outbox.c.tenant == bindparam("tenant"), outbox.c.id == bindparam("id"))
)


@dataclass(frozen=True)
class Old:
    """Some rows whose time is over."""

    receipts: Sequence[Row]
    errands: Sequence[Row]

    def __len__(self) -> int:
        return len(self.receipts) + len(self.errands)

    def drop(self, session: Session) -> None:
        """Forget them."""
        session.enter(EVERYBODY)
        session.change_all(_DROP_RECEIPT, [dict(row) for row in self.receipts])
        session.change_all(_DROP_ERRAND, [dict(row) for row in self.errands])


def find(session: Session, now: datetime) -> Old:
    """A batch of what may be forgotten; empty when nothing is left."""
    session.enter(EVERYBODY)
    return Old(
        session.rows(_OLD_RECEIPTS, before=to_stored(now - KEEP_RECEIPTS)),
        session.rows(_OLD_ERRANDS, before=to_stored(now - KEEP_ERRANDS)),
    )
