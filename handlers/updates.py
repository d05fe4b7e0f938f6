"""Updates to the team: the page, the form with its draft, the preview, posting and changing.

A form is pushed over the page when there is room. It turns into its preview, and once that is
posted it closes and the page beneath is redrawn; without a page beneath it turns into one.
"""

from functools import partial

from bot.domain.audience import Readers, hurdle
from bot.domain.errors import NotFound
from bot.domain.update_forms import TEXTS, Occasion, UpdateForm
from bot.domain.updates import Crowd, Promise
from bot.services import negotiations, update_changes, update_sheets, updates
from bot.services.update_sheets import NEW
from bot.services.updates import Preview, UpdatesPage
from handlers import forms, questions, update_voice
from handlers.audience import readers_of
from handlers.beneath import UPDATES, beneath, carried_by, redraw, refresh
from handlers.patience import in_time
from handlers.record_choice import chosen, open_for_word
from handlers.replies import View
from handlers.router import Reply, Request, Routes, Update
from handlers.speaking import Speakers
from handlers.views import update_forms as form_views
from handlers.views import updates as views

POSTED = "On its way to its channel."
NOTED = "Noted. I remind you then."
SAVED = "Saved. What stands in the channel is redrawn."


def register(routes: Routes) -> None:
    """Every word and id of this noun, those of its readers included."""
    routes.word("update", ask)
    routes.submit(views.WHICH, choose)
    routes.action(views.OPEN, show)
    routes.action(views.WRITE, write)
    routes.action(views.EXPLAIN, explain)
    routes.action(views.EDIT, edit)
    routes.action(form_views.OCCASION, turn)
    routes.action(form_views.OPENNESS, turn)
    routes.action(form_views.DRAFT, keep_draft)
    routes.action(form_views.DISCARD, discard)
    routes.submit(form_views.PREVIEW, prepare)
    routes.close(form_views.PREVIEW, keep_draft)
    routes.action(views.NO_NEWS, no_news)
    routes.action(views.BACK, back)
    routes.action(views.CHECK, check)
    routes.submit(views.POST, post)
    routes.action(views.DELETE, delete)
    routes.action(views.AGAIN, send_again)
    routes.action(views.REOPEN, reopen)
    routes.action(views.LATER, later)
    routes.submit(form_views.MOVE, move)
    questions.register(routes)


def voice(speakers: Speakers) -> None:
    """What is said of updates, and of the questions about them."""
    update_voice.voice(speakers)
    questions.voice(speakers)


async def ask(request: Request) -> Reply:
    """`/negotiate update [name]`."""
    await open_for_word(request, negotiations.to_prepare, partial(_page, request), views.which)
    return None


async def choose(request: Request) -> Reply:
    return Update(await _page(request, chosen(request)))


async def _page(request: Request, record: str) -> View:
    return views.page(await request.read(updates.page, request.user, record))


async def show(request: Request) -> Reply:
    page = await request.read(updates.page, request.user, request.args[0])
    await request.show(views.page(page, beneath(request)))
    return None


# Writing


async def write(request: Request) -> Reply:
    sheet = await request.read(update_sheets.sheet, request.user, request.args[0])
    await request.show(form_views.form(sheet, beneath(request)))
    return None


async def explain(request: Request) -> Reply:
    """“Share now”: the form begins with what was held back."""
    sheet = await request.read(update_sheets.explaining, request.user, request.args[0])
    await request.show(form_views.form(sheet, beneath(request)))
    return None


async def edit(request: Request) -> Reply:
    record, which = request.args.pair
    sheet = await request.read(update_sheets.sheet, request.user, record, which)
    await request.show(form_views.form(sheet, beneath(request)))
    return None


async def turn(request: Request) -> Reply:
    """Another occasion, or nothing held back: other questions, and what was typed stays."""
    typed = _form(request)
    sheet = await request.read(update_sheets.turned, request.user, request.args[0], typed)
    await request.update(form_views.form(sheet, carried_by(request)))
    return None


async def keep_draft(request: Request) -> Reply:
    """While somebody types, and when the form is closed."""
    record, which = request.args[0], request.args[1]
    await request.write(update_sheets.keep_draft, request.user, record, which, _form(request))
    return None


async def discard(request: Request) -> Reply:
    """The form again, without what was typed; its inputs get a new name so that they forget."""
    record, which = request.args.pair
    sheet = await request.write(update_sheets.drop_draft, request.user, record, which)
    await request.update(form_views.form(sheet, carried_by(request), fresh=request.key[:8]))
    return None


