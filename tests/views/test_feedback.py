"""Every view and message of feedback, with the longest and strangest that people type."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.feedback import TEXT_LIMIT, FeedbackForm, FeedbackState
from bot.domain.polls import PollState
from bot.services.feedback import FeedbackPage
from handlers.views import feedback as views
from handlers.views.feedback import Draft
from handlers.views.walker import problems
from tests.views.samples import NOW, TEXTS, ids, words
from tests.views.test_decisions import BLAME, HERE, a_decision
from tests.views.test_polls import a_poll

SHARED = replace(HERE, channel=replace(HERE.channel, is_ext_shared=True))
POLL = "P" * 22
PEOPLE = tuple(f"U{number}" for number in range(10))


def a_form(text="June.", **changes):
    form = FeedbackForm(*(text[:TEXT_LIMIT] for _ in FeedbackForm.TEXTS))
    return replace(form, **changes)


def a_page(text="June.", **changes):
    poll = replace(a_poll(text), state=PollState.AWAITING_FEEDBACK, feedback_by=NOW)
    page = FeedbackPage(poll, a_form(text, thanked=PEOPLE), 3, a_decision(text), False)
    return replace(page, **changes)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_view_is_one_that_slack_takes(text):
    page = a_page(text)
    bare = replace(page, decision=None, kept_back=True, state=FeedbackState.POSTED)
    poll = page.poll
    shown = [
        views.form(page, Draft(page.form), {"page": "V1"}),
        views.form(bare, Draft(a_form(BLAME), a_form(BLAME).findings(), 3), {}),
        views.preview(page, HERE, {}),
        views.preview(bare, HERE, {}),
        views.preview(page, SHARED, {}),
        views.preview(bare, SHARED, {}),
        views.sent(page),
        views.sent(bare),
        views.closed(poll),
        *(views.already(replace(page, state=state)) for state in (
            FeedbackState.PROMISED, FeedbackState.IN_PERSON
        )),
        views.message(page).to_dict(),
        views.message(bare).to_dict(),
        views.due_note(poll).to_dict(),
        views.due_note(replace(poll, state=PollState.AWAITING_DECISION)).to_dict(),
        views.not_posted_note(poll, "is_archived").to_dict(),
    ]  # fmt: skip
    assert [problem for view in shown for problem in problems(view)] == []


def test_the_message_stands_in_the_thread_and_names_whom_the_leader_named():
    speech = views.message(a_page(form=a_form(thanked=("U3", "U4"))))
    assert (speech.thread_ts, speech.broadcast) == ("1.1", True)
    assert "With thanks to <@U3> and <@U4> for their input." in speech.text
    assert "<@U1> is accountable for this." in speech.text
    assert "thanks to" not in views.message(a_page(form=a_form())).text


def test_the_fallback_says_all_that_the_blocks_say():
    form = FeedbackForm("I heard this", "this changed", "this did not", "this is next")
    speech = views.message(a_page(form=form))
    for said in (form.heard, form.changed, form.not_taken, form.next_step, "What I decided"):
        assert said in speech.text
        assert said in words(speech.blocks)


def test_where_others_read_along_nothing_is_posted_and_the_ways_out_stand_there():
    view = views.preview(a_page(), SHARED, {})
    assert "shared with another organisation" in words(view)
    assert "submit" not in view
    assert {views.LOOK, views.BACK, views.ELSEWHERE} <= {name.split(":")[0] for name in ids(view)}
    mended = views.preview(a_page(state=FeedbackState.POSTED), SHARED, {})
    assert not any(name.startswith(views.ELSEWHERE) for name in ids(mended))


def test_what_is_empty_has_no_heading():
    page = a_page(form=FeedbackForm("I heard this", "this changed"), decision=None)
    said = words(views.message(page).blocks)
    assert "Not taken up" not in said
    assert "decided" not in said


def test_a_leader_who_told_them_elsewhere_says_so_only_while_it_is_owed():
    assert f"{views.ELSEWHERE}:{POLL}" in ids(views.form(a_page(), Draft(a_form()), {}))
    mended = a_page(state=FeedbackState.POSTED)
    assert f"{views.ELSEWHERE}:{POLL}" not in ids(views.form(mended, Draft(a_form()), {}))


def test_the_promised_day_leads_to_what_is_missing():
    owed = a_page().poll
    assert f"{views.OPEN}:{POLL}" in ids({"blocks": views.due_note(owed).blocks})
    undecided = replace(owed, state=PollState.AWAITING_DECISION, feedback_by=NOW - timedelta(1))
    assert f"decisions.from_poll:{POLL}" in ids({"blocks": views.due_note(undecided).blocks})
