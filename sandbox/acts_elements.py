"""Verbs: buttons, selects, dates, ticks, typing that reports at once, options from the app."""

from typing import Any

from sandbox.basics import DeedError, Json
from sandbox.block_elements import GROUP, OPTION
from sandbox.deeds import DONE, Deed, Surface, surface
from sandbox.inputs import element_state, find, possible
from sandbox.payloads import (
    action_ts,
    channel_ref,
    file_json,
    interaction,
    message_json,
    state_of,
    view_json,
)
from sandbox.shapes import Walk, many
from sandbox.world import Parcel

TROUBLE = "This app did not respond. Try again?"
BUTTONS = {"button", "workflow_button", "icon_button", "feedback_buttons"}
TEXTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
PRESSED = {"enter": "on_enter_pressed", "character": "on_character_entered"}
SHORTEST_QUERY = 3


def element_of(deed: Deed, place: Surface) -> tuple[Json, Json]:
    """The element a deed names, with its block."""
    found = find(place.blocks, deed.need("block_id"), deed.need("action_id"))
    if found is None:
        raise DeedError("not_there", "This is not there any more.")
    return found


def context(deed: Deed, place: Surface) -> Json:
    """Where it happened, as interactions tell it."""
    if place.view:
        return {
            "container": {"type": "view", "view_id": place.view.id},
            "view": view_json(deed.world, place.view),
        }
    return _message_context(deed, place)


def _message_context(deed: Deed, place: Surface) -> Json:
    message = place.message
    assert message is not None
    channel = deed.world.workspace.channels[message.channel]
    private = message.ephemeral_to is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": private,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    # Slack does not send the content of ephemeral messages back.
    shown = {} if private else {"message": message_json(deed.world, message)}
    return {"container": container, "channel": channel_ref(channel), **shown}


async def _act(deed: Deed, place: Surface, action: Json) -> Json:
    """Sends block_actions."""
    world, user = deed.world, deed.person.id
    if not world.app.interactive:
        raise DeedError("not_interactive", "This app has interactivity turned off.")
    more = context(deed, place)
    if place.message:
        ts, thread = place.message.ts, place.message.thread_ts
        more["response_url"] = world.response_urls.issue(user, place.message.channel, ts, thread)
        more["state"] = state_of(world, place.blocks, place.values)
    # A modal's trigger may push; that of a Home opens a new stack.
    modal = place.view.id if place.view and place.view.kind == "modal" else None
    payload = interaction(
        world, "block_actions", user, trigger_id=world.triggers.issue(user, modal),
        actions=[action], **more,
    )  # fmt: skip
    title = str((action.get("text") or {}).get("text") or action["action_id"])
    await deed.send(Parcel("interactive", "block_actions", payload, title), TROUBLE)
    return DONE


def _named(block: Json, element: Json, **more: Any) -> Json:
    return {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        **more,
        "action_ts": action_ts(),
    }


async def click(deed: Deed) -> Json:
    """A button."""
    place = surface(deed)
    block, button = element_of(deed, place)
    if button["type"] not in BUTTONS:
        raise DeedError("not_a_button", "This is not a button.")
    said = {k: button[k] for k in ("text", "value", "url", "style", "confirm") if k in button}
    return await _act(deed, place, _named(block, button, **said))


async def choose(deed: Deed) -> Json:
    """Any element that reports a choice at once."""
    place, value = surface(deed), deed.body.get("value")
    block, element = element_of(deed, place)
    if element["type"] in TEXTS | BUTTONS:
        raise DeedError("not_a_choice", "There is nothing to choose here.")
    return await _report(deed, place, block, element, value)


async def _report(deed: Deed, place: Surface, block: Json, element: Json, value: Any) -> Json:
    """Takes over the value; reports it unless it only waits in a form."""
    if not possible(element, value):
        raise DeedError("no_such_option", "This cannot be chosen here.")
    if element["type"] != "overflow":
        at = place.values.setdefault(block["block_id"], {})
        at[element["action_id"]] = value
    if block["type"] == "input" and not block.get("dispatch_action"):
        return {"ok": True, "sent": False}
    files = deed.world.workspace.files
    state = element_state(element, value, lambda f: file_json(deed.world, files[f]))
    del state["type"]
    return await _act(deed, place, _named(block, element, **state))


async def type_text(deed: Deed) -> Json:
    """Typing in an input with dispatch_action; only the asked-for keystrokes are reported."""
    place = surface(deed)
    block, element = element_of(deed, place)
    config = element.get("dispatch_action_config") or {}
    wanted = config.get("trigger_actions_on") or ["on_enter_pressed"]
    if not block.get("dispatch_action") or PRESSED.get(deed.get("how", "enter")) not in wanted:
        at = place.values.setdefault(block["block_id"], {})
        at[element["action_id"]] = deed.get("value")
        return {"ok": True, "sent": False}
    return await _report(deed, place, block, element, deed.get("value"))


async def options(deed: Deed) -> Json:
    """Asks the app for the options of an external select."""
    place, query = surface(deed), str(deed.get("query", ""))
    block, element = element_of(deed, place)
    if len(query) < element.get("min_query_length", SHORTEST_QUERY):
        return {"ok": True, "options": []}
    payload = interaction(
        deed.world, "block_suggestion", deed.person.id, block_id=block["block_id"],
        action_id=element["action_id"], value=query, **context(deed, place),
    )  # fmt: skip
    parcel = Parcel("interactive", "block_suggestion", payload, query)
    answer = await deed.send(parcel, "The options could not be loaded.")
    return _offered(answer.body)


def _offered(body: Any) -> Json:
    given = body if isinstance(body, dict) else {}
    walk = Walk("V")
    rules = {"options": many(OPTION, 0, 100), "option_groups": many(GROUP, 0, 100)}
    for key, rule in rules.items():
        if key in given:
            rule(given[key], f"/{key}", walk)
    if walk.problems or not rules.keys() & given.keys():
        raise DeedError("bot_error", "The options could not be loaded.")
    return {"ok": True, **{key: given[key] for key in rules if key in given}}
