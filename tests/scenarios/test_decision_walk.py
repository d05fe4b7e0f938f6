"""A decision: from a poll, blank, or from a message; owned, versioned, found again."""

import asyncio

import pytest

from sandbox.payloads import interaction, view_json
from sandbox.world import Parcel
from tests.scenarios.morning import MORNING
from tests.scenarios.poll_story import (
    DAY,
    HERE,
    QUESTION,
    asks,
    said_of,
    starts,
    the_poll,
    votes,
)

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


@pytest.fixture
async def closed(maya, tomas, sandbox):
    """A poll that closed by itself, one of two answered."""
    await asks(maya)
    await votes(tomas, "June")
    await sandbox.moves(2 * DAY)


async def decides(person, **answers):
    """Fills in what is open and saves it."""
    await person.fills({"decision": "We propose June.", **answers})
    await person.submits()


async def decides_blank(person, question="Which date?", **answers):
    await person.runs("/negotiate decide", HERE)
    await decides(person, question=question, **answers)


# From a poll


async def test_a_closed_poll_leads_to_a_form_that_is_filled_already(maya, closed):
    await maya.clicks("Log the decision", "dm")
    assert maya.sees(QUESTION)
    assert maya.sees("1 of 2 answered the poll. June: 1")
    assert "Tomás" not in maya.modal.text
    await decides(maya, reasons="It leaves time for both sides.")
    assert maya.sees("Saved.")
    assert maya.sees("Accountable: @Maya")


async def test_a_decision_shows_on_the_poll_and_its_form_is_not_offered_again(maya, tomas, closed):
    await maya.clicks("Log the decision", "dm")
    await decides(maya)
    await maya.closes(everything=True)
    assert "Decided by @Maya." in the_poll(tomas).text
    assert "your decision is logged" in maya.dms()[-1].text
    assert "Log the decision" not in maya.dms()[-1].buttons()
    await maya.clicks("Read the decision", "dm")
    assert maya.sees("We propose June.")


async def test_those_who_were_asked_read_it_and_others_do_not(maya, tomas, kenji, closed):
    await maya.clicks("Log the decision", "dm")
    await decides(maya)
    await tomas.clicks("Read the decision", HERE)
    assert tomas.sees("We propose June.")
    assert "Write a new version" not in tomas.modal.buttons()
    assert "Renewal" not in tomas.modal.text
    await kenji.opens(HERE)
    await kenji.clicks("Read the decision", HERE)
    assert kenji.sees(NOT_YOURS)


async def test_a_decision_that_is_only_the_leaders_is_not_offered_in_the_channel(
    maya, tomas, closed
):
    await maya.clicks("Log the decision", "dm")
    await decides(maya, visibility="Only me")
    assert "Decided by @Maya." in the_poll(tomas).text
    assert the_poll(tomas).buttons() == []
    await tomas.runs("/negotiate decisions")
    assert tomas.sees("No decision is logged yet")


async def test_submitting_twice_logs_once(maya, closed, sandbox):
    await maya.clicks("Log the decision", "dm")
    await maya.fills({"decision": "We propose June."})
    open_view = sandbox.world.views.top(maya.id)
    open_view.fill(maya.typed[open_view.id])
    view = view_json(sandbox.world, open_view)
    await asyncio.gather(*(_sends_off(sandbox, maya, view) for _ in range(3)))
    await sandbox.settled()
    await maya.closes(everything=True)
    await maya.runs("/negotiate decisions")
    assert maya.modal.buttons().count("Open") == 1


async def _sends_off(sandbox, person, view):
    world = sandbox.world
    trigger = world.triggers.issue(person.id, view["id"])
    payload = interaction(world, "view_submission", person.id, trigger_id=trigger, view=view)
    await world.send(Parcel("interactive", "view_submission", payload, "again"))


async def test_an_old_button_leads_to_the_decision_that_is_there(maya, closed, sandbox):
    await maya.opens_home()
    await maya.clicks("Decide", "home")
    await decides(maya)
    await maya.closes(everything=True)
    button = maya.dms()[-1].find_button("Read the decision")
    button[1]["action_id"] = button[1]["action_id"].replace("of_poll", "from_poll")
    await maya.clicks(button[1]["action_id"], "dm")
    assert maya.sees("This poll is decided already.")
    assert maya.sees("We propose June.")


async def test_a_later_version_is_told_in_the_thread_by_itself(maya, tomas, closed):
    await maya.clicks("Log the decision", "dm")
    await decides(maya, reasons="It leaves time for both sides.")
    await maya.clicks("Tell the people you asked")
    await maya.clicks("I told them another way")
    await maya.closes(everything=True)
    await maya.clicks("Read the decision", "dm")
    await maya.clicks("Tell the people you asked")
    assert maya.sees("Goes to #supplier-talks: 7 people, 1 guest."), maya.text()
    await maya.submits()
    [news] = said_of(tomas, "Decided: We propose June.")
    assert news.thread_ts == the_poll(tomas).ts
    assert "Why: It leaves time for both sides." in news.text
    assert "1 of 2 answered. Thank you." in news.text
    await maya.clicks("Tell the people you asked")
    await maya.submits()
    assert maya.sees("were told already")
    assert len(said_of(tomas, "Decided: We propose June.")) == 1


