import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.guardrails import caveat_for
from bot.domain.negotiations import Kind
from bot.domain.resistance import SHORT, SIGNALS, Seen, Source, read
from bot.domain.resistance_register import (
    ENTRIES_LIMIT,
    LINE_LIMIT,
    SEEN_LIMIT,
    WHO_LIMIT,
    Diagnosis,
    Entry,
    Note,
    Plan,
    Response,
)
from bot.services.resistance import EntryPage, LookPage, NotePage, PlanPage, RegisterPage
from handlers.views import resistance as views
from handlers.views import resistance_forms as forms
from handlers.views import resistance_person as person_views
from handlers.views.walker import problems
from tests.domain.test_resistance import ANSWERS
from tests.views.samples import NOW, TEXTS, a_record, block_of, ids, words

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
BENEATH = {"page": "V" * 20, "register": "V" * 20}
EVERYTHING = dict.fromkeys(SIGNALS, Seen.CLEARLY)
ALL_MINE = ("ask", "notice", "benefit")


def an_entry(text="Kim", *looks, plan=None, **changes):
    note = Note(text[:WHO_LIMIT], text[:SEEN_LIMIT], ALL_MINE)
    history = tuple(
        Diagnosis(n, answers, NOW + timedelta(days=n)) for n, answers in enumerate(looks, start=1)
    )
    entry = Entry("E1", "N1", note, NOW, plan or Plan(), history)
    return replace(entry, **changes)


def a_plan(text="Ask her"):
    line = text[:LINE_LIMIT]
    return Plan(3, 3, Response.INVOLVE, line, date(2026, 12, 1), line)


def page_of(entry, text="Renewal"):
    return EntryPage(a_record(text), entry)


def a_note_form(entry):
    page = NotePage(a_record(), entry.note, is_restored=True)
    return forms.note_form("resistance.note:E1", page, BENEATH)


def a_signals_form(entry, answers, carried=BENEATH, *, is_restored=False, **more):
    return forms.signals_form(LookPage(entry, answers, is_restored), carried, **more)


def a_plan_form(entry, carried=BENEATH, *, is_restored=False, **more):
    return forms.plan_form(PlanPage(entry, entry.plan, is_restored), carried, **more)


def register_of(*entries, text="Renewal"):
    return views.register(RegisterPage(a_record(text), entries))


@every_text
def test_the_register_is_one_that_slack_takes_whatever_is_typed(text):
    one = an_entry(text, EVERYTHING, plan=a_plan(text))
    full = [replace(one, id=f"E{number}" + "x" * 20) for number in range(ENTRIES_LIMIT)]
    page = RegisterPage(a_record(text), full)
    assert problems(views.register(page, BENEATH)) == []
    assert problems(register_of(text=text)) == []


@every_text
def test_somebodys_page_is_one_that_slack_takes_whatever_is_typed(text):
    looks = [dict.fromkeys(SIGNALS, seen) for seen in Seen] * 4
    for entry in (
        an_entry(text, *looks, plan=a_plan(text)),
        an_entry(text, plan=Plan(3, 3)),
        an_entry(text, {"S1": Seen.NO}, ANSWERS),
    ):
        page = page_of(entry, text)
        assert problems(person_views.person(page, BENEATH, "Saved.")) == []
        assert problems(person_views.person(page)) == []
        for source in Source:
            assert problems(person_views.approach(page, source, BENEATH)) == []


@every_text
def test_every_form_is_one_that_slack_takes_whatever_is_typed(text):
    entry = an_entry(text, plan=a_plan(text))
    assert problems(a_note_form(entry)) == []
    assert problems(a_plan_form(entry, is_restored=True, fresh="f")) == []
    for answers in ({}, ANSWERS, EVERYTHING):
        assert problems(a_signals_form(entry, answers, is_restored=True, fresh="f")) == []
        assert problems(a_signals_form(entry, answers, {}, is_long=True)) == []
    records = [a_record(text, id=f"N{number}") for number in range(200)]
    assert problems(forms.which(records, text[:200])) == []


def test_small_views_are_ones_that_slack_takes():
    assert problems(person_views.removed()) == []
    assert problems(forms.no_record_yet()) == []


def test_an_empty_register_says_what_it_is_for():
    view = register_of()
    assert "Nobody is here yet" in words(view)
    assert ids(view) == ["resistance.look:N1", "polls.new:N1:support"]
    assert "you see that people answered, not what" in words(view)
    assert "Only you see this" in words(view)


