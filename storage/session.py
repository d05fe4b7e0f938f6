"""One connection and the transaction on it; the same code on both databases.

Both drivers take `connection.execute(sql, parameters)` and give rows that are read by name.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from storage.statements import Engine, Statement

Row = Mapping[str, Any]

EVERYBODY = "*"
"""The tenant of work that looks across tenants: claiming, pruning, rotating keys."""

_SET_TENANT = "SELECT set_config('parley.tenant', %(tenant)s, true)"


class Session:
    """Runs statements on one connection; used by one thread at a time."""

    def __init__(self, connection: Any, engine: Engine, *, writable: bool) -> None:
        self.connection = connection
        self.engine = engine
        self.writable = writable
        self.memory: dict[object, Any] = {}
        """What was read in this transaction and may serve again; writers empty it."""
        self._tenant: str | None = None
        self._guarded = False
        self._wrote = False
        self._small: list[tuple[Statement, dict[str, Any]]] = []
        # One cursor will do where results are fetched whole; SQLite's keeps its statement open.
        cursor = connection if engine == "sqlite" else connection.cursor()
        self._run: Callable[..., Any] = cursor.execute

    def rows(self, statement: Statement, **values: Any) -> Sequence[Row]:
        """All rows of a query."""
        rows: Sequence[Row] = self._execute(statement, values).fetchall()
        return rows

    def row(self, statement: Statement, **values: Any) -> Row | None:
        """The first row of a query, if there is any."""
        row: Row | None = self._execute(statement, values).fetchone()
        return row

    def row_to_change(self, statement: Statement, **values: Any) -> Row | None:
        """The row, kept from others until the commit if this session may write."""
        return self.row(statement.locking if self.writable else statement, **values)

    def row_to_share(self, statement: Statement, **values: Any) -> Row | None:
        """The row, which nobody changes until the commit if this session may write."""
        return self.row(statement.sharing if self.writable else statement, **values)

    def rows_to_change(self, statement: Statement, **values: Any) -> Sequence[Row]:
        """The rows, kept from others until the commit if this session may write."""
        return self.rows(statement.locking if self.writable else statement, **values)

    def change(self, statement: Statement, **values: Any) -> int:
        """Run a statement that changes rows; how many."""
        self._mark()
        count: int = self._execute(statement, values).rowcount
        return count

    def changed(self, statement: Statement, **values: Any) -> Sequence[Row]:
        """Run a statement that changes rows and returns them."""
        self._mark()
        return self.rows(statement, **values)

    def change_slightly(self, statement: Statement, undo: Statement, **values: Any) -> int:
        """Run a statement for which there is another one that undoes it; how many rows."""
        count: int = self._execute(statement, values).rowcount
        if count:
            self._small.append((undo, values))
        return count

    def change_all(self, statement: Statement, values: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once for each set of values."""
        if not values:
            return
        self._mark()
        sql, constants = statement.sql(self.engine)
        self.connection.cursor().executemany(sql, [{**constants, **each} for each in values])

    def _execute(self, statement: Statement, values: dict[str, Any]) -> Any:
        sql, constants = statement.sql(self.engine)
        return self._run(sql, {**constants, **values} if constants else values)

    # The transaction: only `storage.writer` and `storage.reader` call what follows.

    def begin(self) -> None:
        """Open a transaction; a writing one takes SQLite's write lock at once."""
        if self.engine == "sqlite":
            self.connection.execute("BEGIN IMMEDIATE" if self.writable else "BEGIN")
        self._tenant = None
        self.memory.clear()

    def commit(self) -> None:
        """Make it durable."""
        self.connection.commit()

    def rollback(self) -> None:
        """Undo everything since `begin`."""
        self.connection.rollback()

    def enter(self, tenant: str) -> None:
        """Let PostgreSQL's row-level security see one tenant only."""
        if self.engine == "postgresql" and tenant != self._tenant:
            self.connection.execute(_SET_TENANT, {"tenant": tenant})
            self._tenant = tenant

    def start(self, *, guarded: bool) -> None:
        """Begin one use case; a guarded one can be undone without the rest of its batch."""
        self._guarded = guarded
        self._wrote = False
        self._small.clear()

    def finish(self) -> None:
        """The use case has succeeded."""
        if self._wrote and self._guarded:
            self.connection.execute("RELEASE SAVEPOINT use_case")

    def undo(self) -> bool:
        """Undo the use case alone; False if that cannot be done."""
        if not self._is_sound() or (self._wrote and not self._guarded):
            return False
        if self._wrote:
            self.connection.execute("ROLLBACK TO SAVEPOINT use_case")
            self.connection.execute("RELEASE SAVEPOINT use_case")
            self.memory.clear()
        for statement, values in self._small:
            self._execute(statement, values)
        return True

    def _mark(self) -> None:
        """A savepoint before the first write: refused use cases mostly never get so far."""
        if not self._wrote:
            if self._guarded:
                self.connection.execute("SAVEPOINT use_case")
            self._wrote = True

    def _is_sound(self) -> bool:
        """Whether more can follow: not after a failed statement on PostgreSQL, nor on SQLite
        when it has ended the transaction itself because the disk is full."""
        if self.engine == "sqlite":
            return bool(self.connection.in_transaction)
        status: int = self.connection.info.transaction_status
        return status != _FAILED


_FAILED = 3  # psycopg.pq.TransactionStatus.INERROR
