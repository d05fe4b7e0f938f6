"""The alignment check, against values worked out by hand."""

from fractions import Fraction

import pytest

from bot.domain.alignment import FOLLOW_UP_BELOW, asked, items, read
from bot.domain.choices import Choice, problem_with
from bot.domain.poll_templates import ALIGNMENT, template
from bot.domain.suppression import LEAST
from bot.domain.tallies import tally

KEYS = [item.key for item in items()]
IDS = ["1", "2", "3", "4", "5"]
TEXTS = dict(zip(IDS, asked().sentences, strict=True))
TERMS = template(ALIGNMENT).manner.terms


def came_of(*rows, secret=False):
    """One row a person, a score for each sentence in order; 0 where it was left out."""
    said = [Choice(tuple((i, str(s)) for i, s in zip(IDS, row, strict=True) if s)) for row in rows]
    assert all(problem_with(choice, IDS, TERMS) == "" for choice in said)
    return read(tally(said, IDS, TERMS), TEXTS, secret=secret)


def test_five_sentences_are_asked_each_with_what_to_do_next():
    assert KEYS == ["goal", "open", "outside", "worth", "heard"]
    assert all(item.sentence and item.follow_up for item in items())


def test_it_is_a_ready_poll_in_secret_that_says_what_for_and_asks_what_is_missing():
    ready, ask = template(ALIGNMENT), asked()
    assert ready.options == ask.sentences == tuple(item.sentence for item in items())
    assert ask.missing in ready.question
    assert (ready.use, ready.secret) == (ask.use, True)


def test_means_are_exact_and_what_is_low_comes_first():
    found = came_of((5, 4, 3, 2, 4), (4, 3, 4, 3, 4))
    assert [s.mean for s in found.standings] == [
        Fraction(9, 2), Fraction(7, 2), Fraction(7, 2), Fraction(5, 2), Fraction(4)
    ]  # fmt: skip
    assert [s.item.key for s in found.follow_ups] == ["worth"]


def test_the_bound_itself_needs_no_follow_up_and_a_single_one_always_does():
    at_bound = came_of((4,) * 5, (3,) * 5)
    assert {s.mean for s in at_bound.standings} == {FOLLOW_UP_BELOW}
    assert at_bound.follow_ups == ()
    with_one = came_of(*[(5,) * 5] * 9, (1, 5, 5, 5, 5))
    assert [(s.item.key, s.ones) for s in with_one.follow_ups] == [("goal", 1)]


@pytest.mark.parametrize("count", range(LEAST))
def test_in_secret_nothing_is_shown_before_five_have_answered(count):
    found = came_of(*[(1,) * 5] * count, secret=True)
    assert (found.standings, found.follow_ups) == ((), ())
    assert "until there are enough" in found.sentence


def test_in_secret_a_sentence_that_few_have_answered_is_not_shown_either():
    found = came_of(*[(5, 0, 0, 0, int(n < 4)) for n in range(6)], secret=True)
    assert [s.item.key for s in found.standings] == ["goal"]


def test_nobody_is_called_aligned_on_what_is_not_shown():
    rows = [(5, 5, 5, 5, 0)] * 5
    assert came_of(*rows, secret=True).sentence.startswith("Where enough people answered")
    assert came_of(*([(5,) * 5] * 5), secret=True).sentence.startswith("People are with you")


def test_five_in_secret_and_one_by_name_are_enough():
    assert len(came_of(*[(5,) * 5] * 5, secret=True).standings) == 5
    found = came_of((5,) * 5)
    assert len(found.standings) == 5
    assert found.sentence.startswith("People are with you")


@pytest.mark.parametrize("score", ["0", "6", "-1"])
def test_a_score_outside_one_to_five_is_refused(score):
    assert "from 1 to 5" in problem_with(Choice((("1", score),)), IDS, TERMS)


def test_another_poll_is_no_alignment_check():
    assert read(tally([], ["1"], TERMS), {"1": "May"}, secret=False).standings == ()
