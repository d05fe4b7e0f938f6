"""Replicas killed at random moments under voting: a small run of `tests.faults.kill_voting`."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(("engine", "replicas"), [("sqlite", 2), ("postgresql", 2)])
def test_no_acknowledged_vote_is_lost_or_counted_twice(engine: str, replicas: int) -> None:
    program = [sys.executable, "-m", "tests.faults.kill_voting", "--kills", "6"]
    words = ["--engine", engine, "--replicas", str(replicas)]
    done = subprocess.run([*program, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, 0 doubled, 0 with another choice" in done.stdout


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_secret_poll_is_open_with_its_key_or_closed_with_its_outcome(engine: str) -> None:
    program = [sys.executable, "-m", "tests.faults.kill_closing", "--kills", "6"]
    done = subprocess.run(
        [*program, "--engine", engine], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 broken" in done.stdout
