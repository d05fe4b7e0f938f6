"""The forms that fill the prep workbook: one section, or all six on one page.

Every input reports its changes (`dispatch`), and closing the form is reported too: what was typed
is kept as a draft. After “Discard” the inputs change their action id, because Slack keeps what
was typed as long as block id and action id stay.
"""

from collections.abc import Mapping
from datetime import date

from bot.domain.checklist import FIVE_MINUTES
from bot.domain.copy import sentence
from bot.domain.prep import Answers, Field, Item, Saved, Tier
from bot.services.prep import ALL, Base, OnePage, SectionPage
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    checkboxes,
    context,
    date_picker,
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
from handlers.views.prep import ONLY_YOU
from handlers.views.text import cut, esc, person, quote

SAVE = "prep.save"
SAVE_ALL = "prep.save_all"
DRAFT = "prep.draft"
DISCARD = "prep.discard"
EARLIER = "prep.earlier"

KEPT = "What you type is kept as a draft, even if this window closes."
LONGEST = 2900
LONGEST_LINE = 600


def section_form(
    page: SectionPage, beneath: Mapping[str, str] | None = None, *, fresh: str = ""
) -> Dict:
    """One section. `fresh` differs from the last one when the inputs must forget what is typed."""
    negotiation, item = page.negotiation.id, page.item
    report = act(DRAFT, negotiation, item.code, *([fresh] if fresh else []))
    inputs = [
        _input(each, each.name, page.answers, report, is_first=place == 0)
        for place, each in enumerate(shown_fields(item, page.tier))
    ]
    blocks = [
        *([context(ONLY_YOU)] if item.sealed else []),
        *_restored(page.restored, page.clash, negotiation, item.code),
        *(_other(item, page.other) if page.other else []),
        *_recalled(page),
        *inputs,
        context(f"● {item.done_says}" if page.is_done else _when_complete(item, page.answers)),
        context(KEPT),
        *_before(page),
    ]
    return modal(
        act(SAVE, negotiation, item.code),
        item.title,
        blocks,
        submit="Save",
        close="Close",
        metadata={**_metadata(page.base, beneath), "tier": page.tier.value},
        tell_close=True,
    )


def shown_fields(item: Item, tier: Tier) -> list[Field]:
    """The fields that a preparation of this depth asks."""
    return [each for each in item.fields if tier.holds(each.tier)]


def tier_of(metadata: Mapping[str, str]) -> Tier:
    """How deep the form went that comes back."""
    known = metadata.get("tier", "")
    return Tier(known) if known in set(Tier) else Tier.FIVE


def one_page(page: OnePage, beneath: Mapping[str, str] | None = None, *, fresh: str = "") -> Dict:
    """Six questions, a sentence each."""
    negotiation = page.negotiation.id
    report = act(DRAFT, negotiation, ALL, *([fresh] if fresh else []))
    inputs = [
        asked
        for number, item in enumerate(_asked(page), start=1)
        for asked in _briefly(number, item, page.answers[item.code], report)
    ]
    blocks = [
        section(sentence("checklist", "one_page", "opening")),
        *_restored(page.restored, bool(page.clash), negotiation, ALL),
        *inputs,
        context(f"{ONLY_YOU} What has a lock never stands in a message. {KEPT}"),
    ]
    return modal(
        act(SAVE_ALL, negotiation),
        "Prepare in 5 minutes",
        blocks,
        submit="Save",
        close="Close",
        metadata=_metadata(page.base, beneath),
        tell_close=True,
    )


def _asked(page: OnePage) -> list[Item]:
    """The questions for this reader: all six, or for a co-lead those without a lock."""
    return [item for item in FIVE_MINUTES if item.code in page.answers]


def base_of(metadata: Mapping[str, str]) -> dict[str, int]:
    """The base that a form has carried: item code -> version."""
    pairs = (pair.partition("=") for pair in metadata.get("base", "").split(","))
    return {code: int(version) for code, _, version in pairs if version.isdecimal()}


def _metadata(base: Base, beneath: Mapping[str, str] | None) -> dict[str, str]:
    carried = ",".join(f"{code}={version}" for code, version in base.items())
    return {**(beneath or {}), "base": carried}


