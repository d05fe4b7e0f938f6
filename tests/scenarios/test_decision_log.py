"""Versions of a decision, and the log: who finds what."""

from datetime import timedelta

import pytest

from tests.scenarios.conftest import MORNING
from tests.scenarios.poll_story import HERE, starts

NOT_YOURS = "I can't find that, or it isn't yours to open."


@pytest.fixture(autouse=True)
def nothing_refused(sandbox):
    """Slack takes everything that Parley says in these stories, and nobody waits in vain."""
    yield
    assert sandbox.refusals() == []
    assert sandbox.world.toasts == []


@pytest.fixture
async def maya(sandbox):
    leader = sandbox.person("maya")
    await starts(leader, core_team=["sofia"])
    return leader


async def decides(person, **answers):
    """Fills in what is open and saves it."""
    await person.fills({"decision": "We propose June.", **answers})
    await person.submits()


async def decides_blank(person, question="Which date?", **answers):
    await person.runs("/negotiate decide", HERE)
    await decides(person, question=question, **answers)


async def test_a_decision_that_was_closed_by_mistake_is_there_again(maya):
    await maya.runs("/negotiate decide", HERE)
    await maya.fills({"question": "Which date?", "dissent": "A whole page of dissent"})
    await maya.closes()
    await maya.runs("/negotiate decide", HERE)
    assert maya.sees("Restored what you had typed")
    assert maya.sees("A whole page of dissent")
    await maya.clicks("Discard")
    assert not maya.sees("A whole page of dissent")
    await maya.closes()
    await decides_blank(maya)
    assert maya.sees("We propose June.")
    await maya.clicks("Write a new version")
    await maya.fills({"decision": "We propose July."})
    await maya.closes()
    await maya.clicks("Write a new version")
    assert maya.sees("Restored what you had typed")
    await maya.submits()
    assert maya.sees("We propose July.")
    await maya.closes(everything=True)
    await maya.runs("/negotiate decide", HERE)
    assert not maya.sees("Restored")


# Versions and the log


async def test_a_new_version_leaves_the_old_one_readable(maya):
    await decides_blank(maya)
    await maya.clicks("Write a new version")
    assert maya.sees("We propose June.")
    await maya.fills({"decision": "We propose July."})
    await maya.submits()
    assert maya.sees("Saved.")
    assert maya.sees("We propose July.")
    await maya.clicks("Read", "Version 1")
    assert maya.modal.title == "Earlier version"
    assert maya.sees("We propose June.")
    await maya.closes()
    assert maya.sees("We propose July.")


async def test_the_log_is_empty_then_searched_then_opened(maya, sandbox):
    sofia, kenji = sandbox.person("sofia"), sandbox.person("kenji")
    await maya.runs("/negotiate decisions", HERE)
    assert maya.sees("No decision is logged yet")
    await maya.closes()
    await decides_blank(maya)
    await maya.closes(everything=True)
    await decides_blank(maya, question="Who opens?", decision="We open.")
    await maya.closes(everything=True)
    await sofia.runs("/negotiate decisions june", HERE)
    assert sofia.modal.buttons().count("Open") == 1
    await sofia.fills({"words": ""})
    await sofia.submits()
    assert sofia.modal.buttons().count("Open") == 2
    await sofia.fills({"words": "nothing of it"})
    await sofia.submits()
    assert sofia.sees("Nothing holds “nothing of it”")
    await sofia.fills({"words": "OPEN"})
    await sofia.submits()
    await sofia.clicks("Open", "Who opens?")
    assert sofia.sees("We open.")
    await kenji.runs("/negotiate decisions", HERE)
    assert kenji.sees("No decision is logged yet")


async def test_a_long_log_is_turned_page_by_page(maya, sandbox):
    for number in range(12):
        await decides_blank(maya, decision=f"We propose number {number:02}.")
        await maya.closes(everything=True)
        await sandbox.moves(1)
    await maya.runs("/negotiate decisions propose", HERE)
    assert maya.sees("number 11")
    assert not maya.sees("number 01")
    await maya.clicks("Older")
    assert maya.sees("number 01")
    await maya.clicks("Newer")
    assert maya.sees("number 11")


async def test_a_page_left_open_changes_nothing_once_rights_are_withdrawn(maya, sandbox):
    sofia = sandbox.person("sofia")
    await decides_blank(maya, review_on=(MORNING + timedelta(days=30)).date())
    await maya.closes(everything=True)
    await sofia.runs("/negotiate decisions", HERE)
    await maya.opens_home()
    await maya.clicks("Open", "home")
    await maya.clicks("Edit")
    await maya.fills({"core_team": []})
    await maya.submits()
    await sofia.clicks("Open", "Which date?")
    assert sofia.sees(NOT_YOURS)


async def test_on_its_review_date_a_decision_comes_back_once(maya, sandbox):
    await decides_blank(maya, review_on=(MORNING + timedelta(days=30)).date())
    await maya.closes(everything=True)
    await sandbox.moves(timedelta(days=30).total_seconds())
    assert "You wanted to look again today" in maya.dms()[-1].text
    assert "We propose June." not in maya.dms()[-1].text
    await maya.clicks("Read the decision", "dm")
    assert maya.sees("We propose June.")
    await sandbox.moves(timedelta(days=30).total_seconds())
    assert len(maya.dms()) == 1
