"""What changed between two versions: every field, line by line, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decision_changes import PUT_IN, TAKEN_OUT, changes
from bot.domain.decisions import Decision, DecisionForm, Standing, Visibility

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def a_decision(**changes):
    form = DecisionForm(**{"question": "Which date?", "decision": "June.", **changes})
    return Decision("D1", "D1", 1, "N", "U1", NOW, form)


def seen(before, after):
    return {c.field: [(line.sign, line.text) for line in c.lines] for c in changes(before, after)}


def test_only_the_lines_that_differ_are_named_in_reading_order():
    before = a_decision(reasons="It is early.\nThe audit ends then.\nAcme agrees.")
    after = a_decision(reasons="It is early.\nThe audit ends in May.\nAcme agrees.\nSo do we.")
    assert seen(before, after) == {
        "reasons": [
            ("-", "The audit ends then."),
            ("+", "The audit ends in May."),
            ("+", "So do we."),
        ]
    }


@pytest.mark.parametrize(
    ("field", "before", "after", "lines"),
    [
        ("done_by", None, date(2026, 12, 1), [("+", "1 Dec 2026")]),
        ("review_on", date(2026, 12, 1), None, [("-", "1 Dec 2026")]),
        ("probability", 70, 80, [("-", "70 %"), ("+", "80 %")]),
        ("thanked", ("U3",), ("U3", "U4"), [("+", "U4")]),
        (
            "visibility",
            Visibility.LEADER,
            Visibility.CORE,
            [("-", "only me"), ("+", "core team")],
        ),
        (
            "standing",
            Standing.HOLDS,
            Standing.CLOSED,
            [("-", "in force"), ("+", "closed")],
        ),
    ],
)
def test_facts_are_said_as_they_were_and_as_they_are(field, before, after, lines):
    assert seen(a_decision(**{field: before}), a_decision(**{field: after})) == {field: lines}


def test_another_person_who_answers_for_it_is_a_change():
    before = a_decision()
    assert seen(before, replace(before, accountable="U2")) == {
        "accountable": [("-", "U1"), ("+", "U2")]
    }


def test_a_later_moment_alone_is_no_change():
    before = a_decision()
    after = replace(before, id="D2", version=2, made_at=NOW + timedelta(days=1))
    assert changes(before, after) == ()


LINES = st.lists(st.sampled_from(["a", "b", "", "c c"]), max_size=12)


@given(LINES, LINES)
def test_taking_out_and_putting_in_leads_from_the_one_to_the_other(old, new):
    before, after = a_decision(reasons="\n".join(old)), a_decision(reasons="\n".join(new))
    found = [line for change in changes(before, after) for line in change.lines]
    one, other = before.form.reasons.splitlines(), after.form.reasons.splitlines()
    for line in found:
        if line.sign == TAKEN_OUT:
            one.remove(line.text)
    kept = [line.text for line in found if line.sign == PUT_IN]
    assert sorted(one + kept) == sorted(other)


def test_every_field_of_a_form_is_looked_at():
    given = {
        "done_by": date(2026, 12, 1),
        "review_on": date(2026, 12, 1),
        "probability": 50,
        "thanked": ("U3",),
        "visibility": Visibility.ASKED,
        "standing": Standing.CLOSED,
    }
    texts = dict.fromkeys(DecisionForm.TEXTS, "new")
    fields = set(DecisionForm.__dataclass_fields__) - {"accountable"}
    assert set(seen(a_decision(), a_decision(**given, **texts))) == fields


def test_two_thousand_lines_are_compared_at_once():
    changed = seen(a_decision(reasons="a\n" * 1000), a_decision(reasons="b\n" * 1000))
    assert len(changed["reasons"]) == 2000
