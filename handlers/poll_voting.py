"""Voting: a click in the channel, a ballot in a window, an abstention, an answer of one's own."""

from collections.abc import Callable
from functools import partial
from typing import Concatenate, ParamSpec

from bot.domain.errors import NotInvited, PollClosed
from bot.domain.poll_manner import Results
from bot.domain.poll_results import Result
from bot.services import poll_messages, poll_voting
from bot.services.poll_voting import Ballot
from bot.services.ports import UnitOfWork
from handlers import forms
from handlers.beneath import refresh
from handlers.poll_fields import choice_of
from handlers.router import Reply, Request, Routes, Update
from handlers.views import poll_ballots as views
from handlers.views import poll_messages as messages

P = ParamSpec("P")


def register(routes: Routes) -> None:
    """Every id of this noun; all of them are open to people of other organisations."""
    routes.action(messages.VOTE, vote, shared=True, patient=True)
    routes.action(messages.BALLOT, ballot, shared=True)
    routes.submit(views.CAST, cast, shared=True)
    routes.action(views.ABSTAIN, abstain, shared=True)
    routes.action(views.ADD, add, shared=True)
    routes.submit(views.ADDED, added, shared=True)


async def vote(request: Request) -> Reply:
    """A click in the channel or in a DM: one write, and all else after the acknowledgement."""
    poll, option = request.args.pair
    counted = await _noted(request, poll, poll_voting.cast_vote, option)
    if request.channel == counted.poll.channel:
        _adopt(request, counted)
        request.confirm(poll, lambda: _whisper(request, counted))
    else:
        request.confirm(poll, lambda: _restate(request, counted))
    return None


async def ballot(request: Request) -> Reply:
    """A ballot in a window, with the answer given before."""
    poll, said = await request.read(poll_voting.my_vote, request.user, request.args[0])
    await request.show(views.ballot(poll, said, request.parley.clock.now()))
    return None


async def cast(request: Request) -> Reply:
    """The ballot of the window."""
    answer = partial(choice_of, request.values)
    counted = await _noted(request, request.args[0], poll_voting.cast_read, answer)
    refresh(request, counted.poll.negotiation)
    return Update(views.voted(counted, await _standing(request, counted)))


async def abstain(request: Request) -> Reply:
    """Whoever would rather not answer is not asked again."""
    counted = await _noted(request, request.args[0], poll_voting.abstain)
    refresh(request, counted.poll.negotiation)
    await request.update(views.voted(counted))
    return None


async def add(request: Request) -> Reply:
    poll, _ = await request.read(poll_voting.my_vote, request.user, request.args[0])
    await request.show(views.adding(poll))
    return None


async def added(request: Request) -> Reply:
    """An answer that was missing; the ballot beneath has it, and keeps what was filled in."""
    text = forms.text(request.values, "option")
    await request.write(poll_voting.add_option, request.user, request.args[0], text)
    poll, said = await request.read(poll_voting.my_vote, request.user, request.args[0])
    view = views.ballot(poll, said, request.parley.clock.now())
    if beneath := request.view.get("previous_view_id"):
        await request.update(view, str(beneath))
        return None
    return Update(view)


async def _noted(
    request: Request,
    poll: str,
    use_case: Callable[Concatenate[UnitOfWork, str, str, P], Ballot],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Ballot:
    """Count a ballot, and have the poll's message redrawn."""
    try:
        counted = await request.note(use_case, request.user, poll, *args, **kwargs)
    except PollClosed:
        # Who votes after the close is looking at a message that was not redrawn.
        request.parley.changed(request.tenant, poll)
        raise
    except NotInvited:
        if await request.is_outsider():
            # Only the leader can do something about where the message stands.
            request.later(request.write(poll_messages.outsider_turned_away, poll))
        raise
    if not counted.poll.is_secret:
        request.parley.changed(request.tenant, poll)
    return counted


def _adopt(request: Request, counted: Ballot) -> None:
    """Slack never told where the poll's message stands, but somebody has clicked in it."""
    ts = str(request.message.get("ts") or "")
    if counted.poll.message_ts is None and ts:
        place = (counted.poll.id, counted.poll.channel, ts)
        request.later(request.write(poll_messages.adopt, *place))


async def _whisper(request: Request, counted: Ballot) -> None:
    await request.whisper(messages.confirmation(counted, await _standing(request, counted)))


async def _restate(request: Request, counted: Ballot) -> None:
    await request.restate(messages.answered_message(counted, await _standing(request, counted)))


async def _standing(request: Request, counted: Ballot) -> Result | None:
    """The others' votes, where this poll shows them to those who have voted."""
    if counted.poll.manner.results is not Results.AFTER_VOTE:
        return None
    return await request.read(poll_voting.standing, request.user, counted.poll.id)
