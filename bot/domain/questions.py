"""What readers ask about an update: one text to its leader, and how it was answered."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import AlreadyDone, Invalid
from bot.domain.text import clean, is_blank

TEXT_LIMIT = 600


class Answered(StrEnum):
    """How a question stands."""

    NOT_YET = "open"
    PRIVATELY = "to the asker"
    IN_THREAD = "in the thread"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Question:
    """One question; `restated` is how the thread reads it, without the asker's name."""

    id: str
    update: str
    negotiation: str
    asker: str
    text: str
    asked_at: datetime
    answered: Answered = Answered.NOT_YET
    answer: str = ""
    restated: str = ""

    @property
    def is_open(self) -> bool:
        """Whether its asker still waits."""
        return self.answered is Answered.NOT_YET

    def answering(self, answer: str, restated: str = "") -> "Question":
        """The same with an answer that nobody has read yet; else Invalid by field."""
        if not self.is_open:
            raise AlreadyDone("This question was answered already.")
        said = typed(answer, "answer", "Write a sentence or two.")
        asked = typed(restated, "restated", "Say what was asked.") if restated else ""
        return replace(self, answer=said, restated=asked)

    def given(self, how: Answered) -> "Question":
        """The same, answered."""
        return replace(self, answered=how)


def typed(text: str, name: str, missing: str) -> str:
    """A text that was typed, cleaned; Invalid under its name when there is none or too much."""
    said = clean(text)
    if is_blank(said):
        raise Invalid({name: missing})
    if len(said) > TEXT_LIMIT:
        raise Invalid({name: f"Please keep this within {TEXT_LIMIT} characters."})
    return said
