"""The result by group: who is in which, and that what is kept of a secret poll hides the rest."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.negotiations import Kind, Negotiation
from bot.domain.poll_groups import (
    Group,
    answers_of,
    core_among,
    group_of,
    parts_of,
)
from bot.domain.poll_groups import kept_apart as kept_of
from bot.domain.poll_manner import Manner
from bot.domain.poll_promise import who_sees_what
from bot.domain.polls import Option
from bot.domain.suppression import LEAST
from bot.domain.tallies import spoke_of, tally
from tests.domain.choice_samples import IDS, a_choice, choices_of, some_terms
from tests.domain.poll_samples import NOW, a_draft, an_open

RECORD = Negotiation(
    "N", "ULEADER", "Renewal", "Acme", Kind.SUPPLIER, NOW,
    core_team=("UCORE", "UCO", "UDEL"), co_leads=("UCO", "UDEL"), delegates=("UDEL",),
)  # fmt: skip
RATED = (Rule.CONSENT, Rule.SCORE)
PICKED = tuple(rule for rule in Rule if rule not in RATED)


def apart(core, others):
    return {Group.CORE: choices_of(*core), Group.OTHERS: choices_of(*others)}


def read(words):
    return {group: choices_of(*each) for group, each in words.items()}


def a_secret(terms, ids, **changes):
    options = tuple(Option(each, f"Option {each}") for each in ids)
    manner = Manner(terms, is_secret=True, by_group=True)
    return replace(a_draft(), options=options, manner=manner, leader="ULEADER", **changes)


def kept_apart(answers, ids, terms):
    """What may be kept of these answers; the leader is not among those who gave them."""
    by_voter = {
        f"{group.name}{n}": choice for group in Group for n, choice in enumerate(answers[group])
    }
    core = tuple(voter for voter in by_voter if voter.startswith(Group.CORE.name))
    return kept_of(a_secret(terms, ids, core=core), by_voter)


def test_leader_co_leads_and_core_are_one_group_and_all_others_the_other():
    asked = ("ULEADER", "UCORE", "UCO", "UDEL", "UANN", "UBEN")
    core = core_among(RECORD, asked)
    assert core == asked[:4]
    assert [group_of(each, core) for each in asked] == [Group.CORE] * 4 + [Group.OTHERS] * 2
    answers = answers_of({"UCORE": Choice.read("1"), "UANN": Choice.read("-")}, core)
    assert answers == apart(["1"], [])


def test_a_named_poll_is_told_for_any_two_groups_that_answered():
    poll = replace(an_open(), manner=Manner(by_group=True))
    core, others = parts_of(poll, apart(["1"], ["1", "2"]))
    assert (core.group, core.answered, core.tally.line("1").votes) == (Group.CORE, 1, 1)
    assert (others.group, others.answered, others.tally.line("2").votes) == (Group.OTHERS, 2, 1)
    assert parts_of(poll, apart(["1"], [])) == ()
    assert parts_of(poll, {}) == ()


@pytest.mark.parametrize(
    ("core", "others", "is_kept"), [(5, 5, True), (4, 9, False), (9, 4, False), (9, 0, False)]
)
@pytest.mark.parametrize("rule", Rule)
def test_both_groups_need_five_answers(rule, core, others, is_kept):
    word = {Rule.CONSENT: "1:n", Rule.SCORE: "1:3"}.get(rule, "1")
    kept = kept_apart(apart([word] * core, [word] * others), ("1", "2"), Terms(rule))
    assert kept == ({Group.CORE: (word,) * core, Group.OTHERS: (word,) * others} if is_kept else {})


def test_of_an_option_of_which_few_of_one_group_spoke_no_group_has_anything():
    core, others = ["1:y,2:y"] * 5, ["1:n,2:n"] * 4 + ["1:i"]
    kept = kept_apart(apart(core, others), ("1", "2"), Terms(Rule.CONSENT))
    assert kept == {Group.CORE: ("1:y",) * 5, Group.OTHERS: ("1:i", *["1:n"] * 4)}
    for part in parts_of(a_secret(Terms(Rule.CONSENT), ("1", "2")), read(kept)):
        assert (part.answered, part.tally.line("1").votes) == (5, 5)
        assert part.tally.line("2").withheld


@pytest.mark.parametrize("rule", Rule)
def test_the_leader_who_knows_one_answer_does_not_make_a_group_large_enough(rule):
    word = {Rule.CONSENT: "1:n", Rule.SCORE: "1:3"}.get(rule, "1")
    others = dict.fromkeys([f"UOTHER{n}" for n in range(5)], Choice.read(word))
    for mates, is_kept in ((4, False), (5, True)):
        core = ("ULEADER", *(f"UCORE{n}" for n in range(mates)))
        by_voter = {**others, **dict.fromkeys(core, Choice.read(word))}
        kept = kept_of(a_secret(Terms(rule), ("1", "2"), core=core), by_voter)
        assert kept == ({Group.CORE: (word,) * 6, Group.OTHERS: (word,) * 5} if is_kept else {})


# The attack: by somebody who has all that is kept


@st.composite
def two_groups(draw, rules=tuple(Rule)):
    """Terms, ids, and the answers of two groups, often large enough; each ballot counts."""
    terms = draw(some_terms(rules))
    ids = IDS[: draw(st.integers(2, 3))]
    least = draw(st.sampled_from((0, LEAST, LEAST)))
    answers = {
        group: tuple(draw(st.lists(a_choice(terms, ids), min_size=least, max_size=9)))
        for group in Group
    }
    return terms, ids, answers


@given(two_groups())
def test_what_is_told_by_group_is_true_and_of_five_or_more(case):
    terms, ids, answers = case
    poll = a_secret(terms, ids)
    for part in parts_of(poll, read(kept_apart(answers, ids, terms))):
        whole = tally(answers[part.group], ids, terms)
        assert part.answered == whole.answered >= LEAST
        for line in part.tally.lines:
            assert line.withheld or line.counts == whole.line(line.option_id).counts
            assert (
                line.withheld
                or spoke_of(answers[part.group], ids, terms.rule)[line.option_id] >= LEAST
            )


@given(two_groups())
def test_an_option_is_told_for_both_groups_or_for_none(case):
    terms, ids, answers = case
    kept = read(kept_apart(answers, ids, terms))
    if not kept:
        return
    for each in ids:
        told = {sum(c.value(each) is not None for c in kept[group]) for group in Group}
        spoke = [spoke_of(answers[group], ids, terms.rule)[each] for group in Group]
        # Else the difference between the whole and one group would be the other.
        if min(spoke) < LEAST:
            assert told == {0}


@given(two_groups(), st.data())
def test_while_a_group_is_too_small_nothing_depends_on_who_was_in_it(case, data):
    terms, ids, answers = case
    assume(not kept_apart(answers, ids, terms))
    everybody = data.draw(st.permutations([c for group in Group for c in answers[group]]))
    size = len(answers[Group.CORE])
    other = {Group.CORE: tuple(everybody[:size]), Group.OTHERS: tuple(everybody[size:])}
    if terms.rule in PICKED:
        assert kept_apart(other, ids, terms) == {}
    assert kept_apart(answers, ids, terms) == {}


@given(two_groups(RATED), st.data())
def test_what_one_said_of_one_option_does_not_stand_beside_what_they_said_of_another(case, data):
    """Whole ballots by group could be found again among all ballots, with what is hidden there."""
    terms, ids, answers = case
    mixed = {group: _columns_mixed(answers[group], ids, data) for group in Group}
    assert kept_apart(mixed, ids, terms) == kept_apart(answers, ids, terms)


def _columns_mixed(choices, ids, data):
    """The same ballots, with the values of each option dealt out anew among those who spoke."""
    picks = [dict(choice.picks) for choice in choices]
    for each in ids:
        said = [place for place, pick in enumerate(picks) if each in pick]
        dealt = data.draw(st.permutations([picks[place][each] for place in said]))
        for place, value in zip(said, dealt, strict=True):
            picks[place][each] = value
    return tuple(Choice(tuple(pick.items())) for pick in picks)


@given(two_groups(), st.data())
def test_what_is_kept_has_no_order_and_no_reason(case, data):
    terms, ids, answers = case
    mixed = {
        group: tuple(
            replace(c, reason="Because") for c in data.draw(st.permutations(answers[group]))
        )
        for group in Group
    }
    assert kept_apart(mixed, ids, terms) == kept_apart(answers, ids, terms)
    assert all(list(each) == sorted(each) for each in kept_apart(answers, ids, terms).values())


@given(two_groups(PICKED))
def test_picks_and_rankings_by_group_are_those_of_the_whole(case):
    terms, ids, answers = case
    kept = kept_apart(answers, ids, terms)
    if kept:
        whole = Counter(choice.word() for group in Group for choice in answers[group])
        assert Counter(word for words in kept.values() for word in words) == whole


# What voters read beforehand


def test_the_poll_says_beforehand_that_groups_are_told_apart():
    plain, grouped = (replace(a_draft(), manner=Manner(by_group=each)) for each in (False, True))
    assert "core team" not in who_sees_what(plain)
    assert "The leader also sees totals for the core team" in who_sees_what(grouped)
    secret = replace(grouped, manner=Manner(is_secret=True, by_group=True))
    told = who_sees_what(secret)
    assert "for the core team and for the others who were asked, if 5 or more of each" in told
    assert "(the leader apart)" in told
    assert "if all of one group answer alike, their answers are plain" in told
