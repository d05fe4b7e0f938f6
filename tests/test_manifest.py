"""The manifest is one that Slack takes, and asks for exactly what the code uses."""

import ast
import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import handlers
from bot import scopes
from handlers.payloads import Kind
from handlers.router import Routes

ROOT = Path(__file__).parent.parent
Json = dict[str, Any]
METHOD = re.compile(
    r"(?:api|apps|auth|chat|conversations|users|usergroups|views|files|reactions|pins|team)"
    r"(?:\.[a-zA-Z]+)+"
)


def text(least: int, most: int) -> Json:
    return {"type": "string", "minLength": least, "maxLength": most}


def thing(needs: str = "", **parts: Json) -> Json:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": needs.split(),
        "properties": parts,
    }


def many(item: Json, least: int, most: int) -> Json:
    return {"type": "array", "items": item, "minItems": least, "maxItems": most}


SWITCH = {"type": "boolean"}
ADDRESS = {"type": "string", "pattern": "^https?://", "maxLength": 3000}
NAMES = many(text(1, 50), 0, 255) | {"uniqueItems": True}

# The limits of github.com/slackapi/manifest-schema (v0.5.0) for the parts that we use, and none
# other: what is not here is refused, though Slack may know it.
SCHEMA: Json = thing(
    "display_information features oauth_config settings",
    _metadata=thing(major_version={"enum": [1, 2]}, minor_version={"type": "integer"}),
    display_information=thing(
        "name",
        name=text(1, 35),
        description=text(1, 140),
        long_description=text(175, 4000),
        background_color={"type": "string", "pattern": "^#([0-9a-fA-F]{3}){1,2}$"},
    ),
    features=thing(
        app_home=thing(
            home_tab_enabled=SWITCH,
            messages_tab_enabled=SWITCH,
            messages_tab_read_only_enabled=SWITCH,
        ),
        bot_user=thing("display_name", display_name=text(1, 80), always_online=SWITCH),
        slash_commands=many(
            thing(
                "command description",
                command=text(2, 32) | {"pattern": "^/"},
                description=text(1, 2000),
                usage_hint=text(1, 1000),
                should_escape=SWITCH,
                url=ADDRESS,
            ),
            1,
            50,
        ),
        shortcuts=many(
            thing(
                "name type callback_id description",
                name=text(1, 24),
                type={"enum": ["message", "global"]},
                callback_id=text(1, 255),
                description=text(1, 150),
            ),
            1,
            10,
        ),
    ),
    oauth_config=thing(scopes=thing(bot=NAMES, bot_optional=NAMES)),
    settings=thing(
        event_subscriptions=thing(bot_events=NAMES, request_url=ADDRESS),
        interactivity=thing(
            "is_enabled",
            is_enabled=SWITCH,
            request_url=ADDRESS,
            message_menu_options_url=ADDRESS,
        ),
        org_deploy_enabled=SWITCH,
        socket_mode_enabled=SWITCH,
        token_rotation_enabled=SWITCH,
    ),
)


@pytest.fixture
def manifest() -> Json:
    loaded: Json = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    return loaded


def complaints(manifest: Json) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(manifest)]


def methods_called() -> set[str]:
    """Web API methods, as they are named in the code that runs against Slack."""
    files = [*(ROOT / "handlers").glob("*.py"), ROOT / "bot" / "skew.py"]
    return {name for file in files for name in methods_in(file.read_text(encoding="utf-8"))}


def methods_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if METHOD.fullmatch(node.value):
                yield node.value
        elif isinstance(node, ast.Attribute) and node.attr == "apps_connections_open":
            yield "apps.connections.open"


def handled(kind: Kind) -> set[str]:
    routes = Routes()
    handlers.register(routes)
    return set(routes.table[kind])


def granted(manifest: Json) -> set[str]:
    return set(manifest["oauth_config"]["scopes"]["bot"])


def subscribed(manifest: Json) -> set[str]:
    return set(manifest["settings"]["event_subscriptions"]["bot_events"])


def shortcuts(manifest: Json) -> set[str]:
    return {entry["callback_id"] for entry in manifest["features"]["shortcuts"]}


def test_slack_would_take_it(manifest: Json) -> None:
    assert complaints(manifest) == []


def test_it_asks_for_the_scopes_that_the_calls_need_and_no_more(manifest: Json) -> None:
    assert granted(manifest) == scopes.needed()


def test_every_method_that_is_called_has_its_scopes_written_down() -> None:
    assert methods_called() - {"api.test"} <= set(scopes.NEEDED) | set(scopes.IF_GRANTED)


def test_every_method_that_is_written_down_is_called() -> None:
    assert set(scopes.NEEDED) | set(scopes.IF_GRANTED) <= methods_called() | {"api.test"}


def test_it_subscribes_to_the_events_that_are_handled_and_no_more(manifest: Json) -> None:
    assert subscribed(manifest) == handled(Kind.EVENT)


def test_its_shortcuts_are_those_that_are_handled(manifest: Json) -> None:
    assert shortcuts(manifest) == handled(Kind.SHORTCUT)


def test_buttons_and_messages_to_people_are_switched_on(manifest: Json) -> None:
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert manifest["settings"]["interactivity"]["is_enabled"]


def test_the_command_gets_what_was_typed_as_it_was_typed(manifest: Json) -> None:
    [command] = manifest["features"]["slash_commands"]
    assert command["command"] == "/negotiate"
    assert command["should_escape"] is False


# The same, on violations planted on purpose.


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display_information.name", "x" * 36),
        ("display_information.background_color", "teal"),
        ("display_information.long_description", "too short"),
        ("features.shortcuts", [{"name": "x", "type": "message", "callback_id": "y"}]),
        ("features.slash_commands", [{"command": "negotiate", "description": "x"}]),
        ("settings.interactivity", {}),
        ("settings.socket_mode", True),
        ("oauth_config.scopes.bot", ["chat:write", "chat:write"]),
    ],
)
def test_a_planted_mistake_is_found(manifest: Json, path: str, value: Any) -> None:
    broken = copy.deepcopy(manifest)
    *way, last = path.split(".")
    part = broken
    for name in way:
        part = part[name]
    part[last] = value
    assert complaints(broken)


def test_a_planted_scope_event_and_shortcut_are_found(manifest: Json) -> None:
    manifest["oauth_config"]["scopes"]["bot"].append("im:history")
    manifest["settings"]["event_subscriptions"]["bot_events"].append("message.channels")
    manifest["features"]["shortcuts"].append({"callback_id": "burn_this"})
    assert granted(manifest) - scopes.needed() == {"im:history"}
    assert subscribed(manifest) - handled(Kind.EVENT) == {"message.channels"}
    assert shortcuts(manifest) - handled(Kind.SHORTCUT) == {"burn_this"}


def test_a_planted_call_is_found() -> None:
    called = set(methods_in('await self.ask("users.lookupByEmail", email=email)'))
    assert called - set(scopes.NEEDED) == {"users.lookupByEmail"}
