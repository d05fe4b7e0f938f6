"""The walker names each thing that Slack would refuse, and nothing else."""

from typing import Any

import pytest

from handlers.views import kit
from handlers.views.walker import problems

BUTTON = kit.button("Vote", "polls.vote:P1")
YES_NO = [kit.option("Yes", "yes"), kit.option("No", "no")]


def message(*blocks: Any, text: str = "All of it in words") -> dict[str, Any]:
    return {"text": text, "blocks": list(blocks)}


def modal(*blocks: Any, **parts: Any) -> dict[str, Any]:
    return kit.modal("polls.create", "Ask", list(blocks), submit="Post") | parts


def raw(kind: str, **parts: Any) -> dict[str, Any]:
    return {"type": kind} | parts


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def test_what_the_kit_draws_is_fine_everywhere() -> None:
    everywhere = [
        kit.header("Tonight"),
        kit.section("*Price*", BUTTON),
        kit.fields("a", "b"),
        kit.context("small print", "<@U1> <#C1> <!date^1795469627^{time}|12:00 UTC>"),
        kit.divider(),
        kit.image("https://example.com/a.png", "A circle"),
        kit.actions(
            BUTTON,
            kit.link("Open", "https://example.com"),
            kit.select(YES_NO, "polls.pick", initial="yes"),
            kit.overflow(YES_NO, "polls.menu"),
            kit.date_picker("polls.day"),
            kit.time_picker("polls.time", initial="09:00"),
        ),
    ]
    inputs = [
        kit.field("question", "Your question", kit.text_input(lines=True), hint="One only"),
        kit.field("count", "How many", kit.number_input(initial="3", least="1", most="9")),
        kit.field("when", "When", kit.instant_picker()),
        kit.field("who", "Who", kit.people_picker(initial=["U1"])),
        kit.field("where", "Where", kit.channel_picker()),
        kit.field("one", "One", kit.radio(YES_NO, initial="no")),
        kit.field("some", "Some", kit.checkboxes(YES_NO, initial=["no"]), optional=True),
        kit.field("many", "Many", kit.select(YES_NO, many=True, initial="no")),
    ]
    chart = kit.bars("Votes", "Votes", {"Yes": 3, "No": 1})
    assert problems(message(*everywhere, chart)) == []
    assert problems(kit.home(everywhere)) == []
    assert problems(modal(*everywhere, *inputs)) == []


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "51 blocks": (message(*[kit.divider()] * 51), "51, at most 50"),
    "101 blocks in a home": (kit.home([kit.divider()] * 101), "101, at most 100"),
    "no fallback": (message(kit.divider(), text="  "), "fallback"),
    "long fallback": (message(text="a" * 4001), "4001 characters"),
    "too much in all": (message(*[kit.section("a" * 2900)] * 5), "together"),
    "two block ids": (message(*[kit.section("a", block_id="b")] * 2), "'b' is there twice"),
    "two action ids": (message(kit.actions(BUTTON, BUTTON)), "is there twice"),
    "empty actions": (message(raw("actions", elements=[])), "0, must be 1 to 25"),
    "26 buttons": (message(kit.actions(*[BUTTON] * 26)), "26, must be 1 to 25"),
    "11 in a context": (message(kit.context(*"abcdefghijk")), "11, must be 1 to 10"),
    "11 fields": (message(kit.fields(*"abcdefghijk")), "11, must be 1 to 10"),
    "long field": (message(raw("section", fields=[mrkdwn("a" * 2001)])), "at most 2000"),
    "long section": (message(raw("section", text=mrkdwn("a" * 3001))), "at most 3000"),
    "long in UTF-16": (message(raw("section", text=mrkdwn("👍" * 1501))), "3002 characters"),
    "empty text": (message(raw("section", text=mrkdwn(""))), "empty"),
    "empty section": (message(raw("section")), "either text or fields"),
    "long header": (message(raw("header", text=plain("a" * 151))), "at most 150"),
    "mrkdwn header": (message(raw("header", text=mrkdwn("a"))), "must be plain_text"),
    "no alt text": (message(raw("image", image_url="https://a")), "needs alt_text"),
    "long block id": (message(kit.section("a", block_id="b" * 256)), "over 255"),
    "long action id": (message(kit.actions(kit.button("a", "b" * 256))), "over 255"),
    "long button": (
        message(kit.actions(BUTTON | {"text": plain("a" * 76)})), "at most 75"),
    "long value": (message(kit.actions(BUTTON | {"value": "v" * 2001})), "at most 2000"),
    "long confirm": (
        message(kit.actions(BUTTON | {"confirm": kit.confirm("a", "b", "c") | {
            "text": plain("a" * 301)}})), "at most 300"),
    "six in an overflow": (
        message(kit.actions(kit.overflow([kit.option(n, n) for n in "abcdef"], "a.b"))),
        "6, must be 1 to 5"),
    "11 radio buttons": (
        message(kit.actions(kit.radio([kit.option(n, n) for n in "abcdefghijk"], "a.b"))),
        "11, must be 1 to 10"),
    "101 options": (
        message(kit.actions(kit.select([kit.option(f"{n}", f"{n}") for n in range(101)], "a.b"))),
        "101, must be 1 to 100"),
    "no options": (message(kit.actions(raw("static_select", action_id="a"))), "needs either"),
    "long option": (
        message(kit.actions(kit.overflow([{"text": plain("a" * 76), "value": "v"}], "a.b"))),
        "at most 75"),
    "same option twice": (message(kit.actions(kit.overflow(YES_NO * 2, "a.b"))), "there twice"),
    "initial option from elsewhere": (
        message(kit.actions(kit.select(YES_NO, "a.b") | {"initial_option": kit.option("X", "x")})),
        "none of the options"),
    "accessory for a modal only": (
        message(kit.section("a", kit.text_input())), "not allowed in a block of kind section"),
    "instant beside a section": (
        message(kit.section("a", kit.instant_picker())), "not allowed in a block"),
    "instant in a home": (
        kit.home([kit.actions(kit.instant_picker("a.b"))]), "not allowed in a home"),
    "number in a message": (
        message(kit.field("a", "b", kit.number_input())), "not allowed in a message"),
    "chart in a modal": (modal(kit.bars("a", "b", {"c": 1})), "not allowed in a modal"),
    "three charts": (message(*[kit.bars("a", "b", {"c": 1})] * 3), "3 × data_visualization"),
    "two tables": (message(*[raw("table", rows=[[]])] * 2), "2 × table"),
    "much markdown": (message(*[raw("markdown", text="a" * 6001)] * 2), "12002 characters of"),
    "unknown block": (message(raw("poster")), "unknown block 'poster'"),
    "unknown element": (message(kit.actions(raw("lever"))), "unknown element 'lever'"),
    "submit forgotten": (
        kit.modal("a.b", "c", [kit.field("a", "b", kit.text_input())]), "needs submit"),
    "long title": (modal(kit.divider(), title=plain("a" * 25)), "at most 24"),
    "long metadata": (modal(kit.divider(), private_metadata="a" * 3001), "at most 3000"),
    "long callback id": (modal(kit.divider(), callback_id="a" * 256), "at most 255"),
    "no blocks": (modal(), "at least one"),
    "heavy view": (
        modal(*[kit.field(f"{n}", "a", kit.text_input(initial="é" * 2990)) for n in range(50)]),
        "bytes, at most 250000"),
    "two in focus": (
        modal(*[kit.field(n, "a", kit.text_input(focus=True)) for n in "ab"]), "focus_on_load"),
    "absurd instant": (
        modal(kit.field("a", "b", raw("datetimepicker", initial_date_time=10**12))), "10 digits"),
    "absurd date": (
        modal(kit.field("a", "b", raw("datepicker", initial_date="tomorrow"))), "malformed"),
    "number as number": (
        modal(kit.field("a", "b", raw("number_input", is_decimal_allowed=False, min_value=1))),
        "must be a string"),
    "long input": (
        modal(kit.field("a", "b", kit.text_input(limit=3001))), "<= 3000 does not hold"),
    "everybody mentioned": (message(text="<!channel> look"), "unescaped <"),
    "everybody in a block": (message(raw("section", text=mrkdwn("<!here> look"))), "unescaped <"),
    "user text not escaped": (message(raw("section", text=mrkdwn("a < b"))), "unescaped <"),
    "ampersand not escaped": (message(raw("section", text=mrkdwn("R&D"))), "unescaped &"),
    "a group mentioned": (message(text="<!subteam^S1|all>"), "unescaped <"),
    "phone link": (message(text="<tel:123|call>"), "unescaped <"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses(what: str) -> None:
    payload, reason = REFUSED[what]
    assert any(reason in problem for problem in problems(payload)), problems(payload)


def test_a_chart_needs_points_that_match_its_categories() -> None:
    chart = kit.bars("a", "b", {"c": 1})
    chart["chart"]["series"][0]["data"][0]["label"] = "d"
    assert "match the categories" in problems(message(chart))[0]
