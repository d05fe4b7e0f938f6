"""Updates: written, previewed, posted as one message, promised, asked about, taken back."""

from datetime import date, timedelta

import pytest

from tests.scenarios.morning import MORNING
from tests.scenarios.poll_story import DAY, HERE, said_of, starts, whispered

KICKOFF = {
    "where": "We renew with Acme, because the term ends in May.",
    "changed": "A price we can plan with.",
    "need": "Tell me by Thursday what would hurt your work.",
}


@pytest.fixture
async def maya(sandbox):
    """The leader, with the channel that belongs to the record."""
    leader = sandbox.person("maya")
    await starts(leader, channel=f"#{HERE}")
    return leader


@pytest.fixture
def place(stage):
    return next(c for c in stage.sandbox.world.workspace.channels.values() if c.name == HERE)


async def writes(leader, **typed):
    """The form, filled in and sent off: the preview shows."""
    await leader.runs("/negotiate update", HERE)
    await leader.clicks("Write an update")
    await leader.fills(typed)
    await leader.submits()


async def posts(leader, **typed):
    """An update in its channel."""
    await writes(leader, **typed)
    await leader.submits()
    await leader.closes(everything=True)


def in_channel(person):
    """What stands in the channel itself about the record."""
    found = said_of(person, "Renewal with Acme")
    return [seen for seen in found if seen.thread_ts in (None, seen.ts)]


def in_thread(person):
    """What stands under it."""
    return [seen for seen in person.reads(HERE) if seen.thread_ts not in (None, seen.ts)]


def told(person, words):
    return [dm for dm in person.dms() if words in dm.text]


async def test_the_first_one_shows_its_audience_and_stands_as_one_message(maya, tomas):
    await writes(maya, **KICKOFF)
    assert maya.sees("Goes to #supplier-talks: 7 people, 1 guest."), maya.text()
    assert maya.sees("What good looks like")
    await maya.submits()
    assert maya.sees("On its way to its channel.")
    await maya.closes(everything=True)
    [seen] = in_channel(tomas)
    for said in (*KICKOFF.values(), "What I cannot share yet", "Our limits", "Next update"):
        assert said in seen.text
    await maya.runs("/negotiate update", HERE)
    assert maya.sees("#supplier-talks: 7 people, 1 guest"), maya.text()
    assert maya.sees("nobody has marked it clear yet")


async def test_later_ones_take_its_place_and_all_stand_in_its_thread(maya, tomas, sandbox):
    await posts(maya, **KICKOFF)
    await sandbox.moves(2 * DAY)
    await posts(maya, where="They have our offer.")
    [seen] = in_channel(tomas)
    assert "They have our offer." in seen.text
    assert KICKOFF["where"] not in seen.text
    first, second = in_thread(tomas)
    assert KICKOFF["where"] in first.text
    assert "They have our offer." in second.text
    await posts(maya, where="They answered.")
    assert "They answered." in in_channel(tomas)[0].text
    assert len(in_thread(tomas)) == 3


async def test_what_is_typed_survives_a_closed_window_and_can_be_discarded(maya):
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Write an update")
    await maya.fills({"where": "They have our off"})
    await maya.closes(everything=True)
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Write an update")
    assert maya.sees("Restored what you had typed")
    assert maya.sees("They have our off")
    await maya.clicks("Discard")
    assert not maya.sees("They have our off")


async def test_another_occasion_asks_other_questions_and_keeps_what_was_typed(maya):
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Write an update")
    await maya.fills({"where": "We meet on Thursday."})
    await maya.fills({"occasion": "Before a meeting"})
    assert maya.sees("What do we want from it?")
    assert maya.sees("We meet on Thursday.")


async def test_each_mistake_is_said_beside_its_field(maya):
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Write an update")
    await maya.fills({"where": "Now.", "until": MORNING.date()})
    await maya.submits()
    assert set(maya.errors()) == {"until"}


async def test_who_can_share_everything_is_asked_no_more_and_says_so(maya, tomas):
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Write an update")
    await maya.fills({"where": "Now.", "openness": "I can share everything"})
    assert not maya.sees("I will explain by")
    await maya.submits()
    await maya.submits()
    assert "I hold nothing back." in in_channel(tomas)[0].text


async def test_a_figure_of_the_limit_is_named_before_it_is_posted(maya, tomas):
    await maya.runs("/negotiate prep", HERE)
    await maya.clicks("Answer all six on one page")
    await maya.fills({"P4.reservation_point": "4,800 a month"})
    await maya.submits()
    await maya.closes(everything=True)
    await writes(maya, where="We can go to 4800.")
    assert maya.sees("“4800” also stands in “Where I walk away”"), maya.text()
    await maya.submits()
    assert maya.sees("Does it stay in?")
    assert not in_channel(tomas)
    await maya.clicks("Back to edit")
    await maya.fills({"where": "We are close."})
    await maya.submits()
    assert not maya.sees("also stands in")
    await maya.submits()
    assert len(in_channel(tomas)) == 1


# The audience guard


