"""What a result means, told to the leader: who differs on what, and the groups apart."""

import pytest

from tests.scenarios.poll_more import SECRET, asks_more
from tests.scenarios.poll_story import (
    DAY,
    HERE,
    QUESTION,
    opens_the_poll,
    said_of,
    starts,
    the_poll,
)
from tests.scenarios.poll_story import votes as clicks

pytestmark = pytest.mark.usefixtures("nothing_refused")

BY_GROUP = {"groups": ["Also show me the result by group"]}
TEAM, OTHERS = ("tomas", "aisha"), ("kenji", "sofia", "daniel")
CONSENT = "Yes, yes if, or no to each"


async def votes(person, **said):
    """A ballot in its window."""
    await person.opens(HERE)
    await person.clicks("Vote")
    await person.fills(said)
    await person.submits()


async def test_the_leader_hears_who_differs_and_the_channel_does_not(maya, sandbox):
    tomas, aisha = sandbox.person("tomas"), sandbox.person("aisha")
    await asks_more(maya, {"rule": CONSENT}, options="May\nJune")
    await votes(tomas, May="Yes", June="Yes")
    await votes(aisha, May="No, because …", June="Yes")
    await sandbox.moves(2 * DAY)
    line = "On “May”: for – @Tomás; against – @Aisha"
    [note] = [dm for dm in maya.dms() if "has closed" in dm.text]
    assert line in note.text
    await opens_the_poll(maya)
    assert line in maya.modal.text
    assert not any("Aisha" in seen.text for seen in said_of(tomas, QUESTION))
    heard = [message.text for message in sandbox.world.workspace.messages[note.channel].values()]
    assert any("has closed" in text for text in heard)
    assert not any(aisha.id in text for text in heard)


@pytest.fixture
async def lead(sandbox):
    """A leader with a core team."""
    leader = sandbox.person("maya")
    await starts(leader, core_team=list(TEAM))
    return leader


async def all_vote(sandbox):
    for name in (*TEAM, *OTHERS):
        await clicks(sandbox.person(name), "May" if name in TEAM else "June")
    await sandbox.moves(2 * DAY)


async def test_the_leader_of_a_named_poll_sees_both_groups_and_nobody_else_does(lead, sandbox):
    await asks_more(lead, BY_GROUP, picked=(*TEAM, *OTHERS))
    kenji = sandbox.person("kenji")
    assert "The leader also sees totals for the core team" in the_poll(kenji).text
    await all_vote(sandbox)
    await opens_the_poll(lead)
    assert "By group · core team: 2 answered · others: 3 answered" in lead.modal.text
    assert "core team: 0 votes (0 %)\nothers: 3 votes (100 %)" in lead.modal.text
    assert "By group" not in the_poll(kenji).text
    assert not any("By group" in seen.text for seen in said_of(kenji, "Poll closed:"))
    await lead.clicks("As a CSV file")
    [file] = sandbox.world.workspace.files.values()
    assert '"Voter","Group","May","June"' in file.content.decode()


async def test_a_secret_poll_with_too_few_in_one_group_says_so(lead, sandbox):
    await asks_more(lead, SECRET | BY_GROUP, picked=(*TEAM, *OTHERS))
    assert "if 5 or more of each answer" in the_poll(sandbox.person("kenji")).text
    await all_vote(sandbox)
    await opens_the_poll(lead)
    assert lead.sees("Too few in one group to show them apart")
    assert "others:" not in lead.modal.text
    await lead.clicks("As a CSV file")
    [file] = sandbox.world.workspace.files.values()
    assert "core team" not in file.content.decode()


async def test_what_was_ticked_stays_when_the_draft_is_opened_again(lead):
    await lead.runs("/negotiate poll")
    await lead.clicks("More settings")
    await lead.fills(BY_GROUP)
    await lead.fills({"rule": CONSENT})
    assert [*lead.modal.values["groups"].values()] == [["groups"]]
