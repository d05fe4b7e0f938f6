"""Reminders of polls, switched off and on again where one is read."""

from bot.domain.outbox import Errand
from bot.services import poll_reminders
from bot.services.ports import UnitOfWork
from handlers.router import Reply, Request, Routes
from handlers.views import poll_reminders as views
from handlers.views.kit import Speech


def register(routes: Routes) -> None:
    """Every id of this noun; `/negotiate settings` has the switch, too."""
    routes.action(views.MUTE, mute)
    routes.action(views.UNMUTE, unmute)


def reminder(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """The ballot once more, if it is still welcome."""
    poll = poll_reminders.reminder_for(uow, errand.to, errand.args["poll"])
    return views.reminder(poll) if poll else None


async def mute(request: Request) -> Reply:
    return await _switch(request, is_muted=True)


async def unmute(request: Request) -> Reply:
    return await _switch(request, is_muted=False)


async def _switch(request: Request, *, is_muted: bool) -> Reply:
    """The switch, and the ballot stays where it is while there is something to answer."""
    about = request.args[0]
    poll = await request.write(poll_reminders.want, request.user, about, wanted=not is_muted)
    said = views.reminder(poll, is_muted=is_muted) if poll else None
    request.replace(said or views.switched(about, is_muted=is_muted))
    return None
