from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import Invalid
from bot.domain.holes import NEEDED, Hole, holes
from bot.domain.involvement import (
    POSITIONS,
    WEIGHTS,
    Advice,
    Assessment,
    Colleague,
    Level,
    Quadrant,
    Tie,
    check_colleague,
    in_order,
    to_say,
    words,
)
from bot.domain.part_forms import PartForm, RequestForm
from bot.domain.parts import Asking, Part
from bot.domain.people import Person

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def a_colleague(*ties, person="U2", **more):
    return Colleague(f"C{person}", "N1", person, Assessment(ties, **more), NOW)


def a_part(title="Date"):
    return Part("P1", "N1", PartForm(title), NOW)


@pytest.mark.parametrize(
    ("ties", "score", "advice"),
    [
        ((Tie.DECIDES, Tie.AFFECTED), 3, Advice.ASK),
        ((Tie.DECIDES, Tie.DELIVERS, Tie.KNOWS, Tie.AFFECTED, Tie.CREDIBLE), 8, Advice.ASK),
        ((Tie.KNOWS,), 2, Advice.INFORM),
        ((Tie.AFFECTED,), 1, Advice.INFORM),
        ((), 0, Advice.LEAVE_OUT),
        ((Tie.DELIVERS, Tie.LEAK), 0, Advice.LEAVE_OUT),
        ((Tie.CONFLICT, Tie.LEAK), -4, Advice.LEAVE_OUT),
        ((Tie.DECIDES, Tie.KNOWS, Tie.AFFECTED, Tie.CONFLICT), 3, Advice.ASK),
    ],
)
def test_the_ask_score_is_that_of_the_domain_reference(ties, score, advice):
    assessment = Assessment(ties)
    assert (assessment.score, assessment.advice) == (score, advice)


def test_the_weights_are_those_of_the_domain_reference():
    assert list(WEIGHTS.values()) == [2, 2, 2, 1, 1, -2, -2]
    assert set(WEIGHTS) == set(Tie)


@pytest.mark.parametrize(
    ("power", "interest", "quadrant"),
    [
        (Level.HIGH, Level.HIGH, Quadrant.MANAGE),
        (Level.HIGH, Level.LOW, Quadrant.SATISFY),
        (Level.LOW, Level.HIGH, Quadrant.INFORM),
        (Level.LOW, Level.LOW, Quadrant.MONITOR),
        (None, Level.HIGH, None),
        (Level.HIGH, None, None),
    ],
)
def test_the_grid_needs_both_sides(power, interest, quadrant):
    assert Assessment(power=power, interest=interest).quadrant is quadrant


@pytest.mark.parametrize(
    ("now", "needed", "gap"),
    [(-1, 1, 2), (1, -1, 0), (0, 0, 0), (None, 2, 0), (-2, None, 0), (-2, 2, 4)],
)
def test_the_gap_counts_the_steps_that_are_missing(now, needed, gap):
    assert Assessment(now=now, needed=needed).gap == gap


def test_a_checked_assessment_holds_each_tie_once_and_positions_of_the_scale():
    odd = Assessment((Tie.LEAK, Tie.KNOWS, Tie.LEAK), now=7, needed=-2).checked()
    assert odd == Assessment((Tie.KNOWS, Tie.LEAK), now=None, needed=-2)


def test_words_to_leave_somebody_out_give_the_reason_that_was_ticked():
    plain, both = Assessment(), Assessment((Tie.LEAK, Tie.CONFLICT))
    conflict = Assessment((Tie.CONFLICT,))
    assert len({to_say(each) for each in (plain, both, conflict)}) == 3
    assert "can't share this yet" in to_say(both)
    assert "both sides" in to_say(conflict)
    assert "your view" in to_say(Assessment((Tie.DECIDES, Tie.KNOWS)))


def test_everything_that_can_be_chosen_has_words():
    for name, kind in (("ties", Tie), ("advice", Advice), ("quadrants", Quadrant)):
        assert set(words(name)) == set(kind)
    assert set(words("positions")) == set(POSITIONS.values())
    assert set(words("holes")) == set(NEEDED)


def test_those_to_ask_come_first_and_the_highest_score_before_the_others():
    out, inform = a_colleague(person="U1"), a_colleague(Tie.KNOWS, person="U2")
    ask = a_colleague(Tie.KNOWS, Tie.AFFECTED, person="U3")
    most = a_colleague(Tie.KNOWS, Tie.DECIDES, person="U4")
    assert in_order([out, inform, ask, most]) == [most, ask, inform, out]


# What is missing


def test_an_empty_map_lacks_every_needed_role_the_worst_first():
    assert [hole.tie for hole in holes([], [], (), NOW)] == list(NEEDED)
    assert NEEDED[0] is Tie.DECIDES


def test_a_role_is_filled_by_somebody_who_is_asked_or_informed():
    found = holes([a_colleague(Tie.DELIVERS)], [], (), NOW)
    assert [hole.tie for hole in found] == [Tie.DECIDES, Tie.KNOWS]


def test_who_is_left_out_fills_no_role_and_is_named():
    out = a_colleague(Tie.DECIDES, Tie.CONFLICT)
    assert holes([out], [], (), NOW)[0] == Hole(tie=Tie.DECIDES, left_out=out)


def test_who_leads_a_part_is_involved_whatever_the_score():
    out = a_colleague(Tie.DECIDES, Tie.CONFLICT)
    led = a_part().taken_by("U2", NOW)
    assert [hole.tie for hole in holes([out], [led], (), NOW)] == [Tie.DELIVERS, Tie.KNOWS]


def test_a_role_that_nobody_else_has_is_not_missed():
    assert [hole.tie for hole in holes([], [], {Tie.DECIDES}, NOW)] == [Tie.DELIVERS, Tie.KNOWS]


def test_parts_without_a_lead_come_after_the_roles():
    part, led = a_part(), a_part().taken_by("U2", NOW)
    assert holes([], [part, led], NEEDED, NOW) == [Hole(part=part)]
    assert [bool(hole.tie) for hole in holes([], [part], (), NOW)] == [True, True, True, False]


# Who can take part


@pytest.mark.parametrize(
    "changes",
    [
        {"is_bot": True},
        {"is_deleted": True},
        {"is_stranger": True, "is_guest": True},
        {"is_known": False, "is_stranger": True},
    ],
)
def test_apps_strangers_and_dead_accounts_take_no_part(changes):
    with pytest.raises(Invalid) as refused:
        check_colleague(Person("U2", "Kim", **changes), "person")
    assert set(refused.value.problems) == {"person"}


def test_a_guest_may_take_part_and_the_leader_is_involved_already():
    check_colleague(Person("U2", "Kim", is_guest=True), "person", "U1")
    with pytest.raises(Invalid):
        check_colleague(Person("U1", "Maya"), "person", "U1")


def test_a_request_that_waits_a_day_is_a_hole():
    asked_part = a_part().asked(Asking(1, "U2", "U1", NOW, RequestForm()))
    assert holes([], [asked_part], NEEDED, NOW + timedelta(hours=23)) == []
    later = NOW + timedelta(hours=24)
    assert holes([], [asked_part], NEEDED, later) == [Hole(part=asked_part)]
