"""What those who were asked hear of it: heard, changed because of you, not taken up and why.

Asking and then saying nothing does harm: people who believe that their answers are ignored speak
less and fight more (domain reference 4.1, de Vries and others 2012). So a poll is done only when
this was said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.copy import copy
from bot.domain.decisions import MOST_THANKED, DecisionForm, Visibility
from bot.domain.errors import Invalid
from bot.domain.own_it import Finding, findings_in, rewritten
from bot.domain.text import clean, is_blank

TEXT_LIMIT = 1000


class FeedbackState(StrEnum):
    """How far it has come; IN_PERSON is said by the leader, elsewhere."""

    DRAFT = "draft"
    PROMISED = "promised"
    POSTED = "posted"
    IN_PERSON = "in person"


@dataclass(frozen=True)
class FeedbackForm:
    """What a leader types. `thanked` are ids of those whose input is credited by name."""

    heard: str
    changed: str = ""
    not_taken: str = ""
    next_step: str = ""
    thanked: tuple[str, ...] = ()

    TEXTS = ("heard", "changed", "not_taken", "next_step")

    def checked(self) -> "FeedbackForm":
        """The form cleaned, or Invalid with a sentence per field."""
        texts: Any = {name: clean(getattr(self, name)) for name in self.TEXTS}
        form = replace(self, thanked=tuple(dict.fromkeys(self.thanked)), **texts)
        problems = {
            name: f"Please keep this within {TEXT_LIMIT} characters."
            for name, text in texts.items()
            if len(text) > TEXT_LIMIT
        }
        told: Mapping[str, str] = copy("feedback")["problems"]
        if is_blank(form.heard):
            problems["heard"] = told["heard"]
        if is_blank(form.changed) and is_blank(form.not_taken):
            problems["changed"] = told["changed"]
        if len(form.thanked) > MOST_THANKED:
            problems["thanked"] = f"Pick at most {MOST_THANKED} people."
        if problems:
            raise Invalid(problems)
        return form

    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """What the own-it check says, by field; fields without findings are left out."""
        return findings_in({name: getattr(self, name) for name in self.TEXTS})

    def owned(self) -> "FeedbackForm":
        """The form with the rewrites taken over."""
        rewrites: Any = {n: rewritten(clean(getattr(self, n))) for n in self.TEXTS}
        return replace(self, **rewrites)


@dataclass(frozen=True)
class Feedback:
    """The feedback on one poll, from draft to posted."""

    poll: str
    form: FeedbackForm
    saved_at: datetime
    state: FeedbackState = FeedbackState.DRAFT

    @property
    def is_said(self) -> bool:
        """Whether it is on its way, or was said already."""
        return self.state is not FeedbackState.DRAFT


def begun_from(decision: DecisionForm | None, heard: str = "") -> FeedbackForm:
    """What the form begins with: from a decision only what those who were asked may read."""
    heard = heard[:TEXT_LIMIT]
    if decision is None or decision.visibility is not Visibility.ASKED:
        return FeedbackForm(heard)
    day = decision.done_by
    return FeedbackForm(
        heard=heard,
        not_taken=decision.dissent[:TEXT_LIMIT],
        next_step=f"Done by {day.day} {day:%b %Y}." if day else "",
        thanked=decision.thanked,
    )