def test_the_top_gap_is_named_and_a_plan_is_shown_with_its_day():
    gap = an_entry("Kim", ANSWERS, plan=Plan(3, 3))
    planned = an_entry("Lee", ANSWERS, plan=a_plan(), id="E2")
    first, second = (block_of(register_of(gap, planned), f"resistance.person:E{n}") for n in (1, 2))
    assert ":warning: *Top gap:* *Kim* · strength 3 · influence 3" in first["text"]["text"]
    assert "no plan yet" in first["text"]["text"]
    assert "It was not done fairly · A loss of standing" in second["text"]["text"]
    assert "Next: Ask her · by 1 Dec 2026" in second["text"]["text"]
    assert ":warning:" not in second["text"]["text"]


def test_a_full_register_offers_no_further_look():
    view = register_of(*(an_entry("Kim", id=f"E{n}") for n in range(ENTRIES_LIMIT)))
    assert "resistance.look:N1" not in ids(view)


def test_the_result_shows_fits_the_answers_that_drove_them_and_the_order_of_work():
    said = words(person_views.person(page_of(an_entry("Kim", ANSWERS))))
    assert "*A loss of standing or certainty* · likely, fit 80 of 100" in said
    assert "know-how or “my people” (clearly); Agrees when you are alone" in said
    assert "*Doubt that you mean it or can do it* · possible, fit 35 of 100" in said
    assert "1. It was not done fairly  2. A loss of standing" in said
    assert "Open one real choice again" in said
    assert "*How to approach it: It was not done fairly*" in said
    assert "Little sign of: Cannot say yes alone" in said
    assert "a guess to test" in said
    assert "probab" not in said
    assert "Not enough seen" not in said


def test_each_sign_but_the_first_to_work_on_has_its_approach_behind_a_button():
    found = ids(person_views.person(page_of(an_entry("Kim", ANSWERS))))
    sheets = [each for each in found if each.startswith("resistance.sheet")]
    assert sheets == ["resistance.sheet:E1:LOSS", "resistance.sheet:E1:TRUST"]


def test_what_was_not_seen_enough_is_a_question_to_ask():
    said = words(person_views.person(page_of(an_entry("Kim", {"S15": Seen.CLEARLY}))))
    assert "*Not enough seen: ask*" in said
    assert "and 4 more" in said
    only_marker = words(
        person_views.person(page_of(an_entry("Kim", dict.fromkeys(SHORT, Seen.CLEARLY))))
    )
    assert "*Other goals* · not enough seen, fit 100 of 100" in only_marker
    assert "“If we got everything else right, what would this still cost you?”" in only_marker


def test_a_fit_says_from_how_many_answers_it_comes():
    one = words(person_views.person(page_of(an_entry("Kim", {"S13": Seen.CLEARLY}))))
    assert "*What fits what you saw* · from 1 of 8 answers" in one
    assert "fit 100 of 100 from 1 of 3 answers" in one
    many = words(person_views.person(page_of(an_entry("Kim", ANSWERS))))
    assert "*What fits what you saw* · from 15 of 16 answers" in many
    assert "likely, fit 80 of 100 from 2 of 2 answers" in many


def test_what_is_not_seen_enough_stands_first_and_has_no_bar_when_it_fits_best():
    thin = words(person_views.person(page_of(an_entry("Kim", {"S3": Seen.CLEARLY}))))
    assert thin.index("Not enough seen: ask") < thin.index("What fits what you saw")
    assert "▰" not in thin
    both = {"S3": Seen.CLEARLY, "S4": Seen.CLEARLY}
    seen = words(person_views.person(page_of(an_entry("Kim", both))))
    assert seen.index("What fits what you saw") < seen.index("Not enough seen: ask")
    assert "▰" in seen


def test_missing_authority_on_top_asks_for_the_deciders_first():
    answers = {"S13": Seen.CLEARLY, "S15": Seen.SOMEWHAT}
    assert read(answers).is_bound
    assert "Find out who decides" in words(person_views.person(page_of(an_entry("Kim", answers))))


def test_a_second_look_shows_what_moved_and_where_each_fit_went():
    looks = ({"S7": Seen.SOMEWHAT, "S8": Seen.SOMEWHAT}, {"S7": Seen.CLEARLY, "S8": Seen.SOMEWHAT})
    said = words(person_views.person(page_of(an_entry("Kim", *looks))))
    assert "fit 80 of 100 from 2 of 2 answers · ↗ rising" in said
    assert "or “my people”: somewhat → clearly" in said
    assert "· A loss of standing or certainty 50" in said


