"""A poll that closes once everybody has answered."""

import pytest

from bot.domain.poll_closing import GATHER, GRACE
from tests.scenarios.poll_more import writes_more
from tests.scenarios.poll_story import (
    DAY,
    HOUR,
    asks,
    opens_the_poll,
    said_of,
    the_poll,
    votes,
    whispered,
    writes_a_poll,
)

pytestmark = pytest.mark.usefixtures("nothing_refused")

SOONER = {"early": ["Once everybody has answered"]}
MINUTE = 60
SOON = GATHER.total_seconds() + 1


async def test_it_closes_by_itself_soon_after_everybody_has_answered(maya, tomas, aisha, sandbox):
    await asks(maya, **SOONER)
    assert "or soon after all have answered" in the_poll(tomas).text
    await votes(tomas, "May")
    assert "or until 5 minutes after all have answered" in whispered(tomas)
    await sandbox.moves(HOUR)
    await votes(aisha, "June")
    await sandbox.moves(SOON)
    assert "because all have answered" in the_poll(tomas).text
    await votes(aisha, "May")
    assert "all have" not in whispered(aisha)
    await sandbox.moves(GRACE.total_seconds() + SOON)
    message = the_poll(tomas)
    assert "2 of 2 answered" in message.text
    assert "Vote" not in message.buttons()
    assert len(said_of(tomas, "Poll closed:")) == 1
    assert sum("has closed" in seen.text for seen in maya.dms()) == 1
    await sandbox.moves(3 * DAY)
    assert len(said_of(tomas, "Poll closed:")) == 1


async def test_without_it_the_announced_time_holds(maya, tomas, aisha, sandbox):
    await asks(maya)
    assert "all have" not in the_poll(tomas).text
    for voter in (tomas, aisha):
        await votes(voter, "June")
    await sandbox.moves(HOUR)
    assert "Vote" in the_poll(tomas).buttons()


async def test_the_leaders_page_says_that_it_ends_and_more_time_holds(
    maya, tomas, aisha, sandbox, clock
):
    await asks(maya, **SOONER)
    for voter in (tomas, aisha):
        await votes(voter, "June")
    await opens_the_poll(maya)
    assert maya.sees("Everybody has; you can close it now. It soon closes by itself.")
    await maya.closes(everything=True)
    await sandbox.moves(SOON)
    await opens_the_poll(maya)
    assert maya.sees("because all have answered")
    await maya.clicks("Change the deadline")
    assert maya.sees("It then stays open until that time.")
    await maya.fills({"closes_at": clock.now() + 2 * GRACE})
    await maya.submits()
    await sandbox.moves(GRACE.total_seconds() + MINUTE)
    assert "Vote" in the_poll(tomas).buttons()
    await sandbox.moves(GRACE.total_seconds() + MINUTE)
    assert "Vote" not in the_poll(tomas).buttons()


async def test_the_form_keeps_it_and_says_what_it_does_not_go_with(maya):
    await writes_more(maya, {**SOONER, "adds": ["People may add answers"]})
    assert "so it stays open until its time" in maya.errors()["early"]
    await maya.fills({"adds": []})
    await maya.submits()
    assert maya.sees("or soon after all have answered")
    await maya.closes(everything=True)
    await writes_a_poll(maya, **SOONER)
    await maya.clicks("Back to edit")
    await maya.submits()
    assert maya.sees("or soon after all have answered")
