"""Changing what was posted: taking an update back, another time for a promise, sending it again."""

from dataclasses import replace
from datetime import date, datetime

from bot.domain.access import Action
from bot.domain.drafts import Draft
from bot.domain.errors import AlreadyDone, Invalid, Refused
from bot.domain.negotiations import Negotiation
from bot.domain.updates import Update, UpdateState
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed
from bot.services.update_messages import promise_post, redraw
from bot.services.update_promises import morning_of, remind
from bot.services.update_sheets import NEW, UpdateSheet, draft_form, sheet
from bot.services.updates import UpdatesPage, page


def delete(uow: UnitOfWork, actor: str, update_id: str) -> UpdatesPage:
    """Take the newest back; the one before stands in its place and promises again."""
    update = uow.updates.get(update_id)
    negotiation = allowed(uow, actor, update.negotiation, Action.POST_UPDATE)
    if update.state is UpdateState.DELETED:
        raise AlreadyDone("This update was taken back already.")
    newest = uow.updates.newest(negotiation.id, update.channel)
    if update.is_posted and newest and newest.id != update.id:
        raise Refused("Only the newest update can be deleted. Post a new one that corrects it.")
    was_posted = update.is_posted
    gone = replace(update, state=UpdateState.DELETED)
    uow.updates.save(gone)
    uow.outbox.cancel(f"update:{update.id}:")
    if was_posted:
        before = uow.updates.newest(negotiation.id, update.channel)
        if before:
            before = replace(before, is_settled=False)
            uow.updates.save(before)
        remind(uow, negotiation, before)
        redraw(uow, gone)
    return page(uow, actor, negotiation.id)


def for_new_time(uow: UnitOfWork, actor: str, update_id: str) -> tuple[Negotiation, Update]:
    """The update of which a promise is to be moved."""
    update = uow.updates.get(update_id)
    return allowed(uow, actor, update.negotiation, Action.POST_UPDATE), update


def postpone(
    uow: UnitOfWork, actor: str, update_id: str, at: datetime | None, *, told: bool
) -> UpdatesPage:
    """The next update at another time; `told` lets the message in the channel say so."""
    negotiation, update = for_new_time(uow, actor, update_id)
    if at is None:
        raise Invalid({"at": "Pick a day and a time."})
    return _moved(uow, actor, negotiation, update.postponed(at, uow.now, told=told), shown=told)


def explain_later(uow: UnitOfWork, actor: str, update_id: str, day: date | None) -> UpdatesPage:
    """Explain on another day; the message shows it beside the day that was promised first."""
    negotiation, update = for_new_time(uow, actor, update_id)
    if day is None:
        raise Invalid({"day": "Pick a day."})
    at = morning_of(uow, negotiation.leader, day)
    return _moved(uow, actor, negotiation, update.explained_later(day, at, uow.now), shown=True)


def _moved(
    uow: UnitOfWork, actor: str, negotiation: Negotiation, update: Update, *, shown: bool
) -> UpdatesPage:
    uow.updates.save(update)
    remind(uow, negotiation, update)
    if shown:
        redraw(uow, update)
    return page(uow, actor, negotiation.id)


def try_again(uow: UnitOfWork, actor: str, update_id: str) -> Update:
    """Send it once more, because it is not in its channel."""
    update = uow.updates.get(update_id)
    allowed(uow, actor, update.negotiation, Action.POST_UPDATE)
    if not update.can_be_tried_again:
        raise Refused("It is in its channel already, or on its way there.")
    tried = replace(update, state=UpdateState.PROMISED)
    uow.updates.save(tried)
    promise_post(uow, tried)
    return tried


def reopen(uow: UnitOfWork, actor: str, update_id: str) -> UpdateSheet:
    """One that was stopped becomes a draft again, perhaps for another channel."""
    update = uow.updates.get(update_id)
    negotiation = allowed(uow, actor, update.negotiation, Action.POST_UPDATE)
    if update.state is not UpdateState.REFUSED:
        raise Refused("It is in its channel already, or on its way there.")
    name = draft_form(negotiation.id, NEW)
    if uow.drafts.get(actor, name):
        raise Refused("You have another update that is not posted. Post or discard that first.")
    uow.drafts.put(Draft(actor, name, update.form.values, uow.now))
    uow.updates.save(replace(update, state=UpdateState.DELETED))
    return sheet(uow, actor, negotiation.id)
