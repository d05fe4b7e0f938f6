"""What is sealed can be read with its key, at its place, and nowhere else."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bot.clock import MovableClock
from bot.domain.choices import Choice
from bot.domain.decisions import DecisionForm
from bot.domain.drafts import Draft
from bot.domain.errors import StorageTrouble, WrongKey
from bot.domain.feedback import FeedbackForm
from bot.domain.negotiations import Negotiation, Stage, StageChange
from bot.domain.part_forms import PartForm, RequestForm
from bot.domain.parts import Asking, Brought
from bot.domain.poll_items import Option
from bot.domain.poll_manner import Manner, Reasons
from bot.domain.resistance_register import Note, Plan
from bot.services import poll_running
from bot.services.ports import UnitOfWork
from storage import postgres, sqlite
from storage.database import Database
from storage.keys import KeyRing, Place
from tests.domain.update_samples import a_form
from tests.storage import records
from tests.storage.records import LEADER, TENANT

VOTERS = tuple(f"UVOTER{number}" for number in range(5))
OLD, NEW = bytes(range(32)), bytes(range(32, 64))

# One for each sealed field, so that a leak names its field.
CANARIES = {
    name: f"canary-{name}-7f3a"
    for name in (
        *("name", "counterpart", "why", "answer", "draft", "question", "use", "option"),
        *("place", "attendees", "afterthought", "decision", "reasons", "input", "dissent", "args"),
        *("who", "seen", "step", "sign"),
        *("argument", "message"),
        *("reason", "comment", "added"),
        *("colleague", "part", "mandate", "bring", "why_you", "time", "notes", "earlier"),
        *("where", "withheld", "asked", "answer to it", "restated"),
        *("evidence", "expected", "source", "result", "thanked"),
        *("heard", "changed", "not_taken", "next_step", "credited"),
    )
}


def fill(uow: UnitOfWork) -> None:
    """One row for each sealed field."""
    has = CANARIES
    record = records.negotiation(uow, name=has["name"], counterpart=has["counterpart"])
    change = StageChange(Stage.DRAFT, Stage.PREPARING, LEADER, uow.now, has["why"])
    uow.negotiations.add_change(record.id, change)
    uow.prep.save(record.id, "P1", {"batna": has["answer"]}, LEADER)
    uow.drafts.put(Draft(LEADER, "form", {"a": has["draft"]}, uow.now))
    options = (Option("1", has["option"]), Option("2", "No"))
    poll = records.poll(uow, record, question=has["question"], use=has["use"], options=options)
    told = FeedbackForm(*(has[name] for name in FeedbackForm.TEXTS), thanked=(has["credited"],))
    records.feedback(uow, poll.id, form=told)
    fill_polls(uow, record)
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
        evidence=has["evidence"],
        expected=has["expected"],
        source=has["source"],
        result=has["result"],
        thanked=(has["thanked"],),
    )
    records.decision(uow, record, form=form)
    noted, planned = Note(has["who"], has["seen"]), Plan(next_step=has["step"], sign=has["sign"])
    records.entry(uow, record, note=noted, plan=planned)
    uow.cases.save(record.id, "A1", {"claim": has["argument"]})
    uow.cases.save(record.id, "message", {"ask": has["message"]})
    records.colleague(uow, record, person=has["colleague"])
    form_ = PartForm(has["part"], mandate=has["mandate"], bring_back=has["bring"])
    asking = Asking(1, "UKIM", LEADER, uow.now, RequestForm(has["why_you"], has["time"]))
    earlier = (Brought("UKIM", has["earlier"]),)
    records.part(uow, record, form=form_, asking=asking, notes=has["notes"], earlier=earlier)
    said = a_form(where=has["where"], withheld=has["withheld"])
    update = records.update(uow, record, form=said)
    records.question(
        uow, update, text=has["asked"], answer=has["answer to it"], restated=has["restated"]
    )
    uow.outbox.add(records.errand(uow.now, args={"word": has["args"]}))


def fill_polls(uow: UnitOfWork, record: Negotiation) -> None:
    """A reason with a name; comments in ballots of a secret poll, and in what came out of one."""
    named = records.poll(uow, record, id="NAMED", manner=Manner(reasons=Reasons.OPTIONAL))
    uow.polls.cast(named.id, "UANNA", Choice.read("1", CANARIES["reason"]))
    secret = Manner(is_secret=True, reasons=Reasons.OPTIONAL)
    for name in ("OPEN", "CLOSED"):
        poll = records.poll(uow, record, id=name, manner=secret, voters=VOTERS)
        uow.polls.save(poll.with_option(CANARIES["added"]))
        for voter in VOTERS:
            uow.polls.cast(name, voter, Choice.read("4", CANARIES["comment"]))
    poll_running.close(uow, LEADER, "CLOSED")


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
    assert await both.rotate() == 26
    assert await both.rotate() == 0
    await both.close()

    only_new = Database.open(migrated_url, KeyRing({"new": NEW}), clock)
    door = only_new.of(TENANT)
    found = await door.read(lambda uow: uow.negotiations.of_person(LEADER))
    assert [record.name for record in found] == [CANARIES["name"]]
    history = await door.read(lambda uow: uow.negotiations.history(found[0].id))
    assert history[0].why == CANARIES["why"]
    assert (await door.read(lambda uow: uow.outbox.find("greet:1"))) is not None
    said = Choice.read("4", CANARIES["comment"])
    assert await door.read(lambda uow: uow.polls.vote_of("OPEN", VOTERS[0])) == said
    kept = await door.read(lambda uow: uow.polls.ballots("CLOSED"))
    assert set(kept.comments) == {CANARIES["comment"]}
    named = await door.read(lambda uow: uow.polls.ballots("NAMED").by_voter)
    assert named["UANNA"].reason == CANARIES["reason"]
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
