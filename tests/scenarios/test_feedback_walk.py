"""The loop is closed: those who were asked hear what came of it, and the poll waits until then."""

import pytest

from tests.scenarios.poll_story import (
    DAY,
    HERE,
    PRIVATE,
    QUESTION,
    asks,
    said_of,
    starts,
    the_poll,
    votes,
)

TITLE = "What came of your answers"
SAID = {
    "heard": "Most of you want June.",
    "changed": "We keep the test week.",
    "not_taken": "May, because Acme cannot deliver.",
    "next_step": "I propose June on Thursday.",
}


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


@pytest.fixture
async def decided(maya, closed):
    """A decision is logged, and nobody has heard of it."""
    await maya.clicks("Log the decision", "dm")
    await maya.fills({"decision": "We propose June.", "reasons": "It leaves time."})
    await maya.submits()
    await maya.closes(everything=True)


async def writes(maya, where="dm", **changes):
    await maya.clicks("Tell the people you asked", where)
    await maya.fills({**SAID, **changes})
    await maya.submits()


async def test_the_poll_waits_for_the_feedback_and_is_done_with_it(maya, tomas, decided):
    assert "Decided by @Maya. Feedback due by" in the_poll(tomas).text
    await writes(maya)
    assert maya.sees("Goes to #supplier-talks: 7 people, 1 guest. It stands in the poll's thread:")
    assert said_of(tomas, TITLE) == []
    await maya.submits()
    assert maya.sees("It is on its way")
    [news] = said_of(tomas, TITLE)
    assert news.thread_ts == the_poll(tomas).ts
    for words in (*SAID.values(), "We propose June.", "It leaves time.", "1 of 2 answered"):
        assert words in news.text
    assert "@Maya is accountable for this." in news.text
    assert "Feedback due" not in the_poll(tomas).text
    await maya.closes(everything=True)
    assert "Tell the people you asked" not in maya.dms()[-1].buttons()


async def test_the_form_begins_with_what_the_decision_says(maya, decided):
    await maya.clicks("Tell the people you asked", "dm")
    assert maya.sees("Strongest: June.")
    assert maya.sees("People who were asked and hear nothing")
    assert maya.sees("You promised an answer by")


async def test_of_a_decision_that_is_not_for_them_nothing_is_told(maya, tomas, closed):
    await maya.clicks("Log the decision", "dm")
    await maya.fills({"decision": "We propose June.", "visibility": "Only me"})
    await maya.submits()
    await maya.closes(everything=True)
    await maya.clicks("Tell the people you asked", "dm")
    assert maya.sees("nothing of it stands here")
    assert not maya.sees("1 of 2 answered the poll")
    await maya.fills(SAID)
    await maya.submits()
    assert not maya.sees("What I decided")
    await maya.submits()
    [news] = said_of(tomas, TITLE)
    assert "accountable" not in news.text
    assert "We propose June." not in news.text


async def test_it_can_be_changed_in_the_preview_and_mended_in_the_thread(maya, tomas, decided):
    await writes(maya, heard="Most want Jnue.")
    await maya.clicks("Edit")
    assert maya.sees("Most want Jnue.")
    await maya.submits()
    await maya.submits()
    await maya.closes(everything=True)
    await maya.clicks("Open the poll", "dm")
    await maya.clicks("Correct what you told them")
    await maya.fills({"heard": "Most want June."})
    await maya.submits()
    assert maya.sees("It takes the place of what stands")
    await maya.submits()
    [news] = said_of(tomas, TITLE)
    assert "Most want June." in news.text
    assert "Jnue" not in news.text


async def test_words_that_hand_the_decision_over_are_owned_at_a_click(maya, decided):
    await writes(maya, not_taken="The team made me drop May.")
    assert maya.sees("Before it is saved")
    await maya.clicks("Use the rewrites")
    assert maya.sees("I decided, having heard everyone, to drop May.")
    await maya.submits()
    assert maya.sees("It stands in the poll's thread")


async def test_something_is_said_of_what_changed_or_did_not(maya, decided):
    await writes(maya, changed="", not_taken="")
    assert "Say what changed" in maya.errors()["changed"]


