"""The decision log: append-only. A change is a new version linked to the old."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import Invalid
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


@dataclass(frozen=True)
class Finding:
    """Words that hand the decision to somebody else, the reason, and a sentence that owns it."""

    phrase: str
    why: str
    rewrite: str


@dataclass(frozen=True)
class _Pattern:
    expression: re.Pattern[str]
    why: str
    rewrite: str


def _pattern(expression: str, why: str, rewrite: str) -> _Pattern:
    return _Pattern(re.compile(expression, re.IGNORECASE), why, rewrite)


_SOMEBODY = r"(?:the team|my team|they|he|she|the board|management|legal|finance|everyone)"

_PATTERNS = (
    _pattern(
        rf"\b{_SOMEBODY}\s+(?:made|forced|pushed|pressured)\s+(?:me|us)\b(?:\s+(?:to|into)\b)?",
        "This hands your decision to somebody else.",
        "I decided, after hearing everyone, to",
    ),
    _pattern(
        r"\bthe\s+(?:vote|poll|majority|survey)\s+(?:has\s+)?(?:decided|chose|made the decision)\b",
        "A poll informs; you decide.",
        "I decided, with the poll in mind",
    ),
    _pattern(
        r"\b(?:I|we)\s+(?:had|have)\s+no\s+(?:other\s+)?choice\b",
        "There was a choice, with reasons for it.",
        "I weighed the options and chose this one",
    ),
    _pattern(
        r"\b(?:because of|due to|thanks to)\s+(?:<@[UW][A-Z0-9]+>|@\w+|(?-i:[A-Z][a-z]+)"
        r"(?:'s (?:mistake|fault))?)(?=[\s.,;!?]|$)",
        "A name beside a cause reads as blame.",
        "because of what we knew then",
    ),
    _pattern(
        r"\b(?:it\s+(?:is|was)\s+)?(?:<@[UW][A-Z0-9]+>|@\w+|(?-i:[A-Z][a-z]+)(?:'s|’s)|their|his|her)"
        r"\s+fault\b",
        "The log keeps decisions and reasons, never whose fault.",
        "what we learned",
    ),
    _pattern(
        r"\bI\s+(?:was|am)\s+(?:told|ordered|forced|made)\s+to\b",
        "This hands your decision to somebody else.",
        "I decided to",
    ),
)


def own_it(text: str) -> tuple[Finding, ...]:
    """Phrases in a decision that shift it to others, in the order they stand."""
    found = [
        (match.start(), Finding(match.group(0), pattern.why, pattern.rewrite))
        for pattern in _PATTERNS
        for match in pattern.expression.finditer(text)
    ]
    return tuple(finding for _, finding in sorted(found, key=lambda pair: pair[0]))


def rewritten(text: str) -> str:
    """The text with each finding replaced by words that own it."""
    for pattern in _PATTERNS:
        text = pattern.expression.sub(pattern.rewrite, text)
    return text