async def test_nothing_is_posted_where_another_organisation_reads(maya, tomas, place):
    place.is_ext_shared = True
    await writes(maya, where="We start.")
    assert maya.sees("shared with another organisation"), maya.text()
    assert not maya.modal.submit
    place.is_ext_shared = False
    await maya.clicks("Check again")
    await maya.submits()
    assert len(in_channel(tomas)) == 1


async def test_a_channel_that_becomes_shared_on_the_way_gets_nothing_and_the_leader_hears_why(
    maya, tomas, sandbox, place
):
    await writes(maya, where="We start.")
    await sandbox.fault("chat.postMessage", "ratelimited", seconds=1)
    await maya.submits()
    await maya.closes(everything=True)
    place.is_pending_ext_shared = True
    await sandbox.moves(60)
    await sandbox.until(lambda: told(maya, "did not post the update"), 10.0)
    [note] = told(maya, "did not post the update")
    assert "shared with another organisation" in note.text
    assert in_channel(tomas) == []
    place.is_pending_ext_shared = False
    await maya.clicks("Open the updates", "dm")
    assert maya.sees("not posted")
    await maya.clicks("Send it again")
    assert len(in_channel(tomas)) == 1


async def test_what_was_stopped_can_go_to_another_channel_with_a_preview_of_its_own(
    maya, sandbox, place
):
    await writes(maya, where="We start.")
    await sandbox.fault("chat.postMessage", "restricted_action")
    await maya.submits()
    await maya.closes(everything=True)
    assert told(maya, "does not let me post")
    await maya.does("archive", channel="C0TEAM")
    await maya.runs("/negotiate", "general")
    await maya.clicks("Open")
    await maya.clicks("Edit")
    await maya.fills({"channel": "#leads"})
    await maya.submits()
    await maya.closes(everything=True)
    await maya.runs("/negotiate update", "general")
    await maya.clicks("Change it")
    await maya.submits()
    assert maya.sees("I can't post in #leads yet")
    await maya.does("invite", channel="C0LEADS", who="U0BOT")
    await maya.clicks("Check again")
    assert maya.sees("Goes to #leads"), maya.text()
    await maya.submits()
    assert any("We start." in seen.text for seen in maya.reads("leads"))


# Promises


async def test_a_late_update_is_told_at_its_time_and_waits_on_the_home_tab(maya, tomas, sandbox):
    await posts(maya, **KICKOFF)
    await sandbox.moves(7 * DAY + 60)
    [note] = told(maya, "You promised the next update")
    assert KICKOFF["where"] not in note.text
    await maya.opens_home()
    assert maya.sees("You promised your team an update")
    await maya.clicks("No news", "dm")
    assert maya.sees("No news since my last update.")
    await maya.submits()
    await maya.closes(everything=True)
    assert "No news since my last update." in in_channel(tomas)[0].text
    await maya.opens_home()
    assert not maya.sees("You promised your team an update")
    assert len(told(maya, "You promised the next update")) == 1


async def test_a_new_time_is_shown_only_when_the_leader_wants_it(maya, tomas, sandbox):
    await posts(maya, **KICKOFF)
    await sandbox.moves(7 * DAY + 60)
    await maya.clicks("New time", "dm")
    await maya.fills({"at": MORNING + timedelta(days=9)})
    await maya.submits()
    await maya.closes(everything=True)
    assert "Update late" not in in_channel(tomas)[0].text
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("New time for the next")
    await maya.fills({"at": MORNING + timedelta(days=10)})
    await maya.chooses("told", ["Let the message say “Update late, new time …”"])
    await maya.submits()
    await maya.closes(everything=True)
    assert "Update late, new time" in in_channel(tomas)[0].text
    await sandbox.moves(3 * DAY)
    assert len(told(maya, "You promised the next update")) == 2


async def test_on_the_promised_day_the_leader_explains_or_gives_another_day(maya, tomas, sandbox):
    await posts(maya, **KICKOFF, until=date(2026, 11, 27))
    await sandbox.moves(3 * DAY)
    assert len(told(maya, "You said you would explain “Our limits” by today")) == 1
    await maya.opens_home()
    assert maya.sees("You said you would explain")
    await maya.clicks("New date", "dm")
    await maya.fills({"day": date(2026, 12, 4)})
    await maya.submits()
    await maya.closes(everything=True)
    assert "(first promised for 27 Nov)" in in_channel(tomas)[0].text
    await sandbox.moves(7 * DAY)
    assert len(told(maya, "You said you would explain")) == 2
    await maya.clicks("Share now", "dm")
    assert maya.sees("I said that I would explain this: Our limits.")
    await maya.fills({"where": "We stop at 4,800."})
    await maya.submits()
    await maya.submits()
    await maya.closes(everything=True)
    assert "I hold nothing back." in in_channel(tomas)[0].text
    await maya.opens_home()
    assert "You said you would explain" not in maya.home().text


# Changing


