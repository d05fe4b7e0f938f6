"""Updates as they are posted: what each still promises, and its one message in a channel.

What is held back is a promise to explain it by a day, and every update but the last one promises
the next (domain reference 4.3). The newest posted update carries the promises that count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import Invalid
from bot.domain.update_forms import A_DAY, UpdateForm, too_far


class UpdateState(StrEnum):
    """What became of its message."""

    PROMISED = "promised"
    POSTED = "posted"
    REFUSED = "refused"
    UNSURE = "unsure"
    DELETED = "deleted"


class Promise(StrEnum):
    """What an update promises."""

    NEXT = "next"
    EXPLAIN = "explain"


@dataclass(frozen=True)
class Crowd:
    """How many people read in the channel, and how many of them were guests, at posting."""

    people: int
    guests: int = 0


@dataclass(frozen=True)
class Update:
    """One update. `ts` is its own message in the thread; the newest stands in the anchor.

    `explain_at` is when its leader is reminded to explain. `was_until` is the day that was
    promised first, where it was moved. With `shows_late` the anchor says that the next is late.
    A settled one has been followed by another: its promises count no more.
    """

    id: str
    negotiation: str
    author: str
    channel: str
    form: UpdateForm
    made_at: datetime
    crowd: Crowd
    state: UpdateState = UpdateState.PROMISED
    ts: str | None = None
    explain_at: datetime | None = None
    was_until: date | None = None
    shows_late: bool = False
    is_settled: bool = False

    @property
    def is_posted(self) -> bool:
        """Whether people can read it."""
        return self.state is UpdateState.POSTED

    @property
    def can_be_tried_again(self) -> bool:
        """Whether it is not known to be in its channel, though it was sent."""
        return self.state in (UpdateState.REFUSED, UpdateState.UNSURE)

    @property
    def promises(self) -> Mapping[Promise, datetime]:
        """What it still promises, and until when."""
        if not self.is_posted or self.is_settled:
            return {}
        found = {Promise.NEXT: self.form.next_at, Promise.EXPLAIN: self.explain_at}
        return {promise: at for promise, at in found.items() if at is not None}

    @property
    def due_at(self) -> datetime | None:
        """The first of its promises."""
        return min(self.promises.values(), default=None)

    def late(self, now: datetime) -> tuple[Promise, ...]:
        """What was to have been said by now."""
        return tuple(promise for promise, at in self.promises.items() if at <= now)

    def postponed(self, at: datetime, now: datetime, *, told: bool) -> "Update":
        """The next update at another time; `told` lets the anchor say that it is late."""
        self._require(Promise.NEXT, "at", at, now)
        return replace(self, form=replace(self.form, next_at=at), shows_late=told)

    def explained_later(self, day: date, at: datetime, now: datetime) -> "Update":
        """Explained on another day, of which its leader is reminded at `at`."""
        self._require(Promise.EXPLAIN, "day", at, now)
        first = self.was_until or self.form.until
        form = replace(self.form, until=day)
        return replace(self, form=form, was_until=first, explain_at=at)

    def _require(self, promise: Promise, field: str, at: datetime, now: datetime) -> None:
        if promise not in self.promises:
            raise Invalid({field: "This was settled by a newer update."})
        if problem := too_far(at, now):
            raise Invalid({field: problem})


@dataclass(frozen=True)
class Anchor:
    """The one message of a negotiation in a channel; `ts` is None while there is none.

    `top_at` is when something last stood in the channel itself, not only in the thread.
    """

    negotiation: str
    channel: str
    ts: str | None
    top_at: datetime

    def may_be_seen_again(self, now: datetime) -> bool:
        """Whether something may stand in the channel itself today: once in a day at most."""
        return now - self.top_at >= A_DAY
