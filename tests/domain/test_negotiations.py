from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Invalid
from bot.domain.negotiations import (
    CORE_TEAM_LIMIT,
    ENDED,
    NAME_LIMIT,
    NEXT_STAGES,
    Kind,
    Negotiation,
    RecordForm,
    Stage,
    folded,
    name_in,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def a_record(**changes):
    given = {
        "id": "N",
        "leader": "U1",
        "name": "Renewal with Acme",
        "counterpart": "Acme",
        "kind": Kind.SUPPLIER,
        "created_at": NOW,
    }
    return Negotiation(**{**given, **changes})


def problems_of(form):
    with pytest.raises(Invalid) as refused:
        form.checked("U1")
    return refused.value.problems


def test_a_stage_change_keeps_who_when_and_why():
    moved, change = a_record().moved(Stage.PREPARING, "U1", NOW, "  We start\u202e now ")
    assert moved.stage is Stage.PREPARING
    assert (change.before, change.after, change.by, change.at) == ("draft", "preparing", "U1", NOW)
    assert change.why == "We start now"


def test_a_reason_that_is_too_long_is_refused_beside_its_field():
    with pytest.raises(Invalid) as refused:
        a_record().moved(Stage.PREPARING, "U1", NOW, "a" * 40_000)
    assert refused.value.problems.keys() == {"why"}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("to", Stage)
def test_only_the_stages_of_the_table_can_be_reached(stage, to):
    record = a_record(stage=stage)
    if to in NEXT_STAGES[stage]:
        assert record.moved(to, "U1", NOW)[0].stage is to
    else:
        with pytest.raises(Invalid) as refused:
            record.moved(to, "U1", NOW)
        assert "stage" in refused.value.problems


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.DRAFT}))
def test_no_stage_is_a_dead_end(stage):
    assert NEXT_STAGES[stage]


def test_every_stage_can_be_reached_from_a_draft():
    seen, ahead = set(), {Stage.DRAFT}
    while ahead:
        seen |= ahead
        ahead = {after for stage in ahead for after in NEXT_STAGES[stage]} - seen
    assert seen == set(Stage)


@pytest.mark.parametrize("stage", Stage)
def test_agreed_no_deal_and_debriefed_count_as_ended(stage):
    assert a_record(stage=stage).is_ended is (stage in ENDED)


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "\u200b\u2060", "\x00", "\u202e", "\ud800"])
def test_a_name_that_shows_nothing_is_asked_for_again(nothing):
    found = problems_of(RecordForm(nothing, nothing))
    assert found["name"].startswith("Give it a name")
    assert found["counterpart"].startswith("Who is on the other side?")


def test_the_form_comes_back_clean_and_on_one_line():
    form = RecordForm(" Renewal\n with  \x00Acme\u202e ", "Ac\u2066me\tLtd ").checked("U1")
    assert (form.name, form.counterpart) == ("Renewal with Acme", "Acme Ltd")


def test_names_have_a_limit_and_forty_thousand_characters_are_refused_beside_their_field():
    RecordForm("a" * NAME_LIMIT, "b" * NAME_LIMIT).checked("U1")
    assert problems_of(RecordForm("a" * 40_000, "b" * 81)).keys() == {"name", "counterpart"}


def test_the_leader_and_doubles_are_not_counted_as_core_team():
    form = RecordForm("a", "b", core_team=("U2", "U1", "U2", "U3")).checked("U1")
    assert form.core_team == ("U2", "U3")


def test_a_core_team_has_a_limit():
    crowd = tuple(f"U{n}" for n in range(2, CORE_TEAM_LIMIT + 3))
    assert "core_team" in problems_of(RecordForm("a", "b", core_team=crowd))
    RecordForm("a", "b", core_team=(*crowd[1:], "U1")).checked("U1")


@pytest.mark.parametrize("words", ["renewal", "  ACME ", "with   acme", "", "Renewal with Acme"])
def test_a_record_answers_to_part_of_its_name_in_any_case_and_spacing(words):
    assert a_record().answers_to(words)


def test_a_name_typed_in_composed_or_separate_accents_is_the_same():
    assert a_record(name="Café lease").answers_to("cafe\u0301")
    assert folded("\uff21\uff22  Straße") == "ab strasse"


def test_a_name_from_a_message_is_its_first_line_cut_between_words():
    assert name_in("\n- Price rise\nmore") == "Price rise"
    long = name_in("word " * 40)
    assert len(long) <= NAME_LIMIT
    assert long.endswith("word")
    assert name_in(" \n\u200b") == ""


@given(st.text())
def test_a_name_from_any_message_is_one_that_the_form_accepts_or_none(message):
    name = name_in(message)
    assert not name or RecordForm(name, "Acme").checked("U1").name


def test_what_has_ended_or_is_paused_rests():
    resting = {stage for stage in Stage if a_record(stage=stage).is_resting}
    assert resting == ENDED | {Stage.PAUSED}
