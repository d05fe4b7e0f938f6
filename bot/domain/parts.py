"""Parts of a negotiation that colleagues lead: asked for, accepted or passed, done, credited.

Who leads a part is named; what comes of the negotiation stays the leader's (domain reference 5.5).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.access import Role
from bot.domain.errors import AlreadyDone, Invalid, NotFound
from bot.domain.negotiations import Negotiation
from bot.domain.part_forms import PartForm, RequestForm, seen
from bot.domain.text import clean, is_blank, too_long

PARTS_LIMIT = 20
NOTES_LIMIT = 2000
LOG_LIMIT = 40
# From then on an unanswered request waits for the leader [X].
UNCLAIMED_AFTER = timedelta(hours=24)

OVER = "This request is no longer open. There is nothing left for you to do. Thank you."
LEADS = "You have said yes already. Thank you; you lead this part."


class PartState(StrEnum):
    """Where a part stands. SUGGESTED: who was asked passed and named somebody."""

    OPEN = "open"
    ASKED = "asked"
    SUGGESTED = "suggested"
    LED = "led"
    DONE = "done"
    DELETED = "deleted"


class Deed(StrEnum):
    """What happened to a part; nobody is asked why."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    DONE = "done"
    REOPENED = "reopened"


class Standing(StrEnum):
    """What a request has come to, for the person to whom it went."""

    ASKED = "asked"
    LEADS = "leads"
    DONE = "done"
    PASSED = "passed"
    OVER = "over"


TAKEN = frozenset({PartState.LED, PartState.DONE})
_STANDINGS = {
    PartState.ASKED: Standing.ASKED,
    PartState.LED: Standing.LEADS,
    PartState.DONE: Standing.DONE,
}
LEADLESS = frozenset({PartState.OPEN, PartState.SUGGESTED})


@dataclass(frozen=True)
class Asking:
    """A request as it was sent; `number` counts the requests for this part."""

    number: int
    person: str
    by: str
    at: datetime
    form: RequestForm


@dataclass(frozen=True)
class Line:
    """One line of a part's history; `whom` is somebody who was suggested."""

    deed: Deed
    who: str
    at: datetime
    whom: str = ""


@dataclass(frozen=True)
class Brought:
    """What somebody brought back who leads the part no more; for the leader, not for the next."""

    by: str
    notes: str


