"""Meetings: add, move, cancel; what a leader answers to the card and the question."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.errors import NotFound
from bot.domain.meetings import MeetingForm
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand
from bot.services import afterthoughts, meetings, negotiations
from bot.services.ports import UnitOfWork
from handlers import forms
from handlers.beneath import beneath, carried_by, refresh
from handlers.router import Reply, Request, Routes, Update, View
from handlers.speaking import Speaker, Speakers
from handlers.views import meetings as views
from handlers.views.kit import Speech


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    routes.word("meet", show_list)
    routes.action(views.LIST, show_list)
    routes.action(views.NEW, new)
    routes.submit(views.ADD, add)
    routes.action(views.OPEN, show)
    routes.action(views.EDIT, edit)
    routes.submit(views.MOVE, move)
    routes.action(views.CANCEL, cancel)
    routes.action(views.PLAN, show_plan)
    routes.action(views.READY, ready)
    routes.action(views.SNOOZE, snooze)
    routes.action(views.SKIP, skip)
    routes.action(views.WRITE, write)
    routes.submit(views.NOTE, note)
    routes.close(views.NOTE, keep_note)


def voice(speakers: Speakers) -> None:
    """What is said around a meeting."""
    speakers.say("meetings.calm", Speaker(calm_card))
    speakers.say("meetings.after", Speaker(after_card))


async def show_list(request: Request) -> Reply:
    """All planned meetings, or the form at once when there is none."""
    records = await request.read(negotiations.mine, request.user)
    upcoming = await request.read(meetings.upcoming, request.user)
    if not records and not upcoming:
        await request.show(views.no_record_yet())
    elif not upcoming:
        await request.show(_empty(request, records, records[0].id))
    else:
        await request.show(views.meeting_list(upcoming, records))
    return None


async def new(request: Request) -> Reply:
    """The empty form, for the record that was named or the newest one."""
    records = await request.read(negotiations.mine, request.user)
    chosen = request.args[0] if request.args else records[0].id if records else ""
    if chosen and chosen not in {record.id for record in records}:
        raise NotFound
    await request.show(_empty(request, records, chosen) if chosen else views.no_record_yet())
    return None


async def add(request: Request) -> Reply:
    record = forms.choice(request.values, "negotiation") or ""
    page = await request.write(meetings.add, request.user, record, _form(request))
    return _saved(request, page)


async def show(request: Request) -> Reply:
    page = await request.read(meetings.page, request.user, request.args[0])
    await request.show(views.page(page, beneath(request)))
    return None


async def edit(request: Request) -> Reply:
    """The form takes the page's place, and turns into it again when it is saved."""
    page = await request.read(meetings.page, request.user, request.args[0])
    await request.update(views.move_form(page.meeting, carried_by(request)))
    return None


async def move(request: Request) -> Reply:
    page = await request.write(meetings.move, request.user, request.args[0], _form(request))
    return _saved(request, page)


async def cancel(request: Request) -> Reply:
    page = await request.write(meetings.cancel, request.user, request.args[0])
    await request.update(views.page(page, carried_by(request)))
    refresh(request, page.negotiation.id)
    return None


async def show_plan(request: Request) -> Reply:
    record, plan = await request.read(meetings.plan, request.user, request.args[0])
    await request.show(views.plan(record, plan))
    return None


async def ready(request: Request) -> Reply:
    card = await request.read(meetings.card_of, request.user, request.args[0])
    request.replace(views.ready_message(card))
    return None


async def snooze(request: Request) -> Reply:
    await request.write(meetings.snooze, request.user, request.args[0])
    request.replace(views.snoozed_message())
    return None


async def skip(request: Request) -> Reply:
    request.replace(views.skipped_message())
    return None


async def write(request: Request) -> Reply:
    page = await request.read(afterthoughts.begin, request.user, request.args[0])
    await request.show(views.note_form(page))
    return None


async def note(request: Request) -> Reply:
    typed = forms.text(request.values, "afterthought")
    meeting = await request.write(afterthoughts.save, request.user, request.args[0], typed)
    return Update(views.noted(meeting.negotiation))


async def keep_note(request: Request) -> Reply:
    """When the two lines are closed unsaved."""
    typed = forms.text(request.values, "afterthought")
    await request.write(afterthoughts.keep, request.user, request.args[0], typed)
    return None


def calm_card(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """The words of the calm card, if it is still welcome."""
    card = meetings.calm_card(uow, errand.to, errand.args["meeting"], errand.args["version"])
    return views.calm_message(card) if card else None


def after_card(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """The words of the question after, if it is still welcome."""
    page = meetings.after_card(uow, errand.to, errand.args["meeting"], errand.args["version"])
    return views.after_message(page, meetings.missed_calm(uow, page.meeting)) if page else None


def _saved(request: Request, page: meetings.MeetingPage) -> Reply:
    """The form turns into the meeting's page; what shows the meeting beneath is redrawn."""
    refresh(request, page.negotiation.id)
    return Update(views.page(page, carried_by(request)))


def _empty(request: Request, records: Sequence[Negotiation], chosen: str) -> View:
    return views.add_form(records, chosen, _next_hour(request), beneath(request))


def _form(request: Request) -> MeetingForm:
    values = request.values
    return MeetingForm(
        starts_at=forms.instant(values, "starts_at"),
        minutes=int(forms.choice(values, "minutes") or 0),
        place=forms.text(values, "place"),
        attendees=forms.text(values, "attendees"),
    )


def _next_hour(request: Request) -> datetime:
    now = request.parley.clock.now()
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