def test_one_look_shows_no_history():
    said = words(person_views.person(page_of(an_entry("Kim", ANSWERS))))
    assert "last time" not in said
    assert "rising" not in said


def test_ones_own_part_comes_before_what_fits():
    said = words(person_views.person(page_of(an_entry("Kim", ANSWERS))))
    assert said.index("Your own part first") < said.index("What fits what you saw")
    form = words(a_signals_form(an_entry(), {}, {}))
    assert "Mend your own part first" in form
    assert "give them time to think" in form


def test_the_short_form_asks_eight_and_offers_all_sixteen():
    view = a_signals_form(an_entry(), {}, {})
    assert [b["block_id"] for b in view["blocks"] if b["type"] == "input"] == list(SHORT)
    assert "resistance.all:E1" in ids(view)
    again = a_signals_form(an_entry(), {"S2": Seen.NO}, {})
    assert [b["block_id"] for b in again["blocks"] if b["type"] == "input"] == list(SIGNALS)
    assert "resistance.all:E1" not in ids(again)


def test_last_answers_are_filled_in():
    view = a_signals_form(an_entry(), {"S7": Seen.CLEARLY}, {})
    blocks = {b["block_id"]: b for b in view["blocks"] if b["type"] == "input"}
    assert blocks["S7"]["element"]["initial_option"]["value"] == "2"
    assert "initial_option" not in blocks["S1"]["element"]


def test_only_the_four_fair_responses_are_offered():
    view = a_plan_form(an_entry(), {})
    response = next(b for b in view["blocks"] if b.get("block_id") == "response")
    assert len(response["element"]["options"]) == 4


def test_the_way_back_to_the_register_stands_where_none_lies_beneath():
    page = page_of(an_entry("Kim", ANSWERS))
    assert "resistance.open:N1" in ids(person_views.person(page))
    assert "resistance.open:N1" not in ids(person_views.person(page, BENEATH))


def test_nothing_that_was_typed_travels_in_an_id():
    secret = "kanari"
    entry = an_entry(secret, ANSWERS, plan=a_plan(secret))
    for view in (
        register_of(entry),
        person_views.person(page_of(entry), BENEATH),
        a_note_form(entry),
        a_plan_form(entry),
        a_signals_form(entry, ANSWERS),
    ):
        travelling = [view["callback_id"], view.get("private_metadata", ""), *ids(view)]
        assert not any(secret in each for each in travelling)


def test_what_is_chosen_and_typed_about_somebody_is_reported_and_may_be_discarded():
    look = a_signals_form(an_entry("Kim", {"S7": Seen.NO}), ANSWERS, is_restored=True)
    plan = a_plan_form(an_entry(plan=a_plan(), plans=3), is_restored=True)
    for view, noun, base in ((look, "look", 1), (plan, "plan", 3)):
        assert view["notify_on_close"]
        assert json.loads(view["private_metadata"])["base"] == str(base)
        assert "Restored what you had typed" in words(view)
        assert f"resistance.discard_{noun}:E1" in ids(view)
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        assert all(block["dispatch_action"] for block in inputs)
        assert {block["element"]["action_id"] for block in inputs} == {
            f"resistance.draft_{noun}:E1"
        }


def test_after_discarding_the_inputs_have_another_name():
    view = a_plan_form(an_entry(), fresh="f1")
    assert "resistance.draft_plan:E1:f1" in ids(view)
    assert "Restored" not in words(view)


def test_a_plan_to_deceive_somebody_gets_no_approach_and_a_label_is_noticed():
    bad = an_entry("Kim", ANSWERS, plan=Plan(next_step="Lie to her about the date"))
    said = words(person_views.person(page_of(bad)))
    assert "I cannot help to mislead someone." in said
    assert "How to approach it" not in said
    assert "Lie to her about the date" in said
    labelled = an_entry("Kim", ANSWERS, note=Note("Kim", "She is lazy"))
    for view in (person_views.person(page_of(labelled)), a_signals_form(labelled, {})):
        assert "This labels a person." in words(view)
    assert "How to approach it" in words(person_views.person(page_of(labelled)))


def test_the_caveat_stands_on_the_register_and_on_somebodys_page():
    caveat = caveat_for(Kind.PAY)
    register = views.register(RegisterPage(a_record(), [], caveat))
    page = person_views.person(EntryPage(a_record(), an_entry(), caveat))
    for view in (register, page):
        assert "guardrails.understood:N1" in ids(view)
        assert "Not legal, HR, tax or medical advice." in words(view)
