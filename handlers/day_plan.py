"""The day plan: looked at, accepted, stopped; its steps as direct messages."""

from bot.domain.outbox import Errand
from bot.services import day_plan
from bot.services.ports import UnitOfWork
from handlers.beneath import beneath, carried_by
from handlers.router import Reply, Request, Routes
from handlers.speaking import Speaker, Speakers
from handlers.views import day_plan as views
from handlers.views.kit import Speech


def register(routes: Routes) -> None:
    """Every id of this noun."""
    routes.action(views.OPEN, show)
    routes.action(views.ACCEPT, accept)
    routes.action(views.STOP, stop)
    routes.action(views.OFF, off)


def voice(speakers: Speakers) -> None:
    """The steps."""
    speakers.say(day_plan.SAY, Speaker(step))


async def show(request: Request) -> Reply:
    page = await request.read(day_plan.page, request.user, request.args[0])
    await request.show(views.page(page, beneath(request)))
    return None


async def accept(request: Request) -> Reply:
    person = await request.parley.slack.person(request.user)
    page = await request.write(day_plan.accept, request.user, request.args[0], person.zone)
    await request.update(views.page(page, carried_by(request)))
    return None


async def stop(request: Request) -> Reply:
    page = await request.write(day_plan.stop, request.user, request.args[0])
    await request.update(views.page(page, carried_by(request)))
    return None


async def off(request: Request) -> Reply:
    """The same from a message."""
    await request.write(day_plan.stop, request.user, request.args[0])
    request.replace(views.stopped_message())
    return None


def step(uow: UnitOfWork, errand: Errand) -> Speech | None:
    due = day_plan.due(uow, errand)
    return views.message(due) if due else None
