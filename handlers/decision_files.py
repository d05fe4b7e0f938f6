"""Decisions as files, in the DM of the person who asked."""

from bot.services import decision_exports, decisions
from bot.services.decision_exports import Export
from handlers.beneath import carried_by
from handlers.files import by_dm
from handlers.router import Reply, Request, Routes
from handlers.views import decision_files as views
from handlers.views import decisions as pages
from handlers.views.notices import FILE_NOT_SENT, FILE_SENT


def register(routes: Routes) -> None:
    """Every id of these files."""
    routes.action(pages.FILE, as_file)


async def as_file(request: Request) -> Reply:
    """One decision; what only its leader may read opens as text to be copied."""
    decision, kind = (*request.args, pages.MARKDOWN)[:2]
    export = await request.write(decision_exports.one, request.user, decision)
    if export.is_window:
        await request.show(views.window(export, await _names(request, export)))
        return None
    note = await deliver(request, export, kind)
    shown = await request.read(decisions.page, request.user, decision)
    await request.update(pages.page(shown, note=note, carried=carried_by(request)))
    return None


async def deliver(request: Request, export: Export, kind: str) -> str:
    """Put the file under a message in the asker's DM; what is to be said of it."""
    text = views.text_of(export, kind, await _names(request, export))
    name = views.FILE_NAMES.get(kind, views.FILE_NAMES[pages.MARKDOWN])
    is_there = await by_dm(request, views.file_note(export), name, text)
    return FILE_SENT if is_there else FILE_NOT_SENT


async def _names(request: Request, export: Export) -> dict[str, str]:
    people = await request.parley.slack.people(export.people)
    return {person.id: person.name for person in people if person.name}