@dataclass(frozen=True)
class Part:
    """One part. `lead` is who was asked or leads; `version` and `notes_version` count saves.

    `channel` and `message_ts` say where the present request stands, once it was sent.
    """

    id: str
    negotiation: str
    form: PartForm
    made_at: datetime
    state: PartState = PartState.OPEN
    lead: str | None = None
    asking: Asking | None = None
    suggested: str | None = None
    notes: str = ""
    earlier: tuple[Brought, ...] = ()
    log: tuple[Line, ...] = ()
    version: int = 1
    notes_version: int = 0
    channel: str | None = None
    message_ts: str | None = None

    @property
    def title(self) -> str:
        """Its name."""
        return self.form.title

    @property
    def is_taken(self) -> bool:
        """Whether somebody leads it, or has led it to its end."""
        return self.state in TAKEN

    @property
    def needs_lead(self) -> bool:
        """Whether nobody leads it and nobody is being asked."""
        return self.state in LEADLESS

    @property
    def number(self) -> int:
        """How many times somebody was asked."""
        return self.asking.number if self.asking else 0

    def is_unclaimed(self, now: datetime) -> bool:
        """Whether a request has waited for a day."""
        if self.state is not PartState.ASKED or self.asking is None:
            return False
        return now >= self.asking.at + UNCLAIMED_AFTER

    def role_of(self, user: str, negotiation: Negotiation) -> Role:
        """What this person is to the part: its lead, or what they are to the record."""
        role = negotiation.role_of(user)
        leads = user == self.lead and self.is_taken
        return Role.PART_LEAD if leads and role in {Role.OUTSIDER, Role.CORE} else role

    def was_asked(self, user: str) -> bool:
        """Whether a request went to this person at any time."""
        return any(line.who == user and line.deed is Deed.ASKED for line in self.log)

    def standing_of(self, user: str, number: int) -> Standing:
        """What this request has come to."""
        is_present = self.number == number and self.state is not PartState.DELETED
        if is_present and self.lead == user:
            return _STANDINGS[self.state]
        # Who has passed reads so for good, whoever was asked since.
        last = next((line for line in reversed(self.log) if line.who == user), None)
        passed = last is not None and last.deed is Deed.PASSED
        return Standing.PASSED if passed else Standing.OVER

    def require_asked(self, user: str, number: int) -> None:
        """Raise unless this request waits for this person; kindly to who was asked once."""
        if self.state is PartState.ASKED and self.lead == user and self.number == number:
            return
        if not self.was_asked(user):
            raise NotFound
        raise AlreadyDone(LEADS if self.lead == user and self.is_taken else OVER)

    # What happens to it

    def asked(self, asking: Asking) -> "Part":
        """Put to somebody; whoever led it hands it on."""
        return replace(
            self.released(asking.at),
            state=PartState.ASKED,
            lead=asking.person,
            asking=asking,
            channel=None,
            message_ts=None,
        )._noted(Deed.ASKED, asking.person, asking.at)

    def accepted(self, at: datetime) -> "Part":
        """Taken by who was asked."""
        return self._of_lead(PartState.LED, Deed.ACCEPTED, at)

    def passed(self, at: datetime, suggested: str | None = None) -> "Part":
        """Not taken; perhaps somebody else was named."""
        state = PartState.SUGGESTED if suggested else PartState.OPEN
        passed = self._noted(Deed.PASSED, self.lead or "", at, suggested or "")
        return replace(passed, state=state, lead=None, suggested=suggested)

    def taken_by(self, user: str, at: datetime) -> "Part":
        """Led by who hands it out."""
        own = replace(self.released(at), state=PartState.LED, lead=user)
        return own._noted(Deed.ACCEPTED, user, at)

    def released(self, at: datetime) -> "Part":
        """Without a lead: a request is withdrawn, a lead is thanked, what was brought stays."""
        if self.lead is None:
            return replace(self, state=PartState.OPEN, suggested=None)
        deed = Deed.RELEASED if self.is_taken else Deed.WITHDRAWN
        noted = self._noted(deed, self.lead, at)
        return replace(
            noted,
            state=PartState.OPEN,
            lead=None,
            suggested=None,
            earlier=self._brought,
            notes="",
            notes_version=self.notes_version + (1 if self.notes else 0),
        )

    def finished(self, at: datetime) -> "Part":
        """Done, with what its lead brings back; Invalid while there is nothing."""
        if is_blank(self.notes):
            raise Invalid({"notes": "Say in a line what you bring back."})
        return self._of_lead(PartState.DONE, Deed.DONE, at)

    def reopened(self, at: datetime) -> "Part":
        """Done no longer."""
        return self._of_lead(PartState.LED, Deed.REOPENED, at)

    def rewritten(self, form: PartForm) -> "Part":
        """With other words."""
        return replace(self, form=form.checked(), version=self.version + 1)

    def noted(self, notes: str) -> "Part":
        """With other notes, or Invalid."""
        text = clean(notes)
        if problems := too_long({"notes": (text, NOTES_LIMIT)}):
            raise Invalid(problems)
        return replace(self, notes=seen(text), notes_version=self.notes_version + 1)

    def placed(self, channel: str, ts: str) -> "Part":
        """With the place of the present request."""
        return replace(self, channel=channel, message_ts=ts)

    def deleted(self) -> "Part":
        """Gone, but for who was asked: their button still answers kindly."""
        asking = replace(self.asking, form=RequestForm()) if self.asking else None
        return replace(
            self,
            form=PartForm("-"),
            state=PartState.DELETED,
            lead=None,
            asking=asking,
            suggested=None,
            notes="",
            earlier=(),
        )

    @property
    def _brought(self) -> tuple[Brought, ...]:
        own = (Brought(self.lead, self.notes),) if self.lead and self.notes else ()
        return (*self.earlier, *own)

    def _of_lead(self, state: PartState, deed: Deed, at: datetime) -> "Part":
        return replace(self._noted(deed, self.lead or "", at), state=state)

    def _noted(self, deed: Deed, who: str, at: datetime, whom: str = "") -> "Part":
        lines = (*self.log, Line(deed, who, at, whom))
        # Who was asked at any time is remembered, so that their button answers kindly.
        kept = [line for line in lines[:-LOG_LIMIT] if line.deed is Deed.ASKED]
        return replace(self, log=(*kept, *lines[-LOG_LIMIT:]))
