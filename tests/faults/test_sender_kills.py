"""Senders killed at random moments: a small run of `tests.faults.kill_sender`."""

import json
import subprocess
import sys

import pytest


def figures(*words: str) -> dict[str, int]:
    program = [sys.executable, "-m", "tests.faults.kill_sender", "--json", "--kills", "8"]
    done = subprocess.run([*program, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, int] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_with_look_up_nothing_is_lost_and_nothing_said_twice(engine: str) -> None:
    told = figures("--engine", engine, "--lookup", "--freezes", "1")
    assert told["posted"] == told["errands"]
    assert told["lost"] == told["doubled"] == 0


def test_without_look_up_every_message_is_accounted_for() -> None:
    told = figures("--engine", "sqlite")
    assert told["lost"] == told["doubled polls"] == told["doubled and not accounted for"] == 0
