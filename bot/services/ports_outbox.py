"""What the sender and the scheduler ask of storage; `storage.Database` answers."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from bot.domain.outbox import Claimed, State
from bot.services.ports import UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")

UseCase = Callable[[UnitOfWork], object]


class Door(Protocol):
    """One tenant's way into storage."""

    async def read(
        self, query: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The query's value, from a snapshot that nobody is writing to."""
        ...

    async def write(
        self, use_case: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The use case's value, after its one transaction is committed."""
        ...


class Outgoing(Protocol):
    """The outbox of all tenants, as a queue with leases.

    Two clocks: whether an errand is due is told by the program's clock (the demo moves it);
    a lease is measured on real time, the database's where it has one, so that moving the clock
    never ends a lease under a sender at work.
    """

    async def claim(self, owner: str, limit: int, lease_seconds: float) -> Sequence[Claimed]:
        """Take up to `limit` errands that are due, in one short transaction, oldest first.

        Due: PENDING with `not_before` <= now, or SENDING with a lease that has ended. Tenants
        that are paused are left out. Each becomes SENDING, held by `owner` until the lease
        ends, `attempts` + 1, `first_try_at` set if it was empty. `owner` is new with every
        call. No two calls, of this or any other process, return one errand inside its lease.
        """
        ...

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
        then: UseCase | None = None,
    ) -> bool:
        """End a claim; False, and nothing changed, if `owner` no longer holds the errand.

        Holding is `state = SENDING and lease_owner = owner`, even past the lease's end, as long
        as nobody else took it. PENDING hands it back as not tried: `attempts` - 1,
        `first_try_at` emptied when that reaches 0, and `not_before` moved if given. `then(uow)`
        runs in the same transaction after the row has changed; if it raises, nothing is saved
        and the error comes out here.
        """
        ...

    async def next_due(self) -> datetime | None:
        """The first instant, on the program's clock, at which anything falls due for anybody.

        The least over all tenants that are not paused: pending errands' `not_before`, ends of
        leases (moved over to the program's clock), and what domain rows make due.
        """
        ...

    async def tenants_due(self, now: datetime) -> Sequence[str]:
        """The tenants of which domain rows (not errands) have something due at `now`."""
        ...

    async def pause(self, tenant: str, code: str) -> None:
        """Say nothing for this tenant until `resume`: its token is gone. Its rows are kept."""
        ...

    async def resume(self, tenant: str) -> None:
        """Speak for this tenant again; does nothing if it was not paused."""
        ...


class Storage(Outgoing, Protocol):
    """Storage as the sender and the scheduler see it: the queue, and each tenant's door."""

    def of(self, tenant: str) -> Door:
        """The door of one tenant."""
        ...
