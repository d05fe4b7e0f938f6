"""Verbs: sending a modal off, closing it."""

from typing import Any

from sandbox.basics import DeedError, Json, SlackError
from sandbox.block_kit import check_view
from sandbox.deeds import DONE, Deed
from sandbox.inputs import elements, problems
from sandbox.payloads import interaction, view_json
from sandbox.views import View
from sandbox.world import Parcel

TROUBLE = "We had some trouble connecting. Try again?"


async def submit(deed: Deed) -> Json:
    """The form on top: the client's own checks first, then the app's."""
    view, world, user = deed.view(), deed.world, deed.user
    if view.busy:
        raise DeedError("busy", "This form is on its way already.")
    view.fill(deed.values)
    if found := problems(view.blocks, view.values):
        view.errors = found
        world.changed()
        raise DeedError("invalid_input", "Please check the form.", found)
    view.errors, view.busy = {}, True
    world.changed()
    payload = interaction(
        world, "view_submission", user, trigger_id=world.triggers.issue(user, view.id),
        view=view_json(world, view), response_urls=_response_urls(deed, view),
    )  # fmt: skip
    title = view.body["title"]["text"]
    try:
        answer = await deed.send(Parcel("interactive", "view_submission", payload, title), TROUBLE)
    finally:
        view.busy = False
        world.changed()
    return _follow(deed, view, answer.body)


def _response_urls(deed: Deed, view: View) -> list[Json]:
    urls = []
    for block, element in elements(view.blocks):
        chosen = view.values.get(block["block_id"], {}).get(element["action_id"])
        if element.get("response_url_enabled") and chosen:
            url = deed.world.response_urls.issue(deed.user, chosen)
            urls.append({
                "block_id": block["block_id"], "action_id": element["action_id"],
                "channel_id": chosen, "response_url": url,
            })  # fmt: skip
    return urls


def _follow(deed: Deed, view: View, body: Any) -> Json:
    """Does what the acknowledgement says."""
    said = body if isinstance(body, dict) else {}
    action = said.get("response_action")
    if action is None:
        deed.world.views.close(view)
        deed.world.changed()
        return DONE
    entry = deed.world.traffic.begin("from_bot", "response_action", said, title=str(action))
    try:
        FOLLOW.get(action, _unknown)(deed, view, said)
    except SlackError as error:
        deed.world.traffic.end(entry, error.code, error.answer())
        deed.world.toast(deed.user, TROUBLE)
        raise DeedError("bot_error", TROUBLE) from error
    deed.world.traffic.end(entry, "ok")
    deed.world.changed()
    return {"ok": True, "response_action": action}


def _unknown(deed: Deed, view: View, said: Json) -> None:
    raise SlackError("invalid_arguments", ["[ERROR] unknown response_action"])


def _errors(deed: Deed, view: View, said: Json) -> None:
    inputs = {b["block_id"] for b in view.blocks if b["type"] == "input"}
    found = said.get("errors")
    if not isinstance(found, dict) or not found or found.keys() - inputs:
        raise SlackError("invalid_arguments", ["[ERROR] errors must name input blocks"])
    view.errors = {block_id: str(sentence) for block_id, sentence in found.items()}


def _body(deed: Deed, said: Json, but: View | None) -> Json:
    body = said.get("view")
    check_view(body)
    assert isinstance(body, dict)
    if body["type"] != "modal":
        raise SlackError("invalid_arguments", ["[ERROR] must be a modal view"])
    deed.world.views.check_external(body, but)
    return body


def _update(deed: Deed, view: View, said: Json) -> None:
    view.show(_body(deed, said, view))


def _push(deed: Deed, view: View, said: Json) -> None:
    deed.world.views.push(deed.user, _body(deed, said, None))


def _clear(deed: Deed, view: View, said: Json) -> None:
    deed.world.views.close_all(deed.user)


FOLLOW = {"errors": _errors, "update": _update, "push": _push, "clear": _clear}


async def close(deed: Deed) -> Json:
    """Cancel or the back arrow: this view. `all`, or clear_on_close: the whole stack."""
    view, world = deed.view(), deed.world
    view.fill(deed.values)
    everything = bool(deed.get("all")) or bool(view.body.get("clear_on_close"))
    told = world.views.stack(deed.user)[0] if everything else view
    payload = interaction(
        world, "view_closed", deed.user, view=view_json(world, told), is_cleared=everything
    )
    if everything:
        world.views.close_all(deed.user)
    else:
        world.views.close(view)
    world.changed()
    if told.body.get("notify_on_close"):
        title = told.body["title"]["text"]
        await world.send(Parcel("interactive", "view_closed", payload, title, deed.user))
    return DONE
