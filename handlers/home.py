"""App Home, and `/negotiate` alone."""

from bot.services import home
from handlers.router import Reply, Request, Routes, Whisper
from handlers.views import home as views


def register(routes: Routes) -> None:
    """Every word, id and event of this noun."""
    routes.word("", overview)
    routes.event("app_home_opened", opened)
    routes.action(views.SHOW, turn)


async def overview(request: Request) -> Reply:
    """My negotiations with their next steps, only to me."""
    return Whisper(views.overview(await request.read(home.cockpit, request.user)))


async def opened(request: Request) -> Reply:
    """Somebody opened the App Home; its other tabs are not ours to draw."""
    if request.event.get("tab") == "home":
        cockpit = await request.read(home.cockpit, request.user)
        await request.publish_home(views.home_tab(cockpit))
    return None


async def turn(request: Request) -> Reply:
    """Another page of the App Home; clicked in a message, the overview."""
    if request.view.get("type") != "home":
        return await overview(request)
    page, kind = (*request.args, "0", views.RUNNING)[:2]
    number = int(page) if page.isdecimal() else 0
    shows_ended = kind == views.ENDED
    cockpit = await request.read(home.cockpit, request.user, number, shows_ended)
    await request.publish_home(views.home_tab(cockpit))
    return None
