from dataclasses import replace

import pytest

from bot.domain.checklist import FIVE_MINUTES
from bot.domain.negotiations import CORE_TEAM_LIMIT, NAME_LIMIT, NEXT_STAGES, Kind, Stage
from bot.domain.polls import PollState
from bot.domain.prep import Workbook, readiness
from bot.domain.steps import NextStep, Step, facts_of, next_step
from bot.services.negotiations import RecordPage
from handlers.views import negotiation_forms as forms
from handlers.views import negotiations as views
from handlers.views.plain import plain_text, unescaped
from handlers.views.walker import problems
from tests.domain.test_prep import COMPLETE, DRAFT
from tests.domain.update_samples import an_update
from tests.views.samples import (
    NOW,
    STATES,
    TEXTS,
    a_change,
    a_decision,
    a_meeting,
    a_poll,
    a_record,
    ids,
    words,
)

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
BENEATH = {"page": "V1"}


def a_page(text="Renewal", answers=None, *, is_leader=True, many=1, **record):
    negotiation = a_record(text, **record)
    book = Workbook("N1", answers or {})
    polls = [a_poll(text, state) for state in STATES if state is not PollState.DELETED]
    step = next_step(facts_of(negotiation, book, readiness(book, FIVE_MINUTES), [], [], False, NOW))
    return RecordPage(
        negotiation=negotiation,
        is_leader=is_leader,
        history=[a_change(text)] * 30,
        readiness=readiness(book, FIVE_MINUTES) if is_leader else None,
        meetings=[a_meeting(text)] * many,
        polls=polls * many,
        decisions=[a_decision(text or "-")] * many,
        next=step if is_leader else NextStep(Step.OPEN),
    )


@every_text
@pytest.mark.parametrize("is_leader", [True, False])
def test_the_page_is_one_that_slack_takes_whatever_is_typed(text, is_leader):
    assert problems(views.page(a_page(text, is_leader=is_leader))) == []
    assert problems(views.page(a_page(text, is_leader=is_leader, many=60))) == []


@every_text
def test_the_forms_are_ones_that_slack_takes_whatever_is_typed(text):
    record = a_record(text)
    assert problems(forms.new_form(text, for_prep=True)) == []
    assert problems(forms.edit_form(record, BENEATH)) == []
    assert problems(forms.stage_form(record, [a_change(text)] * 300, BENEATH)) == []


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_offers_exactly_the_stages_that_may_follow(stage):
    view = forms.stage_form(a_record(stage=stage), [], {})
    field = next(block for block in view["blocks"] if block.get("block_id") == "stage")
    assert [o["value"] for o in field["element"]["options"]] == list(NEXT_STAGES[stage])
    assert problems(view) == []


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("kind", Kind)
def test_every_stage_and_kind_has_a_page(stage, kind):
    assert problems(views.page(a_page(stage=stage, kind=kind))) == []


def test_a_record_alone_with_itself_has_a_page():
    page = a_page(core_team=(), channel=None, many=0)
    view = words(views.page(page))
    assert "nobody yet" in view
    assert "*Channel*" not in view
    assert "*Polls*" not in view


def test_the_leader_sees_coverage_the_gap_and_all_deeds():
    view = views.page(a_page(answers=DRAFT))
    assert "*50* of 100 · usable" in words(view)
    assert {
        "negotiations.edit:N1",
        "negotiations.stage:N1",
        "prep.section:N1:P1",
        "prep.open:N1",
        "polls.new:N1",
        "meetings.new:N1",
        "decisions.new:N1",
        "polls.open:P1",
        "meetings.open:M1",
        "decisions.open:D1",
    } <= set(ids(view))


def test_the_core_team_sees_no_coverage_no_places_and_no_button_of_the_leaders():
    view = views.page(a_page("Room 4", answers=COMPLETE, is_leader=False, name="n"))
    assert "of 100" not in words(view)
    assert set(ids(view)) == {"decisions.open:D1", "involvement.open:N1"}
    assert "in the core team" in words(view)
    at = words([block for block in view["blocks"] if "minutes" in words(block)])
    assert "Room 4" not in at


