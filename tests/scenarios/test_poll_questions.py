"""Several questions in one poll: the ready one of five, one's own, answered, mended and told."""

import pytest

from tests.scenarios.poll_more import SECRET, waits
from tests.scenarios.poll_story import CLOSE, HERE, said_of

pytestmark = pytest.mark.usefixtures("nothing_refused")

READY = "Input for the talks (5 questions)"
CONCERN = "Is there a term you could not carry out"
FIVE = ("tomas", "aisha", "kenji", "sofia", "daniel")


async def asks_five(leader, picked=("tomas", "aisha"), **more):
    """The ready poll of five questions, in its channel."""
    await leader.runs("/negotiate poll", HERE)
    await leader.fills({"template": READY})
    await leader.fills({"audience": "People I pick"})
    await leader.fills({"people": list(picked), "closes_at": CLOSE, **more})
    await leader.submits()
    await leader.submits()
    await leader.closes(everything=True)


async def answers(voter, **more):
    """The ballot, with an answer to the first question and what is given."""
    await voter.opens(HERE)
    await voter.clicks("Answer")
    await voter.fills({"place-1": "Timing", **{n.replace("_", "-"): v for n, v in more.items()}})
    await voter.submits()
    said = voter.text()
    await voter.closes(everything=True)
    return said


async def test_five_questions_are_one_message_and_one_ballot(maya, sandbox):
    tomas, aisha = sandbox.person("tomas"), sandbox.person("aisha")
    await asks_five(maya)
    [message] = said_of(tomas, "Which three of these issues")
    for words in ("5 questions", "2. Could you live with each", "Option B", CONCERN, "own words"):
        assert words in message.text
    told = await answers(
        tomas,
        item_2_of_1="Yes, if …",
        item_2_reason="With an exit",
        item_3_reason="Weekend support",
    )
    assert "You answered 3 of 5 questions" in told
    await answers(aisha, item_2_of_1="No, because …", item_5_reason="I take the numbers")
    await waits(sandbox, 2)
    [result] = said_of(tomas, "Poll closed")
    assert "1 yes, if · 1 no · red line" in result.text
    assert "1 person wrote something. Only @Maya" in result.text
    for secret in ("Weekend support", "With an exit", "I take the numbers"):
        assert not said_of(aisha, secret)


async def test_the_leader_reads_each_answer_with_its_name_and_the_file_has_all(maya, sandbox):
    tomas, aisha = sandbox.person("tomas"), sandbox.person("aisha")
    await asks_five(maya)
    await answers(tomas, item_2_of_2="No, because …", item_3_reason="Weekend support")
    await answers(aisha, item_2_of_2="Yes")
    await waits(sandbox, 2)
    await maya.clicks("See the result")
    page = maya.modal.text
    for words in ("2. Could you live with each", "1 red line: Option B.", "Weekend support"):
        assert words in page
    await maya.clicks("As a CSV file")
    [file] = sandbox.world.workspace.files.values()
    assert CONCERN in file.content.decode()
    assert "Could you live with each of these?: Option B" in file.content.decode()
    assert "Weekend support" in file.content.decode()


async def test_a_secret_poll_mixes_what_was_written_to_each_question(maya, sandbox):
    voters = [sandbox.person(name) for name in FIVE]
    await asks_five(maya, picked=FIVE, **SECRET)
    for number, voter in enumerate(voters):
        told = await answers(voter, item_3_reason=f"Term {number}", item_5_reason="I do")
        assert "Your answer is in" in told
    await waits(sandbox, 2)
    await maya.clicks("See the result")
    page = maya.modal.text
    assert sum(f"Term {number}" in page for number in range(5)) == 3
    assert "In mixed order, without names" in page
    assert "Fewer than 5 wrote something" in page
    await maya.clicks("Read all 5")
    assert all(f"Term {number}" in maya.modal.text for number in range(5))
    assert not any(f"@{voter.person.name}" in page for voter in voters)
    await maya.clicks("Back to the poll")
    await maya.clicks("As a CSV file")
    [file] = sandbox.world.workspace.files.values()
    assert "Could you live with each of these?" in file.content.decode()
    assert "Term 1" not in file.content.decode()
    assert CONCERN not in file.content.decode()


async def test_more_than_a_few_texts_have_a_page_of_their_own(maya, sandbox):
    names = (*FIVE, "grace")
    await asks_five(maya, picked=names)
    for number, name in enumerate(names):
        await answers(sandbox.person(name), item_3_reason=f"Term {number}")
    await waits(sandbox, 2)
    await maya.clicks("See the result")
    assert sum(f"Term {number}" in maya.modal.text for number in range(6)) == 3
    await maya.clicks("Read all 6")
    assert "1 to 6 of 6 texts" in maya.modal.text
    assert all(f"Term {number}" in maya.modal.text for number in range(6))
    await maya.clicks("Back to the poll")
    assert "It awaits your decision" in maya.modal.text


