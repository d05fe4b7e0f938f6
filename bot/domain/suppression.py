"""What may be shown of a secret poll, so that no number gives anybody away.

The minimum of five is a convention of ours [X]; domain reference, section 5.4.
"""

from collections.abc import Callable, Iterable, Mapping

from bot.domain.text import is_blank

LEAST = 5
# Said in the place of an option's figures, as far as fewer spoke of it.
TOO_FEW = "too few answered this one"


def is_enough(answered: int, least: int = LEAST) -> bool:
    """Whether so many answers may be shown at all; with fewer, no count but that of turnout is."""
    return answered >= least


def shown(groups: Mapping[str, int], least: int = LEAST) -> Mapping[str, int | None]:
    """The size of each group, or None where it stays hidden.

    When a group has fewer than `least` answers, all up to the size of the smallest group that has
    enough are hidden. So the hidden ones are none, or two and more that together hold `least` or
    more; only when all answers together are fewer than that is it otherwise, and all is hidden.

    Guaranteed, if `is_enough` of the total: whoever knows the total, the sizes shown and this rule
    can think of at least two sizes for each hidden group, one of them below `least` and one not.
    For the sizes of the hidden groups could be exchanged and this function would show the same.
    Hiding just enough to fill up to `least` would not do: 4, 4, 4 and 5 would then hide three
    groups with 12 answers, which can only be 4, 4 and 4.

    Not covered: who knows more, such as the answers of some people, or who is in which group;
    what a unanimous group says of its members; and two results of the same people, compared.
    """
    enough = [size for size in groups.values() if size >= least]
    if len(enough) == len(groups):
        return dict(groups)
    edge = min(enough, default=least)
    return {name: None if size <= edge else size for name, size in groups.items()}


def comments_shown(
    comments: Iterable[str], shuffle: Callable[[list[str]], None], least: int = LEAST
) -> tuple[str, ...]:
    """The comments in an order that says nothing of when they came; none when they are too few.

    `shuffle` mixes a list in place. They are sorted first, so that even a poor one cannot carry
    the order of arrival along. A comment that shows nothing is left out and does not count.
    """
    said = sorted(comment for comment in comments if not is_blank(comment))
    if not is_enough(len(said), least):
        return ()
    shuffle(said)
    return tuple(said)
