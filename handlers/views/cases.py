"""The case on screen: its root, the message to copy, the choice of a record, a draft's check.

The forms that fill it stand in `case_forms`.
"""

from collections.abc import Mapping, Sequence

import regex

from bot.domain.cases import EMPATHY, MESSAGE, NEW, Sheet, composed
from bot.domain.copy import sentence
from bot.domain.message_checks import COPY
from bot.domain.negotiations import Negotiation
from bot.domain.text import lines
from bot.domain.wording import Check, Finding, words
from bot.services.cases import CasePage
from handlers.views.guardrails import caveat_blocks, finding_blocks, warning
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    confirm,
    context,
    divider,
    modal,
    section,
)
from handlers.views.notices import notice
from handlers.views.progress import titled
from handlers.views.record_choice import record_choice
from handlers.views.text import count, esc, one_line, quote, size

OPEN = "cases.open"
SHEET = "cases.sheet"
READ = "cases.read"
DELETE = "cases.delete"
WHICH = "cases.which"

TITLE = "Your case"
ONLY_YOU = ":lock: Only you see this. What you type is sealed on disk."
_PASSAGE = regex.compile(r"(?s)\X{1,450}(?=\s|$)|\X{1,450}")
_ROOM = 2900
_PASSAGES = 45


def root(page: CasePage, beneath: Mapping[str, str] | None = None) -> Dict:
    """Arguments, the message, their side; `beneath` names the views to redraw after a save."""
    negotiation = page.negotiation
    blocks = [
        section(titled(negotiation)),
        *caveat_blocks(page.caveat, negotiation.id),
        *_arguments(page),
        divider(),
        *_message(page),
        divider(),
        *_empathy(page),
        context(f"{ONLY_YOU} Nothing leaves this window by itself."),
    ]
    return modal(act(OPEN, negotiation.id), TITLE, blocks, close="Close", metadata=beneath or None)


def _arguments(page: CasePage) -> list[Dict]:
    negotiation, arguments = page.negotiation.id, page.case.arguments
    head = f"*Arguments*{_unsaved(page, NEW)}"
    if not arguments:
        head += f"\n{sentence(COPY, 'empty', 'arguments')}"
    add = button("Add an argument", act(SHEET, negotiation, NEW))
    blocks = [section(head, None if page.case.is_full else add)]
    if page.case.has_too_many_reasons:
        blocks.append(context(f":scales: {sentence(COPY, 'tips', 'reasons')}"))
    for number, argument in enumerate(arguments, start=1):
        blocks += _argument(page, number, argument)
    return blocks


def _argument(page: CasePage, number: int, argument: Sheet) -> list[Dict]:
    """One argument: what it says, what it lacks, and what the guardrails say of it."""
    negotiation, claim = page.negotiation.id, _short(argument.says("claim"), 300)
    text = [f"*{number}.* {claim}{_unsaved(page, argument.id)}"]
    evidence, source = argument.says("evidence"), argument.says("source")
    if evidence or source:
        beside = f" ({_short(source, 200)})" if source else ""
        text.append(quote(f"{_short(evidence, 400)}{beside}"))
    lacks = " · ".join(argument.lacks)
    text.append(f"○ _{lacks}_" if lacks else "● _complete_")
    edit = button("Edit", act(SHEET, negotiation, argument.id), spoken=f"Edit argument {number}")
    sure = confirm(
        f"Delete argument {number}?", "It cannot be brought back.", "Delete", danger=True
    )
    drop = button(
        "Delete",
        act(DELETE, negotiation, argument.id),
        confirm=sure,
        spoken=f"Delete argument {number}",
    )
    return [section("\n".join(text)), *warning(argument.findings), actions(edit, drop)]


