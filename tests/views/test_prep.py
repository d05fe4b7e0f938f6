from dataclasses import replace

import pytest

from bot.domain.checklist import CHECKLIST, FIVE_MINUTES, ITEMS, output_card, recall
from bot.domain.guardrails import caveat_for, guarded
from bot.domain.negotiations import Kind
from bot.domain.prep import Tier, Workbook, readiness
from bot.services.prep import ALL, Limit, OnePage, SectionPage, WorkbookPage
from handlers.views import prep as views
from handlers.views import prep_forms as forms
from handlers.views.progress import bar
from handlers.views.walker import problems
from tests.domain.test_prep import COMPLETE, DRAFT
from tests.views.samples import TEXTS, a_record, a_workbook, a_workbook_page, block_of, ids, words

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
every_item = pytest.mark.parametrize("item", CHECKLIST, ids=lambda item: item.code)
BENEATH = {"page": "V" * 20, "book": "V" * 20}


def page_of(answers, unsaved=()):
    book = Workbook("N1", answers)
    covered = readiness(book, FIVE_MINUTES)
    return WorkbookPage(a_record(), book, covered, unsaved, output_card(book))


def a_section(item, text="", **changes):
    book = a_workbook(text)
    page = SectionPage(
        a_record(text), item, book.of(item), {item.code: 3}, recall=recall(item, book)
    )
    return replace(page, **changes)


def a_one_page(text="", **changes):
    book = a_workbook(text)
    answers = {item.code: book.of(item) for item in FIVE_MINUTES}
    return replace(OnePage(a_record(text), answers, dict.fromkeys(ITEMS, 3)), **changes)


@every_text
def test_the_workbook_is_one_that_slack_takes_whatever_is_typed(text):
    assert problems(views.root(a_workbook_page(text, (*ITEMS, ALL)), BENEATH)) == []
    assert problems(views.limit(Limit(a_record(text), text, text, text))) == []
    records = [a_record(text, id=f"N{number}") for number in range(200)]
    assert problems(views.which(records, text[:200])) == []


@every_text
@every_item
def test_every_section_is_one_that_slack_takes_whatever_is_typed(text, item):
    page = a_section(item, text, restored=True)
    assert problems(forms.section_form(page, BENEATH, fresh="12345678")) == []
    assert problems(forms.section_form(replace(page, clash=True))) == []


@every_text
def test_the_one_page_is_one_that_slack_takes_whatever_is_typed(text):
    assert problems(forms.one_page(a_one_page(text, restored=True), BENEATH, fresh="1")) == []
    assert problems(forms.one_page(a_one_page(text, clash=FIVE_MINUTES))) == []


def test_ids_fit_even_with_the_longest_record_ids():
    record = a_record(id="x" * 36)
    view = forms.section_form(replace(a_section(ITEMS["P3"]), negotiation=record), fresh="8" * 8)
    assert problems(view) == []


def test_a_fresh_workbook_begins_with_the_one_page():
    view = views.root(page_of({}))
    one_page = block_of(view, "prep.all:N1")["elements"]
    assert [button.get("style") for button in one_page] == ["primary"]
    assert words(view).count("· empty") == 6
    assert "For the table" not in words(view)
    assert "below 60" not in words(view)


def test_a_begun_workbook_resumes_at_the_gap_worth_most():
    view = views.root(page_of({"P1": COMPLETE["P1"], "P3": DRAFT["P3"]}))
    first, second = block_of(view, "prep.all:N1")["elements"]
    assert first["action_id"] == "prep.section:N1:P4"
    assert first["text"]["text"] == "Next: Where I walk away, worth +17"
    assert (first["style"], "style" in second) == ("primary", False)


def test_the_gate_names_what_holds_the_score_down():
    view = views.root(page_of({**COMPLETE, "P6": {}, "P3": {}}))
    assert "stays below 60 until there is a first line for *If we do not agree* and *What" in (
        words(view)
    )