async def test_a_typo_is_corrected_in_the_channel_and_in_the_thread(maya, tomas):
    await posts(maya, **KICKOFF)
    await posts(maya, where="They have our ofer.")
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Edit", "They have our ofer.")
    await maya.fills({"where": "They have our offer."})
    await maya.submits()
    assert maya.modal.submit == "Save"
    await maya.submits()
    await maya.closes(everything=True)
    assert "They have our offer." in in_channel(tomas)[0].text
    assert "They have our offer." in in_thread(tomas)[1].text
    assert len(in_thread(tomas)) == 2


async def test_the_newest_can_be_taken_back_and_the_one_before_stands_there_again(
    maya, tomas, sandbox
):
    await posts(maya, **KICKOFF)
    await posts(maya, where="Too early.")
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Delete")
    await maya.closes(everything=True)
    assert KICKOFF["where"] in in_channel(tomas)[0].text
    assert [("Too early." in seen.text) for seen in in_thread(tomas)] == [False, False]
    assert "took this update back" in in_thread(tomas)[1].text
    await sandbox.moves(7 * DAY + 60)
    assert len(told(maya, "You promised the next update")) == 1


async def test_an_anchor_that_somebody_removed_is_made_again_but_not_on_the_same_day(
    maya, tomas, sandbox, stage
):
    await posts(maya, **KICKOFF)
    removed = in_channel(tomas)[0].ts
    workspace = stage.sandbox.world.workspace
    workspace.delete(workspace.messages["C0TEAM"][removed])
    await writes(maya, where="They have our offer.")
    await maya.submits()
    await maya.closes(everything=True)
    assert in_channel(tomas) == []
    await sandbox.moves(DAY + 60)
    [seen] = in_channel(tomas)
    assert "They have our offer." in seen.text
    await posts(maya, where="They answered.")
    assert "They answered." in in_channel(tomas)[0].text


# Readers


async def test_clear_is_counted_once_and_only_the_leader_sees_names(maya, tomas, sandbox):
    await posts(maya, **KICKOFF)
    for person in (tomas, sandbox.person("grace"), tomas):
        await person.opens(HERE)
        await person.clicks("Clear")
    assert "You have marked this one clear already." in whispered(tomas)
    await maya.runs("/negotiate update", HERE)
    assert maya.sees("clear to 2: @Tomás and @Grace"), maya.text()


async def test_a_question_goes_to_the_leader_and_its_answer_to_the_asker_alone(
    maya, tomas, sandbox
):
    await posts(maya, **KICKOFF)
    await tomas.opens(HERE)
    await tomas.clicks("I have a question")
    await tomas.fills({"question": "Why not in June?"})
    await tomas.submits()
    await tomas.closes(everything=True)
    [note] = told(maya, "1 question about your update")
    assert "June" not in note.text
    await maya.clicks("Read", "dm")
    assert maya.sees("Why not in June?")
    await maya.clicks("Answer")
    await maya.fills({"answer": "Because the term ends before."})
    await maya.submits()
    assert maya.sees("No question waits.")
    await maya.closes(everything=True)
    [note] = told(tomas, "answered the question")
    assert "term ends before" not in note.text
    await tomas.clicks("Read the answer", "dm")
    assert tomas.sees("Because the term ends before.")
    assert in_thread(tomas) == []


async def test_an_answer_in_the_thread_is_previewed_and_names_nobody(maya, tomas, sandbox):
    await posts(maya, **KICKOFF)
    await tomas.opens(HERE)
    await tomas.clicks("I have a question")
    await tomas.fills({"question": "As the only planner, why not in June?"})
    await tomas.submits()
    await tomas.closes(everything=True)
    await maya.clicks("Read", "dm")
    await maya.clicks("Answer")
    await maya.fills(
        {
            "answer": "Because the term ends before.",
            "where": "In the thread",
            "restated": "Why not in June?",
        }
    )
    await maya.submits()
    assert maya.sees("Goes to #supplier-talks: 7 people, 1 guest."), maya.text()
    await maya.submits()
    await maya.closes(everything=True)
    [answer] = in_thread(sandbox.person("aisha"))
    assert "Why not in June?" in answer.text
    assert "planner" not in answer.text
    assert "Tomas" not in answer.text
    await maya.runs("/negotiate update", HERE)
    assert not maya.sees("question waits")


async def test_who_took_part_elsewhere_is_marked_as_answered(maya, tomas):
    await posts(maya, **KICKOFF)
    await tomas.opens(HERE)
    await tomas.clicks("I have a question")
    await tomas.fills({"question": "Why?"})
    await tomas.submits()
    await tomas.closes(everything=True)
    await maya.clicks("Read", "dm")
    await maya.clicks("Answer")
    await maya.clicks("I answered it elsewhere")
    assert maya.sees("No question waits.")


async def test_a_guest_reacts_and_an_update_that_was_taken_back_says_so(maya, sandbox, place):
    await posts(maya, **KICKOFF)
    grace = sandbox.person("grace")
    await grace.opens(HERE)
    await grace.clicks("I have a question")
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Delete")
    await maya.closes(everything=True)
    await grace.fills({"question": "Why?"})
    await grace.submits()
    assert grace.sees("This update was taken back.")
