"""What the tests of use cases share."""

import pytest

from tests.services.poll_stage import NOON, PollStage


@pytest.fixture
def polling(database, clock):
    """Polls on a fresh database, at noon."""
    clock.move((NOON - clock.now()).total_seconds())
    return PollStage(database, clock)
