"""The preparation checklist: 24 items read from `bot/copy/checklist.toml`, which explains itself.

Domain reference 3.2 and 3.4. Weights and tiers are our convention [X].
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from bot.domain.copy import copy, sentence
from bot.domain.prep import (
    Element,
    Field,
    Item,
    OutputCard,
    Quality,
    Recall,
    Sureness,
    Test,
    Tier,
    Workbook,
)
from bot.domain.prep_rules import RULES, ticked
from bot.domain.text import is_blank, lines

Table = Mapping[str, Any]
Choices = Mapping[str, tuple[tuple[str, str], ...]]

_PLAIN = ("line", "lines", "tick", "date")
_QUALIFYING = ("sureness", "strength")


def read(checklist: Table) -> tuple[Item, ...]:
    """The items of a checklist, in its order."""
    choices = {
        name: tuple((row["value"], row["label"]) for row in rows)
        for name, rows in checklist["choices"].items()
    }
    return tuple(_item(row, choices) for row in checklist["item"])


def _item(row: Table, choices: Choices) -> Item:
    return Item(
        code=row["code"],
        title=row["title"],
        prompt=row["prompt"],
        element=Element(row["element"]),
        weight=row["weight"],
        fields=tuple(_field(each, choices) for each in row["field"]),
        tests=tuple(_test(each) for each in row["test"]),
        sealed=row.get("sealed", False),
        tier=Tier(row["tier"]),
        part=row["part"],
        done_by=row.get("done_by", ""),
        done_says=row.get("done_says", ""),
    )


def _field(row: Table, choices: Choices) -> Field:
    kind = row.get("kind", "line")
    code, _, name = row.get("home", "").partition(".")
    return Field(
        name=row["name"],
        label=row["label"],
        hint=row.get("hint", ""),
        placeholder=row.get("placeholder", ""),
        multiline=kind == "lines",
        choices=() if kind in _PLAIN else choices[kind],
        is_date=kind == "date",
        is_tick=kind == "tick",
        brief=row.get("brief", ""),
        tier=Tier(row.get("from", Tier.FIVE)),
        home=(code, name) if code else None,
        qualifies=kind in _QUALIFYING,
    )


def _test(row: Table) -> Test:
    counts = {name: row[name] for name in ("at_least", "at_most") if name in row}
    rule = RULES[row["rule"]]
    return Test(row["missing"], rule(row["fields"], **counts), declared=rule is ticked)


CHECKLIST = read(copy("checklist"))
ITEMS = {item.code: item for item in CHECKLIST}


@cache
def items_of(tier: Tier) -> tuple[Item, ...]:
    """The items of one tier, in the order in which they are best filled."""
    return tuple(item for item in CHECKLIST if tier.holds(item.tier))


# A resistance diagnosis was made: the fact that completes P11.
DIAGNOSIS = "diagnosis"
# The case has a message that passes its checks: the fact that completes P21.
MESSAGE = "message"

FIVE_MINUTES = items_of(Tier.FIVE)

# What is carried from an earlier negotiation; all else is asked afresh (domain reference 3.4).
CARRIED = ("P2", "P9", "P10", "P18")
FORCED_FRESH = ("P3", "P4", "P6")

_GUESSABLE = ("want_1", "want_2", "fear")


def recall(item: Item, workbook: Workbook) -> Recall | None:
    """Earlier answers that help with this item: the alternative for the limit, guesses to test."""
    if item.code == "P4":
        return _recall(item, [workbook.value("P3", "batna")])
    if item.code == "P8":
        return _recall(item, guesses(workbook))
    return None


def guesses(workbook: Workbook) -> list[str]:
    """What the leader believes about the other side and marked as a guess."""
    return [workbook.value("P6", name) for name in _guessed(workbook)]


def _guessed(workbook: Workbook) -> list[str]:
    """The fields that are filled and marked as a guess."""
    marked = [n for n in _GUESSABLE if workbook.value("P6", f"{n}_sure") == Sureness.GUESS]
    return [name for name in marked if not is_blank(workbook.value("P6", name))]


def to_find_out(workbook: Workbook) -> list[str]:
    """Each guess about the other side as the question that tests it."""
    ask = copy("checklist")["guess"]["question"]
    return [
        workbook.value("P6", f"{name}_test") or ask.replace("{guess}", workbook.value("P6", name))
        for name in _guessed(workbook)
    ]


def output_card(workbook: Workbook, items: Sequence[Item] = FIVE_MINUTES) -> OutputCard | None:
    """Aim, first question and one if-then, once all sections that are seen hold something."""
    if any(workbook.quality(item) is Quality.EMPTY for item in items):
        return None
    questions = lines(workbook.value("P8", "questions"))
    own = workbook.value("P8", "if_then")
    return OutputCard(
        aim=workbook.value("P5", "target") or workbook.value("P5", "reason"),
        reason=workbook.value("P5", "reason"),
        first_question=questions[0] if questions else "",
        if_then=own or copy("calm")["suggested_if_then"],
        is_suggested=not own,
        to_find_out=tuple(to_find_out(workbook)),
    )


def _recall(item: Item, texts: list[str]) -> Recall | None:
    said = tuple(text for text in texts if not is_blank(text))
    return Recall(sentence("checklist", "recall", item.code), said) if said else None
