"""Choices for tests: written short, or drawn at random by any rule."""

from hypothesis import strategies as st

from bot.domain.choices import SCORES, STANCES, Choice, Rule, Terms

IDS = ("1", "2", "3", "4", "5")
VALUES = {Rule.CONSENT: tuple(STANCES), Rule.SCORE: SCORES}


def choices_of(*words):
    return tuple(Choice.read(word) for word in words)


@st.composite
def some_terms(draw, rules=tuple(Rule)):
    return Terms(draw(st.sampled_from(rules)), draw(st.integers(1, len(IDS))))


@st.composite
def a_choice(draw, terms, ids=IDS, least=1):
    """A choice that counts; `least` 0 takes in abstentions."""
    order = draw(st.permutations(ids))
    named = order[: draw(st.integers(least, terms.most_of(len(ids))))]
    values = st.sampled_from(VALUES.get(terms.rule, ("",)))
    return Choice(tuple((each, draw(values)) for each in named))


@st.composite
def a_poll(draw, rules=tuple(Rule), least=0, max_size=9):
    """Terms, the ids of the options, and what some voters answered."""
    terms = draw(some_terms(rules))
    ids = IDS[: draw(st.integers(2, len(IDS)))]
    choices = draw(st.lists(a_choice(terms, ids, least), max_size=max_size))
    return terms, ids, tuple(choices)
