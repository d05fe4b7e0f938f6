"""Resistance: the register, looking at somebody, planning a response.

A look is pushed over the register, and goes on in its own place from step to step; what is saved
in it redraws the register beneath.
"""

from dataclasses import replace
from functools import partial

from bot.domain.errors import NotFound
from bot.domain.resistance import SIGNALS, Answers, Source
from bot.domain.resistance_register import Note, Plan, answers_of, plan_of
from bot.services import negotiations, resistance
from bot.services.resistance import EntryPage
from handlers import forms
from handlers.beneath import beneath, carried_by, redraw
from handlers.record_choice import chosen, open_for_word
from handlers.replies import View
from handlers.router import Reply, Request, Routes, Update
from handlers.views import resistance as views
from handlers.views import resistance_forms as form_views
from handlers.views import resistance_person as person_views
from handlers.views.kit import act


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    routes.word("resist", resist)
    routes.submit(form_views.WHICH, choose)
    routes.action(views.OPEN, open_register)
    routes.action(views.LOOK, look)
    routes.submit(form_views.BEGIN, begin)
    routes.action(views.PERSON, show)
    routes.action(person_views.BACK, back)
    routes.action(person_views.SHEET, show_approach)
    routes.action(person_views.AGAIN, look_again)
    routes.submit(form_views.NOTE, note)
    routes.close(form_views.BEGIN, keep_new)
    routes.close(form_views.NOTE, keep_note)
    routes.action(form_views.ALL, ask_all)
    routes.submit(form_views.DIAGNOSE, diagnose)
    routes.action(form_views.DRAFT_LOOK, keep_look)
    routes.close(form_views.DIAGNOSE, keep_look)
    routes.action(form_views.DISCARD_LOOK, discard_look)
    routes.action(person_views.PLAN, plan)
    routes.submit(form_views.SAVE_PLAN, save_plan)
    routes.action(form_views.DRAFT_PLAN, keep_plan)
    routes.close(form_views.SAVE_PLAN, keep_plan)
    routes.action(form_views.DISCARD_PLAN, discard_plan)
    routes.action(person_views.REMOVE, remove)


async def resist(request: Request) -> Reply:
    """`/negotiate resist [name]`."""
    draw, none_yet = partial(_register, request), form_views.no_record_yet()
    await open_for_word(request, negotiations.to_lead, draw, form_views.which, none_yet)
    return None


async def choose(request: Request) -> Reply:
    return Update(await _register(request, chosen(request)))


async def _register(request: Request, record: str) -> View:
    return views.register(await request.read(resistance.register, request.user, record))


async def open_register(request: Request) -> Reply:
    page = await request.read(resistance.register, request.user, request.args[0])
    await request.show(views.register(page, beneath(request)))
    return None


# Looking at somebody


async def look(request: Request) -> Reply:
    """The first step for somebody new."""
    page = await request.read(resistance.for_new, request.user, request.args[0])
    view = act(form_views.BEGIN, page.negotiation.id)
    await request.show(form_views.note_form(view, page, beneath(request)))
    return None


async def look_again(request: Request) -> Reply:
    """The first step once more, as it was filled in."""
    page = await request.read(resistance.for_note, request.user, request.args[0])
    view = act(form_views.NOTE, request.args[0])
    await request.update(form_views.note_form(view, page, carried_by(request)))
    return None


async def begin(request: Request) -> Reply:
    noted = _note(request)
    page = await request.write(resistance.begin, request.user, request.args[0], noted)
    return await _to_signals(request, page)


async def note(request: Request) -> Reply:
    noted = _note(request)
    page = await request.write(resistance.note, request.user, request.args[0], noted)
    return await _to_signals(request, page)


async def keep_new(request: Request) -> Reply:
    """When the first step for somebody new is closed unsaved."""
    await request.write(resistance.keep_new, request.user, request.args[0], _note(request))
    return None


async def keep_note(request: Request) -> Reply:
    """When the first step is closed unsaved."""
    await request.write(resistance.keep_note, request.user, request.args[0], _note(request))
    return None


async def ask_all(request: Request) -> Reply:
    """All sixteen signals, with the answers that were chosen already."""
    page = await request.read(resistance.for_look, request.user, request.args[0])
    page = replace(page, answers=_answers(request) or page.answers)
    await request.update(form_views.signals_form(page, carried_by(request), is_long=True))
    return None


