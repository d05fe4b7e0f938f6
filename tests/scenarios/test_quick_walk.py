"""Sixty seconds before a talk, and a sentence a day for who wants one."""

from datetime import timedelta

import pytest

HOUR = 3600
DAY = 24 * HOUR
TYPED = {
    "who": "Pat", "want": "Delivery in May", "why_not": "Their plan is full",
    "question": "What stands in the way?", "trade": "If you could start early, then I could wait",
}  # fmt: skip


@pytest.fixture
def maya(sandbox):
    return sandbox.person("maya")


async def prepares(maya, **changes):
    await maya.runs("/negotiate quick")
    await maya.fills(TYPED | changes)
    await maya.submits()


async def wants_nudges(maya):
    await maya.runs("/negotiate settings")
    await maya.fills({"wanted": ["calm", "plan", "nudge"]})
    await maya.submits()
    await maya.closes()


async def test_five_lines_become_a_card_that_says_what_to_ask_first(maya):
    await prepares(maya)
    assert maya.sees("What stands in the way?")
    assert maya.sees("Ask your question first, then wait.")
    await maya.clicks("Edit")
    await maya.fills({"question": "Can you?"})
    await maya.submits()
    assert maya.sees("A yes or a no answers your question.")


async def test_who_and_what_are_asked_for_beside_their_fields(maya):
    await prepares(maya, who="\u200b", want="\u200b")
    assert set(maya.errors()) == {"who", "want"}


async def test_a_form_that_was_closed_is_there_again_with_what_was_typed(maya):
    await maya.runs("/negotiate quick")
    await maya.fills({"who": "Pat", "trade": "Early orders"})
    await maya.closes()
    await maya.runs("/negotiate quick")
    assert maya.sees("Restored what you had typed")
    await maya.clicks("Discard")
    assert not maya.sees("Restored")
    assert not maya.sees("Early orders")


async def test_it_grows_into_a_record_once_with_nothing_typed_twice(maya):
    await prepares(maya)
    await maya.clicks("Make it a negotiation")
    assert maya.modal.title == "Negotiation"
    assert maya.sees("Delivery in May")
    await maya.closes(everything=True)
    await maya.runs("/negotiate quick")
    await maya.clicks("My earlier ones (1)")
    assert maya.sees("became a negotiation")
    await maya.clicks("Open")
    assert maya.sees("If you could start early")
    await maya.clicks("Open the negotiation")
    await maya.clicks("Preparation")
    assert maya.sees("◐ What moves them")
    await maya.closes(everything=True)
    assert maya.home().text.count("with Pat") == 1


async def test_the_list_beneath_forgets_what_is_deleted(maya):
    await prepares(maya)
    await maya.closes()
    await maya.runs("/negotiate quick")
    await maya.clicks("My earlier ones (1)")
    await maya.clicks("Open")
    await maya.clicks("Delete")
    assert maya.sees("Deleted.")
    await maya.closes()
    assert maya.sees("Nothing here yet.")


async def test_guests_begin_none(sandbox):
    grace = sandbox.person("grace")
    await grace.runs("/negotiate quick")
    assert grace.sees("Only members of this workspace")


async def test_nudges_come_on_working_days_only_when_asked_for(sandbox, maya):
    await sandbox.moves(2 * DAY)
    assert maya.dms() == []
    await maya.runs("/negotiate settings")
    await maya.fills({"wanted": ["calm", "plan", "nudge"]})
    await maya.submits()
    assert maya.sees("The next nudge comes on")
    await maya.closes()
    for _ in range(7):
        await sandbox.moves(DAY)
    assert len(maya.dms()) == 5


async def test_one_click_stops_them_and_one_pauses_them(sandbox, maya):
    await wants_nudges(maya)
    await sandbox.moves(DAY)
    await maya.clicks("Pause for a week", within="dm")
    assert "Paused. The next one comes on" in maya.dms()[-1].text
    await sandbox.moves(timedelta(days=6).total_seconds())
    assert len(maya.dms()) == 1
    await sandbox.moves(DAY)
    assert len(maya.dms()) == 2
    await maya.clicks("Stop these", within="dm")
    assert "Stopped: no more nudges." in maya.dms()[-1].text
    await sandbox.moves(7 * DAY)
    assert len(maya.dms()) == 2


async def test_who_was_switched_off_is_not_tried_again(sandbox, maya, stage):
    await wants_nudges(maya)
    await maya.does("deactivate", who="U0MAYA")
    await sandbox.moves(DAY)
    door = stage.bot.database.of(sandbox.world.workspace.team_id)
    kept = await door.read(lambda uow: uow.nudges.get("U0MAYA"))
    assert not kept.is_on


async def test_a_record_that_there_is_with_this_person_opens_from_the_card(maya):
    await maya.runs("/negotiate new")
    await maya.fills({"name": "Renewal", "counterpart": "Pat"})
    await maya.submits()
    await maya.closes(everything=True)
    await prepares(maya)
    await maya.clicks("Open your record with Pat")
    assert maya.modal.title == "Negotiation"
    assert maya.sees("Renewal")
