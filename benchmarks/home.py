"""App Home and the workbook of a leader with many negotiations, beside those of one with two."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.domain.checklist import CHECKLIST
from bot.domain.negotiations import RecordForm
from bot.services import home, negotiations, prep
from bot.services.ports import UnitOfWork
from handlers.views import home as home_views
from handlers.views import prep as prep_views

from . import seed
from .measure import Run
from .payloads import TEAM
from .table import AtMost, Row, amount

FEW, MANY = 2, 200
LOOKS = 200
RECORD = "Renewal"
BATCH = 20
ANSWER = "Calm before the audit\nA short contract\nWhat would make this easy?"


def rows(rounds: int) -> Iterator[Row]:
    """Read, compute and draw, from full workbooks; without Slack and without HTTP."""
    found = [(asyncio.run(_looked(FEW)), asyncio.run(_looked(MANY))) for _ in range(rounds)]
    for place, name in enumerate(("App Home", "the workbook")):
        few = median(runs[0][place].p99_ms for runs in found)
        many = median(runs[1][place].p99_ms for runs in found)
        ratio = median(runs[1][place].per_second for runs in found)
        base = median(runs[0][place].per_second for runs in found)
        yield Row(
            f"{name} of a leader with {MANY} negotiations, beside {FEW}",
            base / ratio,
            AtMost(3),
            ours=f"p99 {amount(many, 'ms')}",
            peer=f"p99 {amount(few, 'ms')}",
        )


async def _looked(number: int) -> tuple[Run, Run]:
    with tempfile.TemporaryDirectory() as folder:
        async with seed.database(Path(folder)) as opened:
            door = opened.of(TEAM)
            ids: list[str] = []
            while len(ids) < number:
                ids += await door.write(prepared, min(BATCH, number - len(ids)))
            cockpit = await _timed(lambda: door.read(_home))
            return cockpit, await _timed(lambda: door.read(_book, ids[0]))


async def _timed(look: Callable[[], object]) -> Run:
    taken = []
    for _ in range(LOOKS):
        begun = perf_counter()
        await look()  # type: ignore[misc]
        taken.append(perf_counter() - begun)
    return Run.of(taken[LOOKS // 10 :], sum(taken[LOOKS // 10 :]))


def _home(uow: UnitOfWork) -> object:
    return home_views.home_tab(home.cockpit(uow, seed.LEADER))


def _book(uow: UnitOfWork, record: str) -> object:
    return prep_views.root(prep.workbook(uow, seed.LEADER, record))


def prepared(uow: UnitOfWork, number: int) -> list[str]:
    """So many records, each with every answer of the full checklist."""
    return [_record(uow) for _ in range(number)]


def _record(uow: UnitOfWork) -> str:
    made = negotiations.create(uow, seed.LEADER, RecordForm(RECORD, "Acme"))
    for item in CHECKLIST:
        answers = {each.name: ANSWER for each in item.fields if not each.home}
        uow.prep.save(made.id, item.code, answers, seed.LEADER)
    return made.id
