"""The log: the decisions that this reader may read, searched and filtered."""

from bot.domain.copy import sentence
from bot.domain.decisions import Decision, Standing
from bot.services.decision_log import Log, Wanted
from handlers.views.decision_forms import NEW
from handlers.views.decisions import JSON, MARKDOWN, OPEN
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    context,
    field,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.views.text import count, day, esc, one_line

LIST = "decisions.list"
SEARCH = "decisions.search"
TURN = "decisions.turn"
EXPORT = "decisions.export"

WORDS_LIMIT = 100
RECORDS_SHOWN = 99
ALL = "all"


def log(found: Log, wanted: Wanted, note: str = "") -> Dict:
    """The decisions that this reader may read, with a search."""
    search = text_input(
        initial=wanted.words,
        limit=WORDS_LIMIT,
        placeholder="Words from the question, decision, reasons",
    )
    blocks = [
        *([section(note)] if note else []),
        field("words", "Search", search, optional=True),
        *_records(found, wanted),
        *(_entry(decision, found) for decision in found.decisions),
        *_empty(found, wanted),
        *_paging(found),
        actions(button("Log a decision", NEW), *_copies(found)),
    ]
    return modal(SEARCH, "Decisions", blocks, submit="Search", close="Close")


def _records(found: Log, wanted: Wanted) -> list[Dict]:
    """Which negotiation, where there are several."""
    if len(found.negotiations) < 2 and not wanted.record:
        return []
    shown = list(found.negotiations.values())[:RECORDS_SHOWN]
    options = [option("All", ALL), *(option(record.name, record.id) for record in shown)]
    known = {record.id for record in shown}
    chosen = wanted.record if wanted.record in known else ALL
    return [field("record", "Negotiation", select(options, initial=chosen))]


def _copies(found: Log) -> list[Dict]:
    """Files of all that was found, on every page."""
    if not found.count:
        return []
    return [
        button("As Markdown", act(EXPORT, MARKDOWN), spoken="As Markdown, a file of these"),
        button("As JSON", act(EXPORT, JSON), spoken="As JSON, a file of these"),
    ]


def _entry(decision: Decision, found: Log) -> Dict:
    form, record = decision.form, found.negotiations.get(decision.negotiation)
    small = [esc(record.name)] if record else []
    small.append(day(decision.made_at))
    small += [f"version {decision.version}"] if decision.version > 1 else []
    small += [] if form.standing is Standing.HOLDS else [str(form.standing)]
    lines = (
        f"*{esc(one_line(form.question, 150))}*",
        esc(one_line(form.decision, 200)),
        f"_{' · '.join(small)}_",
    )
    spoken = f"Open the decision on {form.question}"
    return section("\n".join(lines), button("Open", act(OPEN, decision.id), spoken=spoken))


def _empty(found: Log, wanted: Wanted) -> list[Dict]:
    if found.count:
        return []
    if wanted.words.split():
        words = f"Nothing holds “{esc(wanted.words)}”. Try fewer words, or none to see all."
        return [section(words)]
    if wanted.record:
        return [section(sentence("decisions", "log", "empty_of_record"))]
    return [section(sentence("decisions", "log", "empty"))]


def _paging(found: Log) -> list[Dict]:
    newer = [button("Newer", act(TURN, str(found.page - 1)))] if found.page else []
    older = [button("Older", act(TURN, str(found.page + 1)))] if found.has_older else []
    if not (newer or older):
        return []
    return [context(f"{count(found.count, 'decision')} in all"), actions(*newer, *older)]
