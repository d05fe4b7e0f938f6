"""Decisions on screen: one with its versions, the log, and what those asked are told."""

from collections.abc import Mapping
from datetime import date

import regex

from bot.domain.audience import Readers, hurdle
from bot.domain.decisions import Decision, DecisionForm, Visibility
from bot.services.decisions import DecisionPage, Log, Told
from handlers.views.audience import obstacle, read_by
from handlers.views.decision_forms import NEW
from handlers.views.kit import (
    Dict,
    Speech,
    act,
    actions,
    button,
    context,
    divider,
    field,
    modal,
    section,
    text_input,
)
from handlers.views.text import count, day, esc, one_line, person, quote, size, when

LIST = "decisions.list"
SEARCH = "decisions.search"
TURN = "decisions.turn"
OPEN = "decisions.open"
VERSION = "decisions.version"
REVISE = "decisions.revise"
TELL = "decisions.tell"
SEND = "decisions.send"

TELL_YOURSELF = "Please tell the people you asked yourself."

READERS = {
    Visibility.LEADER: "only who decided",
    Visibility.CORE: "the core team",
    Visibility.ASKED: "the core team and everyone the poll asked",
}
VERSIONS_SHOWN = 20
WORDS_LIMIT = 100
_ROOM = 2900
_PASSAGE = regex.compile(r"(?s)\X{1,450}(?=\s|$)|\X{1,450}")

PARTS = (
    ("decision", "Decision"),
    ("options", "Options considered"),
    ("reasons", "Reasons and evidence"),
    ("input_received", "Input received"),
    ("dissent", "Dissent heard"),
)


# One decision


def page(shown: DecisionPage, *, note: str = "", carried: Mapping[str, str] | None = None) -> Dict:
    """A decision as it holds, and the way to its earlier versions."""
    latest = shown.latest
    blocks = [
        *([section(f":white_check_mark: {note}")] if note else []),
        *_sheet(latest),
        context(_belongs(shown)),
        *_deeds(shown),
        *_history(shown),
    ]
    return modal(act(OPEN, latest.id), "Decision", blocks, close="Close", metadata=carried)


def version(decision: Decision) -> Dict:
    """An earlier version, as it was written."""
    blocks = [context(f"Version {decision.version}, as it was written."), *_sheet(decision)]
    return modal(act(VERSION, decision.id), "Earlier version", blocks, close="Back")


def _sheet(decision: Decision) -> list[Dict]:
    form = decision.form
    blocks = [section(f"*{esc(one_line(form.question, 500))}*")]
    for name, label in PARTS:
        blocks += _passages(label, getattr(form, name))
    days = [f"Done by {_day(form.done_by)}"] if form.done_by else []
    days += [f"To be looked at again on {_day(form.review_on)}"] if form.review_on else []
    accountable = f"Accountable: {person(decision.accountable)}"
    return [*blocks, context(" · ".join([accountable, when(decision.made_at), *days]))]


def _passages(label: str, text: str) -> list[Dict]:
    """A labelled text in as many sections as it needs."""
    if not text:
        return []
    whole = f"*{label}*\n{quote(esc(text))}"
    if size(whole) <= _ROOM:
        return [section(whole)]
    passages = [passage.strip() for passage in _PASSAGE.findall(text)]
    return [section(f"*{label}*"), *(section(quote(esc(each))) for each in passages if each)]


def _belongs(shown: DecisionPage) -> str:
    readers = f"Who may read it: {READERS[shown.latest.form.visibility]}."
    if not shown.sees_record:
        return readers
    return f"Belongs to {esc(shown.negotiation.name)}. {readers}"


def _deeds(shown: DecisionPage) -> list[Dict]:
    if not shown.is_leader:
        return []
    tell = button("Tell the people you asked", act(TELL, shown.latest.id))
    revise = button("Write a new version", act(REVISE, shown.latest.id))
    return [actions(*([tell] if shown.can_be_told else []), revise)]


def _history(shown: DecisionPage) -> list[Dict]:
    earlier = list(reversed(shown.versions[:-1]))[:VERSIONS_SHOWN]
    if not earlier:
        return []
    return [divider(), section("*Earlier versions*"), *map(_earlier, earlier)]


