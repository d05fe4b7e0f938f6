from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checklist import (
    BATNA,
    FIVE_MINUTES,
    ITEMS,
    MOTIVES,
    QUESTIONS,
    RESERVATION,
    TARGET,
    THEIR_SIDE,
    guesses,
    is_open_question,
    output_card,
    recall,
)
from bot.domain.copy import copy
from bot.domain.prep import (
    GATE,
    Element,
    Field,
    Item,
    Quality,
    Test,
    Workbook,
    band,
    cleaned,
    count_lines,
    filled,
    readiness,
)

COMPLETE = {
    "P1": {"motives": "Time for the team\nA fair price", "beyond_money": "yes"},
    "P3": {
        "batna": "Stay with the old supplier",
        "owner": "Me",
        "ready_on": "2027-01-04",
        "strength": "weak",
        "improve": "Call a second supplier",
    },
    "P4": {"reservation_point": "4,800 a month", "tied_to_batna": "yes"},
    "P5": {"target": "5,400 a month", "reason": "Others earn it", "above_reservation": "yes"},
    "P6": {
        "want_1": "Calm before the audit",
        "want_1_sure": "known",
        "want_2": "A short contract",
        "want_2_sure": "guess",
        "fear": "To look soft",
        "fear_sure": "guess",
    },
    "P8": {"questions": "What matters most?\nHow do you decide?\nWho else should agree?"},
}
DRAFT = {
    "P1": {"motives": "Time for the team"},
    "P3": {"batna": "Stay with the old supplier"},
    "P4": {"reservation_point": "4,800 a month"},
    "P5": {"target": "5,400 a month"},
    "P6": {"want_1": "Calm before the audit"},
    "P8": {"questions": "What matters most?"},
}
LEVELS = {Quality.EMPTY: {}, Quality.DRAFT: DRAFT, Quality.COMPLETE: COMPLETE}


def a_workbook(**qualities):
    answers = {code: LEVELS[q].get(code, {}) for code, q in qualities.items()}
    return Workbook("N", answers)


def all_at(quality, **others):
    return a_workbook(**{**dict.fromkeys(ITEMS, quality), **others})


def score(workbook):
    return readiness(workbook, FIVE_MINUTES).points


def toy(code, weight):
    fields = (Field("text", "Text"),)
    tests = (Test("two lines", count_lines("text", 2)),)
    return Item(code, code, "?", Element.OPTIONS, weight, fields, tests)


# The formula


def test_the_five_minute_tier_weighs_eighteen():
    assert sum(item.weight for item in FIVE_MINUTES) == 18


@pytest.mark.parametrize("code", ITEMS)
@pytest.mark.parametrize("quality", Quality)
def test_the_examples_are_of_the_quality_they_claim(code, quality):
    assert ITEMS[code].quality(LEVELS[quality].get(code, {})) is quality


@pytest.mark.parametrize(
    ("workbook", "points", "word"),
    [
        (Workbook("N"), 0, "thin"),
        (all_at(Quality.DRAFT), 50, "usable"),
        (all_at(Quality.DRAFT, P1=Quality.COMPLETE), 58, "usable"),
        (all_at(Quality.DRAFT, P1=Quality.COMPLETE, P3=Quality.COMPLETE), 66, "usable"),
        (all_at(Quality.COMPLETE, P8=Quality.DRAFT, P6=Quality.DRAFT), 83, "ready"),
        (all_at(Quality.COMPLETE, P8=Quality.DRAFT), 91, "strong"),
        (all_at(Quality.COMPLETE), 100, "strong"),
        (a_workbook(P1=Quality.DRAFT), 8, "thin"),
    ],
)
def test_readiness_follows_the_formula(workbook, points, word):
    found = readiness(workbook, FIVE_MINUTES)
    assert (found.points, found.band) == (points, word)


def test_weights_count():
    items = (toy("A", 3), toy("B", 1))
    answers = Workbook("N", {"A": {"text": "one"}, "B": {"text": "one\ntwo"}})
    assert readiness(answers, items).points == int(Fraction(100 * (3 * 1 + 1 * 2), 8))


@pytest.mark.parametrize(
    ("points", "word"),
    [(0, "thin"), (39, "thin"), (40, "usable"), (69, "usable"), (70, "ready"), (84, "ready"),
     (85, "strong"), (100, "strong")],
)  # fmt: skip
def test_bands_begin_where_the_reference_says(points, word):
    assert band(points) == word


@pytest.mark.parametrize("code", ITEMS)
def test_one_empty_essential_caps_at_59_and_is_named(code):
    found = readiness(all_at(Quality.COMPLETE, **{code: Quality.EMPTY}), FIVE_MINUTES)
    assert found.points == GATE
    assert found.gated_by == (ITEMS[code],)


def test_a_light_item_that_is_empty_caps_nothing():
    items = (toy("A", 3), toy("B", 2))
    answers = Workbook("N", {"A": {"text": "one\ntwo"}})
    assert readiness(answers, items).points == 60
    assert readiness(answers, items).gated_by == ()


# Properties

qualities = st.fixed_dictionaries({code: st.sampled_from(Quality) for code in ITEMS})


@given(qualities, st.sampled_from(sorted(ITEMS)), st.sampled_from(Quality))
def test_filling_an_item_never_lowers_readiness(start, code, after):
    better = {**start, code: max(start[code], after)}
    assert score(a_workbook(**better)) >= score(a_workbook(**start))


