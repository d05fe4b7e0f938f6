from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checklist import (
    CARRIED,
    CHECKLIST,
    FIVE_MINUTES,
    FORCED_FRESH,
    ITEMS,
    guesses,
    items_of,
    output_card,
    recall,
    to_find_out,
)
from bot.domain.copy import copy
from bot.domain.prep import (
    GATE,
    Element,
    Field,
    Item,
    Quality,
    Test,
    Tier,
    Workbook,
    band,
    by_element,
    cleaned,
    readiness,
)
from bot.domain.prep_rules import count, filled, is_open_question, ranges

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
    "P8": {
        "questions": "What matters most?\nHow do you decide?\nWho else should agree?",
        "tests_guesses": "yes",
        "if_then": "If they stall, then I wait",
    },
    "P2": {"issues": "Price: 56 -> 40\nTerm: 1 to 3 years\nStart: May → March", "ranked": "yes"},
    "P7": {
        "their_batna": "Keep the old contract",
        "limit_guess": "5,200",
        "limit_range": "4,900 to 5,600",
        "source": "Last year's budget",
    },
    "P9": {"criteria": "The pay survey\nThe offer of last year", "against_me": "Nobody works less"},
    "P10": {"ours": "Ines", "theirs": "The buyer", "path": "Buyer, board", "mandate": "The term"},
    "P11": {"seen": "“Not now”, twice", "my_part": "They heard of it late"},
    "P12": {"packages": "A\nB\nC", "above_reservation": "yes", "differ": "yes"},
    "P13": {"first": "offer", "words": "Let me begin", "why": "Our budget is fixed"},
    "P14": {"order": "A third year -> support\nPay early -> a lower price", "stop": "After two"},
    "P15": {"time_out": "Ten minutes?", "walk_away": "Not today", "door_open": "yes"},
    "P16": {
        "lead": "Me",
        "notes": "Aisha",
        "signal": "The notebook",
        "share": "Why",
        "keep": "Until when",
    },
    "P17": {"consulted": "Delivery", "objections": "The start in March"},
    "P18": {"history": "Two fair deals", "wanted": "They call us", "act": "Own the late delivery"},
    "P19": {"agenda": "Needs, then packages", "place": "Tuesday, there", "sent": "yes"},
    "P20": {
        "premortem": "I gave in",
        "if_then": "If they stall, then I wait",
        "if_then_2": "If it gets loud, then I write",
    },
    "P21": {"message": "You want calm. So do we. What would make it work?", "one_ask": "yes"},
    "P22": {"method": "breathe", "trigger": "Being interrupted", "reminder": "yes"},
    "P23": {"draft": "They send it\nWe sign\nWe meet in May", "review_on": "2027-05-01"},
    "P24": {"chance": "70", "expected": "48 a seat", "relationship": "Fair with us"},
}
DRAFT = {
    "P1": {"motives": "Time for the team"},
    "P3": {"batna": "Stay with the old supplier"},
    "P4": {"reservation_point": "4,800 a month"},
    "P5": {"target": "5,400 a month"},
    "P6": {"want_1": "Calm before the audit"},
    "P8": {"questions": "What matters most?"},
    "P2": {"issues": "Price"},
    "P7": {"their_batna": "Keep the old contract"},
    "P9": {"criteria": "The pay survey"},
    "P10": {"ours": "Ines"},
    "P11": {"seen": "“Not now”, twice"},
    "P12": {"packages": "A"},
    "P13": {"words": "Let me begin"},
    "P14": {"order": "A third year"},
    "P15": {"time_out": "Ten minutes?"},
    "P16": {"lead": "Me"},
    "P17": {"consulted": "Delivery"},
    "P18": {"history": "Two fair deals"},
    "P19": {"agenda": "Needs"},
    "P20": {"premortem": "I gave in"},
    "P21": {"message": "You want calm."},
    "P22": {"trigger": "Being interrupted"},
    "P23": {"draft": "They send it"},
    "P24": {"expected": "48 a seat"},
}
LEVELS = {Quality.EMPTY: {}, Quality.DRAFT: DRAFT, Quality.COMPLETE: COMPLETE}


def a_workbook(**qualities):
    answers = {code: LEVELS[q].get(code, {}) for code, q in qualities.items()}
    return Workbook("N", answers)


def all_at(quality, **others):
    return a_workbook(**{**dict.fromkeys(ITEMS, quality), **others})


def score(workbook, tier=Tier.FIVE):
    return readiness(workbook, items_of(tier)).points


every_tier = pytest.mark.parametrize("tier", Tier)


