"""One stage for all cases of a file: a sandbox with the bot in it, and a courier between them."""

import io
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot import log
from bot.clock import MovableClock
from bot.demo import Stage
from sandbox.models import Person
from sandbox.seed import FOREIGN_TEAM
from tests.faults import things
from tests.faults.courier import Courier
from tests.scenarios.morning import MORNING


def populate(stage: Stage) -> None:
    """The company, and whoever else the table of rights knows."""
    workspace = stage.sandbox.world.workspace
    workspace.people[things.OWNER].is_owner = True
    more = (
        Person(things.ASKED_GUEST, "gina", "Gina Marsh", is_restricted=True),
        Person(things.ASKED_OUTSIDER, "olga", "Olga Petrova", team_id=FOREIGN_TEAM),
        Person(things.GONE, "dora", "Dora Klein", deleted=True),
        Person(things.CO_LEAD, "colin", "Colin Brandt"),
        Person(things.DELEGATE, "delia", "Delia Ruiz"),
        Person(things.ROBOT, "robot", "Robot", is_bot=True),
    )
    for person in more:
        workspace.add_person(replace(person))


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["socket"])
async def stage(
    request: pytest.FixtureRequest,
    first_start: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    """Sandbox and bot on SQLite; a file chooses the transport by `indirect` parameters."""
    home = shutil.copytree(first_start, tmp_path_factory.mktemp("stage"), dirs_exist_ok=True)
    opened = Stage(MovableClock(MORNING), by_http=request.param == "http")
    opened.sandbox.world.rates.scale = None
    populate(opened)
    async with opened.open(Path(home)) as stage:
        yield stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def courier(stage: Stage) -> Courier:
    """Carries what people send."""
    return Courier(stage)


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """All that Parley logs at LOG_LEVEL=DEBUG."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    log.set_up("DEBUG", stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers = handlers
    root.setLevel(level)
