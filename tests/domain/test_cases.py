import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases import (
    EMPATHY,
    MESSAGE,
    NEW,
    TEXT_LIMIT,
    Case,
    Sheet,
    checked,
    cleaned,
    composed,
    fields_of,
    questions,
    require_fit,
    with_questions,
)
from bot.domain.errors import Invalid, NotFound
from bot.domain.wording import Check

FULL = {
    "claim": "Two weeks more make it safe",
    "evidence": "4 of 10 late launches had no test week",
    "source": "March audit",
    "warrant": "so that it holds",
    "objection": "The date is public",
    "answer": "The first part can keep it",
}


def test_a_message_has_nine_parts_and_an_argument_six():
    assert len(fields_of(MESSAGE)) == 9
    assert list(fields_of("A1")) == list(FULL) == list(fields_of(NEW))
    assert list(fields_of(EMPATHY)) == ["view", "label", "to_ask"]


@pytest.mark.parametrize("missing", FULL)
def test_an_argument_says_what_it_lacks(missing):
    assert Sheet("A1", FULL).lacks == ()
    rest = {name: text for name, text in FULL.items() if name != missing}
    [lack] = Sheet("A1", rest).lacks
    assert lack.startswith("no ")


def test_without_an_objection_no_answer_is_missed():
    assert Sheet("A1", {"claim": "It is safe"}).lacks == (
        "no evidence",
        "no source",
        "no “so that” or “because”",
        "no objection thought through",
    )


def test_more_than_two_reasons_are_too_many():
    two = Case("N1", [Sheet("A1", FULL), Sheet("A2", FULL), Sheet(MESSAGE, {"ask": "Yes?"})])
    assert not two.has_too_many_reasons
    assert Case("N1", [*two.sheets, Sheet("A3", FULL)]).has_too_many_reasons


def test_sheets_that_were_not_written_are_blank_and_an_argument_that_is_gone_is_not_found():
    case = Case("N1", [Sheet("A1", FULL, 3)])
    assert case.sheet("A1").version == 3
    for name in (MESSAGE, EMPATHY, NEW):
        assert case.sheet(name) == Sheet(name)
    with pytest.raises(NotFound):
        case.sheet("A2")


def test_only_the_sheets_own_fields_are_kept_cleaned():
    typed = {"claim": " a\x00b ", "source": "\u200b", "alien": "x"}
    assert cleaned("A1", typed) == {"claim": "ab"}


def test_an_argument_needs_a_claim_and_every_text_has_an_end():
    with pytest.raises(Invalid) as refused:
        require_fit(NEW, {"source": "x" * (TEXT_LIMIT + 1)})
    assert set(refused.value.problems) == {"claim", "source"}
    require_fit(MESSAGE, {})
    require_fit(EMPATHY, {"view": "x" * TEXT_LIMIT})


def test_the_message_is_the_leaders_words_in_order():
    text = composed(
        {
            "matters": "You need a safe launch",
            "evidence": "- 4 of 10 failed (audit)\n- One week was missing.",
            "claim": "Two weeks more",
            "ask": "Would you move the date, or cut the scope?",
        }
    )
    assert text == (
        "You need a safe launch.\n\n"
        "Two weeks more. 4 of 10 failed (audit). One week was missing.\n\n"
        "Would you move the date, or cut the scope?"
    )


def test_three_pieces_of_evidence_are_one_too_many():
    found = checked({"evidence": "4 of 5\n3 of 5\n2 of 5"})
    assert [each.phrase for each in found if each.check is Check.REASONS] == ["2 of 5."]


@given(st.dictionaries(st.sampled_from(list(fields_of(MESSAGE))), st.text(max_size=120)))
def test_findings_of_the_message_are_pieces_of_it(values):
    message = composed(values)
    for each in checked(values):
        assert message[each.start : each.start + len(each.phrase)] == each.phrase


def test_what_stands_on_a_sheet_is_guarded():
    assert [f.check for f in Sheet("A1", {"claim": "Pretend it broke"}).findings] == [Check.REFUSAL]
    assert [f.check for f in Sheet(EMPATHY, {"view": "She is lazy"}).findings] == [Check.LABEL]
    assert Sheet(EMPATHY, {"label": "It is obviously fair"}).findings == ()


def test_picked_questions_go_to_the_end_of_the_list_once():
    first, second, *_ = questions()
    asked = with_questions("My own?", [second, "unknown"])
    assert asked == f"My own?\n{questions()[second]}"
    assert with_questions(asked, [second, first]) == f"{asked}\n{questions()[first]}"
    assert with_questions("", []) == ""


def test_the_offered_questions_begin_with_what_how_which_or_who():
    assert {text.split()[0] for text in questions().values()} <= {"What", "How", "Which", "Who"}
