"""Votes, reminders and the close of a poll, played as people would play it."""

import asyncio
from datetime import timedelta

import pytest

from tests.scenarios.morning import MORNING
from tests.scenarios.poll_story import (
    CLOSE,
    DAY,
    HERE,
    HOUR,
    QUESTION,
    asks,
    said_of,
    starts,
    the_poll,
    votes,
    whispered,
)

pytestmark = pytest.mark.usefixtures("nothing_refused")

NOT_YOURS = "I can't find that, or it isn't yours to open."


# Voting


async def test_a_vote_is_confirmed_in_private_and_can_be_changed(maya, tomas, aisha):
    await asks(maya)
    await votes(tomas, "May")
    assert "You chose “May”. You can change it until" in whispered(tomas)
    await votes(tomas, "June")
    assert "You chose “June”" in whispered(tomas)
    await tomas.clicks("Change my vote")
    assert tomas.modal.values["choice"] == {"value": "2"}
    await tomas.fills({"choice": "No view"})
    await tomas.submits()
    assert tomas.sees("You chose “No view”")
    assert "1 of 2 have answered" in the_poll(aisha).text
    assert not any("You chose" in seen.text for seen in aisha.reads(HERE))


async def test_nobody_sees_how_the_vote_stands_before_the_close(maya, tomas, aisha):
    await asks(maya)
    await votes(tomas, "May")
    assert "vote (" not in the_poll(aisha).text
    assert "Tomás" not in the_poll(aisha).text
    await _opens_the_poll(maya)
    assert maya.sees("Still missing: @Aisha")
    assert "May" not in maya.modal.text


async def test_who_was_not_picked_gets_a_polite_private_answer(maya, kenji):
    await asks(maya)
    await votes(kenji, "May")
    assert "you aren't on its list. Nothing was recorded." in whispered(kenji)
    assert "0 of 2 have answered" in the_poll(kenji).text


async def test_a_vote_waits_on_the_home_tab_until_it_is_cast(maya, tomas):
    await asks(maya)
    await tomas.opens_home()
    assert "Waiting for you" in tomas.home().text
    await tomas.clicks("Vote", "home")
    await tomas.fills({"choice": "May"})
    await tomas.submits()
    assert tomas.sees("You chose “May”")
    assert "Waiting for you" not in tomas.home().text


async def test_a_double_click_is_one_vote(maya, tomas, sandbox):
    await asks(maya)
    await sandbox.fault("delivery", "duplicate")
    await votes(tomas, "May")
    await votes(tomas, "May")
    assert "1 of 2 have answered" in the_poll(tomas).text


async def test_many_votes_at_once_all_count(maya, sandbox):
    await asks(maya, picked=())
    voters = [sandbox.person(name) for name in ("tomas", "aisha", "kenji", "sofia", "daniel")]
    for voter in voters:
        await voter.opens(HERE)
    await asyncio.gather(*(voter.clicks("Vote", "June") for voter in voters))
    await sandbox.until(lambda: "5 of 7 have answered" in the_poll(maya).text)


# Reminders


async def test_only_those_who_have_not_voted_are_reminded_and_vote_in_the_message(
    maya, tomas, aisha, sandbox
):
    await asks(maya)
    await votes(tomas, "May")
    await sandbox.moves(DAY)
    assert tomas.dms() == []
    assert "still missing your answer" in aisha.dms()[-1].text
    await aisha.clicks("Vote", "June")
    assert "You chose “June”" in aisha.dms()[-1].text
    assert "Vote" not in aisha.dms()[-1].buttons()
    await sandbox.moves(DAY - HOUR)
    assert len(aisha.dms()) == 1


async def test_nobody_is_reminded_more_than_twice_nor_named_in_the_channel(
    maya, tomas, aisha, sandbox
):
    await asks(maya)
    for _ in range(47):
        await sandbox.moves(HOUR)
    assert len(aisha.dms()) == 2
    # The last call would have come at one in the night where he lives.
    assert len(tomas.dms()) == 1
    assert not said_of(tomas, "Aisha")


# The close


