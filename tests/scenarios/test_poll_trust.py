"""What people complain of in other polls, played here: who learns what, mending, answering."""

import pytest

from tests.scenarios.poll_more import SECRET, asks_more
from tests.scenarios.poll_story import (
    CLOSE,
    DAY,
    HERE,
    HOUR,
    QUESTION,
    asks,
    opens_the_poll,
    said_of,
    the_poll,
    votes,
    whispered,
    writes_a_poll,
)

pytestmark = pytest.mark.usefixtures("nothing_refused")

FIVE = ("tomas", "aisha", "kenji", "sofia", "daniel")


@pytest.fixture
def five(sandbox):
    """Enough for a secret."""
    return [sandbox.person(name) for name in FIVE]


async def test_totals_show_to_each_who_has_voted_and_to_nobody_before(maya, sandbox):
    tomas, aisha = sandbox.person("tomas"), sandbox.person("aisha")
    await asks_more(maya, {"results": "To each who has voted"})
    await votes(tomas, "June")
    assert "So far" in whispered(tomas)
    assert "June: 1 vote" in whispered(tomas)
    assert not aisha.sees("1 vote")
    assert not maya.sees("June: 1 vote")


async def test_the_leader_of_a_secret_poll_never_reads_who_said_what(maya, five, sandbox):
    await asks_more(maya, SECRET, picked=FIVE)
    for voter in five:
        await votes(voter, "June" if voter is five[0] else "May")
    await sandbox.moves(2 * DAY)
    await opens_the_poll(maya)
    assert maya.sees("4 votes (80 %)")
    for name in ("Tomás", "Aisha", "Kenji", "Sofia", "Daniel"):
        assert name not in maya.modal.text
    await maya.clicks("As a CSV file")
    [file] = sandbox.world.workspace.files.values()
    assert not any(voter.id.encode() in file.content for voter in five)


async def test_the_leader_of_a_secret_poll_sees_who_is_missing(maya, five):
    await asks_more(maya, SECRET, picked=FIVE)
    for voter in five[1:]:
        await votes(voter, "June")
    await opens_the_poll(maya)
    assert maya.sees("Still missing: @Tomás")
    assert "June: " not in maya.modal.text


async def test_a_vote_in_a_secret_poll_moves_nothing_that_others_can_see(maya, five, sandbox):
    tomas, aisha = five[:2]
    await asks_more(maya, SECRET, picked=FIVE)
    before = the_poll(aisha).text
    await votes(tomas, "June")
    assert the_poll(aisha).text == before
    assert (maya.dms(), said_of(aisha, "Tomás")) == ([], [])
    await sandbox.moves(HOUR)
    assert "1 of 5 have answered" in the_poll(aisha).text


async def test_who_added_an_answer_is_told_to_nobody(maya, sandbox):
    tomas, aisha = sandbox.person("tomas"), sandbox.person("aisha")
    await asks_more(maya, {"adds": ["People may add answers"]})
    await tomas.opens(HERE)
    await tomas.clicks("Open my ballot")
    await tomas.clicks("Add an answer")
    await tomas.fills({"option": "July"})
    await tomas.submits()
    assert "July" in the_poll(aisha).text
    assert "Tomás" not in the_poll(aisha).text
    await opens_the_poll(maya)
    await maya.clicks("Close now")
    assert "July" in maya.modal.text
    assert "0 of 2 answered" in maya.modal.text
    assert maya.sees("No answer: @Tomás")


async def test_a_poll_waits_for_its_moment_and_is_then_posted(maya, sandbox):
    tomas = sandbox.person("tomas")
    await asks_more(maya, {"opens_at": CLOSE - (CLOSE - _now(sandbox)) / 2})
    assert said_of(tomas, QUESTION) == []
    await sandbox.moves(DAY - 60)
    assert said_of(tomas, QUESTION) == []
    await sandbox.moves(120)
    assert len(said_of(tomas, QUESTION)) == 1


async def test_a_typo_is_mended_where_it_stands_and_the_votes_stay(maya, sandbox):
    tomas = sandbox.person("tomas")
    await asks(maya, options="May\nJuen\nNo view")
    await votes(tomas, "Juen")
    await opens_the_poll(maya)
    await maya.clicks("Edit the words")
    await maya.fills({"options": "May\nJune\nNo view"})
    await maya.submits()
    assert "Juen" not in the_poll(tomas).text
    assert "1 of 2 have answered" in the_poll(tomas).text
    await sandbox.moves(2 * DAY)
    assert "June: 1 vote" in said_of(tomas, "Poll closed:")[0].text


