"""The prep workbook on screen: its root, the choice of a record, the card, the limit.

The forms that fill it stand in `prep_forms`.
"""

from collections.abc import Sequence
from itertools import groupby

from bot.domain.copy import copy
from bot.domain.guardrails import guarded
from bot.domain.negotiations import Negotiation
from bot.domain.prep import Item, OutputCard, Quality, Readiness, Tier
from bot.domain.wording import Check
from bot.services.prep import ALL, Limit, WorkbookPage
from handlers.views.guardrails import caveat_blocks, warning
from handlers.views.kit import (
    Dict,
    Style,
    act,
    actions,
    button,
    context,
    divider,
    header,
    modal,
    option,
    section,
    select,
)
from handlers.views.progress import (
    BRIEF,
    PREP_ALL,
    PREP_SECTION,
    coverage,
    gap_button,
    not_a_chance,
    titled,
)
from handlers.views.record_choice import record_choice
from handlers.views.text import count, cut, esc, listed, one_line, person, quote

OPEN = "prep.open"
SECTION = PREP_SECTION
ONE_PAGE = PREP_ALL
LIMIT = "prep.limit"
TIER = "prep.tier"
COPY = "prep.copy"
DAY_PLAN = "day_plan.open"
WHICH = "prep.which"

TITLE = "Preparation"
ONLY_YOU = ":lock: Only you see this."
SHOWN = 600

_SIGNS = {Quality.EMPTY: "○", Quality.DRAFT: "◐", Quality.COMPLETE: "●"}
_WORDS = {Quality.EMPTY: "empty", Quality.DRAFT: "draft", Quality.COMPLETE: "complete"}


def root(page: WorkbookPage, beneath: dict[str, str] | None = None) -> Dict:
    """The workbook: how far it is, what it comes to, and its sections.

    `beneath` names the view of a record page that lies under it, to be redrawn after a save.
    """
    negotiation = page.negotiation
    blocks = [
        section(titled(negotiation)),
        *caveat_blocks(page.caveat, negotiation.id),
        *warning(page.findings),
        section("\n".join([coverage(page.readiness), *_gate(page.readiness)]), _depth(page)),
        *_elements(page),
        _next(page),
        *(_card(page, page.card) if page.card else []),
        divider(),
        *_sections(page),
        context(_small_print(page)),
    ]
    return modal(act(OPEN, negotiation.id), TITLE, blocks, close="Close", metadata=beneath or None)


def _depth(page: WorkbookPage) -> Dict:
    """How deep to go: each choice says when it is worth it, and how far it is."""
    tiers = copy("checklist")["tiers"]
    options = [
        option(
            f"{tiers[tier]['label']} · {page.points.get(tier, 0)} of 100",
            tier,
            tiers[tier]["description"],
        )
        for tier in Tier
    ]
    place, now = act(TIER, page.negotiation.id), page.negotiation.tier
    return select(options, place, placeholder="How deep?", initial=now)


def _elements(page: WorkbookPage) -> list[Dict]:
    """Coverage by element, where there are enough items for it to say something."""
    if page.negotiation.tier is Tier.FIVE:
        return []
    shown = " · ".join(f"{element} {points}" for element, points in page.elements.items())
    return [context(f"By element, of 100: {shown}")]


def _small_print(page: WorkbookPage) -> str:
    lines = [not_a_chance()]
    if page.beyond:
        lines.append(f"{count(page.beyond, 'part')} of a longer preparation: kept.")
    if not page.sees_sealed:
        lines.append(f":lock: What has a lock is for {person(page.negotiation.leader)} alone.")
    elif page.negotiation.co_leads:
        lines.append(":lock: What has a lock stays with you and those you named for it.")
    else:
        lines.append(":lock: Only you see your answers; they are sealed on disk.")
    return " ".join(lines)


def _gate(readiness: Readiness) -> list[str]:
    if not readiness.gated_by or readiness.points == 0:
        return []
    titles = listed([f"*{item.title}*" for item in readiness.gated_by])
    return [f"It stays below 60 until there is a first line for {titles}."]


def _next(page: WorkbookPage) -> Dict:
    """Resume where most is to be gained; a fresh workbook begins with the one page."""
    record, gap = page.negotiation.id, page.readiness.next_gap
    goes_on = gap is not None and not page.workbook.is_untouched
    return actions(
        *([gap_button(record, gap, "primary")] if gap and goes_on else []),
        *([button("Brief", act(BRIEF, record))] if page.card else []),
        *([_one_page(page)] if _offers_one_page(page) else []),
        *([button("Copy from an earlier one", act(COPY, record))] if page.can_copy else []),
        *([button("Day plan", act(DAY_PLAN, record))] if page.has_day_plan else []),
    )


