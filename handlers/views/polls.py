"""A poll in a window: the leader's page, the ballot of one voter, another deadline."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.polls import Option, Poll, PollState, Result, who_sees_what
from bot.services.polls import Ballot, PollPage
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    confirm,
    context,
    divider,
    field,
    instant_picker,
    modal,
    option,
    radio,
    section,
)
from handlers.views.poll_messages import (
    BALLOT,
    READ_DECISION,
    chosen,
    final_turnout,
    heading,
    leading,
    meaning,
    share,
    turnout,
)
from handlers.views.text import channel, count, esc, listed, one_line, person, when

OPEN = "polls.open"
CLOSE = "polls.close"
EXTEND = "polls.extend"
PROLONG = "polls.prolong"
BACK = "polls.back"
DELETE = "polls.delete"
PREVIEW = "polls.preview"
CAST = "polls.cast"
DECIDE = "decisions.from_poll"

MISSING_SHOWN = 40
NAMES_SHOWN = 25

STATES = {
    PollState.DRAFT: "Draft: nobody has seen it yet.",
    PollState.OPEN: "Open for votes.",
    PollState.AWAITING_DECISION: "Closed. It awaits your decision.",
    PollState.DECIDED: "Closed, and decided.",
}


# The leader's page


def page(shown: PollPage, carried: Mapping[str, str]) -> Dict:
    """All that the leader may know of a poll now, and what can be done with it.

    `carried` are the ids of the views beneath.
    """
    poll = shown.poll
    blocks = [
        heading(poll.question),
        section(f"{STATES[poll.state]}\n{_where_and_when(poll)}"),
        *_so_far(shown),
        *_result(shown),
        context(f"What it is for: {esc(poll.use)}\n{who_sees_what(poll)}"),
        divider(),
        actions(*_deeds(shown)),
        context(f"Belongs to {esc(shown.negotiation.name)}. Only you see this page."),
    ]
    return modal(act(OPEN, poll.id), "Poll", blocks, close="Close", metadata=carried)


def deleted(poll: Poll) -> Dict:
    """After the leader took the poll back."""
    said = "Deleted."
    if poll.message_ts:
        said = f"Withdrawn. Its message in {channel(poll.channel)} says so, nobody is reminded."
    return modal(act(OPEN, poll.id), "Poll", [section(said)], close="Close")


def _where_and_when(poll: Poll) -> str:
    if poll.closed_at:
        return f"{channel(poll.channel)} · closed {when(poll.closed_at)}"
    return f"{channel(poll.channel)} · closes {when(poll.closes_at)}"


def _so_far(shown: PollPage) -> list[Dict]:
    if shown.poll.state is not PollState.OPEN:
        return []
    told = f"*{turnout(shown.answered, len(shown.poll.voters))}.*"
    if not shown.missing:
        return [section(f"{told} Everybody has; you can close it now.")]
    missing = listed([person(voter) for voter in shown.missing], MISSING_SHOWN)
    return [section(f"{told}\nStill missing: {missing}")]


def _result(shown: PollPage) -> list[Dict]:
    result, ballots = shown.result, shown.ballots
    if result is None or ballots is None:
        return []
    told = final_turnout(result)
    names = {
        answer.id: [voter for voter, choice in ballots.votes.items() if choice == answer.id]
        for answer in shown.poll.options
    }
    return [
        section(f"*{told}.* {leading(result)}\n{meaning(result)}"),
        *(_answer(answer, n, result, names) for answer, n in result.counts),
        *_silent(shown),
    ]


def _answer(answer: Option, votes: int, result: Result, names: Mapping[str, list[str]]) -> Dict:
    who = listed([person(voter) for voter in names[answer.id]], NAMES_SHOWN)
    return section(f"{esc(answer.text)}\n{share(votes, result)}" + (f"\n{who}" if who else ""))


def _silent(shown: PollPage) -> list[Dict]:
    if not shown.missing:
        return []
    return [context(f"No answer: {listed([person(v) for v in shown.missing], MISSING_SHOWN)}")]


def _deeds(shown: PollPage) -> list[Dict]:
    poll = shown.poll
    ask = button("Preview and post", act(PREVIEW, poll.id), style="primary")
    close = button("Close now", act(CLOSE, poll.id), confirm=_really_close(shown))
    extend = button("Change the deadline", act(EXTEND, poll.id))
    decide = button("Log the decision", act(DECIDE, poll.id), style="primary")
    read = button("Read the decision", act(READ_DECISION, poll.id))
    delete = button("Delete", act(DELETE, poll.id), style="danger", confirm=_really_delete())
    deeds: Mapping[PollState, list[Dict]] = {
        PollState.DRAFT: [ask, delete],
        PollState.OPEN: [close, extend, delete],
        PollState.AWAITING_DECISION: [decide, delete],
        PollState.DECIDED: [read],
    }
    return deeds[poll.state]


def _really_close(shown: PollPage) -> Dict:
    missing = count(len(shown.missing), "person has", "people have")
    text = f"{missing} not answered yet. The result goes to the channel."
    return confirm("Close this poll now?", text, "Close it", "Keep it open")


def _really_delete() -> Dict:
    text = "Its message will say that it was withdrawn. Its votes count for nothing."
    return confirm("Delete this poll?", text, "Delete it", "Keep it", danger=True)


def extend_form(poll: Poll, carried: Mapping[str, str]) -> Dict:
    """Another deadline for an open poll, in place of its page."""
    blocks = [
        heading(poll.question),
        section(f"It closes {when(poll.closes_at)}."),
        field("closes_at", "Close it instead", instant_picker(initial=poll.closes_at)),
        context("The message in the channel shows the new time. Nobody is told separately."),
        actions(button("Back to the poll", act(BACK, poll.id))),
    ]
    view = act(PROLONG, poll.id)
    return modal(view, "Change the deadline", blocks, submit="Save", metadata=carried)


# The ballot of one voter


def ballot(poll: Poll, current: Option | None, now: datetime) -> Dict:
    """One voter's ballot; after the close it shows what was counted and takes nothing."""
    if not poll.is_open or now >= poll.closes_at:
        return _closed_ballot(poll, current)
    options = [option(one_line(each.text, 75), each.id) for each in poll.options]
    asked = f"{person(poll.leader)} asks. It closes {when(poll.closes_at)}."
    initial = current.id if current else None
    blocks = [
        heading(poll.question),
        section(asked),
        field("choice", "Your answer", radio(options, initial=initial)),
        context(f"What it is for: {esc(poll.use)}\n{who_sees_what(poll)}"),
    ]
    return modal(act(CAST, poll.id), "Your vote", blocks, submit="Vote")


def voted(counted: Ballot) -> Dict:
    """After a vote in the window."""
    change = actions(button("Change my vote", act(BALLOT, counted.poll.id)))
    return modal(CAST, "Your vote", [section(chosen(counted)), change], close="Close")


def _closed_ballot(poll: Poll, current: Option | None) -> Dict:
    yours = f"You chose “{esc(current.text)}”." if current else "You did not answer."
    blocks = [heading(poll.question), section(f"This poll has closed. {yours}")]
    return modal(act(CAST, poll.id), "Your vote", blocks, close="Close")
