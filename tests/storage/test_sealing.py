"""What is sealed can be read with its key, at its place, and nowhere else."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bot.clock import MovableClock
from bot.domain.decisions import DecisionForm
from bot.domain.drafts import Draft
from bot.domain.errors import StorageTrouble, WrongKey
from bot.domain.negotiations import Stage, StageChange
from bot.domain.polls import Option
from bot.services.ports import UnitOfWork
from storage import keys, postgres, sqlite
from storage.database import Database
from storage.keys import KeyRing, Place, key_of
from tests.storage import records
from tests.storage.records import LEADER, TENANT

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
PLACE = Place("answers", "T1", ("N1", "P1"), "content")

# One for each sealed field, so that a leak names its field.
CANARIES = {
    name: f"canary-{name}-7f3a"
    for name in (
        *("name", "counterpart", "why", "answer", "draft", "question", "use", "option"),
        *("place", "attendees", "afterthought", "decision", "reasons", "input", "dissent", "args"),
    )
}


def test_what_is_sealed_opens_at_its_place() -> None:
    ring = KeyRing({"k1": OLD})
    sealed = ring.seal(b"our limit", PLACE)
    assert ring.open(sealed, PLACE) == b"our limit"
    assert b"our limit" not in sealed
    assert ring.seal(b"our limit", PLACE) != sealed
    assert key_of(sealed) == "k1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("drafts", "T1", ("N1", "P1"), "content"),
        Place("answers", "T2", ("N1", "P1"), "content"),
        Place("answers", "T1", ("N2", "P1"), "content"),
        Place("answers", "T1", ("N1", "P2"), "content"),
        Place("answers", "T1", ("N1", "P1"), "why"),
        Place("answers", "T1", ("N1P1",), "content"),
    ],
)
def test_what_is_sealed_opens_at_no_other_place(elsewhere: Place) -> None:
    ring = KeyRing({"k1": OLD})
    with pytest.raises(WrongKey):
        ring.open(ring.seal(b"our limit", PLACE), elsewhere)


def test_changed_bytes_do_not_open() -> None:
    ring = KeyRing({"k1": OLD})
    sealed = ring.seal(b"our limit", PLACE)
    for at in range(len(sealed)):
        broken = bytearray(sealed)
        broken[at] ^= 1
        with pytest.raises(WrongKey):
            ring.open(bytes(broken), PLACE)
    for cut in range(len(sealed)):
        with pytest.raises(WrongKey):
            ring.open(sealed[:cut], PLACE)


def test_the_first_key_seals_and_all_of_them_open() -> None:
    old, both = KeyRing({"k1": OLD}), KeyRing({"k2": NEW, "k1": OLD})
    assert both.open(old.seal(b"x", PLACE), PLACE) == b"x"
    assert key_of(both.seal(b"x", PLACE)) == "k2"
    with pytest.raises(WrongKey):
        old.open(both.seal(b"x", PLACE), PLACE)
    with pytest.raises(WrongKey):
        KeyRing({"k1": NEW}).open(old.seal(b"x", PLACE), PLACE)


def test_a_ring_never_shows_its_keys() -> None:
    assert str(OLD) not in repr(KeyRing({"k1": OLD}))


def test_keys_are_read_from_text_in_both_alphabets() -> None:
    first, second = (keys.new_pair() for _ in range(2))
    ring = keys.parse(f"{first},\n {second.replace('+', '-').replace('/', '_').rstrip('=')} ")
    assert list(ring.keys) == [pair.partition(":")[0] for pair in (first, second)]
    assert all(len(key) == 32 for key in ring.keys.values())


@pytest.mark.parametrize("text", ["", "k1", "k1:", "k1:abc", ":x", "k 1:x", "k1:!!!!", "k1:AAAA"])
def test_malformed_keys_are_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(WrongKey, match="32 bytes in base64"):
        keys.parse(text)


def test_a_key_file_is_made_once_for_its_owner_only_and_said_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "home" / "keys"
    ring = keys.load(None, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert str(file) in caplog.text
    assert [f.name for f in file.parent.iterdir()] == ["keys"]
    assert keys.load("", file) == ring
    assert base64_free(caplog.text, file)


def base64_free(log: str, file: Path) -> bool:
    """Whether the log does not hold the key itself."""
    return file.read_text().strip().partition(":")[2] not in log


def test_keys_from_the_environment_come_before_the_file(tmp_path: Path) -> None:
    ring = keys.load(keys.new_pair(), tmp_path / "keys")
    assert not (tmp_path / "keys").exists()
    assert len(ring.keys) == 1


def test_a_folder_that_cannot_be_made_is_named_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageTrouble, match="PARLEY_HOME"):
        keys.load(None, tmp_path / "file" / "home" / "parley.key")


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    keys.load(None, file)
    file.chmod(0o640)
    with pytest.raises(WrongKey, match="chmod 600"):
        keys.load(None, file)


def fill(uow: UnitOfWork) -> None:
    """One row for each sealed field."""
    has = CANARIES
    record = records.negotiation(uow, name=has["name"], counterpart=has["counterpart"])
    change = StageChange(Stage.DRAFT, Stage.PREPARING, LEADER, uow.now, has["why"])
    uow.negotiations.add_change(record.id, change)
    uow.prep.save(record.id, "P1", {"batna": has["answer"]}, LEADER)
    uow.drafts.put(Draft(LEADER, "form", {"a": has["draft"]}, uow.now))
    options = (Option("1", has["option"]), Option("2", "No"))
    records.poll(uow, record, question=has["question"], use=has["use"], options=options)
    records.meeting(
        uow,
        record,
        place=has["place"],
        attendees=has["attendees"],
        afterthought=has["afterthought"],
    )
    form = DecisionForm(
        has["question"],
        has["decision"],
        has["option"],
        has["reasons"],
        has["input"],
        has["dissent"],
    )
    records.decision(uow, record, form=form)
    uow.outbox.add(records.errand(uow.now, args={"word": has["args"]}))


def files_in(folder: Path) -> list[Path]:
    """The database and what lies beside it."""
    files = [file for file in folder.iterdir() if file.is_file()]
    assert files
    return files


def bytes_at_rest(url: str, folder: Path) -> bytes:
    """All that lies on disk, or all that a dump shows."""
    if not postgres.is_postgresql(url):
        return b"".join(file.read_bytes() for file in files_in(folder))
    with psycopg.connect(postgres.address(url)) as connection:
        connection.execute("SELECT set_config('parley.tenant', '*', true)")
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        dump = b""
        for (table,) in tables:
            with connection.cursor().copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as rows:
                dump += b"".join(bytes(part) for part in rows)
    # Bytes are shown in hexadecimal.
    return dump + b"".join(bytes.fromhex(h.decode()) for h in _hexes(dump))


def _hexes(dump: bytes) -> list[bytes]:
    words = dump.replace(b"\n", b"\t").split(b"\t")
    return [word[3:] for word in words if word.startswith(b"\\\\x")]


async def test_no_sealed_text_is_found_at_rest_or_in_the_log(
    database: Database, migrated_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await database.of(TENANT).write(fill)
    await database.claim("owner", 10, 60)
    at_rest = bytes_at_rest(migrated_url, tmp_path)
    assert LEADER.encode() in at_rest, "nothing was looked at"
    for name, canary in CANARIES.items():
        assert canary.encode() not in at_rest, name
        assert canary not in caplog.text, name


async def test_errors_of_the_driver_show_no_sealed_text(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def twice(uow: UnitOfWork) -> None:
        record = records.negotiation(uow, name=CANARIES["name"])
        uow.negotiations.add(record)

    with pytest.raises(StorageTrouble) as failed:
        await database.of(TENANT).write(twice)
    assert CANARIES["name"] not in f"{failed.value!r} {failed.value.__cause__!r} {caplog.text}"


def swap(url: str, table: str, tenants: tuple[str, str]) -> None:
    """Exchange the sealed content of two tenants' rows, as somebody with the file could."""
    sql = f"UPDATE {table} SET content = {{0}} WHERE tenant = {{0}}"
    with closing(_raw(url)) as connection:
        if postgres.is_postgresql(url):
            connection.execute("SELECT set_config('parley.tenant', '*', true)")
        mark = "%s" if postgres.is_postgresql(url) else "?"
        found = dict(connection.execute(f"SELECT tenant, content FROM {table}").fetchall())
        for own, other in (tenants, tenants[::-1]):
            connection.execute(sql.format(mark), (found[other], own))
        connection.commit()


