"""Writing updates: the form with its draft, the preview, posting, correcting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.access import Action
from bot.domain.drafts import Draft
from bot.domain.errors import AlreadyDone, Invalid
from bot.domain.negotiations import Negotiation
from bot.domain.update_checks import Told, told
from bot.domain.update_forms import (
    Occasion,
    UpdateForm,
)
from bot.domain.updates import Crowd, Update
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed
from bot.services.update_messages import goes_out, promise_post, redraw
from bot.services.update_promises import morning_of
from bot.services.update_sheets import NEW, begin, draft_form, update_of

SHOWN = 10


@dataclass(frozen=True)
class UpdatesPage:
    """The history of a record's updates, newest first.

    `clears` says to whom each is clear, and `questions` how many wait: for the leader alone.
    """

    negotiation: Negotiation
    updates: Sequence[Update]
    can_post: bool
    is_leader: bool
    clears: Mapping[str, Sequence[str]]
    questions: int = 0

    @property
    def newest(self) -> Update | None:
        """The newest that people can read."""
        return next((update for update in self.updates if update.is_posted), None)


@dataclass(frozen=True)
class Preview:
    """An update as it would be read, with what is to be looked at before.

    `base` names the draft that is shown. It goes out at `at`, as a message of its own unless it
    `has_anchor`. `told` is what has a lock and stands in it too.
    """

    negotiation: Negotiation
    update: Update
    which: str
    base: str
    told: Sequence[Told]
    at: datetime
    has_anchor: bool = False


def page(uow: UnitOfWork, actor: str, negotiation_id: str) -> UpdatesPage:
    """All that was shared, with audience and date, for the team."""
    negotiation = allowed(uow, actor, negotiation_id, Action.READ_UPDATES)
    found = uow.updates.of_negotiation(negotiation_id, SHOWN)
    hears = negotiation.lets(actor, Action.HEAR_READERS)
    can_post = negotiation.lets(actor, Action.POST_UPDATE)
    shown = [u for u in found if u.is_posted or can_post]
    return UpdatesPage(
        negotiation=negotiation,
        updates=shown,
        can_post=can_post,
        is_leader=hears,
        clears=uow.updates.clears([u.id for u in shown]) if hears else {},
        questions=uow.questions.count(negotiation_id) if hears else 0,
    )


# The preview, and posting


def prepare(
    uow: UnitOfWork, actor: str, negotiation_id: str, which: str, typed: UpdateForm
) -> Preview:
    """Check the form and keep it; what it would look like."""
    negotiation = allowed(uow, actor, negotiation_id, Action.POST_UPDATE)
    if which == NEW:
        form = typed.checked(uow.now)
    else:
        form = update_of(uow, negotiation, which).form.corrected(typed)
    uow.drafts.put(Draft(actor, draft_form(negotiation_id, which), form.values, uow.now))
    return preview(uow, actor, negotiation_id, which)


def no_news(uow: UnitOfWork, actor: str, negotiation_id: str) -> Preview:
    """“No news” in one click: what it would look like."""
    negotiation = allowed(uow, actor, negotiation_id, Action.POST_UPDATE)
    form = begin(uow, negotiation, Occasion.NO_NEWS)
    return prepare(uow, actor, negotiation_id, NEW, form)


def preview(uow: UnitOfWork, actor: str, negotiation_id: str, which: str) -> Preview:
    """The draft as it would be read; AlreadyDone when it was posted meanwhile."""
    negotiation = allowed(uow, actor, negotiation_id, Action.POST_UPDATE)
    draft = uow.drafts.get(actor, draft_form(negotiation_id, which))
    if draft is None:
        raise AlreadyDone("This was posted already, or discarded.")
    form = UpdateForm.of_values(draft.values)
    update = _new(uow, actor, negotiation, form)
    if which != NEW:
        update = replace(update_of(uow, negotiation, which), form=form)
    anchor = uow.updates.anchor(negotiation_id, update.channel)
    return Preview(
        negotiation=negotiation,
        update=update,
        which=which,
        base=draft.saved_at.isoformat(),
        told=_told(uow, actor, negotiation, form),
        at=goes_out(uow.now, anchor),
        has_anchor=bool(anchor and anchor.ts),
    )


def post(
    uow: UnitOfWork, actor: str, negotiation_id: str, which: str, base: str, crowd: Crowd
) -> UpdatesPage | Preview:
    """Promise it to the channel; the preview again when the draft is not the one that was shown."""
    shown = preview(uow, actor, negotiation_id, which)
    if shown.base != base:
        return shown
    if which == NEW:
        if shown.negotiation.channel is None:
            raise Invalid({"where": "This negotiation has no channel yet. Add one under “Edit”."})
        shown.update.form.checked(uow.now)
        update = replace(shown.update, id=uow.new_id(), crowd=crowd)
        uow.updates.add(update)
        promise_post(uow, update)
    else:
        uow.updates.save(shown.update)
        if shown.update.is_posted:
            redraw(uow, shown.update)
    uow.drafts.drop(actor, draft_form(negotiation_id, which))
    return page(uow, actor, negotiation_id)


def _new(uow: UnitOfWork, actor: str, negotiation: Negotiation, form: UpdateForm) -> Update:
    explain_at = morning_of(uow, negotiation.leader, form.until) if form.until else None
    return Update(
        id=NEW,
        negotiation=negotiation.id,
        author=actor,
        channel=negotiation.channel or "",
        form=form,
        made_at=uow.now,
        crowd=Crowd(0),
        explain_at=explain_at,
    )


def _told(
    uow: UnitOfWork, actor: str, negotiation: Negotiation, form: UpdateForm
) -> Sequence[Told]:
    """For those who may see what has a lock; to anybody else a warning would tell it."""
    if not negotiation.lets(actor, Action.SEE_SEALED):
        return ()
    hears_all = negotiation.lets(actor, Action.DIAGNOSE)
    entries = uow.resistance.of_negotiation(negotiation.id) if hears_all else ()
    noted = [line for entry in entries for line in entry.note.seen.splitlines()]
    return told(form, uow.prep.workbook(negotiation.id), noted)
