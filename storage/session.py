"""One connection and the transaction on it; the same code on both databases.

Both drivers take `connection.execute(sql, parameters)` and give rows that are read by name.
"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from storage.statements import Engine, Statement

Row = Mapping[str, Any]

EVERYBODY = "*"
"""The tenant of work that looks across tenants: claiming, pruning, rotating keys."""

_SET_TENANT = "SELECT set_config('parley.tenant', %(tenant)s, true)"


class Gathered(NamedTuple):
    """A row that waits for others, to go with them in one statement."""

    statement: Statement
    key: Hashable
    row: Row


class Session:
    """Runs statements on one connection; used by one thread at a time."""

    def __init__(self, connection: Any, engine: Engine, *, writable: bool) -> None:
        self.connection = connection
        self.engine = engine
        self.writable = writable
        self.memory: dict[object, Any] = {}
        """What was read in this transaction and may serve again; writers empty it."""
        self.leaves_remains = False
        """Whether this transaction deletes what is to be wiped once it is committed."""
        self._tenant: str | None = None
        self._guarded = False
        self._wrote = False
        self._is_spoilt = False
        self._gathered: list[Gathered] = []
        self._gathered_before = 0
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

    def change_later(self, statement: Statement, key: Hashable, **row: Any) -> None:
        """Run a statement that takes many `rows` with this one and others of its kind.

        That is done before anything else is asked or changed, and before the commit, so nobody
        notices; of the rows with one key the last one counts.
        """
        if self._gathered and self._gathered[-1].statement is not statement:
            self.flush()
        self._gathered.append(Gathered(statement, key, row))

    def change_all(self, statement: Statement, values: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once for each set of values."""
        if not values:
            return
        self.flush()
        self._mark()
        sql, constants = statement.sql(self.engine)
        self.connection.cursor().executemany(sql, [{**constants, **each} for each in values])

    def flush(self) -> None:
        """Run what was gathered: first for the use cases before, then for this one."""
        if not self._gathered:
            return
        before = self._gathered[: self._gathered_before]
        own = self._gathered[self._gathered_before :]
        self._gathered.clear()
        self._gathered_before = 0
        self._run_all(before)
        if own:
            self._mark()
            self._run_all(own)

    def _run_all(self, gathered: Sequence[Gathered]) -> None:
        if not gathered:
            return
        # In one order everywhere: two writers never wait for each other's rows.
        rows = [row for _, row in sorted({each.key: each.row for each in gathered}.items())]
        # A failure here is not the running use case's own: it ends the batch.
        self._is_spoilt = True
        self._execute(gathered[0].statement, {"rows": json.dumps(rows)})
        self._is_spoilt = False

    def _execute(self, statement: Statement, values: dict[str, Any]) -> Any:
        if self._gathered:
            self.flush()
        sql, constants = statement.sql(self.engine)
        return self._run(sql, {**constants, **values} if constants else values)

    # The transaction: only `storage.writer` and `storage.reader` call what follows.

    def begin(self) -> None:
        """Open a transaction; a writing one takes SQLite's write lock at once."""
        if self.engine == "sqlite":
            self.connection.execute("BEGIN IMMEDIATE" if self.writable else "BEGIN")
        self._tenant = None
        self.leaves_remains = False
        self._is_spoilt = False
        self._gathered.clear()
        self._gathered_before = 0
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
            self.flush()
            self.connection.execute(_SET_TENANT, {"tenant": tenant})
            self._tenant = tenant

    def start(self, *, guarded: bool) -> None:
        """Begin one use case; a guarded one can be undone without the rest of its batch."""
        self._guarded = guarded
        self._wrote = False
        self._gathered_before = len(self._gathered)

    def finish(self) -> None:
        """The use case has succeeded."""
        self._gathered_before = len(self._gathered)
        if self._wrote and self._guarded:
            self.connection.execute("RELEASE SAVEPOINT use_case")

    def undo(self) -> bool:
        """Undo the use case alone; False if that cannot be done."""
        if not self._is_sound() or (self._wrote and not self._guarded):
            return False
        del self._gathered[self._gathered_before :]
        if self._wrote:
            self.connection.execute("ROLLBACK TO SAVEPOINT use_case")
            self.connection.execute("RELEASE SAVEPOINT use_case")
            self.memory.clear()
        return True

    def _mark(self) -> None:
        """A savepoint before the first write: refused use cases mostly never get so far."""
        self.flush()
        if not self._wrote:
            if self._guarded:
                self.connection.execute("SAVEPOINT use_case")
            self._wrote = True

    def _is_sound(self) -> bool:
        """Whether more can follow: not after a failed statement on PostgreSQL, nor on SQLite
        when it has ended the transaction itself because the disk is full, nor without the rows
        of other use cases."""
        if self._is_spoilt:
            return False
        if self.engine == "sqlite":
            return bool(self.connection.in_transaction)
        status: int = self.connection.info.transaction_status
        return status != _FAILED


_FAILED = 3  # psycopg.pq.TransactionStatus.INERROR