def _raw(url: str) -> sqlite3.Connection | psycopg.Connection:
    if postgres.is_postgresql(url):
        return psycopg.connect(postgres.address(url))
    return sqlite3.connect(sqlite.path_of(url))


async def test_a_ciphertext_swapped_between_tenants_is_refused(
    database: Database, migrated_url: str
) -> None:
    for tenant in ("T1", "T2"):
        await database.of(tenant).write(records.negotiation, id="N1")
    swap(migrated_url, "negotiations", ("T1", "T2"))
    with pytest.raises(WrongKey):
        await database.of("T1").read(lambda uow: uow.negotiations.get("N1"))


async def test_a_start_with_another_key_is_refused_before_anything_is_written(
    database: Database, migrated_url: str, clock: MovableClock
) -> None:
    for wrong in (KeyRing({"test": NEW}), KeyRing({"other": NEW})):
        with pytest.raises(WrongKey):
            Database.open(migrated_url, wrong, clock)


async def test_rotation_seals_everything_anew_and_retires_the_old_key(
    database: Database, migrated_url: str, ring: KeyRing, clock: MovableClock
) -> None:
    await database.of(TENANT).write(fill)
    await database.close()
    both = Database.open(migrated_url, KeyRing({"new": NEW, **ring.keys}), clock)
    assert await both.rotate() == 8
    assert await both.rotate() == 0
    await both.close()

    only_new = Database.open(migrated_url, KeyRing({"new": NEW}), clock)
    door = only_new.of(TENANT)
    found = await door.read(lambda uow: uow.negotiations.of_person(LEADER))
    assert [record.name for record in found] == [CANARIES["name"]]
    history = await door.read(lambda uow: uow.negotiations.history(found[0].id))
    assert history[0].why == CANARIES["why"]
    assert (await door.read(lambda uow: uow.outbox.find("greet:1"))) is not None
    await only_new.close()
    with pytest.raises(WrongKey):
        Database.open(migrated_url, ring, clock)


