"""What many answered: worked by hand, and against counts made in another way."""

import statistics
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.choices import SCORES, Choice, Rule, Stance, Terms
from bot.domain.tallies import Agreement, Scores, band, concordance, rank_of, tally
from tests.domain.choice_samples import IDS, a_choice, a_poll, choices_of

ISSUES = ("P", "S", "G", "T", "Y")
BALLOTS = choices_of("P,S,G,T,Y", "S,P,G,Y,T", "P,G,S,T,Y", "S,P,T,G,Y")


def counted(rule, *words, ids=("1", "2", "3"), most=0):
    return tally(choices_of(*words), ids, Terms(rule, most))


def votes(result):
    return [(line.option_id, line.votes) for line in result.lines]


# One, and up to


def test_single_picks_are_counted_most_first_and_in_the_polls_order_among_equals():
    result = counted(Rule.SINGLE, "2", "2", "3", "-")
    assert votes(result) == [("2", 2), ("3", 1), ("1", 0)]
    assert (result.answered, result.abstained, result.leading) == (3, 1, ("2",))
    assert [line.share for line in result.lines] == [Fraction(2, 3), Fraction(1, 3), 0]


def test_up_to_shares_are_of_people_and_sum_to_more_than_all():
    result = counted(Rule.UP_TO, "1,2", "2,3", "2,1", most=2)
    assert votes(result) == [("2", 3), ("1", 2), ("3", 1)]
    assert sum(line.share for line in result.lines) == 2


def test_all_that_share_the_first_place_lead_and_nobody_does_without_answers():
    assert counted(Rule.SINGLE, "3", "1").leading == ("1", "3")
    assert counted(Rule.SINGLE, "3", "1").is_tied
    for rule in Rule:
        empty = counted(rule, "-")
        assert (empty.answered, empty.leading, empty.agreement) == (0, (), None)
        assert votes(empty) == [("1", 0), ("2", 0), ("3", 0)]
        assert {line.share for line in empty.lines} == {0}


# Consent


def test_one_refusal_weighs_more_than_any_number_of_yes():
    result = counted(
        Rule.CONSENT, "1:y,2:i,3:y", "1:y,2:i,3:y", "1:y,2:y,3:i", "1:n,2:y", ids=IDS[:4]
    )
    assert [line.option_id for line in result.lines] == ["2", "3", "1", "4"]
    loved = result.line("1").consent
    assert (loved.accept, loved.accept_if, loved.refuse) == (3, 0, 1)
    assert (loved.acceptability, loved.is_red_line) == (Fraction(3, 4), True)
    unknown = result.line("4").consent
    assert (unknown.answered, unknown.acceptability, unknown.is_red_line) == (0, 0, False)


def test_by_consent_the_conditions_decide_only_among_equals():
    assert counted(Rule.CONSENT, "1:y,2:y,3:i", "2:i,3:i").leading == ("2",)
    assert counted(Rule.CONSENT, "1:y,2:y").leading == ("1", "2")


# Scores


def test_the_same_mean_with_another_spread_is_told_apart():
    result = counted(Rule.SCORE, "1:3,2:0", "1:3,2:5", "1:2,2:0", "1:2,2:5")
    agreed, split = result.line("1").scores, result.line("2").scores
    assert agreed.mean == split.mean == agreed.median == split.median == Fraction(5, 2)
    assert (agreed.quartiles, split.quartiles) == ((2, 3), (0, 5))
    assert (agreed.extent, split.extent) == ((2, 3), (0, 5))
    assert (agreed.deviation, split.deviation) == (Fraction(1, 2), Fraction(5, 2))
    assert (agreed.has_zero, split.has_zero) == (False, True)
    assert result.leading == ("1", "2")
    assert result.line("2").counts == {"0": 2, "5": 2}
    assert result.line("3").scores is None


def test_an_option_that_nobody_scored_comes_after_one_that_all_scored_zero():
    assert [line.option_id for line in counted(Rule.SCORE, "3:0").lines] == ["3", "1", "2"]


