"""Building the case: arguments, the message, their side; and the check of a draft in Slack.

A form is pushed over the case when there is room; saving it closes it and redraws what lies
beneath. Where no case lies beneath, the form turns into it.
"""

import asyncio
from functools import partial

from bot.domain.cases import EMPATHY, MESSAGE, with_questions
from bot.domain.message_checks import check
from bot.domain.text import clean
from bot.services import cases, negotiations
from bot.services.cases import CasePage, SheetPage
from handlers import forms
from handlers.beneath import CASE, beneath, carried_by, redraw, refresh
from handlers.record_choice import chosen, open_for_word
from handlers.replies import View
from handlers.router import Reply, Request, Routes, Update
from handlers.views import case_forms as form_views
from handlers.views import cases as views
from handlers.views.plain import plain_text, without_quotes

SHORTCUT = "check_draft"


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    routes.word("case", build)
    routes.shortcut(SHORTCUT, check_draft)
    routes.submit(views.WHICH, choose)
    routes.action(views.OPEN, open_case)
    routes.action(views.SHEET, open_sheet)
    routes.action(views.READ, read_message)
    routes.action(views.DELETE, delete)
    routes.submit(form_views.SAVE, save)
    routes.close(form_views.SAVE, keep_closed)
    routes.action(form_views.DRAFT, keep_draft)
    routes.action(form_views.DISCARD, discard)
    routes.action(form_views.CHECK, look_over)
    routes.action(form_views.TAKE, take_over)


async def build(request: Request) -> Reply:
    """`/negotiate case [name]`."""
    await open_for_word(request, negotiations.to_lead, partial(_root, request), views.which)
    return None


async def choose(request: Request) -> Reply:
    return Update(await _root(request, chosen(request)))


async def _root(request: Request, record: str) -> View:
    return views.root(await request.read(cases.page, request.user, record))


async def open_case(request: Request) -> Reply:
    page = await request.read(cases.page, request.user, request.args[0])
    await request.show(views.root(page, beneath(request)))
    return None


async def open_sheet(request: Request) -> Reply:
    negotiation, sheet = request.args.pair
    page = await request.read(cases.sheet, request.user, negotiation, sheet)
    await request.show(form_views.sheet_form(page, beneath(request)))
    return None


async def read_message(request: Request) -> Reply:
    page = await request.read(cases.page, request.user, request.args[0])
    await request.show(views.message(page))
    return None


async def delete(request: Request) -> Reply:
    """Where it was clicked, the case without the argument."""
    negotiation, sheet = request.args.pair
    page = await request.write(cases.delete, request.user, negotiation, sheet)
    await request.update(views.root(page, carried_by(request)))
    return None


async def save(request: Request) -> Reply:
    negotiation, sheet = request.args.pair
    typed, base = _typed(request, sheet), forms.base_of(request.metadata)
    saved = await request.write(cases.save, request.user, negotiation, sheet, typed, base)
    if isinstance(saved, SheetPage):
        return Update(form_views.sheet_form(saved, carried_by(request)))
    return _back(request, saved)


async def keep_draft(request: Request) -> Reply:
    """While somebody types."""
    negotiation, sheet = request.args[0], request.args[1]
    typed, base = _typed(request, sheet), forms.base_of(request.metadata)
    await request.write(cases.keep_draft, request.user, negotiation, sheet, typed, base)
    return None


async def keep_closed(request: Request) -> Reply:
    """When a form is closed unsaved: the case beneath says at once what waits in it."""
    await keep_draft(request)
    carried = carried_by(request)
    if below := carried.pop(CASE, None):
        page = await request.read(cases.page, request.user, request.args[0])
        request.later(redraw(request, below, views.root(page, carried)))
    return None


async def discard(request: Request) -> Reply:
    """The form again, as it was saved; its inputs get a new name so that they forget."""
    negotiation, sheet = request.args.pair
    page = await request.write(cases.drop_draft, request.user, negotiation, sheet)
    await request.update(form_views.sheet_form(page, carried_by(request), fresh=request.key[:8]))
    return None


async def look_over(request: Request) -> Reply:
    """“Check”: the form as it is being typed, with what the rules say above it."""
    negotiation, sheet = request.args.pair
    typed, base = _typed(request, sheet), forms.base_of(request.metadata)
    page = await request.read(cases.look_over, request.user, negotiation, sheet, typed, base)
    await request.update(form_views.sheet_form(page, carried_by(request)))
    return None


async def take_over(request: Request) -> Reply:
    """An argument goes into the message; the inputs get a new name, so that Slack shows it."""
    chosen = (request.action.get("selected_option") or {}).get("value")
    typed, base = _typed(request, MESSAGE), forms.base_of(request.metadata)
    taken = request.args[0], str(chosen), typed, base
    page = await request.write(cases.take_over, request.user, *taken)
    await request.update(form_views.sheet_form(page, carried_by(request), fresh=request.key[:8]))
    return None


async def check_draft(request: Request) -> Reply:
    """“Check this draft” on a message: what the rules say of it; nothing is kept."""
    said = clean(plain_text(without_quotes(str(request.message.get("text") or ""))))
    # A long one takes a while, and others are not to wait for it.
    findings = await asyncio.to_thread(check, said)
    await request.open(views.draft_check(said, findings))
    return None


def _back(request: Request, saved: CasePage) -> Reply:
    """To the up-to-date case: the one beneath, or one in place of the form."""
    refresh(request, saved.negotiation.id)
    carried = carried_by(request)
    below = carried.pop(CASE, None)
    if below is None:
        return Update(views.root(saved, carried))
    request.later(redraw(request, below, views.root(saved, carried)))
    return None


def _typed(request: Request, sheet: str) -> dict[str, str]:
    """What the form holds, by field; picked questions join the leader's own."""
    typed = forms.typed(request.values)
    if sheet == EMPATHY:
        picked = forms.choices(request.values, form_views.PICKED)
        typed["to_ask"] = with_questions(typed.get("to_ask", ""), picked)
    return typed
