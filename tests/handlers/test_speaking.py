"""Finding the words for an errand."""

from datetime import UTC, datetime

import pytest

from bot.domain.outbox import Errand
from handlers.speaking import Speaker, Speakers
from handlers.throttle import Bucket, Limits, Rate, Throttle
from handlers.views.kit import Speech

ERRAND = Errand("note", "U1", {}, "key", datetime(2030, 1, 1, tzinfo=UTC), id="row1")


def test_each_kind_has_one_speaker() -> None:
    speakers = Speakers()
    speakers.say("note", Speaker(lambda *_: Speech("x")))
    with pytest.raises(ValueError, match="note"):
        speakers.say("note", Speaker(lambda *_: Speech("y")))
    assert speakers.kinds() == {"note"}
    assert speakers.of("other") is None


def test_a_bucket_forgives_a_burst_and_then_keeps_its_pace() -> None:
    bucket = Bucket(Rate(every=1.0, burst=3))
    for _ in range(3):
        assert bucket.delay(100.0) == 0
        bucket.take(100.0)
    assert bucket.delay(100.0) == 1.0
    assert bucket.delay(101.0) == 0


def test_those_sent_away_come_back_one_after_the_other() -> None:
    throttle = Throttle(Limits(channel=Rate(1.0, 1), workspace=Rate(0.01, 100)), lambda: 50.0)
    assert throttle.turn("C1", 0.5) == 0
    delays = [throttle.turn("C1", 0.5) for _ in range(3)]
    assert delays == [2.0, 3.0, 4.0]


def test_a_workspace_has_a_pace_of_its_own_above_its_channels() -> None:
    throttle = Throttle(Limits(channel=Rate(1.0, 4), workspace=Rate(0.5, 2)), lambda: 50.0)
    assert [throttle.turn(f"C{n}", 9.0) for n in range(4)] == [0, 0, 0.5, 1.0]
