"""The brief: on a phone, whole, for the team, as a file."""

import pytest

HERE = "supplier-talks"


@pytest.fixture
async def maya(sandbox):
    """The leader, prepared, with the channel that belongs to the record."""
    leader = sandbox.person("maya")
    await leader.runs("/negotiate new", HERE)
    await leader.fills({"name": "Renewal", "counterpart": "Acme", "channel": f"#{HERE}"})
    await leader.submits()
    await leader.closes(everything=True)
    await leader.runs("/negotiate prep", HERE)
    await leader.clicks("Answer all six on one page")
    await leader.fills(
        {
            "P1.motives": "Time for the team\nA fair price",
            "P3.batna": "Stay with the old supplier",
            "P4.reservation_point": "4,800 a month",
            "P5.target": "4,200 a month",
            "P5.reason": "Three others pay that",
            "P8.questions": "What would make this easy for you?",
        }
    )
    await leader.submits()
    await leader.closes(everything=True)
    return leader


async def test_the_short_form_opens_the_whole_and_the_lock_opens_last(maya):
    await maya.runs("/negotiate brief", HERE)
    assert maya.sees("4,200 a month")
    assert not maya.sees("Stay with the old supplier")
    await maya.clicks("The whole brief")
    assert maya.sees("Not shown: If we do not agree and Where I walk away"), maya.text()
    assert not maya.sees("4,800")
    await maya.clicks("Show what has a lock")
    assert maya.sees("4,800 a month")
    await maya.clicks("Hide what has a lock")
    assert not maya.sees("4,800")


async def test_the_team_reads_what_was_ticked_and_nothing_else(maya, sandbox, stage):
    await maya.runs("/negotiate brief", HERE)
    await maya.clicks("The whole brief")
    await maya.clicks("For the team")
    assert maya.sees("Goes to #supplier-talks: 7 people, 1 guest."), maya.text()
    assert maya.sees("Left out: What moves me, If we do not agree, Where I walk away")
    await maya.chooses("parts", ["The reason", "Our aim"])
    await maya.submits()
    assert maya.sees("I am posting it")
    await stage.settled()
    tomas = sandbox.person("tomas")
    posted = tomas.reads(HERE)[-1].text
    assert "Where we stand: Renewal with Acme" in posted
    assert "4,200 a month" in posted
    assert "Three others pay that" in posted
    for kept in ("Time for the team", "4,800", "old supplier"):
        assert kept not in posted


async def test_a_channel_that_is_shared_with_others_gets_nothing(maya, sandbox, stage):
    place = next(c for c in stage.sandbox.world.workspace.channels.values() if c.name == HERE)
    place.is_ext_shared = True
    await maya.runs("/negotiate brief", HERE)
    await maya.clicks("The whole brief")
    await maya.clicks("For the team")
    assert maya.sees("is shared with another organisation"), maya.text()
    assert not maya.sees("Post it")


async def test_the_file_comes_by_dm_without_what_has_a_lock(maya, sandbox, stage):
    await maya.runs("/negotiate brief", HERE)
    await maya.clicks("The whole brief")
    await maya.clicks("As a file")
    assert maya.sees("The file is in your direct messages")
    (file,) = stage.sandbox.world.workspace.files.values()
    text = file.content.decode()
    assert file.name == "brief.md"
    assert text.startswith("# Renewal\n")
    assert "4,200 a month" in text
    assert "4,800" not in text
    assert "Not in here: If we do not agree, Where I walk away" in text


async def test_a_channel_that_is_shared_between_preview_and_sending_gets_nothing(
    maya, sandbox, stage
):
    place = next(c for c in stage.sandbox.world.workspace.channels.values() if c.name == HERE)
    await maya.runs("/negotiate brief", HERE)
    await maya.clicks("The whole brief")
    await maya.clicks("For the team")
    await sandbox.fault("chat.postMessage", "ratelimited", seconds=1)
    await maya.submits()
    place.is_pending_ext_shared = True
    await sandbox.moves(60)
    await sandbox.until(lambda: any("could not post" in dm.text for dm in maya.dms()), 10.0)
    assert not [seen for seen in sandbox.person("tomas").reads(HERE) if "Where we" in seen.text]
    [told] = [dm.text for dm in maya.dms() if "could not post the brief" in dm.text]
    assert "shared with another organisation" in told
