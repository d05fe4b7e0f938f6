"""The involvement map beneath a colleague's or a part's page, redrawn when something is saved."""

from bot.services import involvement
from bot.services.involvement import MapPage
from handlers.beneath import carried_by, redraw
from handlers.replies import View
from handlers.request import Request
from handlers.views import involvement as views


async def back_to_map(request: Request, page: MapPage, gone: View) -> None:
    """`gone` in place of what was taken off, and the map beneath without it; else the map."""
    carried = carried_by(request)
    map_beneath = carried.pop(views.MAP, None)
    if map_beneath is None:
        await request.update(views.page(page, carried))
        return
    await request.update(gone)
    request.later(redraw(request, map_beneath, views.page(page, carried)))


async def redraw_map(request: Request, record: str) -> None:
    """The map beneath, if there is one, as it is now."""
    carried = carried_by(request)
    if map_beneath := carried.pop(views.MAP, None):
        page = await request.read(involvement.page, request.user, record)
        request.later(redraw(request, map_beneath, views.page(page, carried)))
