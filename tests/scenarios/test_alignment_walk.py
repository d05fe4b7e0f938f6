"""The alignment check: five sentences in secret, and what their leader has to explain."""

from tests.scenarios.poll_story import DAY, HERE, starts

FIVE = ("tomas", "aisha", "kenji", "sofia", "daniel")
SENTENCES = ("of-1", "of-2", "of-3", "of-4", "of-5")


async def test_who_has_told_the_team_asks_whether_it_is_with_them(sandbox):
    maya = sandbox.person("maya")
    await starts(maya, channel=f"#{HERE}")
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Write an update")
    await maya.fills({"where": "We renew with Acme.", "need": "Your worries by Thursday."})
    await maya.submits()
    await maya.submits()
    await maya.closes(everything=True)
    await maya.runs("/negotiate update", HERE)
    await maya.clicks("Ask if they are with you")
    assert "I can say the goal in one sentence." in str(maya.modal.values)
    await maya.submits()
    assert maya.sees("Give each a score from 1 to 5")
    await maya.submits()
    await maya.closes(everything=True)
    for name in FIVE:
        voter = sandbox.person(name)
        await voter.clicks("Vote", HERE)
        await voter.fills(dict.fromkeys(SENTENCES, "4") | {"of-4": "1" if name == "aisha" else "5"})
        await voter.submits()
        assert voter.sees("Your answer is in.")
        await voter.closes(everything=True)
    await sandbox.moves(5 * DAY)
    note = next(dm.text for dm in maya.dms() if "has closed" in dm.text)
    assert "“I see why this is worth it.” 4.2: Say what happens if we do nothing" in note
    assert "I can say the goal" not in note.partition("Agree on")[0]
