"""Credit, wherever a result is told: to those who led parts, and those whom its leader names."""

from collections.abc import Sequence

from bot.domain.part_credit import Led
from handlers.views.text import esc, listed, one_line, person

TITLE_SHOWN = 60


def thanks(led: Sequence[Led], *, with_parts: bool = False) -> str:
    """“With thanks to Kim and Lee, who led parts of it.”, mrkdwn; "" when nobody did.

    With `with_parts` each is named beside what they led: for those who may see the record.
    """
    if not led:
        return ""
    names = listed([_named(each, with_parts) for each in led])
    tail = "." if with_parts else f", who led {'a part' if len(led) == 1 else 'parts'} of it."
    return f"With thanks to {names}{tail}"


def _named(led: Led, with_parts: bool) -> str:
    if not with_parts:
        return person(led.person)
    titles = listed([f"“{one_line(esc(title), TITLE_SHOWN)}”" for title in led.titles], 3)
    return f"{person(led.person)} for {titles}"


def with_thanks_to(people: Sequence[str]) -> str:
    """“With thanks to A and B for their input.”; nothing when nobody is named.

    `people` are user ids that the leader has chosen.
    """
    if not people:
        return ""
    return f"With thanks to {listed([person(user) for user in people])} for their input."
