"""Credit, wherever a result is told: names of people whom the leader has named for it."""

from collections.abc import Sequence

from handlers.views.text import listed, person


def with_thanks_to(people: Sequence[str]) -> str:
    """“With thanks to A and B for their input.”; nothing when nobody is named.

    `people` are user ids that the leader has chosen. Who led a part belongs in this sentence too.
    """
    if not people:
        return ""
    return f"With thanks to {listed([person(user) for user in people])} for their input."
