"""Preparing deeper and together: the tier, two co-leads at one section, an earlier one copied."""

from datetime import timedelta

import pytest

HERE = "supplier-talks"


@pytest.fixture(autouse=True)
def nothing_refused(sandbox):
    """Slack takes everything that Parley says in these stories, and nobody waits in vain."""
    yield
    assert sandbox.refusals() == []
    assert sandbox.world.toasts == []


@pytest.fixture
async def maya(sandbox):
    """The leader, with a record that Tomás prepares with her."""
    leader = sandbox.person("maya")
    await leader.runs("/negotiate new", HERE)
    await leader.fills({"name": "Renewal", "counterpart": "Acme"})
    await leader.submits()
    await leader.clicks("Edit")
    await leader.fills({"co_leads": [sandbox.person("tomas").id]})
    await leader.submits()
    await leader.closes(everything=True)
    return leader


async def opens_section(person, title):
    await person.runs("/negotiate prep", HERE)
    await person.clicks("Open", title)


async def test_deeper_asks_more_and_keeps_what_was_answered(maya):
    await opens_section(maya, "What moves me")
    await maya.fills({"motives": "Time for the team\nA fair price"})
    await maya.submits()
    await maya.chooses("How deep?", "30 minutes")
    assert maya.sees("What is on the table"), maya.text()
    assert maya.sees("Their side")
    await maya.chooses("How deep?", "In full")
    assert maya.sees("If it gets hard")
    assert maya.sees("By element, of 100: interests 25")
    await maya.clicks("Open", "What moves me")
    assert "A fair price" in str(maya.modal.values)
    await maya.closes()
    await maya.chooses("How deep?", "5 minutes")
    assert not maya.sees("What is on the table")
    assert "of 100" in maya.home().text


async def test_a_day_plan_comes_day_by_day_once_it_is_accepted(maya, sandbox, stage):
    await maya.runs("/negotiate meet", HERE)
    await maya.fills({"starts_at": stage.clock.now() + timedelta(days=3, hours=4)})
    await maya.submits()
    await maya.closes(everything=True)
    await maya.runs("/negotiate prep", HERE)
    await maya.chooses("How deep?", "In full")
    await maya.clicks("Day plan")
    assert maya.sees("Rehearse"), maya.text()
    await maya.clicks("Send me these, day by day")
    assert maya.sees("One message a day")
    await sandbox.moves(26 * 3600)
    assert any("2 days to go: Rehearse" in dm.text for dm in maya.dms())
    await maya.closes(everything=True)
    await maya.clicks("Stop this plan")
    before = len(maya.dms())
    await sandbox.moves(24 * 3600)
    assert len(maya.dms()) == before


async def test_two_co_leads_at_one_section_lose_nothing_and_both_are_told(maya, sandbox):
    tomas = sandbox.person("tomas")
    await opens_section(maya, "What moves them")
    await opens_section(tomas, "What moves them")
    assert not tomas.sees("Where I walk away")
    await maya.fills({"want_1": "Calm before the audit"})
    await maya.submits()
    await tomas.fills({"want_1": "A short contract"})
    await tomas.submits()
    assert tomas.sees("Calm before the audit"), tomas.text()
    assert "A short contract" in str(tomas.modal.values)
    (note,) = maya.dms()
    assert "is changing “What moves them” of Renewal" in note.text
    assert "short contract" not in note.text
    await tomas.submits()
    assert tomas.modal.title == "Preparation"
    await maya.closes(everything=True)
    await opens_section(maya, "What moves them")
    assert "A short contract" in str(maya.modal.values)
    await maya.clicks("What it said before")
    assert maya.sees("Calm before the audit")
    await maya.clicks("Put it back into the form")
    assert "Calm before the audit" in str(maya.modal.values)
    await maya.submits()
    assert maya.modal.title == "Preparation"


async def test_what_lasts_is_copied_from_an_earlier_negotiation(maya):
    await maya.runs("/negotiate prep", HERE)
    await maya.chooses("How deep?", "30 minutes")
    await maya.clicks("Open", "What is fair")
    await maya.fills({"criteria": "The pay survey\nLast year's offer", "against_me": "Nobody else"})
    await maya.submits()
    await maya.closes(everything=True)
    await maya.runs("/negotiate new", HERE)
    await maya.fills({"name": "Second renewal", "counterpart": "Acme"})
    await maya.submits()
    await maya.closes(everything=True)
    await maya.runs("/negotiate prep Second renewal", HERE)
    await maya.clicks("Copy from an earlier one")
    assert maya.sees("are always asked afresh")
    await maya.fills({"from": "Renewal"})
    await maya.submits()
    assert maya.modal.title == "Preparation"
    assert maya.sees("1 part of a longer preparation: kept.")
    await maya.chooses("How deep?", "30 minutes")
    await maya.clicks("Open", "What is fair")
    assert "The pay survey" in str(maya.modal.values)
