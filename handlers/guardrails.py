"""The caveat: it goes from where it was read, and is not shown again on that record."""

from collections.abc import Awaitable, Callable, Mapping

from bot.services import cases, negotiations, prep, resistance
from handlers.beneath import carried_by, refresh
from handlers.replies import View
from handlers.router import Reply, Request, Routes
from handlers.views import cases as case_views
from handlers.views import guardrails as views
from handlers.views import negotiations as record_views
from handlers.views import prep as prep_views
from handlers.views import resistance as resistance_views
from handlers.views import resistance_person as person_views


def register(routes: Routes) -> None:
    """Every id of this noun."""
    routes.action(views.UNDERSTOOD, understand)


async def understand(request: Request) -> Reply:
    """The view in which it was read, without it."""
    record = request.args[0]
    await request.write(cases.understand, request.user, record)
    name, _, about = str(request.view.get("callback_id")).partition(":")
    await request.update(await _SHOWN.get(name, _record)(request, about or record))
    refresh(request, record)
    return None


async def _record(request: Request, _about: str) -> View:
    return record_views.page(await request.read(negotiations.page, request.user, request.args[0]))


async def _case(request: Request, record: str) -> View:
    page = await request.read(cases.page, request.user, record)
    return case_views.root(page, carried_by(request))


async def _workbook(request: Request, record: str) -> View:
    page = await request.read(prep.workbook, request.user, record)
    return prep_views.root(page, carried_by(request))


async def _register(request: Request, record: str) -> View:
    page = await request.read(resistance.register, request.user, record)
    return resistance_views.register(page, carried_by(request))


async def _person(request: Request, entry: str) -> View:
    page = await request.read(resistance.page, request.user, entry)
    return person_views.person(page, carried_by(request))


_SHOWN: Mapping[str, Callable[[Request, str], Awaitable[View]]] = {
    case_views.OPEN: _case,
    prep_views.OPEN: _workbook,
    resistance_views.OPEN: _register,
    resistance_views.PERSON: _person,
}
