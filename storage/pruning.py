"""What is forgotten after a while: receipts of deliveries, settled errands, words never saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, delete, select

from bot.domain.outbox import State
from storage.session import EVERYBODY, Row, Session
from storage.statements import Statement, word
from storage.tables import drafts, outbox, receipts
from storage.types import to_stored

# Slack repeats a delivery within the hour; a signed request is refused after five minutes.
KEEP_RECEIPTS = timedelta(days=7)
KEEP_ERRANDS = timedelta(days=30)
# Words in a form that nobody came back to [X].
KEEP_DRAFTS = timedelta(days=30)
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
_OLD_DRAFTS = Statement(
    select(drafts.c.tenant, drafts.c.person, drafts.c.form)
    .where(drafts.c.saved_at < _before)
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
# Whoever has typed again since it was found keeps it.
_DROP_DRAFT = Statement(
    delete(drafts).where(
        drafts.c.tenant == bindparam("tenant"),
        drafts.c.person == bindparam("person"),
        drafts.c.form == bindparam("form"),
        drafts.c.saved_at < _before,
    )
)


@dataclass(frozen=True)
class Old:
    """Some rows whose time is over."""

    receipts: Sequence[Row]
    errands: Sequence[Row]
    drafts: Sequence[Row]
    drafts_before: int

    def __len__(self) -> int:
        return len(self.receipts) + len(self.errands) + len(self.drafts)

    def drop(self, session: Session) -> None:
        """Forget them."""
        session.enter(EVERYBODY)
        session.change_all(_DROP_RECEIPT, [dict(row) for row in self.receipts])
        session.change_all(_DROP_ERRAND, [dict(row) for row in self.errands])
        before = {"before": self.drafts_before}
        session.change_all(_DROP_DRAFT, [{**row, **before} for row in self.drafts])


def find(session: Session, now: datetime) -> Old:
    """A batch of what may be forgotten; empty when nothing is left."""
    session.enter(EVERYBODY)
    before = to_stored(now - KEEP_DRAFTS)
    return Old(
        session.rows(_OLD_RECEIPTS, before=to_stored(now - KEEP_RECEIPTS)),
        session.rows(_OLD_ERRANDS, before=to_stored(now - KEEP_ERRANDS)),
        session.rows(_OLD_DRAFTS, before=before),
        before,
    )
