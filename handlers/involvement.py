"""The involvement map: whom to ask, inform or leave out, and what is missing.

A colleague's page is pushed over the map and goes on in its own place; what is saved in it redraws
the map beneath.
"""

from functools import partial

from bot.domain.involvement import POSITIONS, Assessment, Level, Tie
from bot.services import involvement, negotiations
from bot.services.involvement import ColleaguePage
from handlers import forms, parts
from handlers.beneath import beneath, carried_by
from handlers.map_beneath import back_to_map, redraw_map
from handlers.part_voice import voice
from handlers.record_choice import chosen, open_for_word
from handlers.replies import View
from handlers.router import Reply, Request, Routes, Update
from handlers.views import involvement as views
from handlers.views import involvement_people as people_views

__all__ = ["register", "voice"]


def register(routes: Routes) -> None:
    """Every word and id of this noun, and of the parts that people lead."""
    parts.register(routes)
    routes.word("team", team)
    routes.submit(views.WHICH, choose)
    routes.action(views.OPEN, open_map)
    routes.action(views.ADD, add)
    routes.submit(people_views.CREATE, create)
    routes.action(views.PERSON, show)
    routes.action(people_views.EDIT, edit)
    routes.submit(people_views.SAVE, save)
    routes.action(people_views.REMOVE, remove)
    routes.action(views.SETTLE, settle)


async def team(request: Request) -> Reply:
    """`/negotiate team [name]`."""
    draw, none_yet = partial(_map, request), views.no_record_yet()
    await open_for_word(request, negotiations.to_involve, draw, views.which, none_yet)
    return None


async def choose(request: Request) -> Reply:
    return Update(await _map(request, chosen(request)))


async def _map(request: Request, record: str) -> View:
    return views.page(await request.read(involvement.page, request.user, record))


async def open_map(request: Request) -> Reply:
    page = await request.read(involvement.page, request.user, request.args[0])
    await request.show(views.page(page, beneath(request)))
    return None


async def add(request: Request) -> Reply:
    """The form for somebody new; a role that is missing is ticked in it."""
    record, tie, *_ = (*request.args, "", "")
    negotiation = await request.read(involvement.for_new, request.user, record)
    await request.show(people_views.new_form(negotiation, tie, beneath(request)))
    return None


async def create(request: Request) -> Reply:
    picked = forms.user(request.values, "person")
    person = await request.parley.slack.person(picked) if picked else None
    record, stands = request.args[0], _assessment(request)
    page = await request.write(involvement.add, request.user, record, person, stands)
    return await _to_colleague(request, page)


async def show(request: Request) -> Reply:
    page = await request.read(involvement.colleague, request.user, request.args[0])
    await request.show(people_views.colleague(page, beneath(request)))
    return None


async def edit(request: Request) -> Reply:
    page = await request.read(involvement.colleague, request.user, request.args[0])
    await request.update(people_views.edit_form(page, carried_by(request)))
    return None


async def save(request: Request) -> Reply:
    base, stands = forms.base_of(request.metadata), _assessment(request)
    page = await request.write(involvement.save, request.user, request.args[0], stands, base)
    if page.clash:
        return Update(people_views.edit_form(page, carried_by(request)))
    return await _to_colleague(request, page)


async def remove(request: Request) -> Reply:
    """Away, and back to the map: the one beneath, or one in place of the page."""
    record, colleague = request.args.pair
    page = await request.write(involvement.remove, request.user, record, colleague)
    await back_to_map(request, page, people_views.removed())
    return None


async def settle(request: Request) -> Reply:
    """“Nobody else does”: the map is not said to lack it any more."""
    record, tie = request.args.pair
    page = await request.write(involvement.settle, request.user, record, tie)
    await request.update(views.page(page, carried_by(request)))
    return None


async def _to_colleague(request: Request, page: ColleaguePage) -> Reply:
    await redraw_map(request, page.negotiation.id)
    return Update(people_views.colleague(page, carried_by(request), "Saved."))


def _assessment(request: Request) -> Assessment:
    values = request.values
    return Assessment(
        ties=tuple(Tie(each) for each in forms.choices(values, "ties") if each in set(Tie)),
        power=_level(forms.choice(values, "power")),
        interest=_level(forms.choice(values, "interest")),
        now=_position(forms.choice(values, "now")),
        needed=_position(forms.choice(values, "needed")),
    )


def _level(picked: str | None) -> Level | None:
    return Level(picked) if picked in set(Level) else None


def _position(picked: str | None) -> int | None:
    return next((value for value in POSITIONS if str(value) == picked), None)