async def test_when_everybody_has_answered_the_leaders_page_says_so(maya, sandbox):
    await asks(maya)
    for name in ("tomas", "aisha"):
        await votes(sandbox.person(name), "June")
    await opens_the_poll(maya)
    assert maya.sees("Everybody has; you can close it now.")
    await maya.clicks("Close now")
    assert maya.sees("Closed. It awaits your decision.")


async def test_whoever_would_rather_not_answer_is_left_in_peace(maya, sandbox):
    aisha = sandbox.person("aisha")
    await asks(maya)
    await aisha.opens(HERE)
    await aisha.clicks("Open my ballot")
    await aisha.clicks("I'd rather not answer")
    await sandbox.moves(2 * DAY)
    assert aisha.dms() == []


@pytest.mark.parametrize(
    ("rule", "answers", "told"),
    [
        ("Up to some answers", {"choice": ["May", "June"]}, "May: 1 vote\nJune: 1 vote"),
        ("Yes, yes if, or no to each", {"May": "Yes", "June": "No, because …"}, "1 no · red line"),
        ("A score from 0 to 5 for each", {"May": "4", "June": "0 · not at all"}, "May: mean 4"),
        ("In order of preference", {"Place 1": "June", "Place 2": "May"}, "June: 1 of 1 points"),
    ],
)
async def test_people_can_say_more_than_yes_or_no(maya, sandbox, rule, answers, told):
    tomas = sandbox.person("tomas")
    await asks_more(maya, {"rule": rule}, options="May\nJune")
    await tomas.opens(HERE)
    await tomas.clicks("Vote")
    await tomas.fills(answers)
    await tomas.submits()
    assert tomas.modal.title == "Your vote"
    assert tomas.errors() == {}
    await sandbox.moves(2 * DAY)
    [result] = said_of(tomas, "Poll closed:")
    assert told in result.text
    assert "1 of 2 answered" in result.text


async def test_a_poll_is_one_message_and_one_result_however_many_vote(maya, five, sandbox):
    await asks(maya, picked=FIVE)
    for option in ("May", "June", "May"):
        for voter in five:
            await votes(voter, option)
    await sandbox.moves(3 * DAY)
    said = [seen for seen in maya.reads(HERE) if seen.user == sandbox.world.app.bot_user]
    assert ["Poll closed:" in seen.text for seen in said] == [False, True]
    assert said[1].thread_ts == said[0].ts


async def test_a_deadline_is_a_moment_that_each_reader_sees_in_their_own_zone(maya, sandbox):
    await asks(maya)
    workspace = sandbox.world.workspace
    [message] = [m for m in workspace.messages["C0TEAM"].values() if QUESTION in m.text]
    assert f"<!date^{int(CLOSE.timestamp())}^" in str(message.blocks)
    assert f"<!date^{int(CLOSE.timestamp())}^" in message.text


def _now(sandbox):
    return sandbox.world.workspace.clock.now()


async def test_outsiders_are_refused_and_only_the_leader_hears_why(maya, sandbox):
    await writes_a_poll(maya, picked=("daniel",), channel="with-partner")
    await maya.fills({"shared": ["yes"]})
    await maya.submits()
    await maya.closes(everything=True)
    omar = sandbox.person("omar")
    for _ in range(2):
        await votes(omar, "June", "with-partner")
        assert "you aren't on its list" in whispered(omar, "with-partner")
        assert "organisation" not in whispered(omar, "with-partner")
    told = [dm.text for dm in maya.dms() if "another organisation" in dm.text]
    assert len(told) == 1
    assert "I took nothing from them" in told[0]
    assert the_poll(maya, "with-partner").text.count("0 of 1") == 1


async def test_the_answers_of_a_named_poll_come_as_a_file_to_its_leader_alone(maya, sandbox):
    await asks(maya)
    await votes(sandbox.person("tomas"), "June")
    await sandbox.moves(3 * DAY)
    await opens_the_poll(maya)
    await maya.clicks("As a CSV file")
    assert maya.sees("The file is in your direct messages with me.")
    [file] = sandbox.world.workspace.files.values()
    assert file.content.decode().startswith('\ufeff"Voter","May","June","No view","Reason"')
    assert any("who chose what" in dm.text for dm in maya.dms())
