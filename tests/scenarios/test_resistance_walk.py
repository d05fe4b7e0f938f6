"""Finding out why somebody says no: alone, step by step, and again after the next talk."""

import pytest

from handlers.views.resistance import ONLY_YOU
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


async def looks_at(person, who="Kim from IT", **answers):
    """From the open register to what fits."""
    await person.clicks("Look at someone")
    await person.fills({"who": who})
    await person.submits()
    await person.fills(answers or {"S7": "Clearly", "S15": "Clearly", "S1": "No"})
    await person.submits()


async def plans(person, **answers):
    await person.clicks("Plan a response")
    await person.fills({"strength": "3 · high", "influence": "3 · high", **answers})
    await person.submits()


async def test_from_an_empty_register_to_a_plan(maya):
    await maya.runs("/negotiate resist", HERE)
    assert maya.sees("Nobody is here yet.")
    await maya.clicks("Look at someone")
    assert maya.sees("Could you be the source?")
    await maya.fills({
        "who": "Kim from IT", "seen": "Talks of the old tool a lot",
        "mine": ["They heard of it late"],
    })  # fmt: skip
    await maya.submits()
    assert maya.sees("Mend your own part first")
    assert maya.sees("give them time to think")
    await maya.fills({"S7": "Clearly", "S15": "Clearly", "S1": "No", "S9": "Don't know"})
    await maya.submits()
    assert maya.sees("A loss of standing or certainty · likely, fit 100 of 100"), maya.text()
    assert maya.sees("1. It was not done fairly")
    assert maya.sees("Not enough seen: ask")
    await plans(maya)
    assert maya.sees("Nothing is planned yet.")
    await maya.closes()
    assert maya.sees("Top gap: Kim from IT"), maya.text()
    await maya.clicks("Open", "Kim from IT")
    await plans(maya, response="Let them shape a part", next_step="Ask Kim to lead the pilot")
    assert maya.sees("Next step: Ask Kim to lead the pilot")
    await maya.closes()
    assert not maya.sees("Top gap")
    assert maya.sees("Next: Ask Kim to lead the pilot")


async def test_the_counterpart_need_not_be_typed_again(maya):
    await maya.runs("/negotiate resist", HERE)
    await maya.clicks("Look at someone")
    await maya.submits()
    assert maya.sees("Acme: what have you seen?"), maya.text()
    await maya.closes()
    await maya.clicks("Look at someone")
    assert not maya.sees("Restored")


async def test_all_sixteen_keep_what_was_chosen_among_the_eight(maya):
    await maya.runs("/negotiate resist", HERE)
    await maya.clicks("Look at someone")
    await maya.fills({"who": "Kim"})
    await maya.submits()
    await maya.fills({"S3": "Clearly"})
    await maya.clicks("Ask all 16")
    await maya.fills({"S4": "Clearly"})
    await maya.submits()
    assert maya.sees("Other goals · likely, fit 100 of 100"), maya.text()
    assert maya.sees("Would say yes to another split")


async def test_a_second_look_begins_with_the_last_answers_and_shows_the_trend(maya, sandbox):
    await maya.runs("/negotiate resist", HERE)
    await looks_at(maya, S7="Somewhat", S15="Clearly")
    await sandbox.moves(86_400)
    await maya.clicks("Look again")
    await maya.submits()
    await maya.fills({"S7": "Clearly"})
    await maya.submits()
    assert maya.sees(
        "A loss of standing or certainty · likely, fit 100 of 100 from 1 of 2 answers · ↗ rising"
    )
    assert maya.sees(
        "It was not done fairly · likely, fit 100 of 100 from 1 of 3 answers · → steady"
    )
    assert maya.sees("or “my people”: somewhat → clearly")


async def test_a_look_that_was_closed_by_mistake_is_taken_up_again(maya):
    await maya.runs("/negotiate resist", HERE)
    await maya.clicks("Look at someone")
    await maya.fills({"who": "Kim", "seen": "Sighs a lot", "mine": ["They heard of it late"]})
    await maya.closes()
    await maya.clicks("Look at someone")
    assert maya.sees("Restored what you had typed")
    assert maya.sees("Sighs a lot")
    await maya.submits()
    assert maya.sees("Mend your own part first")
    await maya.closes()
    await maya.clicks("Look at someone")
    assert not maya.sees("Restored")


async def test_answers_that_were_closed_by_mistake_are_there_when_the_look_goes_on(maya):
    await maya.runs("/negotiate resist", HERE)
    await maya.clicks("Look at someone")
    await maya.fills({"who": "Kim"})
    await maya.submits()
    await maya.fills({"S3": "Clearly"})
    await maya.closes()
    await maya.clicks("Open", "Kim")
    await maya.clicks("Answer the questions")
    await maya.submits()
    assert maya.sees("Restored what you had typed")
    await maya.submits()
    assert maya.sees("Other goals"), maya.text()
    await maya.clicks("Look again")
    await maya.submits()
    assert not maya.sees("Restored")


