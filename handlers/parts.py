"""Parts as those see them who hand them out: made, asked for, taken back, reopened, deleted.

A part's page is pushed over the map and goes on in its own place; what is saved in it redraws the
map beneath. What its lead does stands in `part_leads`.
"""

from collections.abc import Sequence

from bot.domain.part_forms import PartForm, PartKind, RequestForm, Say
from bot.domain.people import Person
from bot.services import involvement, part_requests, parts
from bot.services.parts import PartFormPage, PartPage
from handlers import forms, part_leads
from handlers.beneath import beneath, carried_by, refresh
from handlers.map_beneath import back_to_map, redraw_map
from handlers.router import Reply, Request, Routes, Update
from handlers.views import involvement as map_views
from handlers.views import part_forms as form_views
from handlers.views import part_messages as messages
from handlers.views import parts as views


def register(routes: Routes) -> None:
    """Every id of this noun."""
    part_leads.register(routes)
    routes.action(map_views.NEW_PART, new)
    routes.submit(form_views.CREATE, create)
    routes.close(form_views.CREATE, keep_new)
    routes.action(map_views.PART, show)
    routes.action(views.EDIT, edit)
    routes.submit(form_views.SAVE, save)
    routes.close(form_views.SAVE, keep)
    routes.action(map_views.ASK, ask)
    routes.submit(form_views.SEND, send)
    routes.close(form_views.SEND, keep_request)
    routes.action(views.ASK_SUGGESTED, ask_suggested)
    routes.action(views.TAKE, take)
    routes.action(views.RELEASE, release)
    routes.action(views.REOPEN, reopen)
    routes.action(views.DELETE, delete)


# What it is


async def new(request: Request) -> Reply:
    page = await request.read(parts.for_new, request.user, request.args[0])
    await request.show(form_views.part_form(page, beneath(request)))
    return None


async def create(request: Request) -> Reply:
    page = await request.write(parts.create, request.user, request.args[0], _form(request))
    return await _to_part(request, page, "Saved. Who should lead it?")


async def keep_new(request: Request) -> Reply:
    """When the form of a new part is closed unsaved."""
    await request.write(parts.keep_new, request.user, request.args[0], _form(request))
    return None


async def show(request: Request) -> Reply:
    page = await request.read(parts.page, request.user, request.args[0])
    await request.show(views.page(page, beneath(request)))
    return None


async def edit(request: Request) -> Reply:
    page = await request.read(parts.for_edit, request.user, request.args[0])
    await request.update(form_views.part_form(page, carried_by(request)))
    return None


async def save(request: Request) -> Reply:
    base = forms.base_of(request.metadata)
    saved = await request.write(parts.save, request.user, request.args[0], _form(request), base)
    if isinstance(saved, PartFormPage):
        return Update(form_views.part_form(saved, carried_by(request)))
    return await _to_part(request, saved, "Saved.")


async def keep(request: Request) -> Reply:
    """When the form is closed unsaved."""
    await request.write(parts.keep, request.user, request.args[0], _form(request))
    return None


async def delete(request: Request) -> Reply:
    negotiation = await request.write(parts.delete, request.user, request.args[0])
    page = await request.read(involvement.page, request.user, negotiation.id)
    await back_to_map(request, page, views.deleted())
    refresh(request, negotiation.id)
    return None


# Who leads it


async def ask(request: Request) -> Reply:
    """The form, in place of the part's page or on top of the map."""
    page = await request.read(part_requests.for_form, request.user, request.args[0])
    if str(request.view.get("callback_id")).startswith(map_views.PART):
        await request.update(form_views.ask_form(page, carried_by(request)))
    else:
        await request.show(form_views.ask_form(page, beneath(request)))
    return None


async def send(request: Request) -> Reply:
    part, values = request.args[0], request.values
    picked, typed = forms.user(values, "person"), _request(request)
    people = await _people(request, part, [picked] if picked else [])
    person = people[0] if picked else None
    page = await request.write(part_requests.ask, request.user, part, person, typed, people)
    return await _to_part(request, page)


async def keep_request(request: Request) -> Reply:
    """When the form is closed and nobody was asked."""
    typed = _request(request)
    await request.write(part_requests.keep_form, request.user, request.args[0], typed)
    return None


async def ask_suggested(request: Request) -> Reply:
    """One click, in the part's page or in the message that told of the suggestion."""
    part, suggested = request.args.pair
    people = await _people(request, part, [suggested])
    who = (people[0], people)
    page = await request.write(part_requests.ask_suggested, request.user, part, *who)
    if not request.is_in_modal:
        refresh(request, page.negotiation.id)
        request.replace(messages.asked_suggested(page))
        return None
    return await _to_part(request, page)


async def take(request: Request) -> Reply:
    page = await request.write(parts.take, request.user, request.args[0])
    return await _to_part(request, page)


async def release(request: Request) -> Reply:
    page = await request.write(parts.release, request.user, request.args[0])
    return await _to_part(request, page)


async def reopen(request: Request) -> Reply:
    page = await request.write(parts.reopen, request.user, request.args[0])
    return await _to_part(request, page)


async def _people(request: Request, part: str, picked: Sequence[str]) -> Sequence[Person]:
    """The accounts, and after them the leader's, whose time zones are needed."""
    page = await request.read(part_requests.for_asking, request.user, part)
    return await request.parley.slack.people([*picked, page.negotiation.leader])


async def _to_part(request: Request, page: PartPage, note: str = "") -> Reply:
    record = page.negotiation.id
    await redraw_map(request, record)
    refresh(request, record)
    return Update(views.page(page, carried_by(request), note))


# What was typed and chosen


def _form(request: Request) -> PartForm:
    values = request.values
    kind, say = forms.choice(values, "kind"), forms.choice(values, "say")
    return PartForm(
        title=forms.text(values, "title"),
        kind=PartKind(kind) if kind in set(PartKind) else PartKind.OTHER,
        say=Say(say) if say in set(Say) else Say.RECOMMENDS,
        mandate=forms.text(values, "mandate"),
        bring_back=forms.text(values, "bring_back"),
    )


def _request(request: Request) -> RequestForm:
    values = request.values
    return RequestForm(
        why=forms.text(values, "why"),
        time_needed=forms.text(values, "time_needed"),
        by_when=forms.date(values, "by_when"),
    )