@given(st.lists(st.integers(0, 5), min_size=1).map(sorted))
def test_mean_median_and_spread_are_those_of_the_standard_library(given_):
    scores = Scores(tuple(given_))
    exact = [Fraction(score) for score in given_]
    assert scores.mean == statistics.mean(exact)
    assert scores.median == statistics.median(exact)
    assert scores.variance == statistics.pvariance(exact)
    assert 0 <= statistics.pstdev(given_) - float(scores.deviation) < 0.0101
    low, high = scores.quartiles
    assert low == min(s for s in given_ if 4 * sum(g <= s for g in given_) >= len(given_))
    assert high == min(s for s in given_ if 4 * sum(g <= s for g in given_) >= 3 * len(given_))


# Rankings


def test_the_worked_case_of_the_domain_reference():
    result = tally(BALLOTS, ISSUES, Terms(Rule.RANK, 0))
    assert [(line.option_id, line.points) for line in result.lines] == [
        ("P", 14),
        ("S", 13),
        ("G", 8),
        ("T", 4),
        ("Y", 1),
    ]
    assert result.agreement == Fraction(7875, 10000)
    assert [line.normalised for line in result.lines[:2]] == [Fraction(14, 16), Fraction(13, 16)]
    assert [result.line(each).firsts for each in "PSG"] == [2, 2, 0]


@pytest.mark.parametrize(
    ("words", "points", "concord"),
    [
        (["1,2,3", "3,2,1"], (2, 2, 2), 0),
        (["1,2,3", "1,2,3"], (4, 2, 0), 1),
        # Sums 3, 3, 6; S = 6; W = 72 / 96.
        (["1,2,3", "2,1,3"], (3, 3, 0), Fraction(3, 4)),
        # Only a first place: the others share rank 2½. Sums 3½, 3½, 5; S = 3/2; T = 12.
        (["1", "2"], (Fraction(5, 2), Fraction(5, 2), 1), Fraction(1, 4)),
        (["1", "1"], (4, 1, 1), 1),
        # One partial: sums 2, 4½, 5½; S = 13/2; T = 6; W = 78 / (96 − 12).
        (["1", "1,2,3"], (4, Fraction(3, 2), Fraction(1, 2)), Fraction(13, 14)),
        (["1,2,3"], (2, 1, 0), None),
    ],
)
def test_rankings_worked_by_hand(words, points, concord):
    result = counted(Rule.RANK, *words)
    assert tuple(result.line(each).points for each in "123") == points
    assert result.agreement == concord


@pytest.mark.parametrize(
    ("concord", "word"),
    [
        (Fraction(1), Agreement.STRONG),
        (Fraction(7, 10), Agreement.STRONG),
        (Fraction(69, 100), Agreement.MIXED),
        (Fraction(3, 10), Agreement.MIXED),
        (Fraction(29, 100), Agreement.DIVIDED),
    ],
)
def test_the_bands_of_agreement(concord, word):
    assert band(concord) is word


def pairwise_wins(option_id, choice, ids):
    """Borda points in another way: one for each option it beats, half for each it ties with."""
    place = {each: choice.place(each) or len(ids) + 1 for each in ids}
    own = place.pop(option_id)
    return sum(Fraction((own < other) * 2 + (own == other), 2) for other in place.values())


def covariance(one, other, ids):
    mean = Fraction(len(ids) + 1, 2)
    return sum(
        (rank_of(each, one, len(ids)) - mean) * (rank_of(each, other, len(ids)) - mean)
        for each in ids
    )


@given(a_poll([Rule.RANK]))
def test_borda_points_are_pairwise_wins(poll):
    terms, ids, choices = poll
    result = tally(choices, ids, terms)
    for each in ids:
        wins = (pairwise_wins(each, choice, ids) for choice in choices if not choice.abstains)
        assert result.line(each).points == sum(wins)
    assert sum(line.points for line in result.lines) * 2 == (
        result.answered * len(ids) * (len(ids) - 1)
    )


