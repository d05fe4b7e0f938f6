"""Decisions on screen: one with its versions, and what those who were asked are told."""

from collections.abc import Mapping
from datetime import date

import regex

from bot.domain.audience import Readers, hurdle
from bot.domain.decision_changes import FACTS, PUT_IN, Change, Line, changes
from bot.domain.decisions import Decision, DecisionForm, Standing, Visibility
from bot.services.decisions import DecisionPage, Told
from handlers.views.audience import obstacle, read_by
from handlers.views.credit import thanks, with_thanks_to
from handlers.views.decision_fields import LABELS
from handlers.views.kit import (
    Dict,
    Speech,
    act,
    actions,
    button,
    context,
    divider,
    link,
    modal,
    section,
)
from handlers.views.poll_notes import FEEDBACK
from handlers.views.text import cut, esc, one_line, person, quote, size, when

OPEN = "decisions.open"
VERSION = "decisions.version"
CHANGES = "decisions.changes"
REVISE = "decisions.revise"
LOOK = "decisions.look"
TELL = "decisions.tell"
SEND = "decisions.send"
FILE = "decisions.file"

TELL_YOURSELF = "Please tell the people you asked yourself."

READERS = {
    Visibility.LEADER: "only who decided",
    Visibility.CORE: "the core team",
    Visibility.ASKED: "the core team and everyone the poll asked",
}
VERSIONS_SHOWN = 20
MARKDOWN, JSON = "md", "json"
_ROOM = 2900
_PASSAGE = regex.compile(r"(?s)\X{1,450}(?=\s|$)|\X{1,450}")
# The address of a message, as Slack gives it; anything else that was typed is only shown.
_PERMALINK = regex.compile(r"https?://[\w.:-]+/archives/[A-Z0-9]+/p\d+(?:\?[\w=&.-]*)?")

