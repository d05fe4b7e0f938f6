"""Typed text that was not saved, sealed, for its owner only."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from bot.domain.drafts import Draft
from storage.scope import Scope
from storage.statements import Statement, begins_with, by_key, deleting, putting
from storage.tables import drafts
from storage.types import from_stored, prefix_range, to_stored

_GET = Statement(by_key(drafts, "person", "form"))
_PUT = putting(drafts, "person", "form")
_DROP = Statement(deleting(drafts, "person", "form"))
_FORMS = Statement(
    select(drafts.c.form)
    .where(
        drafts.c.tenant == bindparam("tenant"),
        drafts.c.person == bindparam("person"),
        begins_with(drafts.c.form),
    )
    .order_by(drafts.c.form)
)


class Drafts:
    """`bot.services.ports_drafts.Drafts`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, user: str, form: str) -> Draft | None:
        """The person's draft of this form."""
        row = self._scope.row(_GET, person=user, form=form)
        if row is None:
            return None
        values = self._scope.unseal(row["content"], "drafts", user, form)
        return Draft(user, form, values, from_stored(row["saved_at"]))

    def put(self, draft: Draft) -> None:
        """Keep a draft in the place of an older one."""
        content = self._scope.seal(dict(draft.values), "drafts", draft.user, draft.form)
        self._scope.change(
            _PUT,
            person=draft.user,
            form=draft.form,
            content=content,
            saved_at=to_stored(draft.saved_at),
        )

    def drop(self, user: str, form: str) -> None:
        """Forget a draft, if there is one."""
        self._scope.change(_DROP, person=user, form=form)

    def forms(self, user: str, prefix: str) -> Collection[str]:
        """Names of the person's drafts that begin with this."""
        rows = self._scope.rows(_FORMS, person=user, **prefix_range(prefix))
        return [row["form"] for row in rows]
