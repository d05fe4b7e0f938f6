"""The rhythm of the guided minute; its words stand in `bot/copy/calm.toml`.

Breathing 4 in, 6 out is six breaths a minute (domain reference 8.1). It is offered, never
prescribed: not medical advice, and nothing about a person's state is stored.
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


def guided_minute() -> tuple[Breath, ...]:
    """The sixty seconds of the guided minute, step by step."""
    return (BREATH_IN, BREATH_OUT) * BREATHS
