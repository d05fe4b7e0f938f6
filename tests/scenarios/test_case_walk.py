"""Building a case: arguments, a message that is checked, their side, and a draft in a channel."""

import pytest

from handlers.views.case_forms import RESTORED

HERE = "supplier-talks"
MESSAGE = {
    "matters": "You need a launch that holds, and I understand that the date is public",
    "claim": "Two weeks more make yours safe",
    "evidence": "4 of 10 late launches had no test week (March audit)",
    "ask": "Would you rather move the date or cut the scope?",
}


@pytest.fixture(autouse=True)
def nothing_refused(sandbox):
    """Slack takes everything that Parley says in these stories, and nobody waits in vain."""
    yield
    assert sandbox.refusals() == []
    assert sandbox.world.toasts == []


@pytest.fixture
async def maya(sandbox):
    """The leader, with one record and no window open."""
    leader = sandbox.person("maya")
    await starts(leader, "Renewal")
    return leader


async def starts(person, name, **more):
    await person.runs("/negotiate new", HERE)
    await person.fills({"name": name, "counterpart": "Acme", **more})
    await person.submits()
    await person.closes(everything=True)


async def argues(person, **texts):
    await person.clicks("Add an argument")
    await person.fills(texts)
    await person.submits()


def button_of(person, claim, verb):
    """The id of a button that stands under an argument."""
    blocks = person.modal.blocks
    place = next(n for n, block in enumerate(blocks) if claim in str(block.get("text")))
    below = next(block for block in blocks[place:] if block["type"] == "actions")
    return next(e["action_id"] for e in below["elements"] if e["text"]["text"] == verb)


async def test_arguments_are_added_edited_and_deleted(maya):
    await maya.runs("/negotiate case", HERE)
    assert maya.modal.title == "Your case"
    await argues(maya, claim="It is safer", objection="The date is public")
    assert maya.modal.title == "Your case"
    assert maya.sees("no evidence · no source"), maya.text()
    assert maya.sees("no answer to the objection")
    await argues(maya, claim="It is cheaper")
    await argues(maya, claim="Everybody does it")
    assert maya.sees("Two strong reasons beat five"), maya.text()
    await maya.clicks(button_of(maya, "It is cheaper", "Delete"))
    assert not maya.sees("It is cheaper"), maya.text()
    assert maya.sees("Everybody does it")
    assert not maya.sees("Two strong reasons")
    await maya.clicks(button_of(maya, "It is safer", "Edit"))
    assert maya.modal.title == "Argument"
    await maya.fills({"claim": "It holds"})
    await maya.submits()
    assert maya.sees("1. It holds"), maya.text()
    assert maya.sees("2. Everybody does it")


async def test_the_message_is_checked_while_it_is_written_and_can_be_copied(maya):
    await maya.runs("/negotiate case", HERE)
    await maya.clicks("Write it")
    await maya.fills({"matters": "Obviously our limit is 4,800", "ask": "Please sign"})
    await maya.clicks("Check")
    assert maya.modal.title == "Your message"
    text = maya.text()
    assert text.index("“our limit is”") < text.index("“Obviously”") < text.index("“Please sign.”")
    assert "Obviously our limit" in str(maya.modal.values)
    await maya.fills(MESSAGE)
    await maya.clicks("Check")
    assert maya.sees("The rules find nothing to change"), maya.text()
    await maya.submits()
    assert maya.modal.title == "Your case"
    assert maya.sees("the rules find nothing to change"), maya.text()
    await maya.clicks("Read and copy")
    assert maya.sees("(March audit).")
    assert maya.sees("I send nothing for you.")


async def test_an_argument_is_taken_over_into_the_message(maya):
    await maya.runs("/negotiate case", HERE)
    await argues(maya, claim="Two weeks make it safe", evidence="4 of 10 failed")
    await maya.clicks("Write it")
    await maya.fills({"ask": "May or June?"})
    await maya.chooses("Choose an argument", "Two weeks make it safe")
    assert maya.modal.title == "Your message"
    await maya.submits()
    assert maya.sees("Two weeks make it safe. 4 of 10 failed. May or June?"), maya.text()


async def test_a_closed_message_is_a_draft_and_can_be_discarded(maya):
    await maya.runs("/negotiate case", HERE)
    await maya.clicks("Write it")
    await maya.fills({"claim": "Typed in anger"})
    await maya.closes()
    assert maya.sees("unsaved text"), maya.text()
    await maya.clicks("Write it")
    assert maya.sees(RESTORED)
    assert "Typed in anger" in str(maya.modal.values)
    await maya.clicks("Discard")
    assert not maya.sees("Typed in anger"), maya.text()
    await maya.submits()
    assert not maya.sees("unsaved text"), maya.text()