typed_fields = [(i.code, f.name) for i in FIVE_MINUTES for f in i.fields]


def _some_answer(code, name):
    return COMPLETE[code].get(name, "If they stall, then I wait")


@given(st.sets(st.sampled_from(typed_fields)), st.sampled_from(typed_fields))
def test_filling_one_more_field_never_lowers_readiness(already, one_more):
    def workbook(chosen):
        answers = {}
        for code, name in chosen:
            answers.setdefault(code, {})[name] = _some_answer(code, name)
        return Workbook("N", answers)

    assert score(workbook({*already, one_more})) >= score(workbook(already))


@given(qualities)
def test_an_empty_essential_caps_readiness_and_100_means_everything(chosen):
    found = readiness(a_workbook(**chosen), FIVE_MINUTES)
    if Quality.EMPTY in chosen.values():
        assert found.points <= GATE
        assert found.gated_by
    assert (found.points == 100) == (set(chosen.values()) == {Quality.COMPLETE})
    assert 0 <= found.points <= 100


@given(qualities)
def test_the_gap_worth_most_comes_first_and_complete_items_are_no_gap(chosen):
    found = readiness(a_workbook(**chosen), FIVE_MINUTES)
    worths = [gap.worth for gap in found.gaps]
    assert worths == sorted(worths, reverse=True)
    open_codes = {code for code, quality in chosen.items() if quality is not Quality.COMPLETE}
    assert {gap.item.code for gap in found.gaps} == open_codes


texts = st.text(max_size=60)


@given(st.dictionaries(st.sampled_from([n for _, n in typed_fields] + ["alien"]), texts))
def test_any_text_can_be_judged_and_cleaning_keeps_only_the_items_own_fields(typed):
    for item in FIVE_MINUTES:
        kept = cleaned(item, typed)
        assert set(kept) <= {f.name for f in item.fields}
        assert item.quality(kept) in Quality
        assert item.quality(kept) == item.quality(typed)


# The checklist


def test_what_is_sealed_is_the_alternative_and_the_limit():
    assert {item.code for item in FIVE_MINUTES if item.sealed} == {"P3", "P4"}


def test_every_item_is_asked_in_the_five_minute_form():
    assert all(any(f.brief for f in item.fields) for item in FIVE_MINUTES)


@pytest.mark.parametrize("item", FIVE_MINUTES, ids=lambda i: i.code)
def test_each_missing_condition_is_named_until_it_holds(item):
    assert len(item.missing({})) == len(item.tests)
    assert item.missing(COMPLETE[item.code]) == ()


def test_a_tick_or_a_choice_alone_is_not_an_answer():
    assert MOTIVES.quality({"beyond_money": "yes"}) is Quality.EMPTY
    assert THEIR_SIDE.quality({"want_1_sure": "guess", "fear_sure": "guess"}) is Quality.EMPTY
    assert BATNA.quality({"strength": "weak"}) is Quality.EMPTY


def test_invisible_characters_are_no_answer():
    assert RESERVATION.quality({"reservation_point": "\u200b \u2060"}) is Quality.EMPTY


@pytest.mark.parametrize(
    ("line", "is_open"),
    [
        ("What would make this easy for you?", True),
        ("- How do you decide?", True),
        ("Is that all?", False),
        ("CAN you move?", False),
        ("Isabel, what matters most?", True),
        ("Tell me more", False),
        ("どうすれば決めやすいですか\uff1f", True),
        ("ماذا يهمك أكثر؟", True),
    ],
)
def test_an_open_question_is_one_that_yes_or_no_does_not_answer(line, is_open):
    assert is_open_question(line.removeprefix("- ")) is is_open


def test_the_limit_is_written_beside_the_alternative_it_follows_from():
    found = recall(RESERVATION, all_at(Quality.DRAFT))
    assert found is not None
    assert found.texts == ("Stay with the old supplier",)


def test_each_guess_about_them_is_recalled_when_questions_are_written():
    full = all_at(Quality.COMPLETE)
    assert guesses(full) == ["A short contract", "To look soft"]
    found = recall(QUESTIONS, full)
    assert found is not None
    assert found.texts == ("A short contract", "To look soft")


def test_nothing_is_recalled_where_nothing_was_said():
    assert recall(QUESTIONS, Workbook("N")) is None
    assert recall(RESERVATION, Workbook("N")) is None
    assert recall(TARGET, all_at(Quality.COMPLETE)) is None


def test_the_output_card_comes_when_all_six_are_at_least_drafts():
    assert output_card(all_at(Quality.DRAFT, P6=Quality.EMPTY)) is None
    card = output_card(all_at(Quality.DRAFT))
    assert card is not None
    assert (card.aim, card.first_question) == ("5,400 a month", "What matters most?")
    assert (card.if_then, card.is_suggested) == (copy("calm")["suggested_if_then"], True)


def test_the_leaders_own_if_then_stands_on_the_card():
    own = {"questions": "What?", "if_then": "If they stall, then I wait"}
    card = output_card(Workbook("N", {**DRAFT, "P8": own}))
    assert card is not None
    assert (card.if_then, card.is_suggested) == ("If they stall, then I wait", False)


def test_the_card_never_holds_the_limit():
    card = output_card(all_at(Quality.COMPLETE))
    assert card is not None
    assert "4,800" not in str(card)
    assert "old supplier" not in str(card)


def test_filled_asks_for_every_field():
    both = filled("a", "b")
    assert both({"a": "x", "b": "y"})
    assert not both({"a": "x", "b": " "})
