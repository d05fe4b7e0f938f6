"""Every form as Parley draws it, and a way to fill in whatever it asks."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from bot.domain.checklist import ITEMS
from sandbox.basics import Json
from tests.faults import things as who
from tests.faults.courier import CHANNEL, Act, Courier, Said, picked, typed
from tests.faults.filled import DAY, decision_form, feedback_form
from tests.faults.things import Things

Fill = Callable[[str], str]


def openers(things: Things) -> Iterator[tuple[str, Act]]:
    """Who opens which form, and how."""
    lead = who.LEADER
    yield lead, Act("word", "new")
    yield lead, Act("action", "negotiations.edit", (things.record,))
    yield lead, Act("action", "negotiations.stage", (things.record,))
    yield lead, Act("word", "prep", text=who.MARK)
    for code in ITEMS:
        yield lead, Act("action", "prep.section", (things.record, code))
    yield lead, Act("action", "prep.all", (things.record,))
    yield lead, Act("action", "prep.copy", (things.record,))
    yield lead, Act("word", "brief", text=who.MARK)
    yield lead, Act("action", "brief.team", (things.record,))
    yield lead, Act("word", "resist", text=who.MARK)
    yield lead, Act("action", "resistance.look", (things.record,))
    for name in ("resistance.again", "resistance.all", "resistance.plan"):
        yield lead, Act("action", name, (things.entry,))
    yield lead, Act("action", "polls.new", (things.record,))
    two = {"question": typed("Which date?"), "item-2-question": typed("And?")}
    here = {"negotiation": things.record}
    yield lead, Act("action", "polls.add_item", values=two, metadata=here)
    yield lead, Act("action", "polls.edit", (things.draft,))
    yield lead, Act("action", "polls.preview", (things.draft,))
    yield lead, Act("action", "polls.extend", (things.open,))
    yield lead, Act("action", "polls.reword", (things.open,))
    yield lead, Act("action", "polls.reword", (things.wide,))
    yield who.VOTER, Act("action", "polls.ballot", (things.open,), where="message")
    yield who.VOTER, Act("action", "polls.ballot", (things.wide,), where="message")
    yield who.VOTER, Act("action", "polls.add", (things.wide,))
    yield lead, Act("action", "decisions.new", (things.record,))
    yield lead, Act("action", "decisions.from_poll", (things.closed,))
    yield lead, Act("action", "decisions.revise", (things.decision,))
    everything = decision_form(things, 0)
    about = {"negotiation": things.record}
    yield lead, Act("action", "decisions.more", values=everything, metadata=about)
    yield lead, Act("action", "decisions.look", (things.private, "good"))
    yield lead, Act("action", "feedback.open", (things.decided,))
    yield lead, Act("submit", "feedback.keep", (things.decided,), values=feedback_form(things, 0))
    yield lead, Act("word", "decisions")
    yield lead, Act("action", "decisions.tell", (things.asked,))
    yield lead, Act("word", "case", text=who.MARK)
    for sheet in ("new", "message", "empathy", things.argument):
        yield lead, Act("action", "cases.sheet", (things.record, sheet))
    yield lead, Act("word", "team", text=who.MARK)
    yield lead, Act("action", "involvement.add", (things.record, "knows"))
    yield lead, Act("action", "involvement.edit", (things.colleague,))
    yield lead, Act("action", "parts.new", (things.record,))
    for name in ("parts.edit", "parts.notes"):
        yield lead, Act("action", name, (things.part,))
    yield lead, Act("action", "parts.ask", (things.suggestion,))
    yield who.VOTER, Act("action", "parts.lead", (things.part,))
    yield who.VOTER, Act("action", "parts.suggest", (things.request, "1"), where="message")
    yield lead, Act("word", "update", text=who.MARK)
    yield lead, Act("action", "updates.write", (things.record,))
    yield lead, Act("action", "updates.edit", (things.record, things.update))
    yield lead, Act("action", "updates.check", (things.record, "new"))
    for promise in ("next", "explain"):
        yield lead, Act("action", "updates.later", (things.update, promise))
    yield who.VOTER, Act("action", "questions.new", (things.update,))
    yield lead, Act("action", "questions.open", (things.question,))
    thread = {"answer": typed("Yes"), "where": picked("thread"), "restated": typed("May?")}
    yield lead, Act("submit", "questions.answer", (things.question,), values=thread)
    yield lead, Act("action", "meetings.new", (things.record,))
    yield lead, Act("action", "meetings.edit", (things.meeting,))
    yield lead, Act("action", "meetings.write", (things.meeting,), where="message")
    yield lead, Act("action", "quick.new")
    yield lead, Act("action", "quick.edit", (things.quick,))
    yield lead, Act("word", "settings")


def view_of(said: Said) -> Json:
    """The form that was shown last."""
    shown: list[Json] = [call.request["view"] for call in said.calls if "view" in call.request]
    answered: Json | None = (said.answer.body or {}).get("view")
    return answered or shown[-1]


def inputs(view: Json) -> list[Json]:
    """The input blocks of a view."""
    return [block for block in view["blocks"] if block["type"] == "input"]


def texts(view: Json) -> list[str]:
    """The block ids of the fields that people type into."""
    return [block["block_id"] for block in inputs(view) if is_typed(block)]


def is_typed(block: Json) -> bool:
    """Whether people type into this input."""
    return bool(block["element"]["type"] == "plain_text_input")


def answers(view: Json, now: int, write: Fill) -> Json:
    """The state of a form: typed fields as `write` says, all others as one would choose."""
    return {
        block["block_id"]: _answer(block["block_id"], block["element"], now, write)
        for block in inputs(view)
    }


def submission(view: Json, values: Json, metadata: Json | None = None) -> Act:
    """Sending it off."""
    name, *args = view["callback_id"].split(":")
    return Act("submit", name, tuple(args), values=values, metadata=metadata or metadata_of(view))


def metadata_of(view: Json) -> Any:
    """What travels with a view."""
    return json.loads(view.get("private_metadata") or "{}")


def _answer(name: str, element: Json, now: int, write: Fill) -> Json:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": write(name)}
    if kind == "datetimepicker":
        days = 3 if name == "feedback_by" else 2
        return {"type": kind, "selected_date_time": now + days * DAY}
    return {"type": kind, **CHOICES[kind](element)}


CHOICES: dict[str, Callable[[Json], Json]] = {
    "static_select": lambda e: {
        "selected_option": e.get("initial_option") or (e.get("options") or [None])[0]
    },
    "multi_static_select": lambda e: {"selected_options": e["initial_options"]},
    "radio_buttons": lambda e: {"selected_option": e.get("initial_option") or e["options"][0]},
    "checkboxes": lambda e: {"selected_options": e["options"]},
    "multi_users_select": lambda e: {
        "selected_users": e.get("initial_users") or [who.VOTER, who.CORE]
    },
    "users_select": lambda e: {"selected_user": e.get("initial_user") or who.CORE},
    "conversations_select": lambda _: {"selected_conversation": CHANNEL},
    "datepicker": lambda _: {"selected_date": "2026-12-24"},
    "timepicker": lambda e: {"selected_time": e.get("initial_time")},
}


async def drawn(courier: Courier, things: Things) -> list[tuple[str, Json]]:
    """All forms, with whom each was drawn for."""
    return [(user, view_of(await courier.sends(user, act))) for user, act in openers(things)]