async def test_a_plan_that_was_closed_by_mistake_is_there_until_it_is_saved_or_discarded(maya):
    await maya.runs("/negotiate resist", HERE)
    await looks_at(maya)
    await maya.clicks("Plan a response")
    await maya.fills({"strength": "2 · medium", "next_step": "Ask Kim to lead the pilot"})
    await maya.closes()
    await maya.clicks("Open", "Kim from IT")
    await maya.clicks("Plan a response")
    assert maya.sees("Restored what you had typed")
    assert maya.sees("Ask Kim to lead the pilot")
    await maya.clicks("Discard")
    assert not maya.sees("Ask Kim to lead the pilot")
    await maya.fills({"next_step": "Offer a swap"})
    await maya.closes()
    await maya.clicks("Open", "Kim from IT")
    await maya.clicks("Plan a response")
    await maya.submits()
    assert maya.sees("Next step: Offer a swap")
    await maya.clicks("Plan a response")
    assert not maya.sees("Restored")


async def test_an_approach_opens_in_place_and_leads_back(maya):
    await maya.runs("/negotiate resist", HERE)
    await looks_at(maya)
    await maya.clicks("How: A loss of standing or certainty")
    assert maya.sees("What must not be lost?")
    await maya.clicks("Back")
    assert maya.sees("What fits what you saw")
    await maya.closes()
    assert maya.sees("Kim from IT")


async def test_from_the_record_the_register_opens_and_everything_fits_on_the_stack(maya):
    await maya.opens_home()
    await maya.clicks("Open", "home")
    await maya.clicks("Resistance")
    await looks_at(maya)
    await plans(maya, response="Trade and agree", next_step="Offer a swap")
    await maya.closes()
    assert maya.sees("Next: Offer a swap")
    await maya.closes()
    assert maya.modal.title == "Negotiation"


async def test_who_is_removed_is_gone_at_once(maya):
    await maya.runs("/negotiate resist", HERE)
    await looks_at(maya)
    await maya.clicks("Remove")
    assert maya.sees("Removed")
    await maya.closes()
    assert maya.sees("Nobody is here yet.")


async def test_without_a_record_one_is_offered_and_of_several_one_is_asked_for(sandbox):
    tomas = sandbox.person("tomas")
    await tomas.runs("/negotiate resist", HERE)
    assert tomas.sees("Start one first")
    await tomas.closes(everything=True)
    await tomas.runs("/negotiate resist Lease", HERE)
    assert tomas.modal.title == "New negotiation"
    await tomas.closes(everything=True)
    await starts(tomas, "Lease")
    await starts(tomas, "Budget")
    await tomas.runs("/negotiate resist budget", HERE)
    assert tomas.sees("Budget")
    await tomas.closes(everything=True)
    await tomas.runs("/negotiate resist", HERE)
    await tomas.fills({"negotiation": "Lease"})
    await tomas.submits()
    assert tomas.sees("Nobody is here yet.")


async def test_support_is_asked_for_with_a_ready_poll_that_keeps_its_secret(maya):
    await maya.runs("/negotiate resist", HERE)
    assert maya.sees("you see that people answered, not what")
    await maya.clicks("Ask safely")
    assert maya.modal.title == "New poll"
    assert maya.sees("How far can you support this plan? What worries you most?")
    await maya.fills({"channel": HERE})
    await maya.submits()
    assert maya.modal.title == "Preview"
    assert maya.sees("Secret poll by")
    assert maya.sees("The leader sees that you answered, not what.")


async def test_the_core_team_sees_nothing_of_it(maya, sandbox):
    sofia = sandbox.person("sofia")
    await maya.runs("/negotiate resist", HERE)
    await looks_at(maya)
    await maya.closes(everything=True)
    await sofia.opens_home()
    await sofia.clicks("Open", "home")
    assert "Resistance" not in sofia.modal.buttons()
    await sofia.closes(everything=True)
    await sofia.runs("/negotiate resist Renewal", HERE)
    assert sofia.modal.title == "New negotiation"
    assert not sofia.sees("Kim")
    assert maya.dms() == []
    assert sofia.dms() == []


async def test_every_step_says_that_only_the_leader_sees_it(maya):
    lock = ONLY_YOU.removeprefix(":lock: ")
    await maya.runs("/negotiate resist", HERE)
    assert maya.sees(lock)
    await maya.clicks("Look at someone")
    assert maya.sees(lock)
    await maya.fills({"who": "Kim"})
    await maya.submits()
    assert maya.sees(lock)
    await maya.submits()
    assert maya.sees("No question is answered yet.")
    assert maya.sees(lock)
