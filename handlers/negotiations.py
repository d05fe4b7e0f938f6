"""The record: make, open, edit, move on."""

from bot.domain.access import require_member
from bot.domain.errors import Invalid
from bot.domain.negotiations import Kind, RecordForm, Stage, name_in
from bot.services import negotiations
from handlers import forms
from handlers.beneath import PAGE, beneath, refresh
from handlers.outcomes import UntoldError
from handlers.router import Reply, Request, Routes, Update
from handlers.views import home as home_views
from handlers.views import negotiation_forms as form_views
from handlers.views import negotiations as views
from handlers.views.plain import plain_text, unescaped


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    routes.word("new", new)
    routes.action(form_views.NEW, new)
    routes.shortcut(form_views.PREP_THIS, new_from_message)
    routes.submit(form_views.CREATE, create)
    routes.action(views.OPEN, show)
    routes.action(home_views.PICK, pick)
    routes.action(views.EDIT, edit)
    routes.submit(form_views.SAVE, save)
    routes.action(views.STAGE, change_stage)
    routes.submit(form_views.MOVE, move)


async def new(request: Request) -> Reply:
    """`/negotiate new [name]`, and every button that starts one."""
    await only_members(request)
    await request.show(form_views.new_form(name_in(unescaped(request.text))))
    return None


async def new_from_message(request: Request) -> Reply:
    """“Prep this”: the name comes from the message's first line."""
    await only_members(request)
    said = plain_text(str(request.message.get("text") or ""))
    await request.open(form_views.new_form(name_in(said)))
    return None


async def create(request: Request) -> Reply:
    await only_members(request)
    first_meeting = forms.instant(request.values, "starts_at")
    made = await request.write(negotiations.create, request.user, _form(request), first_meeting)
    return await _to_page(request, made.id)


async def show(request: Request) -> Reply:
    return await _show(request, request.args[0])


async def pick(request: Request) -> Reply:
    """One was chosen from a menu."""
    chosen = request.action.get("selected_option") or {}
    return await _show(request, str(chosen.get("value")))


async def edit(request: Request) -> Reply:
    record = await request.read(negotiations.for_edit, request.user, request.args[0])
    await request.show(form_views.edit_form(record, beneath(request)))
    return None


async def save(request: Request) -> Reply:
    await request.write(negotiations.edit, request.user, request.args[0], _form(request))
    return await _to_page(request, request.args[0])


async def change_stage(request: Request) -> Reply:
    record, history = await request.read(negotiations.for_stage, request.user, request.args[0])
    await request.show(form_views.stage_form(record, history, beneath(request)))
    return None


async def move(request: Request) -> Reply:
    stage, why = _stage(request), forms.text(request.values, "why")
    await request.write(negotiations.change_stage, request.user, request.args[0], stage, why)
    return await _to_page(request, request.args[0])


async def _show(request: Request, record: str) -> Reply:
    page = await request.read(negotiations.page, request.user, record)
    await request.show(views.page(page))
    return None


async def _to_page(request: Request, record: str) -> Reply:
    """Back to the record's page: the one beneath is redrawn, else the form turns into it."""
    refresh(request, record)
    if PAGE in request.metadata:
        return None
    return Update(views.page(await request.read(negotiations.page, request.user, record)))


async def only_members(request: Request) -> None:
    """Guests and people from elsewhere begin nothing of their own."""
    person = await request.parley.slack.person(request.user)
    if not person.is_known:
        raise UntoldError("user_not_told")
    require_member(person)


def _form(request: Request) -> RecordForm:
    values = request.values
    return RecordForm(
        name=forms.text(values, "name"),
        counterpart=forms.text(values, "counterpart"),
        kind=_kind(forms.choice(values, "kind")),
        core_team=forms.users(values, "core_team"),
        channel=forms.channel(values, "channel"),
        co_leads=forms.users(values, "co_leads"),
        delegates=forms.users(values, "delegates"),
    )


def _kind(chosen: str | None) -> Kind:
    return Kind(chosen) if chosen in set(Kind) else Kind.OTHER


def _stage(request: Request) -> Stage:
    chosen = forms.choice(request.values, "stage")
    if chosen not in set(Stage):
        raise Invalid({"stage": "Pick where it stands now."})
    return Stage(chosen)
