"""What an update must say, what it promises, and how it begins."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.errors import Invalid
from bot.domain.update_forms import (
    A_DAY,
    BODY,
    FARTHEST,
    SHORT_LIMIT,
    TEXT_LIMIT,
    Occasion,
    UpdateForm,
    begun,
    suggested,
    words_of,
)
from bot.domain.updates import Anchor, Promise, UpdateState
from tests.domain.update_samples import DAY, NOW, a_form, an_update


def problems(form):
    with pytest.raises(Invalid) as refused:
        form.checked(NOW)
    return set(refused.value.problems)


def test_a_full_one_is_taken_as_it_is():
    assert a_form().checked(NOW) == a_form()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"where": " \u200b "}, "where"),
        ({"need": "x" * (TEXT_LIMIT + 1)}, "need"),
        ({"withheld": ""}, "withheld"),
        ({"because": ""}, "because"),
        ({"because": "x" * (SHORT_LIMIT + 1)}, "because"),
        ({"until": None}, "until"),
        ({"until": date(2026, 11, 24)}, "until"),
        ({"until": date(2027, 11, 23)}, "until"),
        ({"next_at": None}, "next_at"),
        ({"next_at": NOW}, "next_at"),
        ({"next_at": NOW + FARTHEST + DAY}, "next_at"),
    ],
)
def test_what_is_missing_or_too_much_is_said_beside_its_field(changes, field):
    assert problems(a_form(**changes)) == {field}


def test_who_holds_nothing_back_says_so_and_promises_no_explanation():
    form = a_form(is_open=True, until=None, because="").checked(NOW)
    assert (form.withheld, form.because, form.until) == ("", "", None)


def test_only_the_closing_one_needs_no_next():
    assert a_form(occasion=Occasion.CLOSING, next_at=None).checked(NOW).next_at is None


def test_a_correction_changes_words_and_neither_occasion_nor_promises():
    typed = UpdateForm(Occasion.CLOSING, "They have it.", withheld="A figure", because="to wait")
    corrected = a_form().corrected(typed)
    assert corrected == a_form(
        where="They have it.", changed="", need="", withheld="A figure", because="to wait"
    )
    with pytest.raises(Invalid):
        a_form().corrected(replace(typed, where=""))


def test_a_correction_is_possible_after_the_promised_day():
    late = a_form(until=date(2026, 11, 1), next_at=NOW - DAY)
    assert late.corrected(late) == late


def test_a_draft_gives_the_same_form_back():
    for form in (a_form(), UpdateForm(), a_form(is_open=True)):
        assert UpdateForm.of_values(form.values) == form


# Promises


def test_the_newest_promises_the_next_and_an_explanation():
    update = an_update()
    assert set(update.promises) == set(Promise)
    assert update.due_at == update.form.next_at
    assert update.late(NOW) == ()
    assert update.late(NOW + 7 * DAY) == (Promise.NEXT,)
    assert set(update.late(NOW + 30 * DAY)) == set(Promise)


@pytest.mark.parametrize(
    "update",
    [
        an_update(is_settled=True),
        *(an_update(state=state) for state in UpdateState if state is not UpdateState.POSTED),
    ],
)
def test_what_was_followed_or_is_not_there_promises_nothing(update):
    assert update.promises == {}
    assert update.due_at is None


def test_the_next_one_can_be_postponed_and_the_message_says_so_only_when_the_leader_wants_it():
    for told in (True, False):
        moved = an_update().postponed(NOW + 9 * DAY, NOW, told=told)
        assert (moved.form.next_at, moved.shows_late) == (NOW + 9 * DAY, told)


def test_a_new_day_to_explain_keeps_the_first_one_in_sight():
    once = an_update().explained_later(date(2026, 12, 14), NOW + 20 * DAY, NOW)
    twice = once.explained_later(date(2026, 12, 24), NOW + 30 * DAY, NOW)
    assert once.form.until == date(2026, 12, 14)
    assert twice.was_until == once.was_until == date(2026, 12, 8)
    assert twice.explain_at == NOW + 30 * DAY


@pytest.mark.parametrize(
    ("update", "at"),
    [
        (an_update(), NOW - DAY),
        (an_update(), NOW + FARTHEST + DAY),
        (an_update(is_settled=True), NOW + DAY),
    ],
)
def test_a_promise_moves_only_ahead_and_only_while_it_counts(update, at):
    with pytest.raises(Invalid):
        update.postponed(at, NOW, told=False)
    with pytest.raises(Invalid):
        update.explained_later(at.date(), at, NOW)


# Beginning


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((True, True, None, None), Occasion.CLOSING),
        ((False, False, None, NOW + DAY / 2), Occasion.KICKOFF),
        ((True, False, NOW - DAY / 2, NOW + DAY / 2), Occasion.OUTCOME),
        ((True, False, NOW - 2 * DAY, NOW + DAY / 2), Occasion.BEFORE_MEETING),
        ((True, False, None, NOW + 3 * DAY), Occasion.WEEKLY),
    ],
)
def test_the_occasion_follows_from_where_it_stands(facts, expected):
    assert suggested(*facts, NOW) is expected


@pytest.mark.parametrize("occasion", Occasion)
def test_every_occasion_asks_for_each_part_and_begins_with_valid_promises(occasion):
    assert all({"label", "heading"} <= set(words_of(occasion)[name]) for name in BODY)
    form = begun(occasion, NOW, "Acme")
    assert replace(form, where="x").checked(NOW)


def test_what_is_still_held_back_stands_in_the_next_one():
    form = begun(Occasion.NO_NEWS, NOW + DAY, "Acme", a_form())
    assert (form.withheld, form.until) == ("Our limits", date(2026, 12, 8))
    assert form.checked(NOW + DAY)


def test_a_day_that_has_passed_is_not_promised_again():
    late = NOW + 20 * DAY
    assert begun(Occasion.WEEKLY, late, "Acme", a_form()).until > late.date()


def test_after_a_meeting_people_hear_on_the_same_day():
    ends = NOW + DAY / 4
    form = begun(Occasion.BEFORE_MEETING, NOW, "Acme", a_form(), ends)
    assert timedelta(0) < form.next_at - ends < A_DAY


def test_the_channel_itself_is_used_once_a_day_at_most():
    anchor = Anchor("N1", "C1", None, NOW)
    assert not anchor.may_be_seen_again(NOW + A_DAY - timedelta(seconds=1))
    assert anchor.may_be_seen_again(NOW + A_DAY)
