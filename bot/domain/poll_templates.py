"""Ready polls: domain reference 5.3 and 4.3. Their words stand in `bot/copy`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.domain.alignment import asked
from bot.domain.choices import Rule, Terms
from bot.domain.copy import copy
from bot.domain.poll_items import ItemForm, terms_of
from bot.domain.poll_manner import Manner, Reasons

ALIGNMENT = "alignment"


@dataclass(frozen=True)
class Template:
    """A ready poll: domain reference 5.3. Its words stand in `bot/copy/polls.toml`."""

    id: str
    name: str
    question: str
    options: tuple[str, ...]
    use: str
    rule: Rule = Rule.SINGLE
    most: int = 1
    least: int = 0
    secret: bool = False
    asks_why: Reasons = Reasons.OFF
    adds: bool = False
    items: tuple[ItemForm, ...] = ()

    @property
    def manner(self) -> Manner:
        """How it is asked."""
        terms = Terms(self.rule, self.most, self.least)
        return Manner(terms, is_secret=self.secret, reasons=self.asks_why, takes_options=self.adds)


@cache
def templates() -> tuple[Template, ...]:
    """All ready polls, in the order in which they are offered."""
    rows = copy("polls")["template"]
    return (*map(_template, rows), _alignment())


def _alignment() -> Template:
    """The alignment check, whose sentences stand with what follows from them."""
    check = asked()
    return Template(
        id=ALIGNMENT,
        name="Does the team know where we stand?",
        question=f"{check.question} {check.missing}",
        options=check.sentences,
        use=check.use,
        rule=Rule.SCORE,
        least=1,
        secret=True,
        asks_why=Reasons.OPTIONAL,
    )


def _template(row: Mapping[str, Any]) -> Template:
    words = dict(row)
    rule = Rule(words.pop("answered_by", "single"))
    asks_why = Reasons(words.pop("asks_why", "off"))
    options = tuple(words.pop("options"))
    items = tuple(map(_item, words.pop("items", ())))
    return Template(**words, rule=rule, asks_why=asks_why, options=options, items=items)


def _item(row: Mapping[str, Any]) -> ItemForm:
    if "options" not in row:
        return ItemForm(row["question"])
    terms = terms_of(Rule(row.get("answered_by", "single")))
    return ItemForm(row["question"], "\n".join(row["options"]), terms)


def template(template_id: str) -> Template | None:
    """A ready poll by its id."""
    return next((each for each in templates() if each.id == template_id), None)