def _one_page(page: WorkbookPage) -> Dict:
    label = "Answer all six on one page"
    if page.card:
        label = "Edit all six on one page"
    if ALL in page.unsaved:
        label = "Go on with your one page"
    style: Style | None = "primary" if page.workbook.is_untouched else None
    return button(label, act(ONE_PAGE, page.negotiation.id), style=style)


def _offers_one_page(page: WorkbookPage) -> bool:
    """In five minutes, and wherever text of it waits; deeper it says too little."""
    is_short = page.workbook.is_untouched or page.negotiation.tier is Tier.FIVE
    return is_short or ALL in page.unsaved or not (page.card or page.readiness.next_gap)


def _sections(page: WorkbookPage) -> list[Dict]:
    """The sections; a longer preparation has headings."""
    if page.negotiation.tier is Tier.FIVE:
        return [_section(page, item) for item in page.items]
    parts = groupby(page.items, key=lambda item: item.part)
    return [
        block
        for part, items in parts
        for block in [header(part), *(_section(page, item) for item in items)]
    ]


def _section(page: WorkbookPage, item: Item) -> Dict:
    """One section: its state, and in one line what it lacks."""
    quality = page.workbook.quality(item)
    lock = " :lock:" if item.sealed else ""
    unsaved = " · :pencil2: _unsaved text_" if item.code in page.unsaved else ""
    head = f"{_SIGNS[quality]} *{item.title}*{lock} · {_WORDS[quality]}{unsaved}"
    missing = () if quality is Quality.COMPLETE else item.missing(page.workbook.of(item))
    lacks = _lacks(item, missing, quality)
    opens = button(
        "Open", act(SECTION, page.negotiation.id, item.code), spoken=f"Open {item.title}"
    )
    return section("\n".join([head, *lacks]), opens)


def _lacks(item: Item, missing: Sequence[str], quality: Quality) -> list[str]:
    if quality is Quality.EMPTY:
        return [item.prompt]
    if not missing:
        return []
    others = f" (and {count(len(missing) - 1, 'more thing')})" if len(missing) > 1 else ""
    return [f"Still missing: {missing[0]}{others}"]


def _card(page: WorkbookPage, card: OutputCard) -> list[Dict]:
    """What to take to the table; the limit stays behind its button."""
    own_words = " _(a suggestion; write your own under “What I will ask”)_"
    lines = [
        f"*Your aim*\n{quote(_short(card.aim))}",
        f"*Your first question*\n{quote(_short(card.first_question))}",
        f"*If it gets hard*{own_words if card.is_suggested else ''}\n{quote(_short(card.if_then))}",
    ]
    if card.to_find_out:
        asked = "\n".join(quote(_short(each)) for each in card.to_find_out)
        lines.append(f"*To find out*\n{asked}")
    refused = [
        each
        for each in guarded(*(text[:SHOWN] for text in card.own))
        if each.check is Check.REFUSAL
    ]
    if refused:
        return [divider(), *warning(refused)]
    hidden = actions(button("Where I walk away", act(LIMIT, page.negotiation.id)))
    blocks = [divider(), section("*For the table*"), section("\n".join(lines))]
    return [*blocks, hidden] if page.sees_sealed else blocks


def _short(typed: str) -> str:
    return one_line(esc(typed), SHOWN)


def limit(shown: Limit) -> Dict:
    """The target first, then the limit: looking at the limit alone lowers what one asks for."""
    parts = [
        ("First, what you aim for", shown.aim),
        ("Where you walk away", shown.reservation_point),
        ("What you do then", shown.batna),
    ]
    blocks = [section(f"*{head}*\n{quote(cut(esc(text), 2900))}") for head, text in parts if text]
    if not blocks:
        blocks = [section("Nothing is written down yet.")]
    return modal(LIMIT, "Where I walk away", [*blocks, context(ONLY_YOU)], close="Close")


def which(records: Sequence[Negotiation], words: str = "") -> Dict:
    """Several records fit: ask."""
    question = "Which one do you want to prepare?"
    return record_choice(WHICH, TITLE, question, "prep", records, words)