def _earlier(decision: Decision) -> Dict:
    line = f"Version {decision.version}, {when(decision.made_at)}"
    read = button("Read", act(VERSION, decision.id), spoken=f"Read version {decision.version}")
    return section(f"{line}\n{esc(one_line(decision.form.decision, 120))}", read)


def _day(date_: date) -> str:
    return f"{date_.day} {date_:%b %Y}"


# The log


def log(found: Log, words: str) -> Dict:
    """The decisions that this reader may read, with a search."""
    search = text_input(
        initial=words, limit=WORDS_LIMIT, placeholder="Words from the question, decision, reasons"
    )
    blocks = [
        field("words", "Search", search, optional=True),
        *(_entry(decision, found) for decision in found.decisions),
        *_empty(found, words),
        *_paging(found),
        actions(button("Log a decision", NEW)),
    ]
    return modal(SEARCH, "Decisions", blocks, submit="Search", close="Close")


def _entry(decision: Decision, found: Log) -> Dict:
    form, record = decision.form, found.negotiations.get(decision.negotiation)
    small = [esc(record.name)] if record else []
    small.append(day(decision.made_at))
    small += [f"version {decision.version}"] if decision.version > 1 else []
    lines = (
        f"*{esc(one_line(form.question, 150))}*",
        esc(one_line(form.decision, 200)),
        f"_{' · '.join(small)}_",
    )
    spoken = f"Open the decision on {form.question}"
    return section("\n".join(lines), button("Open", act(OPEN, decision.id), spoken=spoken))


def _empty(found: Log, words: str) -> list[Dict]:
    if found.count:
        return []
    if words:
        return [section(f"Nothing holds “{esc(words)}”. Try fewer words, or none to see all.")]
    text = (
        "No decision is logged yet. The log keeps what you decided, why, and what spoke against "
        "it, so that nobody has to remember."
    )
    return [section(text)]


def _paging(found: Log) -> list[Dict]:
    newer = [button("Newer", act(TURN, str(found.page - 1)))] if found.page else []
    older = [button("Older", act(TURN, str(found.page + 1)))] if found.has_older else []
    if not (newer or older):
        return []
    return [context(f"{count(found.count, 'decision')} in all"), actions(*newer, *older)]


# What those who were asked are told


def told_message(told: Told) -> Speech:
    """The decision in the poll's thread, with thanks."""
    form: DecisionForm = told.decision.form
    decided = f"*Decided:* {esc(form.decision)}"
    why = f"*Why:* {esc(form.reasons)}" if form.reasons else ""
    asked = f"{told.answered} of {len(told.poll.voters)} answered"
    thanks = f"{asked}. Thank you. {person(told.decision.accountable)} is accountable for this."
    question = f"You were asked: {esc(one_line(told.poll.question, 300))}"
    blocks = [section(question), section(decided), *([section(why)] if why else [])]
    text = "\n".join(part for part in (question, decided, why, thanks) if part)
    ts = told.poll.message_ts
    return Speech(text, [*blocks, context(thanks)], thread_ts=ts, broadcast=ts is not None)


def tell_form(told: Told, readers: Readers) -> Dict:
    """The exact message before it is posted, and who reads it; or why it cannot be posted."""
    view, stop = act(SEND, told.decision.id), hurdle(readers)
    if stop:
        again = actions(button("Check again", act(TELL, told.decision.id)))
        return modal(view, "Tell them", [section(obstacle(stop, readers, TELL_YOURSELF)), again])
    blocks = [
        section(f"Goes to {read_by(readers)}. It stands in the poll's thread:"),
        divider(),
        *told_message(told).blocks,
    ]
    return modal(view, "Tell them", blocks, submit="Post")


# On the day to look at it again


def review_message(shown: DecisionPage) -> Speech:
    """What it is about, and the way to it; the rest stays behind the button."""
    latest = shown.latest
    question = esc(one_line(latest.form.question, 150))
    text = (
        f"You wanted to look again today at your decision on “{question}” "
        f"({esc(shown.negotiation.name)}). Was it a good one with what you knew then? "
        "What do you know now?"
    )
    read = button("Read the decision", act(OPEN, latest.id), style="primary")
    revise = button("Write a new version", act(REVISE, latest.id))
    return Speech(text, [section(text), actions(read, revise)])
