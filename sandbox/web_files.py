"""Web API: files.getUploadURLExternal, the upload itself, files.completeUploadExternal"""

import mimetypes
from typing import Any

from sandbox.basics import Json, SlackError, new_id
from sandbox.models import File
from sandbox.payloads import file_json
from sandbox.web_call import Call
from sandbox.web_chat import check_may_post, thread
from sandbox.world import World


def add_file(world: World, name: str, user: str) -> File:
    """A file without content yet."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = File(new_id("F"), name, user, mimetype=kind)
    world.workspace.files[file.id] = file
    return file


def upload_url(call: Call) -> Json:
    """files.getUploadURLExternal"""
    name, length = call.need("filename"), int(call.need("length"))
    if length <= 0:
        raise SlackError("invalid_arguments", ["[ERROR] length must be more than 0"])
    file = add_file(call.world, name, call.world.app.bot_user)
    file.expected = length
    base = call.world.response_urls.base
    return {"upload_url": f"{base}/upload/{file.id}", "file_id": file.id}


def complete(call: Call) -> Json:
    """files.completeUploadExternal: shares what was uploaded."""
    files = [_finished(call, one) for one in _listed(call)]
    if call.get("channel_id") or call.get("channels"):
        _share(call, files)
    return {"files": [file_json(call.world, f) for f in files]}


def _listed(call: Call) -> list[Any]:
    files = call.parsed("files")
    if not isinstance(files, list) or not files:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    return files


def _finished(call: Call, one: Any) -> File:
    file = call.world.workspace.files.get(str(one.get("id")) if isinstance(one, dict) else "")
    if file is None or not file.content:
        raise SlackError("file_not_found")
    file.title, file.complete = one.get("title") or file.name, True
    return file


def _share(call: Call, files: list[File]) -> None:
    call.params["channel"] = call.get("channel_id") or str(call.get("channels")).split(",")[0]
    channel = call.channel()
    check_may_post(call, channel)
    call.world.workspace.post(
        channel.id,
        call.world.app.bot_user,
        text=str(call.get("initial_comment", "")),
        files=[f.id for f in files],
        by_bot=True,
        **thread(call, channel),
    )
