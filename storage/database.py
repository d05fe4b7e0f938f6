"""The two doors: `write` and `read`, awaitable, for one tenant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar, cast

from bot.domain.outbox import Claimed, State
from storage import claims, postgres, pruning, rotation, sqlite
from storage.keys import KeyRing
from storage.migrate import prepare
from storage.reader import Reader
from storage.receipts import Receipt
from storage.scope import Clock
from storage.session import Session
from storage.troubles import driver_errors, trouble
from storage.types import to_stored
from storage.unit import Unit
from storage.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")

POSTGRESQL_WRITERS = 4


class Database:
    """All tenants' data behind awaitable doors; no call to it blocks the event loop."""

    def __init__(self, writer: Writer, reader: Reader, ring: KeyRing, clock: Clock) -> None:
        self.writer = writer
        self.reader = reader
        self.ring = ring
        self.clock = clock

    @classmethod
    def open(cls, url: str, ring: KeyRing, clock: Clock) -> Database:
        """Open, migrate and check a database; raises StorageTrouble with what to do."""
        connect = _connector(url)
        prepare(url, ring, clock)
        threads = POSTGRESQL_WRITERS if postgres.is_postgresql(url) else 1
        writer = Writer(lambda: connect(True), threads)
        try:
            writer.start()
        except driver_errors() as error:
            raise trouble(error) from error
        return cls(writer, Reader(lambda: connect(False)), ring, clock)

    def of(self, tenant: str) -> Door:
        """The doors of one tenant."""
        return Door(self, tenant)

    async def close(self) -> None:
        """Finish what is under way, then give all connections back."""
        await self.writer.settle()
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self.writer.close()
        self.reader.close()

    async def claim(self, owner: str, limit: int, lease_seconds: float) -> Sequence[Claimed]:
        """Take errands of all tenants that are due, each for one lease."""

        def work(session: Session) -> Sequence[Claimed]:
            return claims.claim(session, self.ring, self.clock.now(), owner, limit, lease_seconds)

        return cast(Sequence[Claimed], await self.writer.submit(work))

    async def settle(
        self,
        tenant: str,
        errand_id: str,
        owner: str,
        *,
        state: State,
        channel: str | None = None,
        ts: str | None = None,
        error: str | None = None,
        not_before: datetime | None = None,
        then: Callable[[Unit], object] | None = None,
    ) -> bool:
        """End a claim, and do what follows in the same transaction; False if it was lost."""
        ending = claims.Ending(state, channel, ts, error, not_before)

        def work(session: Session) -> bool:
            is_held = claims.settle(session, tenant, errand_id, owner, ending)
            if is_held and then is not None:
                then(self.unit(session, tenant))
            return is_held

        return cast(bool, await self.writer.submit(work))

    async def next_due(self) -> datetime | None:
        """The first instant at which anything falls due for anybody."""
        due = await self.reader.run(lambda session: claims.next_due(session, self.clock.now()))
        return cast("datetime | None", due)

    async def tenants_due(self, now: datetime) -> Sequence[str]:
        """The tenants with polls to close or to remind of."""
        return cast(
            Sequence[str],
            await self.reader.run(lambda session: claims.tenants_due(session, now)),
        )

    async def pause(self, tenant: str, code: str) -> None:
        """Say nothing for this tenant until `resume`."""
        await self._note_state(tenant, claims.PAUSED, code)

    async def resume(self, tenant: str) -> None:
        """Speak for this tenant again."""
        await self._note_state(tenant, claims.ACTIVE, "")

    async def prune(self) -> int:
        """Forget old receipts and settled errands, a batch at a time; how many."""
        count = 0
        while found := await self._old_rows():
            await self.writer.submit(found.drop)
            count += len(found)
        await self.writer.submit(_wipe)
        return count

    async def finish_wiping(self) -> None:
        """Wipe what could not be wiped after its close, if there is anything."""
        if self.writer.wiping.is_owed:
            await self.writer.submit(_wipe)

    async def _old_rows(self) -> pruning.Old:
        now = self.clock.now()
        return cast(pruning.Old, await self.reader.run(lambda session: pruning.find(session, now)))

    async def rotate(self) -> int:
        """Seal everything with the first key and forget the others; how many values."""
        return await asyncio.to_thread(self._rotate)

    def _rotate(self) -> int:
        session = self.writer.connect()
        try:
            return rotation.rotate(session, self.ring)
        except driver_errors() as error:
            raise trouble(error) from error
        finally:
            session.connection.close()

    async def _note_state(self, tenant: str, state: str, reason: str) -> None:
        def work(session: Session) -> None:
            claims.note_state(session, tenant, state, reason, self.clock.now())

        await self.writer.submit(work)

    def unit(self, session: Session, tenant: str) -> Unit:
        """A unit of work on a session that has a transaction open."""
        session.enter(tenant)
        return Unit(session, tenant, self.clock.now(), self.ring)


@dataclass(frozen=True, slots=True)
class Door:
    """Runs use cases of one tenant, each in one transaction."""

    database: Database
    tenant: str

    async def write(
        self, use_case: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What the use case returns, once it is durable. It may run more than once before."""

        def work(session: Session) -> T:
            return use_case(self.database.unit(session, self.tenant), *args, **kwargs)

        return cast(T, await self.database.writer.submit(work))

    async def write_once(
        self,
        key: str,
        use_case: Callable[Concatenate[Unit, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Like `write`, for the first delivery with this key; later ones raise Replayed."""

        def work(session: Session) -> T:
            return use_case(self.database.unit(session, self.tenant), *args, **kwargs)

        receipt = Receipt(self.tenant, key, to_stored(self.database.clock.now()))
        return cast(T, await self.database.writer.submit(work, receipt))

    async def read(
        self, query: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What the query returns; it cannot change anything."""

        def look(session: Session) -> T:
            return query(self.database.unit(session, self.tenant), *args, **kwargs)

        return cast(T, await self.database.reader.run(look))


def _wipe(session: Session) -> None:
    """Nothing to delete, but what earlier deletions left is wiped after this commit."""
    session.leaves_remains = True


def _connector(url: str) -> Callable[[bool], Session]:
    if postgres.is_postgresql(url):
        return lambda writable: postgres.connect(url, writable=writable)
    path = sqlite.path_of(url)
    return lambda writable: sqlite.connect(path, writable=writable)
