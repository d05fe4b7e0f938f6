"""A poll where colleagues see it: its message in the channel, its result, ballots sent by DM."""

from bot.domain.copy import sentence
from bot.domain.polls import Option, Poll, PollState, Result, reading, who_sees_what
from bot.services.polls import Ballot, PollCard
from handlers.views.kit import (
    NOP,
    Dict,
    Speech,
    act,
    actions,
    bars,
    button,
    context,
    header,
    section,
)
from handlers.views.progress import bar
from handlers.views.text import channel, count, day, esc, listed, one_line, person, size, when

VOTE = "polls.vote"
BALLOT = "polls.ballot"
READ_DECISION = "decisions.of_poll"
DECIDE = "decisions.from_poll"

HEADER_LIMIT = 150
NOT_IN_HEADER = frozenset("<>&")
CHART_OPTIONS = 6
HOW = "Press Vote beside your answer."
COPY = "polls"


# The message in the channel


def message(card: PollCard) -> Speech:
    """The poll as its channel sees it at this moment."""
    poll = card.poll
    if poll.state is PollState.DELETED:
        return withdrawn(poll)
    if card.result is None:
        return open_message(poll, card.answered)
    return closed_message(card, card.result)


def open_message(poll: Poll, answered: int = 0, *, is_live: bool = True) -> Speech:
    """While votes are taken: no count per answer. A preview's buttons do nothing."""
    asked = turnout(answered, len(poll.voters))
    blocks = [
        heading(poll.question),
        context(f"{_asks(poll)} · closes {when(poll.closes_at)}"),
        *(_choice(poll, option, is_live) for option in poll.options),
        *([context(f"*{asked}*")] if asked else []),
        context(_promises(poll)),
        context(who_sees_what(poll)),
    ]
    return Speech(_in_words(poll, asked), blocks)


def closed_message(card: PollCard, result: Result) -> Speech:
    """After the close: totals without names, and whether it is decided."""
    poll = card.poll
    told = final_turnout(result)
    state = _state_line(poll)
    blocks = [
        heading(poll.question),
        context(f"{_asks(poll)} · closed {when(poll.closed_at or poll.closes_at)} · {told}"),
        *(section(f"{esc(option.text)}\n{share(n, result)}") for option, n in result.counts),
        _state_block(card, state),
        *([context(_promises(poll))] if poll.state is PollState.AWAITING_DECISION else []),
    ]
    text = f"{_asks(poll)}, closed: {esc(poll.question)}\n{totals(result)}\n{told}. {state}"
    return Speech(text, blocks)


def withdrawn(poll: Poll) -> Speech:
    """What stays of a poll that its leader took back."""
    text = f"{person(poll.leader)} withdrew this poll. Its votes count for nothing."
    return Speech(f"{text} It asked: {esc(poll.question)}", [section(text)])


def heading(question: str) -> Dict:
    """A question as a heading where it fits one; headings know no escaping."""
    if size(question) <= HEADER_LIMIT and not NOT_IN_HEADER & set(question):
        return header(question)
    return section(esc(question))


def turnout(answered: int, asked: int) -> str:
    """“3 of 7 have answered”; nothing while it is not known who is asked."""
    return f"{answered} of {asked} {'has' if asked == 1 else 'have'} answered" if asked else ""


def final_turnout(result: Result) -> str:
    """“3 of 7 answered”, after the close."""
    return f"{result.answered} of {len(result.poll.voters)} answered"


def share(votes: int, result: Result) -> str:
    """One answer's bar with its number: “██░░ 3 votes (60 %)”."""
    percent = round(100 * votes / result.answered) if result.answered else 0
    return f"{bar(percent)}  *{count(votes, 'vote')}* ({percent} %)"


def totals(result: Result) -> str:
    """All answers with their votes, for reading aloud."""
    return "\n".join(f"{esc(option.text)}: {count(n, 'vote')}" for option, n in result.counts)


def leading(result: Result) -> str:
    """What was chosen most, in a sentence."""
    named = [f"“{esc(option.text)}”" for option in result.leading]
    if not named:
        return "Nobody answered."
    votes = count(max(n for _, n in result.counts), "vote")
    if result.is_tied:
        return f"Tied with {votes} each: {listed(named)}."
    return f"Most chosen: {named[0]}, with {votes}."


