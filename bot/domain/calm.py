"""Words for a clear head, as data. Source: domain reference, section 8; texts are ours.

Breathing 4 in, 6 out is six breaths a minute. It is offered, never prescribed: not medical
advice, and nothing about a person's state is stored.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Breath:
    """One step of the guided minute: what to do, for how many seconds."""

    word: str
    seconds: int


BREATH_IN = Breath("In", 4)
BREATH_OUT = Breath("Out", 6)
BREATHS = 6

CARE = "Stop if you feel dizzy or uneasy, and never while driving. This is not medical advice."

REFRAMES = (
    "I am keyed up because this matters.",
    "I may think before I answer a number.",
    "Nothing needs deciding on the spot.",
    "Their no is about their problem. My next step is a question.",
)

PAUSE_LINES = (
    "“Let me think about that.”",
    "“Could we take ten minutes? I want to give you a good answer.”",
    "“What would you drop for it?”  (when a new demand comes late)",
    "“I would like to finish this thought.”  (when you are interrupted)",
)

IN_THE_ROOM = (
    "Feet down, shoulders down.",
    "One long breath out.",
    "Then ask your first question, and wait.",
)

BREAK = (
    "In a break: walk, water, and one question: what would make this work for both of us? "
    "Do not replay the argument."
)


def guided_minute() -> tuple[Breath, ...]:
    """The sixty seconds of the guided minute, step by step."""
    return (BREATH_IN, BREATH_OUT) * BREATHS
