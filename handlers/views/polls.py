"""A poll in its leader's window: how it stands, what came out, and what can be done with it."""

from collections.abc import Mapping

from bot.domain.poll_closing import is_ending, may_end_early
from bot.domain.poll_manner import Repeat
from bot.domain.poll_occasions import is_in_series
from bot.domain.poll_promise import who_sees_what
from bot.domain.polls import Poll, PollState
from bot.services.polls import PollPage
from handlers.views import poll_items as items
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
    section,
)
from handlers.views.poll_findings import findings
from handlers.views.poll_messages import READ_DECISION
from handlers.views.poll_notes import FEEDBACK
from handlers.views.poll_series import BACK, DELETE, DELETING, OPEN, fate
from handlers.views.poll_words import closing, edited, first_question, heading, promises, turnout
from handlers.views.text import channel, count, esc, listed, person, when

CLOSE = "polls.close"
EXTEND = "polls.extend"
PROLONG = "polls.prolong"
PREVIEW = "polls.preview"
REWORD = "polls.reword"
REMIND = "polls.remind"
DUPLICATE = "polls.duplicate"
FILE = "polls.file"
STOP = "polls.stop"
UNSCHEDULE = "polls.unschedule"
DECIDE = "decisions.from_poll"

MISSING_SHOWN = 40

STATES = {
    PollState.DRAFT: "Draft: nobody has seen it yet.",
    PollState.SCHEDULED: "Waiting to be posted.",
    PollState.OPEN: "Open for votes.",
    PollState.AWAITING_DECISION: "Closed. It awaits your decision.",
    PollState.AWAITING_FEEDBACK: "Decided. The people you asked have not heard from you yet.",
    PollState.DECIDED: "Closed, and decided.",
}


def page(shown: PollPage, carried: Mapping[str, str], done: str = "") -> Dict:
    """All that the leader may know of a poll now, and what can be done with it.

    `carried` are the ids of the views beneath; `done` is what the last click has brought about.
    """
    poll = shown.poll
    was = edited(poll)
    blocks = [
        *([section(done)] if done else []),
        heading(first_question(poll)),
        *([context(was)] if was else []),
        section(f"{STATES[poll.state]}\n{_where_and_when(poll)}"),
        *_so_far(shown),
        *map(section, items.asked(poll) if shown.result is None else []),
        *findings(shown),
        context(promises(poll)),
        context(who_sees_what(poll)),
        divider(),
        *_deeds(shown),
        context(f"Belongs to {esc(shown.negotiation.name)}. Only you see this page."),
    ]
    return modal(act(OPEN, poll.id), "Poll", blocks, close="Close", metadata=carried)


def _where_and_when(poll: Poll) -> str:
    place = channel(poll.channel)
    if poll.closed_at:
        return f"{place} · closed {when(poll.closed_at)}"
    if poll.is_draft and poll.opens_at:
        return f"{place} · opens {when(poll.opens_at)} · {closing(poll)}"
    return f"{place} · {closing(poll)}"


def _so_far(shown: PollPage) -> list[Dict]:
    poll = shown.poll
    if poll.state is not PollState.OPEN:
        return []
    told = f"*{turnout(shown.answered, len(poll.voters), poll.manner.quorum)}.*"
    if not shown.missing:
        itself = " It soon closes by itself." if may_end_early(poll) else ""
        return [section(f"{told} Everybody has; you can close it now.{itself}")]
    missing = listed([person(voter) for voter in shown.missing], MISSING_SHOWN)
    return [section(f"{told}\nStill missing: {missing}"), context("Only you see who is missing.")]


# What can be done


def _deeds(shown: PollPage) -> list[Dict]:
    poll = shown.poll
    read = button("Read the decision", act(READ_DECISION, poll.id))
    first = {
        PollState.DRAFT: [button("Preview and post", act(PREVIEW, poll.id), style="primary")],
        PollState.SCHEDULED: [button("Don't post it by itself", act(UNSCHEDULE, poll.id))],
        PollState.OPEN: _while_open(shown),
        PollState.AWAITING_DECISION: [
            button("Log the decision", act(DECIDE, poll.id), style="primary")
        ],
        PollState.AWAITING_FEEDBACK: [
            button("Tell the people you asked", act(FEEDBACK, poll.id), style="primary"),
            read,
        ],
        PollState.DECIDED: [read, button("Correct what you told them", act(FEEDBACK, poll.id))],
    }[poll.state]
    return [actions(*first, *_copies(poll)), *_endings(poll)]


def _while_open(shown: PollPage) -> list[Dict]:
    poll = shown.poll
    remind = [button("Remind now", act(REMIND, poll.id), confirm=_really_remind(shown))]
    return [
        *(remind if shown.missing and poll.next_reminder() else []),
        button("Change the deadline", act(EXTEND, poll.id)),
        button("Edit the words", act(REWORD, poll.id)),
        button("Close now", act(CLOSE, poll.id), confirm=_really_close(shown)),
    ]


def _copies(poll: Poll) -> list[Dict]:
    if poll.is_draft:
        return []
    again = button("Use again", act(DUPLICATE, poll.id), spoken="Make a draft like this poll")
    file = [button("As a CSV file", act(FILE, poll.id))] if poll.is_over else []
    return [again, *file]


def _endings(poll: Poll) -> list[Dict]:
    ends = []
    if poll.manner.repeat is not Repeat.NEVER:
        ends.append(button("Stop repeating", act(STOP, poll.id)))
    if not poll.is_decided:
        ends.append(_delete(poll))
    return [actions(*ends)] if ends else []


def _delete(poll: Poll) -> Dict:
    """At once where it concerns this poll alone; of a series it is asked first."""
    if is_in_series(poll):
        return button("Delete …", act(DELETING, poll.id), style="danger")
    return button("Delete", act(DELETE, poll.id), style="danger", confirm=_really_delete(poll))


def _really_remind(shown: PollPage) -> Dict:
    missing = count(len(shown.missing), "person has", "people have")
    text = (
        f"{missing} not answered yet. They get a direct message when they next work. "
        "It takes the place of the next reminder; nobody gets more than two."
    )
    return confirm("Remind them now?", text, "Remind them", "Not now")


def _really_close(shown: PollPage) -> Dict:
    missing = count(len(shown.missing), "person has", "people have")
    text = f"{missing} not answered yet. The result goes to the channel."
    return confirm("Close this poll now?", text, "Close it", "Keep it open")


def _really_delete(poll: Poll) -> Dict:
    return confirm("Delete this poll?", fate(poll), "Delete it", "Keep it", danger=True)


def extend_form(poll: Poll, carried: Mapping[str, str]) -> Dict:
    """Another deadline for an open poll, in place of its page."""
    told = "The message in the channel shows the new time. Nobody is told separately."
    if is_ending(poll):
        told = f"It then stays open until that time. {told}"
    if poll.manner.repeat is not Repeat.NEVER:
        told += " This time only: the next ones keep their times."
    blocks = [
        heading(poll.question),
        section(f"It {closing(poll)}."),
        field("closes_at", "Close it instead", instant_picker(initial=poll.closes_at)),
        context(told),
        actions(button("Back to the poll", act(BACK, poll.id))),
    ]
    view = act(PROLONG, poll.id)
    return modal(view, "Change the deadline", blocks, submit="Save", metadata=carried)