def test_an_untouched_record_offers_five_minutes_first():
    view = views.page(a_page())
    first = next(block for block in view["blocks"] if block["type"] == "actions")["elements"][0]
    assert (first["action_id"], first["style"]) == ("prep.all:N1", "primary")


def test_an_ended_record_pushes_no_gap():
    view = views.page(a_page(answers=DRAFT, stage=Stage.AGREED))
    assert "prep.section:N1:P1" not in ids(view)


def test_the_stage_says_since_when_and_why():
    view = words(views.page(a_page("They asked <us>")))
    assert "Stage: *preparing*\\n_since <!date^" in view
    assert "They asked &lt;us&gt;" in view


def test_the_history_says_who_when_and_why_newest_first():
    changes = [a_change("first"), a_change("second")]
    view = words(forms.stage_form(a_record(), changes, {}))
    assert view.index("second") < view.index("first")
    assert "draft → preparing · <@U1>" in view


def test_the_form_limits_what_can_be_typed_and_picked():
    view = forms.new_form("x" * 500)
    elements = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
    assert elements["name"]["max_length"] == NAME_LIMIT
    assert elements["core_team"]["max_selected_items"] == CORE_TEAM_LIMIT
    assert elements["channel"]["filter"]["include"] == ["public", "private"]


def test_the_cursor_stands_where_something_is_to_be_typed():
    assert '"focus_on_load": true' in words(forms.new_form())
    named = {b["block_id"]: b["element"] for b in forms.new_form("Acme")["blocks"]}
    assert named["counterpart"]["focus_on_load"]


def test_an_edit_keeps_who_and_where():
    view = forms.edit_form(a_record(core_team=("U2",), kind=Kind.PAY), BENEATH)
    elements = {b["block_id"]: b["element"] for b in view["blocks"]}
    assert elements["core_team"]["initial_users"] == ["U2"]
    assert elements["channel"]["initial_conversation"] == "C1"
    assert elements["kind"]["initial_option"]["value"] == "pay"
    assert "starts_at" not in elements


def test_a_name_from_a_message_is_put_in_as_typed_not_escaped():
    view = forms.new_form("Tom & Jerry <x>")
    assert view["blocks"][0]["element"]["initial_value"] == "Tom & Jerry <x>"


def test_no_typed_word_stands_in_ids_or_metadata():
    for view in (
        views.page(a_page("CANARY")),
        forms.new_form("CANARY", for_prep=True),
        forms.edit_form(a_record("CANARY"), BENEATH),
        forms.stage_form(a_record("CANARY"), [], BENEATH),
    ):
        hidden = [view["callback_id"], view.get("private_metadata", ""), *ids(view)]
        assert "CANARY" not in words(hidden)


@pytest.mark.parametrize(
    ("mrkdwn", "plain"),
    [
        ("*Price* rise", "Price rise"),
        ("_really_ ~old~ `code`", "really old code"),
        ("Ask <@U123> about it", "Ask about it"),
        ("Ask <@U123|ann>", "Ask ann"),
        ("<#C1|sales> and <!here>", "sales and"),
        ("<https://a.example|the offer> of <https://b.example>", "the offer of https://b.example"),
        ("Tom &amp; Jerry &lt;3", "Tom & Jerry <3"),
        ("&gt; quoted\nnext", "quoted\nnext"),
        ("snake_case and 2*3*4", "snake_case and 2*3*4"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_a_message_is_read_as_plain_words(mrkdwn, plain):
    assert plain_text(mrkdwn) == plain


def test_a_commands_words_are_read_as_they_were_typed():
    assert unescaped("a &amp; b &lt;c&gt; <d>") == "a & b <c> <d>"
    assert unescaped("&amp;lt;") == "&lt;"


def test_the_newest_update_stands_there_for_everybody_and_says_when_the_next_comes():
    for is_leader in (True, False):
        shown = replace(a_page(is_leader=is_leader), update=an_update())
        view = views.page(shown)
        assert "They have our offer." in words(view)
        assert "_next " in words(view)
        assert "updates.open:N1" in ids(view)
    assert "updates.open:N1" not in ids(views.page(a_page(is_leader=False)))
    assert "updates.open:N1" in ids(views.page(a_page()))