def _restored(restored: bool, clash: bool, negotiation: str, code: str) -> list[Dict]:
    discard = button("Discard", act(DISCARD, negotiation, code))
    if clash:
        text = (
            ":warning: This was also saved somewhere else while you were typing. "
            "Here is what you typed: *Save* again to keep it, or *Discard* to see the other."
        )
        return [section(text, discard)]
    return [section(f":pencil2: {RESTORED}", discard)] if restored else []


def _other(item: Item, saved: Saved) -> list[Dict]:
    """What somebody else saved meanwhile, above what was typed here."""
    said = f"*{person(saved.by)} has saved this:*\n{answers_in_short(item, saved.answers)}"
    return [section(said), divider(), section("*You typed this:*")]


def answers_in_short(item: Item, answers: Answers) -> str:
    """The answers to one item as a few lines to read."""
    shown = [
        f"{each.label}\n{quote(cut(esc(_spoken(each, answers[each.name])), 500))}"
        for each in item.fields
        if answers.get(each.name)
    ]
    return cut("\n".join(shown), 2600) or "_nothing_"


def _spoken(asked: Field, answer: str) -> str:
    if asked.is_tick:
        return "yes"
    return dict(asked.choices).get(answer, answer)


def _before(page: SectionPage) -> list[Dict]:
    if not page.saved_before:
        return []
    shows = button("What it said before", act(EARLIER, page.negotiation.id, page.item.code))
    return [actions(shows)]


def _recalled(page: SectionPage) -> list[Dict]:
    if page.recall is None:
        return []
    texts = (quote(cut(esc(text), 600)) for text in page.recall.texts)
    return [section("\n".join([page.recall.why, *texts]))]


def _when_complete(item: Item, answers: Answers) -> str:
    marks = (
        f"{'●' if test.holds(answers) else '○'} {test.missing}"
        f"{' (you judge that)' if test.declared else ''}"
        for test in item.tests
    )
    return "\n".join(["Complete when you", *marks])


def _briefly(number: int, item: Item, answers: Answers, report: str) -> list[Dict]:
    """One of the six questions, numbered, with what belongs to it."""
    asked = [each for each in item.fields if each.brief]
    lock = "🔒 " if item.sealed else ""
    heads = [f"{number}. {lock}", *[""] * len(asked)]
    return [
        _brief(each, item, f"{head}{each.brief}", answers, report)
        for head, each in zip(heads, asked, strict=False)
    ]


def _brief(asked: Field, item: Item, label: str, answers: Answers, report: str) -> Dict:
    """The short form of a field; what has several lines in its section has them here too."""
    element = text_input(
        report,
        initial=answers.get(asked.name, ""),
        lines=asked.multiline,
        limit=LONGEST if asked.multiline else LONGEST_LINE,
        placeholder=asked.placeholder,
    )
    name = f"{item.code}.{asked.name}"
    return field(name, label, eager(element), optional=True, dispatch=True)


def _input(asked: Field, name: str, answers: Answers, report: str, *, is_first: bool) -> Dict:
    label = "True for you?" if asked.is_tick else asked.label
    element = _element(asked, answers.get(asked.name, ""), report, is_first)
    return field(name, label, element, hint=asked.hint, optional=True, dispatch=True)


def _element(asked: Field, saved: str, report: str, is_first: bool) -> Dict:
    if asked.is_tick:
        return checkboxes([option(asked.label, "yes")], report, initial=[saved])
    if asked.is_date:
        return _day(saved, report)
    if asked.choices:
        options = [option(label, value) for value, label in asked.choices]
        return select(options, report, initial=saved)
    return eager(
        text_input(
            report,
            initial=saved,
            lines=asked.multiline,
            limit=LONGEST if asked.multiline else LONGEST_LINE,
            placeholder=asked.placeholder,
            focus=is_first,
        )
    )


def _day(saved: str, report: str) -> Dict:
    try:
        return date_picker(report, initial=date.fromisoformat(saved))
    except ValueError:
        return date_picker(report)
