"""What every repository works with: statements of one tenant, and its seals."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from storage.keys import KeyRing, Place
from storage.session import Row, Session
from storage.statements import Statement


class Clock(Protocol):
    """Tells the time, aware, in UTC."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Scope:
    """One tenant within one transaction."""

    session: Session
    tenant: str
    now: datetime
    ring: KeyRing

    def new_id(self) -> str:
        """A random id of 22 url-safe characters."""
        return secrets.token_urlsafe(16)

    def rows(self, statement: Statement, **values: Any) -> Sequence[Row]:
        """All rows of this tenant that a query finds."""
        return self.session.rows(statement, tenant=self.tenant, **values)

    def row(self, statement: Statement, **values: Any) -> Row | None:
        """The first row of this tenant that a query finds."""
        return self.session.row(statement, tenant=self.tenant, **values)

    def row_to_change(self, statement: Statement, **values: Any) -> Row | None:
        """The row, kept from others until the commit when this unit may write."""
        return self.session.row_to_change(statement, tenant=self.tenant, **values)

    def row_to_share(self, statement: Statement, **values: Any) -> Row | None:
        """The row, which nobody changes until the commit when this unit may write."""
        return self.session.row_to_share(statement, tenant=self.tenant, **values)

    def rows_to_change(self, statement: Statement, **values: Any) -> Sequence[Row]:
        """The rows, kept from others until the commit when this unit may write."""
        return self.session.rows_to_change(statement, tenant=self.tenant, **values)

    def change(self, statement: Statement, **values: Any) -> int:
        """Change rows of this tenant; how many."""
        return self.session.change(statement, tenant=self.tenant, **values)

    def change_later(self, statement: Statement, key: tuple[str, ...], **values: Any) -> None:
        """Change a row of this tenant, its key given, together with others of the batch."""
        place = (self.tenant, *key)
        self.session.change_later(statement, place, tenant=self.tenant, **values)

    def change_all(self, statement: Statement, values: Sequence[Mapping[str, Any]]) -> None:
        """Change rows of this tenant, once for each set of values."""
        self.session.change_all(statement, [{"tenant": self.tenant, **each} for each in values])

    def seal(self, value: Any, table: str, *row: str, column: str = "content") -> bytes:
        """A JSON value as ciphertext for one place of this tenant."""
        return self.ring.seal_json(value, Place(table, self.tenant, row, column))

    def unseal(self, sealed: bytes, table: str, *row: str, column: str = "content") -> Any:
        """The JSON value that was sealed for this place."""
        return self.ring.open_json(sealed, Place(table, self.tenant, row, column))
