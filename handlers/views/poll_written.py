"""What people wrote in a poll, for its leader: beside their names, or mixed where it is secret."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.poll_results import Ballots, Written
from bot.domain.polls import Poll
from handlers.views.kit import Dict, act, actions, button, context, divider, modal, section
from handlers.views.text import count, esc, person, quote

WRITTEN = "polls.written"
OPEN = "polls.open"
BACK = "polls.back"

FIRST = "1"
PER_PAGE = 20
MIXED = "In mixed order, without names."


def lines(written: Sequence[Written]) -> Iterator[Dict]:
    """Each text, with its author where there is one."""
    for each in written:
        name = f"{person(each.voter)}\n" if each.voter else ""
        yield section(f"{name}{quote(esc(each.text))}")


def a_few(poll: Poll, ballots: Ballots, item_id: str, most: int) -> Iterator[Dict]:
    """The first texts on one question, and a button for all of them where there are more."""
    written = ballots.written
    if not written:
        return
    yield section(f"*{_title(poll)}*\n{MIXED}" if poll.is_secret else f"*{_title(poll)}*")
    yield from lines(written[:most])
    if len(written) > most:
        read = button(f"Read all {len(written)}", act(WRITTEN, poll.id, item_id, "0"))
        yield actions(read)


def page(
    poll: Poll, ballots: Ballots, item_id: str, number: int, carried: Mapping[str, str]
) -> Dict:
    """All that was written on one question, twenty at a time; `number` counts from 0."""
    written = ballots.written
    last = max(len(written) - 1, 0) // PER_PAGE
    number = min(max(number, 0), last)
    start = number * PER_PAGE
    shown = written[start : start + PER_PAGE]
    told = f"{start + 1} to {start + len(shown)} of {count(len(written), 'text')}."
    turns = [("Earlier", number - 1), ("Further", number + 1)]
    blocks = [
        section(f"*{esc(poll.question)}*"),
        context(f"{told} {MIXED}" if poll.is_secret else told),
        *lines(shown),
        divider(),
        actions(
            *(
                button(label, act(WRITTEN, poll.id, item_id, str(to)))
                for label, to in turns
                if 0 <= to <= last
            ),
            button("Back to the poll", act(BACK, poll.id)),
        ),
    ]
    view = act(OPEN, poll.id)
    return modal(view, "What people wrote", blocks, close="Close", metadata=carried)


def asked(poll: Poll, ballots: Ballots, item_id: str) -> tuple[Poll, Ballots]:
    """One question of a poll with what was answered to it; the first, unless another is known."""
    item = next((each for each in poll.items if each.id == item_id), None)
    return (poll.about(item), ballots.about(item.id)) if item else (poll, ballots)


def _title(poll: Poll) -> str:
    return "What people wrote" if not poll.options or poll.is_secret else "Why"
