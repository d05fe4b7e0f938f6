"""The decision log: list, search, filter, turn, and a file of what was found."""

from bot.services import decision_exports, decision_log
from bot.services.decision_log import Wanted
from handlers import forms
from handlers.decision_files import deliver
from handlers.router import Reply, Request, Routes, Update, View
from handlers.views import decision_files as files
from handlers.views import decision_log as views
from handlers.views.decisions import MARKDOWN


def register(routes: Routes) -> None:
    """Every word and id of the log."""
    routes.word("decisions", show_log)
    routes.action(views.LIST, show_log)
    routes.submit(views.SEARCH, search)
    routes.action(views.TURN, turn)
    routes.action(views.EXPORT, export)


async def show_log(request: Request) -> Reply:
    """The log; `/negotiate decisions some words` searches at once."""
    await request.show(await _log(request, Wanted(request.text)))
    return None


async def search(request: Request) -> Reply:
    return Update(await _log(request, _wanted(request)))


async def turn(request: Request) -> Reply:
    """Another page of what was found."""
    number = int(request.args[0]) if request.args[0].isdecimal() else 0
    await request.update(await _log(request, _wanted(request), number))
    return None


async def export(request: Request) -> Reply:
    """All that was found, as a file in the asker's DM."""
    wanted, kind = _wanted(request), (*request.args, MARKDOWN)[0]
    found = await request.write(decision_exports.many, request.user, wanted)
    note = await deliver(request, found, kind) if found.chains else files.NONE
    await request.update(await _log(request, wanted, note=note))
    return None


async def _log(request: Request, wanted: Wanted, page: int = 0, note: str = "") -> View:
    found = await request.read(decision_log.overview, request.user, wanted, page)
    return views.log(found, wanted, note)


def _wanted(request: Request) -> Wanted:
    record = forms.choice(request.values, "record") or views.ALL
    words = forms.text(request.values, "words")
    return Wanted(words, "" if record == views.ALL else record)
