"""Parts as their leads see them: answering a request, writing what they bring back, being done."""

from bot.domain.errors import NotFound
from bot.domain.parts import Standing
from bot.services import part_notes, part_requests, parts
from bot.services.part_messages import Outlook
from handlers import forms
from handlers.beneath import carried_by, refresh
from handlers.map_beneath import redraw_map
from handlers.router import Reply, Request, Routes, Update
from handlers.views import part_forms as form_views
from handlers.views import part_messages as views
from handlers.views import parts as part_views


def register(routes: Routes) -> None:
    """Every id of a lead's."""
    routes.action(views.ACCEPT, accept)
    routes.action(views.PASS, decline)
    routes.action(views.SUGGEST, suggest)
    routes.submit(form_views.NAME, name)
    routes.action(views.LEAD, show)
    routes.action(part_views.NOTES, write_notes)
    routes.submit(form_views.WRITE, save)
    routes.close(form_views.WRITE, keep_draft)
    routes.action(form_views.DRAFT, keep_draft)
    routes.action(form_views.DISCARD, discard)


# Answering


async def accept(request: Request) -> Reply:
    part, number = _request(request)
    place = request.own_message
    outlook = await request.write(part_requests.accept, request.user, part, number, place)
    refresh(request, outlook.part.negotiation)
    if request.is_in_modal:
        opened = await request.read(part_notes.page, request.user, part)
        await request.update(form_views.notes_form(opened, note="Thank you. You lead this part."))
    return None


async def decline(request: Request) -> Reply:
    part, number = _request(request)
    place = request.own_message
    outlook = await request.write(part_requests.decline, request.user, part, number, place)
    refresh(request, outlook.part.negotiation)
    if request.is_in_modal:
        await request.update(views.request_page(outlook))
    return None


async def suggest(request: Request) -> Reply:
    part, number = _request(request)
    outlook = await request.read(part_requests.for_suggesting, request.user, part, number)
    form = form_views.suggest_form(outlook)
    await (request.update(form) if request.is_in_modal else request.open(form))
    return None


async def name(request: Request) -> Reply:
    """Somebody else was named."""
    part, number = _request(request)
    picked = forms.user(request.values, "person")
    person = await request.parley.slack.person(picked) if picked else None
    outlook = await request.write(part_requests.suggest, request.user, part, number, person)
    refresh(request, outlook.part.negotiation)
    return Update(views.thanked(outlook))


# Leading


async def show(request: Request) -> Reply:
    """One's own part, or the request that is still to be answered."""
    outlook = await request.read(part_requests.request, request.user, request.args[0])
    await request.show(await _page(request, outlook))
    return None


async def write_notes(request: Request) -> Reply:
    """The same form for those who hand the part out, in place of its page."""
    opened = await request.read(part_notes.page, request.user, request.args[0])
    await request.update(form_views.notes_form(opened, carried_by(request)))
    return None


async def save(request: Request) -> Reply:
    part, typed, base = _typed(request)
    is_done = form_views.DONE in forms.ticks(request.values, "finished")
    saved = await request.write(part_notes.save, request.user, part, typed, base, is_done)
    carried = carried_by(request)
    if saved.clash:
        return Update(form_views.notes_form(saved, carried))
    refresh(request, saved.part.negotiation)
    if saved.is_lead:
        return Update(form_views.notes_form(saved, carried, note="Saved."))
    await redraw_map(request, saved.part.negotiation)
    page = await request.read(parts.page, request.user, part)
    return Update(part_views.page(page, carried, "Saved."))


async def keep_draft(request: Request) -> Reply:
    """While somebody types, and when the form is closed unsaved."""
    part, typed, base = _typed(request)
    await request.write(part_notes.keep_draft, request.user, part, typed, base)
    return None


async def discard(request: Request) -> Reply:
    """The form again, as it was saved; its input gets a new name so that it forgets."""
    opened = await request.write(part_notes.drop_draft, request.user, request.args[0])
    carried = carried_by(request)
    await request.update(form_views.notes_form(opened, carried, fresh=request.key[:8]))
    return None


async def _page(request: Request, outlook: Outlook) -> dict[str, object]:
    if outlook.standing is Standing.ASKED:
        return views.request_page(outlook)
    return form_views.notes_form(await request.read(part_notes.page, request.user, outlook.part.id))


def _request(request: Request) -> tuple[str, int]:
    """A part, and which of its requests is meant."""
    part, number = request.args.pair
    if not (number.isascii() and number.isdecimal()):
        raise NotFound
    return part, int(number)


def _typed(request: Request) -> tuple[str, str, int]:
    notes = forms.text(request.values, "notes")
    return request.args[0], notes, forms.base_of(request.metadata)