# The preview, and posting


async def prepare(request: Request) -> Reply:
    record, which = request.args.pair
    shown = await request.write(updates.prepare, request.user, record, which, _form(request))
    return await in_time(request, _preview(request, shown), views.looking())


async def no_news(request: Request) -> Reply:
    """One click to a preview that only has to be posted."""
    shown = await request.write(updates.no_news, request.user, request.args[0])
    readers = await _readers(request, shown)
    await request.show(views.preview(shown, readers, beneath(request)))
    return None


async def back(request: Request) -> Reply:
    record, which = request.args.pair
    sheet = await request.read(update_sheets.sheet, request.user, record, which)
    await request.update(form_views.form(sheet, carried_by(request)))
    return None


async def check(request: Request) -> Reply:
    """Look again who reads there."""
    record, which = request.args.pair
    shown = await request.read(updates.preview, request.user, record, which)
    await request.update(await _preview(request, shown))
    return None


async def post(request: Request) -> Reply:
    """Promise it, if nothing has come in the way since the preview."""
    record, which = request.args.pair
    shown = await request.read(updates.preview, request.user, record, which)
    readers = await _readers(request, shown)
    agreed = not shown.told or forms.ticks(request.values, "sure")
    if hurdle(readers) or readers is None or not agreed:
        return Update(views.preview(shown, readers, carried_by(request)))
    base, crowd = request.metadata.get("base", ""), Crowd(readers.count, readers.guests)
    done = await request.write(updates.post, request.user, record, which, base, crowd)
    if isinstance(done, Preview):
        return Update(views.preview(done, readers, carried_by(request)))
    return _back(request, done, POSTED if which == NEW else SAVED)


async def _preview(request: Request, shown: Preview) -> View:
    return views.preview(shown, await _readers(request, shown), carried_by(request))


async def _readers(request: Request, shown: Preview) -> Readers | None:
    channel = shown.update.channel
    return await readers_of(request.parley.slack, channel) if channel else None


def _back(request: Request, page: UpdatesPage, note: str) -> Reply:
    """To the up-to-date page: the one beneath, or one in place of the form."""
    refresh(request, page.negotiation.id)
    carried = carried_by(request)
    below = carried.pop(UPDATES, None)
    if below is None:
        return Update(views.page(page, carried, note))
    request.later(redraw(request, below, views.page(page, carried, note)))
    return None


# Changing


async def delete(request: Request) -> Reply:
    page = await request.write(update_changes.delete, request.user, request.args[0])
    await request.update(views.page(page, carried_by(request)))
    refresh(request, page.negotiation.id)
    return None


async def send_again(request: Request) -> Reply:
    update = await request.write(update_changes.try_again, request.user, request.args[0])
    page = await request.read(updates.page, request.user, update.negotiation)
    await request.update(views.page(page, carried_by(request)))
    return None


async def reopen(request: Request) -> Reply:
    """One that was stopped is written and previewed once more."""
    sheet = await request.write(update_changes.reopen, request.user, request.args[0])
    await request.show(form_views.form(sheet, beneath(request)))
    return None


async def later(request: Request) -> Reply:
    """Another time for a promise."""
    update, promise = _promise(request)
    found = await request.read(update_changes.for_new_time, request.user, update)
    await request.show(form_views.later(*found, promise, beneath(request)))
    return None


async def move(request: Request) -> Reply:
    update, promise = _promise(request)
    if promise is Promise.NEXT:
        at, told = forms.instant(request.values, "at"), forms.ticks(request.values, "told")
        page = await request.write(
            update_changes.postpone, request.user, update, at, told=bool(told)
        )
    else:
        day = forms.date(request.values, "day")
        page = await request.write(update_changes.explain_later, request.user, update, day)
    return _back(request, page, NOTED)


def _promise(request: Request) -> tuple[str, Promise]:
    update, promise = request.args.pair
    if promise not in set(Promise):
        raise NotFound
    return update, Promise(promise)


def _form(request: Request) -> UpdateForm:
    values = request.values
    occasion = forms.choice(values, "occasion")
    return UpdateForm(
        Occasion(occasion) if occasion in set(Occasion) else Occasion.WEEKLY,
        **{name: forms.text(values, name) for name in TEXTS},
        until=forms.date(values, "until"),
        next_at=forms.instant(values, "next_at"),
        is_open=forms.choice(values, "openness") == form_views.OPEN_TO_ALL,
    )
