"""Stories read well: what people see, name, and cannot do."""

import ast
import sys
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import MovableClock
from sandbox.driver import Actor
from sandbox.filling import NotThere
from sandbox.reading import plain as read_plain
from sandbox.seed import crowd
from sandbox.server import Sandbox
from tests.sandbox.bots import MANIFEST, TEXT, Bot, button, field, modal, section, trigger
from tests.sandbox.laws import bars, fields, header, mrkdwn, rich


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*3* of _7_", "3 of 7"),
        ("hi <@U0TOMAS>, see <#C0GENERAL>", "hi @Tomás, see #general"),
        ("<https://x.example|the page> &amp; &lt;more&gt;", "the page & <more>"),
        ("<!date^1795435200^{date}|noon UTC>", "noon UTC"),
        ("<!channel> snake_case_name", "@channel snake_case_name"),
    ],
)
def test_mrkdwn_reads_as_people_see_it(sandbox: Sandbox, text: str, shown: str) -> None:
    assert read_plain(sandbox.world.workspace, text) == shown


async def test_all_that_is_written_in_blocks_is_seen(maya: Actor, client: AsyncWebClient) -> None:
    user = {"type": "user", "user_id": "U0TOMAS"}
    words = [{"type": "text", "text": "asked "}, user]
    blocks = [
        header("The head"),
        fields(mrkdwn("*Left*"), mrkdwn("right")),
        rich({"type": "rich_text_section", "elements": words}),
        bars("A", "B"),
        section("row", accessory=button("Press", "secret_id", value="secret value")),
    ]
    await client.chat_postMessage(channel="C0GENERAL", text="never shown", blocks=blocks)
    seen = maya.reads("general")[-1]
    for part in ("The head", "Left right", "@Tomás", "Votes", "Press", "row"):
        assert part in seen.text
    for part in ("never shown", "secret"):
        assert part not in seen.text
    assert seen.buttons() == ["Press"]


async def test_people_see_their_channel_their_dm_and_their_home_only(
    sandbox: Sandbox, maya: Actor, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="U0MAYA", text="a calm word")
    await client.chat_postMessage(channel="C0TEAM", text="to the team")
    assert maya.sees("a calm word")
    assert not maya.sees("to the team")
    await maya.opens("supplier-talks")
    assert maya.sees("to the team")
    assert not sandbox.person("tomas").sees("a calm word")
    await maya.does("remove", channel="C0TEAM", who="U0MAYA")
    assert not maya.sees("to the team")


async def test_the_newest_button_is_clicked_and_rows_can_be_named(
    maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    place: dict[str, Any] = {"channel": "C0GENERAL", "text": "x"}
    for name in ("old", "new"):
        rows = [section(f"{name} poll"), {"type": "actions", "elements": [button("Vote", "go")]}]
        await client.chat_postMessage(**place, blocks=rows)
    await maya.clicks("Vote")
    assert "new" in bot.last["message"]["blocks"][0]["text"]["text"]
    await maya.clicks("Vote", within="old poll")
    assert "old" in bot.last["message"]["blocks"][0]["text"]["text"]
    await client.chat_postMessage(channel="U0MAYA", text="x", blocks=rows)
    await maya.clicks("Vote", within="general")
    assert bot.last["channel"]["name"] == "general"
    await maya.clicks("Vote", within="dm")
    assert bot.last["channel"]["name"] == "directmessage"


async def test_what_a_story_names_must_be_there(maya: Actor) -> None:
    for attempt in (maya.clicks("Nothing"), maya.submits(), maya.fills({"X": "y"})):
        with pytest.raises(NotThere):
            await attempt


async def test_a_clock_that_stands_still_still_gives_every_message_its_own_ts() -> None:
    clock = MovableClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    async with Sandbox.started(MANIFEST, clock=clock) as sandbox:
        client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url)
        sent = [await client.chat_postMessage(channel="C0GENERAL", text="x") for _ in range(3)]
    stamps = [str(one["ts"]) for one in sent]
    assert stamps == sorted(set(stamps))
    assert stamps[0] == f"{int(clock.now().timestamp())}.000000"


async def test_a_crowd_can_be_seeded() -> None:
    async with Sandbox.started(MANIFEST, seed=crowd(500)) as sandbox:
        assert sandbox.person("U500").sees("") is True
        assert len(sandbox.world.workspace.channels["C0GENERAL"].members) == 507


async def test_files_chosen_in_a_form_reach_the_bot(
    sandbox: Sandbox, maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    name = await trigger(maya, bot)
    view = modal(field("proof", "Proof", {"type": "file_input"}))
    await client.views_open(trigger_id=name, view=view)
    await maya.fills({"Proof": [maya.uploads("a.txt", b"words")]})
    await maya.submits()
    (file,) = bot.last["view"]["state"]["values"]["proof"]["value"]["files"]
    assert (file["name"], file["size"]) == ("a.txt", 5)


def test_the_sandbox_stands_on_aiohttp_alone() -> None:
    allowed = {"aiohttp", "sandbox", *sys.stdlib_module_names}
    for path in Path(__file__).parents[2].glob("sandbox/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
            assert {name.split(".")[0] for name in names} <= allowed, path


async def test_words_that_no_encoding_likes_go_through(
    sandbox: Sandbox, maya: Actor, bot: Bot, client: AsyncWebClient
) -> None:
    nasty = "\ud800 \x00 \u202e <!channel> & 👩‍👩‍👧"
    await maya.runs(f"/lunch {nasty}")
    assert bot.last["text"] == nasty
    await maya.says(nasty)
    view = modal(field("place", "Where?", TEXT))
    await client.views_open(trigger_id=bot.last["trigger_id"], view=view)
    await maya.fills({"Where?": nasty})
    await maya.submits()
    assert bot.last["view"]["state"]["values"]["place"]["value"]["value"] == nasty
    await client.chat_postMessage(channel="C0GENERAL", text=nasty, blocks=[section(nasty)])


async def test_the_date_header_can_be_wrong(sandbox: Sandbox, client: AsyncWebClient) -> None:
    right = parsedate_to_datetime((await client.auth_test()).headers["Date"])
    sandbox.world.skew = -600
    wrong = parsedate_to_datetime((await client.auth_test()).headers["Date"])
    assert 590 < (right - wrong).total_seconds() < 610
