"""What happens to the workspace itself: the app is removed, or its token revoked."""

from handlers.router import Reply, Request, Routes


def register(routes: Routes) -> None:
    """Both events come, in either order."""
    routes.event("app_uninstalled", leave)
    routes.event("tokens_revoked", revoked)


async def leave(request: Request) -> Reply:
    """Say nothing more for this workspace; its records are kept until it comes back."""
    await request.parley.database.pause(request.tenant, request.id)
    return None


async def revoked(request: Request) -> Reply:
    """The same, if it was the bot's token and not some person's."""
    tokens = request.event.get("tokens") or {}
    return await leave(request) if tokens.get("bot") else None