async def test_a_poll_closes_by_itself_and_says_its_result_once(maya, tomas, aisha, sandbox):
    await asks(maya)
    await votes(tomas, "June")
    await votes(aisha, "June")
    await sandbox.moves(2 * DAY)
    message = the_poll(tomas)
    assert "2 votes (100 %)" in message.text
    assert "Awaiting @Maya's decision" in message.text
    assert "Vote" not in message.buttons()
    [result] = said_of(tomas, "Poll closed:")
    assert (result.thread_ts, "Tomás" in result.text) == (message.ts, False)
    assert "June: 2 votes" in result.text
    assert "2 of 2 answered. Most chosen: “June”, with 2 votes." in maya.dms()[-1].text
    await sandbox.moves(DAY)
    assert len(said_of(tomas, "Poll closed:")) == 1


async def test_it_closes_within_a_minute_of_its_deadline(maya, tomas, sandbox):
    await asks(maya)
    await sandbox.moves((CLOSE - MORNING).total_seconds() - 60)
    assert "Vote" in the_poll(tomas).buttons()
    await sandbox.moves(60)
    assert "Vote" not in the_poll(tomas).buttons()


async def test_a_late_vote_is_turned_away_kindly(maya, tomas, aisha, sandbox):
    await asks(maya)
    await sandbox.moves(DAY)
    ballot = aisha.dms()[-1]
    await sandbox.moves(DAY)
    await aisha.does(
        "click",
        channel=ballot.channel,
        ts=ballot.ts,
        block_id=ballot.find_button("Vote", "June")[0]["block_id"],
        action_id=ballot.find_button("Vote", "June")[1]["action_id"],
    )
    assert "This poll has closed, so your vote was not counted." in aisha.text()
    assert "0 of 2 answered" in the_poll(tomas).text


async def test_the_leader_closes_early_and_reads_who_chose_what(maya, tomas, sandbox):
    await asks(maya)
    await votes(tomas, "June")
    await _opens_the_poll(maya)
    await maya.clicks("Close now")
    assert maya.sees("Closed. It awaits your decision.")
    assert "@Tomás" in maya.modal.text
    assert "1 of 2 answered" in the_poll(tomas).text
    await sandbox.moves(3 * DAY)
    assert len(said_of(tomas, "Poll closed:")) == 1


async def test_another_deadline_shows_in_the_channel_and_holds(maya, tomas, sandbox):
    await asks(maya)
    await _opens_the_poll(maya)
    await maya.clicks("Change the deadline")
    await maya.fills({"closes_at": MORNING})
    await maya.submits()
    assert "This time has passed" in maya.errors()["closes_at"]
    await maya.fills({"closes_at": CLOSE + timedelta(days=1)})
    await maya.submits()
    assert maya.sees("Open for votes.")
    assert "27 Nov" in the_poll(tomas).text
    await sandbox.moves(2 * DAY)
    assert "Vote" in the_poll(tomas).buttons()
    await sandbox.moves(DAY)
    assert "Vote" not in the_poll(tomas).buttons()


async def test_a_withdrawn_poll_says_so_and_takes_no_votes(maya, tomas, aisha, sandbox):
    await asks(maya)
    await sandbox.moves(DAY)
    await _opens_the_poll(maya)
    await maya.clicks("Delete")
    assert maya.sees("Withdrawn.")
    assert "withdrew this poll" in tomas.reads(HERE)[0].text
    await aisha.clicks("Vote", "June")
    assert aisha.sees("This poll was withdrawn, so your vote was not counted.")
    await sandbox.moves(3 * DAY)
    assert not said_of(tomas, "Poll closed:")
    assert maya.dms() == []


async def test_somebody_elses_poll_is_not_there(maya, tomas, sandbox):
    await asks(maya)
    await starts(tomas, "Mine")
    await asks(tomas, question="Mine?")
    await _opens_the_poll(tomas, "Mine?")
    view = sandbox.world.views.top(tomas.id)
    theirs = the_poll(maya).find_button("Vote")[1]["action_id"].split(":")[1]
    for deed in ("polls.close", "polls.extend", "polls.delete"):
        button = next(
            element
            for block in view.blocks
            for element in block.get("elements", [])
            if str(element.get("action_id")).startswith(deed)
        )
        button["action_id"] = f"{deed}:{theirs}"
        await tomas.clicks(button["action_id"])
        assert tomas.sees(NOT_YOURS), deed
        await tomas.closes()
    assert "Vote" in the_poll(maya).buttons()


async def _opens_the_poll(person, question=QUESTION):
    await person.opens_home()
    await person.clicks("Open", "home")
    await person.clicks("Open", question)
    assert person.modal.title == "Poll"
