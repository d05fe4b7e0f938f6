"""What lies beneath a modal, and how it is redrawn when something is saved on top of it.

Slack stacks at most three modals and tells a pushed one nothing of those beneath. So a form carries
the ids of the pages under it: `page`, a record's page, `book`, a prep workbook, and `register`, a
register of resistance. A case is `case`, an involvement map is `map`, and
the page of updates `updates`.
"""

import contextlib

from bot.domain.errors import ParleyError
from bot.services import home, negotiations
from handlers.replies import View
from handlers.request import Request
from handlers.views import home as home_views
from handlers.views import negotiations as views
from handlers.views.cases import OPEN as CASE_PAGE
from handlers.views.involvement import MAP
from handlers.views.involvement import OPEN as MAP_PAGE
from handlers.views.prep import OPEN as WORKBOOK
from handlers.views.resistance import OPEN as REGISTER_PAGE
from handlers.views.resistance import REGISTER
from handlers.views.updates import OPEN as UPDATES_PAGE

PAGE = "page"
BOOK = "book"
CASE = "case"
UPDATES = "updates"

_PAGES = {
    views.OPEN: PAGE,
    WORKBOOK: BOOK,
    REGISTER_PAGE: REGISTER,
    CASE_PAGE: CASE,
    MAP_PAGE: MAP,
    UPDATES_PAGE: UPDATES,
}


def beneath(request: Request) -> dict[str, str]:
    """The ids that a view opened by this request carries."""
    if not request.is_in_modal:
        return {}
    carried = carried_by(request)
    name = _PAGES.get(str(request.view.get("callback_id")).partition(":")[0])
    # Over three views there is no fourth: the new one takes the place of the one clicked in.
    if name and not _is_full(request):
        carried[name] = str(request.view.get("id"))
    return carried


def carried_by(request: Request) -> dict[str, str]:
    """The ids that the view of this request carries."""
    return {name: request.metadata[name] for name in _PAGES.values() if name in request.metadata}


def refresh(request: Request, negotiation: str) -> None:
    """After the acknowledgement: redraw the record's page beneath, and the App Home."""
    request.later(_refresh(request, negotiation))


async def redraw(request: Request, view_id: str, view: View) -> None:
    """Redraw a view beneath; one that was closed meanwhile needs no redrawing."""
    with contextlib.suppress(ParleyError):
        await request.update(view, view_id)


async def _refresh(request: Request, negotiation: str) -> None:
    with contextlib.suppress(ParleyError):
        if page := request.metadata.get(PAGE):
            shown = await request.read(negotiations.page, request.user, negotiation)
            await request.update(views.page(shown), page)
    with contextlib.suppress(ParleyError):
        cockpit = await request.read(home.cockpit, request.user)
        await request.publish_home(home_views.home_tab(cockpit))


def _is_full(request: Request) -> bool:
    below = request.view.get("previous_view_id")
    return bool(below) and below != request.view.get("root_view_id")
