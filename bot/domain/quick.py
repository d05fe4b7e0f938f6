"""The 60-second preparation: who, what I want, why they might not, one question, one trade."""

import re
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, fields, replace
from datetime import datetime

from bot.domain.copy import sentence
from bot.domain.errors import Invalid
from bot.domain.guardrails import Caveat, caveat_for, guarded
from bot.domain.negotiations import NAME_LIMIT, Kind, RecordForm, name_in
from bot.domain.prep import Sureness
from bot.domain.prep_rules import is_open_question
from bot.domain.text import is_blank, one_line
from bot.domain.wording import Finding

TEXT_LIMIT = 300

_IF = re.compile(r"(?i)\bif\b")


@dataclass(frozen=True)
class QuickForm:
    """What is typed; all of it is sealed."""

    who: str = ""
    want: str = ""
    why_not: str = ""
    question: str = ""
    trade: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed."""
        return all(is_blank(text) for text in astuple(self))

    def cleaned(self) -> "QuickForm":
        """Each text on one line, without what nobody can see."""
        return QuickForm(*(_one_line(text) for text in astuple(self)))

    def checked(self) -> "QuickForm":
        """The form cleaned, or Invalid with a sentence per field."""
        form = self.cleaned()
        problems = {name: _too_long(getattr(form, name), limit_of(name)) for name in NAMES}
        if not form.who:
            problems["who"] = "Who is it with? A person, a team or a company."
        if not form.want:
            problems["want"] = "What do you want? A few words are enough."
        if any(problems.values()):
            raise Invalid({name: sentence for name, sentence in problems.items() if sentence})
        return form

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the guardrails say of it."""
        return guarded(*astuple(self))

    @property
    def caveat(self) -> Caveat | None:
        """What Parley is not, where the form names what others must advise on."""
        return caveat_for(Kind.OTHER, *astuple(self))

    @property
    def record(self) -> RecordForm:
        """The record that it becomes when it grows."""
        return RecordForm(name_in(self.want) or self.who, self.who)

    @property
    def answers(self) -> Mapping[str, Mapping[str, str]]:
        """What of it the prep workbook asks too: item -> field -> text. The trade stays here."""
        guess = {"fear": self.why_not, "fear_sure": Sureness.GUESS.value}
        asked = {
            "P1": {"motives": self.want},
            "P6": guess if self.why_not else {},
            "P8": {"questions": self.question} if self.question else {},
        }
        return {code: answers for code, answers in asked.items() if answers}


NAMES = tuple(each.name for each in fields(QuickForm))


@dataclass(frozen=True)
class QuickPrep:
    """One quick preparation, its owner's alone; `negotiation` is the record that it became."""

    id: str
    owner: str
    form: QuickForm
    made_at: datetime
    negotiation: str | None = None

    def edited(self, form: QuickForm) -> "QuickPrep":
        """The same with other words."""
        return replace(self, form=form.checked())


_ADVICE: tuple[tuple[str, Callable[[QuickForm], bool]], ...] = (
    ("no_question", lambda form: not form.question),
    ("closed_question", lambda form: not is_open_question(form.question)),
    ("no_reason", lambda form: not form.why_not),
    ("no_trade", lambda form: not form.trade),
    ("no_if", lambda form: not _IF.search(form.trade)),
    ("all_there", lambda _form: True),
)


def advice(form: QuickForm) -> str:
    """One sentence on what is to be done next: the first rule that fits [X]."""
    name = next(name for name, fits in _ADVICE if fits(form))
    return sentence("quick", "advice", name)


def limit_of(name: str) -> int:
    """The most characters of one field; who it is with becomes a name."""
    return NAME_LIMIT if name == "who" else TEXT_LIMIT


def _one_line(text: str) -> str:
    return "" if is_blank(text) else one_line(text)


def _too_long(text: str, limit: int) -> str:
    return f"Please keep this within {limit} characters." if len(text) > limit else ""
