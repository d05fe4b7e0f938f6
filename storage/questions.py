"""What readers asked about updates, and the answers; all text is sealed."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from bot.domain.errors import NotFound
from bot.domain.questions import Answered, Question
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, adding, by_key, number, updating, word
from storage.tables import questions
from storage.types import from_stored, to_stored

MOST = 50

_GET = Statement(by_key(questions, "id"))
_ADD = adding(questions)
_SAVE = Statement(updating(questions, "id"))
_open = questions.c.state == word(Answered.NOT_YET)
_OF_NEGOTIATION = Statement(
    by_key(questions, "negotiation")
    .where(_open)
    .order_by(questions.c.asked_at, questions.c.id)
    .limit(number(MOST))
)
_COUNT = Statement(
    select(func.count().label("count"))
    .select_from(questions)
    .where(
        questions.c.tenant == bindparam("tenant"),
        questions.c.negotiation == bindparam("negotiation"),
        _open,
    )
)


class Questions:
    """`bot.services.ports_updates.Questions`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, question_id: str) -> Question:
        """The question; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_GET, id=question_id)
        if row is None:
            raise NotFound
        return self._question(row)

    def add(self, question: Question) -> None:
        """A new one."""
        self._scope.change(_ADD, **self._values(question))

    def save(self, question: Question) -> None:
        """The question as it is now."""
        if not self._scope.change(_SAVE, **self._values(question)):
            raise NotFound

    def waiting(self, negotiation_id: str) -> Sequence[Question]:
        """The open questions of a record, those who wait longest first."""
        rows = self._scope.rows(_OF_NEGOTIATION, negotiation=negotiation_id)
        return [self._question(row) for row in rows]

    def count(self, negotiation_id: str) -> int:
        """How many questions of a record are open."""
        row = self._scope.row(_COUNT, negotiation=negotiation_id)
        return int(row["count"]) if row else 0

    def _values(self, question: Question) -> dict[str, object]:
        texts = {"text": question.text, "answer": question.answer, "restated": question.restated}
        return {
            "id": question.id,
            "update_id": question.update,
            "negotiation": question.negotiation,
            "asker": question.asker,
            "state": question.answered.value,
            "content": self._scope.seal(texts, "questions", question.id),
            "asked_at": to_stored(question.asked_at),
        }

    def _question(self, row: Row) -> Question:
        texts = self._scope.unseal(row["content"], "questions", row["id"])
        return Question(
            id=row["id"],
            update=row["update_id"],
            negotiation=row["negotiation"],
            asker=row["asker"],
            asked_at=from_stored(row["asked_at"]),
            answered=Answered(row["state"]),
            **texts,
        )
