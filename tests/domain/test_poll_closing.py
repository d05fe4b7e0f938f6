"""A poll that closes once everybody has answered keeps what it has announced where it matters."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import AlreadyDone
from bot.domain.poll_closing import (
    GRACE,
    STEP,
    announced_close,
    ending,
    is_ending,
    look_at,
    may_end_early,
)
from bot.domain.poll_forms import form_of
from bot.domain.poll_manner import ADDS_TOO, Manner, Repeat
from bot.domain.poll_occasions import next_before, next_weekly
from bot.domain.poll_templates import templates
from tests.domain.poll_samples import CLOSE, NOW, a_form, an_open

EARLY = Manner(closes_early=True)
LATER = timedelta(hours=3)


def early(**manner):
    return an_open(manner=replace(EARLY, **manner))


def test_it_is_off_unless_the_leader_wants_it():
    assert not may_end_early(an_open())
    assert may_end_early(early())


def test_a_poll_ends_early_only_once():
    ended = ending(early(), NOW)
    assert is_ending(ended)
    assert not may_end_early(ended)


@given(minutes=st.integers(0, 2 * 24 * 60), is_secret=st.booleans())
def test_there_is_time_to_change_ones_mind_but_the_deadline_holds(minutes, is_secret):
    now = NOW + timedelta(minutes=minutes)
    ended = ending(early(is_secret=is_secret), now)
    longest = STEP + GRACE if is_secret else GRACE
    assert min(now + GRACE, CLOSE) <= ended.closes_at <= min(now + longest, CLOSE)
    assert announced_close(ended) == CLOSE


@given(first=st.integers(0, 3000), second=st.integers(0, 3000))
def test_when_a_secret_poll_ends_tells_no_more_than_its_turnout_does(first, second):
    # Its message shows the turnout at each full ten minutes: votes between two of them look alike.
    poll = early(is_secret=True)
    votes = [NOW + timedelta(seconds=each) for each in (first, second)]
    shown = [int(vote.timestamp()) // int(STEP.total_seconds()) for vote in votes]
    looks = [look_at(poll, vote) for vote in votes]
    ends = [ending(poll, look).closes_at for look in looks]
    assert (looks[0] == looks[1]) == (ends[0] == ends[1]) == (shown[0] == shown[1])
    assert all(vote < look <= vote + STEP for vote, look in zip(votes, looks, strict=True))


def test_who_extends_a_poll_that_ends_wants_it_open_until_then():
    ended = ending(early(), NOW)
    longer = ended.extended(CLOSE + LATER, NOW)
    assert (longer.closes_at, announced_close(longer)) == (CLOSE + LATER, CLOSE + LATER)
    assert not is_ending(longer)
    assert not may_end_early(longer)


def test_who_extends_a_poll_before_keeps_that_it_may_end_early():
    assert may_end_early(early().extended(CLOSE + LATER, NOW))


def test_a_poll_that_ended_takes_no_later_close():
    with pytest.raises(AlreadyDone):
        ending(early(), NOW).closed(NOW + GRACE).extended(CLOSE + LATER, NOW + GRACE)


def test_the_next_occasion_closes_when_this_one_was_to():
    weekly = early(repeat=Repeat.WEEKLY)
    ended = ending(weekly, NOW).closed(NOW + GRACE)
    again, usual = (next_weekly(each, "P2", "UTC", NOW) for each in (ended, weekly))
    assert again == usual
    assert again.closes_at == CLOSE + timedelta(days=7)
    assert may_end_early(again.opened(("U1",), again.opens_at or NOW))


def test_before_a_meeting_people_hear_as_long_after_the_close_as_they_did():
    from bot.domain.meetings import Meeting

    meeting = Meeting("M", "N", "U1", NOW + timedelta(days=9), 60)
    ended = ending(early(repeat=Repeat.BEFORE_MEETING), NOW).closed(NOW + GRACE)
    again = next_before(ended, "P2", meeting, NOW)
    assert again is not None
    assert again.feedback_by is not None
    assert again.feedback_by - again.closes_at == timedelta(days=1)


@pytest.mark.parametrize("ready", templates(), ids=lambda each: each.id)
def test_a_template_keeps_that_it_ends_early(ready):
    assert a_form(manner=EARLY).filled(ready).manner.closes_early
    assert not a_form().filled(ready).manner.closes_early


def test_it_does_not_go_with_answers_that_people_add():
    assert EARLY.problems(3) == {}
    assert Manner(closes_early=True, takes_options=True).problems(3) == {"early": ADDS_TOO}


def test_the_form_opens_again_with_it():
    assert form_of(early()).manner.closes_early
    assert isinstance(announced_close(early()), datetime)
