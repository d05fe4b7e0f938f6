from dataclasses import replace

import pytest

from bot.domain.cases import EMPATHY, MESSAGE, MOST_ARGUMENTS, NEW, Case, Sheet, fields_of
from bot.domain.copy import sentence
from bot.domain.guardrails import caveat_for
from bot.domain.message_checks import check
from bot.domain.negotiations import Kind
from bot.services.cases import CasePage, SheetPage
from handlers.views import case_forms as forms
from handlers.views import cases as views
from handlers.views.plain import without_quotes
from handlers.views.walker import problems
from tests.views.samples import TEXTS, a_record, block_of, ids, words

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
every_sheet = pytest.mark.parametrize("sheet", [NEW, "A" * 22, MESSAGE, EMPATHY])
BENEATH = {"page": "V" * 20, "book": "V" * 20, "case": "V" * 20}
CAVEAT = caveat_for(Kind.PAY, "tax, layoff, union, harassed, grievance, antitrust, sanctions")
BAD = "Obviously our limit is 5. Lie to them, or else! You always fail, he is an idiot. " * 30


def a_sheet(name, text=""):
    return Sheet(name, dict.fromkeys(fields_of(name), text) if text else {}, 3)


def a_page(text="", arguments=1, **changes):
    many = [a_sheet(f"A{number}", text) for number in range(arguments)]
    case = Case("N1", [*many, a_sheet(MESSAGE, text), a_sheet(EMPATHY, text)])
    unsaved = {NEW, MESSAGE, EMPATHY, *(sheet.id for sheet in many)}
    return replace(CasePage(a_record(text), case, unsaved, CAVEAT), **changes)


def a_sheet_page(name, text="", **changes):
    return replace(SheetPage(a_record(text), a_sheet(name, text)), **changes)


@every_text
def test_the_case_is_one_that_slack_takes_whatever_is_typed(text):
    assert problems(views.root(a_page(text, MOST_ARGUMENTS), BENEATH)) == []
    assert problems(views.root(a_page(text + BAD, MOST_ARGUMENTS))) == []
    assert problems(views.message(a_page(text + BAD))) == []
    assert problems(views.message(a_page(text))) == []
    records = [a_record(text, id=f"N{number}") for number in range(200)]
    assert problems(views.which(records, text[:200])) == []


@every_text
@every_sheet
def test_every_form_is_one_that_slack_takes_whatever_is_typed(text, sheet):
    many = [a_sheet(f"A{n}" + "x" * 20, text or "-") for n in range(MOST_ARGUMENTS)]
    page = a_sheet_page(sheet, text, restored=True, arguments=many, is_full=True)
    assert problems(forms.sheet_form(page, BENEATH, fresh="12345678")) == []
    found = check(text + BAD)
    assert problems(forms.sheet_form(replace(page, clash=True, findings=found))) == []


@every_text
def test_a_checked_draft_is_one_that_slack_takes_whatever_it_says(text):
    assert problems(views.draft_check(text, check(text + BAD))) == []
    assert problems(views.draft_check(text, ())) == []


def test_ids_fit_even_with_the_longest_record_ids():
    page = replace(a_sheet_page("A" * 36), negotiation=a_record(id="x" * 36))
    assert problems(forms.sheet_form(page, fresh="8" * 8)) == []


def test_an_empty_case_says_what_belongs_into_it():
    said = words(views.root(CasePage(a_record(), Case("N1"), set(), None)))
    assert "what you answer when they object" in said
    assert "Nine short parts" in said
    assert "Their view in their own words" in said
    assert "Understood" not in said
    assert ":lock: Only you see this." in said


def test_an_argument_shows_what_it_lacks():
    page = a_page(case=Case("N1", [Sheet("A1", {"claim": "Safe", "objection": "Late"})]))
    assert "no evidence · no source" in words(views.root(page))
    assert "no answer to the objection" in words(views.root(page))
    assert "complete" in words(views.root(a_page("Text")))


def test_more_than_two_arguments_bring_a_hint():
    hint = "Two strong reasons beat five"
    assert hint not in words(views.root(a_page("Text", 2)))
    assert hint in words(views.root(a_page("Text", 3)))


def test_deleting_asks_first_and_nothing_is_ever_sent():
    view = views.root(a_page("Text"))
    delete = block_of(view, "cases.delete:N1:A0")["elements"][1]
    assert delete["confirm"]["style"] == "danger"
    everything = [*ids(view), *ids(views.message(a_page("Text")))]
    assert not [name for name in everything if "send" in name]


def test_a_full_case_offers_no_further_argument():
    assert "cases.sheet:N1:new" in ids(views.root(a_page("Text", MOST_ARGUMENTS - 1)))
    assert "cases.sheet:N1:new" not in ids(views.root(a_page("Text", MOST_ARGUMENTS)))


def test_the_caveat_names_whom_to_involve_and_can_be_put_away():
    view = views.root(a_page())
    assert "Not legal, HR, tax or medical advice." in words(view)
    assert "HR, or somebody who advises you" in words(view)
    assert block_of(view, "guardrails.understood:N1")


def test_a_plan_to_deceive_is_answered_where_it_was_typed():
    refusal = "I cannot help to mislead someone."
    page = a_page(case=Case("N1", [Sheet("A1", {"claim": "Pretend it broke"})]))
    assert refusal in words(views.root(page))
    page = a_page(case=Case("N1", [Sheet(MESSAGE, {"claim": "Pretend it broke"})]))
    assert refusal in words(views.root(page))
    first = views.verdict(check("Obviously, or else! Lie to them."))[0]
    assert refusal in words(first)
    assert "“*Lie*”" in words(first)


def test_the_whole_message_can_be_copied_however_long_it_is():
    text = "Word " * 390 + "end"
    shown = words(views.message(a_page(text)))
    assert shown.count("end.") == 9


def test_an_unwritten_message_is_not_called_good():
    shown = words(views.message(a_page()))
    assert "Nothing is written down yet." in shown
    assert sentence("cases", "rules", "none_found") not in shown


def test_equal_findings_are_told_once_with_all_their_phrases():
    said = views.verdict(check("You always do. It is never so. Always"))
    assert "“*always*”, “*never*”, “*Always*”" in said[0]["text"]["text"]


def test_the_forms_name_whom_the_case_is_for():
    record = a_record(name="Renewal", counterpart="Acme")
    for sheet, asked in ((MESSAGE, "1. What matters to Acme"), (EMPATHY, "How does Acme see it?")):
        said = words(forms.sheet_form(a_sheet_page(sheet, negotiation=record)))
        assert "*Renewal* with Acme" in said
        assert asked in said


def test_questions_to_pick_and_the_nine_parts_are_there():
    picks = block_of(forms.sheet_form(a_sheet_page(EMPATHY)), "cases.draft:N1:empathy")
    assert picks["block_id"] == "view"
    offered = forms.sheet_form(a_sheet_page(EMPATHY))["blocks"][-2]["element"]["options"]
    assert len(offered) == 6
    message = forms.sheet_form(a_sheet_page(MESSAGE))
    inputs = [block["block_id"] for block in message["blocks"] if block["type"] == "input"]
    assert inputs == list(fields_of(MESSAGE))


def test_the_base_travels_with_the_form():
    assert '"base": "3"' in forms.sheet_form(a_sheet_page(MESSAGE))["private_metadata"]


def test_quoted_lines_of_a_message_are_somebody_elses():
    assert without_quotes("&gt; take it\nmine\n  &gt;&gt; or leave it\n> x") == "mine"
