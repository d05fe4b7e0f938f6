"""Making a poll: the form, the preview with a look at the channel, the posting."""

from dataclasses import replace

from bot.domain.poll_manner import Repeat
from bot.domain.poll_reach import Reach
from bot.domain.poll_templates import template
from bot.domain.polls import Poll
from bot.services import poll_drafts, poll_repeats, polls, preferences
from handlers import forms
from handlers.beneath import beneath, carried_by, refresh
from handlers.patience import in_time
from handlers.poll_fields import form_of
from handlers.poll_look import look
from handlers.router import Kind, Reply, Request, Routes, View
from handlers.views import poll_forms as views
from handlers.views import poll_items as items
from handlers.views import poll_settings as settings


def register(routes: Routes) -> None:
    """Every word and id of making a poll."""
    routes.word("poll", new)
    routes.action(views.NEW, new)
    routes.action(views.TEMPLATE, refill)
    routes.action(views.AUDIENCE, refill)
    routes.action(settings.RULE, refill)
    routes.action(settings.MORE, refill)
    routes.action(items.ADD_ITEM, refill)
    routes.submit(views.CREATE, create)
    routes.close(views.CREATE, keep_draft)
    routes.action(views.EDIT, edit)
    routes.action(views.PREVIEW, preview)
    routes.action(views.CHECK, check)
    routes.submit(views.POST, post)


async def new(request: Request) -> Reply:
    """The form, for the record that was named or one of the leader's own; a template fills it."""
    record, wanted, *_ = (*request.args, "", "")
    beginning = await request.read(poll_drafts.begin, request.user, record, request.text)
    if beginning.records:
        ready, form = template(wanted), beginning.form.placed(_here(request))
        here = replace(beginning, form=form)
        if ready:
            here = replace(here, form=form.filled(ready), is_restored=False)
        await request.show(views.form(here, beneath(request), ready.id if ready else ""))
    else:
        await request.show(views.no_record_yet())
    return None


async def refill(request: Request) -> Reply:
    """Another template, audience or rule, one more question, or all settings: the form again,
    as it was typed."""
    record = request.metadata.get("negotiation", "")
    beginning = await request.read(poll_drafts.begin, request.user, record)
    chosen = forms.choice(request.values, "template") or ""
    typed = form_of(request.values)
    typed = typed.with_item() if request.id == items.ADD_ITEM else typed
    ready = template(chosen) if request.id == views.TEMPLATE else None
    again = replace(
        beginning,
        form=typed.filled(ready) if ready else typed,
        poll=request.metadata.get("poll"),
        chosen=forms.choice(request.values, "negotiation"),
        is_restored=False,
    )
    shows_all = request.id == settings.MORE or bool(request.metadata.get("all"))
    await request.update(views.form(again, _carried(request), chosen, shows_all=shows_all))
    return None


async def create(request: Request) -> Reply:
    """Keep the form as a draft that nobody sees, and show what it would look like."""
    about, draft = (request.metadata.get(name, "") for name in ("negotiation", "poll"))
    record = forms.choice(request.values, "negotiation") or about
    saved = about, record, form_of(request.values), draft
    poll = await request.write(poll_drafts.save, request.user, *saved)
    return await in_time(request, _preview(request, poll), views.looking(poll))


async def keep_draft(request: Request) -> Reply:
    """When the form is closed unsaved."""
    about, draft = (request.metadata.get(name, "") for name in ("negotiation", "poll"))
    await request.write(poll_drafts.keep, request.user, about, form_of(request.values), draft)
    return None


async def edit(request: Request) -> Reply:
    """Back from the preview to the form, as it was typed."""
    return await edit_draft(request, request.args[0])


async def edit_draft(request: Request, poll_id: str) -> Reply:
    """The form of a draft, in place of the window that is open."""
    beginning = await request.read(poll_drafts.again, request.user, poll_id)
    await request.update(views.form(beginning, _carried(request)))
    return None


async def preview(request: Request) -> Reply:
    """The preview of a draft that was left, or could not be posted."""
    poll = await request.read(polls.drafted, request.user, request.args[0])
    found = await _look(request, poll)
    await request.show(views.preview(poll, found, beneath(request)))
    return None


async def check(request: Request) -> Reply:
    """Look again whether the bot has been invited."""
    poll = await request.read(polls.drafted, request.user, request.args[0])
    await request.update(await _preview(request, poll))
    return None


async def post(request: Request) -> Reply:
    """Open the poll and promise its message, if nothing has come in the way."""
    poll = await request.read(polls.drafted, request.user, request.args[0])
    return await in_time(request, _post(request, poll), views.looking(poll))


async def _post(request: Request, poll: Poll) -> View:
    found = await _look(request, poll)
    agreed = all(forms.ticks(request.values, each.name.lower()) for each in found.cautions)
    if found.hurdle or not agreed:
        return views.preview(poll, found, carried_by(request))
    if poll.manner.repeat is not Repeat.NEVER:
        # It will come again at the same time on its leader's wall, so the wall must be known.
        leader = await request.parley.slack.person(request.user)
        await request.write(preferences.note_zone, request.user, leader.zone)
    if poll.opens_at:
        waiting = await request.write(poll_repeats.schedule, request.user, poll.id)
        refresh(request, poll.negotiation)
        return views.scheduled(waiting)
    present = {person.id for person in found.voters} - set(found.absent)
    opened = await request.write(polls.post, request.user, poll.id, found.voters, present)
    refresh(request, poll.negotiation)
    return views.posted(opened)


async def _preview(request: Request, poll: Poll) -> View:
    return views.preview(poll, await _look(request, poll), carried_by(request))


async def _look(request: Request, poll: Poll) -> Reach:
    return await look(request.parley.slack, poll, request.parley.clock.now())


def _here(request: Request) -> str | None:
    """The channel in which the command was typed; a direct message is none."""
    place = request.channel if request.kind is Kind.COMMAND else None
    return place if place and place.startswith(("C", "G")) else None


def _carried(request: Request) -> dict[str, str]:
    """The ids of the views beneath; what the form itself is about is settled anew."""
    return {n: v for n, v in carried_by(request).items() if n not in {"poll", "all"}}
