"""Databases for tests: both engines, a fresh one for each test, and a clock that can be moved."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest

from bot.clock import MovableClock
from bot.settings import Settings
from storage import keys
from storage.database import Database
from storage.keys import KeyRing
from storage.migrate import prepare
from tests import postgres

# Speed is measured in benchmarks/; a busy machine must not fail a rule.
hypothesis.settings.register_profile("rules", deadline=None)
hypothesis.settings.load_profile("rules")

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def ring() -> KeyRing:
    """The keys of every test database."""
    return KeyRing({"test": bytes(range(32))})


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """The session's PostgreSQL; started by the first test that needs it."""
    with postgres.server(durable=False) as server:
        yield server


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    name: str = request.param
    return name


@pytest.fixture
def database_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database that does not hold anything yet."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'parley.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgresql")
    url = server.url()
    yield url
    server.drop(url)


@pytest.fixture
def clock() -> MovableClock:
    """A clock that only the test moves; it begins on a Tuesday at noon, whenever the tests run."""
    return MovableClock(NOON)


@pytest.fixture(scope="session")
def migrated_file(ring: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("template") / "parley.db"
    prepare(f"sqlite:///{file}", ring, MovableClock())
    return file


@pytest.fixture(scope="session")
def migrated_copies(ring: KeyRing, postgresql: postgres.Server) -> postgres.Copies:
    """Copies of a migrated PostgreSQL database."""
    url = postgresql.url()
    prepare(url, ring, MovableClock())
    return postgres.Copies(postgresql, postgres.name_of(url))


@pytest.fixture
def migrated_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated, empty database."""
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "parley.db")
        yield f"sqlite:///{tmp_path / 'parley.db'}"
        return
    copies: postgres.Copies = request.getfixturevalue("migrated_copies")
    url = copies.take()
    yield url
    copies.give_back(url)


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as the first start leaves it: a key, and a migrated SQLite file. To be copied."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings.from_environ(
        {"PARLEY_HOME": str(home)}, env_file=home / ".env", needs_slack=False
    )
    prepare(settings.database_url, keys.load(None, settings.key_file), MovableClock())
    return home


@pytest.fixture
def home(first_start: Path, tmp_path: Path) -> Path:
    """A home of the test's own, in which Parley has been started before."""
    return Path(shutil.copytree(first_start, tmp_path, dirs_exist_ok=True))


@pytest.fixture
async def database(
    migrated_url: str, ring: KeyRing, clock: MovableClock
) -> AsyncIterator[Database]:
    """An open database."""
    opened = Database.open(migrated_url, ring, clock)
    yield opened
    await opened.close()