# Owning it


async def test_words_that_hand_the_decision_over_come_back_with_a_rewrite(maya):
    await decides_blank(
        maya, decision="The team made me propose June.", reasons="Because of Sam. We need time."
    )
    assert maya.sees("Before it is saved")
    assert maya.sees("“The team made me”")
    assert maya.sees("A name beside a cause reads as blame.")
    await maya.clicks("Use the rewrites")
    assert maya.sees("I decided, having heard everyone, to propose June.")
    assert maya.sees("Because of what we knew then. We need time.")
    assert maya.sees("Which date?")
    await maya.submits()
    assert maya.sees("Saved.")
    assert not maya.sees("made me")


async def test_the_leader_may_keep_the_words(maya):
    await decides_blank(maya, decision="The team made me propose June.")
    await maya.submits()
    assert maya.sees("Before it is saved")
    await maya.fills({"keep": ["Keep my words"]})
    await maya.submits()
    assert maya.sees("Saved.")
    assert maya.sees("The team made me propose June.")


async def test_own_words_without_blame_are_saved_at_once(maya):
    await decides_blank(maya)
    assert maya.sees("Saved.")


# Blank, from a message, with nothing


async def test_what_is_wrong_stands_beside_its_field(maya):
    await decides_blank(maya, decision=" \u200b ", review_on=MORNING.date())
    assert maya.errors()["decision"] == "What did you decide?"
    assert "lies ahead" in maya.errors()["review_on"]


async def test_without_a_negotiation_one_is_offered(kenji):
    await kenji.runs("/negotiate decide", HERE)
    assert kenji.sees("A decision belongs to a negotiation")
    await kenji.clicks("Start a negotiation")
    assert kenji.modal.title == "New negotiation"


async def test_with_several_negotiations_the_leader_chooses(maya):
    await starts(maya, "Office lease")
    await maya.runs("/negotiate decide", HERE)
    await decides(maya, question="Which date?", negotiation="Renewal")
    assert maya.sees("Belongs to Renewal.")


async def test_a_message_becomes_a_decision_with_the_way_back_to_it(maya, tomas):
    await tomas.says("We go with *June*, & <https://acme.example|their offer>", HERE)
    await maya.opens(HERE)
    await maya.uses_shortcut("log_decision", maya.reads(HERE)[-1])
    assert maya.sees("We go with June, & their offer")
    assert maya.sees("Where it was said")
    await maya.fills({"question": "Which date?"})
    await maya.submits()
    assert maya.sees("Saved.")
    assert "Open the message" in maya.modal.buttons()


async def test_more_is_asked_of_those_who_want_more(maya):
    await maya.runs("/negotiate decide", HERE)
    await maya.fills({"question": "Which date?", "decision": "We propose June."})
    assert not maya.sees("Expected effect")
    await maya.clicks("More fields")
    assert maya.sees("We propose June.")
    await maya.fills(
        {
            "evidence": "The audit ends in May.",
            "expected": "They sign by July.",
            "probability": "70 %",
            "thanked": ["tomas"],
        }
    )
    await maya.submits()
    assert maya.sees("Expected effect (70 % likely)")
    assert maya.sees("The audit ends in May.")
    assert maya.sees("With thanks to @Tomás for their input.")
    await maya.clicks("Write a new version")
    assert maya.sees("They sign by July.")


async def test_somebody_of_the_team_may_answer_for_it_and_nobody_else(maya, sandbox):
    await maya.runs("/negotiate decide", HERE)
    await maya.fills({"question": "Which date?", "decision": "We propose June."})
    await maya.clicks("More fields")
    await maya.fills({"accountable": "kenji"})
    await maya.submits()
    assert "one person" in maya.errors()["accountable"]
    await maya.fills({"accountable": "sofia"})
    await maya.submits()
    assert maya.sees("Accountable: @Sofia")


async def test_strange_words_are_shown_as_typed_and_call_nobody(maya, sandbox):
    await decides_blank(maya, dissent="<!channel> & <@U0KENJI> 👩‍👩‍👧 \u202eשכר")
    assert maya.sees("<!channel> & <@U0KENJI> 👩‍👩‍👧 שכר")


async def test_a_decision_is_not_told_where_another_organisation_reads(
    maya, tomas, closed, sandbox
):
    await maya.clicks("Log the decision", "dm")
    await decides(maya, reasons="It leaves time for both sides.")
    sandbox.world.workspace.channels["C0TEAM"].is_ext_shared = True
    await maya.clicks("Tell the people you asked")
    await maya.fills({"heard": "Most want June", "changed": "The date moved"})
    await maya.submits()
    assert maya.sees("shared with another organisation"), maya.text()
    assert not maya.modal.submit
