"""Whom to involve, and who leads what: asked kindly, answered freely, credited by name."""

import pytest

from tests.scenarios.poll_story import DAY, HERE, HOUR, starts

OWNS = "owns the result."


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


@pytest.fixture
def daniel(sandbox):
    """In New York, where it is not yet seven when the story begins."""
    return sandbox.person("daniel")


@pytest.fixture
def aisha(sandbox):
    """In Dubai, at her desk."""
    return sandbox.person("aisha")


async def adds(person, who, *ties, **more):
    """A colleague on the map, from the open map."""
    await person.clicks("Add a colleague")
    await person.fills({"person": who, "ties": list(ties), **more})
    await person.submits()


async def makes_a_part(person, title="The delivery date", **more):
    """A part, from the open map; its page shows."""
    await person.clicks("Add a part")
    await person.fills({"title": title, **more})
    await person.submits()


async def asks(person, who, **more):
    """From the open page of a part."""
    await person.clicks("Ask somebody to lead it")
    await person.fills({"person": who, **more})
    await person.submits()


async def has_asked(person, who="aisha", **more):
    """From nothing to a request that was sent."""
    await person.runs("/negotiate team", HERE)
    await makes_a_part(person)
    await asks(person, who, **more)
    await person.closes(everything=True)


def last_dm(person):
    return person.dms()[-1].text


async def test_the_map_names_what_is_missing_and_mends_it(maya):
    await maya.runs("/negotiate team", HERE)
    assert maya.sees("Nobody is on the map yet."), maya.text()
    await adds(maya, "aisha", "Decides, or can veto it", "Is affected by the result",
               power="High", interest="High", now="−1 · leans against it",
               needed="+1 · leans towards it")  # fmt: skip
    assert maya.sees("Score 3 for this question")
    assert maya.sees("manage closely".capitalize())
    assert maya.sees("2 steps to go.")
    assert maya.sees("Before I decide, I would like your view.")
    await maya.closes()
    assert not maya.sees("Nobody who decides is involved.")
    assert maya.sees("Nobody who must deliver is involved.")
    await maya.clicks("Add a colleague")
    assert maya.sees("Must carry it out")
    await maya.fills({"person": "kenji", "ties": ["Must carry it out", "May not know this yet"]})
    await maya.submits()
    assert maya.sees("leave out now")
    assert maya.sees("I can't share this yet")
    await maya.closes()
    assert maya.sees("has this role, and is left out for now.")
    await maya.clicks("Nobody else does", "has this role")
    assert not maya.sees("Nobody who must deliver is involved.")


async def test_a_part_goes_out_and_comes_back(maya, aisha):
    await has_asked(maya, why="You know them", time_needed="Two hours", by_when="2026-12-01")
    said = last_dm(aisha)
    assert "Maya asks you to lead a part: The delivery date" in said, said
    for words in ("You know them", "Two hours", "1 Dec 2026", OWNS):
        assert words in said
    assert "Renewal" not in said
    await aisha.opens_home()
    assert aisha.sees("Waiting for you")
    assert "Renewal" not in aisha.home().text
    await aisha.clicks("Accept", "dm")
    assert "You lead The delivery date" in last_dm(aisha)
    assert len(aisha.dms()) == 1
    assert "Aisha leads The delivery date (Renewal)" in last_dm(maya)
    await aisha.clicks("Open my part", "dm")
    await aisha.fills({"notes": "12 May or 3 June", "finished": ["I am done with this part"]})
    await aisha.submits()
    assert aisha.sees("Done. Thank you.")
    await aisha.closes(everything=True)
    assert "has finished The delivery date" in last_dm(maya)
    assert "12 May" not in last_dm(maya)
    await maya.clicks("Read what it brings back", "dm")
    assert maya.sees("12 May or 3 June")
    await maya.clicks("Reopen")
    assert "reopened your part" in last_dm(aisha)
    await maya.closes(everything=True)
    await maya.runs("/negotiate team", HERE)
    assert maya.sees("With thanks to @Aisha for “The delivery date”."), maya.text()


async def test_a_request_is_answered_from_the_home_tab_as_well(maya, aisha):
    await has_asked(maya)
    await aisha.opens_home()
    await aisha.clicks("Answer", "home")
    assert aisha.sees(OWNS)
    await aisha.clicks("Accept")
    assert aisha.sees("Thank you. You lead this part.")
    await aisha.closes(everything=True)
    assert "You lead The delivery date" in last_dm(aisha)
    assert "asks whether you would lead" not in aisha.home().text
    await aisha.clicks("Open", "home")
    assert aisha.modal.title == "Your part"


