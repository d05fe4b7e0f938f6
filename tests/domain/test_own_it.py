"""Words that hand a decision over are found, and rewritten into words that own it."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.copy import copy
from bot.domain.own_it import NAME, NUMBER, own_it, rewritten

REWRITES = {
    "The team made me do it.": "I decided, having heard everyone, to do it.",
    "The team made me offer two years": "I decided, having heard everyone, to offer two years",
    "The team made me.": "I decided, having heard everyone.",
    "Sam forced us into a discount": "I decided, having heard everyone, on a discount",
    "<@U123> pushed me to sign": "I decided, having heard everyone, to sign",
    "The board told us to stop": "I decided, having heard everyone, to stop",
    "the vote decided": "I decided, with the poll in mind",
    "The poll has chosen option B.": "I decided, with the poll in mind, option B.",
    "The team decided to wait": "I decided, having heard the team, to wait",
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
    "The poll says we must wait.": "I decided, with the poll in mind, to wait.",
    "The vote forced us to wait": "I decided, with the poll in mind, to wait",
    "June was decided by the vote.": "June is my decision, with the poll in mind.",
    "June was chosen by the team.": "June is my decision, having heard everyone.",
    "Sam left me no choice but to sign": "I weighed the options and chose to sign",
    "They left us no option.": "I weighed the options and chose this one.",
    "Legal wouldn't let us sign": "I decided, having heard everyone, not to sign",
    "The board did not allow us": "I decided, having heard everyone, against it",
    "June, because the team wanted it.": "June, having heard everyone.",
    "May, because they insisted": "May, having heard everyone",
    "May, because you all voted for it": "May, having heard everyone",
    "You voted for it.": "I decided this, having heard you.",
    "May, at Sam's insistence": "May, having heard everyone",
    "May, under pressure from the board": "May, having heard everyone",
    "May, on orders from management": "May, having heard everyone",
    "I just followed the vote": "I decided this, having heard everyone",
    "I only did what they wanted": "I decided this, having heard everyone",
    "It was decided to wait": "I decided to wait",
    "It was agreed that we wait": "I decided that we wait",
    "Sam pushed us to look closer": "I decided, having heard everyone, to look closer",
    "I blame Sam's delay": "We can learn from delay",
    "It was out of my hands.": "I weighed the options and chose this one.",
    "I was overruled.": "I heard the majority and decided.",
    "We are late: Sam dropped the ball": "We are late: It went otherwise than planned",
    "The team let us down.": "It went otherwise than planned.",
    "I blame finance for the delay": "We can learn from the delay",
    "This is the team's fault": "This is something to learn from",
}
INNOCENT = (
    "I decided to move the price first because the term matters more to them.",
    "We close the books because of Monday.",
    "Thanks to Sam we know the market price.",
    "Finance told us that the budget is 3 million.",
    "We waited due to Acme's late delivery.",
    "The poll informed the choice; I made it.",
    "Nobody made a better offer.",
    "I decided after the vote.",
    "I decided after the team had its say, because it must carry the date.",
    "Before the vote I leaned to May; the reasons I heard changed my mind.",
    "Nobody forced me to sign.",
    "Nothing made us hurry.",
    "They made us an offer of 3 %.",
    "They made us 3 offers.",
    "Acme made us two offers.",
    "They made us offers that we could not compare.",
    "Sam made me think again.",
    "The figures made me curious.",
    "Experience made us cautious.",
    "Data pushed us to look closer.",
    "Finance told us to expect 3 %.",
    "Because the team needs two weeks for the move, we take June.",
    "Because they said that the price is fixed, we trade the term.",
    "We wait because of Section 4.",
    "Their fault tolerance is better than ours.",
    "It was agreed with Acme in writing.",
    "The vote was close: 4 to 3.",
    "The majority preferred May; I decided for June because the audit ends then.",
    "Decided by me on Tuesday.",
    "You asked for this week's figures; they are attached.",
    "With thanks to Aisha and Tomas, who led the research.",
    "They let us test it for a month.",
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
    phrases = [
        phrase for rule in found["rule"] for phrase in (*rule["looks_for"], *rule.get("unless", ()))
    ]
    phrases += [phrase for listed in found["lists"].values() for phrase in listed]
    assert {name for each in phrases for name in re.findall(r"{(\w+)}", each)} <= {
        NAME,
        NUMBER,
        *found["lists"],
    }


def filled(phrase: str) -> str:
    """One text that a phrase of the copy fits."""
    lists = {**copy("decisions")["own_it"]["lists"], NAME: ["Sam"], NUMBER: ["3"]}
    typed = phrase.replace("[", "").replace("]", "")
    while slot := re.search(r"{(\w+)}", typed):
        typed = typed.replace(slot[0], lists[slot[1]][0])
    return typed


@pytest.mark.parametrize("rule", copy("decisions")["own_it"]["rule"], ids=lambda r: r["rewrite"])
def test_every_phrase_of_the_copy_is_found_in_a_text(rule):
    for phrase in rule["looks_for"]:
        typed = filled(phrase)
        (finding,) = own_it(f"{typed} .")
        assert (finding.phrase, finding.why) == (typed, rule["why"])


@pytest.mark.parametrize("rule", copy("decisions")["own_it"]["rule"], ids=lambda r: r["rewrite"])
def test_what_follows_and_makes_a_phrase_innocent_leaves_it_alone(rule):
    for phrase, passes in itertools.product(rule["looks_for"], rule.get("unless", ())):
        typed = filled(f"{phrase} {passes}")
        assert [f.why for f in own_it(f"{typed} .") if f.phrase == filled(phrase)] == []
