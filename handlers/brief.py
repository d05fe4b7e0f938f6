"""The brief: on a phone, on a page, for the team, as a file."""

from functools import partial

from bot.domain.audience import Content, Readers, hurdle
from bot.domain.outbox import Errand
from bot.services import brief, negotiations
from bot.services.brief import TeamPage
from bot.services.ports import UnitOfWork
from handlers import forms
from handlers.audience import readers_of
from handlers.beneath import beneath, carried_by
from handlers.files import by_dm
from handlers.record_choice import chosen, open_for_word
from handlers.replies import View
from handlers.router import Reply, Request, Routes, Update
from handlers.speaking import Speaker, Speakers
from handlers.views import brief as views
from handlers.views.kit import Speech

# A name says nothing of what is inside.
_FILE_NAME = "brief.md"


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    routes.word("brief", ask)
    routes.submit(views.WHICH, choose)
    routes.action(views.OPEN, show_short)
    routes.action(views.WHOLE, show_whole)
    routes.action(views.UNLOCK, unlock)
    routes.action(views.TEAM, show_team)
    routes.action(views.CHOOSE, choose_parts)
    routes.submit(views.SHARE, share)
    routes.action(views.FILE, as_file)


def voice(speakers: Speakers) -> None:
    """What is said of briefs."""
    speakers.say(
        brief.POST, Speaker(post, sent=posted, failed=brief.not_posted, holds=Content.INTERNAL)
    )
    speakers.say(brief.NOT_POSTED, Speaker(tell_not_posted))


async def ask(request: Request) -> Reply:
    """`/negotiate brief [name]`."""
    await open_for_word(request, negotiations.to_prepare, partial(_short, request), views.which)
    return None


async def choose(request: Request) -> Reply:
    return Update(await _short(request, chosen(request)))


async def _short(request: Request, record: str) -> View:
    return views.short(await request.read(brief.short, request.user, record))


async def show_short(request: Request) -> Reply:
    page = await request.read(brief.short, request.user, request.args[0])
    await request.show(views.short(page, beneath(request)))
    return None


async def show_whole(request: Request) -> Reply:
    page = await request.read(brief.page, request.user, request.args[0])
    await _turn(request, views.whole(page, carried_by(request)))
    return None


async def unlock(request: Request) -> Reply:
    page = await request.read(brief.page, request.user, request.args[0], unlocked=True)
    await _turn(request, views.whole(page, carried_by(request)))
    return None


async def show_team(request: Request) -> Reply:
    shown = await request.read(brief.team, request.user, request.args[0])
    await _turn(request, await _team(request, shown))
    return None


async def choose_parts(request: Request) -> Reply:
    """The same, as it would be with other parts."""
    chosen = forms.ticks(request.values, "parts")
    shown = await request.read(brief.team, request.user, request.args[0], chosen)
    await request.update(await _team(request, shown))
    return None


async def share(request: Request) -> Reply:
    """Post it, if nothing has come in the way since the preview."""
    record, chosen = request.args[0], forms.ticks(request.values, "parts")
    shown = await request.read(brief.team, request.user, record, chosen)
    again, readers = bool(forms.ticks(request.values, "again")), await _readers(request, shown)
    if (shown.page.posted and not again) or hurdle(readers):
        return Update(views.team(shown, readers))
    shared = await request.write(brief.share, request.user, record, chosen, again=again)
    return Update(views.shared(shared.page))


async def as_file(request: Request) -> Reply:
    """A Markdown file in the asker's DM; what has a lock is not in it."""
    page = await request.write(brief.page, request.user, request.args[0])
    is_there = await by_dm(request, views.file_note(page), _FILE_NAME, views.markdown(page))
    await request.update(views.file_sent(page) if is_there else views.file_not_sent(page))
    return None


async def _team(request: Request, shown: TeamPage) -> View:
    return views.team(shown, await _readers(request, shown))


async def _readers(request: Request, shown: TeamPage) -> Readers | None:
    channel = shown.page.negotiation.channel
    return await readers_of(request.parley.slack, channel) if channel else None


async def _turn(request: Request, view: View) -> None:
    """In place of the page that was clicked in, else as a window of its own."""
    if str(request.view.get("callback_id")).startswith("brief."):
        await request.update(view)
    else:
        await request.show(view)


def post(uow: UnitOfWork, errand: Errand) -> Speech | None:
    page = brief.of_errand(uow, errand)
    is_still_there = page.negotiation.channel == errand.to
    return views.team_message(page) if is_still_there and not page.brief.is_empty else None


def posted(uow: UnitOfWork, errand: Errand, _channel: str, _ts: str) -> None:
    brief.posted(uow, errand)


def tell_not_posted(uow: UnitOfWork, errand: Errand) -> Speech:
    page = brief.team(uow, errand.to, errand.args["negotiation"]).page
    return views.not_posted_note(page.negotiation, errand.args["error"])