async def test_who_passes_is_thanked_and_names_somebody_whom_one_click_asks(maya, aisha, sandbox):
    kenji = sandbox.person("kenji")
    await has_asked(maya, time_needed="Two hours")
    await aisha.clicks("Suggest someone", "dm")
    await aisha.fills({"person": "kenji"})
    await aisha.submits()
    assert aisha.sees("hears of it and may ask them")
    await aisha.closes(everything=True)
    assert "You passed on “The delivery date”. Thank you" in last_dm(aisha)
    assert "passed on The delivery date (Renewal) and suggests @Kenji" in last_dm(maya)
    await maya.opens_home()
    assert maya.sees("was suggested to lead it. Will you ask?")
    await maya.clicks("Ask who was suggested", "dm")
    assert "I am asking @Kenji to lead" in last_dm(maya)
    assert "Will you ask?" not in maya.home().text
    assert "Two hours" in last_dm(kenji)
    await kenji.clicks("Pass", "dm")
    assert "Kenji passed on The delivery date" in last_dm(maya)
    assert "Whom would you ask next?" in last_dm(maya)


async def test_a_request_sleeps_until_the_colleagues_morning(maya, daniel, sandbox):
    await has_asked(maya, "daniel")
    assert daniel.dms() == []
    # Ten in Stockholm is four in New York.
    await sandbox.moves(3 * HOUR + 60)
    assert "asks you to lead a part" in last_dm(daniel)


async def test_what_nobody_answers_for_a_day_is_told_once_and_waits_on_the_home_tab(maya, sandbox):
    await has_asked(maya)
    await sandbox.moves(DAY - HOUR)
    assert maya.dms() == []
    await sandbox.moves(HOUR + 60)
    assert "Aisha has not answered yet whether to lead The delivery date" in last_dm(maya)
    await sandbox.moves(3 * DAY)
    assert len(maya.dms()) == 1
    await maya.opens_home()
    assert maya.sees("has not answered yet whether to lead it.")
    await maya.runs("/negotiate team", HERE)
    assert maya.sees("has waited a day for an answer")


async def test_a_request_that_is_withdrawn_says_so_and_its_old_buttons_are_kind(maya, aisha):
    await has_asked(maya)
    await aisha.opens_home()
    await aisha.clicks("Answer", "home")
    await maya.runs("/negotiate team", HERE)
    await maya.clicks("Open", "The delivery date")
    await maya.clicks("Withdraw the request")
    assert maya.sees("nobody leads it yet")
    assert "has withdrawn this request" in last_dm(aisha)
    assert len(aisha.dms()) == 1
    await aisha.clicks("Accept")
    assert aisha.sees("This request is no longer open."), aisha.text()


async def test_the_end_of_the_record_withdraws_what_is_open_and_thanks_who_led(
    maya, aisha, sandbox
):
    kenji = sandbox.person("kenji")
    await has_asked(maya)
    await aisha.clicks("Accept", "dm")
    await maya.runs("/negotiate team", HERE)
    await makes_a_part(maya, "The price")
    await asks(maya, "kenji")
    await maya.closes(everything=True)
    await maya.opens_home()
    await maya.clicks("Open", "Renewal")
    await maya.clicks("Change stage")
    await maya.fills({"stage": "no deal"})
    await maya.submits()
    assert "has withdrawn this request" in last_dm(kenji)
    assert "have ended. Thank you for leading it." in last_dm(aisha)
    await aisha.clicks("Open my part", "dm")
    assert aisha.sees("These talks have ended.")
    await aisha.closes(everything=True)
    await aisha.opens_home()
    assert "Waiting for you" not in aisha.home().text


async def test_a_part_that_is_handed_on_thanks_the_one_and_starts_afresh_for_the_other(
    maya, aisha, sandbox
):
    kenji = sandbox.person("kenji")
    await has_asked(maya)
    await aisha.clicks("Accept", "dm")
    await aisha.clicks("Open my part", "dm")
    await aisha.fills({"notes": "They like June"})
    await aisha.submits()
    await aisha.closes(everything=True)
    await maya.runs("/negotiate team", HERE)
    await maya.clicks("Open", "The delivery date")
    await maya.clicks("Hand it to somebody else")
    assert maya.sees("is told, with thanks")
    await maya.fills({"person": "kenji"})
    await maya.submits()
    assert maya.sees("From @Aisha, who led it before")
    assert "has taken “The delivery date” back" in last_dm(aisha)
    await kenji.clicks("Accept", "dm")
    await kenji.clicks("Open my part", "dm")
    assert not kenji.sees("They like June")


