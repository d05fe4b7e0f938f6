"""The processes a benchmark starts, and ends: a small Slack, the bare peer, the bot itself."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from .signing import SECRET

ROOT = Path(__file__).parent.parent
PATIENCE = 60


@contextmanager
def slack() -> Iterator[int]:
    """A small Slack; its port."""
    with _served("benchmarks.slack") as (port, _):
        yield port


@contextmanager
def bare_app() -> Iterator[int]:
    """The one-listener Bolt app; its port."""
    with _served("benchmarks.bare") as (port, _):
        yield port


@contextmanager
def _served(module: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    with child("-m", module, str(port)) as process:
        wait_until_open(port, process)
        yield port, process


@contextmanager
def child(
    *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process that is ended, politely, at the end of the block."""
    process = subprocess.Popen(
        [sys.executable, *arguments], env=env, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def bot_settings(home: Path, slack_port: int, port: int, database: str = "") -> dict[str, str]:
    """The environment of a bot that listens to signed HTTP; what is empty hides a `.env` here."""
    return {
        "PATH": os.environ["PATH"],
        "SLACK_APP_TOKEN": "",
        "PARLEY_KEYS": "",
        "SLACK_BOT_TOKEN": "xoxb-1-benchmark",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "PARLEY_HOME": str(home),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LOG_LEVEL": "ERROR",
        "DATABASE_URL": database,
    }


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when something accepts connections on the port."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended with exit code {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.005)
    raise TimeoutError(f"nothing listens on port {port} after {PATIENCE} s")


def wait_until_well(port: int) -> None:
    """Return when the bot says that it is ready: database, scheduler and Slack."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(urllib.error.HTTPError), urllib.request.urlopen(_url(port, "healthz")):
            return
        time.sleep(0.005)
    raise TimeoutError(f"the bot is not well after {PATIENCE} s")


def _url(port: int, path: str) -> str:
    return f"http://127.0.0.1:{port}/{path}"


def seen(slack_port: int) -> dict[str, Any]:
    """What the small Slack was asked: calls by method, the newest posts."""
    with urllib.request.urlopen(_url(slack_port, "seen")) as answer:
        return dict(json.load(answer))


@dataclass(frozen=True)
class Bot:
    """A running bot, as `python -m bot run` starts it."""

    port: int
    process: psutil.Process

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        return float(self.process.memory_info().rss) / 1e6


@contextmanager
def bot(home: Path, slack_port: int, *command: str) -> Iterator[Bot]:
    """The bot over signed HTTP, on the SQLite database of a home folder, ready to answer."""
    command = command or ("bot", "run")
    port = free_port()
    with child("-m", *command, env=bot_settings(home, slack_port, port)) as process:
        wait_until_open(port, process)
        wait_until_well(port)
        yield Bot(port, psutil.Process(process.pid))


def until(count: Callable[[], int], at_least: int, seconds: float = 30.0) -> int:
    """What is counted once it is enough, or when the time is up."""
    deadline = time.monotonic() + seconds
    while (counted := count()) < at_least and time.monotonic() < deadline:
        time.sleep(0.1)
    return counted
