"""What helps a message to be heard is asked for, what is in its way is named, and nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message_checks import MOST_WORDS, RULES, check
from bot.domain.wording import ORDER, Check

GOOD = (
    "You need a launch that holds, and I understand that the date is public. We both want a calm "
    "start. According to the March audit, 4 of 10 late launches had no test week, so that two "
    "weeks more make yours safe. Would you rather move the date or cut the scope?"
)
IRRITATORS = (
    "fair",
    "generous",
    "obviously",
    "with all due respect",
    "honestly",
)


def kinds(text):
    return {found.check for found in check(text)}


def found(text, kind):
    """The phrases of one kind."""
    return [each.phrase for each in check(text) if each.check is kind]


def test_a_good_message_is_left_alone():
    assert check(GOOD) == ()


PHRASES = {
    Check.IRRITATOR: {
        "This is a FAIR offer": ["FAIR"],
        "With  all\ndue respect, no": ["With  all\ndue respect"],
        "HONESTLY, it\u2019s generous": ["HONESTLY", "generous"],
        "our \u00abfair\u00bb": [],
        "That is unfair": [],
        "We treat people fairly": [],
        "Fair point, I see that": [],
        "the trade fair in May": [],
        "That is generous of you": [],
        "> obviously": [],
        "https://fair.example/obviously": [],
        "fair-minded people": [],
    },
    Check.ULTIMATUM: {
        "Take it or leave it.": ["Take it or leave it"],
        "This is our final offer, and the price is non-negotiable": [
            "our final offer",
            "non-negotiable",
        ],
        "That\u2019s final. You have no choice.": ["That\u2019s final", "You have no choice"],
        "He said \u201ctake it or leave it\u201d to us": [],
        "They wrote 'take it or leave it' and didn't call": [],
        "This is no ultimatum": [],
        "It is not our final offer": [],
        "Would you send us your best and final offer?": [],
        "The final report and the last offer you sent": [],
    },
    Check.ABSOLUTE: {
        "You always do this; it\u2019s never right": ["always", "never"],
        "Neverland is nice, nevertheless": [],
        "as always, never mind": [],
    },
    Check.BLAME: {
        "You people failed. You failed us.": ["You people", "You failed"],
        "Your team failed us": ["Your team failed"],
        "It is your fault": ["your fault"],
        "It is not your fault": [],
        "You should have known": ["You should have known"],
        "You should have the file by now": [],
    },
    Check.THREAT: {
        "Sign it or else!": ["or else"],
        "If you don\u2019t sign by Friday, we\u2019ll cancel the contract.": [
            "If you don\u2019t sign by Friday, we\u2019ll cancel"
        ],
        "You will regret this": ["You will regret"],
        "We will walk away if you don\u2019t move": ["We will walk away if you don\u2019t"],
        "Pay it or we walk.": ["or we walk"],
        "We will sue you unless you pay": ["We will sue you unless you"],
        "Otherwise we will go to your boss": ["Otherwise we will go to your"],
        "If you agree, we will make sure it is done": [],
        "We will walk you through it if you like": [],
        "If you can\u2019t come, we will go to the office": [],
        "If you sign by Friday, we will start on Monday": [],
    },
    Check.LIMIT: {
        "BATNA": ["BATNA"],
        "Our reservation value is 5": ["reservation value"],
        "Our limit is 4,800.": ["Our limit is"],
        "We could go to 4,800": ["We could go to"],
        "we could go up to \u20ac90k": ["we could go up to"],
        "I can\u2019t go any higher": ["I can\u2019t go any higher"],
        "The most we can pay is 20k": ["The most we can pay"],
        "That is our limit": ["That is our limit"],
        "We could go as low as 80": ["We could go as low as"],
        "We\u2019d settle for 40k": ["We\u2019d settle for"],
        "We are willing to go up to 45k": ["We are willing to go up to"],
        "I can accept 30k at most": ["I can accept 30k at most"],
        "How would you solve it under our limit?": [],
        "We could go to lunch": [],
        "What is your limit?": [],
        "They said \u201cour limit is 5\u201d": [],
    },
    Check.SUPERLATIVE: {
        "It is the best solution": ["the best"],
        "It is the best, 40 % faster": [],
        "It is unbeatable": ["unbeatable"],
        "According to the audit it is the fastest": [],
        "We will do our best": [],
        "Best regards": [],
    },
    Check.REASONS: {
        "We do it because of A, because of B and because of C.": ["because"],
        "We do it because of A and because of B.": [],
        "First, cost. Second, time. Third, the risk.": ["Third,"],
        "It is so:\n- one\n- two\n- three": ["- three"],
    },
    Check.ASK: {
        "Could you sign today? Or tomorrow?": [],
        "Could you sign today? Could you also call Sam?": ["Could you also call Sam?"],
        "Please send the file by Friday.": ["Please send the file by Friday."],
        "You have the file.": [""],
        "He asked \u201cCan you do it?\u201d and left us.": [""],
        "Can you sign \u201cas is\u201d?\nThanks, Maya": [],
        "Can you sign? We have worked on it for a year.": ["Can you sign?"],
    },
    Check.YOU_FIRST: {
        "I need the file. You get it back.": ["I need"],
        "You get it back, I need the file.": [],
        "Thank you. We need the file.": ["We need"],
        "The file is late.": [""],
    },
    Check.ACKNOWLEDGE: {
        "I don\u2019t understand that at all": [""],
        "I really do understand that": [],
        "It sounds as if the date is fixed": [],
        "You\u2019re right about the date": [],
    },
    Check.EVIDENCE: {
        "We are fast and you are too": [""],
        "We are fast in 4 of 5": [],
        "We are fast, says the audit": [],
        "We are fast: www.example.com/a": [],
    },
}
CASES = [(kind, text) for kind, texts in PHRASES.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_exactly_these_phrases_are_found(kind, text):
    assert found(text, kind) == PHRASES[kind][text]


def test_151_words_are_too_many_and_the_finding_shows_where_the_cut_would_be():
    assert Check.LENGTH not in kinds("word " * MOST_WORDS)
    text = "word " * MOST_WORDS + "and the rest is cut off here"
    assert found(text, Check.LENGTH) == ["and the rest is cut"]


@pytest.mark.parametrize(
    "text",
    [
        "Das ist nicht fair, obviously, und wir sind dagegen. Wir brauchen das.",
        "Nous avons besoin d\u2019une réponse. Pouvez-vous nous aider ?",
        "Sé que siempre es fair y que no lo quieren",
        "Het is niet fair en dat weten jullie",
        "Det är inte fair och vi vill ha svar",
        "\u05e9\u05dc\u05d5\u05dd, \u05d4\u05d4\u05e6\u05e2\u05d4 \u05e9\u05dc\u05e0\u05d5 fair",
        "العرض الأخير ليس مقبولا",
        "最好的报价是四千八百。您能接受吗。",
        "Мы всегда готовы. Вам подходит?",
    ],
)
def test_other_languages_are_checked_for_their_length_only(text):
    assert check(text) == ()
    assert kinds((text + "\n") * 40) == {Check.LENGTH}


@pytest.mark.parametrize("text", ["", "  \n\t", "\u200b\u200d", "👍🏽", "...", "?", "Hello"])
def test_where_there_is_little_to_read_nothing_is_missed(text):
    assert check(text) == ()


def test_an_ultimatum_is_told_for_what_it_leaves_them():
    (said,) = [each for each in check("Take it or leave it.") if each.check is Check.ULTIMATUM]
    assert "a yes or a no and nothing between" in said.why
    assert "offer a choice" in said.instead
    assert Check.IRRITATOR not in kinds("Take it or leave it.")


def test_the_most_important_comes_first():
    said = check("Obviously our limit is 5. Lie to them, or else! You always fail, you idiots.")
    places = [ORDER[each.check] for each in said]
    assert places == sorted(places)
    assert said[0].check is Check.REFUSAL


def test_every_rule_has_a_place_in_the_order_and_says_what_to_do_instead():
    assert {rule.check for rule in RULES} | {Check.REFUSAL, Check.LABEL} == set(ORDER)
    for each in check("Obviously our limit is 5, or else! You never listen, he is lazy."):
        assert each.why.endswith(".")
        assert each.instead


PIECES = st.sampled_from(
    [
        "You need a safe launch",
        "I understand that",
        "we need it because of 4 cases",
        "Please send it.",
        "Can you sign?",
        "always",
        "our limit is 5",
        "he is lazy",
        "lie to them",
        "the best",
        "“never”",
        "'so be it'",
        "Das ist nicht gut",
        "\n",
        "שלום",
        "point",
        "- one",
        "or else!",
        "because",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=14).map(" ".join))


@given(TEXTS)
def test_it_never_fails_and_every_phrase_is_a_piece_of_the_text(text):
    for each in check(text):
        assert text[each.start : each.start + len(each.phrase)] == each.phrase
        assert each.why
        assert each.instead


@given(TEXTS, st.sampled_from(IRRITATORS), st.booleans())
def test_an_irritator_more_takes_no_finding_of_another_kind_away(text, irritator, at_the_end):
    more = f"{text}\n{irritator}" if at_the_end else f"{irritator}\n{text}"
    assert kinds(text) <= kinds(more)


@given(TEXTS)
def test_the_shape_of_apostrophes_makes_no_difference(text):
    assert kinds(text) == kinds(text.replace("'", "\u2019"))


@given(TEXTS)
def test_what_is_quoted_whole_is_nobodys_own_words(text):
    line = " ".join(text.replace('"', "").split())[:900]
    assert kinds(f'"{line}"') <= {Check.LENGTH}


LONGEST = (
    *("x" * 40_000, "<&>" * 13_334, "a line\n" * 5000, "?" * 40_000, "'" * 40_000, "' a" * 13_000),
    *('"' * 40_000, "because " * 5000, "I " * 20_000, "if you " * 6000, "@" * 40_000),
    *("he is " * 6000, "a@" * 20_000, "we could go to " * 2700, "so " * 13_000 + "lie"),
    *("simply " * 5000 + "lie", "he is " + "really " * 5000, "I " + "really " * 5000 + "bluff"),
)


@pytest.mark.parametrize("text", LONGEST, ids=lambda text: text[:8])
def test_the_longest_text_is_checked_in_a_moment(text):
    began = time.perf_counter()
    check(text)
    assert time.perf_counter() - began < 5
