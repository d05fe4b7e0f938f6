"""A poll where colleagues see it: its message in the channel, its result, ballots sent by DM."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.copy import sentence
from bot.domain.poll_items import Option
from bot.domain.poll_promise import who_sees_what
from bot.domain.poll_results import Result
from bot.domain.polls import Poll, PollState
from bot.services.poll_voting import Ballot
from bot.services.polls import PollCard
from handlers.views import poll_items as items
from handlers.views import poll_results as results
from handlers.views.kit import NOP, Dict, Speech, act, actions, button, context, section
from handlers.views.poll_words import (
    asks,
    change,
    chosen,
    closing,
    edited,
    first_question,
    heading,
    how,
    promises,
    turnout,
)
from handlers.views.text import channel, count, day, esc, person, when

VOTE = "polls.vote"
BALLOT = "polls.ballot"
READ_DECISION = "decisions.of_poll"

IN_SIGHT = 10
NAMED = 20


# The message in the channel


def message(card: PollCard) -> Speech:
    """The poll as its channel sees it at this moment."""
    poll = card.poll
    if poll.state is PollState.DELETED:
        return withdrawn(poll)
    if poll.is_open or card.result is None:
        return open_message(poll, card.answered, card.result)
    return closed_message(card, card.result)


def open_message(
    poll: Poll, answered: int = 0, live: Result | None = None, *, is_live: bool = True
) -> Speech:
    """While votes are taken; `live` are totals that this poll shows meanwhile.

    A preview's buttons do nothing.
    """
    told = turnout(answered, len(poll.voters), poll.manner.quorum)
    was = edited(poll)
    blocks = [
        heading(first_question(poll)),
        context(f"{asks(poll)} · {closing(poll)} · {how(poll)}"),
        *([context(was)] if was else []),
        *_answers(poll, live, is_live),
        *([context(f"*{told}*")] if told else []),
        context(promises(poll)),
        context(who_sees_what(poll)),
    ]
    return Speech(_in_words(poll, told, was, live), blocks)


def closed_message(card: PollCard, result: Result) -> Speech:
    """After the close: totals without names, and whether it is decided."""
    poll = card.poll
    told = results.final_turnout(result)
    state = _state_line(poll)
    kept = results.kept_from_channel(result)
    blocks = [
        heading(first_question(poll)),
        context(f"{asks(poll)} · closed {when(poll.closed_at or poll.closes_at)} · {told}"),
        *([context(was)] if (was := edited(poll)) else []),
        *([section(kept)] if kept else items.blocks(result)),
        _state_block(card, state),
        *([context(promises(poll))] if poll.state is PollState.AWAITING_DECISION else []),
    ]
    said = kept or "\n".join(items.everything(result))
    text = f"{asks(poll)}, closed: {esc(poll.question)}\n{said}\n{told}. {state}"
    return Speech(text, blocks)


def withdrawn(poll: Poll) -> Speech:
    """What stays of a poll that its leader took back."""
    text = f"{person(poll.leader)} withdrew this poll. Its votes count for nothing."
    return Speech(f"{text} It asked: {esc(poll.question)}", [section(text)])


def _answers(poll: Poll, live: Result | None, is_live: bool) -> Iterator[Dict]:
    """A button for each answer where one click is a ballot, else the list and one button."""
    if poll.is_plain and len(poll.options) <= IN_SIGHT:
        yield from (_choice(poll, option, live, is_live) for option in poll.options)
        yield actions(_ballot_button(poll, "Open my ballot", is_live))
        return
    if live is not None:
        yield from items.blocks(live)
    else:
        yield section(_named(poll))
        yield from map(section, items.asked(poll))
    label = "Answer" if poll.items else "Vote"
    yield actions(_ballot_button(poll, label, is_live, is_first=True))


def _choice(poll: Poll, option: Option, live: Result | None, is_live: bool) -> Dict:
    action = act(VOTE, poll.id, option.id) if is_live else act(NOP, option.id)
    text = esc(option.text)
    if live is not None:
        text += f"\n{results.said_of(live.tally.line(option.id), live)}"
    return section(text, button("Vote", action, spoken=f"Vote for {option.text}"))


def _ballot_button(poll: Poll, label: str, is_live: bool, *, is_first: bool = False) -> Dict:
    action = act(BALLOT, poll.id) if is_live else act(NOP, "ballot")
    return button(label, action, style="primary" if is_first else None)


def _named(poll: Poll) -> str:
    lines = [f"• {esc(option.text)}" for option in poll.options[:NAMED]]
    more = len(poll.options) - len(lines)
    return "\n".join([*lines, *([f"and {count(more, 'answer')} more"] if more > 0 else [])])


def _in_words(poll: Poll, told: str, was: str = "", live: Result | None = None) -> str:
    """The whole message for those who hear it read."""
    parts = [
        f"{asks(poll)}: {esc(poll.question)}",
        was,
        *(items.everything(live) if live else [_named(poll), *items.asked(poll)]),
        f"{told}. {how(poll)} It {closing(poll)}." if told else f"{how(poll)} It {closing(poll)}.",
        promises(poll),
        who_sees_what(poll),
    ]
    return "\n".join(part for part in parts if part)


def informs() -> str:
    """What a poll is for, said wherever a result stands."""
    return sentence("polls", "informs")


def _state_line(poll: Poll) -> str:
    if poll.owes_feedback:
        due = f" Feedback due by {day(poll.feedback_by)}." if poll.feedback_by else ""
        return f"Decided by {person(poll.leader)}.{due}"
    if poll.is_decided:
        return f"Decided by {person(poll.leader)}."
    return f"Awaiting {person(poll.leader)}'s decision. {informs()}"


def _state_block(card: PollCard, state: str) -> Dict:
    if card.is_told:
        return section(state, button("Read the decision", act(READ_DECISION, card.poll.id)))
    return section(state)


# What follows in the thread


def result_message(card: PollCard, *, with_chart: bool) -> Speech | None:
    """The result, said once in the poll's thread and shown in its channel."""
    result = card.result
    if result is None:
        return None
    poll = card.poll
    title = f"*Poll closed:* {esc(poll.question)}"
    kept = results.kept_from_channel(result)
    leads = "" if results.is_unanswered(result) else results.leading(result)
    told = f"{results.final_turnout(result)}. {kept or leads}".strip()
    outlook = _outlook(poll)
    said = [] if kept else items.everything(result)
    blocks = [
        section(title),
        section(told),
        *(results.chart(result) if with_chart and not kept else []),
        *map(section, said),
        context(outlook),
    ]
    text = "\n".join([title, told, *said, outlook])
    is_placed = poll.message_ts is not None
    return Speech(text, blocks, thread_ts=poll.message_ts, broadcast=is_placed)


