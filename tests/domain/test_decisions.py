"""What a decision needs, and what a new version keeps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decisions import TEXT_LIMIT, Decision, DecisionForm, Visibility, form_of
from bot.domain.errors import Invalid

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def a_form(**changes):
    return DecisionForm(**{"question": "Which date?", "decision": "June.", **changes})


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("question", "\u200b ", "Which question"),
        ("decision", "", "What did you decide"),
        *((name, "W" * (TEXT_LIMIT + 1), "within 2000") for name in DecisionForm.TEXTS),
        ("review_on", TODAY, "lies ahead"),
        ("review_on", TODAY - timedelta(days=400), "lies ahead"),
    ],
)
def test_each_problem_is_named_beside_its_field(field, typed, words):
    with pytest.raises(Invalid) as error:
        a_form(**{field: typed}).checked(TODAY)
    assert words in error.value.problems[field]


def test_question_and_decision_are_enough():
    form = a_form().checked(TODAY)
    assert (form.options, form.dissent, form.visibility) == ("", "", Visibility.CORE)


@given(st.text(max_size=TEXT_LIMIT))
def test_what_is_kept_has_no_control_characters(typed):
    form = a_form(reasons=typed).checked(TODAY)
    assert not {"\x00", "\u202e", "\r"} & set(form.reasons)
    assert form.reasons == form.reasons.strip()


def test_the_leaders_own_words_are_checked_and_what_was_heard_is_not():
    blame = "The team made me sign."
    form = a_form(decision=blame, reasons=blame, dissent=blame, input_received=blame)
    assert set(form.findings()) == {"decision", "reasons"}
    owned = form.owned()
    assert owned.findings() == {}
    assert owned.dissent == blame


def test_a_new_version_keeps_the_chain_and_leaves_the_old_one_as_it_was():
    first = Decision("D1", "D1", 1, "N", "U1", NOW, a_form(), "P")
    second = first.revised("D2", a_form(decision="July."), NOW + timedelta(days=1))
    assert (second.id, second.chain, second.version, second.poll) == ("D2", "D1", 2, "P")
    assert (first.version, first.form.decision) == (1, "June.")


@pytest.mark.parametrize("day", [None, TODAY])
@pytest.mark.parametrize("visibility", Visibility)
def test_what_was_written_is_read_back(day, visibility):
    form = a_form(dissent="Too late", done_by=day, review_on=day, visibility=visibility)
    assert form_of(form.written) == form


def test_the_fields_that_few_need_are_read_back_too():
    texts = {name: f"<{name}>" for name in DecisionForm.TEXTS}
    form = a_form(**texts, probability=70, accountable="U2", thanked=("U3", "U4"))
    assert form_of(form.written) == form


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"probability": 70}, "expected"),
        ({"probability": 61, "expected": "They sign"}, "probability"),
        ({"thanked": tuple(f"U{n}" for n in range(11))}, "thanked"),
    ],
)
def test_an_expectation_and_its_number_go_together(changes, field):
    with pytest.raises(Invalid) as error:
        a_form(**changes).checked(TODAY)
    assert list(error.value.problems) == [field]


def test_whoever_is_thanked_is_thanked_once():
    form = a_form(thanked=("U3", "U4", "U3"), expected="They sign", probability=70)
    assert form.checked(TODAY).thanked == ("U3", "U4")


def test_a_review_date_that_has_come_is_not_asked_for_again():
    form = a_form(review_on=TODAY, done_by=TODAY)
    begun = Decision("D1", "D1", 1, "N", "U1", NOW, form).to_revise(TODAY)
    assert (begun.review_on, begun.done_by, begun.accountable) == (None, TODAY, "U1")
    ahead = a_form(review_on=TODAY + timedelta(days=1))
    again = Decision("D1", "D1", 1, "N", "U1", NOW, ahead).to_revise(TODAY)
    assert again.review_on == ahead.review_on
