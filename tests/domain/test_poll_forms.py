"""The form that makes a poll: what it refuses, its templates, its defaults."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.choices import Rule
from bot.domain.errors import Invalid
from bot.domain.people import zone_info
from bot.domain.poll_forms import (
    MAX_OPTIONS,
    USE_LIMIT,
    draft,
    form_of,
    usual_times,
)
from bot.domain.poll_items import OPTION_LIMIT, QUESTION_LIMIT
from bot.domain.poll_templates import template, templates
from bot.domain.poll_times import LONGEST
from bot.domain.polls import MAX_VOTERS, Audience
from tests.domain.poll_samples import CLOSE, NOW, a_draft, a_form


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("question", "", "Ask one question"),
        ("question", " \u200b\u202e\n", "Ask one question"),
        ("question", "W" * (QUESTION_LIMIT + 1), "within 300"),
        ("options", "only one", "2 to 100 answers"),
        ("options", "\n".join(map(str, range(MAX_OPTIONS + 1))), "2 to 100 answers"),
        ("options", "Yes\n- yes", "the same"),
        ("options", "a\n" + "b" * (OPTION_LIMIT + 1), "within 75"),
        ("use", "\t", "what you will use"),
        ("use", "W" * (USE_LIMIT + 1), "within 300"),
        ("channel", None, "Pick the channel"),
        ("people", (), "at least one person"),
        ("people", tuple(f"U{n}" for n in range(MAX_VOTERS + 1)), "at most 500"),
        ("closes_at", None, "Pick when it closes"),
        ("closes_at", NOW, "has passed"),
        ("closes_at", NOW + LONGEST + timedelta(seconds=1), "more than 90 days"),
        ("feedback_by", None, "hear what you did"),
        ("feedback_by", CLOSE - timedelta(seconds=1), "after the poll has closed"),
        ("feedback_by", CLOSE + LONGEST + timedelta(days=1), "more than 90 days"),
    ],
)
def test_each_problem_is_named_beside_its_field(field, typed, words):
    problems = a_form(**{field: typed}).problems(NOW)
    assert words in problems[field]
    with pytest.raises(Invalid):
        a_draft(**{field: typed})


def test_a_good_form_has_no_problem_and_comes_back_as_it_was_typed():
    assert a_form().problems(NOW) == {}
    assert form_of(a_draft()) == a_form()


def test_a_poll_for_the_channel_forgets_who_was_picked_before():
    poll = a_draft(audience=Audience.CHANNEL)
    assert poll.voters == ()
    assert form_of(poll).people == ()


@given(st.text(max_size=400), st.lists(st.text(max_size=90), max_size=12))
def test_whatever_is_typed_becomes_a_clean_draft_or_is_named(question, options):
    form = a_form(question=question, options="\n".join(options))
    problems = form.problems(NOW)
    if problems:
        assert set(problems) <= {"question", "options"}
        return
    poll = draft(form, "P", "N", "U1", NOW)
    assert [option.id for option in poll.options] == [str(n + 1) for n in range(len(poll.options))]
    assert all(0 < len(option.text) <= OPTION_LIMIT for option in poll.options)


@pytest.mark.parametrize("ready", templates(), ids=lambda ready: ready.id)
def test_every_template_makes_a_poll_that_can_be_posted(ready):
    assert template(ready.id) is ready
    filled = a_form(question="", options="", use="").filled(ready)
    assert filled.problems(NOW) == {}
    may_leave_out = ready.rule in {Rule.RANK, Rule.CONSENT, Rule.SCORE}
    assert may_leave_out or {"No view", "None this time"} & set(ready.options)


@given(
    st.integers(0, 2 * 365 * 24 * 60),
    st.sampled_from(["Europe/Stockholm", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Apia"]),
)
def test_the_usual_times_are_working_hours_and_make_a_valid_form(minutes, zone):
    now = NOW + timedelta(minutes=minutes)
    closes_at, feedback_by = usual_times(now, zone)
    assert a_form(closes_at=closes_at, feedback_by=feedback_by).problems(now) == {}
    for moment in (closes_at, feedback_by):
        local = moment.astimezone(zone_info(zone))
        assert local.weekday() < 5
        assert 9 <= local.hour <= 17
        assert local.minute == 0
    assert timedelta(hours=24) < closes_at - now < timedelta(days=5)
