"""One errand from claim to verdict: look again, fence, post once, say what became of it."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import StorageTrouble
from bot.domain.outbox import Claimed, Errand, State
from bot.services.ports import Clock
from bot.services.ports_outbox import Storage, UseCase
from handlers.audience import stopped
from handlers.lookup import Arrived, Found, Later, Unable
from handlers.outcomes import Ambiguous, Outcome, Refused, Sent, TenantGone, Wait
from handlers.slack import Slack
from handlers.speaking import Speaker, Words, words_of

log = logging.getLogger(__name__)

_STORAGE_PAUSE = 5.0


@dataclass(frozen=True)
class Settlement:
    """What is to be written down about an errand, and what follows from it.

    `then` is a use case for the same transaction; `pause` is the code with which Slack said that
    the whole workspace is gone.
    """

    state: State
    channel: str | None = None
    ts: str | None = None
    error: str | None = None
    wait: float | None = None
    then: UseCase | None = None
    pause: str | None = None

    def not_before(self, now: datetime) -> datetime | None:
        """When to try again, a little scattered so that not all come back at once."""
        if self.wait is None:
            return None
        return now + timedelta(seconds=self.wait + random.uniform(0, min(1.0, self.wait / 4)))


HANDED_BACK = Settlement(State.PENDING)


@dataclass(frozen=True)
class Delivery:
    """One claimed errand on its way; `attempts` is how often it may be tried."""

    claim: Claimed
    speaker: Speaker
    slack: Slack
    storage: Storage
    clock: Clock
    may_post: Callable[[], bool]
    attempts: int

    @property
    def errand(self) -> Errand:
        """What is to be said."""
        return self.claim.errand

    async def verdict(self) -> Settlement | None:
        """What became of it; None when nobody can tell: then it waits for its lease to end."""
        try:
            words = await self._words()
        except StorageTrouble:
            return Settlement(State.PENDING, wait=_STORAGE_PAUSE)
        except Exception as error:
            log.error("No words for %s: %s", self.errand.kind, type(error).__name__)
            return self._failed("cannot_render")
        found = await self._earlier_try(words)
        return found or await self._say(words)

    async def _words(self) -> Words | None:
        door = self.storage.of(self.claim.tenant)
        return await door.read(words_of, self.errand, self.speaker)

    # An earlier try that may have arrived

    async def _earlier_try(self, words: Words | None) -> Settlement | None:
        if self.errand.attempts < 2 or self.speaker.edits:
            return None
        match await self._look(words):
            case Arrived(channel, ts):
                return self._sent(channel, ts)
            case Later(seconds):
                return Settlement(State.PENDING, wait=seconds)
            case Unable() if self.speaker.when_unknown == "ask" or self._is_too_late():
                return self._unknown()
            case _:
                return None

    async def _look(self, words: Words | None) -> Found:
        errand, thread = self.errand, words.speech.thread_ts if words else None
        since = errand.first_try_at or self.clock.now()
        return await self.slack.find(errand.to, errand.id, since.timestamp(), thread)

    # This try

    async def _say(self, words: Words | None) -> Settlement | None:
        if words is None:
            # What is too late may also have lost its words; it was still missed, not cancelled.
            return Settlement(State.EXPIRED if self._is_too_late() else State.CANCELLED)
        if self._is_too_late():
            return Settlement(State.EXPIRED)
        if self.errand.attempts > self.attempts:
            return self._failed("gave_up")
        delay = 0.0 if words.edits else await self.slack.turn(self.errand.to)
        if delay:
            return Settlement(State.PENDING, wait=delay)
        # A channel may have been shared with others since the leader saw who reads there.
        if not words.edits and (
            stop := await stopped(self.slack, self.errand.to, self.speaker.holds)
        ):
            return self._settlement(stop)
        # The fence: the last look before the network. Past it, only Slack knows.
        if not self.may_post():
            return HANDED_BACK
        return self._settlement(await self._post(words))

    async def _post(self, words: Words) -> Outcome:
        if words.edits:
            channel, ts = words.edits
            return await self.slack.update_message(channel, ts, words.speech)
        return await self.slack.post(self.errand.to, words.speech, self.errand.id)

    def _settlement(self, outcome: Outcome) -> Settlement | None:
        match outcome:
            case Sent(channel, ts):
                return self._sent(channel, ts)
            case Refused(code):
                return self._failed(code)
            case Wait(seconds):
                return Settlement(State.PENDING, wait=seconds)
            case TenantGone(code):
                return Settlement(State.PENDING, pause=code)
            case Ambiguous(why):
                log.warning("No telling whether %s arrived: %s", self.errand.id, why)
                return None

    # Settlements

    def _is_too_late(self) -> bool:
        return self.errand.too_late(self.clock.now())

    def _sent(self, channel: str, ts: str) -> Settlement:
        hook, errand = self.speaker.sent, self.errand
        then: UseCase | None = (lambda uow: hook(uow, errand, channel, ts)) if hook else None
        return Settlement(State.SENT, channel, ts, then=then)

    def _failed(self, code: str) -> Settlement:
        hook, errand = self.speaker.failed, self.errand
        then: UseCase | None = (lambda uow: hook(uow, errand, code)) if hook else None
        return Settlement(State.FAILED, error=code, then=then)

    def _unknown(self) -> Settlement:
        hook, errand = self.speaker.unknown, self.errand
        then: UseCase | None = (lambda uow: hook(uow, errand)) if hook else None
        return Settlement(State.UNKNOWN, then=then)
