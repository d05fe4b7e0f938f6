"""Versions of a decision, and the log: who finds what."""

import json
from datetime import timedelta

import pytest

from tests.scenarios.morning import MORNING
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


async def test_what_stood_behind_more_fields_is_kept_and_forgotten_too(maya):
    few = {"evidence": "Three quotes.", "expected": "They sign.", "source": "The call."}
    chosen = {"probability": "70 %", "accountable": "sofia", "thanked": ["tomas"]}
    await maya.runs("/negotiate decide", HERE)
    await maya.clicks("More fields")
    await maya.fills({"question": "Which date?", **few, **chosen})
    await maya.closes()
    await maya.runs("/negotiate decide", HERE)
    await decides(maya)
    for words in (*few.values(), "70 %", "Sofia", "Tomás"):
        assert maya.sees(words), maya.text()
    await maya.clicks("Write a new version")
    await maya.fills({"evidence": "Nine quotes."})
    await maya.closes()
    await maya.clicks("Write a new version")
    assert maya.sees("Nine quotes.")
    await maya.clicks("Discard")
    assert maya.sees("Three quotes.")
    assert not maya.sees("Nine quotes.")


async def test_a_revision_that_was_only_looked_at_keeps_no_draft(maya):
    await decides_blank(maya, question="Which date?", decision="June.")
    for _ in range(2):
        await maya.clicks("Write a new version")
        assert not maya.sees("Restored")
        await maya.clicks("More fields")
        await maya.closes()


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


# Looking again


@pytest.fixture
async def reviewed(maya, sandbox):
    """A decision on the day on which its leader wanted to look at it again."""
    await decides_blank(maya, review_on=(MORNING + timedelta(days=30)).date())
    await maya.closes(everything=True)
    await sandbox.moves(timedelta(days=30).total_seconds())


async def test_on_its_review_date_a_decision_comes_back_once(maya, sandbox, reviewed):
    assert "You wanted to look again today" in maya.dms()[-1].text
    assert "We propose June." not in maya.dms()[-1].text
    await maya.clicks("Read the decision", "dm")
    assert maya.sees("We propose June.")
    await sandbox.moves(timedelta(days=30).total_seconds())
    assert len(maya.dms()) == 1


async def test_still_good_is_kept_with_what_came_of_it(maya, reviewed):
    await maya.clicks("Still good", "dm")
    assert maya.sees("was it a good decision with what you knew then?")
    await maya.fills({"result": "They agreed to June."})
    await maya.submits()
    assert maya.sees("Still good")
    assert maya.sees("They agreed to June.")
    await maya.clicks("What changed")
    assert maya.sees("They agreed to June.")
    assert maya.sees("in force")


async def test_a_decision_is_closed_with_its_result(maya, reviewed):
    await maya.clicks("Close it", "dm")
    await maya.submits()
    assert "What came of it?" in maya.errors()["result"]
    await maya.fills({"result": "The vote decided."})
    await maya.submits()
    assert maya.sees("Before it is saved")
    await maya.fills({"result": "June held."})
    await maya.submits()
    assert maya.sees("Closed")
    await maya.closes(everything=True)
    await maya.runs("/negotiate decisions")
    assert maya.sees("closed")


async def test_a_result_that_hands_it_over_is_owned_at_a_click(maya, reviewed):
    await maya.clicks("Close it", "dm")
    await maya.fills({"result": "It failed because of Sam."})
    await maya.submits()
    await maya.clicks("Use the rewrites")
    assert maya.sees("It failed because of what we knew then.")
    await maya.submits()
    assert maya.sees("Closed")


async def test_of_what_only_the_leader_reads_the_message_says_nothing(maya, sandbox):
    day = (MORNING + timedelta(days=30)).date()
    await decides_blank(maya, "Secret question?", review_on=day, visibility="Only me")
    await maya.closes(everything=True)
    await sandbox.moves(timedelta(days=30).total_seconds())
    assert "You wanted to look again today at a decision" in maya.dms()[-1].text
    assert "Secret" not in maya.dms()[-1].text


# Versions, one record, copies


async def test_what_changed_is_shown_line_by_line(maya):
    await decides_blank(maya, reasons="It is early.\nThe audit ends then.")
    await maya.clicks("Write a new version")
    await maya.fills({"reasons": "It is early.\nThe audit ends in May."})
    await maya.submits()
    await maya.clicks("What changed")
    assert maya.sees("What changed from version 1 to version 2")
    assert maya.sees("The audit ends then.")
    assert maya.sees("The audit ends in May.")
    assert not maya.sees("It is early.")


async def test_the_log_is_kept_to_one_negotiation(maya):
    await starts(maya, "Office lease")
    await decides_blank(maya, negotiation="Renewal")
    await maya.closes(everything=True)
    await decides_blank(maya, "Where?", decision="We stay.", negotiation="Office lease")
    await maya.closes(everything=True)
    await maya.runs("/negotiate decisions", HERE)
    assert maya.modal.buttons().count("Open") == 2
    await maya.fills({"record": "Office lease"})
    await maya.submits()
    assert maya.modal.buttons().count("Open") == 1
    assert maya.sees("We stay.")


def files(stage):
    return list(stage.sandbox.world.workspace.files.values())


async def test_a_decision_comes_as_a_file_to_the_person_who_asked(maya, sandbox, stage):
    sofia = sandbox.person("sofia")
    await decides_blank(maya, reasons="It leaves time.")
    await maya.closes(everything=True)
    await sofia.runs("/negotiate decisions", HERE)
    await sofia.clicks("Open", "Which date?")
    await sofia.clicks("As Markdown")
    assert sofia.sees("The file is in your direct messages")
    await sofia.clicks("As JSON")
    page, data = files(stage)
    assert (page.name, data.name) == ("decision-log.md", "decision-log.json")
    text = page.content.decode()
    assert "## Which date?" in text
    assert "> We propose June\\." in text
    assert "- Accountable: Maya" in text
    [[version]] = json.loads(data.content)["decisions"]
    assert (version["decision"], version["reasons"]) == ("We propose June.", "It leaves time.")
    assert version["accountable"]["name"].startswith("Maya")
    assert maya.dms() == []


async def test_no_file_carries_what_only_the_leader_reads(maya, stage):
    await decides_blank(maya, "Secret question?", visibility="Only me")
    await maya.clicks("As text to copy")
    assert maya.sees("Only you may read this, so no message carries it.")
    assert maya.sees("Secret question?")
    await maya.closes(everything=True)
    await maya.runs("/negotiate decisions", HERE)
    await maya.clicks("As Markdown")
    assert maya.sees("no file carries it")
    assert (files(stage), maya.dms()) == ([], [])
    await maya.closes(everything=True)
    await decides_blank(maya)
    await maya.closes(everything=True)
    await maya.runs("/negotiate decisions", HERE)
    await maya.clicks("As JSON")
    assert maya.sees("The file is in your direct messages")
    [file] = files(stage)
    assert b"Secret" not in file.content
    assert any("1 decision is not in it" in note.text for note in maya.dms())
