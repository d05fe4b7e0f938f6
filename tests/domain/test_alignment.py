"""The alignment check, against values worked out by hand."""

from fractions import Fraction

import pytest

from bot.domain.alignment import ENOUGH_IN_SECRET, FOLLOW_UP_BELOW, asked, evaluate, items
from bot.domain.errors import Invalid

KEYS = [item.key for item in items()]


def answers(*rows):
    """One row a person, a score for each item in order."""
    return [dict(zip(KEYS, row, strict=True)) for row in rows]


def test_five_sentences_are_asked_each_with_what_to_do_next():
    assert KEYS == ["goal", "open", "outside", "worth", "heard"]
    assert all(item.sentence and item.follow_up for item in items())


def test_it_asks_each_sentence_says_what_for_and_what_is_missing():
    ask = asked()
    assert ask.sentences == tuple(item.sentence for item in items())
    assert all((ask.question, ask.use, ask.missing))


def test_means_are_exact_and_what_is_low_comes_first():
    found = evaluate(answers((5, 4, 3, 2, 4), (4, 3, 4, 3, 4)), secret=False)
    assert [s.mean for s in found.standings] == [
        Fraction(9, 2), Fraction(7, 2), Fraction(7, 2), Fraction(5, 2), Fraction(4)
    ]  # fmt: skip
    assert [s.item.key for s in found.follow_ups] == ["worth"]


def test_the_bound_itself_needs_no_follow_up_and_a_single_one_always_does():
    at_bound = evaluate(answers((4,) * 5, (3,) * 5), secret=False)
    assert {s.mean for s in at_bound.standings} == {FOLLOW_UP_BELOW}
    assert at_bound.follow_ups == ()
    with_one = evaluate(answers(*[(5,) * 5] * 9, (1, 5, 5, 5, 5)), secret=False)
    assert [(s.item.key, s.ones) for s in with_one.follow_ups] == [("goal", 1)]


@pytest.mark.parametrize("count", range(ENOUGH_IN_SECRET))
def test_in_secret_nothing_is_shown_before_five_have_answered(count):
    found = evaluate(answers(*[(1,) * 5] * count), secret=True)
    assert (found.answered, found.standings, found.follow_ups) == (count, (), ())
    assert "until there are enough" in found.sentence


def test_in_secret_an_item_that_few_have_answered_is_not_shown_either():
    four_say_one = [{"goal": 5, **({"heard": 1} if n < 4 else {})} for n in range(6)]
    found = evaluate(four_say_one, secret=True)
    assert [s.item.key for s in found.standings] == ["goal"]


def test_five_in_secret_and_one_by_name_are_enough():
    assert len(evaluate(answers(*[(5,) * 5] * 5), secret=True).standings) == 5
    found = evaluate(answers((5,) * 5), secret=False)
    assert len(found.standings) == 5
    assert found.sentence.startswith("People are with you")


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_outside_one_to_five_is_refused(score):
    with pytest.raises(Invalid):
        evaluate([{"goal": score}], secret=False)


def test_nobody_has_answered():
    assert evaluate([], secret=False).standings == ()
