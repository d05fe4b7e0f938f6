"""In a secret poll nothing is told of an option of which fewer than five spoke."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_csv import totals_csv
from bot.domain.poll_manner import Manner
from bot.domain.poll_meaning import Reading
from bot.domain.poll_results import Ballots, in_words, meaning_of, result_of
from bot.domain.suppression import LEAST, TOO_FEW
from bot.domain.tallies import spoke_of, tally
from tests.domain.choice_samples import VALUES, a_choice, a_poll, choices_of
from tests.domain.poll_samples import a_draft

RATED = (Rule.CONSENT, Rule.SCORE)
LETTERS = {Rule.CONSENT: "y", Rule.SCORE: "4"}


def a_result(rule, *words, is_secret=True, count=3):
    poll = a_draft(options="\n".join("ABCDE"[:count]), people=[f"U{n}" for n in range(12)])
    poll = replace(poll, manner=Manner(Terms(rule, 0), is_secret=is_secret))
    voters = frozenset(f"U{n}" for n in range(len(words)))
    return result_of(poll, Ballots(voters, unnamed=choices_of(*words)))


@given(a_poll(max_size=14))
def test_figures_are_whole_or_withheld_and_withheld_is_told_last(poll):
    terms, ids, choices = poll
    told, all_ = tally(choices, ids, terms, LEAST), tally(choices, ids, terms)
    spoke = spoke_of(choices, ids, terms.rule)
    for each in ids:
        line = told.line(each)
        assert line.withheld is (spoke[each] < LEAST)
        assert line.withheld or line == all_.line(each)
        assert not (line.withheld and (line.counts or line.points or line.votes))
    assert set(told.leading) <= {each for each in ids if spoke[each] >= LEAST}
    last = [line.option_id for line in told.lines if line.withheld]
    assert [line.option_id for line in told.lines][len(ids) - len(last) :] == last
    assert last == [each for each in ids if each in last]


@st.composite
def two_polls(draw):
    """The same answers, but for what was said of options of which too few spoke."""
    terms, ids, choices = draw(a_poll(RATED, least=0, max_size=12))
    spoke = spoke_of(choices, ids, terms.rule)
    values = st.sampled_from(VALUES[terms.rule])
    others = tuple(
        Choice(tuple((i, v if spoke[i] >= LEAST else draw(values)) for i, v in choice.picks))
        for choice in choices
    )
    return terms, ids, choices, others


@given(two_polls())
def test_what_too_few_said_changes_nothing_that_is_told(polls):
    terms, ids, one, other = polls
    assert tally(one, ids, terms, LEAST) == tally(other, ids, terms, LEAST)


@given(st.data(), st.sampled_from((Rule.SINGLE, Rule.UP_TO, Rule.RANK)))
def test_who_picks_or_ranks_speaks_of_every_option(data, rule):
    ids, terms = ("1", "2", "3"), Terms(rule, 2)
    choices = data.draw(st.lists(a_choice(terms, ids), min_size=LEAST, max_size=9))
    assert tally(choices, ids, terms, LEAST) == tally(choices, ids, terms)


@pytest.mark.parametrize("rule", Rule)
def test_among_five_of_whom_one_abstains_nobody_stands_alone(rule):
    said = f"1:{LETTERS[rule]}" if rule in LETTERS else "1"
    four = a_result(rule, *[said] * 4, "-")
    assert four.is_hidden
    assert (four.leading, in_words(four)) == ((), "")
    assert meaning_of(four).red_lines == meaning_of(four).agreed == meaning_of(four).contested == ()
    assert not a_result(rule, *[said] * 5, "-").is_hidden


def test_figures_and_file_say_that_too_few_answered():
    said = ["1:y,2:n", *["1:y"] * 4, "1:i,3:n"]
    secret, named = (a_result(Rule.CONSENT, *said, is_secret=each) for each in (True, False))
    few = f"B: {TOO_FEW}, C: {TOO_FEW}"
    assert in_words(secret) == f"A: 5 yes, 1 yes if, 0 no, {few}."
    assert meaning_of(secret).red_lines == ()
    assert in_words(named) == (
        "A: 5 yes, 1 yes if, 0 no, B: 0 yes, 0 yes if, 1 no, C: 0 yes, 0 yes if, 1 no."
    )
    assert meaning_of(named).red_lines == ("2", "3")
    rows = totals_csv(secret.poll.options, secret.tally, is_secret=True).splitlines()
    assert rows[2:] == [f'"{each}","{TOO_FEW}","","","","6","0"' for each in "BC"]


@pytest.mark.parametrize("rule", RATED)
def test_when_too_few_spoke_of_each_the_result_says_so_and_names_no_first(rule):
    value = LETTERS[rule]
    spread = a_result(rule, *[f"{n}:{value}" for n in (1, 1, 2, 2, 3, 3, 3)])
    assert (spread.is_hidden, spread.leading) == (False, ())
    assert meaning_of(spread).reading is Reading.WITHHELD
