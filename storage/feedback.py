"""Feedback on polls; all of its text is sealed."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, exists, select

from bot.domain.feedback import Feedback, FeedbackForm, FeedbackState
from bot.domain.polls import PollState
from storage.scope import Scope
from storage.statements import Statement, by_key, putting, word
from storage.tables import feedback, polls
from storage.types import from_stored, to_stored

_OF = Statement(by_key(feedback, "poll"))
_PUT = putting(feedback, "poll")
_said = and_(
    feedback.c.tenant == polls.c.tenant,
    feedback.c.poll == polls.c.id,
    feedback.c.state != word(FeedbackState.DRAFT),
)
_OWED = Statement(
    select(polls.c.id)
    .where(
        polls.c.tenant == bindparam("tenant"),
        polls.c.leader == bindparam("leader"),
        polls.c.state == word(PollState.AWAITING_FEEDBACK),
        ~exists().where(_said),
    )
    .order_by(polls.c.feedback_by, polls.c.id)
)


class FeedbackBook:
    """`bot.services.ports_feedback.FeedbackBook`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of(self, poll_id: str) -> Feedback | None:
        """What was written for this poll, if anything; nobody else changes it until the commit."""
        row = self._scope.row_to_change(_OF, poll=poll_id)
        if row is None:
            return None
        content = self._scope.unseal(row["content"], "feedback", poll_id)
        texts = {name: content[name] for name in FeedbackForm.TEXTS}
        return Feedback(
            poll=poll_id,
            form=FeedbackForm(**texts, thanked=tuple(content["thanked"])),
            saved_at=from_stored(row["saved_at"]),
            state=FeedbackState(row["state"]),
        )

    def put(self, written: Feedback) -> None:
        """Keep it in place of what was there."""
        form = written.form
        content = {name: getattr(form, name) for name in FeedbackForm.TEXTS}
        self._scope.change(
            _PUT,
            poll=written.poll,
            state=written.state.value,
            content=self._scope.seal(
                content | {"thanked": list(form.thanked)}, "feedback", written.poll
            ),
            saved_at=to_stored(written.saved_at),
        )

    def owed(self, leader: str) -> Sequence[str]:
        """Ids of decided polls of this leader without feedback said, first promised first."""
        return [row["id"] for row in self._scope.rows(_OWED, leader=leader)]