PARTS = (
    *("decision", "result", "options", "reasons", "evidence", "input_received", "dissent"),
    "expected",
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


def version(decision: Decision, before: Decision | None = None) -> Dict:
    """An earlier version, as it was written, and what it changed."""
    blocks = [context(f"Version {decision.version}, as it was written."), *_sheet(decision)]
    if before:
        blocks += [divider(), *_changed(before, decision)]
    return modal(act(VERSION, decision.id), "Earlier version", blocks, close="Back")


def _sheet(decision: Decision) -> list[Dict]:
    form = decision.form
    blocks = [section(f"*{esc(one_line(form.question, 500))}*")]
    for name in PARTS:
        blocks += _passages(_label(name, form), getattr(form, name))
    days = [f"Done by {_day(form.done_by)}"] if form.done_by else []
    days += [f"To be looked at again on {_day(form.review_on)}"] if form.review_on else []
    standing = [] if form.standing is Standing.HOLDS else [f"*{str(form.standing).capitalize()}*"]
    accountable = f"Accountable: {person(decision.accountable)}"
    thanks = with_thanks_to(form.thanked)
    return [
        *blocks,
        *_source(form.source),
        *([context(thanks)] if thanks else []),
        context(" · ".join([*standing, accountable, when(decision.made_at), *days])),
    ]


def _label(name: str, form: DecisionForm) -> str:
    likely = f" ({form.probability} % likely)" if form.probability else ""
    return LABELS[name] + (likely if name == "expected" else "")


def _source(source: str) -> list[Dict]:
    """Where it was said: a button for a message of Slack's, else the words."""
    if not source:
        return []
    if _PERMALINK.fullmatch(source):
        return [section(f"*{LABELS['source']}*", link("Open the message", source))]
    return [section(f"*{LABELS['source']}*\n{quote(esc(source))}")]


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
    belongs = f"Belongs to {esc(shown.negotiation.name)}." if shown.sees_record else ""
    credit = thanks(shown.led, with_parts=shown.sees_record)
    return " ".join(filter(None, (belongs, readers, credit)))


def _deeds(shown: DecisionPage) -> list[Dict]:
    """The leader's deeds, and a copy for everybody who reads it."""
    latest = shown.latest
    copies = _copies(latest)
    if not shown.is_leader:
        return [actions(*copies)]
    return [
        actions(
            *_telling(shown),
            button("Write a new version", act(REVISE, latest.id)),
            button("Look at it again", act(LOOK, latest.id)),
            *copies,
        )
    ]


def _telling(shown: DecisionPage) -> list[Dict]:
    """First what came of the answers; a later version by itself."""
    label, latest = "Tell the people you asked", shown.latest
    if shown.owes_feedback and latest.poll:
        return [button(label, act(FEEDBACK, latest.poll), style="primary")]
    return [button(label, act(TELL, latest.id))] if shown.can_be_told else []


def _copies(latest: Decision) -> list[Dict]:
    """As files; of what is confidential a text to be copied."""
    if latest.is_confidential:
        return [button("As text to copy", act(FILE, latest.id, MARKDOWN))]
    return [
        button("As Markdown", act(FILE, latest.id, MARKDOWN), spoken="As Markdown, a file"),
        button("As JSON", act(FILE, latest.id, JSON), spoken="As JSON, a file"),
    ]


# Versions


def changed(before: Decision | None, after: Decision) -> Dict:
    """What the newest version that this reader sees changed, line by line."""
    blocks = _changed(before, after) if before else [section("There is no earlier version.")]
    return modal(act(CHANGES, after.id), "What changed", blocks, close="Back")


def _changed(before: Decision, after: Decision) -> list[Dict]:
    found = changes(before, after)
    title = f"*What changed from version {before.version} to version {after.version}*"
    if not found:
        return [section(f"{title}\nNothing; it was saved again as it was.")]
    return [section(title), *map(_change, found)]


def _change(change: Change) -> Dict:
    lines = "\n".join(_line(change.field, line) for line in change.lines)
    return section(cut(f"*{LABELS[change.field]}*\n{lines}", _ROOM))


def _line(field: str, line: Line) -> str:
    """A line taken out is struck through and one put in is plain, each with its sign."""
    is_person = field in ("accountable", "thanked")
    said = person(line.text) if is_person else esc(one_line(line.text, 500))
    if line.sign == PUT_IN:
        return f":heavy_plus_sign: {said}"
    is_plain = field in FACTS or not said or any(mark in said for mark in "~\u200b")
    return f":heavy_minus_sign: {said}" if is_plain else f":heavy_minus_sign: ~{said}~"


def _history(shown: DecisionPage) -> list[Dict]:
    earlier = list(reversed(shown.versions[:-1]))[:VERSIONS_SHOWN]
    if not earlier:
        return []
    what = button("What changed", act(CHANGES, shown.latest.id))
    title = f"*Earlier versions*\nThis is version {shown.latest.version}."
    return [divider(), section(title, what), *map(_earlier, earlier)]


def _earlier(decision: Decision) -> Dict:
    line = f"Version {decision.version}, {when(decision.made_at)}"
    read = button("Read", act(VERSION, decision.id), spoken=f"Read version {decision.version}")
    return section(f"{line}\n{esc(one_line(decision.form.decision, 120))}", read)


def _day(date_: date) -> str:
    return f"{date_.day} {date_:%b %Y}"


# What those who were asked are told


def told_message(told: Told) -> Speech:
    """The decision in the poll's thread, with thanks."""
    form: DecisionForm = told.decision.form
    decided = f"*Decided:* {esc(form.decision)}"
    why = f"*Why:* {esc(form.reasons)}" if form.reasons else ""
    asked = f"{told.answered} of {len(told.poll.voters)} answered"
    named = (with_thanks_to(form.thanked), thanks(told.led), accountable_line(told.decision))
    closing = " ".join(filter(None, (f"{asked}. Thank you.", *named)))
    question = f"You were asked: {esc(one_line(told.poll.question, 300))}"
    blocks = [section(question), section(decided), *([section(why)] if why else [])]
    text = "\n".join(part for part in (question, decided, why, closing) if part)
    ts = told.poll.message_ts
    return Speech(text, [*blocks, context(closing)], thread_ts=ts, broadcast=ts is not None)


def accountable_line(decision: Decision) -> str:
    """Who answers for it: a person, whatever the poll said."""
    return f"{person(decision.accountable)} is accountable for this."


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