def told_result(card: PollCard) -> Speech | None:
    """The same as a direct message, unless the channel is not told either."""
    said = result_message(card, with_chart=False)
    if said is None or card.result is None or results.kept_from_channel(card.result):
        return None
    return replace(said, thread_ts=None, broadcast=False)


def _outlook(poll: Poll) -> str:
    decides = f"{informs()} {person(poll.leader)} does"
    if poll.feedback_by is None:
        return f"{decides}."
    return f"{decides}, and you hear back by {day(poll.feedback_by)}."


# For one voter


def ballot_message(poll: Poll, *, is_reminder: bool) -> Speech:
    """The ballot as a direct message: to those who have not voted, or cannot see the channel."""
    where = f"in {channel(poll.channel)}"
    opening = (
        f"A poll {where} is still missing your answer. It {closing(poll)}."
        if is_reminder
        else f"{person(poll.leader)} would like your answer to a poll {where}. It {closing(poll)}."
    )
    blocks = [
        section(opening),
        heading(first_question(poll)),
        *_answers(poll, None, True),
        context(promises(poll)),
        context(who_sees_what(poll)),
    ]
    return Speech(f"{opening}\n{_in_words(poll, '')}", blocks)


def confirmation(ballot: Ballot, live: Result | None = None) -> Speech:
    """To the voter alone: what was counted, how to change it, and what others said so far."""
    text = chosen(ballot)
    return Speech(text, [section(text), *_afterwards(ballot, live)])


def answered_message(ballot: Ballot, live: Result | None = None) -> Speech:
    """What stays of a ballot in a DM after the vote."""
    text = f"{esc(ballot.poll.question)}\n{chosen(ballot)}"
    return Speech(text, [section(text), *_afterwards(ballot, live)])


def _afterwards(ballot: Ballot, live: Result | None) -> Iterator[Dict]:
    """What others said so far, where that is shown, and the way to another answer."""
    if live:
        yield section("*So far:*")
        yield from map(section, items.everything(live))
    yield actions(button(change(ballot.poll), act(BALLOT, ballot.poll.id)))
