"""The decision log: append-only. A change is a new version linked to the old."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.errors import Invalid
from bot.domain.own_it import Finding, findings_in, rewritten
from bot.domain.text import clean, is_blank

TEXT_LIMIT = 2000
# Per cent, as people say them [X]; nobody can tell 61 from 60.
PROBABILITIES = (*range(10, 100, 10), 95)
MOST_THANKED = 10


class Visibility(StrEnum):
    """Who may read a decision besides the leader."""

    LEADER = "only me"
    CORE = "core team"
    ASKED = "core team and everyone who was asked"


class Standing(StrEnum):
    """Whether a decision still holds; CONFIRMED and CLOSED come from looking at it again."""

    HOLDS = "in force"
    CONFIRMED = "still good"
    CLOSED = "closed"


@dataclass(frozen=True)
class DecisionForm:
    """What a leader types when deciding. Only the question and the decision are required.

    `probability` (per cent) goes with `expected`, the effect that is expected. `source` is the
    address of the message that it came from. `accountable` is one person's id; empty means the
    leader. `thanked` are ids of those whose input the leader credits by name. `result` is what
    came of it, written when it is looked at again.
    """

    question: str
    decision: str
    options: str = ""
    reasons: str = ""
    input_received: str = ""
    dissent: str = ""
    done_by: date | None = None
    review_on: date | None = None
    visibility: Visibility = Visibility.CORE
    evidence: str = ""
    expected: str = ""
    probability: int | None = None
    source: str = ""
    accountable: str = ""
    thanked: tuple[str, ...] = ()
    result: str = ""
    standing: Standing = Standing.HOLDS

    TEXTS = (
        *("question", "decision", "options", "reasons", "evidence", "input_received", "dissent"),
        *("expected", "source", "result"),
    )
    DAYS = ("done_by", "review_on")
    # Others may be quoted in what was heard; the leader's own words stand in these.
    OWN_WORDS = ("decision", "reasons", "evidence", "result")

    def checked(self, today: date) -> "DecisionForm":
        """The form cleaned, or Invalid with a sentence per field."""
        form = self._cleaned()
        problems = {
            name: f"Please keep this within {TEXT_LIMIT} characters."
            for name in self.TEXTS
            if len(getattr(form, name)) > TEXT_LIMIT
        }
        problems |= {name: words for name, fits, words in form._rules(today) if fits}
        if problems:
            raise Invalid(problems)
        return form

    def _rules(self, today: date) -> tuple[tuple[str, bool, str], ...]:
        """Field, whether something is wrong with it, and what."""
        is_past = self.review_on is not None and self.review_on <= today
        is_odd = self.probability is not None and self.probability not in PROBABILITIES
        is_alone = self.probability is not None and is_blank(self.expected)
        return (
            ("question", is_blank(self.question), "Which question did you decide?"),
            ("decision", is_blank(self.decision), "What did you decide?"),
            ("review_on", is_past, "Pick a day that lies ahead."),
            ("probability", is_odd, "Pick one of the numbers."),
            ("expected", is_alone, "What do you expect, with that probability?"),
            ("thanked", len(self.thanked) > MOST_THANKED, f"Pick at most {MOST_THANKED} people."),
        )

    @property
    def written(self) -> Mapping[str, str]:
        """All that is typed, cleaned, as text by field; `form_of` reads it back."""
        form = self._cleaned()
        days = {name: getattr(form, name) for name in self.DAYS}
        return {
            **{name: getattr(form, name) for name in (*self.TEXTS, "accountable")},
            **{name: day.isoformat() if day else "" for name, day in days.items()},
            "visibility": form.visibility.value,
            "probability": "" if form.probability is None else str(form.probability),
            "thanked": " ".join(form.thanked),
        }

    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """What the own-it check says, by field; fields without findings are left out."""
        return findings_in({name: getattr(self, name) for name in self.OWN_WORDS})

    def owned(self) -> "DecisionForm":
        """The form with the rewrites taken over."""
        rewrites: Any = {n: rewritten(clean(getattr(self, n))) for n in self.OWN_WORDS}
        return replace(self, **rewrites)

    def _cleaned(self) -> "DecisionForm":
        texts: Any = {name: clean(getattr(self, name)) for name in self.TEXTS}
        return replace(self, thanked=tuple(dict.fromkeys(self.thanked)), **texts)


def form_of(written: Mapping[str, str]) -> DecisionForm:
    """The form that was written so."""
    days = {name: written.get(name) for name in DecisionForm.DAYS}
    likely = written.get("probability")
    values: dict[str, Any] = {
        **{name: written.get(name, "") for name in (*DecisionForm.TEXTS, "accountable")},
        **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
        "visibility": Visibility(written.get("visibility", Visibility.CORE)),
        "probability": int(likely) if likely else None,
        "thanked": tuple(written.get("thanked", "").split()),
    }
    return DecisionForm(**values)


@dataclass(frozen=True)
class Decision:
    """One version of one decision. `chain` links the versions.

    `accountable` is one person, by default the leader: never a poll, never a group.
    """

    id: str
    chain: str
    version: int
    negotiation: str
    accountable: str
    made_at: datetime
    form: DecisionForm
    poll: str | None = None

    @property
    def is_confidential(self) -> bool:
        """Whether only the leader may read it, so that it stays in the leader's windows."""
        return self.form.visibility is Visibility.LEADER

    @property
    def is_closed(self) -> bool:
        """Whether its leader has closed it with a result."""
        return self.form.standing is Standing.CLOSED

    def to_revise(self, today: date) -> DecisionForm:
        """What the form for the next version begins with: a review date that has come is done."""
        ahead = self.form.review_on if self.form.review_on and self.form.review_on > today else None
        return replace(self.form, accountable=self.accountable, review_on=ahead)

    def revised(
        self, decision_id: str, form: DecisionForm, at: datetime, accountable: str = ""
    ) -> "Decision":
        """The next version; this one stays as it is."""
        return replace(
            self,
            id=decision_id,
            version=self.version + 1,
            form=form,
            made_at=at,
            accountable=accountable or self.accountable,
        )
