"""Quick preparations: five lines before a talk, a card, and a record when it grows.

`below` is the id of the list under a view; it is redrawn when something in it changes.
"""

from bot.domain.quick import NAMES, QuickForm
from bot.services import negotiations, quick
from handlers import forms
from handlers.beneath import redraw, refresh
from handlers.negotiations import only_members
from handlers.router import Reply, Request, Routes, Update
from handlers.views import negotiations as record_views
from handlers.views import quick as views

BELOW = "below"


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    routes.word("quick", begin)
    routes.action(views.BEGIN, begin)
    routes.submit(views.CREATE, create)
    routes.submit(views.SAVE, save)
    routes.action(views.DRAFT, keep_draft)
    routes.close(views.CREATE, keep_new)
    routes.close(views.SAVE, keep_draft)
    routes.action(views.DISCARD, discard)
    routes.action(views.OPEN, show)
    routes.action(views.EDIT, edit)
    routes.action(views.DELETE, delete)
    routes.action(views.PROMOTE, promote)
    routes.action(views.LIST, show_list)
    routes.action(views.TURN, turn)


async def begin(request: Request) -> Reply:
    """The empty form, or what was typed into it last time and not saved."""
    await only_members(request)
    sheet = await request.read(quick.begin, request.user)
    await request.show(views.form(sheet, _below(request)))
    return None


async def create(request: Request) -> Reply:
    await only_members(request)
    made = await request.write(quick.create, request.user, _form(request))
    await _redraw_list(request)
    return await _to_card(request, made.id)


async def save(request: Request) -> Reply:
    saved = await request.write(quick.edit, request.user, request.args[0], _form(request))
    await _redraw_list(request)
    return await _to_card(request, saved.id)


async def keep_draft(request: Request) -> Reply:
    """While somebody types, and when the form is closed unsaved."""
    await request.write(quick.keep_draft, request.user, request.args[0], _form(request))
    return None


async def keep_new(request: Request) -> Reply:
    """The same for a new one, which has no id yet."""
    await request.write(quick.keep_draft, request.user, quick.NEW, _form(request))
    return None


async def discard(request: Request) -> Reply:
    """The form again, as it was saved; its inputs get a new name so that they forget."""
    sheet = await request.write(quick.drop_draft, request.user, request.args[0])
    await request.update(views.form(sheet, _carried(request), fresh=request.key[:8]))
    return None


async def show(request: Request) -> Reply:
    card = await request.read(quick.card, request.user, request.args[0])
    await request.show(views.page(card, _below(request)))
    return None


async def edit(request: Request) -> Reply:
    """The form takes the page's place, and turns into it again when it is saved."""
    sheet = await request.read(quick.for_edit, request.user, request.args[0])
    await request.update(views.form(sheet, _carried(request)))
    return None


async def delete(request: Request) -> Reply:
    await request.write(quick.remove, request.user, request.args[0])
    await request.update(views.deleted())
    await _redraw_list(request)
    return None


async def promote(request: Request) -> Reply:
    """The record's page takes the place of the preparation that became it."""
    await request.read(quick.page, request.user, request.args[0])
    await only_members(request)
    record = await request.write(quick.promote, request.user, request.args[0])
    shown = await request.read(negotiations.page, request.user, record.id)
    await request.update(record_views.page(shown))
    await _redraw_list(request)
    refresh(request, record.id)
    return None


async def show_list(request: Request) -> Reply:
    await request.show(views.listing(await request.read(quick.listing, request.user)))
    return None


async def turn(request: Request) -> Reply:
    """Another page of the list."""
    number = int(request.args[0]) if request.args[0].isdecimal() else 0
    found = await request.read(quick.listing, request.user, number)
    await request.update(views.listing(found))
    return None


async def _to_card(request: Request, prep_id: str) -> Reply:
    card = await request.read(quick.card, request.user, prep_id)
    return Update(views.page(card, _carried(request), is_saved=True))


def _form(request: Request) -> QuickForm:
    return QuickForm(**{name: forms.text(request.values, name) for name in NAMES})


def _below(request: Request) -> dict[str, str]:
    """What a view opened by this request carries."""
    if request.is_in_modal and request.view.get("callback_id") == views.LIST:
        return {BELOW: str(request.view.get("id"))}
    return {}


def _carried(request: Request) -> dict[str, str]:
    """What the view of this request carries."""
    below = request.metadata.get(BELOW)
    return {BELOW: below} if below else {}


async def _redraw_list(request: Request) -> None:
    """The list beneath, if there is one, says at once what has changed."""
    if below := request.metadata.get(BELOW):
        found = await request.read(quick.listing, request.user)
        request.later(redraw(request, below, views.listing(found)))
