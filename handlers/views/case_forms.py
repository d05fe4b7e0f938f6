"""The forms that fill a case: one argument, the message in nine parts, their side.

Every input reports its changes (`dispatch`), and closing the form is reported too: what was typed
is kept as a draft. After “Discard” the inputs change their action id, because Slack keeps what
was typed as long as block id and action id stay. “Check” redraws the form and keeps what is typed.
"""

from collections.abc import Mapping

from bot.domain.cases import EMPATHY, MESSAGE, NEW, TEXT_LIMIT, fields_of, form_of, questions
from bot.domain.copy import Copy
from bot.services.cases import SheetPage
from handlers.views.cases import ONLY_YOU, verdict
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    checkboxes,
    context,
    divider,
    eager,
    field,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.views.notices import RESTORED
from handlers.views.progress import titled

SAVE = "cases.save"
DRAFT = "cases.draft"
DISCARD = "cases.discard"
CHECK = "cases.check"
TAKE = "cases.take"

PICKED = "picked"
KEPT = "What you type is kept as a draft, even if this window closes."
CLASH = (
    ":warning: This was also saved somewhere else while you were typing. "
    "Here is what you typed: *Save* again to keep it, or *Discard* to see the other."
)
TITLES = {MESSAGE: "Your message", EMPATHY: "Their side", NEW: "New argument"}
# What people say in one line; everything else has room for several.
_ONE_LINE = frozenset({"source", "label"})


def sheet_form(
    page: SheetPage, beneath: Mapping[str, str] | None = None, *, fresh: str = ""
) -> Dict:
    """One sheet. `fresh` differs from the last one when the inputs must forget what is typed."""
    negotiation, sheet = page.negotiation.id, page.sheet
    report = act(DRAFT, negotiation, sheet.id, *([fresh] if fresh else []))
    blocks = [
        context(titled(page.negotiation)),
        *_noted(page),
        *_arguments(page),
        *(_input(page, name, words, report) for name, words in fields_of(sheet.id).items()),
        *(_offered(report) if sheet.id == EMPATHY else []),
        *(_check(page) if sheet.id == MESSAGE else []),
        *_checked(page),
        context(f"{ONLY_YOU} {KEPT}"),
    ]
    return modal(
        act(SAVE, negotiation, sheet.id),
        TITLES.get(sheet.id, "Argument"),
        blocks,
        submit="Save",
        close="Close",
        metadata={**(beneath or {}), "base": str(sheet.version)},
        tell_close=True,
    )


def _noted(page: SheetPage) -> list[Dict]:
    discard = button("Discard", act(DISCARD, page.negotiation.id, page.sheet.id))
    if page.clash:
        return [section(CLASH, discard)]
    return [section(f":pencil2: {RESTORED}", discard)] if page.restored else []


def _arguments(page: SheetPage) -> list[Dict]:
    """The leader's arguments, to be taken over into parts that are still empty."""
    if not page.arguments:
        return []
    options = [option(each.says("claim"), each.id) for each in page.arguments]
    said = "Take over an argument: its claim and evidence go where nothing is written yet."
    full = ["Those parts say something already, so nothing was changed."] if page.is_full else []
    menu = select(options, act(TAKE, page.negotiation.id), placeholder="Choose an argument")
    return [context(said), actions(menu), *([context(*full)] if full else [])]


def _checked(page: SheetPage) -> list[Dict]:
    """What the rules said, right under “Check”, where the leader is looking."""
    if page.findings is None:
        return []
    return [divider(), section("*What the rules say*"), *verdict(page.findings)]


def _check(page: SheetPage) -> list[Dict]:
    return [actions(button("Check", act(CHECK, page.negotiation.id, page.sheet.id)))]


def _input(page: SheetPage, name: str, words: Copy, report: str) -> Dict:
    is_first = name == next(iter(fields_of(page.sheet.id)))
    element = text_input(
        report,
        initial=page.sheet.says(name),
        lines=name not in _ONE_LINE,
        limit=TEXT_LIMIT,
        placeholder=words.get("placeholder", ""),
        focus=is_first,
    )
    # An argument is nothing without its claim.
    optional = not (form_of(page.sheet.id) == form_of(NEW) and name == "claim")
    hint = words.get("hint", "")
    label = words["label"].replace("{party}", page.negotiation.counterpart)
    return field(name, label, eager(element), hint=hint, optional=optional, dispatch=True)


def _offered(report: str) -> list[Dict]:
    """Questions to pick: they join the leader's own list when it is saved."""
    offered = [option(text, name) for name, text in questions().items()]
    hint = "Those you tick are added to your list."
    boxes = checkboxes(offered, report)
    return [field(PICKED, "Or pick from these", boxes, hint=hint, optional=True, dispatch=True)]
