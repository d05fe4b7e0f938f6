"""Texts that people type, and values made of them, for tests of what is shown."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.checklist import CHECKLIST, FIVE_MINUTES, output_card
from bot.domain.decisions import Decision, DecisionForm
from bot.domain.meetings import Meeting
from bot.domain.negotiations import NAME_LIMIT, Kind, Negotiation, Stage, StageChange
from bot.domain.poll_items import Option
from bot.domain.polls import Audience, Poll, PollState
from bot.domain.prep import Workbook, readiness
from bot.services.prep import WorkbookPage

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TEXTS = {
    "plain": "Renewal",
    "empty": "",
    "markup": "<!channel> & <@U9> <https://evil.example|click> *b* `c`",
    "entities": "&" * 3000,
    "right to left": "משא ומתן על שכר מול ההנהלה " * 30,
    "emoji": "👩‍👩‍👧‍👦" * 300,
    "accents": "e" + "\u0301" * 3000,
    "lines": "\n" * 5 + "a\n" * 1400,
    "longest": "W" * 3000,
    "monstrous": "W" * 40_000,
}
STATES = tuple(PollState)


def a_record(text="Renewal", **changes):
    name = " ".join(text.split())[:NAME_LIMIT] or "-"
    team = tuple(f"U{n}" for n in range(2, 17))
    record = Negotiation("N1", "U1", name, name, Kind.SUPPLIER, NOW, team, "C1", Stage.PREPARING)
    return replace(record, **changes)


def a_workbook(text):
    """Every field filled with the same words."""
    answers = {i.code: {f.name: text for f in i.fields} if text else {} for i in CHECKLIST}
    return Workbook("N1", answers, dict.fromkeys(answers, 3))


def a_workbook_page(text, unsaved=(), record=None):
    book = a_workbook(text)
    covered = readiness(book, FIVE_MINUTES)
    return WorkbookPage(record or a_record(text), book, covered, unsaved, output_card(book))


def a_poll(text="?", state=PollState.OPEN, poll_id="P1"):
    options = (Option("1", "a"), Option("2", "b"))
    return Poll(
        poll_id, "N1", "U1", text or "-", "", options, Audience.PICKED, "C1", NOW, state=state
    )


def a_meeting(text=""):
    return Meeting("M1", "N1", "U1", NOW + timedelta(hours=2), 60, text, text)


def a_decision(text):
    return Decision("D1", "D1", 1, "N1", "U1", NOW, DecisionForm(text, text))


def a_change(why=""):
    return StageChange(Stage.DRAFT, Stage.PREPARING, "U1", NOW, why)


def words(payload):
    """Everything in a payload, to search in."""
    return json.dumps(payload, ensure_ascii=False)


def ids(payload):
    """The action ids in a payload, in order."""
    found = []
    for block in payload["blocks"]:
        for element in [block.get("accessory"), block.get("element"), *block.get("elements", [])]:
            if element and "action_id" in element:
                found.append(element["action_id"])
    return found


def block_of(payload, action_id):
    """The block in which an element stands."""
    return next(b for b in payload["blocks"] if action_id in ids({"blocks": [b]}))
