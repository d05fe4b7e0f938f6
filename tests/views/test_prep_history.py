from dataclasses import replace

import pytest

from bot.domain.checklist import CHECKLIST, ITEMS, items_of, output_card
from bot.domain.prep import Saved, Tier, by_element, readiness
from bot.services.prep import EarlierPage, SectionPage
from bot.services.prep_copying import CopyPage
from handlers.views import prep as views
from handlers.views import prep_forms as forms
from handlers.views import prep_history as history
from handlers.views.walker import problems
from tests.views.samples import NOW, TEXTS, a_record, a_workbook, a_workbook_page, ids, words

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
every_item = pytest.mark.parametrize("item", CHECKLIST, ids=lambda item: item.code)
BENEATH = {"page": "V" * 20, "book": "V" * 20}
EVERY_CODE = tuple(ITEMS)


def full_page(text, **changes):
    record = a_record(text, tier=Tier.FULL, co_leads=("U2",))
    page, items = a_workbook_page(text, EVERY_CODE, record), items_of(Tier.FULL)
    return replace(
        page,
        items=items,
        readiness=readiness(page.workbook, items),
        elements=by_element(page.workbook, items),
        points=dict.fromkeys(Tier, 100),
        card=output_card(page.workbook),
        can_copy=True,
        beyond=24,
        **changes,
    )


def saved(item, text, version=1):
    return Saved(version, "U2", NOW, {f.name: text for f in item.fields} if text else {})


@every_text
def test_the_full_workbook_is_one_that_slack_takes_whatever_is_typed(text):
    for sees_sealed in (True, False):
        view = views.root(full_page(text, sees_sealed=sees_sealed), BENEATH)
        assert problems(view) == []
        assert len(view["blocks"]) < 60


@every_text
@every_item
def test_the_longest_form_of_every_section_is_one_that_slack_takes(text, item):
    record = a_record(text, tier=Tier.FULL)
    answers = a_workbook(text).of(item)
    page = SectionPage(record, item, answers, {item.code: 3}, restored=True, saved_before=2)
    assert problems(forms.section_form(page, BENEATH)) == []
    clash = replace(page, clash=True, other=saved(item, text))
    assert problems(forms.section_form(clash, BENEATH)) == []
    versions = [saved(item, text, number) for number in range(30)]
    assert problems(history.earlier(EarlierPage(record, item, versions), BENEATH)) == []
    assert problems(history.earlier(EarlierPage(record, item, ()), BENEATH)) == []


@every_text
def test_the_choice_of_what_to_copy_is_one_that_slack_takes(text):
    records = [a_record(text, id=f"N{n}") for n in range(150)]
    assert problems(history.copy_form(CopyPage(a_record(), records), BENEATH)) == []
    assert problems(history.copy_form(CopyPage(a_record(), ()))) == []
    note = history.clash_note(a_record(text), "P4", "U2")
    assert problems({"text": note.text, "blocks": note.blocks}) == []


def test_a_longer_preparation_has_headings_and_coverage_by_element():
    view = words(views.root(full_page("x")))
    for part in ("What we want", "Their side", "The day itself"):
        assert part in view
    assert "By element, of 100: interests" in view
    assert "5 minutes · 100 of 100" in view


def test_a_co_lead_is_told_who_keeps_what_has_a_lock_and_gets_no_way_to_it():
    items = [item for item in CHECKLIST if not item.sealed]
    view = views.root(replace(full_page("x", sees_sealed=False), items=items))
    assert "What has a lock is for <@U1> alone" in words(view)
    assert "prep.limit:N1" not in ids(view)
    assert "prep.section:N1:P4" not in ids(view)


def test_a_clash_shows_both_texts_each_under_its_author():
    item = ITEMS["P1"]
    page = SectionPage(
        a_record(),
        item,
        {"motives": "typed here"},
        {"P1": 2},
        clash=True,
        other=saved(item, "theirs"),
    )
    view = words(forms.section_form(page))
    assert view.index("<@U2> has saved this") < view.index("theirs") < view.index("typed here")


def test_the_note_about_a_clash_names_the_section_and_nothing_that_is_in_it():
    note = history.clash_note(a_record("Renewal"), "P4", "U2")
    assert "<@U2> is changing “Where I walk away” of Renewal too" in note.text


def test_choices_and_ticks_are_read_out_in_words():
    said = forms.answers_in_short(ITEMS["P3"], {"strength": "weak", "batna": "Stay"})
    assert "Weak: I need to work on it" in said
    assert "> yes" in forms.answers_in_short(ITEMS["P1"], {"beyond_money": "yes"})


def test_conditions_that_only_the_leader_can_judge_say_so():
    view = words(forms.section_form(SectionPage(a_record(), ITEMS["P5"], {}, {})))
    assert "tick that it beats where you walk away (you judge that)" in view
    assert "write your aim in one line (you judge that)" not in view
