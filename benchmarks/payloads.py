"""What people do in Slack, as the bodies that Slack would send."""

import json
from typing import Any
from urllib.parse import urlencode

from .load import UNIQUE

TEAM = "T1"


def help_command(user: str) -> str:
    """`/negotiate help`, typed by a user."""
    return command(user, "help")


def command(user: str, text: str) -> str:
    """`/negotiate` with words after it, typed by a user."""
    return urlencode(
        {
            "token": "unused",
            "team_id": TEAM,
            "team_domain": "example",
            "channel_id": "C1",
            "channel_name": "deal",
            "user_id": user,
            "user_name": user.lower(),
            "command": "/negotiate",
            "text": text,
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "response_url": f"http://127.0.0.1:9/commands/{UNIQUE}",
            "trigger_id": f"1.2.{UNIQUE}",
        }
    )


def click(user: str, message: dict[str, Any], action: dict[str, Any], reply_to: str) -> str:
    """A click on a button of a posted message."""
    return urlencode({"payload": json.dumps(_interaction(user, message, action, reply_to))})


def submission(user: str, callback_id: str, chosen: dict[str, str]) -> str:
    """A form sent off, its menus as they were chosen."""
    state = {
        name: {"value": {"type": "static_select", "selected_option": {"value": value}}}
        for name, value in chosen.items()
    }
    payload = {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "example"},
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
        "api_app_id": "A1",
        "token": "unused",
        "trigger_id": f"1.2.{UNIQUE}",
        "view": {
            "id": f"V{UNIQUE}",
            "team_id": TEAM,
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": "",
            "hash": UNIQUE,
            "state": {"values": state},
        },
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }
    return urlencode({"payload": json.dumps(payload)})


def _interaction(
    user: str, message: dict[str, Any], action: dict[str, Any], reply_to: str
) -> dict[str, Any]:
    channel, stamp = message["channel"], message["ts"]
    return {
        "type": "block_actions",
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
        "api_app_id": "A1",
        "token": "unused",
        "container": {
            "type": "message",
            "message_ts": stamp,
            "channel_id": channel,
            "is_ephemeral": False,
        },
        "trigger_id": f"1.2.{UNIQUE}",
        "team": {"id": TEAM, "domain": "example"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "deal"},
        "message": _shown(message),
        "state": {"values": {}},
        "response_url": reply_to,
        "actions": [{**action, "action_ts": UNIQUE}],
    }


def _shown(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "bot_id": "B1",
        "type": "message",
        "user": "UBOT",
        "team": TEAM,
        "ts": message["ts"],
        "text": message.get("text", ""),
        "blocks": blocks(message),
    }


def blocks(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a posted message, which may have travelled as a string."""
    given = message.get("blocks", [])
    return list(json.loads(given)) if isinstance(given, str) else list(given)


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button of a message, as the action that a click on it sends."""
    elements = (
        (block, element)
        for block in blocks(message)
        for element in [*block.get("elements", ()), block.get("accessory", {})]
    )
    return [
        {
            "type": "button",
            "block_id": block.get("block_id", "b"),
            "action_id": element["action_id"],
            "text": element["text"],
            "value": element.get("value", ""),
        }
        for block, element in elements
        if element.get("type") == "button"
    ]
