"""Preparing: the workbook, its sections, drafts, and what it comes to.

A form is pushed over the workbook when there is room; saving it closes it and redraws what lies
beneath. Where no workbook lies beneath (opened from App Home, or the stack is full), the form
turns into the workbook. `beneath` carries the ids of the views that are to be redrawn.
"""

from functools import partial

from bot.domain.checklist import FIVE_MINUTES, ITEMS
from bot.domain.errors import NotFound
from bot.domain.outbox import Errand
from bot.domain.prep import Field, Tier
from bot.services import negotiations, prep, prep_copying, prep_saving
from bot.services.ports import UnitOfWork
from bot.services.prep import ALL, OnePage, SectionPage, WorkbookPage
from handlers import forms
from handlers.beneath import BOOK, beneath, carried_by, redraw, refresh
from handlers.record_choice import chosen, open_for_word
from handlers.replies import View
from handlers.router import Reply, Request, Routes, Update
from handlers.speaking import Speaker, Speakers
from handlers.views import prep as views
from handlers.views import prep_forms as form_views
from handlers.views import prep_history as history_views
from handlers.views.kit import Speech


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    routes.word("prep", prepare)
    routes.action(views.OPEN, open_workbook)
    routes.action(views.SECTION, open_section)
    routes.action(views.ONE_PAGE, open_one_page)
    routes.action(views.LIMIT, show_limit)
    routes.submit(views.WHICH, choose)
    routes.submit(form_views.SAVE, save_section)
    routes.submit(form_views.SAVE_ALL, save_one_page)
    routes.action(form_views.DRAFT, keep_draft)
    routes.close(form_views.SAVE, keep_section)
    routes.close(form_views.SAVE_ALL, keep_one_page)
    routes.action(form_views.DISCARD, discard)
    routes.action(views.TIER, set_tier)
    routes.action(form_views.EARLIER, show_earlier)
    routes.action(history_views.BACK, back_to_section)
    routes.action(history_views.BRING_BACK, bring_back)
    routes.action(views.COPY, show_copy)
    routes.submit(history_views.COPY_FROM, copy_from)


def voice(speakers: Speakers) -> None:
    """What is said of preparations."""
    speakers.say(prep_saving.CLASH, Speaker(clash))


async def prepare(request: Request) -> Reply:
    """`/negotiate prep [name]`."""
    await open_for_word(request, negotiations.to_prepare, partial(_root, request), views.which)
    return None


async def choose(request: Request) -> Reply:
    return Update(await _root(request, chosen(request)))


async def _root(request: Request, record: str) -> View:
    return views.root(await request.read(prep.workbook, request.user, record))


async def open_workbook(request: Request) -> Reply:
    page = await request.read(prep.workbook, request.user, request.args[0])
    await request.show(views.root(page, beneath(request)))
    return None


async def open_section(request: Request) -> Reply:
    negotiation, code = request.args.pair
    page = await request.read(prep.section, request.user, negotiation, code)
    await request.show(form_views.section_form(page, beneath(request)))
    return None


async def open_one_page(request: Request) -> Reply:
    page = await request.read(prep.one_page, request.user, request.args[0])
    await request.show(form_views.one_page(page, beneath(request)))
    return None


async def show_limit(request: Request) -> Reply:
    await request.show(views.limit(await request.read(prep.limit, request.user, request.args[0])))
    return None


async def save_section(request: Request) -> Reply:
    negotiation, code = request.args.pair
    typed, base = _typed(request, code), form_views.base_of(request.metadata)
    saved = await request.write(
        prep_saving.save_section, request.user, negotiation, code, typed, base
    )
    if isinstance(saved, SectionPage):
        return Update(form_views.section_form(saved, carried_by(request)))
    return _back(request, saved)


async def save_one_page(request: Request) -> Reply:
    typed, base = _typed(request, ALL), form_views.base_of(request.metadata)
    saved = await request.write(
        prep_saving.save_one_page, request.user, request.args[0], typed, base
    )
    if isinstance(saved, OnePage):
        return Update(form_views.one_page(saved, carried_by(request)))
    return _back(request, saved)


async def keep_draft(request: Request) -> Reply:
    """While somebody types."""
    return await _keep(request, request.args[0], request.args[1])


async def keep_section(request: Request) -> Reply:
    """When a section is closed unsaved."""
    await _keep(request, request.args[0], request.args[1])
    return await _mark_unsaved(request)


async def keep_one_page(request: Request) -> Reply:
    """When the one page is closed unsaved."""
    await _keep(request, request.args[0], ALL)
    return await _mark_unsaved(request)


