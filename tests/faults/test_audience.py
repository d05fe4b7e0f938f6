"""Whatever Parley posts in a channel passes the audience guard when it is sent."""

import ast
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import handlers
from bot.clock import MovableClock
from bot.domain.audience import NOT_FOR_CHANNELS, SHARED_OUTSIDE, Content
from bot.domain.outbox import State
from handlers.speaking import Speaker, Speakers
from storage.database import Database
from tests.fakeslack import Fault
from tests.faults.outbox import World, hello, world

ROOT = Path(__file__).parents[2]
INSIDE = {"is_member": True, "is_ext_shared": False, "is_pending_ext_shared": False}
SHARED = INSIDE | {"is_ext_shared": True}
PENDING = INSIDE | {"is_pending_ext_shared": True}
UNSAID = {"is_member": True}


def voiced() -> dict[str, Speaker]:
    """Every speaker of the program, saying one harmless thing."""
    speakers = Speakers()
    handlers.voice(speakers)
    found = {kind: speakers.of(kind) for kind in speakers.kinds()}
    return {kind: speaker for kind, speaker in found.items() if speaker and not speaker.edits}


@pytest.fixture
async def outbox(database: Database, clock: MovableClock) -> AsyncIterator[World]:
    async with world(database, clock) as made:
        yield made


async def sent_to(outbox: World, speaker: Speaker, channel: dict[str, Any]) -> tuple[bool, str]:
    """Whether it stands in such a channel, and the code with which it was stopped."""
    outbox.fake.answers["conversations.info"] = {"channel": channel}
    serial = str(len(outbox.speakers.kinds()))
    outbox.speakers.say(f"kind{serial}", replace(speaker, render=hello, sent=None, failed=None))
    await outbox.promise(f"row{serial}", kind=f"kind{serial}")
    await outbox.deliver()
    row = await outbox.look(f"row{serial}")
    return row.state is State.SENT, row.error_code or ""


EXPECTED = {
    Content.PERSONAL: (False, NOT_FOR_CHANNELS),
    Content.INTERNAL: (False, SHARED_OUTSIDE),
    Content.POLL: (True, ""),
    Content.HARMLESS: (True, ""),
}


# What each of them says in channels; all others speak to one person.
IN_CHANNELS = {
    "brief.post": Content.INTERNAL,
    "decisions.told": Content.INTERNAL,
    "updates.post": Content.INTERNAL,
    "updates.copy": Content.INTERNAL,
    "questions.reply": Content.INTERNAL,
    "feedback.post": Content.INTERNAL,
    "polls.post": Content.POLL,
    "polls.result": Content.POLL,
    "polls.plain_result": Content.POLL,
}


async def let_through(outbox: World, speakers: dict[str, Speaker]) -> dict[str, tuple[bool, str]]:
    """Which of the speakers were heard where they should not, or the reverse."""
    wrong = {}
    for kind, speaker in speakers.items():
        for channel in (SHARED, PENDING, UNSAID):
            found = await sent_to(outbox, speaker, channel)
            if found != EXPECTED[speaker.holds]:
                wrong[kind] = found
    return wrong


async def test_no_speaker_says_anything_internal_where_others_read_along(outbox: World) -> None:
    assert await let_through(outbox, voiced()) == {}


def test_what_is_said_in_channels_is_listed() -> None:
    said = {kind: speaker.holds for kind, speaker in voiced().items()}
    assert {k: holds for k, holds in said.items() if holds is not Content.PERSONAL} == IN_CHANNELS


async def test_what_is_internal_is_said_among_ourselves_and_costs_one_look(outbox: World) -> None:
    speaker = Speaker(hello, holds=Content.INTERNAL)
    assert await sent_to(outbox, speaker, INSIDE) == (True, "")
    assert len(outbox.fake.called("conversations.info")) == 1


async def test_polls_and_direct_messages_cost_no_look(outbox: World) -> None:
    await sent_to(outbox, Speaker(hello, holds=Content.POLL), INSIDE)
    await outbox.promise("dm", "U1")
    await outbox.deliver()
    assert outbox.fake.called("conversations.info") == []


async def test_a_redrawing_costs_no_look(outbox: World) -> None:
    drawn = Speaker(hello, edits=lambda *_: ("C7", "1.5"), holds=Content.INTERNAL)
    outbox.speakers.say("repaint", drawn)
    await outbox.promise("row", "C7", "repaint")
    await outbox.deliver()
    assert outbox.fake.called("conversations.info") == []


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("missing_scope", State.FAILED),
        ("429:7", State.PENDING),
        ("channel_not_found", State.FAILED),
    ],
)
async def test_when_slack_does_not_tell_about_the_channel_nothing_internal_is_said(
    outbox: World, code: str, state: State
) -> None:
    outbox.fake.fail(*[Fault(code)] * 3, method="conversations.info")
    outbox.speakers.say("brief", Speaker(hello, holds=Content.INTERNAL))
    await outbox.promise("row", kind="brief")
    await outbox.deliver()
    assert (await outbox.look("row")).state is state
    assert outbox.fake.posts == []


def test_who_may_be_stopped_tells_somebody() -> None:
    mute = [k for k, s in voiced().items() if s.holds is Content.INTERNAL and s.failed is None]
    assert mute == []
    assert sum(s.holds is Content.INTERNAL for s in voiced().values()) >= 2


# Nothing goes past the sender.


def posts(source: str) -> Iterator[str]:
    """To whom a module posts by itself."""
    for node in ast.walk(ast.parse(source)):
        called = node.func if isinstance(node, ast.Call) else None
        if (
            isinstance(called, ast.Attribute)
            and called.attr == "post"
            and "slack" in ast.unparse(called.value)
        ):
            yield ast.unparse(node.args[0])


def test_handlers_post_by_themselves_to_the_asker_only() -> None:
    files = [p for p in (ROOT / "handlers").glob("*.py") if p.stem != "delivery"]
    found = {to for path in files for to in posts(path.read_text("utf-8"))}
    assert found == {"request.user", "self.user"}


# The same, on violations planted on purpose.


async def test_a_planted_speaker_that_says_nothing_of_its_content_is_stopped(
    outbox: World,
) -> None:
    assert await sent_to(outbox, Speaker(hello), INSIDE) == (False, NOT_FOR_CHANNELS)


async def test_a_brief_that_goes_past_the_guard_is_found(
    outbox: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = voiced()["brief.post"]
    monkeypatch.setattr("handlers.audience.refusal", lambda *_: None)
    assert await let_through(outbox, {"brief.post": brief}) == {"brief.post": (True, "")}


def test_a_planted_post_past_the_sender_is_found() -> None:
    assert list(posts("async def f(): await self.parley.slack.post(poll.channel, said)")) == [
        "poll.channel"
    ]