async def test_lead_and_leader_who_write_at_once_see_both_texts(maya, aisha):
    await has_asked(maya)
    await aisha.clicks("Accept", "dm")
    await aisha.clicks("Open my part", "dm")
    await aisha.fills({"notes": "12 May"})
    await maya.runs("/negotiate team", HERE)
    await maya.clicks("Open", "The delivery date")
    await maya.clicks("Write notes")
    await maya.fills({"notes": "Ask for June"})
    await maya.submits()
    assert maya.sees("Ask for June")
    await aisha.submits()
    assert aisha.sees("also saved by somebody else"), aisha.text()
    assert aisha.sees("Ask for June")
    assert aisha.sees("12 May")
    await aisha.fills({"notes": "12 May, else June"})
    await aisha.submits()
    assert aisha.sees("Saved.")


async def test_notes_that_were_closed_by_mistake_are_restored_or_discarded(maya, aisha):
    await has_asked(maya)
    await aisha.clicks("Accept", "dm")
    await aisha.clicks("Open my part", "dm")
    await aisha.fills({"notes": "Half a thought"})
    await aisha.closes()
    await aisha.clicks("Open my part", "dm")
    assert aisha.sees("Restored what you had typed")
    assert aisha.sees("Half a thought")
    await aisha.clicks("Discard")
    assert not aisha.sees("Half a thought")


async def test_a_part_is_edited_and_deleted_and_its_lead_hears_of_both(maya, aisha):
    await has_asked(maya)
    await aisha.clicks("Accept", "dm")
    await maya.runs("/negotiate team", HERE)
    await maya.clicks("Open", "The delivery date")
    await maya.clicks("Edit")
    await maya.fills({"title": "The delivery month"})
    await maya.submits()
    assert "The words of your part The delivery month have changed." in last_dm(aisha)
    await maya.clicks("Delete")
    assert maya.sees("is told kindly")
    await maya.closes()
    assert maya.sees("No part is handed out yet.")
    assert "has taken the part that you led back" in last_dm(aisha)


async def test_apps_and_people_from_elsewhere_are_not_asked_and_guests_are(maya, sandbox):
    grace = sandbox.person("grace")
    await maya.runs("/negotiate team", HERE)
    await makes_a_part(maya)
    await asks(maya, "omar")
    assert "another organisation" in maya.errors()["person"]
    await maya.fills({"person": "grace"})
    await maya.submits()
    await sandbox.moves(9 * HOUR)
    await grace.clicks("Accept", "dm")
    assert "You lead The delivery date" in last_dm(grace)


async def test_the_core_team_sees_who_leads_and_nothing_of_how_people_stand(maya, aisha, sandbox):
    sofia = sandbox.person("sofia")
    await maya.runs("/negotiate team", HERE)
    await adds(maya, "kenji", "Decides, or can veto it")
    await maya.closes()
    await makes_a_part(maya)
    await asks(maya, "aisha")
    await maya.closes(everything=True)
    await sofia.runs("/negotiate team", HERE)
    assert sofia.sees("nobody leads it yet")
    for words in ("Kenji", "Aisha", "score", "missing"):
        assert not sofia.modal.text.count(words), words
    await sofia.closes(everything=True)
    await aisha.clicks("Accept", "dm")
    await sofia.runs("/negotiate team", HERE)
    assert sofia.sees("@Aisha leads it")
    assert sofia.sees("@Maya owns the result.")


async def test_who_led_is_thanked_beside_the_decision(maya, aisha):
    await has_asked(maya)
    await aisha.clicks("Accept", "dm")
    await maya.runs("/negotiate decide", HERE)
    await maya.fills({"question": "Which date?", "decision": "I choose June."})
    await maya.submits()
    assert maya.sees("With thanks to @Aisha for “The delivery date”."), maya.text()


async def test_without_a_record_one_is_offered(sandbox):
    tomas = sandbox.person("tomas")
    await tomas.runs("/negotiate team", HERE)
    assert tomas.sees("Start one first")
    await tomas.closes(everything=True)
    await starts(tomas, "Lease")
    await starts(tomas, "Budget")
    await tomas.runs("/negotiate team", HERE)
    await tomas.fills({"negotiation": "Lease"})
    await tomas.submits()
    assert tomas.sees("Nobody is on the map yet.")
