"""What a row of the table of acts carries: arguments, and forms as they are filled in rightly."""

from collections.abc import Callable
from typing import Any

from tests.faults import things as who
from tests.faults.courier import (
    CHANNEL,
    channel,
    day,
    instant,
    people,
    person,
    picked,
    ticked,
    typed,
)
from tests.faults.things import Things

DAY = 86_400


def at(*names: str, **more: Any) -> Callable[[Things, int], dict[str, Any]]:
    """Arguments by the things that they name; a name in quotes `'P1'` stands for itself."""

    def make(things: Things, _now: int) -> dict[str, Any]:
        args = tuple(n.strip("'") if n.startswith("'") else getattr(things, n) for n in names)
        return {"args": args, **more}

    return make


def record_form(_things: Things, now: int) -> dict[str, Any]:
    return {
        "name": typed("A name"), "counterpart": typed("Acme"), "kind": picked("supplier"),
        "core_team": people(who.CORE), "channel": channel(CHANNEL),
        "starts_at": instant(now + DAY),
    }  # fmt: skip


def poll_form(_things: Things, now: int) -> dict[str, Any]:
    return {
        "question": typed("Which date?"), "options": typed("May\nJune"), "use": typed("To plan"),
        "audience": picked("picked people"), "people": people(*who.VOTERS),
        "channel": channel(CHANNEL), "template": picked(""),
        "closes_at": instant(now + DAY), "feedback_by": instant(now + 2 * DAY),
        "early": ticked("early"),
    }  # fmt: skip


def meeting_form(things: Things, now: int) -> dict[str, Any]:
    return {
        "negotiation": picked(things.record), "starts_at": instant(now + DAY),
        "minutes": picked("60"), "attendees": typed("Them"), "place": typed("Room 1"),
    }  # fmt: skip


def decision_form(_things: Things, _now: int) -> dict[str, Any]:
    return {
        "question": typed("Which?"), "decision": typed("I choose May."), "options": typed("May"),
        "reasons": typed("It is early."), "input_received": typed(""), "dissent": typed(""),
        "done_by": day("2026-12-01"), "review_on": day("2026-12-24"),
        "visibility": picked("core team"),
    }  # fmt: skip


def look_form(_things: Things, _now: int) -> dict[str, Any]:
    return {
        "standing": picked("good"), "result": typed("It held."), "review_on": day("2026-12-24"),
    }  # fmt: skip


def feedback_form(_things: Things, _now: int) -> dict[str, Any]:
    return {
        "heard": typed("Most want June"), "changed": typed("We keep the test week"),
        "not_taken": typed("May, because Acme cannot"), "next_step": typed("I ask on Thursday"),
        "thanked": people(who.VOTER),
    }  # fmt: skip


def section_form(_things: Things, _now: int) -> dict[str, Any]:
    return {
        "motives": typed("One\nTwo"),
        "beyond_money": ticked("yes"),
    }


def one_page_form(_things: Things, _now: int) -> dict[str, Any]:
    names = ("P1.motives", "P3.batna", "P4.reservation_point", "P5.target", "P8.questions")
    return {name: typed(f"My {name}?") for name in names}


def note_form(_things: Things, _now: int) -> dict[str, Any]:
    return {"who": typed("Kim"), "seen": typed("Says no"), "mine": ticked("ask", "benefit")}


def signals_form(_things: Things, _now: int) -> dict[str, Any]:
    return {"S1": picked("0"), "S7": picked("2"), "S9": picked("unknown")}


def plan_form(_things: Things, _now: int) -> dict[str, Any]:
    return {
        "strength": picked("3"), "influence": picked("2"), "response": picked("trade"),
        "next_step": typed("Offer a swap"), "by_when": day("2026-12-01"), "sign": typed("Asks"),
    }  # fmt: skip


def quick_form(_things: Things, _now: int) -> dict[str, Any]:
    return {
        "who": typed("Pat"), "want": typed("May"), "why_not": typed("They are full"),
        "question": typed("What would help?"), "trade": typed("If you, then I"),
    }  # fmt: skip


def argument_form(_things: Things, _now: int) -> dict[str, Any]:
    return {"claim": typed("Two weeks more"), "source": typed("The audit")}


def message_form(_things: Things, _now: int) -> dict[str, Any]:
    return {"matters": typed("You need a safe launch"), "ask": typed("May or June?")}


def stands_form(_things: Things, _now: int) -> dict[str, Any]:
    return {
        "person": person(who.CORE), "ties": ticked("delivers", "affected"), "power": picked("high"),
        "interest": picked("low"), "now": picked("-1"), "needed": picked("1"),
    }  # fmt: skip


def part_form(_things: Things, _now: int) -> dict[str, Any]:
    return {
        "title": typed("The date"), "kind": picked("issue"), "say": picked("input"),
        "mandate": typed("May to July"), "bring_back": typed("Two dates"),
    }  # fmt: skip


def request_form(_things: Things, _now: int) -> dict[str, Any]:
    return {
        "person": person(who.OTHER), "why": typed("You know them"),
        "time_needed": typed("Two hours"), "by_when": day("2026-12-24"),
    }  # fmt: skip


def notes_form(_things: Things, _now: int) -> dict[str, Any]:
    return {"notes": typed("May costs nothing")}


def update_form(_things: Things, now: int) -> dict[str, Any]:
    return {
        "occasion": picked("weekly"), "where": typed("They have it."), "changed": typed(""),
        "need": typed("Your view"), "withheld": typed("Our limits"), "because": typed("Room"),
        "until": day("2026-12-20"), "openness": picked("held"), "next_at": instant(now + DAY),
    }  # fmt: skip


def answer_form(_things: Things, _now: int) -> dict[str, Any]:
    return {"answer": typed("In May."), "where": picked("privately"), "restated": typed("When?")}


def fills(
    form: Callable[[Things, int], dict[str, Any]], *names: str, **metadata: str
) -> Callable[[Things, int], dict[str, Any]]:
    """A form filled in, with arguments and metadata by the things that they name."""

    def make(things: Things, now: int) -> dict[str, Any]:
        ids = {key: getattr(things, name) for key, name in metadata.items()}
        return {**at(*names)(things, now), "values": form(things, now), "metadata": ids}

    return make


def choosing(name: str, thing: str) -> Callable[[Things, int], dict[str, Any]]:
    """A form of one menu."""
    return lambda things, _now: {"values": {name: picked(getattr(things, thing))}}
