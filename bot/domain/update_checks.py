"""Whether an update tells what has a lock: a figure of it, or its very words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.checklist import CHECKLIST
from bot.domain.own_limit import limit_told
from bot.domain.prep import Workbook
from bot.domain.text import lines
from bot.domain.update_forms import TEXTS, UpdateForm

MOST = 5
REGISTER = "Resistance"


@dataclass(frozen=True)
class Told:
    """A piece of the update as it was typed, and the name of what it also stands in."""

    phrase: str
    name: str


def told(form: UpdateForm, workbook: Workbook, noted: Iterable[str] = ()) -> tuple[Told, ...]:
    """What has a lock and stands in the update too; `noted` is what the register holds."""
    said = "\n".join(getattr(form, name) for name in TEXTS)
    found = dict[str, Told]()
    for name, line in (*_locked(workbook), *((REGISTER, line) for line in noted)):
        for finding in limit_told(said, line):
            found.setdefault(finding.phrase, Told(finding.phrase, name))
    return tuple(found.values())[:MOST]


def _locked(workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Every line with a lock, and the name of its item."""
    for item in CHECKLIST:
        if item.sealed:
            for answer in workbook.of(item).values():
                yield from ((item.title, line) for line in lines(answer))
