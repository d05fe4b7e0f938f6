"""Quick preparations and nudges on screen."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.copy import copy
from bot.domain.nudges import Nudging, all_nudges
from bot.domain.preferences import Preferences
from bot.domain.quick import NAMES, QuickForm, QuickPrep, advice
from bot.services.quick import NEW, Card, Listing, Sheet
from handlers.views import nudges, settings
from handlers.views import quick as views
from handlers.views.walker import problems
from tests.views.samples import NOW, TEXTS, a_record, ids, words

FULL = QuickForm("Pat", "May", "They are full", "What stands in the way?", "If you …, then I …")


def a_form(text):
    return QuickForm(*[text] * len(NAMES))


def a_prep(form=FULL, **changes):
    return replace(QuickPrep("Q1", "U1", form, NOW), **changes)


def a_card_page(prep, carried=None, record=None, **more):
    return views.page(Card(prep, record), carried, **more)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_view_is_one_that_slack_takes(text):
    form = a_form(text)
    many = [a_prep(form, id=f"Q{number}") for number in range(10)]
    shown = [
        views.form(Sheet(NEW, form, restored=True, earlier=99)),
        views.form(Sheet("Q1", form), {"below": "V1"}, fresh="abcd1234"),
        a_card_page(a_prep(form), {"below": "V1"}),
        a_card_page(a_prep(replace(FULL, want="A pay rise", who="He is lazy")), is_saved=True),
        a_card_page(a_prep(form, negotiation="N1")),
        a_card_page(a_prep(form), record=a_record(text)),
        views.listing(Listing(many, 1, 30)),
        views.listing(Listing([], 0, 0)),
        views.deleted(),
    ]
    assert [problems(payload) for payload in shown] == [[]] * len(shown)


def test_the_card_begins_with_the_question_and_ends_with_advice():
    shown = words(a_card_page(a_prep()))
    order = ["What stands in the way?", "If you …, then I …", "They are full", advice(FULL)]
    assert [shown.index(each) for each in order] == sorted(shown.index(each) for each in order)
    assert "Only you see this" in shown


def test_what_was_left_out_is_not_shown_and_the_advice_names_it():
    shown = words(a_card_page(a_prep(QuickForm("Pat", "May"))))
    assert "Ask first" not in shown
    assert copy("quick")["advice"]["no_question"] in shown


def test_a_preparation_that_grew_opens_its_record_and_grows_no_more():
    assert "quick.promote:Q1" in ids(a_card_page(a_prep()))
    grown = ids(a_card_page(a_prep(negotiation="N1")))
    assert "negotiations.open:N1" in grown
    assert "quick.promote:Q1" not in grown


def test_deleting_and_growing_ask_first():
    [deeds] = [b for b in a_card_page(a_prep())["blocks"] if b["type"] == "actions"]
    asked = {e["action_id"] for e in deeds["elements"] if "confirm" in e}
    assert asked == {"quick.promote:Q1", "quick.delete:Q1"}


def test_no_typed_word_stands_in_an_id():
    marked = a_form("ZQVX")
    for view in (a_card_page(a_prep(marked)), views.form(Sheet("Q1", marked))):
        assert "ZQVX" not in "".join(ids(view)) + view["callback_id"]
        assert "ZQVX" not in view.get("private_metadata", "")


def test_the_form_reports_what_is_typed_and_that_it_was_closed():
    view = views.form(Sheet(NEW, QuickForm()))
    assert view["notify_on_close"]
    assert set(ids(view)) == {"quick.draft:new"}


def test_a_nudge_is_its_sentence_and_two_ways_out():
    for nudge in all_nudges():
        speech = nudges.message(nudge)
        assert speech.text == nudge.text
        assert problems(speech.to_dict()) == []
    assert ids({"blocks": speech.blocks}) == ["nudges.pause", "nudges.stop"]


def test_what_takes_its_place_says_how_they_come_back():
    for speech in (nudges.stopped_message(), nudges.paused_message(None)):
        assert "/negotiate settings" in speech.text
    assert "1 Dec" not in nudges.paused_message(NOW).text
    assert "24 Nov 2026" in nudges.paused_message(NOW).text


def test_settings_show_what_was_chosen_and_say_when_the_next_one_comes():
    on = Nudging("U1", is_on=True, work_days=(0, 6), next_at=NOW, paused_until=date(2026, 12, 1))
    view = settings.form(Preferences("U1"), on)
    assert problems(view) == []
    assert words(view).count('"value": "nudge"') == 2
    [days] = [b["element"] for b in view["blocks"] if b.get("block_id") == "work_days"]
    assert [each["value"] for each in days["initial_options"]] == ["0", "6"]
    assert "next nudge" in words(settings.saved(Preferences("U1"), on))
    assert "quiet hours" in words(settings.saved(Preferences("U1"), replace(on, next_at=None)))
    assert "nudge" not in words(settings.saved(Preferences("U1"), Nudging("U1")))


def test_a_plan_to_deceive_gets_no_advice_and_stays_as_it_was_typed():
    shown = words(a_card_page(a_prep(replace(FULL, trade="Pretend to have another offer"))))
    assert "I cannot help to mislead someone." in shown
    assert "Pretend to have another offer" in shown
    assert ":bulb:" not in shown
    labelled = words(a_card_page(a_prep(replace(FULL, why_not="He is lazy"))))
    assert "This labels a person." in labelled
    assert ":bulb:" in labelled


def test_the_caveat_is_said_once_when_it_was_saved():
    about_pay = a_prep(replace(FULL, want="A pay rise"))
    assert "Not legal, HR, tax" in words(a_card_page(about_pay, is_saved=True))
    assert "Not legal, HR, tax" not in words(a_card_page(about_pay))
    assert "Not legal, HR, tax" not in words(a_card_page(a_prep(), is_saved=True))
    assert not any("understood" in each for each in ids(a_card_page(about_pay, is_saved=True)))
