"""What a result means: agreement, difference, red lines, and how far it carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.choices import Choice, Rule, Stance, Terms
from bot.domain.copy import copy
from bot.domain.poll_items import Option
from bot.domain.poll_meaning import (
    Dissent,
    Meaning,
    Reading,
    Side,
    meaning,
    side_of,
    summary,
    words,
)
from bot.domain.tallies import tally
from tests.domain.choice_samples import a_poll

OPTIONS = tuple(Option(str(n), text) for n, text in enumerate(("May", "June", "July"), start=1))


def named(*said):
    return {f"U{n}": Choice.read(word) for n, word in enumerate(said, start=1)}


def found(rule, *said, asked=None, count=3):
    choices = named(*said)
    options = OPTIONS[:count]
    counted = tally(choices.values(), [option.id for option in options], Terms(rule, 0))
    return meaning(options, counted, len(said) if asked is None else asked, choices)


# How far it carries


@pytest.mark.parametrize(
    ("rule", "said", "asked", "reading"),
    [
        (Rule.SINGLE, "", 5, Reading.SILENT),
        (Rule.SINGLE, "-", 1, Reading.SILENT),
        (Rule.SINGLE, "1 1", 4, Reading.THIN),
        (Rule.SINGLE, "1 1 -", 4, Reading.THIN),
        (Rule.SINGLE, "1 1 1", 5, Reading.UNANIMOUS),
        (Rule.SINGLE, "1 1 2 2", 5, Reading.TIED),
        (Rule.SINGLE, "1 1 2", 5, Reading.CLEAR),
        (Rule.SINGLE, "1 1 1 2 3", 5, Reading.MIXED),
        (Rule.SINGLE, "1 1 2 3", 5, Reading.DIVIDED),
        (Rule.UP_TO, "1,2 1,2", 2, Reading.UNANIMOUS),
        (Rule.UP_TO, "1,2 1 2", 3, Reading.TIED),
        (Rule.CONSENT, "1:y,2:n 1:i,2:y", 2, Reading.UNANIMOUS),
        (Rule.CONSENT, "1:y,2:n 1:y,2:y 2:y", 3, Reading.CLEAR),
        (Rule.CONSENT, "1:y,2:n 1:y,2:n 1:n,2:n", 3, Reading.MIXED),
        (Rule.CONSENT, "1:y,2:n 1:n,2:n 1:n,2:n", 3, Reading.DIVIDED),
        (Rule.SCORE, "1:5 1:4", 2, Reading.UNANIMOUS),
        (Rule.SCORE, "1:5 1:4 1:3", 3, Reading.CLEAR),
        (Rule.SCORE, "1:5 1:5 1:5 1:0", 4, Reading.MIXED),
        (Rule.SCORE, "1:5 1:0", 2, Reading.DIVIDED),
        (Rule.RANK, "1,2,3 1,2,3", 2, Reading.UNANIMOUS),
        (Rule.RANK, "1", 1, Reading.UNANIMOUS),
        (Rule.RANK, "1,2,3 1,2,3 1,3,2", 3, Reading.CLEAR),
        (Rule.RANK, "1,2,3 1,2,3 3,1,2", 3, Reading.MIXED),
        (Rule.RANK, "1,2,3 2,1,3 3,1,2", 3, Reading.DIVIDED),
        (Rule.RANK, "1,2,3 3,2,1", 2, Reading.TIED),
    ],
)
def test_how_far_a_result_carries(rule, said, asked, reading):
    assert found(rule, *said.split(), asked=asked).reading is reading


def test_every_reading_has_words():
    assert [words(reading) for reading in Reading]
    assert set(copy("polls")["meanings"]) == {*Reading, "before"}


# Agree and differ


def test_by_consent_a_single_no_makes_a_red_line_that_is_not_outvoted():
    result = found(Rule.CONSENT, "1:y,2:y,3:y", "1:y,2:i,3:y", "1:y,2:y,3:y", "1:y,2:y,3:n")
    assert result == Meaning(
        reading=Reading.UNANIMOUS,
        agreed=("1",),
        conditional=("2",),
        contested=("3",),
        red_lines=("3",),
        dissent=(Dissent("3", Side.AGAINST, ("U4",)),),
    )
    assert summary(OPTIONS, result) == (
        "Agree on: May. Agree, with conditions, on: June. Differ on: July. 1 red line: July."
    )


def test_who_refuses_is_told_even_as_the_larger_side_and_beside_the_smaller():
    result = found(Rule.CONSENT, "1:n,2:n", "1:n,2:n", "1:y,2:n", asked=3)
    assert (result.contested, result.red_lines) == (("1",), ("1", "2"))
    assert result.dissent == (
        Dissent("1", Side.FOR, ("U3",)),
        Dissent("1", Side.AGAINST, ("U1", "U2")),
        Dissent("2", Side.AGAINST, ("U1", "U2", "U3")),
    )
    assert summary(OPTIONS, result) == "Differ on: May. Red lines: May, June."


def test_what_few_spoke_of_is_not_agreed():
    assert found(Rule.CONSENT, "1:y,2:y", "1:y", "1:y").agreed == ("1",)
    assert found(Rule.CONSENT, "1:y,2:y", "1:y,2:y", "1:y", "1:y").agreed == ("1",)
    assert found(Rule.CONSENT, "1:y").agreed == ()


def test_a_clear_pick_is_agreed_and_those_who_chose_otherwise_are_told():
    result = found(Rule.SINGLE, "1", "1", "2")
    assert (result.agreed, result.contested) == (("1",), ())
    assert result.dissent == (Dissent("1", Side.AGAINST, ("U3",)),)


def test_picks_that_split_people_are_contested():
    result = found(Rule.UP_TO, "1,2", "1,3", "1", "1,2")
    assert (result.agreed, result.contested) == (("1",), ("2",))
    assert result.dissent == (
        Dissent("2", Side.FOR, ("U1", "U4")),
        Dissent("2", Side.AGAINST, ("U2", "U3")),
    )


def test_high_and_low_scores_of_one_option_are_a_difference_whatever_the_mean():
    result = found(Rule.SCORE, "1:5,2:4,3:2", "1:5,2:4,3:3", "1:5,2:5", "1:1,2:3")
    assert (result.agreed, result.contested, result.red_lines) == (("2",), ("1",), ())
    assert result.dissent == (Dissent("1", Side.AGAINST, ("U4",)),)


def test_a_ranking_agrees_on_what_most_put_in_the_upper_half():
    result = found(Rule.RANK, "1,2,3", "1,3,2", "1,2,3", "3,2,1")
    assert (result.agreed, result.contested) == (("1",), ())
    assert result.dissent == (Dissent("1", Side.AGAINST, ("U4",)),)
    assert found(Rule.RANK, "1,2,3", "3,2,1").contested == ("1", "3")


@pytest.mark.parametrize(
    ("rule", "said", "side"),
    [
        (Rule.SINGLE, "", Side.FOR),
        (Rule.UP_TO, None, Side.AGAINST),
        (Rule.CONSENT, "y", Side.FOR),
        (Rule.CONSENT, "i", Side.FOR),
        (Rule.CONSENT, "n", Side.AGAINST),
        (Rule.CONSENT, None, None),
        (Rule.SCORE, "4", Side.FOR),
        (Rule.SCORE, "3", None),
        (Rule.SCORE, "2", None),
        (Rule.SCORE, "1", Side.AGAINST),
        (Rule.SCORE, None, None),
        (Rule.RANK, "2", Side.FOR),
        (Rule.RANK, "3", None),
        (Rule.RANK, "4", Side.AGAINST),
        (Rule.RANK, None, Side.AGAINST),
    ],
)
def test_where_a_voter_stands_on_one_of_five_options(rule, said, side):
    assert side_of(said, rule, 5) is side


def test_nothing_to_say_is_no_sentence():
    assert summary(OPTIONS, found(Rule.SINGLE, asked=3)) == ""


# By any rule


@given(st.data())
def test_meaning_does_not_depend_on_the_order_of_the_votes_and_names_nobody_when_secret(data):
    terms, ids, choices = data.draw(a_poll())
    options = [Option(each, each) for each in ids]
    voters = {f"U{n}": choice for n, choice in enumerate(choices)}
    mixed = dict(data.draw(st.permutations(list(voters.items()))))
    asked = len(choices) + data.draw(st.integers(0, 9))
    open_ = meaning(options, tally(voters.values(), ids, terms), asked, voters)
    assert open_ == meaning(options, tally(mixed.values(), ids, terms), asked, mixed)
    secret = meaning(options, tally(mixed.values(), ids, terms), asked)
    assert secret.dissent == ()
    assert (secret.reading, secret.agreed, secret.contested, secret.red_lines) == (
        open_.reading,
        open_.agreed,
        open_.contested,
        open_.red_lines,
    )


@given(st.data())
def test_agreed_and_contested_share_no_option_and_a_red_line_is_never_agreed(data):
    terms, ids, choices = data.draw(a_poll())
    result = meaning([Option(each, each) for each in ids], tally(choices, ids, terms), len(choices))
    apart = (*result.agreed, *result.conditional, *result.contested)
    assert len(set(apart)) == len(apart)
    assert not {*result.agreed, *result.conditional} & set(result.red_lines)
    refused = {c.ids[n] for c in choices for n, (_, said) in enumerate(c.picks) if said == "n"}
    assert set(result.red_lines) == refused


@given(st.data())
def test_who_differs_did_so_and_is_no_more_than_the_other_side_but_for_a_red_line(data):
    terms, ids, choices = data.draw(a_poll())
    voters = {f"U{n}": choice for n, choice in enumerate(choices)}
    counted = tally(choices, ids, terms)
    result = meaning([Option(each, each) for each in ids], counted, len(choices), voters)
    for dissent in result.dissent:
        stands = {
            voter: side_of(choice.said(dissent.option_id, terms.rule), terms.rule, len(ids))
            for voter, choice in voters.items()
            if not choice.abstains
        }
        assert {voter for voter, side in stands.items() if side is dissent.side} == set(
            dissent.voters
        )
        others = sum(side not in (None, dissent.side) for side in stands.values())
        assert len(dissent.voters) <= others or dissent.option_id in result.red_lines


@given(st.data())
def test_one_more_refusal_is_always_seen(data):
    terms, ids, choices = data.draw(a_poll([Rule.CONSENT]))
    refused = data.draw(st.sampled_from(ids))
    no = Choice(((refused, Stance.REFUSE.letter),))
    counted = tally((*choices, no), ids, terms)
    result = meaning([Option(each, each) for each in ids], counted, len(choices) + 1)
    assert refused in result.red_lines
    assert refused not in (*result.agreed, *result.conditional)