@given(st.lists(st.permutations(IDS), min_size=2, max_size=8), st.integers(1, 5))
def test_w_follows_from_the_mean_rank_correlation_of_all_pairs(orders, most):
    # With as many places from each voter, all have the same ties, and the identity is exact.
    choices = [Choice(tuple((each, "") for each in order[:most])) for order in orders]
    n, own = len(choices), covariance(choices[0], choices[0], IDS)
    pairs = [covariance(one, other, IDS) / own for one, other in combinations(choices, 2)]
    assert concordance(choices, IDS) == ((n - 1) * Fraction(sum(pairs), len(pairs)) + 1) / n


@given(st.lists(a_choice(Terms(Rule.RANK, 0)), min_size=2, max_size=8))
def test_w_is_what_is_shared_of_all_variance_whatever_the_ties(choices):
    between = sum(covariance(one, other, IDS) for one in choices for other in choices)
    within = sum(covariance(one, one, IDS) for one in choices)
    concord = concordance(choices, IDS)
    assert concord == between / (len(choices) * within)
    assert 0 <= concord <= 1
    assert (concord == 1) is (
        len({tuple(rank_of(each, choice, 5) for each in IDS) for choice in choices}) == 1
    )


# By any rule


@given(st.data())
def test_the_order_of_the_votes_does_not_matter(data):
    terms, ids, choices = data.draw(a_poll())
    mixed = tally(data.draw(st.permutations(choices)), ids, terms)
    # Not even the order within a value tells who came first.
    assert repr(mixed) == repr(tally(choices, ids, terms))


@given(a_poll())
def test_no_answer_is_lost_or_doubled(poll):
    terms, ids, choices = poll
    result = tally(choices, ids, terms)
    assert result.answered + result.abstained == len(choices)
    assert result.abstained == sum(choice.abstains for choice in choices)
    assert sum(line.votes for line in result.lines) == sum(len(c.picks) for c in choices)
    assert sorted(line.option_id for line in result.lines) == sorted(ids)
    assert bool(result.leading) is bool(result.answered)
    assert all(0 <= line.share <= 1 and 0 <= line.normalised <= 1 for line in result.lines)


@given(a_poll())
def test_the_leading_come_first_in_the_polls_order(poll):
    terms, ids, choices = poll
    result = tally(choices, ids, terms)
    assert result.leading == tuple(each.option_id for each in result.lines)[: len(result.leading)]
    assert list(result.leading) == sorted(result.leading, key=ids.index)


BEST = {Rule.CONSENT: Stance.ACCEPT.letter, Rule.SCORE: SCORES[-1]}


@given(st.data())
def test_a_voter_more_for_an_option_never_harms_it(data):
    terms, ids, choices = data.draw(a_poll())
    favoured = data.draw(st.sampled_from(ids))
    before = tally(choices, ids, terms)
    fan = Choice(((favoured, BEST.get(terms.rule, "")),))
    after = tally((*choices, fan), ids, terms)
    line, grown = before.line(favoured), after.line(favoured)
    assert grown.votes == line.votes + 1
    assert grown.points >= line.points
    assert favoured not in before.leading or favoured in after.leading


@given(st.data())
def test_somebody_who_abstains_changes_nothing_but_the_count_of_those(data):
    terms, ids, choices = data.draw(a_poll())
    before, after = tally(choices, ids, terms), tally((*choices, Choice(())), ids, terms)
    assert (after.lines, after.leading) == (before.lines, before.leading)
    assert (after.abstained, after.agreement) == (before.abstained + 1, before.agreement)


@given(a_poll([Rule.CONSENT]))
def test_no_red_line_comes_before_an_option_that_all_could_live_with(poll):
    terms, ids, choices = poll
    spoken = [line.consent for line in tally(choices, ids, terms).lines if line.votes]
    assert [each.is_red_line for each in spoken] == sorted(each.is_red_line for each in spoken)
