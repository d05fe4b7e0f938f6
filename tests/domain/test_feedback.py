"""What feedback needs to say, and what it begins with."""

from datetime import date

import pytest

from bot.domain.decisions import DecisionForm, Visibility
from bot.domain.errors import Invalid
from bot.domain.feedback import TEXT_LIMIT, FeedbackForm, begun_from


def a_form(**changes):
    return FeedbackForm(**{"heard": "June.", "changed": "The date.", **changes})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"heard": "\u200b "}, "heard"),
        ({"changed": ""}, "changed"),
        *(({name: "W" * (TEXT_LIMIT + 1)}, name) for name in FeedbackForm.TEXTS),
        ({"thanked": tuple(f"U{n}" for n in range(11))}, "thanked"),
    ],
)
def test_each_problem_is_named_beside_its_field(changes, field):
    with pytest.raises(Invalid) as error:
        a_form(**changes).checked()
    assert list(error.value.problems) == [field]


def test_what_was_not_taken_up_is_enough_if_nothing_changed():
    form = a_form(changed="", not_taken="May, because Acme cannot.").checked()
    assert form.not_taken.startswith("May")


def test_people_are_thanked_once():
    assert a_form(thanked=("U3", "U3")).checked().thanked == ("U3",)


def test_it_begins_within_its_own_limits():
    decided = DecisionForm(
        "?",
        "June.",
        dissent="W" * 2000,
        done_by=date(2026, 12, 1),
        visibility=Visibility.ASKED,
    )
    begun = begun_from(decided, "W" * 2000)
    assert (len(begun.heard), len(begun.not_taken)) == (TEXT_LIMIT, TEXT_LIMIT)
    assert begun.next_step == "Done by 1 Dec 2026."


def test_the_rewrites_own_what_was_said():
    form = a_form(not_taken="The team made me drop May.")
    assert set(form.findings()) == {"not_taken"}
    assert form.owned().findings() == {}
