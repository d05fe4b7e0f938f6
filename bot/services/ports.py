"""What the use cases need from the outside: a clock, and a unit of work over the records.

Everything behind a unit of work belongs to one tenant already. A row that is not there raises
`NotFound`. A use case is a plain function of a unit of work, run inside one transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.decisions import Decision
from bot.domain.meetings import Meeting
from bot.domain.negotiations import Negotiation, StageChange
from bot.domain.outbox import Errand
from bot.domain.preferences import Preferences
from bot.domain.prep import Saved, Workbook
from bot.services.ports_cases import Cases
from bot.services.ports_drafts import Drafts
from bot.services.ports_feedback import FeedbackBook
from bot.services.ports_involvement import Involvement, Parts
from bot.services.ports_nudges import Nudges
from bot.services.ports_polls import PollLooks, Polls
from bot.services.ports_quick import QuickPreps
from bot.services.ports_resistance import Resistance
from bot.services.ports_updates import Questions, Updates


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        ...


class Negotiations(Protocol):
    """The records."""

    def get(self, negotiation_id: str) -> Negotiation: ...
    def add(self, negotiation: Negotiation) -> None: ...
    def save(self, negotiation: Negotiation) -> None: ...
    def of_person(self, user: str) -> Sequence[Negotiation]:
        """Those this person leads or is in the core team of, newest first."""
        ...

    def page(self, user: str, ended: bool, start: int, size: int) -> Sequence[Negotiation]:
        """Some of those this person leads or is in the core team of, newest first."""
        ...

    def counts(self, user: str) -> tuple[int, int]:
        """How many of those are running, and how many have ended."""
        ...

    def leads_another(self, user: str, negotiation_id: str) -> bool:
        """Whether this person leads one besides this."""
        ...

    def many(self, ids: Collection[str]) -> Mapping[str, Negotiation]:
        """Those that exist, by id."""
        ...

    def add_change(self, negotiation_id: str, change: StageChange) -> None: ...
    def history(self, negotiation_id: str) -> Sequence[StageChange]:
        """Stage changes, oldest first."""
        ...


class Preparations(Protocol):
    """The workbooks; every answer is sealed at rest."""

    def workbook(self, negotiation_id: str) -> Workbook:
        """The workbook, empty when nothing was saved."""
        ...

    def workbooks(
        self, ids: Collection[str], items: Collection[str] = ()
    ) -> Mapping[str, Workbook]:
        """Workbooks of several negotiations, an empty one where nothing was saved.

        With `items` only the answers to these.
        """
        ...

    def save(self, negotiation_id: str, item: str, answers: Mapping[str, str], by: str) -> None:
        """Replace the answers to one item; its version grows by one, the one before is kept."""
        ...

    def earlier(self, negotiation_id: str, item: str) -> Sequence[Saved]:
        """What was saved before the present answers, newest first."""
        ...


class Meetings(Protocol):
    """Meetings; place, attendees and afterthoughts are sealed at rest."""

    def get(self, meeting_id: str) -> Meeting: ...
    def add(self, meeting: Meeting) -> None: ...
    def save(self, meeting: Meeting) -> None: ...
    def of_negotiations(self, ids: Collection[str]) -> Sequence[Meeting]:
        """Planned meetings of these negotiations, earliest first."""
        ...

    def upcoming(self, leader: str, after: datetime) -> Sequence[Meeting]:
        """This leader's planned meetings that end after an instant, earliest first."""
        ...


class Decisions(Protocol):
    """The decision log: rows are added, never changed. All text is sealed at rest."""

    def get(self, decision_id: str) -> Decision: ...
    def add(self, decision: Decision) -> None: ...
    def chain(self, chain_id: str) -> Sequence[Decision]:
        """All versions, oldest first."""
        ...

    def latest_of_negotiations(self, ids: Collection[str]) -> Sequence[Decision]:
        """The newest version of each decision, newest first."""
        ...

    def of_asked(self, user: str) -> Sequence[Decision]:
        """The newest version of each decision from a poll that asked this person, newest first."""
        ...

    def of_poll(self, poll_id: str) -> Decision | None:
        """The newest version of the decision that came from a poll."""
        ...


class PreferencesBook(Protocol):
    """What each person has set."""

    def get(self, user: str) -> Preferences:
        """The person's preferences; the defaults when nothing was set."""
        ...

    def put(self, preferences: Preferences) -> None: ...
    def note_zones(self, zones: Mapping[str, str]) -> None:
        """Remember people's IANA zones (user -> zone); their other preferences stay."""
        ...

    def many(self, users: Collection[str]) -> Mapping[str, Preferences]:
        """Preferences of several people, the defaults where nothing was set."""
        ...


class Outbox(Protocol):
    """What must be said; added in the transaction of the change that causes it."""

    def add(self, errand: Errand) -> None:
        """Promise an errand; one with the same dedupe key is there already: nothing happens."""
        ...

    def cancel(self, prefix: str) -> int:
        """Cancel pending errands whose dedupe key begins with this; how many."""
        ...

    def waiting(self, prefix: str) -> int:
        """How many pending errands have a dedupe key that begins with this."""
        ...

    def lately(self, prefix: str, since: datetime) -> frozenset[str]:
        """Who was told, or will be, after an instant, by errands whose key begins with this."""
        ...

    def get(self, errand_id: str) -> Errand: ...
    def find(self, dedupe_key: str) -> Errand | None:
        """The errand with this key, whatever its state."""
        ...

    def newest(self, kind: str, prefix: str) -> Errand | None:
        """Of this kind, with a dedupe key that begins with this, the newest that was not refused.

        It may still be on its way; what was said over a month ago is forgotten.
        """
        ...

    def retry(self, errand_id: str) -> None:
        """Make an unknown or failed errand pending again, from now."""
        ...


class UnitOfWork(Protocol):
    """One transaction of one tenant."""

    @property
    def tenant(self) -> str: ...
    @property
    def now(self) -> datetime:
        """The program's clock when the use case began."""
        ...

    @property
    def negotiations(self) -> Negotiations: ...
    @property
    def prep(self) -> Preparations: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def polls(self) -> Polls: ...
    @property
    def poll_looks(self) -> PollLooks: ...
    @property
    def meetings(self) -> Meetings: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def feedback(self) -> FeedbackBook: ...
    @property
    def resistance(self) -> Resistance: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def involvement(self) -> Involvement: ...
    @property
    def parts(self) -> Parts: ...
    @property
    def preferences(self) -> PreferencesBook: ...
    @property
    def quick(self) -> QuickPreps: ...
    @property
    def nudges(self) -> Nudges: ...
    @property
    def updates(self) -> Updates: ...
    @property
    def questions(self) -> Questions: ...
    @property
    def outbox(self) -> Outbox: ...

    def new_id(self) -> str:
        """A random id of 22 url-safe characters."""
        ...
