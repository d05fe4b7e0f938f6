"""Two weeks of polls with everything going wrong: a small run of `tests.faults.simulate_polls`."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("season", ["autumn", "spring"])
def test_two_weeks_of_polls_over_a_clock_change_keep_every_promise(season: str) -> None:
    program = [sys.executable, "-m", "tests.faults.simulate_polls", "--season", season]
    words = ["--polls", "8", "--voters", "48", "--kills", "5", "--faults", "3"]
    done = subprocess.run([*program, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"wrong": 0' in done.stdout
