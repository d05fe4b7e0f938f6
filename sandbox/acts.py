"""The verbs: one table behind the page in the browser and the test driver."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox import acts_elements, acts_modals, acts_places, acts_talk
from sandbox.basics import DeedError, Json, SlackError
from sandbox.deeds import Deed
from sandbox.world import World

VERBS: Mapping[str, Callable[[Deed], Awaitable[Json]]] = {
    "run": acts_talk.run,
    "say": acts_talk.say,
    "message_shortcut": acts_talk.message_shortcut,
    "global_shortcut": acts_talk.global_shortcut,
    "click": acts_elements.click,
    "choose": acts_elements.choose,
    "type": acts_elements.type_text,
    "options": acts_elements.options,
    "submit": acts_modals.submit,
    "close": acts_modals.close,
    "open_home": acts_places.open_home,
    "open_channel": acts_places.open_channel,
    "open_dm": acts_places.open_dm,
    "dismiss": acts_places.dismiss,
    "join": acts_places.join,
    "leave": acts_places.leave,
    "invite": acts_places.invite,
    "remove": acts_places.remove,
    "archive": acts_places.archive,
    "unarchive": acts_places.unarchive,
    "create_channel": acts_places.create_channel,
    "deactivate": acts_places.deactivate,
    "uninstall": acts_places.uninstall,
}


async def perform(world: World, verb: str, body: Any) -> Json:
    """Does one deed; the answer is that of POST /sandbox/act/<verb>."""
    try:
        if verb not in VERBS or not isinstance(body, dict):
            raise DeedError("invalid_arguments", f"There is no verb {verb}.")
        with world.activity:
            deed = Deed(world, body)
            deed.person  # noqa: B018 - refuses those who cannot act
            return await VERBS[verb](deed)
    except DeedError as refused:
        return refused.answer()
    except SlackError as error:
        return {"ok": False, "error": error.code, "message": error.code.replace("_", " ")}
