"""How a parcel reaches the bot: first attempt, retries, faults on request, traffic."""

import asyncio
from dataclasses import dataclass, replace

from sandbox.basics import new_id
from sandbox.faults import Fault
from sandbox.signed_http import SignedHttp
from sandbox.sockets import Sockets
from sandbox.world import Answer, Parcel, World

REASONS = {"timeout": "http_timeout", "connection_failed": "connection_failed"}


@dataclass
class Delivery:
    """Carries parcels by Socket Mode, or by HTTP when the app has a request URL."""

    world: World
    sockets: Sockets
    http: SignedHttp | None = None

    @property
    def online(self) -> bool:
        """Is there anybody to deliver to?"""
        return self.http is not None or bool(self.sockets.open)

    async def __call__(self, parcel: Parcel) -> Answer:
        """Delivers; the answer is that of the first attempt, retries go on by themselves."""
        with self.world.activity:
            answer = await self._first(parcel)
        if not answer.ok and not answer.no_retry:
            self.world.activity.spawn(self._retry(parcel, answer))
        return answer

    async def _first(self, parcel: Parcel) -> Answer:
        self.world.triggers.restart(parcel.payload.get("trigger_id"))
        fault = self.world.faults.take("delivery")
        if fault is None:
            return await self._attempt(parcel)
        return await FAULTS[fault.kind](self, parcel, fault)

    async def _duplicate(self, parcel: Parcel, fault: Fault) -> Answer:
        answer = await self._attempt(parcel)
        self.world.activity.spawn(self._counted(parcel))
        return answer

    async def _late(self, parcel: Parcel, fault: Fault) -> Answer:
        late = self.world.activity.spawn(self._after(fault.seconds, parcel))
        done, _ = await asyncio.wait({late}, timeout=self.world.timings.deadline)
        return late.result() if done else Answer("timeout", no_retry=True)

    async def _lost(self, parcel: Parcel, fault: Fault) -> Answer:
        entry = self.world.traffic.begin("to_bot", parcel.kind, parcel.payload, user=parcel.user)
        self.world.traffic.end(entry, "lost")
        return Answer("timeout", no_retry=True)

    async def _after(self, seconds: float, parcel: Parcel) -> Answer:
        with self.world.activity:
            await asyncio.sleep(seconds)
            return await self._attempt(parcel)

    async def _counted(self, parcel: Parcel) -> Answer:
        with self.world.activity:
            return await self._attempt(parcel)

    async def _attempt(self, parcel: Parcel) -> Answer:
        entry = self.world.traffic.begin(
            "to_bot", parcel.kind, parcel.payload, title=parcel.title, user=parcel.user,
            attempt=parcel.attempt,
        )  # fmt: skip
        answer = await (self.http or self.sockets).deliver(parcel)
        self.world.traffic.end(entry, answer.status, answer.body)
        return answer

    async def _retry(self, parcel: Parcel, answer: Answer) -> None:
        """Events again and again; over a socket the others once, for whom it may concern."""
        for attempt, delay in enumerate(self._delays(parcel), start=1):
            await asyncio.sleep(delay)
            again = replace(
                parcel, attempt=attempt, reason=self._reason(answer), envelope_id=new_id("", 24)
            )
            answer = await self._counted(again)
            if answer.ok or answer.no_retry:
                return

    def _delays(self, parcel: Parcel) -> tuple[float, ...]:
        timings = self.world.timings
        if self.http:
            return timings.http_retries if parcel.type == "events_api" else ()
        times = timings.socket_retries if parcel.type == "events_api" else 1
        return (timings.socket_retry,) * times

    def _reason(self, answer: Answer) -> str:
        return REASONS.get(answer.status, "http_error") if self.http else "timeout"


FAULTS = {
    "duplicate": Delivery._duplicate,
    "late": Delivery._late,
    "lost": Delivery._lost,
}
