"""What people can type, and what only a broken client could send, in every field of every form."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

import handlers
from handlers.payloads import Kind
from handlers.router import Routes
from sandbox.basics import Json
from tests.faults.acts import ROWS
from tests.faults.courier import Act, Courier, Said
from tests.faults.drawn import answers, drawn, inputs, is_typed, metadata_of, submission, texts
from tests.faults.stored import planted
from tests.faults.things import LEADER, VOTER, Things

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("stage", ["http"], indirect=True, scope="module"),
]

FAMILY = "👨‍👩‍👧‍👦"
NASTY = {
    "everybody": "<!channel> <!here> <!everyone>",
    "mention": "<@U0EVIL> <#C0EVIL> <!subteam^S0EVIL>",
    "link": "<http://evil.example|safe> and <mailto:e@evil.example>",
    "date": "<!date^1^{time}|never>",
    "entities": "&lt;!channel&gt; &amp;lt; <b> && <<>>",
    "marks": "*bold* _it_ ~no~ `code` ```block``` > quote",
    "bidi": "\u202eevil\u202c \u2066in\u2069 \u200fmark\u061c",
    "controls": "a\x00b\x07c\x1b[31md\x7f\x85e\u2028f",
    "surrogates": "lone \ud800 and \udfff end",
    "family": f"{FAMILY}{FAMILY} 🏳️‍🌈 🇸🇪🇸 👍🏽",
    "right to left": "שלום מרחבא مرحبا بالعالم",
    "accents": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "injection": "'; DROP TABLE polls; -- ${7*7} {{7*7}} %s {0} ../../etc",
    "payload": 'payload={"type":"block_actions"}&command=x',
    "digits": "0" * 60,
}
LONG = {
    "40,000 letters": "x" * 40_000,
    # Nine fields of one form are to fit into the megabyte that the gate lets through.
    "30,000 signs": "<&>" * 10_000,
    "500 families": FAMILY * 500,
    "500 lines": "a line\n" * 500,
    "one long grapheme": "a" + "\u0301" * 5_000,
    "40,000 mentions": "<!channel>" * 4_000,
}
SHORT = {
    "one letter": "x",
    "spaces": " \n\t ",
    "joiners": "\u200b\u200d\ufeff\u2060",
    "a NUL": "\x00",
    "none": "",
}

KINDS = {"nasty": NASTY, "long": LONG, "short": SHORT}

# Nasty strings go into a field together, so few that each stands near the beginning, which is
# shown everywhere. Thus each form takes a few rounds instead of one per string.
IN_SIGHT = 150

ACTIVE = re.compile(r"<(?:!(?:channel|here|everyone|subteam|date\^1\^)|[@#]\w*EVIL|http|mailto)")
DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
PAGES = (
    Act("word", ""),
    Act("word", "decisions"),
    Act("word", "meet"),
    Act("word", "prep"),
    Act("word", "case"),
    Act("word", "calm"),
    Act("event", "app_home_opened"),
)


def strings(thing: Any, key: str = "") -> Iterator[tuple[bool, str]]:
    """Every text that goes to Slack, and whether Slack reads mrkdwn in it."""
    if isinstance(thing, dict):
        is_plain = thing.get("type") not in (None, "mrkdwn", "message")
        for name, part in thing.items():
            yield from strings(part, "" if is_plain else name)
    elif isinstance(thing, list):
        for part in thing:
            yield from strings(part, key)
    elif isinstance(thing, str):
        yield key == "text", thing


def faults(said: Said) -> list[str]:
    """What is wrong with an answer."""
    found = [f"refused: {c.kind} {c.status} {c.response}" for c in said.calls if not c.ok]
    if not said.answer.ok or "Something went wrong" in said.text:
        found.append(f"failed: {said.answer}")
    for told in [said.answer.body, *(call.request for call in said.calls)]:
        for is_mrkdwn, text in strings(told):
            if DROPPED.search(text) or (is_mrkdwn and ACTIVE.search(text)):
                found.append(f"shown: {text[:200]!r}")
    return found


def beside(view: Json, said: Said) -> list[str]:
    """Sentences stand beside fields that the form has."""
    problems = (said.answer.body or {}).get("errors", {})
    known = {block["block_id"] for block in inputs(view)}
    return [f"beside nothing: {problems}"] if not set(problems) <= known else []


Forms = list[tuple[str, Json]]


def packs(strings: Iterable[str], room: int) -> list[tuple[str, ...]]:
    """The strings in order, as many together as fit beside each other into so many characters."""
    packed: list[tuple[str, ...]] = []
    for text in strings:
        together = (*packed[-1], text) if packed else (text,)
        if packed and len(" ".join(together)) <= room:
            packed[-1] = together
        else:
            packed.append((text,))
    return packed


def rounds(view: Json, kind: str) -> list[tuple[str, ...]]:
    """What is typed into a form, one time after the other: in the end every string.

    Long ones and short ones go alone, for their length is the point. A form into which nothing
    is typed is sent off once.
    """
    if not texts(view):
        return [("",)]
    if kind != "nasty":
        return [(text,) for text in KINDS[kind].values()]
    if "options" in texts(view):
        return packs(NASTY.values(), 0)  # each string an answer of its own
    lengths = [b["element"].get("max_length", IN_SIGHT) for b in inputs(view) if is_typed(b)]
    return packs(NASTY.values(), min(IN_SIGHT, *lengths))


async def tried(courier: Courier, things: Things, forms: Forms, kind: str) -> list[str]:
    """Every form with every string in every field, and every page after each round."""
    found, turns = [], [rounds(view, kind) for _, view in forms]
    for turn in range(max(map(len, turns))):
        for (user, view), typed in zip(forms, turns, strict=True):
            for strings in typed[turn : turn + 1]:
                found += await typed_in(courier, user, view, strings)
        for page in (*PAGES, *pages_of(things)):
            shown = faults(await courier.sends(LEADER, page))
            found += [f"{page.name} in round {turn}: {fault}" for fault in shown]
    return found


async def typed_in(courier: Courier, user: str, view: Json, strings: tuple[str, ...]) -> list[str]:
    """What is wrong when these are typed into each field together; alone, where refused so."""
    text = " ".join(strings)
    now = int(courier.stage.clock.now().timestamp())
    values = answers(view, now, lambda name: f"{text}\nB" if name == "options" else text)
    # Without its base a section is saved whatever was saved before.
    metadata = {k: v for k, v in metadata_of(view).items() if k != "base"}
    act = submission(view, values, metadata)
    said = await courier.sends(user, act)
    found = [f"{act.name}, {text[:80]!r}: {f}" for f in [*faults(said), *beside(view, said)]]
    if len(strings) > 1 and "errors" in (said.answer.body or {}):
        for alone in strings:
            found += await typed_in(courier, user, view, (alone,))
    return found


def pages_of(things: Things) -> Iterator[Act]:
    """Where what was typed is shown."""
    yield Act("action", "negotiations.open", (things.record,))
    yield Act("action", "prep.open", (things.record,))
    yield Act("action", "prep.limit", (things.record,))
    yield Act("action", "cases.open", (things.record,))
    yield Act("action", "cases.read", (things.record,))
    yield Act("action", "updates.open", (things.record,))
    yield Act("action", "updates.write", (things.record,))
    yield Act("action", "updates.check", (things.record, "new"))
    yield Act("action", "questions.list", (things.record,))
    yield Act("action", "questions.open", (things.question,))
    yield Act("action", "polls.preview", (things.draft,))
    yield Act("action", "decisions.open", (things.decision,))
    yield Act("action", "decisions.changes", (things.decision,))
    yield Act("action", "decisions.look", (things.decision, "good"))
    yield Act("action", "decisions.file", (things.decision, "md"))
    yield Act("action", "decisions.file", (things.private, "md"))
    yield Act("action", "feedback.open", (things.decided,))
    yield Act("action", "resistance.open", (things.record,))
    yield Act("action", "resistance.person", (things.entry,))
    yield Act("action", "resistance.sheet", (things.entry, "LOSS"))
    yield Act("action", "involvement.open", (things.record,))
    yield Act("action", "involvement.person", (things.colleague,))
    yield Act("action", "parts.open", (things.part,))
    yield Act("action", "quick.list")
    yield Act("action", "quick.open", (things.quick,))
    yield Act("action", "quick.promote", (things.quick,))
    yield Act("action", "meetings.open", (things.meeting,))
    yield Act("action", "meetings.plan", (things.record,))
    yield Act("action", "meetings.ready", (things.meeting,), where="message")


async def test_all_forms_that_can_be_sent_off_are_tried(courier: Courier) -> None:
    routes = Routes()
    handlers.register(routes)
    await planted(courier.stage)
    forms = await drawn(courier, await planted(courier.stage))
    names = {view["callback_id"].split(":")[0] for _, view in forms}
    assert names == set(routes.table[Kind.SUBMIT])
    assert sum(len(texts(view)) for _, view in forms) >= 50


@pytest.mark.parametrize("kind", KINDS)
async def test_whatever_is_typed_is_stored_and_shown_harmlessly(
    courier: Courier, kind: str
) -> None:
    things = await planted(courier.stage)
    forms = await drawn(courier, things)
    assert await tried(courier, things, forms, kind) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_words_and_messages_are_answered_whatever_they_hold(
    courier: Courier, kind: str
) -> None:
    for text in KINDS[kind].values():
        assert await said_of_words(courier, text) == {}


async def said_of_words(courier: Courier, text: str) -> dict[str, list[str]]:
    """What is wrong with the answers to every word and shortcut."""
    words = [row.name for row in ROWS if row.kind == "word" and row.name]
    acts = [Act("word", word, text=text) for word in words]
    acts += [
        Act("shortcut", name, text=text) for name in ("prep_this", "log_decision", "check_draft")
    ]
    acts.append(Act("word", text[:200]))
    found = {act.name: faults(await courier.sends(LEADER, act)) for act in acts}
    return {name: said for name, said in found.items() if said}


DRAFTS = [*map(" ".join, packs(NASTY.values(), IN_SIGHT)), "x", *LONG.values()]
DRAFTED = {
    "motives": ("prep.draft", "prep.save", "prep.section", "P1"),
    "claim": ("cases.draft", "cases.save", "cases.sheet", "new"),
    "where": ("updates.draft", "updates.preview", "updates.write", "new"),
}


@pytest.mark.parametrize("field", DRAFTED)
async def test_what_was_typed_and_not_saved_is_kept_harmlessly(
    courier: Courier, field: str
) -> None:
    things = await planted(courier.stage)
    draft, save, opens, sheet = DRAFTED[field]
    for text in DRAFTS:
        values = {field: {"type": "plain_text_input", "value": text}}
        for kind, name in (("action", draft), ("close", save)):
            typed = Act(kind, name, (things.record, sheet), values=values)
            assert faults(await courier.sends(LEADER, typed)) == []
        again = await courier.sends(LEADER, Act("action", opens, (things.record, sheet)))
        assert faults(again) == []
        assert "Restored" in again.text


async def test_a_look_that_was_not_saved_is_kept_harmlessly(courier: Courier) -> None:
    things = await planted(courier.stage)
    for text in DRAFTS:
        typed = {"type": "plain_text_input", "value": text}
        for name, opens, about in (
            ("resistance.begin", "resistance.look", things.record),
            ("resistance.note", "resistance.again", things.entry),
        ):
            values = {"who": typed, "seen": typed}
            closed = await courier.sends(LEADER, Act("close", name, (about,), values=values))
            again = await courier.sends(LEADER, Act("action", opens, (about,)))
            assert faults(closed) == faults(again) == []
            assert "Restored" in again.text


async def test_a_plan_that_was_not_saved_is_kept_harmlessly(courier: Courier) -> None:
    things = await planted(courier.stage)
    for text in (NASTY | LONG).values():
        typed = {"type": "plain_text_input", "value": text}
        values = {"next_step": typed, "sign": typed}
        for kind, name in (("action", "resistance.draft_plan"), ("close", "resistance.save_plan")):
            act = Act(kind, name, (things.entry,), values=values, metadata={"base": "1"})
            assert faults(await courier.sends(LEADER, act)) == []
        again = await courier.sends(LEADER, Act("action", "resistance.plan", (things.entry,)))
        assert faults(again) == []
        assert "Restored" in again.text


async def test_what_was_typed_about_a_part_and_not_saved_is_kept_harmlessly(
    courier: Courier,
) -> None:
    things = await planted(courier.stage)
    for text in (NASTY | LONG).values():
        typed = {"type": "plain_text_input", "value": text}
        for user, kind, name, opens, about in (
            (LEADER, "close", "parts.create", "parts.new", things.record),
            (LEADER, "close", "parts.save", "parts.edit", things.part),
            (LEADER, "close", "parts.send", "parts.ask", things.part),
            (VOTER, "action", "parts.draft", "parts.lead", things.part),
            (VOTER, "close", "parts.write", "parts.lead", things.part),
        ):
            values = dict.fromkeys(("title", "mandate", "bring_back", "why", "notes"), typed)
            act = Act(kind, name, (about,), values=values, metadata={"base": "1"})
            kept = await courier.sends(user, act)
            again = await courier.sends(user, Act("action", opens, (about,)))
            assert faults(kept) == faults(again) == []
            assert "Restored" in again.text
