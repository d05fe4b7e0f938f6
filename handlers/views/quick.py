"""Quick preparations on screen: the form, the card that comes of it, and the list."""

from collections.abc import Mapping

from bot.domain.copy import copy, sentence
from bot.domain.guardrails import is_refused
from bot.domain.quick import NAMES, QuickForm, QuickPrep, advice, limit_of
from bot.services.quick import NEW, Card, Listing, Sheet
from handlers.views.guardrails import caveat_line, warning
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    confirm,
    context,
    divider,
    field,
    modal,
    section,
    text_input,
)
from handlers.views.notices import RESTORED
from handlers.views.text import count, cut, day, esc, one_line, quote

BEGIN = "quick.new"
CREATE = "quick.create"
SAVE = "quick.save"
DRAFT = "quick.draft"
DISCARD = "quick.discard"
OPEN = "quick.open"
EDIT = "quick.edit"
DELETE = "quick.delete"
PROMOTE = "quick.promote"
LIST = "quick.list"
TURN = "quick.turn"
RECORD = "negotiations.open"

TITLE = "60-second prep"
ONLY_YOU = ":lock: Only you see this."
KEPT = "What you type is kept as a draft, even if this window closes."
NEEDED = ("who", "want")

Carried = Mapping[str, str]
"""The id of the list beneath, which is redrawn when something changes."""


# Writing


def form(sheet: Sheet, carried: Carried | None = None, *, fresh: str = "") -> Dict:
    """Five lines. `fresh` differs from the last one when the inputs must forget what is typed."""
    report = act(DRAFT, sheet.id, *([fresh] if fresh else []))
    earlier = button(f"My earlier ones ({sheet.earlier})", LIST)
    blocks = [
        *_restored(sheet),
        *(_input(name, getattr(sheet.form, name), report) for name in NAMES),
        context(f"{ONLY_YOU} {KEPT}"),
        *([actions(earlier)] if sheet.earlier else []),
    ]
    return modal(
        CREATE if sheet.id == NEW else act(SAVE, sheet.id),
        TITLE,
        blocks,
        submit="Done",
        close="Close",
        metadata=carried or None,
        tell_close=True,
    )


def _restored(sheet: Sheet) -> list[Dict]:
    if not sheet.restored:
        return []
    discard = button("Discard", act(DISCARD, sheet.id))
    return [section(f":pencil2: {RESTORED}", discard)]


def _input(name: str, typed: str, report: str) -> Dict:
    asked = copy("quick")[name]
    element = text_input(
        report,
        initial=typed,
        limit=limit_of(name),
        placeholder=asked["placeholder"],
        focus=name == NAMES[0],
    )
    # It reports while it is typed into, not only at the end.
    element |= {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    is_optional = name not in NEEDED
    return field(name, asked["label"], element, optional=is_optional, dispatch=True)


# Reading


def page(card: Card, carried: Carried | None = None, *, is_saved: bool = False) -> Dict:
    """What to say first, what to offer, and one piece of advice; the caveat after a save."""
    prep, typed = card.prep, card.prep.form
    said = [
        ("Ask first", typed.question),
        ("Then offer", typed.trade),
        ("What you want", typed.want),
        ("Why they might not", typed.why_not),
    ]
    blocks = [
        section(f"*With {esc(one_line(typed.who, 200))}*"),
        *(section(f"*{head}*\n{quote(_short(text))}") for head, text in said if text),
        *_advice(typed),
        *(caveat_line(typed.caveat) if is_saved else []),
        divider(),
        actions(*_known(card), *_deeds(prep)),
        context(ONLY_YOU),
    ]
    return modal(act(OPEN, prep.id), TITLE, blocks, close="Close", metadata=carried or None)


def _advice(typed: QuickForm) -> list[Dict]:
    """What the guardrails say; where they refuse there is no advice on how to do it."""
    found = typed.findings
    return [
        *warning(found),
        *([] if is_refused(found) else [section(f":bulb: {advice(typed)}")]),
    ]


def _short(typed: str) -> str:
    return cut(esc(one_line(typed, 2000)), 2900)


def _known(card: Card) -> list[Dict]:
    """The way to the record that there is with this party already."""
    if card.record is None:
        return []
    label = f"Open your record with {card.record.counterpart}"
    return [button(label, act(RECORD, card.record.id), style="primary")]


def _deeds(prep: QuickPrep) -> list[Dict]:
    if prep.negotiation:
        grow = button("Open the negotiation", act(RECORD, prep.negotiation), style="primary")
    else:
        grow = button("Make it a negotiation", act(PROMOTE, prep.id), confirm=_grow())
    delete = button("Delete", act(DELETE, prep.id), style="danger", confirm=_really())
    return [grow, button("Edit", act(EDIT, prep.id)), delete]


def _grow() -> Dict:
    text = (
        "What you want becomes its name; that and who it is with may then stand in messages to "
        "you. The rest goes into your sealed preparation; the trade stays here."
    )
    return confirm("Make it a negotiation?", text, "Make it one")


def _really() -> Dict:
    text = "It is gone for good. A negotiation that it became stays."
    return confirm("Delete this preparation?", text, "Delete", "Keep", danger=True)


def listing(found: Listing) -> Dict:
    """A person's own, newest first."""
    blocks = [
        *(_entry(prep) for prep in found.preps),
        *_empty(found),
        *_paging(found),
        actions(button("New 60-second prep", BEGIN, style=None if found.count else "primary")),
        context(ONLY_YOU),
    ]
    return modal(LIST, TITLE, blocks, close="Close")


def _entry(prep: QuickPrep) -> Dict:
    typed = prep.form
    small = [day(prep.made_at), *(["became a negotiation"] if prep.negotiation else [])]
    lines = (
        f"*{esc(one_line(typed.want, 150))}*",
        f"with {esc(one_line(typed.who, 100))}",
        f"_{' · '.join(small)}_",
    )
    opens = button("Open", act(OPEN, prep.id), spoken=f"Open {typed.want}")
    return section("\n".join(lines), opens)


def _empty(found: Listing) -> list[Dict]:
    if found.count:
        return []
    return [section(sentence("quick", "list", "empty"))]


def _paging(found: Listing) -> list[Dict]:
    newer = [button("Newer", act(TURN, str(found.page - 1)))] if found.page else []
    older = [button("Older", act(TURN, str(found.page + 1)))] if found.has_older else []
    if not (newer or older):
        return []
    return [context(f"{count(found.count, 'preparation')} in all"), actions(*newer, *older)]


def deleted() -> Dict:
    """What takes the page's place."""
    return modal(LIST, TITLE, [section("Deleted.")], close="Close")
