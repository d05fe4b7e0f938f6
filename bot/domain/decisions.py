"""The decision log: append-only. A change is a new version linked to the old."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.errors import Invalid
from bot.domain.own_it import Finding, own_it, rewritten
from bot.domain.text import clean, is_blank

TEXT_LIMIT = 2000


class Visibility(StrEnum):
    """Who may read a decision besides the leader."""

    LEADER = "only me"
    CORE = "core team"
    ASKED = "core team and everyone who was asked"


@dataclass(frozen=True)
class DecisionForm:
    """What a leader types when deciding. Only the question and the decision are required."""

    question: str
    decision: str
    options: str = ""
    reasons: str = ""
    input_received: str = ""
    dissent: str = ""
    done_by: date | None = None
    review_on: date | None = None
    visibility: Visibility = Visibility.CORE

    TEXTS = ("question", "decision", "options", "reasons", "input_received", "dissent")
    DAYS = ("done_by", "review_on")
    # Others may be quoted in what was heard; the leader's own words stand in these.
    OWN_WORDS = ("decision", "reasons")

    def checked(self, today: date) -> "DecisionForm":
        """The form cleaned, or Invalid with a sentence per field."""
        form = self._cleaned()
        problems = {
            name: f"Please keep this within {TEXT_LIMIT} characters."
            for name in self.TEXTS
            if len(getattr(form, name)) > TEXT_LIMIT
        }
        if is_blank(form.question):
            problems["question"] = "Which question did you decide?"
        if is_blank(form.decision):
            problems["decision"] = "What did you decide?"
        if form.review_on and form.review_on <= today:
            problems["review_on"] = "Pick a day that lies ahead."
        if problems:
            raise Invalid(problems)
        return form

    @property
    def written(self) -> Mapping[str, str]:
        """All of it cleaned, as text by field; `form_of` reads it back."""
        form = self._cleaned()
        days = {name: getattr(form, name) for name in self.DAYS}
        return {
            **{name: getattr(form, name) for name in self.TEXTS},
            **{name: day.isoformat() if day else "" for name, day in days.items()},
            "visibility": form.visibility.value,
        }

    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """What the own-it check says, by field; fields without findings are left out."""
        found = {name: own_it(clean(getattr(self, name))) for name in self.OWN_WORDS}
        return {name: findings for name, findings in found.items() if findings}

    def owned(self) -> "DecisionForm":
        """The form with the rewrites taken over."""
        return replace(
            self,
            decision=rewritten(clean(self.decision)),
            reasons=rewritten(clean(self.reasons)),
        )

    def _cleaned(self) -> "DecisionForm":
        return replace(
            self,
            question=clean(self.question),
            decision=clean(self.decision),
            options=clean(self.options),
            reasons=clean(self.reasons),
            input_received=clean(self.input_received),
            dissent=clean(self.dissent),
        )


def form_of(written: Mapping[str, str]) -> DecisionForm:
    """The form that was written so."""
    days = {name: written.get(name) for name in DecisionForm.DAYS}
    values: dict[str, Any] = {
        **{name: written.get(name, "") for name in DecisionForm.TEXTS},
        **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
        "visibility": Visibility(written.get("visibility", Visibility.CORE)),
    }
    return DecisionForm(**values)


@dataclass(frozen=True)
class Decision:
    """One version of one decision. `chain` links the versions; `accountable` is the leader."""

    id: str
    chain: str
    version: int
    negotiation: str
    accountable: str
    made_at: datetime
    form: DecisionForm
    poll: str | None = None

    def revised(self, decision_id: str, form: DecisionForm, at: datetime) -> "Decision":
        """The next version; this one stays as it is."""
        return replace(self, id=decision_id, version=self.version + 1, form=form, made_at=at)