def toy(code, weight):
    fields = (Field("text", "Text"),)
    tests = (Test("two lines", count(["text"], 2)),)
    return Item(code, code, "?", Element.OPTIONS, weight, fields, tests)


# The formula


@pytest.mark.parametrize(
    ("tier", "weight", "number"), [("5", 18, 6), ("30", 36, 14), ("full", 50, 24)]
)
def test_the_tiers_weigh_what_the_reference_says(tier, weight, number):
    items = items_of(Tier(tier))
    assert (sum(item.weight for item in items), len(items)) == (weight, number)


def test_each_tier_holds_the_one_before_it_in_the_same_words():
    five, thirty, full = (items_of(tier) for tier in Tier)
    assert set(five) < set(thirty) < set(full) == set(CHECKLIST)
    assert {item.code for item in full} == {f"P{n}" for n in range(1, 25)}


def test_full_readiness_is_the_plain_sum_of_weight_and_quality():
    answers = {**DRAFT, "P1": COMPLETE["P1"], "P24": {}}
    book = Workbook("N", answers)
    plain = sum(item.weight * book.quality(item) for item in CHECKLIST)
    assert readiness(book, items_of(Tier.FULL)).points == plain == 52


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


@every_tier
def test_one_empty_essential_caps_at_59_and_is_named(tier):
    items = items_of(tier)
    for item in items:
        found = readiness(all_at(Quality.COMPLETE, **{item.code: Quality.EMPTY}), items)
        is_essential = item.weight == 3
        assert (found.points == GATE) is is_essential
        assert found.gated_by == ((item,) if is_essential else ())


def test_coverage_by_element_counts_each_item_once():
    found = by_element(all_at(Quality.COMPLETE, P1=Quality.DRAFT), CHECKLIST)
    assert set(found) == set(Element)
    assert found[Element.INTERESTS] == 75
    assert set(found.values()) == {75, 100}


def test_a_light_item_that_is_empty_caps_nothing():
    items = (toy("A", 3), toy("B", 2))
    answers = Workbook("N", {"A": {"text": "one\ntwo"}})
    assert readiness(answers, items).points == 60
    assert readiness(answers, items).gated_by == ()


# Properties

# P20 shows an answer of P8, so it is empty only where P8 has none.
qualities = st.fixed_dictionaries({code: st.sampled_from(Quality) for code in ITEMS}).filter(
    lambda chosen: chosen["P8"] is not Quality.COMPLETE or chosen["P20"] is not Quality.EMPTY
)


@given(qualities, st.sampled_from(sorted(ITEMS)), st.sampled_from(Quality))
def test_filling_an_item_never_lowers_readiness_of_any_tier(start, code, after):
    better = {**start, code: max(start[code], after)}
    for tier in Tier:
        assert score(a_workbook(**better), tier) >= score(a_workbook(**start), tier)


@given(qualities)
def test_the_tiers_agree_on_the_items_they_share(chosen):
    book = a_workbook(**chosen)
    gaps = {tier: {g.item.code for g in readiness(book, items_of(tier)).gaps} for tier in Tier}
    for shorter, longer in ((Tier.FIVE, Tier.THIRTY), (Tier.THIRTY, Tier.FULL)):
        shared = {item.code for item in items_of(shorter)}
        assert gaps[longer] & shared == gaps[shorter]


typed_fields = [(i.code, f.name) for i in CHECKLIST for f in i.fields if not f.home]


def _some_answer(code, name):
    return COMPLETE[code].get(name, "If they stall, then I wait")


@given(st.sets(st.sampled_from(typed_fields)), st.sampled_from(typed_fields))
def test_filling_one_more_field_never_lowers_readiness(already, one_more):
    def workbook(chosen):
        answers = {}
        for code, name in chosen:
            answers.setdefault(code, {})[name] = _some_answer(code, name)
        return Workbook("N", answers)

    for tier in Tier:
        assert score(workbook({*already, one_more}), tier) >= score(workbook(already), tier)


@given(qualities, st.sampled_from(Tier))
def test_an_empty_essential_caps_readiness_and_100_means_everything(chosen, tier):
    items = items_of(tier)
    found = readiness(a_workbook(**chosen), items)
    empty = [i for i in items if i.weight == 3 and chosen[i.code] is Quality.EMPTY]
    assert list(found.gated_by) == empty
    assert not empty or found.points <= GATE
    is_all = all(chosen[item.code] is Quality.COMPLETE for item in items)
    assert (found.points == 100) == is_all
    assert 0 <= found.points <= 100