async def keep_look(request: Request) -> Reply:
    """With every answer, and when the signals are closed unsaved."""
    base = forms.base_of(request.metadata)
    chosen = _answers(request)
    await request.write(resistance.keep_look, request.user, request.args[0], chosen, base)
    return None


async def discard_look(request: Request) -> Reply:
    """The signals as they were saved; their inputs get a new name so that they forget."""
    page = await request.write(resistance.drop_look, request.user, request.args[0])
    fresh = request.key[:8]
    await request.update(form_views.signals_form(page, carried_by(request), fresh=fresh))
    return None


async def diagnose(request: Request) -> Reply:
    answers = _answers(request)
    page = await request.write(resistance.diagnose, request.user, request.args[0], answers)
    return await _to_person(request, page, "Saved." if answers else "")


# Reading and planning


async def show(request: Request) -> Reply:
    page = await request.read(resistance.page, request.user, request.args[0])
    await request.show(person_views.person(page, beneath(request)))
    return None


async def back(request: Request) -> Reply:
    page = await request.read(resistance.page, request.user, request.args[0])
    await request.update(person_views.person(page, carried_by(request)))
    return None


async def show_approach(request: Request) -> Reply:
    entry, named = request.args.pair
    page = await request.read(resistance.page, request.user, entry)
    if named not in set(Source):
        raise NotFound
    await request.update(person_views.approach(page, Source(named), carried_by(request)))
    return None


async def plan(request: Request) -> Reply:
    page = await request.read(resistance.for_plan, request.user, request.args[0])
    await request.update(form_views.plan_form(page, carried_by(request)))
    return None


async def keep_plan(request: Request) -> Reply:
    """While somebody types, and when the plan is closed unsaved."""
    base = forms.base_of(request.metadata)
    planned = _plan(request)
    await request.write(resistance.keep_plan, request.user, request.args[0], planned, base)
    return None


async def discard_plan(request: Request) -> Reply:
    """The plan as it was saved; its inputs get a new name so that they forget."""
    page = await request.write(resistance.drop_plan, request.user, request.args[0])
    fresh = request.key[:8]
    await request.update(form_views.plan_form(page, carried_by(request), fresh=fresh))
    return None


async def save_plan(request: Request) -> Reply:
    planned = _plan(request)
    page = await request.write(resistance.plan, request.user, request.args[0], planned)
    return await _to_person(request, page, "Saved.")


async def remove(request: Request) -> Reply:
    """Away, and back to the register: the one beneath, or one in place of the page."""
    page = await request.write(resistance.remove, request.user, request.args[0])
    carried = carried_by(request)
    register_beneath = carried.pop(views.REGISTER, None)
    if register_beneath is None:
        await request.update(views.register(page, carried))
        return None
    await request.update(person_views.removed())
    request.later(redraw(request, register_beneath, views.register(page, carried)))
    return None


async def _to_signals(request: Request, page: EntryPage) -> Reply:
    await _redraw_register(request, page)
    look = await request.read(resistance.for_look, request.user, page.entry.id)
    return Update(form_views.signals_form(look, carried_by(request)))


async def _to_person(request: Request, page: EntryPage, said: str) -> Reply:
    await _redraw_register(request, page)
    return Update(person_views.person(page, carried_by(request), said))


async def _redraw_register(request: Request, page: EntryPage) -> None:
    carried = carried_by(request)
    if beneath_id := carried.pop(views.REGISTER, None):
        shown = await request.read(resistance.register, request.user, page.negotiation.id)
        request.later(redraw(request, beneath_id, views.register(shown, carried)))


# What was typed and chosen


def _note(request: Request) -> Note:
    values = request.values
    mine = tuple(forms.choices(values, "mine"))
    return Note(forms.text(values, "who"), forms.text(values, "seen"), mine)


def _answers(request: Request) -> Answers:
    return answers_of({code: forms.choice(request.values, code) for code in SIGNALS})


def _plan(request: Request) -> Plan:
    values = request.values
    chosen = ("strength", "influence", "response")
    texts = {name: forms.choice(values, name) or "" for name in chosen}
    by_when = forms.date(values, "by_when")
    return replace(plan_of(texts | forms.typed(values)), by_when=by_when)
