"""What a result means, told to the leader: who differs on what, and the groups apart."""

import pytest

from tests.scenarios.poll_more import asks_more
from tests.scenarios.poll_story import DAY, HERE, QUESTION, said_of, starts

CONSENT = "Yes, yes if, or no to each"


@pytest.fixture(autouse=True)
def nothing_refused(sandbox):
    """Slack takes everything that Parley says in these stories."""
    yield
    asked = "conversations.info: channel_not_found"
    assert [words for words in sandbox.refusals() if not words.startswith(asked)] == []


@pytest.fixture
async def maya(sandbox):
    leader = sandbox.person("maya")
    await starts(leader)
    return leader


async def votes(person, **said):
    """A ballot in its window."""
    await person.opens(HERE)
    await person.clicks("Vote")
    await person.fills(said)
    await person.submits()


async def opens_the_poll(person):
    await person.opens_home()
    await person.clicks("Open", "home")
    await person.clicks("Open", QUESTION)


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
