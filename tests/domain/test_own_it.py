"""Words that hand a decision over are found, and rewritten into words that own it."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.copy import copy
from bot.domain.own_it import NAME, own_it, rewritten

REWRITES = {
    "The team made me do it.": "I decided, after hearing everyone, to do it.",
    "The team made me.": "I decided, after hearing everyone.",
    "Sam forced us into a discount": "I decided, after hearing everyone, on a discount",
    "<@U123> pushed me to sign": "I decided, after hearing everyone, to sign",
    "The board told us to stop": "I decided, after hearing everyone, to stop",
    "the vote decided": "I decided, with the poll in mind",
    "The poll has chosen option B.": "I decided, with the poll in mind, option B.",
    "The team decided to wait": "I decided, after hearing the team, to wait",
    "We had no choice but to accept": "I weighed the options and chose to accept",
    "I had no other choice.": "I weighed the options and chose this one.",
    "My hands were tied": "I weighed the options and chose this one",
    "I was told to sign": "I decided to sign",
    "We were outvoted.": "I heard the majority and decided.",
    "This wasn\u2019t my decision.": "This was my decision.",
    "We accept because of Sam.": "We accept because of what we knew then.",
    "Because of Sam's mistake we pay": "Because of what we knew then we pay",
    "The delay was their fault": "The delay was something to learn from",
    "Sam is to blame for the delay": "We can learn from the delay",
    "I think they are to blame": "I think we can learn from this",
    "the  vote\ndecided": "I decided, with the poll in mind",
}
INNOCENT = (
    "I decided to move the price first because the term matters more to them.",
    "We close the books because of Monday.",
    "Thanks to Sam we know the market price.",
    "Finance told us that the budget is 3 million.",
    "We waited due to Acme's late delivery.",
    "The poll informed the choice; I made it.",
    "Nobody made a better offer.",
    "",
)
PIECES = [*REWRITES, *INNOCENT, "Sam", "the team", "made me", "to", "decided", ".", " ", "\n", "é"]


@pytest.mark.parametrize(("typed", "owned"), REWRITES.items())
def test_blame_is_found_and_rewritten(typed, owned):
    assert own_it(typed)
    assert rewritten(typed) == owned


@pytest.mark.parametrize("typed", INNOCENT)
def test_reasons_and_credit_are_left_alone(typed):
    assert own_it(typed) == ()
    assert rewritten(typed) == typed


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_a_rewrite_leaves_nothing_to_find(typed):
    assert own_it(rewritten(typed)) == ()


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join) | st.text())
def test_findings_stand_in_the_text_in_order_and_apart(typed):
    found = own_it(typed)
    assert all(typed[each.start : each.end] == each.phrase for each in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_every_finding_says_why():
    assert all(finding.why.endswith((".", "s.")) for t in REWRITES for finding in own_it(t))


def test_a_long_text_is_checked_at_once():
    typed = "the team " * 250
    assert own_it(typed) == ()


def test_every_list_that_a_rule_names_is_there():
    found = copy("decisions")["own_it"]
    phrases = [phrase for rule in found["rule"] for phrase in rule["looks_for"]]
    phrases += [phrase for listed in found["lists"].values() for phrase in listed]
    assert {name for each in phrases for name in re.findall(r"{(\w+)}", each)} <= {
        NAME,
        *found["lists"],
    }


@pytest.mark.parametrize("rule", copy("decisions")["own_it"]["rule"], ids=lambda r: r["rewrite"])
def test_every_phrase_of_the_copy_is_found_in_a_text(rule):
    lists = copy("decisions")["own_it"]["lists"]
    for phrase in rule["looks_for"]:
        typed = phrase.replace("[", "").replace("]", "")
        while slot := re.search(r"{(\w+)}", typed):
            first = "Sam" if slot[1] == NAME else lists[slot[1]][0]
            typed = typed.replace(slot[0], first)
        (finding,) = own_it(f"{typed} .")
        assert (finding.phrase, finding.why) == (typed, rule["why"])