async def test_their_side_takes_picked_questions_into_the_leaders_list(maya):
    await maya.runs("/negotiate case", HERE)
    await maya.clicks("Open", "Their side")
    await maya.fills({
        "view": "You want us to pay for a delay that is not ours",
        "label": "It sounds as if the date is not yours to move",
        "to_ask": "What did the audit say?",
        "picked": ["What have I not understood?"],
    })  # fmt: skip
    await maya.submits()
    assert maya.sees("You ask:\n• What did the audit say?\n• What have I not understood?"), (
        maya.text()
    )


async def test_a_plan_to_deceive_is_refused_and_a_label_noticed(maya):
    await maya.runs("/negotiate case", HERE)
    await argues(maya, claim="We win", evidence="Pretend that we have another offer")
    assert maya.sees("I cannot help to mislead someone."), maya.text()
    await argues(maya, claim="They lied last year", evidence="She is lazy")
    assert maya.sees("Describe what was done or said, not what somebody is."), maya.text()


async def test_the_caveat_is_shown_on_the_record_until_it_is_understood(maya):
    await starts(maya, "New role", kind="About pay or a role")
    await maya.opens_home()
    await maya.clicks("Open", "New role")
    assert maya.sees("Not legal, HR, tax or medical advice."), maya.text()
    await maya.clicks("Case")
    assert maya.sees("Not legal, HR, tax or medical advice."), maya.text()
    await maya.clicks("Understood")
    assert not maya.sees("Not legal"), maya.text()
    await maya.closes()
    assert maya.modal.title == "Negotiation"
    assert not maya.sees("Not legal"), maya.text()


async def test_the_caveat_can_be_put_away_on_the_record_itself(maya):
    await starts(maya, "Layoffs in May")
    await maya.opens_home()
    await maya.clicks("Open", "Layoffs in May")
    await maya.clicks("Understood")
    assert maya.modal.title == "Negotiation"
    assert not maya.sees("Not legal"), maya.text()


async def test_the_caveat_can_be_put_away_wherever_it_was_read(maya):
    for word, title in (("prep", "Preparation"), ("resist", "Resistance")):
        name = f"Layoffs {word}"
        await starts(maya, name)
        await maya.runs(f"/negotiate {word} {name}", HERE)
        assert maya.sees("Not legal, HR, tax or medical advice."), maya.text()
        await maya.clicks("Understood")
        assert maya.modal.title == title
        assert not maya.sees("Not legal"), maya.text()
        await maya.closes(everything=True)


async def test_a_section_that_plans_to_deceive_is_kept_and_gets_a_line(maya):
    await maya.runs("/negotiate prep Renewal", HERE)
    await maya.clicks("Open", "What moves me")
    await maya.fills({"motives": "Pretend that it broke"})
    await maya.submits()
    assert maya.sees("I cannot help to mislead someone."), maya.text()
    await maya.clicks("Open", "What moves me")
    assert maya.sees("Pretend that it broke")


async def test_from_the_record_the_case_beneath_is_up_to_date(maya):
    await maya.opens_home()
    await maya.clicks("Open", "Renewal")
    await maya.clicks("Case")
    await argues(maya, claim="It is safer")
    assert maya.modal.title == "Your case"
    assert maya.sees("It is safer"), maya.text()
    await maya.closes()
    assert maya.modal.title == "Negotiation"


async def test_several_records_are_asked_about_and_none_offers_a_new_one(maya, sandbox):
    await starts(maya, "Renewal of the lease")
    await maya.runs("/negotiate case new", HERE)
    assert maya.sees("2 of your negotiations fit “new”."), maya.text()
    await maya.fills({"negotiation": "Renewal of the lease"})
    await maya.submits()
    assert maya.modal.title == "Your case"
    kenji = sandbox.person("kenji")
    await kenji.runs("/negotiate case", HERE)
    assert kenji.modal.title == "New negotiation"


async def test_a_message_in_a_channel_is_checked_for_who_asks_only(maya, sandbox):
    await maya.says("> take it or leave it\nHonestly, we could go to 4,800.", HERE)
    before = len(maya.reads(HERE))
    await maya.uses_shortcut("check_draft", maya.reads(HERE)[-1])
    assert maya.modal.title == "Check this draft"
    text = maya.text()
    assert text.index("“we could go to”") < text.index("“Honestly”")
    assert "“take it" not in text
    assert len(maya.reads(HERE)) == before
    assert all("Honestly" not in dm.text for dm in maya.dms())


async def test_nothing_of_the_case_reaches_anybody_but_the_leader(maya, sandbox):
    await maya.runs("/negotiate case", HERE)
    await argues(maya, claim="CANARY-4800")
    for name in ("tomas", "aisha", "grace"):
        person = sandbox.person(name)
        await person.opens_home()
        assert not person.sees("CANARY")
    assert "CANARY" not in maya.home().text
    assert all("CANARY" not in dm.text for dm in maya.dms())
