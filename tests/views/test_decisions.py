"""Every view and message of a decision, with the longest and strangest that people type."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.audience import Readers
from bot.domain.channels import Channel
from bot.domain.decisions import TEXT_LIMIT, Decision, DecisionForm, Visibility
from bot.domain.part_credit import Led
from bot.services.decision_log import Log, Wanted
from bot.services.decisions import DecisionPage, Told
from handlers.views import decision_forms as forms
from handlers.views import decision_log as logs
from handlers.views import decision_reviews as reviews
from handlers.views import decisions as views
from handlers.views.decision_fields import VISIBLE, Sheet
from handlers.views.walker import problems
from tests.views.samples import NOW, TEXTS, a_record, ids, words
from tests.views.test_polls import a_poll

HERE = Readers(Channel("C1", is_member=True), ("U1",))
DAY = date(2026, 12, 1)
BLAME = "The team made me sign because of Sam. " * 40


def a_form(text, **changes):
    typed = dict.fromkeys(DecisionForm.TEXTS, text[:TEXT_LIMIT])
    return DecisionForm(**{**typed, "done_by": DAY, "review_on": DAY, **changes})


def a_decision(text, version=1, **changes):
    decision = Decision(f"D{version}", "D1", version, "N1", "U1", NOW, a_form(text), "P1")
    return replace(decision, **changes)


def a_page(text, versions=1, **changes):
    chain = [a_decision(text, n) for n in range(1, versions + 1)]
    return replace(DecisionPage(a_record(text), chain, is_leader=True), **changes)


def a_sheet(text, ids=None, **changes):
    return Sheet(a_form(text), ids or {}, [a_record(text)], **changes)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_view_is_one_that_slack_takes(text):
    record = a_record(text)
    found = Log([a_decision(text, n) for n in range(1, 11)], {"N1": record}, 1000, 3)
    told = Told(a_poll(text), a_decision(text), 3)
    many = [a_record(text, id=f"N{n}") for n in range(150)]
    shown = [
        views.page(a_page(text, 60), note="Saved.", carried={"page": "V1"}),
        views.page(a_page(text, is_leader=False, sees_record=False)),
        views.version(a_decision(text)),
        logs.log(found, Wanted(text[:100], "N1")),
        logs.log(Log([], {}, 0), Wanted(text[:100])),
        views.tell_form(told, HERE),
        views.tell_form(told, Readers(replace(HERE.channel, is_ext_shared=True))),
        reviews.review_message(a_page(text)).to_dict(),
        views.told_message(told).to_dict(),
        forms.form(a_sheet(text)),
        forms.form(a_sheet(text, {"negotiation": "N1", "poll": "P1"}, round=3)),
        forms.form(a_sheet(text, {"decision": "D1"}, findings=a_form(BLAME).findings())),
        forms.form(replace(a_sheet(text), records=many)),
        forms.form(a_sheet(text, {"decision": "D1"}, is_restored=True, fresh="f1")),
        forms.no_record_yet(),
    ]
    assert [problem for view in shown for problem in problems(view)] == []


def test_a_long_text_is_shown_whole():
    numbers = range(100, 350)
    form = a_form("x", reasons=" ".join(f"&&&{number}" for number in numbers))
    assert len(form.reasons) <= TEXT_LIMIT
    said = words(views.page(replace(a_page("x"), versions=[a_decision("x", form=form)])))
    assert all(f"&amp;{number}" in said for number in numbers)


# The own-it check


def test_each_finding_is_marked_with_its_reason_and_a_rewrite():
    form = a_form("", decision="The team made me sign.")
    view = forms.form(replace(a_sheet(""), form=form, findings=form.findings()))
    said = words(view)
    assert "“*The team made me*”" in said
    assert "This hands your decision to somebody else." in said
    assert "I decided, having heard everyone, to" in said
    assert forms.OWN in ids(view)
    assert view["title"]["text"] == "See the top: own it?"
    [keep] = [b for b in view["blocks"] if b.get("block_id") == "keep"]
    assert keep["optional"]


def test_without_findings_there_is_nothing_to_keep():
    view = forms.form(a_sheet("We take June."))
    assert forms.OWN not in ids(view)
    assert "keep" not in [b.get("block_id") for b in view["blocks"]]


def test_findings_leave_the_fields_as_they_are_and_a_rewrite_renews_the_leaders_words():
    def fields(sheet):
        view = forms.form(sheet)
        return {b["block_id"]: b["element"]["action_id"] for b in view["blocks"] if "element" in b}

    before = fields(a_sheet(""))
    marked = fields(replace(a_sheet(""), findings=a_form(BLAME).findings()))
    owned = fields(replace(a_sheet(""), round=1))
    assert {name: marked[name] for name in before} == before
    assert {name for name in before if before[name] != owned[name]} == {"decision", "reasons"}


# Reading


def test_the_asked_are_a_choice_only_where_somebody_was_asked():
    asked = VISIBLE[Visibility.ASKED]
    assert asked not in words(forms.form(a_sheet("x")))
    assert asked in words(forms.form(a_sheet("x", {"poll": "P1"})))


def test_only_the_leader_is_offered_deeds_and_only_insiders_read_the_records_name():
    theirs = views.page(a_page("Renewal", is_leader=False))
    assert ids(theirs) == [f"{views.FILE}:D1:md", f"{views.FILE}:D1:json"]
    assert "Belongs to Renewal" in words(theirs)
    outside = a_page("x", sees_record=False, negotiation=a_record("Secret"))
    assert "Secret" not in words(views.page(outside))


def test_telling_is_offered_when_the_asked_may_read_it():
    def offered(visibility):
        decision = a_decision("x", form=a_form("x", visibility=visibility))
        return ids(views.page(DecisionPage(a_record(), [decision], is_leader=True)))

    assert f"{views.TELL}:D1" in offered(Visibility.ASKED)
    assert f"{views.TELL}:D1" not in offered(Visibility.CORE)


def test_earlier_versions_are_listed_newest_first():
    view = views.page(a_page("x", versions=3))
    assert [i for i in ids(view) if i.startswith(views.VERSION)] == [
        f"{views.VERSION}:D2",
        f"{views.VERSION}:D1",
    ]


@pytest.mark.parametrize(
    ("page", "count", "turns"),
    [(0, 10, []), (0, 11, ["1"]), (1, 11, ["0"]), (1, 30, ["0", "2"])],
)
def test_the_log_turns_where_there_is_more(page, count, turns):
    found = Log([a_decision("x")], {}, count, page)
    offered = [i for i in ids(logs.log(found, Wanted())) if i.startswith(logs.TURN)]
    assert offered == [f"{logs.TURN}:{number}" for number in turns]


def test_an_empty_log_and_an_empty_search_say_what_next():
    empty = Log([], {}, 0)
    assert "No decision is logged yet" in words(logs.log(empty, Wanted()))
    assert forms.NEW in ids(logs.log(empty, Wanted()))
    assert "Nothing holds “&lt;!here&gt;”" in words(logs.log(empty, Wanted("<!here>")))


def test_those_who_led_parts_are_thanked_by_name_and_the_parts_stay_unnamed():
    told = Told(a_poll(), a_decision("We take June."), 3, [Led("U7", ("The date",))])
    for shown in (views.told_message(told).text, words(views.tell_form(told, HERE))):
        assert "With thanks to <@U7>, who led a part of it." in shown
        assert "The date" not in shown


def test_what_the_asked_are_told_stands_in_the_polls_thread():
    told = Told(a_poll(), a_decision("We take June."), 3)
    speech = views.told_message(told)
    assert (speech.thread_ts, speech.broadcast) == ("1.1", True)
    assert "*Decided:* We take June." in speech.text
    assert "3 of 500 answered" in speech.text


def test_days_are_calendar_days_without_a_zone():
    said = words(views.page(a_page("x")))
    assert "Done by 1 Dec 2026" in said
    late = a_form("x", done_by=DAY + timedelta(days=30))
    assert "31 Dec 2026" in words(
        views.page(replace(a_page("x"), versions=[a_decision("x", form=late)]))
    )


def test_closing_is_told_and_after_discarding_every_field_forgets():
    def fields(sheet):
        view = forms.form(sheet)
        return {b["block_id"]: b["element"]["action_id"] for b in view["blocks"] if "element" in b}

    restored = forms.form(a_sheet("Mine", is_restored=True))
    assert restored["notify_on_close"]
    assert "decisions.discard" in ids(restored)
    assert "Restored what you had typed" in words(restored)
    before, after = fields(a_sheet("")), fields(a_sheet("", fresh="f1"))
    assert not set(before.values()) & set(after.values())
    assert '"fresh": "f1"' in forms.form(a_sheet("", fresh="f1"))["private_metadata"]
