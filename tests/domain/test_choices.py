"""One voter's answer: how it is written down, and what cannot be counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.choices import STANCES, Choice, Rule, Stance, Terms, problem_with
from tests.domain.choice_samples import IDS, a_choice, a_poll, some_terms

picks = st.lists(
    st.tuples(
        st.text("0123456789abc", min_size=1, max_size=3), st.sampled_from(["", "y", "i", "n", "5"])
    )
)


@pytest.mark.parametrize(
    ("made", "word"),
    [
        ((("3", ""),), "3"),
        ((("4", ""), ("1", "")), "4,1"),
        ((("1", "y"), ("2", "i")), "1:y,2:i"),
        ((("1", "5"), ("12", "0")), "1:5,12:0"),
        ((), "-"),
    ],
)
def test_a_choice_is_one_short_word(made, word):
    assert Choice(made).word() == word
    assert Choice.read(word) == Choice(made)


@given(picks, st.text())
def test_a_word_gives_back_the_choice_that_it_was_made_of(made, reason):
    choice = Choice(tuple(made), reason)
    assert Choice.read(choice.word(), reason) == choice


@given(picks, picks)
def test_two_choices_never_share_a_word(one, other):
    assert (Choice(tuple(one)).word() == Choice(tuple(other)).word()) is (one == other)


@given(st.text(st.characters(exclude_characters="12345")), some_terms())
def test_what_names_no_option_is_refused_and_breaks_nothing(text, terms):
    assert problem_with(Choice.read(text), IDS, terms)


def test_a_choice_tells_what_was_said_of_each_option():
    choice = Choice.read("3:y,1:n")
    assert (choice.value("1"), choice.value("2"), choice.value("3")) == ("n", None, "y")
    assert (choice.place("3"), choice.place("1"), choice.place("2")) == (1, 2, None)
    assert (choice.said("1", Rule.CONSENT), choice.said("2", Rule.CONSENT)) == ("n", None)
    assert (choice.said("1", Rule.RANK), choice.said("2", Rule.RANK)) == ("2", None)
    assert Choice(()).abstains
    assert not choice.abstains


def test_a_stance_has_one_letter():
    assert {stance.letter: stance for stance in Stance} == STANCES
    assert "".join(STANCES) == "yin"


@given(st.data())
def test_a_choice_within_the_terms_counts(data):
    terms, ids, choices = data.draw(a_poll(least=1))
    assert [problem_with(choice, ids, terms) for choice in choices] == [""] * len(choices)


@pytest.mark.parametrize(
    ("rule", "most", "word", "sentence"),
    [
        (Rule.SINGLE, 1, "1,2", "Pick one answer."),
        (Rule.SINGLE, 1, "-", "Pick one answer."),
        (Rule.SINGLE, 1, "1:y", "no longer on the list"),
        (Rule.SINGLE, 1, "6", "no longer on the list"),
        (Rule.SINGLE, 1, "", "no longer on the list"),
        (Rule.UP_TO, 3, "1,2,3,4", "Pick at most 3."),
        (Rule.UP_TO, 9, "1,2,3,4,5", ""),
        (Rule.UP_TO, 3, "1,1", "Answer each option once."),
        (Rule.UP_TO, 3, "-", "Pick at least one answer."),
        (Rule.CONSENT, 1, "1:y,2:i,5:n", ""),
        (Rule.CONSENT, 1, "1:y,2", "with yes, yes if, or no"),
        (Rule.CONSENT, 1, "1:y,1:n", "Answer each option once."),
        (Rule.CONSENT, 1, "-", "to at least one option"),
        (Rule.SCORE, 1, "1:0,2:5", ""),
        (Rule.SCORE, 1, "1:6", "Give each option a score from 0 to 5."),
        (Rule.SCORE, 1, "1:y", "Give each option a score from 0 to 5."),
        (Rule.SCORE, 1, "-", "a score from 0 to 5"),
        (Rule.RANK, 0, "5,4,3,2,1", ""),
        (Rule.RANK, 3, "5", ""),
        (Rule.RANK, 3, "5,4,3,2", "Rank at most 3."),
        (Rule.RANK, 0, "5,4,5", "Give each place to a different option."),
        (Rule.RANK, 0, "-", "first place"),
    ],
)
def test_what_cannot_be_counted_says_why(rule, most, word, sentence):
    said = problem_with(Choice.read(word), IDS, Terms(rule, most))
    assert sentence in said
    assert bool(sentence) is bool(said)


def test_nobody_may_name_more_options_than_there_are():
    assert [Terms(rule, 9).most_of(5) for rule in Rule] == [1, 5, 5, 5, 5]
    assert [Terms(rule, 2).most_of(5) for rule in Rule] == [1, 2, 5, 5, 2]
    assert Terms(Rule.RANK, 0).most_of(5) == 5


@given(st.data())
def test_more_than_the_poll_takes_is_refused(data):
    terms = data.draw(some_terms([Rule.SINGLE, Rule.UP_TO, Rule.RANK]))
    choice = data.draw(a_choice(terms))
    wide = Choice(tuple((each, "") for each in IDS))
    assert problem_with(choice, IDS, terms) == ""
    assert bool(problem_with(wide, IDS, terms)) is (terms.most_of(5) < 5)


@given(st.data())
def test_a_choice_with_an_option_twice_or_from_elsewhere_is_refused(data):
    terms = data.draw(some_terms())
    choice = data.draw(a_choice(terms))
    assert problem_with(Choice(choice.picks + choice.picks[:1]), IDS, terms)
    assert problem_with(Choice((*choice.picks[1:], ("6", choice.picks[0][1]))), IDS, terms)
