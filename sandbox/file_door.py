"""Files in and out: uploads by people and by the app, downloads, the page itself."""

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from sandbox.web_files import add_file
from sandbox.world import World

UI = Path(__file__).parent / "ui"
FRESH = {"Cache-Control": "no-store"}


@dataclass
class FileDoor:
    """Everything that carries the content of files."""

    world: World

    async def upload(self, request: web.Request) -> web.Response:
        """POST /sandbox/upload, for file inputs"""
        name, user = request.query.get("name"), request.query.get("user", "")
        if not name or user not in self.world.workspace.people:
            raise web.HTTPBadRequest(text="name and user are needed")
        file = add_file(self.world, name, user)
        file.content, file.complete = await request.read(), True
        return web.json_response({"ok": True, "id": file.id})

    async def receive(self, request: web.Request) -> web.Response:
        """POST /upload/<file id>: what the app sends after files.getUploadURLExternal"""
        file = self.world.workspace.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        file.content = await _content(request)
        return web.Response(text=f"OK - {len(file.content)}")

    async def download(self, request: web.Request) -> web.Response:
        """GET /files/<file id>/<name>"""
        file = self.world.workspace.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.mimetype)

    async def page(self, request: web.Request) -> web.StreamResponse:
        """GET /, and every file of the page"""
        found = (UI / (request.match_info.get("path") or "index.html")).resolve()
        if not found.is_relative_to(UI) or not found.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(found, headers=FRESH)


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    parts = (await request.post()).values()
    return b"".join(p.file.read() for p in parts if isinstance(p, web.FileField))
