from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.copy import copy
from bot.domain.errors import Invalid
from bot.domain.resistance import Seen, Source
from bot.domain.resistance_register import (
    Diagnosis,
    Entry,
    Note,
    Plan,
    Response,
    Trend,
    answers_of,
    in_order,
    own_parts,
    response_words,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def entry(entry_id="E1", plan=None, *looks, minutes=0):
    history = tuple(Diagnosis(n, answers, NOW) for n, answers in enumerate(looks, start=1))
    made = NOW + timedelta(minutes=minutes)
    return Entry(entry_id, "N1", Note("Kim"), made, plan or Plan(), history)


def fit(found, source):
    return next(f for f in found.latest.reading.ranked if f.source is source)


def test_a_note_is_cleaned_and_keeps_only_known_parts():
    note = Note(" Kim \n from IT\u202e ", "\x00Says no ", ("benefit", "ask", "alien")).checked()
    assert note == Note("Kim from IT", "Says no", ("ask", "benefit"))


@pytest.mark.parametrize(
    ("note", "field"),
    [
        (Note("\u200b "), "who"),
        (Note("W" * 101), "who"),
        (Note("Kim", "W" * 2001), "seen"),
    ],
)
def test_a_note_that_cannot_be_kept_says_why_beside_its_field(note, field):
    with pytest.raises(Invalid) as refused:
        note.checked()
    assert list(refused.value.problems) == [field]


def test_a_plan_is_cleaned_and_takes_no_level_beyond_three():
    plan = Plan(4, 3, Response.TRADE, " Ask her ", date(2026, 12, 1), "\u200b").checked()
    assert plan == Plan(None, 3, Response.TRADE, "Ask her", date(2026, 12, 1), "")
    with pytest.raises(Invalid) as refused:
        Plan(next_step="W" * 301, sign="W" * 301).checked()
    assert set(refused.value.problems) == {"next_step", "sign"}


@pytest.mark.parametrize(
    ("strength", "influence", "is_gap"),
    [(3, 3, True), (3, 2, True), (2, 3, True), (2, 2, False), (3, 1, False), (3, None, False)],
)
def test_strong_and_influential_without_a_plan_is_a_gap(strength, influence, is_gap):
    assert entry("E", Plan(strength, influence)).is_gap is is_gap


@pytest.mark.parametrize(
    ("response", "step", "is_gap"),
    [(Response.TRADE, "Ask", False), (Response.TRADE, "", True), (None, "Ask", True)],
)
def test_a_plan_needs_a_response_and_a_next_step(response, step, is_gap):
    assert entry("E", Plan(3, 3, response, step)).is_gap is is_gap


def test_the_register_shows_gaps_first_then_who_weighs_most_then_who_came_first():
    planned = Plan(3, 3, Response.EDUCATE, "Call")
    entries = [
        entry("light", Plan(1, 1)),
        entry("late", minutes=2),
        entry("planned", planned),
        entry("early", minutes=1),
        entry("gap", Plan(2, 3)),
    ]
    assert [e.id for e in in_order(entries)] == ["gap", "planned", "light", "early", "late"]


def test_a_fit_rises_falls_or_stays_against_the_look_before():
    before = {"S7": Seen.SOMEWHAT, "S9": Seen.CLEARLY, "S1": Seen.NO}
    after = {"S7": Seen.CLEARLY, "S9": Seen.NO, "S1": Seen.NO, "S15": Seen.CLEARLY}
    found = entry("E1", None, before, after)
    trends = {s: found.trend(fit(found, s)) for s in Source}
    assert trends[Source.LOSS] is Trend.RISING
    assert trends[Source.TRUST] is Trend.FALLING
    assert trends[Source.INFO] is Trend.STEADY
    assert trends[Source.FAIR] is None, "it was not looked at before"
    assert found.moved == ("S7", "S9", "S15")


def test_one_look_has_no_trend():
    found = entry("E1", None, {"S7": Seen.CLEARLY})
    assert found.trend(fit(found, Source.LOSS)) is None
    assert found.moved == ()


def test_every_look_is_kept_and_the_newest_counts():
    found = entry("E1", None, {"S7": Seen.NO})
    again = found.looked(found.next_look({"S7": Seen.CLEARLY}, NOW))
    assert [d.version for d in again.history] == [1, 2]
    assert again.history[0] == found.history[0]
    assert again.answers == {"S7": Seen.CLEARLY}


def test_answers_come_from_a_form_and_the_unknown_is_left_out():
    chosen = {"S1": "0", "S2": "2", "S3": "unknown", "S4": None, "S5": "9", "alien": "1"}
    assert answers_of(chosen) == {"S1": Seen.NO, "S2": Seen.CLEARLY}


def test_only_the_four_fair_responses_are_offered():
    assert set(copy("resistance")["responses"]) == {response.value for response in Response}
    assert len(Response) == 4
    assert all(response_words(response)["label"] for response in Response)


def test_the_look_at_oneself_has_three_parts_and_what_mends_each():
    assert len(own_parts()) == 3
    assert all(part["label"] and part["mend"] for part in own_parts().values())
