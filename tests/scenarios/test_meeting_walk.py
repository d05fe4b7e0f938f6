from datetime import timedelta

import pytest

from tests.scenarios.morning import MORNING

MEETING = MORNING + timedelta(hours=4)


@pytest.fixture
async def leader(sandbox):
    maya = sandbox.person("maya")
    await maya.runs("/negotiate new Renewal")
    await maya.fills({"counterpart": "Acme"})
    await maya.submits()
    await maya.closes(everything=True)
    return maya


async def adds_a_meeting(leader, starts_at=MEETING, stay=False):
    await leader.runs("/negotiate meet")
    await leader.fills({"starts_at": int(starts_at.timestamp()), "place": "Room 4"})
    await leader.submits()
    if not stay:
        await leader.closes()


async def test_a_meeting_needs_a_negotiation_first(sandbox):
    kenji = sandbox.person("kenji")
    await kenji.runs("/negotiate meet")
    assert kenji.sees("Start a negotiation")


async def test_the_calm_card_comes_ten_minutes_before_and_not_after(sandbox, leader):
    await adds_a_meeting(leader, stay=True)
    assert leader.sees("calm card ten minutes before")
    await sandbox.moves(timedelta(hours=3, minutes=49).total_seconds())
    assert leader.dms() == []
    await sandbox.moves(60)
    assert "In 10 minutes: Renewal with Acme" in leader.dms()[-1].text
    await sandbox.moves(3600)
    assert len([dm for dm in leader.dms() if "In 10 minutes" in dm.text]) == 1


async def test_ready_snooze_and_skip_answer_in_place(sandbox, leader):
    await adds_a_meeting(leader)
    await sandbox.moves(timedelta(hours=3, minutes=50).total_seconds())
    await leader.clicks("Snooze 5 min", within="dm")
    assert "Back in five minutes" in leader.dms()[-1].text
    await sandbox.moves(300)
    assert "In 5 minutes" in leader.dms()[-1].text
    await leader.clicks("I'm ready", within="dm")
    assert "You're ready" in leader.dms()[-1].text


async def test_a_snoozed_card_offers_no_second_snooze(sandbox, leader):
    await adds_a_meeting(leader)
    await sandbox.moves(timedelta(hours=3, minutes=50).total_seconds())
    assert "Snooze" in leader.dms()[-1].text
    await leader.clicks("Snooze 5 min", within="dm")
    await sandbox.moves(300)
    assert "Snooze" not in leader.dms()[-1].text


async def test_a_meeting_in_three_minutes_says_that_no_card_will_come(leader):
    await adds_a_meeting(leader, MORNING + timedelta(minutes=3), stay=True)
    assert leader.sees("too near for a calm card")


async def test_a_moved_meeting_takes_its_card_along(sandbox, leader):
    await adds_a_meeting(leader, stay=True)
    await leader.clicks("Move or edit")
    await leader.fills({"starts_at": int((MEETING + timedelta(hours=1)).timestamp())})
    await leader.submits()
    await sandbox.moves(timedelta(hours=3, minutes=50).total_seconds())
    assert leader.dms() == []
    await sandbox.moves(3600)
    assert "In 10 minutes" in leader.dms()[-1].text


async def test_a_meeting_added_from_the_record_stands_on_its_page_and_on_home(leader):
    await leader.opens_home()
    await leader.clicks("Open", within="home")
    await leader.clicks("Add a meeting")
    await leader.fills({"starts_at": int(MEETING.timestamp()), "place": "Room 4"})
    await leader.submits()
    await leader.closes()
    assert leader.modal.title == "Negotiation"
    assert "60 minutes" in leader.modal.text
    await leader.closes()
    assert "24 Nov" in leader.home().text


async def test_a_cancelled_meeting_is_silent(sandbox, leader):
    await adds_a_meeting(leader, stay=True)
    await leader.clicks("Cancel meeting")
    assert leader.sees("This meeting is cancelled")
    await sandbox.moves(timedelta(days=2).total_seconds())
    assert leader.dms() == []


async def test_a_past_start_is_refused_beside_its_field(leader):
    await adds_a_meeting(leader, MORNING - timedelta(hours=1), stay=True)
    assert "This time has passed" in leader.errors()["starts_at"]


async def test_the_question_after_is_answered_in_two_lines(sandbox, leader):
    await adds_a_meeting(leader)
    await sandbox.moves(timedelta(hours=5, minutes=15).total_seconds())
    assert "How was it: Renewal?" in leader.dms()[-1].text
    await leader.clicks("Write two lines", within="dm")
    await leader.fills({"afterthought": "They asked first."})
    await leader.submits()
    assert leader.sees("Was anything agreed or decided?")


async def test_a_minute_missed_while_offline_is_named_after(sandbox, leader):
    await adds_a_meeting(leader)
    await sandbox.moves(timedelta(hours=6).total_seconds())
    assert "I was offline before this meeting" in leader.dms()[-1].text


async def test_nobody_else_opens_the_meeting_or_the_plan(sandbox, leader):
    await adds_a_meeting(leader)
    tomas = sandbox.person("tomas")
    await tomas.runs("/negotiate meet")
    assert not tomas.sees("Renewal")


async def test_calm_answers_at_once_and_breathes_in_a_window(leader):
    await leader.runs("/negotiate calm")
    assert leader.sees("Feet down, shoulders down.")
    await leader.clicks("Breathe a minute")
    assert leader.sees("breath 1 of 6")
    await leader.closes()


async def test_pause_gives_words_that_buy_time(leader):
    await leader.runs("/negotiate pause")
    assert leader.sees("Let me think about that.")


async def test_quiet_hours_keep_the_card_away_and_the_page_says_so(leader):
    await leader.runs("/negotiate settings")
    assert leader.sees("Europe/Stockholm")
    await leader.fills({"quiet_from": "13:00", "quiet_until": "16:00"})
    await leader.submits()
    assert leader.sees("Quiet from 13:00 until 16:00")
    await leader.closes()
    await adds_a_meeting(leader, stay=True)
    assert leader.sees("quiet hours")


async def test_help_lists_the_words(leader):
    await leader.runs("/negotiate help")
    assert leader.sees("/negotiate prep [name]")
