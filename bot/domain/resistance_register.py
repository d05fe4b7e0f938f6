"""The register of resistance: who, what was seen, what it may come from, and what to do about it.

It belongs to the leader alone. It holds deeds and words, no labels of people, and offers the four
responses that are fair to everybody: manipulation and coercion cost trust and are left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.copy import copy
from bot.domain.errors import Invalid
from bot.domain.guardrails import guarded
from bot.domain.resistance import SIGNALS, Answers, Fit, Reading, Seen, read
from bot.domain.text import clean, is_blank, one_line, too_long
from bot.domain.wording import Finding

WHO_LIMIT = 100
SEEN_LIMIT = 2000
LINE_LIMIT = 300
ENTRIES_LIMIT = 40
LEVELS = (1, 2, 3)
# Strength times influence from which on somebody needs a plan.
HEAVY = 6


class Response(StrEnum):
    """What a leader can do. Kotter & Schlesinger name two more, which deceive or force."""

    EDUCATE = "educate"
    INVOLVE = "involve"
    SUPPORT = "support"
    TRADE = "trade"


class Trend(StrEnum):
    """Where the fit of a source has gone since the time before."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"


@dataclass(frozen=True)
class Note:
    """Whom it is about, what was seen or heard, and which part may be the leader's own."""

    who: str
    seen: str = ""
    mine: tuple[str, ...] = ()

    def checked(self) -> "Note":
        """The note cleaned, or Invalid with a sentence per field."""
        who, seen = one_line(self.who), clean(self.seen)
        problems = too_long({"who": (who, WHO_LIMIT), "seen": (seen, SEEN_LIMIT)})
        if is_blank(who):
            problems["who"] = "Who is it? A name, a role or a group will do."
        if problems:
            raise Invalid(problems)
        return Note(who, seen, tuple(each for each in own_parts() if each in self.mine))


@dataclass(frozen=True)
class Plan:
    """How strong and how influential it is (1 to 3), and what the leader will do about it."""

    strength: int | None = None
    influence: int | None = None
    response: Response | None = None
    next_step: str = ""
    by_when: date | None = None
    sign: str = ""

    def checked(self) -> "Plan":
        """The plan cleaned, or Invalid with a sentence per field."""
        step, sign = clean(self.next_step), clean(self.sign)
        problems = too_long({"next_step": (step, LINE_LIMIT), "sign": (sign, LINE_LIMIT)})
        if problems:
            raise Invalid(problems)
        return replace(
            self,
            strength=self.strength if self.strength in LEVELS else None,
            influence=self.influence if self.influence in LEVELS else None,
            next_step="" if is_blank(step) else step,
            sign="" if is_blank(sign) else sign,
        )

    @property
    def texts(self) -> Mapping[str, str]:
        """The plan as text by field, empty where nothing is known; `plan_of` reads it back."""
        return {
            "strength": str(self.strength or ""),
            "influence": str(self.influence or ""),
            "response": self.response or "",
            "next_step": self.next_step,
            "by_when": self.by_when.isoformat() if self.by_when else "",
            "sign": self.sign,
        }

    @property
    def weight(self) -> int:
        """Strength times influence, 0 until both are known."""
        return (self.strength or 0) * (self.influence or 0)

    @property
    def is_made(self) -> bool:
        """Whether it says what to do, and how."""
        return self.response is not None and bool(self.next_step)


@dataclass(frozen=True)
class Diagnosis:
    """The answers of one look, kept as they were."""

    version: int
    answers: Answers
    at: datetime

    @property
    def reading(self) -> Reading:
        """What they come to."""
        return read(self.answers)


@dataclass(frozen=True)
class Entry:
    """Somebody in the register of one negotiation, with every diagnosis, oldest first."""

    id: str
    negotiation: str
    note: Note
    created_at: datetime
    plan: Plan = Plan()
    history: tuple[Diagnosis, ...] = ()
    plans: int = 0
    """How often its plan was saved."""

    def planned(self, plan: Plan) -> "Entry":
        """The entry with another plan; its note and its history stay."""
        return replace(self, plan=plan, plans=self.plans + 1)

    @property
    def latest(self) -> Diagnosis | None:
        """The diagnosis that counts."""
        return self.history[-1] if self.history else None

    @property
    def answers(self) -> Answers:
        """The answers that count, empty before the first look."""
        return self.latest.answers if self.latest else {}

    @property
    def typed(self) -> tuple[str, ...]:
        """All that the leader wrote about them."""
        return (self.note.who, self.note.seen, self.plan.next_step, self.plan.sign)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the guardrails say of it."""
        return guarded(*self.typed)

    @property
    def is_gap(self) -> bool:
        """Strong and influential, with nothing planned."""
        return self.plan.weight >= HEAVY and not self.plan.is_made

    def next_look(self, answers: Answers, at: datetime) -> Diagnosis:
        """One more diagnosis, for whoever keeps it."""
        return Diagnosis(len(self.history) + 1, answers, at)

    def looked(self, diagnosis: Diagnosis) -> "Entry":
        """The entry with one more diagnosis."""
        return replace(self, history=(*self.history, diagnosis))

    def trend(self, fit: Fit) -> Trend | None:
        """Where this fit has gone since the look before; None when there is nothing to compare."""
        if len(self.history) < 2:
            return None
        before = next(f for f in self.history[-2].reading.ranked if f.source is fit.source)
        if not (before.coverage and fit.coverage):
            return None
        if fit.fit == before.fit:
            return Trend.STEADY
        return Trend.RISING if fit.fit > before.fit else Trend.FALLING

    @property
    def moved(self) -> tuple[str, ...]:
        """The signals that were answered in another way than the time before."""
        if len(self.history) < 2:
            return ()
        before, now = self.history[-2].answers, self.answers
        return tuple(code for code in SIGNALS if before.get(code) != now.get(code))


def in_order(entries: Iterable[Entry]) -> Sequence[Entry]:
    """Gaps first, then whoever weighs most, then as they came."""
    return sorted(entries, key=lambda e: (not e.is_gap, -e.plan.weight, e.created_at, e.id))


def answers_of(chosen: Mapping[str, str | None]) -> Answers:
    """Answers from a form, by signal; what is unknown is left out."""
    known = {str(seen.value): seen for seen in Seen}
    return {code: known[said] for code in SIGNALS if (said := chosen.get(code)) in known}


def plan_of(texts: Mapping[str, str]) -> Plan:
    """A plan from texts by field, `by_when` as YYYY-MM-DD; what cannot be is left out."""
    levels = {str(level): level for level in LEVELS}
    response, day = texts.get("response"), texts.get("by_when")
    return Plan(
        strength=levels.get(texts.get("strength", "")),
        influence=levels.get(texts.get("influence", "")),
        response=Response(response) if response in set(Response) else None,
        next_step=texts.get("next_step", ""),
        by_when=date.fromisoformat(day) if day else None,
        sign=texts.get("sign", ""),
    )


# The words


def own_parts() -> Mapping[str, Mapping[str, str]]:
    """“Could I be the source?”: by id, what to tick (`label`) and what to `mend` then."""
    return dict(copy("resistance")["mine"])


def response_words(response: Response) -> Mapping[str, str]:
    """A response as it is chosen: `label`, and when it fits (`hint`)."""
    return dict(copy("resistance")["responses"][response.value])
