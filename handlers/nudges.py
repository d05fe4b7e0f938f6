"""Nudges: said once a working day, paused or stopped with one click."""

from bot.domain.outbox import Errand
from bot.services import nudges
from bot.services.ports import UnitOfWork
from handlers.router import Reply, Request, Routes
from handlers.speaking import Speaker, Speakers
from handlers.views import nudges as views
from handlers.views.kit import Speech

# Slack's words for: this account will not read anything any more.
GONE = frozenset({"channel_not_found", "user_disabled", "user_not_found", "cannot_dm_bot"})


def register(routes: Routes) -> None:
    """Every id of this noun; `/negotiate settings` switches them on."""
    routes.action(views.PAUSE, pause)
    routes.action(views.STOP, stop)


def voice(speakers: Speakers) -> None:
    """The nudge itself."""
    speakers.say("nudges.say", Speaker(nudge, failed=refused))


async def pause(request: Request) -> Reply:
    paused = await request.write(nudges.pause, request.user)
    request.replace(views.paused_message(paused.next_at))
    return None


async def stop(request: Request) -> Reply:
    await request.write(nudges.stop, request.user)
    request.replace(views.stopped_message())
    return None


def nudge(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """Today's sentence, if it is still welcome."""
    due = nudges.due_now(uow, errand.to, errand.args["nudge"])
    return views.message(due) if due else None


def refused(uow: UnitOfWork, errand: Errand, code: str) -> None:
    """Nobody is there any more: do not try again every day."""
    if code in GONE:
        nudges.stop(uow, errand.to)
