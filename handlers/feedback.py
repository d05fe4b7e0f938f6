"""Closing the loop: write what came of a poll, look at it, post it in the poll's thread."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.audience import MOST_LOOKED_AT, Content, Readers, hurdle
from bot.domain.feedback import FeedbackForm, FeedbackState
from bot.domain.outbox import Errand
from bot.domain.polls import Poll
from bot.services import feedback
from bot.services.feedback import FeedbackPage
from bot.services.feedback_due import DUE
from bot.services.ports import UnitOfWork
from handlers import forms
from handlers.audience import readers_of
from handlers.beneath import beneath, carried_by, refresh
from handlers.replies import View
from handlers.router import Reply, Request, Routes, Update
from handlers.speaking import Place, Speaker, Speakers
from handlers.views import feedback as views
from handlers.views.feedback import Draft
from handlers.views.kit import Speech


def register(routes: Routes) -> None:
    """Every id of this noun."""
    routes.action(views.OPEN, show)
    routes.action(views.BACK, edit)
    routes.action(views.LOOK, look)
    routes.action(views.OWN, own)
    routes.action(views.ELSEWHERE, tell_elsewhere)
    routes.submit(views.KEEP, keep)
    routes.submit(views.SEND, send)


def voice(speakers: Speakers) -> None:
    """What is said of feedback."""
    speakers.say(
        feedback.POST, Speaker(post, sent=posted, failed=not_posted, holds=Content.INTERNAL)
    )
    speakers.say(feedback.MEND, Speaker(mend, edits=place))
    speakers.say(feedback.TELL, Speaker(tell))
    speakers.say(feedback.MEND_TOLD, Speaker(tell, edits=place_of_told))
    speakers.say(feedback.NOT_POSTED, Speaker(tell_not_posted))
    speakers.say(DUE, Speaker(remind))


async def show(request: Request) -> Reply:
    """The form; what is on its way, or was told another way, is said instead."""
    page = await request.read(feedback.page, request.user, request.args[0])
    if page.state in (FeedbackState.PROMISED, FeedbackState.IN_PERSON):
        await request.show(views.already(page))
    else:
        await request.show(views.form(page, Draft(page.form), beneath(request)))
    return None


async def edit(request: Request) -> Reply:
    """Back from the preview to the form."""
    page = await request.read(feedback.page, request.user, request.args[0])
    await request.update(views.form(page, Draft(page.form), carried_by(request)))
    return None


async def own(request: Request) -> Reply:
    """Put the offered words in place of those that hand the decision over."""
    page = await request.read(feedback.page, request.user, request.args[0])
    draft = Draft(_form(request).owned(), round=forms.round_of(request.metadata) + 1)
    await request.update(views.form(page, draft, carried_by(request)))
    return None


async def keep(request: Request) -> Reply:
    """Keep it as a draft and show what it would look like, unless words are found to be owned."""
    typed, poll = _form(request), request.args[0]
    found = await request.read(feedback.review, request.user, poll, typed)
    if found and not forms.ticks(request.values, "keep"):
        page = await request.read(feedback.page, request.user, poll)
        draft = Draft(typed, found, forms.round_of(request.metadata))
        return Update(views.form(page, draft, carried_by(request)))
    page = await request.write(feedback.keep, request.user, poll, typed)
    return Update(await _preview(request, page))


async def look(request: Request) -> Reply:
    """The preview again, with who reads there now."""
    page = await request.read(feedback.page, request.user, request.args[0])
    await request.update(await _preview(request, page))
    return None


async def send(request: Request) -> Reply:
    """Promise it to the thread, if nothing has come in the way since the preview."""
    kept = await request.read(feedback.page, request.user, request.args[0])
    readers = await readers_of(request.parley.slack, kept.poll.channel)
    if hurdle(readers):
        return Update(views.preview(kept, readers, carried_by(request)))
    away = await _away(request, kept.poll, readers)
    page = await request.write(feedback.post, request.user, request.args[0], away)
    refresh(request, page.poll.negotiation)
    return Update(views.sent(page))


async def tell_elsewhere(request: Request) -> Reply:
    poll = await request.write(feedback.tell_elsewhere, request.user, request.args[0])
    await request.update(views.closed(poll))
    refresh(request, poll.negotiation)
    return None


async def _preview(request: Request, page: FeedbackPage) -> View:
    readers = await readers_of(request.parley.slack, page.poll.channel)
    away = await _away(request, page.poll, readers)
    return views.preview(page, readers, carried_by(request), len(away))


async def _away(request: Request, poll: Poll, readers: Readers) -> Sequence[str]:
    """Those who were asked and do not read in the channel; of other organisations nobody."""
    slack, missing = request.parley.slack, [v for v in poll.voters if v not in readers.members]
    few = len(missing) <= MOST_LOOKED_AT
    people = await slack.people(missing) if few else slack.remembered(missing)
    return [p.id for p in people if p.is_known and p.can_be_asked and not p.is_stranger]


def _form(request: Request) -> FeedbackForm:
    texts: Any = {name: forms.text(request.values, name) for name in FeedbackForm.TEXTS}
    return FeedbackForm(**texts, thanked=forms.users(request.values, "thanked"))


# What is said


def post(uow: UnitOfWork, errand: Errand) -> Speech | None:
    page = feedback.to_say(uow, errand.args["poll"])
    return views.message(page) if page.state is FeedbackState.PROMISED else None


def posted(uow: UnitOfWork, errand: Errand, _channel: str, _ts: str) -> None:
    feedback.posted(uow, errand.args["poll"], errand.args.get("away", "").split(","))


def not_posted(uow: UnitOfWork, errand: Errand, error: str) -> None:
    feedback.not_posted(uow, errand.args["poll"], error)


def mend(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """The message as it should read now; an edit stands where it stood."""
    page = feedback.to_say(uow, errand.args["poll"])
    return replace(views.message(page), thread_ts=None, broadcast=False)


def place(uow: UnitOfWork, errand: Errand) -> Place | None:
    return feedback.place_of(uow, errand.args["poll"])


def tell(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """To somebody who was asked and is not in the channel: the same words."""
    page = feedback.to_tell(uow, errand.to, errand.args["poll"])
    return views.told(page) if page else None


def place_of_told(uow: UnitOfWork, errand: Errand) -> Place | None:
    return feedback.place_of(uow, errand.args["poll"], errand.to)


def tell_not_posted(uow: UnitOfWork, errand: Errand) -> Speech | None:
    poll = uow.polls.get(errand.args["poll"])
    return views.not_posted_note(poll, errand.args["error"])


def remind(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """On the promised day, if they have heard nothing."""
    poll = feedback.still_owed(uow, errand.args["poll"])
    return views.due_note(poll) if poll else None
