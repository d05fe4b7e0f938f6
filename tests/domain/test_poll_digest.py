"""What the feedback form begins with: the strongest, agreement and difference; no name."""

from dataclasses import replace

import pytest

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_digest import digest
from bot.domain.poll_items import ItemForm, terms_of
from bot.domain.poll_manner import Manner
from bot.domain.poll_results import Ballots, result_of
from tests.domain.poll_samples import CLOSE, VOTERS, an_open, ballots


def digested(terms, *words):
    poll = replace(an_open().closed(CLOSE), manner=Manner(terms))
    return digest(result_of(poll, ballots(dict(zip(VOTERS, words, strict=False)))), 1000)


@pytest.mark.parametrize(
    ("terms", "words", "told"),
    [
        (Terms(Rule.SINGLE), "112", "Strongest: May."),
        (Terms(Rule.SINGLE), "12", "Strongest: May, June."),
        (Terms(Rule.RANK, 0), ("2,1,3", "2,3,1"), "Strongest: June."),
        (Terms(Rule.RANK, 0), ("2", "2"), "Strongest: June."),
        (
            Terms(Rule.CONSENT),
            ("1:y,2:n", "1:y,2:y"),
            "Agree on: May. Differ on: June. 1 red line: June.",
        ),
        (Terms(Rule.SCORE), ("1:5", "1:4"), "Strongest: May. Agree on: May."),
        (Terms(Rule.SCORE), ("1:1", "1:2"), ""),
        (Terms(Rule.UP_TO, 2), ("1,2", "1"), "Strongest: May."),
        (Terms(Rule.SINGLE), (), ""),
        (Terms(Rule.SINGLE), ("-",), ""),
    ],
)
def test_the_strongest_comes_first_then_agreement_and_difference(terms, words, told):
    assert digested(terms, *words) == told


def test_every_question_has_its_say_and_nothing_that_was_written():
    live_with = ItemForm("Live with each?", "A\nB", terms_of(Rule.CONSENT))
    poll = an_open(items=(live_with, ItemForm("What else?"))).closed(CLOSE)
    answers = (("2", Choice.read("1:y,2:n", "Because")), ("3", Choice((), "Weekend support")))
    choices = {voter: Choice((("1", ""),), "", answers) for voter in VOTERS[:2]}
    result = result_of(poll, Ballots(frozenset(choices), choices))
    assert digest(result, 1000) == "Strongest: May. Question 2: Agree on: A. 1 red line: B."
    assert digest(result, 30) == "Strongest: May. …"
    assert len(digest(result, 10)) == 10


def test_of_a_secret_poll_with_few_answers_nothing_is_told():
    assert digested_secretly("1", "1", "2", "2") == ""
    assert digested_secretly("1", "1", "1", "2", "2") == "Strongest: May."


def digested_secretly(*words):
    poll = replace(an_open().closed(CLOSE), manner=Manner(is_secret=True))
    found = Ballots(frozenset(VOTERS[: len(words)]), {}, tuple(map(Choice.read, words)))
    return digest(result_of(poll, found), 1000)
