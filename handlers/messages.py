"""A rendered message as the arguments of Slack's methods, with its id hidden in a block."""

from collections.abc import Mapping
from typing import Any

from handlers.views import walker
from handlers.views.kit import Speech

_LONGEST_SECTION = 3000


def message(speech: Speech, message_id: str = "") -> dict[str, Any]:
    """The arguments that chat.postMessage, chat.update and response_urls share."""
    arguments = dict(speech.to_dict())
    if message_id:
        arguments |= {"blocks": marked(speech, message_id)}
    return arguments


def mark_of(message_id: str) -> str:
    """The block_id that tells one message of ours from all others."""
    return f"m{message_id}"


def marked(speech: Speech, message_id: str) -> list[Mapping[str, Any]]:
    """The blocks, one of them bearing the message's mark; plain text becomes a section."""
    blocks: list[Mapping[str, Any]] = list(speech.blocks)
    if not blocks and len(speech.text) <= _LONGEST_SECTION:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": speech.text}}]
    if blocks:
        free = (place for place, block in enumerate(blocks) if "block_id" not in block)
        place = next(free, 0)
        blocks[place] = {**blocks[place], "block_id": mark_of(message_id)}
    return blocks


def bears(posted: Mapping[str, Any], message_id: str) -> bool:
    """Whether a message read from Slack bears this mark."""
    mark = mark_of(message_id)
    return any(block.get("block_id") == mark for block in posted.get("blocks") or ())


def complaints(payload: Mapping[str, Any]) -> str:
    """Where a message or view breaks Slack's limits; places only, never what somebody wrote."""
    return ", ".join(problem.partition(":")[0] for problem in walker.problems(payload)[:5])
