"""Polls: voting, changing a vote, and the leader's page."""

from bot.domain.errors import PollClosed
from bot.services import poll_messages, polls
from bot.services.polls import Ballot
from handlers import forms, poll_drafts
from handlers.beneath import beneath, carried_by, refresh
from handlers.poll_voice import paint, voice
from handlers.router import Reply, Request, Routes, Update
from handlers.views import poll_messages as messages
from handlers.views import poll_notes as notes
from handlers.views import polls as views

__all__ = ["paint", "register", "voice"]


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    poll_drafts.register(routes)
    routes.action(messages.VOTE, vote, shared=True, patient=True)
    routes.action(messages.BALLOT, ballot, shared=True)
    routes.submit(views.CAST, cast, shared=True)
    routes.action(views.OPEN, show)
    routes.action(views.CLOSE, close)
    routes.action(views.EXTEND, extend)
    routes.submit(views.PROLONG, prolong)
    routes.action(views.BACK, back)
    routes.action(views.DELETE, delete)
    routes.action(notes.THERE, is_there)
    routes.action(notes.AGAIN, post_again)


# Voters


async def vote(request: Request) -> Reply:
    """A click in the channel or in a DM: one write, and all else after the acknowledgement."""
    poll, option = request.args.pair
    counted = await _cast(request, poll, option)
    if request.channel == counted.poll.channel:
        _adopt(request, counted)
        request.confirm(poll, lambda: request.whisper(messages.confirmation(counted)))
    else:
        request.confirm(poll, lambda: request.restate(messages.answered_message(counted)))
    return None


async def ballot(request: Request) -> Reply:
    """A ballot in a window, with the choice made before."""
    poll, chosen = await request.read(polls.my_vote, request.user, request.args[0])
    await request.show(views.ballot(poll, chosen, request.parley.clock.now()))
    return None


async def cast(request: Request) -> Reply:
    """The ballot of the window."""
    option = forms.choice(request.values, "choice") or ""
    counted = await _cast(request, request.args[0], option)
    refresh(request, counted.poll.negotiation)
    return Update(views.voted(counted))


async def _cast(request: Request, poll: str, option: str) -> Ballot:
    try:
        counted = await request.note(polls.cast_vote, request.user, poll, option)
    except PollClosed:
        # Who votes after the close is looking at a message that was not redrawn.
        request.parley.changed(request.tenant, poll)
        raise
    request.parley.changed(request.tenant, poll)
    return counted


def _adopt(request: Request, counted: Ballot) -> None:
    """Slack never told where the poll's message stands, but somebody has clicked in it."""
    ts = str(request.message.get("ts") or "")
    if counted.poll.message_ts is None and ts:
        place = (counted.poll.id, counted.poll.channel, ts)
        request.later(request.write(poll_messages.adopt, *place))


# The leader


async def show(request: Request) -> Reply:
    page = await request.read(polls.page, request.user, request.args[0])
    await request.show(views.page(page, beneath(request)))
    return None


async def close(request: Request) -> Reply:
    poll = await request.write(polls.close, request.user, request.args[0])
    refresh(request, poll.negotiation)
    return await _page_again(request)


async def extend(request: Request) -> Reply:
    page = await request.read(polls.page, request.user, request.args[0])
    await request.update(views.extend_form(page.poll, carried_by(request)))
    return None


async def back(request: Request) -> Reply:
    return await _page_again(request)


async def prolong(request: Request) -> Reply:
    closes_at = forms.instant(request.values, "closes_at")
    await request.write(polls.extend, request.user, request.args[0], closes_at)
    page = await request.read(polls.page, request.user, request.args[0])
    return Update(views.page(page, carried_by(request)))


async def delete(request: Request) -> Reply:
    poll = await request.write(polls.delete, request.user, request.args[0])
    await request.update(views.deleted(poll))
    refresh(request, poll.negotiation)
    return None


async def is_there(request: Request) -> Reply:
    page = await request.read(polls.page, request.user, request.args[0])
    request.replace(notes.there_note(page.poll))
    return None


async def post_again(request: Request) -> Reply:
    poll, errand = request.args.pair
    again = await request.write(poll_messages.post_again, request.user, poll, errand)
    request.replace(notes.again_note(again))
    return None


async def _page_again(request: Request) -> Reply:
    page = await request.read(polls.page, request.user, request.args[0])
    await request.update(views.page(page, carried_by(request)))
    return None
