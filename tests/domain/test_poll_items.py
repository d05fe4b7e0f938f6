"""Further questions: typed, kept, answered, counted each by itself, mended."""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.choices import Choice, Rule
from bot.domain.errors import Invalid
from bot.domain.poll_forms import draft, form_of
from bot.domain.poll_items import (
    MOST_QUESTIONS,
    WORDS_LIMIT,
    ItemForm,
    items_problems,
    items_written,
    terms_of,
    written_items,
)
from bot.domain.poll_manner import Manner, Repeat
from bot.domain.poll_occasions import next_weekly
from bot.domain.poll_results import Ballots, in_words, outcome_of, result_of, unnamed
from bot.domain.poll_templates import template, templates
from bot.domain.poll_wording import Wording, reworded
from bot.domain.polls import Poll
from tests.domain.choice_samples import a_choice
from tests.domain.poll_samples import CLOSE, NOW, VOTERS, a_form, an_open

CONSENT = ItemForm("Live with each?", "A\nB", terms_of(Rule.CONSENT))
WORDS = ItemForm("What else?")
LINES = st.text(string.ascii_letters, min_size=1, max_size=8)
PICKS = st.sampled_from(["-", "1:y", "1:n,2:i", "2:y"]).map(Choice.read)


def asked(*forms: ItemForm, **changes: object) -> Poll:
    poll: Poll = an_open(items=forms or (CONSENT, WORDS), **changes)
    return poll


def said(word: str = "-", **items: Choice) -> Choice:
    return replace(
        Choice.read(word), items=tuple((n.removeprefix("q"), c) for n, c in items.items())
    )


@st.composite
def item_forms(draw: st.DrawFn) -> tuple[ItemForm, ...]:
    rules = st.none() | st.sampled_from(tuple(Rule))

    def form(question: str, options: list[str], rule: Rule | None) -> ItemForm:
        typed = "\n".join(options) if rule else ""
        return ItemForm(question, typed, terms_of(rule) if rule else None)

    few = st.lists(LINES, min_size=2, max_size=5, unique_by=str.casefold)
    return tuple(draw(st.lists(st.builds(form, LINES, few, rules), max_size=MOST_QUESTIONS - 1)))


def test_the_ready_poll_asks_five_questions_and_nothing_is_wrong_with_it():
    ready = template("input")
    form = a_form().filled(ready)
    assert 1 + len(form.items) == MOST_QUESTIONS
    assert form.problems(NOW) == {}
    assert [form.terms is None for form in ready.items] == [False, True, True, True]


def test_no_ready_poll_asks_more_than_five():
    assert all(1 + len(ready.items) <= MOST_QUESTIONS for ready in templates())


@given(item_forms())
def test_what_was_typed_is_kept_and_comes_back(forms):
    assert items_written(written_items(forms)) == forms
    assert items_problems(forms) == {}


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (ItemForm("W" * 301), "item-2-question"),
        (ItemForm("Which?", "A", terms_of(Rule.SINGLE)), "item-2-options"),
        (ItemForm("Which?", "A\na", terms_of(Rule.UP_TO)), "item-2-options"),
        (ItemForm("Which?", "\n".join("abcdefghijk"), terms_of(Rule.RANK)), "item-2-options"),
        (ItemForm("Which?", "", terms_of(Rule.SCORE)), "item-2-options"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(form, field):
    assert set(items_problems([form])) == {field}


def test_an_empty_question_is_left_out_and_the_others_close_up():
    poll = asked(ItemForm(" "), CONSENT, ItemForm("", "A\nB", terms_of(Rule.SCORE)), WORDS)
    assert [(item.id, item.question) for item in poll.items] == [
        ("2", "Live with each?"),
        ("3", "What else?"),
    ]


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (said("9"), "choice"),
        (said("1", q2=Choice.read("9:y")), "item-2-choice"),
        (said("1", q2=Choice.read("1:5")), "item-2-choice"),
        (said("1", q3=Choice((), "W" * (WORDS_LIMIT + 1))), "item-3-reason"),
        (said("1", q3=Choice.read("1")), "item-3-choice"),
    ],
)
def test_an_answer_that_does_not_fit_its_question_is_refused(choice, field):
    with pytest.raises(Invalid) as raised:
        asked().check_choice(choice)
    assert set(raised.value.problems) == {field}


@pytest.mark.parametrize(
    "choice", [said(), said("1"), said(q2=Choice.read("1:y")), said(q3=Choice((), "All of it"))]
)
def test_every_question_may_be_left_out(choice):
    asked().check_choice(choice)


@given(st.lists(st.tuples(a_choice(Manner().terms, "123", 0), PICKS, LINES), max_size=8))
def test_each_question_counts_as_if_it_stood_alone(answers):
    poll = asked()
    given_ = {
        f"U{n}": replace(first, items=(("2", second), ("3", Choice((), words))))
        for n, (first, second, words) in enumerate(answers)
    }
    result = result_of(poll, Ballots(frozenset(given_), given_))
    alone = Ballots(frozenset(given_), {f"U{n}": each for n, (_, each, _) in enumerate(answers)})
    assert result.items[0].tally == result_of(poll.about(poll.items[0]), alone).tally
    assert result.items[1].written == len(answers)
    assert result.tally.answered == sum(bool(first.picks) for first, _, _ in answers)


