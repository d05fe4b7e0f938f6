"""A poll's life, its reminders, its result, its promise."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.choices import Choice
from bot.domain.errors import AlreadyDone, Invalid, NotInvited, PollClosed, PollNotOpen
from bot.domain.poll_promise import who_sees_what
from bot.domain.poll_times import LEAST_OPEN, half_time
from bot.domain.polls import LAST_CALL, Audience, PollState, Slot
from tests.domain.poll_samples import CLOSE, NOW, VOTERS, a_draft, a_result, an_open, ballots

# Life


def test_a_poll_opens_once_and_not_after_its_deadline():
    with pytest.raises(AlreadyDone):
        an_open().opened(VOTERS, NOW)
    with pytest.raises(Invalid) as error:
        a_draft().opened(VOTERS, CLOSE)
    assert "closes_at" in error.value.problems


@pytest.mark.parametrize(
    ("poll", "voter", "option", "at", "error"),
    [
        (a_draft(), "U1", "1", NOW, PollNotOpen),
        (an_open(), "U1", "1", CLOSE, PollClosed),
        (an_open().closed(NOW), "U1", "1", NOW, PollClosed),
        (an_open(), "U9", "1", NOW, NotInvited),
        (an_open(), "U1", "9", NOW, Invalid),
    ],
)
def test_a_vote_that_cannot_count_says_why(poll, voter, option, at, error):
    def check():
        poll.check_voter(voter, at)
        poll.check_choice(Choice.read(option))

    with pytest.raises(error):
        check()


def test_a_late_close_counts_until_the_deadline_and_an_early_one_until_now():
    assert an_open().closed(CLOSE + timedelta(hours=5)).closed_at == CLOSE
    assert an_open().closed(NOW).closed_at == NOW


def test_only_an_open_poll_closes_or_gets_another_deadline():
    for poll in (an_open().closed(NOW), an_open().closed(NOW).decided()):
        with pytest.raises(AlreadyDone):
            poll.closed(NOW)
        with pytest.raises(AlreadyDone):
            poll.extended(CLOSE, NOW)
    with pytest.raises(PollNotOpen):
        a_draft().closed(NOW)


def test_a_later_deadline_takes_the_promised_answer_along():
    later = CLOSE + timedelta(days=4)
    assert an_open().extended(later, NOW).feedback_by == later
    sooner = an_open().extended(CLOSE - timedelta(hours=1), NOW)
    assert sooner.feedback_by == CLOSE + timedelta(days=1)


def test_a_poll_that_a_decision_rests_on_stays():
    closed = an_open().closed(NOW)
    assert closed.deleted().state is PollState.DELETED
    with pytest.raises(AlreadyDone):
        closed.decided().deleted()


# Reminders


def test_a_poll_reminds_at_half_time_and_three_hours_before_the_close():
    assert an_open().reminder_times() == {
        Slot.HALF_TIME: NOW + timedelta(days=1),
        Slot.LAST_CALL: CLOSE - LAST_CALL,
    }


@pytest.mark.parametrize(
    ("opens", "closes", "half"),
    [
        # Thursday morning to Monday morning: Friday at one, not Saturday.
        ("2026-11-26T08:30", "2026-11-30T09:00", "2026-11-27T13:00"),
        ("2026-11-27T08:30", "2026-11-30T09:00", "2026-11-27T13:00"),
        # Opened late on Friday: an hour later, for those who still work.
        ("2026-11-27T16:00", "2026-11-30T09:00", "2026-11-27T17:00"),
        # Opened on the weekend: as it falls.
        ("2026-11-28T10:00", "2026-11-29T10:00", "2026-11-28T11:00"),
        ("2026-11-24T08:00", "2026-11-26T08:00", "2026-11-25T08:00"),
    ],
)
def test_a_half_time_on_a_weekend_is_pulled_to_the_friday_before(opens, closes, half):
    opens, closes, half = (
        datetime.fromisoformat(f"{each}:00+00:00") for each in (opens, closes, half)
    )
    assert half_time(opens, closes) == half


@given(st.integers(0, 60 * 24 * 14), st.timedeltas(LEAST_OPEN, timedelta(30)))
def test_half_time_lies_between_opening_and_middle(minutes, length):
    opens = NOW + timedelta(minutes=minutes)
    assert opens < half_time(opens, opens + length) <= opens + length / 2


def test_a_short_poll_reminds_once_or_never():
    assert list(an_open(closes_at=NOW + timedelta(hours=6)).reminder_times()) == [Slot.HALF_TIME]
    assert an_open(closes_at=NOW + timedelta(minutes=59)).reminder_times() == {}
    assert a_draft().reminder_times() == {}


def test_what_came_due_together_is_handed_out_together():
    poll = an_open()
    assert poll.due_slots(NOW) == ()
    assert poll.due_slots(NOW + timedelta(days=1)) == (Slot.HALF_TIME,)
    assert poll.due_slots(CLOSE) == (Slot.HALF_TIME, Slot.LAST_CALL)
    assert poll.reminded_for(Slot.HALF_TIME, Slot.LAST_CALL).due_slots(CLOSE) == ()


@given(st.integers(1, 90 * 24 * 60), st.integers(0, 90 * 24 * 60))
def test_after_handing_out_what_is_due_the_next_reminder_lies_ahead(length, later):
    poll = an_open(
        closes_at=NOW + timedelta(minutes=length),
        feedback_by=NOW + timedelta(minutes=length),
    )
    now = NOW + timedelta(minutes=later)
    reminded = poll.reminded_for(*poll.due_slots(now))
    upcoming = reminded.next_reminder()
    assert reminded.due_slots(now) == ()
    assert upcoming is None or now < upcoming[1] < poll.closes_at


# Result


def test_the_tally_ranks_by_votes_and_keeps_the_order_among_equals():
    result = a_result("2", "2", "3")
    assert [(option.text, count) for option, count in result.counts] == [
        ("June", 2),
        ("No view", 1),
        ("May", 0),
    ]
    assert [option.text for option in result.leading] == ["June"]


@given(st.lists(st.sampled_from(["1", "2", "3"]), max_size=len(VOTERS)))
def test_no_vote_is_lost_or_doubled_in_the_tally(votes):
    result = a_result(*votes)
    assert result.answered == len(votes)
    assert {option.id: count for option, count in result.counts} == {
        option.id: votes.count(option.id) for option in result.poll.options
    }
    assert bool(result.leading) is bool(votes)


def test_the_missing_are_those_who_were_asked_and_have_not_answered():
    assert ballots({"U2": "1"}).missing(an_open()) == ("U1", "U3", "U4", "U5")


# Who sees what


def test_the_promise_follows_from_the_settings():
    assert "the 5 people picked" in who_sees_what(an_open())
    assert "one person who was picked" in who_sees_what(replace(an_open(), voters=("U1",)))
    everybody = a_draft(audience=Audience.CHANNEL)
    assert "members when it is posted" in who_sees_what(everybody)
    assert "members when it was posted" in who_sees_what(everybody.opened(VOTERS, NOW))


def test_a_small_poll_admits_that_totals_can_give_a_name_away():
    warning = "can give a name away"
    assert warning not in who_sees_what(an_open())
    assert warning in who_sees_what(replace(an_open(), voters=VOTERS[:4]))
    assert warning not in who_sees_what(a_draft(audience=Audience.CHANNEL))


def test_a_decided_poll_owes_feedback_until_it_was_said():
    closed = an_open().closed(NOW)
    decided = closed.decided()
    done = decided.fed_back()
    assert [p.is_decided for p in (closed, decided, done)] == [False, True, True]
    assert [p.owes_feedback for p in (closed, decided, done)] == [False, True, False]
    assert all(p.is_over for p in (closed, decided, done))