def test_each_section_says_its_state_and_what_is_missing_in_one_line():
    view = words(views.root(page_of({"P1": COMPLETE["P1"], "P3": DRAFT["P3"]})))
    assert "● *What moves me* · complete" in view
    assert "◐ *If we do not agree* :lock: · draft" in view
    assert "Still missing: say who would start it (and 3 more things)" in view
    assert "○ *Where I walk away* :lock: · empty\\nBelow what will I not go?" in view


def test_unsaved_text_is_marked_where_it_is():
    view = views.root(page_of({}, {"P5", ALL}))
    assert words(view).count("unsaved text") == 1
    assert "*What I aim for* · empty · :pencil2: _unsaved text_" in words(view)
    assert "Go on with your one page" in words(view)


def test_coverage_is_called_coverage():
    view = words(views.root(page_of(DRAFT)))
    assert "▰▰▰▰▰▱▱▱▱▱  *50* of 100 · usable" in view
    assert "Preparation coverage, not a chance of success." in view


def test_a_full_workbook_offers_no_next_gap():
    view = views.root(page_of(COMPLETE))
    assert not any(i.startswith("prep.section") for i in ids({"blocks": view["blocks"][:3]}))


@pytest.mark.parametrize(("points", "cells"), [(0, 0), (1, 1), (9, 1), (59, 5), (99, 9), (100, 10)])
def test_the_bar_never_shows_more_than_there_is(points, cells):
    assert bar(points).count("▰") == cells
    assert len(bar(points)) == 10


def test_the_limit_stands_neither_in_the_workbook_nor_on_its_card():
    view = words(views.root(page_of(COMPLETE)))
    assert "For the table" in view
    assert "prep.limit:N1" in view
    assert "4,800" not in view
    assert "old supplier" not in view


def test_behind_its_button_the_target_comes_before_the_limit():
    view = words(views.limit(Limit(a_record(), "5,400 a month", "4,800 a month", "Stay")))
    assert view.index("5,400") < view.index("4,800") < view.index("Stay")
    assert "Only you see this" in view


def test_a_suggested_if_then_says_that_it_is_one():
    assert "a suggestion; write your own" in words(views.root(page_of(DRAFT)))
    own = {**DRAFT, "P8": {**DRAFT["P8"], "if_then": "If they stall, then I wait"}}
    assert "a suggestion" not in words(views.root(page_of(own)))


@every_item
def test_sealed_sections_carry_the_lock_line(item):
    view = words(forms.section_form(a_section(item)))
    assert ("Only you see this" in view) is item.sealed


@every_item
def test_every_input_reports_what_is_typed_and_so_does_closing(item):
    view = forms.section_form(a_section(item))
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert [block["block_id"] for block in inputs] == [
        f.name for f in forms.shown_fields(item, Tier.FIVE)
    ]
    assert all(block["dispatch_action"] and block["optional"] for block in inputs)
    assert {block["element"]["action_id"] for block in inputs} == {f"prep.draft:N1:{item.code}"}
    assert view["notify_on_close"]
    typed = [b["element"] for b in inputs if b["element"]["type"] == "plain_text_input"]
    eager = {"trigger_actions_on": ["on_character_entered"]}
    assert all(element["dispatch_action_config"] == eager for element in typed)


def test_after_a_discard_the_inputs_have_another_name():
    page = a_section(ITEMS["P1"])
    assert set(ids(forms.section_form(page))) != set(ids(forms.section_form(page, fresh="1")))


def test_saved_answers_stand_in_their_fields():
    book = Workbook("N1", COMPLETE)
    page = SectionPage(a_record(), ITEMS["P3"], book.of(ITEMS["P3"]), {"P3": 1})
    elements = {b["block_id"]: b["element"] for b in forms.section_form(page)["blocks"][1:6]}
    assert elements["batna"]["initial_value"] == "Stay with the old supplier"
    assert elements["ready_on"]["initial_date"] == "2027-01-04"
    assert elements["strength"]["initial_option"]["value"] == "weak"


