"""Which deliveries were handled: Slack sends some twice, and people click twice."""

import json
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import NamedTuple

from storage.session import Session
from storage.statements import Statement, adding_all_once, deleting
from storage.tables import receipts

_ADD = adding_all_once(receipts, "key")
_DROP = Statement(deleting(receipts, "key"))


class Receipt(NamedTuple):
    """What tells one delivery from all others of a tenant, and when it came, as stored."""

    tenant: str
    key: str
    received_at: int


class Counter:
    """Takes the receipts of a batch in one statement, and gives back those not used.

    Of deliveries with one key the first that succeeds keeps it, the others are repetitions.
    """

    def __init__(self, session: Session, shown: Collection[Receipt]) -> None:
        self._session = session
        self._free = {
            place for tenant, own in _by_tenant(shown) for place in self._add(tenant, own)
        }

    def is_first(self, receipt: Receipt | None) -> bool:
        """Whether nothing with this receipt has succeeded yet; without one everything is."""
        return receipt is None or receipt[:2] in self._free

    def keep(self, receipt: Receipt | None) -> None:
        """It has succeeded."""
        if receipt is not None:
            self._free.discard(receipt[:2])

    def close(self) -> None:
        """Forget the receipts of what failed: it may be tried again."""
        for tenant, key in sorted(self._free):
            self._session.enter(tenant)
            self._session.change(_DROP, tenant=tenant, key=key)

    def _add(self, tenant: str, shown: Iterable[Receipt]) -> list[tuple[str, str]]:
        self._session.enter(tenant)
        # In one order everywhere: two writers never wait for each other's rows.
        by_key = {receipt.key: receipt._asdict() for receipt in shown}
        rows = json.dumps([by_key[key] for key in sorted(by_key)])
        return [(tenant, row["key"]) for row in self._session.rows(_ADD, rows=rows)]


def _by_tenant(shown: Collection[Receipt]) -> "Iterable[tuple[str, Iterable[Receipt]]]":
    return groupby(sorted(shown), key=lambda receipt: receipt.tenant)
