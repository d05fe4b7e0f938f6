"""The form of an update: how it begins, what was typed and not posted, another occasion."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.access import Action
from bot.domain.brief import for_team
from bot.domain.copy import copy
from bot.domain.drafts import Draft
from bot.domain.errors import NotFound
from bot.domain.negotiations import Negotiation
from bot.domain.update_forms import (
    COPY,
    HELD_BACK,
    TEXT_LIMIT,
    TEXTS,
    Occasion,
    UpdateForm,
    begun,
    suggested,
    words_of,
)
from bot.domain.updates import Update, UpdateState
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed

NEW = "new"
_LOOKED_AT = 10


@dataclass(frozen=True)
class UpdateSheet:
    """The form as it opens; `update` is the one that is corrected, if it is not a new one."""

    negotiation: Negotiation
    form: UpdateForm
    update: Update | None = None
    restored: bool = False

    @property
    def which(self) -> str:
        """The update, or that it is new."""
        return self.update.id if self.update else NEW


def sheet(uow: UnitOfWork, actor: str, negotiation_id: str, which: str = NEW) -> UpdateSheet:
    """The form of a new update or of one to be corrected, with what was typed and not posted."""
    negotiation = allowed(uow, actor, negotiation_id, Action.POST_UPDATE)
    update = None if which == NEW else update_of(uow, negotiation, which)
    draft = uow.drafts.get(actor, draft_form(negotiation_id, which))
    if draft:
        form = UpdateForm.of_values(draft.values)
        return UpdateSheet(negotiation, form, update, restored=True)
    form = update.form if update else begin(uow, negotiation, _suggested(uow, negotiation))
    return UpdateSheet(negotiation, form, update)


def turned(uow: UnitOfWork, actor: str, negotiation_id: str, typed: UpdateForm) -> UpdateSheet:
    """The form of another occasion; what the leader has typed stays."""
    negotiation = allowed(uow, actor, negotiation_id, Action.POST_UPDATE)
    fresh, fills = begin(uow, negotiation, typed.occasion), _fills(negotiation)
    where = fresh.where if not typed.where or typed.where in fills else typed.where
    changed = typed.changed or fresh.changed
    next_at = typed.next_at or fresh.next_at
    held: dict[str, Any] = {
        n: getattr(typed, n) or getattr(fresh, n) for n in (*HELD_BACK, "until")
    }
    form = replace(typed, where=where, changed=changed, next_at=next_at, **held)
    return UpdateSheet(negotiation, form)


def explaining(uow: UnitOfWork, actor: str, negotiation_id: str) -> UpdateSheet:
    """“Share now”: a new update that begins with what was held back until today."""
    begun_sheet = sheet(uow, actor, negotiation_id)
    held = begun_sheet.form.withheld
    if begun_sheet.restored or not held:
        return begun_sheet
    said = str(copy(COPY)["explain"]["fill"]).format(topic=held)
    form = replace(begun_sheet.form, changed=said, is_open=True)
    return replace(begun_sheet, form=form)


def keep_draft(
    uow: UnitOfWork, actor: str, negotiation_id: str, which: str, typed: UpdateForm
) -> None:
    """Keep what was typed so far, for its writer."""
    negotiation = allowed(uow, actor, negotiation_id, Action.POST_UPDATE)
    name = draft_form(negotiation_id, which)
    if which == NEW:
        # A report of typing may come after the post of what was typed.
        newest = next(iter(uow.updates.of_negotiation(negotiation_id, 1)), None)
        says_nothing_new = typed.is_untouched or (newest and _texts(newest.form) == _texts(typed))
    else:
        saved = update_of(uow, negotiation, which).form
        typed = replace(saved, **_texts(typed))
        says_nothing_new = typed == saved
    if says_nothing_new:
        uow.drafts.drop(actor, name)
    else:
        uow.drafts.put(Draft(actor, name, typed.values, uow.now))


def drop_draft(uow: UnitOfWork, actor: str, negotiation_id: str, which: str) -> UpdateSheet:
    """Forget what was typed and not posted; the form as it is without it."""
    allowed(uow, actor, negotiation_id, Action.POST_UPDATE)
    uow.drafts.drop(actor, draft_form(negotiation_id, which))
    return sheet(uow, actor, negotiation_id, which)


def draft_form(negotiation_id: str, which: str) -> str:
    """The name under which what was typed is kept."""
    return f"updates:{negotiation_id}:{which}"


def _texts(form: UpdateForm) -> dict[str, Any]:
    return {name: getattr(form, name) for name in TEXTS}


def update_of(uow: UnitOfWork, negotiation: Negotiation, update_id: str) -> Update:
    """One of a record's updates; else NotFound."""
    update = uow.updates.get(update_id)
    if update.negotiation != negotiation.id or update.state is UpdateState.DELETED:
        raise NotFound
    return update


def _suggested(uow: UnitOfWork, negotiation: Negotiation) -> Occasion:
    planned = uow.meetings.of_negotiations([negotiation.id])
    over = [m.ends_at for m in planned if m.ends_at <= uow.now]
    ahead = [m.starts_at for m in planned if m.ends_at > uow.now]
    has_earlier = any(u.is_posted for u in uow.updates.of_negotiation(negotiation.id, _LOOKED_AT))
    return suggested(
        has_earlier,
        negotiation.is_ended,
        max(over, default=None),
        min(ahead, default=None),
        uow.now,
    )


def begin(uow: UnitOfWork, negotiation: Negotiation, occasion: Occasion) -> UpdateForm:
    """The form of an occasion as it opens; a kickoff brings what is prepared for the team."""
    found = uow.updates.of_negotiation(negotiation.id, _LOOKED_AT)
    before = next((u.form for u in found if u.is_posted), None)
    planned = uow.meetings.of_negotiations([negotiation.id])
    ends = next((m.ends_at for m in planned if m.ends_at > uow.now), None)
    form = begun(occasion, uow.now, negotiation.counterpart, before, ends)
    if occasion is not Occasion.KICKOFF:
        return form
    parts = for_team(uow.prep.workbook(negotiation.id)).parts
    said = "\n".join(f"{part.name}: {'; '.join(part.lines)}" for part in parts)
    return replace(form, changed=said[:TEXT_LIMIT])


def _fills(negotiation: Negotiation) -> set[str]:
    fills = (words_of(occasion)["where"].get("fill", "") for occasion in Occasion)
    return {str(fill).format(party=negotiation.counterpart) for fill in fills}