def _choice(poll: Poll, option: Option, is_live: bool) -> Dict:
    action = act(VOTE, poll.id, option.id) if is_live else act(NOP, option.id)
    return section(esc(option.text), button("Vote", action, spoken=f"Vote for {option.text}"))


def _asks(poll: Poll) -> str:
    return f"Poll by {person(poll.leader)}"


def _promises(poll: Poll) -> str:
    used = f"What it is for: {esc(poll.use)}"
    if poll.feedback_by is None:
        return used
    return f"{used}\nYou hear back by {day(poll.feedback_by)}."


def _in_words(poll: Poll, asked: str) -> str:
    answers = "\n".join(f"{option.id}. {esc(option.text)}" for option in poll.options)
    told = f"{asked}. " if asked else ""
    return (
        f"{_asks(poll)}: {esc(poll.question)}\n{answers}\n{told}{HOW} It closes "
        f"{when(poll.closes_at)}.\n{_promises(poll)}\n{who_sees_what(poll)}"
    )


def _state_line(poll: Poll) -> str:
    if poll.state is PollState.DECIDED:
        return f"Decided by {person(poll.leader)}."
    return f"Awaiting {person(poll.leader)}'s decision. {sentence(COPY, 'informs')}"


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
    told = f"{final_turnout(result)}. {leading(result)}"
    outlook = _outlook(poll)
    has_chart = with_chart and result.answered > 0 and len(poll.options) <= CHART_OPTIONS
    blocks = [
        section(title),
        *([_chart(result)] if has_chart else []),
        section(totals(result)),
        section(told),
        context(outlook),
    ]
    text = f"{title}\n{totals(result)}\n{told} {outlook}"
    is_placed = poll.message_ts is not None
    return Speech(text, blocks, thread_ts=poll.message_ts, broadcast=is_placed)


def _chart(result: Result) -> Dict:
    in_order = sorted(result.counts, key=lambda pair: int(pair[0].id))
    return bars("Votes", "Votes", {option.text: votes for option, votes in in_order})


def _outlook(poll: Poll) -> str:
    decides = f"{sentence(COPY, 'informs')} {person(poll.leader)} does"
    if poll.feedback_by is None:
        return f"{decides}."
    return f"{decides}, and you hear back by {day(poll.feedback_by)}."


# For one voter


def ballot_message(poll: Poll, *, is_reminder: bool) -> Speech:
    """The ballot as a direct message: to those who have not voted, or cannot see the channel."""
    where = f"in {channel(poll.channel)}"
    opening = (
        f"A poll {where} is still missing your answer. It closes {when(poll.closes_at)}."
        if is_reminder
        else f"{person(poll.leader)} would like your answer to a poll {where}. "
        f"It closes {when(poll.closes_at)}."
    )
    blocks = [
        section(opening),
        heading(poll.question),
        *(_choice(poll, option, True) for option in poll.options),
        context(_promises(poll)),
        context(who_sees_what(poll)),
    ]
    return Speech(f"{opening}\n{_in_words(poll, '')}", blocks)


def confirmation(ballot: Ballot) -> Speech:
    """To the voter alone: what was counted, and how to change it."""
    text = chosen(ballot)
    change = button("Change my vote", act(BALLOT, ballot.poll.id))
    return Speech(text, [section(text), actions(change)])


def answered_message(ballot: Ballot) -> Speech:
    """What stays of a ballot in a DM after the vote."""
    text = f"{esc(ballot.poll.question)}\n{chosen(ballot)}"
    change = button("Change my vote", act(BALLOT, ballot.poll.id))
    return Speech(text, [section(text), actions(change)])


def chosen(ballot: Ballot) -> str:
    """“You chose “Yes”. You can change it until …”."""
    until = when(ballot.poll.closes_at)
    return f"You chose “{esc(ballot.option.text)}”. You can change it until {until}."


def about(poll: Poll) -> str:
    """The question in one line, escaped, in quotation marks."""
    return f"“{esc(one_line(poll.question, 120))}”"


def meaning(result: Result) -> str:
    """How far the result carries."""
    return sentence(COPY, "readings", reading(result).name.lower())
