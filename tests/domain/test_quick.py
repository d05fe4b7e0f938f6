"""A quick preparation: what it needs, what it advises, what becomes of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checklist import ITEMS
from bot.domain.copy import copy
from bot.domain.errors import Invalid
from bot.domain.negotiations import NAME_LIMIT
from bot.domain.quick import NAMES, QuickForm, QuickPrep, advice, limit_of

FULL = QuickForm(
    "Pat", "Delivery in May", "Their plan is full", "What would have to change?",
    "If you could deliver in May, then I could order early",
)  # fmt: skip


def a_form(**changes):
    return QuickForm(**{**{name: getattr(FULL, name) for name in NAMES}, **changes})


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("who", "\u200b ", "Who is it with"),
        ("want", "", "What do you want"),
        *((name, "W" * (limit_of(name) + 1), "within") for name in NAMES),
    ],
)
def test_each_problem_is_named_beside_its_field(field, typed, words):
    with pytest.raises(Invalid) as refused:
        a_form(**{field: typed}).checked()
    assert set(refused.value.problems) == {field}
    assert words in refused.value.problems[field]


def test_who_and_what_are_enough():
    assert QuickForm(who=" Pat\n Doyle ", want="May").checked() == QuickForm("Pat Doyle", "May")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"question": ""}, "no_question"),
        ({"question": "Could you deliver in May?"}, "closed_question"),
        ({"why_not": ""}, "no_reason"),
        ({"trade": ""}, "no_trade"),
        ({"trade": "I give you a rebate"}, "no_if"),
        ({}, "all_there"),
    ],
)
def test_the_advice_is_about_what_is_missing_first(changes, name):
    assert advice(a_form(**changes)) == copy("quick")["advice"][name]


def test_every_advice_of_the_copy_can_be_given():
    forms = [
        a_form(question=""), a_form(question="Is it?"), a_form(why_not=""), a_form(trade=""),
        a_form(trade="Cake"), FULL,
    ]  # fmt: skip
    assert {advice(form) for form in forms} == set(copy("quick")["advice"].values())


def test_what_it_fills_is_asked_by_the_workbook():
    for code, answers in FULL.answers.items():
        assert set(answers) <= {field.name for field in ITEMS[code].fields}
    assert FULL.answers["P6"] == {"fear": "Their plan is full", "fear_sure": "guess"}


def test_what_was_left_out_fills_nothing():
    assert set(QuickForm("Pat", "May").answers) == {"P1"}


@given(st.builds(QuickForm, *[st.text(max_size=400)] * 5))
def test_whatever_can_be_saved_can_become_a_record(form):
    try:
        checked = form.checked()
    except Invalid:
        return
    assert checked.checked() == checked
    record = checked.record.checked("U1")
    assert 0 < len(record.name) <= NAME_LIMIT
    assert record.counterpart == " ".join(checked.who.split())


def test_other_words_keep_the_rest():
    prep = QuickPrep("Q1", "U1", FULL, datetime(2026, 11, 24, tzinfo=UTC), "N1")
    edited = prep.edited(QuickForm("Kim", "June"))
    assert (edited.id, edited.negotiation, edited.form.who) == ("Q1", "N1", "Kim")
    with pytest.raises(Invalid):
        prep.edited(QuickForm())