@given(qualities, st.sampled_from(Tier))
def test_the_gap_worth_most_comes_first_and_complete_items_are_no_gap(chosen, tier):
    items = items_of(tier)
    found = readiness(a_workbook(**chosen), items)
    worths = [gap.worth for gap in found.gaps]
    assert worths == sorted(worths, reverse=True)
    open_codes = {i.code for i in items if chosen[i.code] is not Quality.COMPLETE}
    assert {gap.item.code for gap in found.gaps} == open_codes


texts = st.text(max_size=60)


@given(st.dictionaries(st.sampled_from([n for _, n in typed_fields] + ["alien"]), texts))
def test_any_text_can_be_judged_and_cleaning_keeps_only_the_items_own_fields(typed):
    for item in CHECKLIST:
        kept = cleaned(item, typed)
        assert set(kept) <= {f.name for f in item.fields}
        assert item.quality(kept) in Quality
        assert item.quality(kept) == item.quality(typed)


# The checklist


def test_what_is_sealed_is_what_the_reference_keeps_for_the_leader():
    sealed = {item.code for item in CHECKLIST if item.sealed}
    assert sealed == {"P3", "P4", "P7", "P10", "P11", "P14", "P17", "P22"}


def test_what_is_carried_and_what_is_forced_fresh_follow_the_reference():
    assert CARRIED == ("P2", "P9", "P10", "P18")
    assert FORCED_FRESH == ("P3", "P4", "P6")


def test_every_field_that_a_test_names_is_asked_and_a_lent_one_has_a_home():
    for item in CHECKLIST:
        assert item.part
        for field in item.fields:
            if field.home:
                code, name = field.home
                assert name in {each.name for each in ITEMS[code].fields}
                assert not ITEMS[code].sealed


def test_an_answer_of_a_shorter_tier_stands_in_the_longer_one():
    book = Workbook("N", {"P8": {"if_then": "If they stall, then I wait"}})
    assert book.of(ITEMS["P20"]) == {"if_then": "If they stall, then I wait"}
    assert book.quality(ITEMS["P20"]) is Quality.DRAFT


@pytest.mark.parametrize(
    ("lines", "holds"),
    [
        ("Price: 56 -> 40", True),
        ("Price: 56 → 40\nTerm: one to three years", True),
        ("Price: 56 -> 40\nTerm", False),
        ("", False),
    ],
)
def test_each_line_of_a_range_has_two_ends(lines, holds):
    assert ranges(["issues"])({"issues": lines}) is holds


def test_every_item_is_asked_in_the_five_minute_form():
    assert all(any(f.brief for f in item.fields) for item in FIVE_MINUTES)


@pytest.mark.parametrize("item", CHECKLIST, ids=lambda i: i.code)
def test_each_missing_condition_is_named_until_it_holds(item):
    assert len(item.missing({})) == len(item.tests)
    assert item.missing(COMPLETE[item.code]) == ()


def test_a_tick_or_a_choice_alone_is_not_an_answer():
    assert ITEMS["P1"].quality({"beyond_money": "yes"}) is Quality.EMPTY
    assert ITEMS["P6"].quality({"want_1_sure": "guess", "fear_sure": "guess"}) is Quality.EMPTY
    assert ITEMS["P3"].quality({"strength": "weak"}) is Quality.EMPTY


def test_invisible_characters_are_no_answer():
    assert ITEMS["P4"].quality({"reservation_point": "\u200b \u2060"}) is Quality.EMPTY


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
    found = recall(ITEMS["P4"], all_at(Quality.DRAFT))
    assert found is not None
    assert found.texts == ("Stay with the old supplier",)


def test_each_guess_about_them_is_recalled_when_questions_are_written():
    full = all_at(Quality.COMPLETE)
    assert guesses(full) == ["A short contract", "To look soft"]
    found = recall(ITEMS["P8"], full)
    assert found is not None
    assert found.texts == ("A short contract", "To look soft")


def test_a_guess_becomes_the_question_that_tests_it():
    asked = {**COMPLETE["P6"], "fear_test": "What would your board say?"}
    found = to_find_out(Workbook("N", {"P6": asked}))
    assert found[0].startswith("You guess: A short contract.")
    assert found[1:] == ["What would your board say?"]


def test_nothing_is_recalled_where_nothing_was_said():
    assert recall(ITEMS["P8"], Workbook("N")) is None
    assert recall(ITEMS["P4"], Workbook("N")) is None
    assert recall(ITEMS["P5"], all_at(Quality.COMPLETE)) is None


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
    both = filled(["a", "b"])
    assert both({"a": "x", "b": "y"})
    assert not both({"a": "x", "b": " "})