async def test_a_rotation_that_was_cut_off_is_taken_up_again(
    database: Database,
    migrated_url: str,
    ring: KeyRing,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(5):
        await database.of(TENANT).write(records.negotiation)
    both = Database.open(migrated_url, CutOff({"new": NEW, **ring.keys}, 3), clock)
    monkeypatch.setattr("storage.rotation.BATCH", 2)
    with pytest.raises(CutError):
        await both.rotate()
    # Two were committed, and nothing was lost: both keys are still needed and still asked for.
    with pytest.raises(WrongKey):
        Database.open(migrated_url, KeyRing({"new": NEW}), clock)
    await both.close()
    again = Database.open(migrated_url, KeyRing({"new": NEW, **ring.keys}), clock)
    assert await again.rotate() == 3
    assert len(await again.of(TENANT).read(lambda uow: uow.negotiations.of_person(LEADER))) == 5
    await again.close()


class CutError(Exception):
    """The process ended."""


class CutOff(KeyRing):
    """A ring with which the process ends after a number of seals."""

    def __init__(self, ring: dict[str, bytes], left: int) -> None:
        super().__init__(ring)
        object.__setattr__(self, "left", [left + 1])  # one more for the canary

    def seal(self, plain: bytes, place: Place) -> bytes:
        self.left[0] -= 1  # type: ignore[attr-defined]
        if self.left[0] < 0:  # type: ignore[attr-defined]
            raise CutError
        return super().seal(plain, place)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_database_files_are_for_their_owner_only(database: Database, tmp_path: Path) -> None:
    await database.of(TENANT).write(records.negotiation)
    for file in files_in(tmp_path):
        assert file.stat().st_mode & 0o077 == 0, file


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_database_file_that_others_could_read_is_closed_to_them(
    migrated_url: str, ring: KeyRing, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    path = sqlite.path_of(migrated_url)
    path.chmod(0o644)
    await Database.open(migrated_url, ring, clock).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert "others could read" in caplog.text
