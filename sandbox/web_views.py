"""Web API: views.* and blocks.validate"""

import json
from typing import Any

from sandbox.basics import Json, SlackError
from sandbox.block_kit import VIEW_BYTES, block_problems, check_view, view_problems
from sandbox.payloads import view_json
from sandbox.tickets import Trigger
from sandbox.views import View
from sandbox.web_call import Call


def body_of(call: Call, kind: str) -> Json:
    """The view that was sent, checked."""
    call.need("view")
    body = call.parsed("view")
    if len(json.dumps(body, ensure_ascii=False).encode(errors="surrogatepass")) > VIEW_BYTES:
        raise SlackError("view_too_large")
    check_view(body)
    if body["type"] != kind:
        raise SlackError("invalid_arguments", [f"[ERROR] must be a {kind} view"])
    return dict(body)


def answered(call: Call, view: View) -> Json:
    """The answer of every views method."""
    call.world.changed()
    return {"view": view_json(call.world, view)}


def _push(call: Call, trigger: Trigger, body: Json) -> Json:
    call.world.views.check_external(body)
    view = call.world.views.push(trigger.user, body)
    trigger.used = True
    return answered(call, view)


def open_view(call: Call) -> Json:
    """views.open; from inside a modal it goes on top, as views.push."""
    trigger = call.world.triggers.check(call.need("trigger_id"))
    return _push(call, trigger, body_of(call, "modal"))


def push_view(call: Call) -> Json:
    """views.push: only from inside an open modal."""
    trigger = call.world.triggers.check(call.need("trigger_id"))
    body = body_of(call, "modal")
    if trigger.view_id is None or not call.world.views.stack(trigger.user):
        raise SlackError("invalid_trigger_id")
    return _push(call, trigger, body)


def update_view(call: Call) -> Json:
    """views.update, by view_id or external_id, guarded by hash."""
    view = _named(call)
    body = body_of(call, view.kind)
    check_hash(call, view)
    call.world.views.check_external(body, but=view)
    view.show(body)
    return answered(call, view)


def _named(call: Call) -> View:
    if name := call.get("view_id"):
        return call.world.views.find(str(name))
    if name := call.get("external_id"):
        return call.world.views.find_external(str(name))
    raise SlackError("invalid_arguments", ["[ERROR] missing required field: view_id"])


def check_hash(call: Call, view: View | None) -> None:
    """A hash that is not the newest means: somebody else was faster."""
    if view and call.get("hash") not in (None, view.hash):
        raise SlackError("hash_conflict")


def publish(call: Call) -> Json:
    """views.publish"""
    user, app = call.need("user_id"), call.world.app
    if not app.home_enabled:
        raise SlackError("not_enabled")
    call.world.workspace.person(user)
    body = body_of(call, "home")
    home = call.world.views.homes.get(user)
    check_hash(call, home)
    call.world.views.check_external(body, but=home)
    return answered(call, call.world.views.publish(user, body))


def validate(call: Call) -> Json:
    """blocks.validate"""
    problems = _problems(call)
    if not problems:
        return {}
    raise SlackError("invalid_blocks", problems, errors=[_as_error(p) for p in problems])


def _problems(call: Call) -> list[str]:
    if call.get("view"):
        return view_problems(call.parsed("view"))
    message = call.parsed("message") or {}
    blocks: Any = call.parsed("blocks") or message.get("blocks")
    if blocks is None:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: blocks"])
    return block_problems(blocks)


def _as_error(problem: str) -> Json:
    words, _, pointer = problem.removeprefix("[ERROR] ").partition(" [json-pointer:")
    return {"code": "invalid", "message": words, "pointer": pointer.rstrip("]")}
