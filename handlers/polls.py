"""Polls: the leader's page, and everything that can be done with a poll that was posted."""

from bot.domain.errors import PollStillOpen
from bot.services import (
    poll_files,
    poll_messages,
    poll_reminders,
    poll_repeats,
    poll_running,
    polls,
)
from handlers import forms, poll_drafts, poll_voting
from handlers import poll_reminders as reminding
from handlers.beneath import beneath, carried_by, refresh
from handlers.files import by_dm
from handlers.poll_fields import wording_of
from handlers.poll_voice import paint, voice
from handlers.router import Reply, Request, Routes, Update
from handlers.views import poll_files as files
from handlers.views import poll_forms
from handlers.views import poll_list as lists
from handlers.views import poll_notes as notes
from handlers.views import poll_reminders as reminders
from handlers.views import poll_series as series
from handlers.views import poll_written as written
from handlers.views import polls as views
from handlers.views.notices import FILE_NOT_SENT, FILE_SENT

# A name says nothing of what is inside.
_FILE_NAME = "poll.csv"

__all__ = ["paint", "register", "voice"]


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    poll_drafts.register(routes)
    poll_voting.register(routes)
    reminding.register(routes)
    routes.action(lists.LIST, show_all)
    routes.action(series.OPEN, show)
    routes.action(views.CLOSE, close)
    routes.action(views.EXTEND, extend)
    routes.submit(views.PROLONG, prolong)
    routes.action(views.REWORD, reword)
    routes.submit(poll_forms.REWORDED, reworded)
    routes.action(views.REMIND, remind)
    routes.action(written.WRITTEN, read_written)
    routes.action(views.DUPLICATE, duplicate)
    routes.action(views.FILE, as_file)
    routes.action(views.STOP, stop)
    routes.action(views.UNSCHEDULE, unschedule)
    routes.action(series.BACK, back)
    routes.action(series.DELETING, deleting)
    routes.action(series.DELETE, delete)
    routes.action(series.DELETE_ALL, delete_all)
    routes.action(notes.THERE, is_there)
    routes.action(notes.AGAIN, post_again)


async def show_all(request: Request) -> Reply:
    """All polls of a record."""
    negotiation, found = await request.read(polls.of_record, request.user, request.args[0])
    await request.show(lists.everything(negotiation, found))
    return None


async def show(request: Request) -> Reply:
    page = await request.read(polls.page, request.user, request.args[0])
    await request.show(views.page(page, beneath(request)))
    return None


async def close(request: Request) -> Reply:
    poll = await request.write(poll_running.close, request.user, request.args[0])
    refresh(request, poll.negotiation)
    return await _page_again(request)


async def extend(request: Request) -> Reply:
    page = await request.read(polls.page, request.user, request.args[0])
    await request.update(views.extend_form(page.poll, carried_by(request)))
    return None


async def prolong(request: Request) -> Reply:
    closes_at = forms.instant(request.values, "closes_at")
    await request.write(poll_running.extend, request.user, request.args[0], closes_at)
    return await _saved(request)


async def reword(request: Request) -> Reply:
    """The words of a posted poll, to be mended."""
    page = await request.read(polls.page, request.user, request.args[0])
    has_votes = page.answered > 0
    await request.update(poll_forms.words_form(page.poll, carried_by(request), has_votes=has_votes))
    return None


async def reworded(request: Request) -> Reply:
    typed = wording_of(request.values)
    await request.write(poll_running.reword, request.user, request.args[0], typed)
    return await _saved(request)


async def remind(request: Request) -> Reply:
    """A reminder now, in the place of the one that was due next."""
    reminded = await request.write(poll_reminders.remind_now, request.user, request.args[0])
    return await _page_again(request, reminders.handed_out(reminded))


async def read_written(request: Request) -> Reply:
    """All that people wrote on one question, twenty at a time."""
    poll_id, item, number = request.args[0], request.args[1], request.args[2]
    shown = await request.read(polls.page, request.user, poll_id)
    if shown.ballots is None:
        raise PollStillOpen
    poll, ballots = written.asked(shown.poll, shown.ballots, item)
    place = int(number) if number.isdecimal() else 0
    await request.update(written.page(poll, ballots, item, place, carried_by(request)))
    return None


async def duplicate(request: Request) -> Reply:
    """A draft like this one, in its form."""
    draft = await request.write(polls.duplicate, request.user, request.args[0])
    return await poll_drafts.edit_draft(request, draft.id)


async def as_file(request: Request) -> Reply:
    """A CSV file in the leader's own DM: who chose what of a named poll, totals of a secret one."""
    file = await request.write(poll_files.csv_of, request.user, request.args[0])
    is_there = await by_dm(request, files.note(file), _FILE_NAME, file.text)
    return await _page_again(request, FILE_SENT if is_there else FILE_NOT_SENT)


async def stop(request: Request) -> Reply:
    """The last of its series."""
    await request.write(poll_repeats.stop, request.user, request.args[0])
    return await _page_again(request, "It does not come again.")


async def unschedule(request: Request) -> Reply:
    """A waiting poll as a draft again."""
    await request.write(poll_repeats.unschedule, request.user, request.args[0])
    return await _page_again(request, "It is a draft again and will not be posted by itself.")


async def back(request: Request) -> Reply:
    return await _page_again(request)


async def deleting(request: Request) -> Reply:
    """Of a poll that comes again: this one only, or all?"""
    poll, outlook = await request.read(poll_repeats.outlook, request.user, request.args[0])
    await request.update(series.deleting(poll, outlook, carried_by(request)))
    return None


async def delete(request: Request) -> Reply:
    poll, outlook = await request.write(poll_running.delete, request.user, request.args[0])
    await request.update(series.deleted(poll, outlook))
    refresh(request, poll.negotiation)
    return None


async def delete_all(request: Request) -> Reply:
    """The poll, and all that would come after it."""
    poll = await request.write(poll_running.delete_series, request.user, request.args[0])
    await request.update(series.deleted(poll))
    refresh(request, poll.negotiation)
    return None


async def is_there(request: Request) -> Reply:
    page = await request.read(polls.page, request.user, request.args[0])
    request.replace(notes.there_note(page.poll))
    return None


async def post_again(request: Request) -> Reply:
    poll, errand = request.args.pair
    again = await request.write(poll_messages.post_again, request.user, poll, errand)
    request.replace(notes.again_note(again))
    return None


async def _saved(request: Request) -> Reply:
    page = await request.read(polls.page, request.user, request.args[0])
    return Update(views.page(page, carried_by(request)))


async def _page_again(request: Request, done: str = "") -> Reply:
    page = await request.read(polls.page, request.user, request.args[0])
    await request.update(views.page(page, carried_by(request), done))
    return None
