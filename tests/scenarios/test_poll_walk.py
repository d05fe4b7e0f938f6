"""A poll from the first word to its result, played as people would play it."""

import asyncio
from datetime import timedelta

import pytest

from sandbox.payloads import interaction, view_json
from sandbox.world import Parcel
from tests.scenarios.morning import MORNING
from tests.scenarios.poll_story import (
    HERE,
    PRIVATE,
    QUESTION,
    asks,
    said_of,
    starts,
    the_poll,
    votes,
    writes_a_poll,
)

pytestmark = pytest.mark.usefixtures("nothing_refused")


# Making one


async def test_a_poll_needs_a_negotiation_first(kenji):
    await kenji.runs("/negotiate poll", HERE)
    assert kenji.sees("A poll belongs to a negotiation")
    await kenji.clicks("Start a negotiation")
    assert kenji.modal.title == "New negotiation"


async def test_with_several_negotiations_the_leader_chooses(maya):
    await starts(maya, "Office lease")
    await maya.runs("/negotiate poll")
    assert "For which negotiation?" in maya.modal.inputs()
    await maya.runs("/negotiate poll office")
    assert maya.sees("Belongs to Office lease")


async def test_a_template_fills_the_form_and_keeps_what_else_was_chosen(maya):
    await maya.runs("/negotiate poll")
    await maya.fills({"question": "Mine", "channel": HERE, "audience": "People I pick"})
    await maya.fills({"people": ["tomas"], "template": "What should move first?"})
    assert maya.sees("You may move one issue from worst to best")
    assert not maya.sees("Mine")
    await maya.submits()
    assert maya.modal.title == "Preview"
    assert maya.sees("1 person will be asked: @Tomás")


async def test_what_is_wrong_stands_beside_its_field(maya):
    await writes_a_poll(
        maya, options="Yes\nyes", use=" \u200b ", closes_at=MORNING - timedelta(hours=1)
    )
    assert set(maya.errors()) == {"options", "use", "closes_at"}
    assert "This time has passed" in maya.errors()["closes_at"]


async def test_the_preview_is_the_message_and_back_keeps_the_text(maya, tomas):
    await writes_a_poll(maya)
    assert maya.sees("2 people will be asked: @Tomás and @Aisha")
    preview = maya.modal.text
    await maya.clicks("Back to edit")
    assert maya.sees(QUESTION)
    assert maya.sees("To choose the date that I will propose.")
    await maya.fills({"question": "Which month should we propose?"})
    await maya.submits()
    assert maya.sees("Which month should we propose?")
    assert not said_of(tomas, "Which month")
    await maya.submits()
    assert maya.sees("on its way to #supplier-talks. 2 people are asked.")
    message = said_of(tomas, "Which month")[0].text
    for line in message.splitlines():
        assert line in preview.replace(QUESTION, "Which month should we propose?")


async def test_strange_words_are_shown_as_typed_and_call_nobody(maya, tomas):
    await asks(maya, question="<!channel> & <@U0KENJI> שכר?", options="*a* <b>\n👩‍👩‍👧‍👦")
    message = said_of(tomas, "<!channel> & <@U0KENJI> שכר?")[0]
    assert "👩‍👩‍👧‍👦" in message.text


async def test_a_double_click_on_post_posts_once(maya, tomas, sandbox):
    await writes_a_poll(maya)
    view = view_json(sandbox.world, sandbox.world.views.top(maya.id))
    await asyncio.gather(*(_sends_off(sandbox, maya, view) for _ in range(3)))
    await sandbox.settled()
    assert len(said_of(tomas, QUESTION)) == 1


async def _sends_off(sandbox, person, view):
    world = sandbox.world
    trigger = world.triggers.issue(person.id, view["id"])
    payload = interaction(world, "view_submission", person.id, trigger_id=trigger, view=view)
    await world.send(Parcel("interactive", "view_submission", payload, "again"))


async def test_everybody_in_the_channel_may_be_asked(maya, tomas, sandbox):
    await asks(maya, picked=())
    assert "0 of 7 have answered" in the_poll(tomas).text
    grace = sandbox.person("grace")
    await votes(grace, "June")
    assert "1 of 7 have answered" in the_poll(tomas).text


# The private channel


async def test_a_private_channel_asks_for_an_invitation_and_then_works(maya, tomas):
    await writes_a_poll(maya, picked=(), channel=PRIVATE)
    assert maya.sees("/invite @Parley")
    assert maya.modal.submit == ""
    await maya.clicks("Check again")
    assert maya.sees("/invite @Parley")
    await maya.does("invite", channel="C0LEADS", who="U0BOT")
    await maya.clicks("Check again")
    assert maya.sees("3 people will be asked: everybody in #leads")
    await maya.submits()
    await maya.closes(everything=True)
    await votes(tomas, "June", PRIVATE)
    assert "1 of 3 have answered" in the_poll(tomas, PRIVATE).text


async def test_an_archived_channel_is_named_with_the_way_out(maya):
    await maya.does("archive", channel="C0TEAM")
    await writes_a_poll(maya)
    assert maya.sees("is archived. Go back and choose another channel.")
    await maya.clicks("Back to edit")
    await maya.fills({"channel": "general"})
    await maya.submits()
    assert maya.modal.submit == "Post"


async def test_who_cannot_see_the_channel_gets_the_ballot_as_a_message(maya, aisha):
    await maya.does("invite", channel="C0LEADS", who="U0BOT")
    await writes_a_poll(maya, channel=PRIVATE)
    assert maya.sees("Not in #leads, so they get it as a direct message: @Aisha.")
    await maya.submits()
    assert QUESTION in aisha.dms()[-1].text
    await aisha.clicks("Vote", "June")
    assert "You chose “June”" in aisha.dms()[-1].text
    assert "1 of 2 have answered" in the_poll(maya, PRIVATE).text


async def test_another_organisation_in_the_channel_is_confirmed_first(maya):
    await writes_a_poll(maya, picked=(), channel="with-partner")
    assert maya.sees("another organisation reads this channel")
    assert maya.sees("2 people will be asked")
    await maya.submits()
    assert "shared" in maya.errors()
    await maya.fills({"shared": ["Yes, though another organisation reads this channel"]})
    await maya.submits()
    assert maya.sees("on its way to #with-partner")


async def test_a_poll_that_was_closed_by_mistake_is_there_again(sandbox):
    maya = sandbox.person("maya")
    await starts(maya)
    await maya.runs("/negotiate poll")
    await maya.fills({"question": "Which month suits you?", "options": "May"})
    await maya.closes()
    await maya.runs("/negotiate poll")
    assert maya.sees("Restored what you had typed")
    assert maya.sees("Which month suits you?")


async def test_all_polls_of_a_record_can_be_reached_the_open_ones_first(maya):
    for number in range(6):
        await asks(maya, question=f"{QUESTION} {number}", use=f"To plan {number}.")
    await maya.opens_home()
    await maya.clicks("Open", "home")
    assert sum(f"{QUESTION} {number}" in maya.modal.text for number in range(6)) == 5
    await maya.clicks("All 6 polls")
    assert all(f"{QUESTION} {number}" in maya.modal.text for number in range(6))
    await maya.clicks("Open", f"{QUESTION} 5")
    assert maya.modal.title == "Poll"