async def test_on_the_promised_day_the_leader_is_asked_once(maya, sandbox, decided):
    await maya.opens_home()
    assert "wait to hear what came of it" in maya.home().text
    before = len(maya.dms())
    await sandbox.moves(DAY)
    [note] = maya.dms()[before:]
    assert "You promised an answer by today" in note.text
    await sandbox.moves(2 * DAY)
    assert len(maya.dms()) == before + 1
    await writes(maya)
    await maya.submits()
    await maya.closes(everything=True)
    await maya.opens_home()
    assert "wait to hear what came of it" not in maya.home().text


async def test_without_a_decision_the_promised_day_asks_for_one(maya, sandbox, closed):
    await sandbox.moves(DAY)
    assert "no decision is logged yet" in maya.dms()[-1].text
    assert "Log the decision" in maya.dms()[-1].buttons()


async def test_a_leader_who_has_told_them_is_left_alone(maya, tomas, sandbox, decided):
    await maya.clicks("Tell the people you asked", "dm")
    await maya.clicks("I told them another way")
    assert maya.sees("is done")
    await maya.closes(everything=True)
    before = len(maya.dms())
    await sandbox.moves(3 * DAY)
    assert len(maya.dms()) == before
    assert said_of(tomas, TITLE) == []


async def test_where_it_cannot_be_posted_the_words_are_kept_and_the_ways_out_shown(
    maya, tomas, stage, sandbox, decided
):
    place = next(c for c in stage.sandbox.world.workspace.channels.values() if c.name == HERE)
    await writes(maya, heard="Kept words.")
    place.is_archived = True
    await maya.submits()
    assert maya.sees("#supplier-talks is archived."), maya.text()
    await maya.clicks("Check again")
    assert maya.sees("is archived")
    place.is_archived = False
    await maya.clicks("Check again")
    assert maya.sees("Kept words.")
    place.is_archived = True
    await maya.submits()
    await maya.clicks("I told them another way")
    assert maya.sees("is done")
    assert said_of(tomas, TITLE) == []
    sandbox.world.traffic.entries.clear()


async def test_what_slack_refuses_is_kept_and_the_leader_told(maya, tomas, sandbox, decided):
    await writes(maya, heard="Kept words.")
    await sandbox.fault("chat.postMessage", "is_archived")
    await maya.submits()
    await maya.closes(everything=True)
    assert "I could not post what came of your poll" in maya.dms()[-1].text
    await maya.clicks("Open it", "dm")
    assert maya.sees("Kept words.")
    await maya.submits()
    await maya.submits()
    assert len(said_of(tomas, TITLE)) == 1
    sandbox.world.traffic.entries.clear()


async def test_only_its_leader_writes_it(maya, tomas, sandbox, decided):
    button = maya.dms()[-1].find_button("Tell the people you asked")[1]["action_id"]
    message = the_poll(tomas)
    message.find_button("Read the decision")[1]["action_id"] = button
    await tomas.clicks(button, HERE)
    assert tomas.sees("I can't find that, or it isn't yours to open.")
    assert QUESTION in the_poll(tomas).text


async def test_who_is_not_in_the_channel_hears_it_by_direct_message_once(maya, tomas, sandbox):
    aisha = sandbox.person("aisha")
    await maya.does("invite", channel="C0LEADS", who="U0BOT")
    await asks(maya, channel=PRIVATE)
    await sandbox.moves(2 * DAY)
    assert len([dm for dm in aisha.dms() if "Poll closed:" in dm.text]) == 1
    assert not any("Poll closed:" in dm.text for dm in tomas.dms())
    await maya.clicks("Log the decision", "dm")
    await maya.fills({"decision": "We propose June.", "reasons": "It leaves time."})
    await maya.submits()
    await maya.closes(everything=True)
    await writes(maya)
    assert maya.sees("1 person you asked can't see it there and gets it as a direct message.")
    await maya.submits()
    assert len([dm for dm in aisha.dms() if TITLE in dm.text]) == 1
    assert "Most of you want June." in aisha.dms()[-1].text
    assert not any(TITLE in dm.text for dm in tomas.dms())
    await sandbox.moves(DAY)
    await maya.closes(everything=True)
    await maya.clicks("Open the poll", "dm")
    await maya.clicks("Correct what you told them")
    await maya.fills({"heard": "Nearly all want June."})
    await maya.submits()
    await maya.submits()
    [news] = [dm for dm in aisha.dms() if TITLE in dm.text]
    assert "Nearly all want June." in news.text
