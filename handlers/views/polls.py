"""A poll in its leader's window: how it stands, what came out, and what can be done with it."""

from collections.abc import Iterator, Mapping

from bot.domain.choices import STANCES, Choice, Rule
from bot.domain.poll_manner import Repeat
from bot.domain.poll_occasions import is_in_series
from bot.domain.poll_promise import who_sees_what
from bot.domain.poll_results import Ballots, Result
from bot.domain.polls import Poll, PollState
from bot.domain.tallies import OptionTally
from bot.services.polls import PollPage
from handlers.views import poll_results as results
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
from handlers.views.poll_messages import READ_DECISION
from handlers.views.poll_notes import FEEDBACK
from handlers.views.poll_series import BACK, DELETE, DELETING, OPEN, fate
from handlers.views.poll_words import edited, heading, promises, turnout
from handlers.views.text import channel, count, esc, listed, person, quote, when

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
NAMES_SHOWN = 25
REASONS_SHOWN = 20

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
        heading(poll.question),
        *([context(was)] if was else []),
        section(f"{STATES[poll.state]}\n{_where_and_when(poll)}"),
        *_so_far(shown),
        *_result(shown),
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
        return f"{place} · opens {when(poll.opens_at)} · closes {when(poll.closes_at)}"
    return f"{place} · closes {when(poll.closes_at)}"


def _so_far(shown: PollPage) -> list[Dict]:
    poll = shown.poll
    if poll.state is not PollState.OPEN:
        return []
    told = f"*{turnout(shown.answered, len(poll.voters), poll.manner.quorum)}.*"
    if not shown.missing:
        return [section(f"{told} Everybody has; you can close it now.")]
    missing = listed([person(voter) for voter in shown.missing], MISSING_SHOWN)
    return [section(f"{told}\nStill missing: {missing}"), context("Only you see who is missing.")]


# The result


def _result(shown: PollPage) -> list[Dict]:
    result = shown.result
    if result is None:
        return []
    if shown.ballots is None or result.is_hidden:
        return results.lines(result)
    told = f"*{results.final_turnout(result)}.* {results.leading(result)}"
    return [
        section(f"{told}\n{results.meaning(result)}"),
        *(_answer(result, line, shown.ballots) for line in result.tally.lines[:NAMES_SHOWN]),
        *_reasons(shown.ballots),
        *_silent(shown),
    ]


def _answer(result: Result, line: OptionTally, ballots: Ballots) -> Dict:
    option = result.poll.option(line.option_id)
    text = esc(option.text) if option else "–"
    names = "\n".join(_names(line.option_id, result.tally.rule, ballots))
    told = f"{text}\n{results.said_of(line, result)}"
    return section(f"{told}\n{names}" if names else told)


def _names(option_id: str, rule: Rule, ballots: Ballots) -> Iterator[str]:
    """Who said what of one option: a line for each thing that was said."""
    said: dict[str, list[str]] = {}
    for voter, choice in ballots.by_voter.items():
        value = choice.said(option_id, rule)
        if value is not None:
            said.setdefault(value, []).append(person(voter))
    for value in sorted(said, key=lambda each: _ORDER.get(each, each)):
        yield f"{_label(rule, value)}{listed(said[value], NAMES_SHOWN)}"


_ORDER = {letter: str(place) for place, letter in enumerate(STANCES)}


def _label(rule: Rule, value: str) -> str:
    if rule is Rule.CONSENT:
        return f"_{STANCES[value].value}:_ "
    if rule is Rule.RANK:
        return f"_place {value}:_ "
    return f"_{value}:_ " if rule is Rule.SCORE else ""


def _reasons(ballots: Ballots) -> list[Dict]:
    """Why people voted so: beside their names, or mixed where votes are secret."""
    if ballots.comments:
        told = "\n".join(quote(esc(comment)) for comment in ballots.comments[:REASONS_SHOWN])
        return [section(f"*What people wrote, in mixed order*\n{told}")]
    given = [(v, c) for v, c in ballots.by_voter.items() if c.reason][:REASONS_SHOWN]
    if not given:
        return []
    return [section("*Why*\n" + "\n".join(_reason(voter, choice) for voter, choice in given))]


def _reason(voter: str, choice: Choice) -> str:
    return f"{person(voter)}\n{quote(esc(choice.reason))}"


def _silent(shown: PollPage) -> list[Dict]:
    told = []
    abstained = [v for v, choice in _by_voter(shown).items() if choice.abstains]
    if abstained:
        told.append(f"Abstained: {listed([person(v) for v in abstained], MISSING_SHOWN)}")
    if shown.missing:
        told.append(f"No answer: {listed([person(v) for v in shown.missing], MISSING_SHOWN)}")
    return [context("\n".join(told))] if told else []


def _by_voter(shown: PollPage) -> Mapping[str, Choice]:
    return shown.ballots.by_voter if shown.ballots else {}


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
        f"{missing} not answered yet. They get a direct message, outside their quiet hours. "
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
    if poll.manner.repeat is not Repeat.NEVER:
        told += " This time only: the next ones keep their times."
    blocks = [
        heading(poll.question),
        section(f"It closes {when(poll.closes_at)}."),
        field("closes_at", "Close it instead", instant_picker(initial=poll.closes_at)),
        context(told),
        actions(button("Back to the poll", act(BACK, poll.id))),
    ]
    view = act(PROLONG, poll.id)
    return modal(view, "Change the deadline", blocks, submit="Save", metadata=carried)