def _message(page: CasePage) -> list[Dict]:
    negotiation, sheet = page.negotiation.id, page.case.sheet(MESSAGE)
    head = f"*Message*{_unsaved(page, MESSAGE)}"
    if sheet.is_blank:
        invitation = f"{head}\n{sentence(COPY, 'empty', MESSAGE)}"
        return [section(invitation, button("Write it", act(SHEET, negotiation, MESSAGE)))]
    message, found = composed(sheet.values), sheet.findings
    state = (
        f"{count(len(found), 'thing')} to look at" if found else "the rules find nothing to change"
    )
    said = f"{count(len(words(message)), 'word')} · {state}"
    buttons = actions(
        button("Edit message", act(SHEET, negotiation, MESSAGE)),
        button("Read and copy", act(READ, negotiation)),
    )
    text = section(f"{head}\n{quote(_short(message, 400))}\n_{said}_")
    warned = [each for each in found if each.check in (Check.REFUSAL, Check.LABEL)]
    return [text, *warning(warned), buttons]


def _empathy(page: CasePage) -> list[Dict]:
    sheet = page.case.sheet(EMPATHY)
    head = f"*Their side*{_unsaved(page, EMPATHY)}"
    opens = button("Open", act(SHEET, page.negotiation.id, EMPATHY), spoken="Open their side")
    if sheet.is_blank:
        return [section(f"{head}\n{sentence(COPY, 'empty', EMPATHY)}", opens)]
    parts = [head]
    if view := sheet.says("view"):
        parts.append(f"They say:\n{quote(_short(view, 500))}")
    if label := sheet.says("label"):
        parts.append(f"You say: {_short(label, 300)}")
    if to_ask := lines(sheet.says("to_ask")):
        parts += ["You ask:", *(f"• {_short(each, 150)}" for each in to_ask[:6])]
    return [section("\n".join(parts), opens), *warning(sheet.findings)]


def _unsaved(page: CasePage, sheet_id: str) -> str:
    return " · :pencil2: _unsaved text_" if sheet_id in page.unsaved else ""


def _short(typed: str, limit: int) -> str:
    return one_line(esc(typed), limit)


# The message, whole


def message(page: CasePage) -> Dict:
    """The message to copy as it was saved, and what the rules say of it."""
    sheet = page.case.sheet(MESSAGE)
    blocks = [
        context("Mark the text and copy it. I send nothing for you."),
        *_whole(composed(sheet.values)),
        divider(),
        *verdict(sheet.findings),
    ]
    if sheet.is_blank:
        blocks = [section("Nothing is written down yet.")]
    shown = [*blocks, context(ONLY_YOU)]
    return modal(act(READ, page.negotiation.id), "Your message", shown, close="Close")


def draft_check(text: str, findings: Sequence[Finding]) -> Dict:
    """What the rules say of a message that was written in Slack; nothing of it is kept."""
    if not text:
        said = [section("This message holds no words that I can check.")]
    else:
        said = [context(f"“{_short(text, 300)}”"), *verdict(findings)]
    kept = context(":lock: Only you see this. I kept nothing of the message.")
    return notice("", "Check this draft", [*said, kept])


def verdict(findings: Sequence[Finding]) -> list[Dict]:
    """The findings, the most important first, or that there are none."""
    limits = context(sentence(COPY, "rules", "limits"))
    if not findings:
        none = section(f":white_check_mark: {sentence(COPY, 'rules', 'none_found')}")
        return [none, limits]
    return [*finding_blocks(findings), limits]


def _whole(text: str) -> list[Dict]:
    """All of a text, in as many sections as it needs."""
    whole = quote(esc(text))
    if size(whole) <= _ROOM:
        return [section(whole)]
    passages = (passage.strip() for passage in _PASSAGE.findall(text))
    return [section(quote(esc(passage))) for passage in passages if passage][:_PASSAGES]


def which(records: Sequence[Negotiation], typed: str = "") -> Dict:
    """Several records fit: ask."""
    question = "Which one do you build a case for?"
    return record_choice(WHICH, TITLE, question, "case", records, typed)
