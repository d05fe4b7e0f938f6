"""Asking Slack whom a poll would reach, and posting those that waited for their moment."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.audience import MOST_LOOKED_AT
from bot.domain.errors import ParleyError
from bot.domain.poll_reach import Caution, Reach, reach
from bot.domain.polls import MAX_VOTERS, Audience, Poll
from bot.services import poll_repeats
from bot.services.ports import Clock
from bot.services.ports_outbox import Storage
from handlers.audience import readers_of
from handlers.slack import Slack

log = logging.getLogger(__name__)

# Of more people, some of whom are bots, no poll may ask.
_MOST_ASKED = 2 * MAX_VOTERS


async def look(slack: Slack, poll: Poll, now: datetime) -> Reach:
    """Ask Slack about the channel and the people."""
    asks_all = poll.audience is Audience.CHANNEL
    readers = await readers_of(slack, poll.channel, _MOST_ASKED if asks_all else MOST_LOOKED_AT)
    if not readers.channel.can_be_posted_to:
        return reach(poll, readers, (), now)
    people = readers.people if asks_all else await slack.people(poll.voters)
    return reach(poll, readers, people, now)


@dataclass
class Opener:
    """Posts polls whose moment has come. Whom they ask is looked up then, not when they were made.

    A poll that Slack tells nothing about just now is tried again in the next round.
    """

    storage: Storage
    slack_of: Callable[[str], Slack | None]
    clock: Clock
    settled: Callable[[], None] = lambda: None
    _task: "asyncio.Task[None] | None" = field(default=None, init=False)

    @property
    def is_busy(self) -> bool:
        """Whether polls are being posted."""
        return self._task is not None and not self._task.done()

    def look(self) -> None:
        """Post what is due, unless that is under way; returns at once."""
        if not self.is_busy:
            self._task = asyncio.create_task(self._open_due())

    async def stop(self) -> None:
        """End; what was not posted is due again at the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _open_due(self) -> None:
        for tenant in await self.storage.tenants_due(self.clock.now()):
            for poll in await self.storage.of(tenant).read(poll_repeats.due_to_open):
                try:
                    await self._open(tenant, poll)
                except ParleyError as error:
                    log.warning("A poll was not posted yet: %s", type(error).__name__)

    async def _open(self, tenant: str, poll: Poll) -> None:
        slack = self.slack_of(tenant)
        if slack is None:
            return
        found = await look(slack, poll, self.clock.now())
        door, why = self.storage.of(tenant), _why_not(found)
        if why:
            await door.write(poll_repeats.not_opened, poll.id, why)
        else:
            present = {person.id for person in found.voters} - set(found.absent)
            await door.write(poll_repeats.posting, poll.id, found.voters, present)
        self.settled()


def _why_not(found: Reach) -> str:
    """What keeps a poll from being posted with nobody there to confirm; empty when nothing does."""
    if found.hurdle:
        return found.hurdle.name.lower()
    return Caution.SHARED.name.lower() if Caution.SHARED in found.cautions else ""
