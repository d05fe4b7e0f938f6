from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import AlreadyDone, Invalid
from bot.domain.meetings import (
    Meeting,
    MeetingForm,
    Moment,
    minutes_until,
    snoozed,
    window,
)

START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
NOW = START - timedelta(days=1)


def a_meeting(**changes):
    given = {"id": "M", "negotiation": "N", "leader": "U1", "starts_at": START, "minutes": 60}
    return Meeting(**{**given, **changes})


def test_the_calm_card_has_six_minutes_and_ends_before_the_meeting():
    calm = window(a_meeting(), Moment.CALM)
    assert (calm.opens_at, calm.closes_at) == (
        START - timedelta(minutes=10),
        START - timedelta(minutes=4),
    )


def test_the_question_after_waits_a_quarter_hour_and_lapses_after_a_day():
    after = window(a_meeting(minutes=30), Moment.AFTER)
    assert after.opens_at == START + timedelta(minutes=45)
    assert after.closes_at == START + timedelta(hours=24, minutes=30)


def test_a_move_makes_a_new_version():
    moved = a_meeting().moved(MeetingForm(START + timedelta(hours=1), 30, "Room 2", "Ann"))
    assert (moved.version, moved.minutes, moved.place) == (2, 30, "Room 2")


def test_a_cancelled_meeting_neither_moves_nor_cancels_again():
    cancelled = a_meeting().cancelled()
    with pytest.raises(AlreadyDone):
        cancelled.cancelled()
    with pytest.raises(AlreadyDone):
        cancelled.moved(MeetingForm(START))


@pytest.mark.parametrize(
    ("starts_at", "words"),
    [
        (None, "Pick when"),
        (NOW, "has passed"),
        (NOW - timedelta(seconds=1), "has passed"),
        (NOW + timedelta(days=400), "more than a year"),
    ],
)
def test_an_absurd_start_is_named_beside_its_field(starts_at, words):
    with pytest.raises(Invalid) as refused:
        MeetingForm(starts_at).checked(NOW)
    assert words in refused.value.problems["starts_at"]


def test_a_snooze_ends_two_minutes_before_the_meeting():
    again = snoozed(a_meeting(), START - timedelta(minutes=9))
    assert again.opens_at == START - timedelta(minutes=4)
    assert again.closes_at == START - timedelta(minutes=2)


def test_no_snooze_when_the_meeting_is_too_near():
    with pytest.raises(AlreadyDone):
        snoozed(a_meeting(), START - timedelta(minutes=7))


def test_minutes_until_are_the_nearest_and_never_below_zero():
    assert minutes_until(a_meeting(), START - timedelta(minutes=9, seconds=59)) == 10
    assert minutes_until(a_meeting(), START - timedelta(minutes=4, seconds=29)) == 4
    assert minutes_until(a_meeting(), START + timedelta(hours=1)) == 0
