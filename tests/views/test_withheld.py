"""Wherever a secret poll's result is said, an option of which too few spoke has no figures."""

from dataclasses import replace

import pytest

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_manner import Manner
from bot.domain.poll_results import Ballots, result_of
from bot.domain.polls import Option, PollState
from bot.domain.suppression import TOO_FEW
from bot.services.decisions import input_line
from bot.services.polls import PollCard, PollPage
from handlers.views import poll_messages as messages
from handlers.views import poll_notes as notes
from handlers.views import poll_results as results
from handlers.views import polls as views
from handlers.views.walker import problems
from tests.views.samples import a_record, words
from tests.views.test_polls import a_poll

OPTIONS = (Option("1", "May"), Option("2", "June"))
SAID = {Rule.CONSENT: ("y", "n", "i"), Rule.SCORE: ("4", "0", "5")}


def a_secret(rule, *said):
    """A closed poll with the result of these answers."""
    poll = replace(
        a_poll(state=PollState.AWAITING_DECISION),
        options=OPTIONS,
        manner=Manner(Terms(rule), is_secret=True),
        voters=tuple(f"U{n}" for n in range(9)),
    )
    choices = tuple(map(Choice.read, said))
    ballots = Ballots(frozenset(poll.voters[: len(said)]), unnamed=choices)
    return poll, ballots, result_of(poll, ballots)


def everywhere(poll, ballots, result):
    """All that is said of the result: by place, as one text."""
    card = PollCard(poll, a_record(), result.answered, result)
    page = PollPage(poll, card.negotiation, ballots.missing(poll), result, ballots)
    said = {
        "channel": messages.message(card).to_dict(),
        "thread": messages.result_message(card, with_chart=True).to_dict(),
        "plain": messages.result_message(card, with_chart=False).to_dict(),
        "note": notes.close_note(card).to_dict(),
        "page": views.page(page, {}),
        "decision": input_line(result),
    }
    assert [problem for name in ("channel", "thread") for problem in problems(said[name])] == []
    return {name: words(each) for name, each in said.items()}


@pytest.mark.parametrize("rule", SAID)
def test_two_results_that_differ_in_what_too_few_said_read_the_same(rule):
    main, *others = SAID[rule]
    one, other = (
        everywhere(*a_secret(rule, *[f"1:{main}"] * 3, *[f"1:{main},2:{each}"] * 3))
        for each in others
    )
    assert one == other
    for place, said in one.items():
        assert TOO_FEW in said, place
        assert "red line" not in said, place
        assert "Red line" not in said, place
    assert "June" not in str(results.chart(a_secret(rule, *[f"1:{main}"] * 5)[2]))


@pytest.mark.parametrize("rule", SAID)
def test_when_too_few_spoke_of_each_there_is_no_chart_and_nobody_is_said_to_be_silent(rule):
    main = SAID[rule][0]
    poll, ballots, result = a_secret(rule, *[f"1:{main}"] * 4, *[f"2:{main}"] * 3)
    said = everywhere(poll, ballots, result)
    assert results.chart(result) == []
    assert not any("Nobody answered" in each for each in said.values())
    assert "Too few spoke of any one option" in said["page"]


def test_when_too_few_chose_an_answer_the_result_says_that_others_abstained():
    said = everywhere(*a_secret(Rule.SCORE, *["1:4"] * 4, "-", "-"))
    assert "6 of 9 answered, 2 of them abstained" in said["thread"]
    assert "Fewer than 5 chose an answer" in said["thread"]
    assert "mean" not in "".join(said.values())