async def discard(request: Request) -> Reply:
    """The form again, as it was saved; its inputs get a new name so that they forget."""
    negotiation, code = request.args.pair
    page = await request.write(prep_saving.drop_draft, request.user, negotiation, code)
    fresh = request.key[:8]
    if isinstance(page, OnePage):
        await request.update(form_views.one_page(page, carried_by(request), fresh=fresh))
    else:
        await request.update(form_views.section_form(page, carried_by(request), fresh=fresh))
    return None


async def set_tier(request: Request) -> Reply:
    """The workbook as deep as was chosen."""
    chosen = (request.action.get("selected_option") or {}).get("value")
    if chosen not in set(Tier):
        raise NotFound
    negotiation = request.args[0]
    page = await request.write(prep_saving.set_tier, request.user, negotiation, Tier(chosen))
    await request.update(views.root(page, carried_by(request)))
    refresh(request, negotiation)
    return None


async def show_earlier(request: Request) -> Reply:
    """Earlier versions take the section's place; what was typed there is a draft by now."""
    negotiation, code = request.args.pair
    page = await request.read(prep.earlier, request.user, negotiation, code)
    await request.update(history_views.earlier(page, carried_by(request)))
    return None


async def back_to_section(request: Request) -> Reply:
    negotiation, code = request.args.pair
    page = await request.read(prep.section, request.user, negotiation, code)
    await request.update(form_views.section_form(page, carried_by(request)))
    return None


async def bring_back(request: Request) -> Reply:
    negotiation, code, version = request.args[0], request.args[1], request.args[2]
    number = int(version) if version.isdecimal() else 0
    page = await request.write(prep_saving.bring_back, request.user, negotiation, code, number)
    shown = form_views.section_form(page, carried_by(request), fresh=request.key[:8])
    await request.update(shown)
    return None


async def show_copy(request: Request) -> Reply:
    page = await request.read(prep_copying.sources, request.user, request.args[0])
    await request.show(history_views.copy_form(page, beneath(request)))
    return None


async def copy_from(request: Request) -> Reply:
    source = forms.choice(request.values, "from") or ""
    saved = await request.write(prep_copying.copy_from, request.user, request.args[0], source)
    return _back(request, saved)


def clash(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """Nothing if the person prepares this no more."""
    record, code = errand.args["negotiation"], errand.args["item"]
    negotiation, _ = prep.section_of(uow, errand.to, record, code)
    return history_views.clash_note(negotiation, code, errand.args["by"])


def _back(request: Request, saved: WorkbookPage) -> Reply:
    """To the up-to-date workbook: the one beneath, or one in place of the form."""
    refresh(request, saved.negotiation.id)
    carried = carried_by(request)
    book = carried.pop(BOOK, None)
    if book is None:
        return Update(views.root(saved, carried))
    request.later(redraw(request, book, views.root(saved, carried)))
    return None


async def _mark_unsaved(request: Request) -> Reply:
    """The workbook beneath says at once what waits unsaved in it."""
    carried = carried_by(request)
    if book := carried.pop(BOOK, None):
        page = await request.read(prep.workbook, request.user, request.args[0])
        request.later(redraw(request, book, views.root(page, carried)))
    return None


async def _keep(request: Request, negotiation: str, code: str) -> Reply:
    typed, base = _typed(request, code), form_views.base_of(request.metadata)
    await request.write(prep_saving.keep_draft, request.user, negotiation, code, typed, base)
    return None


def _typed(request: Request, code: str) -> dict[str, str]:
    """What the form holds, by field; fields that it does not show are left out."""
    return {name: _answer(request, name, asked) for name, asked in _shown(request, code).items()}


def _shown(request: Request, code: str) -> dict[str, Field]:
    """The fields of the form that comes back, by the name of their input."""
    if code == ALL:
        return {
            f"{item.code}.{each.name}": each
            for item in FIVE_MINUTES
            for each in item.fields
            if each.brief
        }
    item, tier = ITEMS.get(code), form_views.tier_of(request.metadata)
    return {each.name: each for each in form_views.shown_fields(item, tier)} if item else {}


def _answer(request: Request, name: str, asked: Field) -> str:
    values = request.values
    if asked.is_tick:
        return "yes" if forms.ticks(values, name) else ""
    if asked.is_date:
        picked = forms.date(values, name)
        return picked.isoformat() if picked else ""
    if asked.choices:
        return forms.choice(values, name) or ""
    return forms.text(values, name)
