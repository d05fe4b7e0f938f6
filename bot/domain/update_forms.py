"""What a leader writes to the team: the form by occasion, what it must say, and how it begins.

The cadence is that of the domain reference 4.3: kickoff, before a meeting, on its day, weekly,
closing; and “no news” too. The words of each stand in `bot/copy/updates.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.copy import Copy, copy
from bot.domain.errors import Invalid
from bot.domain.text import clean, is_blank

TEXT_LIMIT = 700
SHORT_LIMIT = 300
COPY = "updates"
# Our conventions [X]: a week between updates, two weeks to explain, a quarter at most.
USUAL_PAUSE = timedelta(days=7)
TIME_TO_EXPLAIN = timedelta(days=14)
FARTHEST = timedelta(days=92)
AFTER_MEETING = timedelta(hours=2)
A_DAY = timedelta(days=1)


class Occasion(StrEnum):
    """When in the life of a negotiation it is said; the words stand in `updates.toml`."""

    KICKOFF = "kickoff"
    BEFORE_MEETING = "before_meeting"
    OUTCOME = "outcome"
    WEEKLY = "weekly"
    NO_NEWS = "no_news"
    CLOSING = "closing"


BODY = ("where", "changed", "need")
HELD_BACK = ("withheld", "because")
TEXTS = (*BODY, *HELD_BACK)


def words_of(occasion: Occasion) -> Copy:
    """The name, hint and questions of one occasion."""
    found: Copy = copy(COPY)["occasions"][occasion.value]
    return found


@dataclass(frozen=True)
class UpdateForm:
    """What a leader writes. `is_open` says that nothing is held back."""

    occasion: Occasion = Occasion.WEEKLY
    where: str = ""
    changed: str = ""
    need: str = ""
    withheld: str = ""
    because: str = ""
    until: date | None = None
    next_at: datetime | None = None
    is_open: bool = False

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed into its own part."""
        return all(is_blank(getattr(self, name)) for name in BODY)

    def cleaned(self) -> "UpdateForm":
        """The texts without what nobody can see; an open one holds nothing back."""
        texts: dict[str, Any] = {name: _text(getattr(self, name)) for name in TEXTS}
        if self.is_open:
            return replace(self, **{**texts, "withheld": "", "because": "", "until": None})
        return replace(self, **texts)

    def checked(self, now: datetime) -> "UpdateForm":
        """The form cleaned, or Invalid with a sentence per field."""
        form = self.cleaned()
        if problems := {**_reasons(form), **_until(form, now), **_next(form, now), **_texts(form)}:
            raise Invalid(problems)
        return form

    def corrected(self, typed: "UpdateForm") -> "UpdateForm":
        """The same with the texts that were typed now; its occasion and its promises stay."""
        texts: dict[str, Any] = {name: getattr(typed, name) for name in TEXTS}
        form = replace(self, **texts).cleaned()
        if problems := {**_reasons(form), **_texts(form)}:
            raise Invalid(problems)
        return form

    @property
    def values(self) -> Mapping[str, str]:
        """All of it as texts, for a draft."""
        return {
            "occasion": self.occasion.value,
            **{name: getattr(self, name) for name in TEXTS},
            "until": self.until.isoformat() if self.until else "",
            "next_at": self.next_at.isoformat() if self.next_at else "",
            "is_open": "yes" if self.is_open else "",
        }

    @classmethod
    def of_values(cls, values: Mapping[str, str]) -> "UpdateForm":
        """The form that was kept as these texts."""
        texts: dict[str, Any] = {name: values[name] for name in TEXTS}
        return cls(
            Occasion(values["occasion"]),
            **texts,
            until=date.fromisoformat(values["until"]) if values["until"] else None,
            next_at=datetime.fromisoformat(values["next_at"]) if values["next_at"] else None,
            is_open=bool(values["is_open"]),
        )


def limit_of(name: str) -> int:
    """The most characters of one field."""
    return TEXT_LIMIT if name in BODY else SHORT_LIMIT


def suggested(
    has_earlier: bool,
    is_ended: bool,
    met_at: datetime | None,
    meets_at: datetime | None,
    now: datetime,
) -> Occasion:
    """The occasion that fits now; `met_at` is when the last meeting ended [X]."""
    rules = (
        (Occasion.CLOSING, is_ended),
        (Occasion.KICKOFF, not has_earlier),
        (Occasion.OUTCOME, met_at is not None and now - met_at <= A_DAY),
        (Occasion.BEFORE_MEETING, meets_at is not None and meets_at - now <= A_DAY),
    )
    return next((occasion for occasion, fits in rules if fits), Occasion.WEEKLY)


def begun(
    occasion: Occasion,
    now: datetime,
    party: str,
    before: UpdateForm | None = None,
    meeting_ends: datetime | None = None,
) -> UpdateForm:
    """The form as it opens: what is still held back stands in it, and a usual time for the next."""
    fill = words_of(occasion)["where"].get("fill", "").format(party=party)
    form = UpdateForm(occasion, where=fill, next_at=_usual_next(occasion, now, meeting_ends))
    if before is None:
        held: dict[str, Any] = {name: copy(COPY)[name]["fill"] for name in HELD_BACK}
        return replace(form, **held, until=(now + TIME_TO_EXPLAIN).date())
    held = {name: getattr(before, name) for name in HELD_BACK}
    until = before.until
    if until and until <= now.date():
        until = form.next_at.date() if form.next_at else None
    return replace(form, **held, until=until, is_open=before.is_open)


def _usual_next(
    occasion: Occasion, now: datetime, meeting_ends: datetime | None
) -> datetime | None:
    if occasion is Occasion.CLOSING:
        return None
    if occasion is Occasion.BEFORE_MEETING and meeting_ends:
        return meeting_ends + AFTER_MEETING
    return (now + USUAL_PAUSE).replace(minute=0, second=0, microsecond=0)


def _texts(form: UpdateForm) -> dict[str, str]:
    problems = {
        name: f"Please keep this within {limit_of(name)} characters."
        for name in TEXTS
        if len(getattr(form, name)) > limit_of(name)
    }
    if not form.where:
        problems["where"] = "Say in a sentence or two where things are."
    return problems


def _reasons(form: UpdateForm) -> dict[str, str]:
    """What is held back has a reason; or the leader says that there is nothing."""
    if form.is_open:
        return {}
    problems = {}
    if not form.withheld:
        problems["withheld"] = "Say what you cannot share yet, or that there is nothing."
    if not form.because:
        problems["because"] = "Give the reason, in a few words."
    return problems


def _until(form: UpdateForm, now: datetime) -> dict[str, str]:
    """What is held back has a day."""
    if form.is_open:
        return {}
    if form.until is None:
        return {"until": "Pick the day by which you explain it."}
    if form.until <= now.date():
        return {"until": "Pick a day that is still to come."}
    is_near = form.until <= (now + FARTHEST).date()
    return {} if is_near else {"until": "Pick a day within three months."}


def _next(form: UpdateForm, now: datetime) -> dict[str, str]:
    if form.next_at is None:
        is_last = form.occasion is Occasion.CLOSING
        return {} if is_last else {"next_at": "Say when people hear from you again."}
    problem = too_far(form.next_at, now)
    return {"next_at": problem} if problem else {}


def too_far(at: datetime, now: datetime) -> str:
    """Why a time cannot be promised; empty when it can."""
    if at <= now:
        return "Pick a time that is still to come."
    return "Pick a time within three months." if at > now + FARTHEST else ""


def _text(typed: str) -> str:
    return "" if is_blank(typed) else clean(typed)