@given(st.lists(st.tuples(PICKS, LINES), min_size=5, max_size=9), st.randoms())
def test_no_two_answers_of_one_person_stand_together_in_what_is_kept(answers, chance):
    """Exchanging the answers to one question between people changes nothing of it."""

    def kept(seconds, words):
        pairs = zip(seconds, words, strict=True)
        choices = [said("1", q2=second, q3=Choice((), text)) for second, text in pairs]
        return outcome_of(choices, list.sort)

    seconds, words = (list(column) for column in zip(*answers, strict=True))
    before = kept(seconds, words)
    chance.shuffle(seconds)
    assert kept(seconds, words) == before
    assert len(before.items["3"].comments) == len(words)


def test_nothing_of_fewer_than_five_is_kept_of_any_question():
    outcome = outcome_of([said("1", q3=Choice((), "Why"))] * 4, list.sort)
    assert (outcome.words, outcome.items) == ((), {})
    poll = replace(asked(), manner=Manner(is_secret=True))
    result = result_of(poll, unnamed(frozenset(VOTERS[:4]), outcome))
    assert result.is_hidden
    assert result.is_silent
    assert [item.is_hidden for item in result.items] == [True, False]
    assert result.items[1].written == 0
    assert in_words(result) == ""


def test_a_question_that_few_answered_is_hidden_though_many_answered_others():
    few = [said("1", q2=Choice.read("1:n"))] + [said("1")] * 4
    for choices, hidden in (
        (few, [False, True]),
        ([said(q2=Choice.read("1:y"))] * 5, [True, False]),
    ):
        outcome = outcome_of(choices, list.sort)
        poll = replace(asked(CONSENT), manner=Manner(is_secret=True))
        result = result_of(poll, unnamed(frozenset(VOTERS), outcome))
        assert not result.is_silent
        assert [result.is_hidden, result.items[0].is_hidden] == hidden
        assert "no" not in in_words(result).split()
        assert [not outcome.words, not outcome.items["2"].words] == hidden


def test_a_decision_repeats_counts_of_all_questions_and_no_word_that_was_written():
    choices = {"U1": said("2", q2=Choice.read("1:y,2:n"), q3=Choice((), "Weekend support"))}
    told = in_words(result_of(asked(), Ballots(frozenset(choices), choices)))
    assert "June: 1" in told
    assert "Live with each? A: 1 yes" in told
    assert "Weekend" not in told


def test_words_of_a_further_question_are_mended_and_its_answers_keep_their_ids():
    poll = asked()
    words = Wording("Which date?", "May\nJune\nNo view", {"2": Wording("Live?", "A\nB2\nC")})
    mended = reworded(poll, words, has_votes=True, at=NOW)
    assert [(o.id, o.text) for o in mended.items[0].options] == [
        ("1", "A"),
        ("2", "B2"),
        ("3", "C"),
    ]
    assert mended.items[1] == poll.items[1]
    assert [item.was for item in mended.items] == ["Live with each?", ""]
    assert (mended.was, mended.edited_at) == ("Which date?", NOW)


@pytest.mark.parametrize(
    ("item", "words", "field"),
    [
        ("2", Wording("Live?", "A"), "item-2-options"),
        ("2", Wording("Live?", "B\nA"), "item-2-options"),
        ("2", Wording(" ", "A\nB"), "item-2-question"),
        ("3", Wording("Else?", "A\nB"), "item-3-options"),
    ],
)
def test_what_would_change_the_meaning_of_an_answer_is_refused(item, words, field):
    wording = Wording("Which date?", "May\nJune\nNo view", {item: words})
    with pytest.raises(Invalid) as raised:
        reworded(asked(), wording, has_votes=True, at=NOW)
    assert set(raised.value.problems) == {field}


def test_used_again_it_asks_the_same_questions_and_another_poll_does_not():
    again = draft(form_of(asked()), "P2", "N", "U1", NOW)
    assert again.asks_like(asked())
    assert not an_open().asks_like(asked())


@pytest.mark.parametrize("repeat", [Repeat.WEEKLY, Repeat.TWO_WEEKLY])
def test_the_next_occasion_asks_all_questions_again(repeat):
    poll = asked(manner=Manner(repeat=repeat))
    words = Wording("Which date?", "May\nJune\nNo view", {"3": Wording("And what else?", "")})
    mended = reworded(poll, words, has_votes=False, at=NOW).closed(CLOSE)
    again = next_weekly(mended, "P2", "UTC", CLOSE).items
    assert [item.question for item in again] == ["Live with each?", "And what else?"]
    # Nobody was asked anything else before: it is a new poll.
    assert {item.was for item in again} == {""}