async def test_a_leader_adds_a_question_of_their_own(maya, sandbox):
    tomas = sandbox.person("tomas")
    await maya.runs("/negotiate poll", HERE)
    await maya.fills({"question": "Which week?", "options": "22\n23", "use": "To plan."})
    await maya.clicks("Add a question")
    await maya.fills({"item-2-rule": "One answer"})
    await maya.fills({"item-2-options": "Room"})
    await maya.fills({"audience": "People I pick"})
    await maya.fills({"people": ["tomas"], "closes_at": CLOSE})
    await maya.submits()
    assert "2." not in maya.modal.text
    await maya.clicks("Back to edit")
    await maya.clicks("Add a question")
    await maya.fills({"item-2-question": "Where?", "item-2-rule": "One answer"})
    await maya.fills({"item-2-options": "Room"})
    await maya.submits()
    assert "Give 2 to 10 answers" in maya.errors()["item-2-options"]
    await maya.fills({"item-2-options": "Room\nCall"})
    await maya.clicks("Add a question")
    await maya.submits()
    assert "2. Where?" in maya.modal.text
    assert "3." not in maya.modal.text
    await maya.submits()
    await maya.closes(everything=True)
    await tomas.opens(HERE)
    await tomas.clicks("Answer")
    await tomas.fills({"item-2-choice": "Call"})
    await tomas.submits()
    assert "You answered 1 of 2 questions" in tomas.text()


async def test_an_empty_ballot_is_no_abstention(maya, sandbox):
    tomas = sandbox.person("tomas")
    await asks_five(maya)
    await tomas.opens(HERE)
    await tomas.clicks("Answer")
    await tomas.submits()
    assert "Answer at least one question" in "".join(tomas.errors().values())
    await tomas.clicks("I'd rather not answer")
    assert "rather not answer" in tomas.modal.text


async def test_an_empty_place_before_a_filled_one_is_asked_for(maya, sandbox):
    tomas = sandbox.person("tomas")
    await asks_five(maya)
    await tomas.opens(HERE)
    await tomas.clicks("Answer")
    await tomas.fills({"place-2": "Timing", "item-2-of-1": "Yes"})
    await tomas.submits()
    assert tomas.errors() == {"place-1": "Fill this place too, or empty those after it."}


async def test_what_is_wrong_with_a_question_stands_in_that_question(maya, sandbox):
    tomas = sandbox.person("tomas")
    await maya.runs("/negotiate poll", HERE)
    await maya.fills({"question": "Which week?", "options": "22\n23", "use": "To plan."})
    await maya.clicks("Add a question")
    await maya.fills({"item-2-question": "In which order?"})
    await maya.fills({"item-2-rule": "In order of preference"})
    await maya.fills({"item-2-options": "Price\nScope", "closes_at": CLOSE})
    await maya.submits()
    await maya.submits()
    await tomas.opens(HERE)
    await tomas.clicks("Answer")
    await tomas.fills({"item-2-place-1": "Scope", "item-2-place-2": "Scope"})
    await tomas.submits()
    assert tomas.errors() == {"item-2-place-1": "Give each place to a different option."}


async def test_own_words_and_back_leaves_the_answers_as_they_were_typed(maya):
    await maya.runs("/negotiate poll", HERE)
    await maya.clicks("Add a question")
    await maya.fills({"item-2-rule": "One answer"})
    await maya.fills({"item-2-options": "Room\nCall"})
    await maya.fills({"item-2-rule": "In their own words"})
    assert "Left aside" in maya.modal.text
    await maya.fills({"item-2-rule": "One answer"})
    assert "Left aside" not in maya.modal.text
    assert "Room" in maya.modal.text


async def test_a_typo_in_any_question_is_mended_where_it_stands(maya, sandbox):
    tomas = sandbox.person("tomas")
    await asks_five(maya)
    await answers(tomas, item_2_of_1="Yes")
    await maya.opens_home()
    await maya.clicks("Open", "home")
    await maya.clicks("Open", "Which three of these issues")
    await maya.clicks("Edit the words")
    await maya.fills({"item-2-options": "Option A"})
    await maya.submits()
    assert "can't be taken off" in maya.errors()["item-2-options"]
    await maya.fills({"item-2-options": "Two years\nThree years", "item-3-question": "Red line?"})
    await maya.submits()
    [message] = said_of(tomas, "Which three of these issues")
    assert "Two years" in message.text
    assert "3. Red line?" in message.text
    assert f"It asked before: “{CONCERN}" in message.text
    assert "Words changed" in message.text


async def test_a_closed_form_keeps_the_further_questions(maya):
    await maya.runs("/negotiate poll", HERE)
    await maya.fills({"question": "Which week?"})
    await maya.clicks("Add a question")
    await maya.fills({"item-2-question": "Where?", "item-2-rule": "One answer"})
    await maya.fills({"item-2-options": "Room\nCall"})
    await maya.closes()
    await maya.runs("/negotiate poll", HERE)
    assert "Where?" in maya.modal.text
    assert "Room" in maya.modal.text