def test_a_tick_that_was_set_is_set_again():
    page = SectionPage(a_record(), ITEMS["P1"], COMPLETE["P1"], {"P1": 1})
    assert '"initial_options"' in words(forms.section_form(page))


def test_what_was_restored_says_so_and_can_be_discarded():
    view = forms.section_form(a_section(ITEMS["P1"], "x", restored=True))
    assert "Restored what you had typed" in words(view)
    assert "prep.discard:N1:P1" in ids(view)
    assert "prep.discard:N1:P1" not in ids(forms.section_form(a_section(ITEMS["P1"], "x")))


def test_a_clash_says_what_saving_and_discarding_will_do():
    view = words(forms.section_form(a_section(ITEMS["P1"], "x", clash=True)))
    assert "also saved somewhere else" in view


def test_guesses_are_recalled_above_the_questions_escaped():
    book = Workbook("N1", {"P6": {**COMPLETE["P6"], "fear": "To look <soft>"}})
    item = ITEMS["P8"]
    page = SectionPage(a_record(), item, {}, {}, recall=recall(item, book))
    assert "&gt; To look" not in words(forms.section_form(page))
    assert "> To look &lt;soft&gt;" in words(forms.section_form(page))


def test_the_one_page_asks_all_six_in_the_essential_order_with_locks_on_the_sealed():
    view = forms.one_page(a_one_page())
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    codes = list(dict.fromkeys(block["block_id"].partition(".")[0] for block in inputs))
    assert codes == ["P1", "P3", "P4", "P5", "P6", "P8"]
    assert len(inputs) <= 8
    locked = {b["block_id"] for b in inputs if b["label"]["text"][3:].startswith("🔒")}
    assert locked == {"P3.batna", "P4.reservation_point"}


def test_a_form_carries_its_base_and_reads_it_back():
    metadata = {"base": "P1=2,P3=0,broken,P4=x", "page": "V1"}
    assert forms.base_of(metadata) == {"P1": 2, "P3": 0}
    assert forms.base_of({}) == {}


def test_no_typed_word_stands_in_ids_or_metadata():
    text = "CANARY"
    for view in (
        views.root(a_workbook_page(text), BENEATH),
        views.which([a_record(text)], text),
        forms.section_form(a_section(ITEMS["P3"], text), BENEATH),
        forms.one_page(a_one_page(text), BENEATH),
    ):
        hidden = [view["callback_id"], view.get("private_metadata", ""), *ids(view)]
        assert text not in words(hidden)


def test_what_was_saved_is_read_by_the_guardrails_and_shown_on_top():
    found = guarded("Pretend that it broke", "He is lazy")
    caveat = caveat_for(Kind.PAY)
    page = replace(a_workbook_page("Renewal"), findings=found, caveat=caveat)
    said = words(views.root(page))
    assert "I cannot help to mislead someone." in said
    assert "Not legal, HR, tax or medical advice." in said
    assert "guardrails.understood:N1" in ids(views.root(page))
    assert problems(views.root(replace(page, findings=found * 20))) == []


def test_a_plan_to_deceive_gets_no_card_for_the_table():
    answers = COMPLETE | {"P8": {"questions": "What matters?", "if_then": "Pretend to be angry"}}
    said = words(views.root(page_of(answers)))
    assert "For the table" not in said
    assert "I cannot help to mislead someone." in said
    assert "For the table" in words(views.root(page_of(COMPLETE)))


def test_what_was_done_elsewhere_is_said_in_the_section():
    for code, said in (
        ("P21", "your message in /negotiate case"),
        ("P11", "you looked at somebody"),
    ):
        item = ITEMS[code]
        assert f"● Complete: {said}" in words(forms.section_form(a_section(item, is_done=True)))
        assert "Complete when you" in words(forms.section_form(a_section(item)))
    assert "rules judge it and complete this" in words(forms.section_form(a_section(ITEMS["P21"])))
