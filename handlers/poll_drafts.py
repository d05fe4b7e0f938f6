"""Making a poll: the form, the preview with a look at the channel, the posting."""

from dataclasses import replace

from bot.domain.audience import MOST_LOOKED_AT
from bot.domain.poll_forms import PollForm, template
from bot.domain.poll_reach import Reach, reach
from bot.domain.polls import MAX_VOTERS, Audience, Poll
from bot.services import poll_drafts, polls
from handlers import forms
from handlers.audience import readers_of
from handlers.beneath import beneath, carried_by, refresh
from handlers.patience import in_time
from handlers.router import Kind, Reply, Request, Routes, View
from handlers.views import poll_forms as views

# Of more people, some of whom are bots, no poll may ask.
_MOST_ASKED = 2 * MAX_VOTERS


def register(routes: Routes) -> None:
    """Every word and id of making a poll."""
    routes.word("poll", new)
    routes.action(views.NEW, new)
    routes.action(views.TEMPLATE, refill)
    routes.action(views.AUDIENCE, refill)
    routes.submit(views.CREATE, create)
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
        here = replace(beginning, form=form.filled(ready) if ready else form)
        await request.show(views.form(here, beneath(request), ready.id if ready else ""))
    else:
        await request.show(views.no_record_yet())
    return None


async def refill(request: Request) -> Reply:
    """Another template or another audience: the form again, with all else as it was typed."""
    record = request.metadata.get("negotiation", "")
    beginning = await request.read(poll_drafts.begin, request.user, record)
    chosen = forms.choice(request.values, "template") or ""
    typed = _form(request)
    ready = template(chosen) if request.id == views.TEMPLATE else None
    again = replace(
        beginning,
        form=typed.filled(ready) if ready else typed,
        poll=request.metadata.get("poll"),
        chosen=forms.choice(request.values, "negotiation"),
    )
    await request.update(views.form(again, carried_by(request), chosen))
    return None


async def create(request: Request) -> Reply:
    """Keep the form as a draft that nobody sees, and show what it would look like."""
    typed, draft = _form(request), request.metadata.get("poll")
    if draft:
        poll = await request.write(polls.rewrite, request.user, draft, typed)
    else:
        record = forms.choice(request.values, "negotiation")
        record = record or request.metadata.get("negotiation", "")
        poll = await request.write(polls.prepare, request.user, record, typed)
    return await in_time(request, _preview(request, poll), views.looking(poll))


async def edit(request: Request) -> Reply:
    """Back from the preview to the form, as it was typed."""
    beginning = await request.read(poll_drafts.again, request.user, request.args[0])
    await request.update(views.form(beginning, carried_by(request)))
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
    present = {person.id for person in found.voters} - set(found.absent)
    opened = await request.write(polls.post, request.user, poll.id, found.voters, present)
    refresh(request, poll.negotiation)
    return views.posted(opened)


async def _preview(request: Request, poll: Poll) -> View:
    return views.preview(poll, await _look(request, poll), carried_by(request))


async def _look(request: Request, poll: Poll) -> Reach:
    """Ask Slack about the channel and the people."""
    slack, now = request.parley.slack, request.parley.clock.now()
    asks_all = poll.audience is Audience.CHANNEL
    readers = await readers_of(slack, poll.channel, _MOST_ASKED if asks_all else MOST_LOOKED_AT)
    if not readers.channel.can_be_posted_to:
        return reach(poll, readers, (), now)
    people = readers.people if asks_all else await slack.people(poll.voters)
    return reach(poll, readers, people, now)


def _here(request: Request) -> str | None:
    """The channel in which the command was typed; a direct message is none."""
    place = request.channel if request.kind is Kind.COMMAND else None
    return place if place and place.startswith(("C", "G")) else None


def _form(request: Request) -> PollForm:
    values = request.values
    picked = forms.choice(values, "audience") == Audience.PICKED
    return PollForm(
        question=forms.text(values, "question"),
        options=forms.text(values, "options"),
        use=forms.text(values, "use"),
        audience=Audience.PICKED if picked else Audience.CHANNEL,
        channel=forms.channel(values, "channel"),
        closes_at=forms.instant(values, "closes_at"),
        people=forms.users(values, "people"),
        feedback_by=forms.instant(values, "feedback_by"),
    )
