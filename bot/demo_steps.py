"""What a newcomer may try in the demo, in order; the page ticks each off by its traffic.

`as`, `at` and `type` let the page take the newcomer there: who acts, where, and the words put
into the message box.
"""

from dataclasses import dataclass
from typing import Any

MAYA, TOMAS = "U0MAYA", "U0TOMAS"
TALKS = "#supplier-talks"
SUBMITTED = ("to_bot", "view_submission", '"callback_id": "')
CLICKED = ("to_bot", "block_actions", '"action_id": "')
POSTED = ("from_bot", "chat.postMessage", '"action_id": "')


@dataclass(frozen=True)
class Step:
    """One line of the list, the traffic that ends it, and where it begins."""

    id: str
    title: str
    hint: str
    seen: tuple[str, str, str]
    what: str
    person: str = MAYA
    place: str = TALKS
    words: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As the sandbox takes it."""
        direction, kind, prefix = self.seen
        done_when = {"direction": direction, "kind": kind, "contains": prefix + self.what}
        step = {"id": self.id, "title": self.title, "hint": self.hint, "done_when": done_when}
        there = {"as": self.person, "at": self.place, "type": self.words}
        return step | {name: value for name, value in there.items() if value}


_STEPS = (
    Step(
        "start",
        "Start a negotiation",
        "You are Maya. Type /negotiate new Renewal and say who is on the other side.",
        SUBMITTED,
        "negotiations.create",
        words="/negotiate new Renewal with Acme",
    ),
    Step(
        "prepare",
        "Prepare it in five minutes",
        "Type /negotiate prep. Answer all six on one page, or section by section.",
        SUBMITTED,
        "prep.save",
        words="/negotiate prep",
    ),
    Step(
        "ask",
        "Ask two colleagues",
        "Type /negotiate poll. Ask picked people, Tomás and Aisha; look at the preview; post it.",
        POSTED,
        "polls.vote",
        words="/negotiate poll",
    ),
    Step(
        "vote",
        "Vote as a colleague",
        "You are Tomás now. Vote, and change your mind if you like.",
        CLICKED,
        "polls.vote",
        person=TOMAS,
    ),
    Step(
        "close",
        "Let the poll close by itself",
        "Press “Next event” until the result has come. Aisha is reminded on the way; Tomás is not.",
        POSTED,
        "decisions.from_poll",
        place="bot",
    ),
    Step(
        "decide",
        "Decide, and own it",
        "Parley has written to Maya. Log the decision from there.",
        SUBMITTED,
        "decisions.create",
        place="bot",
    ),
    Step(
        "meet",
        "Plan a meeting",
        "Type /negotiate meet and add one for tomorrow, in working hours.",
        SUBMITTED,
        "meetings.add",
        words="/negotiate meet",
    ),
    Step(
        "calm",
        "Be calmed before it",
        "Press “Next event”, read what Parley sends Maya, and press Breathe.",
        CLICKED,
        "calm.breathe",
        place="bot",
    ),
)

STEPS = tuple(step.to_dict() for step in _STEPS)
