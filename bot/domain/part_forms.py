"""What a leader fills in about a part: what it is, and why somebody should lead it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.errors import Invalid
from bot.domain.text import clean, is_blank, one_line, too_long

TITLE_LIMIT = 100
TEXT_LIMIT = 500
LINE_LIMIT = 100


class PartKind(StrEnum):
    """What sort of part it is."""

    AGENDA = "agenda"
    ISSUE = "issue"
    NOTES = "notes"
    OBSERVER = "observer"
    OTHER = "other"


class Say(StrEnum):
    """The say that its lead has (RAPID, Rogers & Blenko 2006); one person decides."""

    RECOMMENDS = "recommends"
    AGREES = "agrees"
    PERFORMS = "performs"
    INPUT = "input"
    DECIDES = "decides"


@dataclass(frozen=True)
class PartForm:
    """What a part is: its name, the say of its lead, the range to act in, what to bring back."""

    title: str
    kind: PartKind = PartKind.AGENDA
    say: Say = Say.RECOMMENDS
    mandate: str = ""
    bring_back: str = ""

    def checked(self) -> "PartForm":
        """The form cleaned, or Invalid with a sentence per field."""
        title = one_line(self.title)
        texts = {"mandate": clean(self.mandate), "bring_back": clean(self.bring_back)}
        limits = {"title": (title, TITLE_LIMIT)} | {n: (t, TEXT_LIMIT) for n, t in texts.items()}
        problems = too_long(limits)
        if is_blank(title):
            problems["title"] = "What is it? A few words will do, like “The delivery date”."
        if problems:
            raise Invalid(problems)
        mandate, bring_back = map(seen, texts.values())
        return replace(self, title=title, mandate=mandate, bring_back=bring_back)


@dataclass(frozen=True)
class RequestForm:
    """Why this person, how long it takes, and by when."""

    why: str = ""
    time_needed: str = ""
    by_when: date | None = None

    def checked(self, today: date) -> "RequestForm":
        """The form cleaned, or Invalid with a sentence per field."""
        why, time_needed = clean(self.why), one_line(self.time_needed)
        problems = too_long({"why": (why, TEXT_LIMIT), "time_needed": (time_needed, LINE_LIMIT)})
        # It may still be yesterday where the leader is.
        if self.by_when and self.by_when < today - timedelta(days=1):
            problems["by_when"] = "Pick a day that lies ahead."
        if problems:
            raise Invalid(problems)
        return replace(self, why=seen(why), time_needed=seen(time_needed))


def seen(text: str) -> str:
    """The text; "" for one in which a reader would see nothing."""
    return "" if is_blank(text) else text
