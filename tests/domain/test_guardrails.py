"""Plans to deceive and labels on people are found; what others did and what is ruled out is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.guardrails import caveat_for, guarded, is_refused, labels_in, refusals_in
from bot.domain.negotiations import Kind
from bot.domain.wording import Check

PLANS = {
    "Help me lie to them about the deadline.": "lie",
    "Pretend we have another buyer.": "Pretend",
    "How do I bluff about our alternative?": "bluff",
    "I want to mislead them on price": "mislead",
    "We could invent a competing offer.": "invent a competing offer",
    "Let\u2019s fake a competing offer": "fake a competing offer",
    "hide the fact that the part is late": "hide the fact",
    "Let them believe that we have other bids": "Let them believe that",
    "Threaten to leave.": "Threaten",
    "I will tell them a lie": "tell them a lie",
    "We should make up a deadline": "make up a deadline",
    "If they push, bluff about the deadline.": "bluff",
    "Smile and lie to them": "lie",
    "we\u2019ll pretend that the budget is gone": "pretend",
    "Should I exaggerate the cost?": "exaggerate",
    "Ask Sam to lie about the budget": "lie",
    "We can win by pretending there is a rival": "pretending",
    "I'm bluffing about the other offer": "bluffing",
    "Make them think that we do not care": "Make them think that",
    "play good cop, bad cop": "play good cop",
    "Use a fake offer to push them.": "Use a fake offer",
    "PRETEND TO BE ANGRY": "PRETEND",
    "1. Bluff about it": "Bluff",
    "- conceal that we are late": "conceal that",
    "Can you help me deceive them?": "deceive",
    "I'd like to  intimidate\nhim": "intimidate",
    "Best way to mislead them?": "mislead",
    "Tell them lies.": "Tell them lies",
    "We plan to trick the buyer.": "trick the buyer",
    "Mention a made-up bid": "Mention a made-up bid",
    "Please fabricate a quote": "fabricate",
    "Don't tell them the truth": "Don't tell them the truth",
    "my plan: bluff about it": "bluff",
    "Let's scare them a little": "scare them",
    "I was thinking of bluffing": "bluffing",
    "Tell them we have an offer even though we don't": (
        "Tell them we have an offer even though we don't"
    ),
    "Write something that makes them think we can leave": ("Write something that makes them think"),
}
NO_PLANS = (
    "They lied to us last year.",
    "Don't mislead them.",
    "Don\u2019t mislead them.",
    "We will not bluff.",
    "He threatened to leave and I stayed calm.",
    "They will bluff about their deadline.",
    "I never lie to customers",
    "It would be wrong to mislead them",
    "They may pretend to be angry",
    "Our strength lies in service",
    "The problems that lie ahead are shared.",
    "Let us invent options for mutual gain.",
    "We need to make up for lost time",
    "Sam plans to mislead us",
    "The supplier will smile and lie to us",
    "They want to make us believe that prices rise",
    "We can explain it without misleading anyone",
    "I can't pretend this is easy",
    "Let's not pretend",
    'You asked me to "pretend" that it is fine',
    "You said \u201clie to them\u201d",
    "> lie to them",
    "Their bluff did not work",
    "What if they threaten to walk?",
    "Fake news spreads fast",
    "Keep the number private",
    "Let them think about it",
    "They threaten to leave",
    "I refuse to lie",
    "Acme tries to bluff",
    "The threat of delay is real",
    "Could they be lying to us?",
    "How do we respond if they bluff?",
    "They smile, lie to us and leave.",
    "We must stop them from lying to us",
    "I was afraid of lying about it",
    "How can we tell if they lie?",
    "She accused me of lying.",
    "I won't hide the fact that we are late",
    "Ask them not to mislead us",
    "They said we mislead them, which is not true.",
    "Tell Sam that they lied",
    "Tell them we value it even though we cannot pay more",
    "Let's make up our minds",
    "",
)
# As they stand in a preparation, a note on somebody who resists, a quick preparation.
IN_PREPARATION = (
    "They may think we bluff",
    "That we would mislead them again",
    "He worries that we could threaten to leave",
    "She suspects we lie about the volumes",
    "They must feel we will pretend to listen",
    "If they say no, we buy from the second supplier",
    "Tell them what we cannot do, and why",
    "Our deadline stays private",
    "A first offer that is high and has a reason",
    "Kim copies in the boss and says \u201cyou bluff\u201d",
    "Talks of the old tool a lot and is late on every topic",
    "Ask Kim to lead the pilot",
    "If you move the date, then I can add a person",
    "She fears that it makes her team look weak in May",
    "Their plan for May is full",
)
LABELS = {
    "he is a narcissist": "he is a narcissist",
    "She's lazy": "She's lazy",
    "she\u2019s irrational": "she\u2019s irrational",
    "They are crazy": "They are crazy",
    "Sam is a liar.": "Sam is a liar",
    "You are unreasonable": "You are unreasonable",
    "He is such an idiot": "He is such an idiot",
    "Why did that narcissist call?": "that narcissist",
    "my crazy boss said no": "crazy boss",
    "He is difficult.": "He is difficult",
    "He is a difficult person": "difficult person",
    "The buyer is stubborn": "The buyer is stubborn",
    "<@U123> is lazy": "<@U123> is lazy",
    "He's a complete control freak": "He's a complete control freak",
    "THEY ARE NARCISSISTS": "THEY ARE NARCISSISTS",
}
NO_LABELS = (
    "he is not lazy",
    "This is crazy",
    "The plan is irrational",
    "It is difficult.",
    "They are difficult questions",
    "I am lazy",
    "Pricing is crazy",
    "He said the offer is unreasonable",
    'They called me "lazy"',
    "She is late, and she raised her voice twice",
    "They are weak in logistics",
    "She isn't stubborn",
    "",
)


@pytest.mark.parametrize("text", PLANS)
def test_a_plan_to_deceive_is_refused_with_its_phrase(text):
    [found] = refusals_in(text)
    assert " ".join(found.phrase.split()) == PLANS[text]
    assert text[found.start :].startswith(found.phrase)
    assert found.why.startswith("I cannot help to mislead someone.")
    assert "if they learned later exactly what I knew and said?" in found.instead


@pytest.mark.parametrize("text", NO_PLANS)
def test_what_others_do_and_what_is_ruled_out_is_not_refused(text):
    assert refusals_in(text) == ()


@pytest.mark.parametrize("text", IN_PREPARATION)
def test_what_people_write_while_they_prepare_raises_no_alarm(text):
    assert guarded(text) == ()
    assert caveat_for(Kind.SUPPLIER, text) is None


def test_each_text_is_read_for_itself():
    found = guarded("Then we", "pretend that it broke", "He is lazy")
    assert [each.phrase for each in found] == ["pretend", "He is lazy"]
    assert is_refused(found)
    assert not is_refused(guarded("He is lazy"))


@pytest.mark.parametrize("text", LABELS)
def test_a_label_on_a_person_is_found(text):
    assert [found.phrase for found in labels_in(text)] == [LABELS[text]]


@pytest.mark.parametrize("text", NO_LABELS)
def test_what_was_done_and_what_a_thing_is_like_is_no_label(text):
    assert labels_in(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Sie sind stur und wir sagen das auch",
        "Ils sont dans le bluff et nous pas",
        "הוא lazy",
        "Vi vill inte bluff och det är bra",
    ],
)
def test_other_languages_are_left_in_peace(text):
    assert guarded(text) == ()


@given(st.text(max_size=300))
def test_it_never_fails_and_every_phrase_stands_where_it_says(text):
    for found in guarded(text):
        assert found.phrase
        assert text[found.start :].startswith(found.phrase)


def test_refusals_come_before_labels():
    found = guarded("He is a liar. Pretend that we did not notice.")
    assert [each.check for each in found] == [Check.REFUSAL, Check.LABEL]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("My salary", "Pay:"),
        ("a pay rise for Sam", "Pay:"),
        ("the layoffs in May", "Ending a job:"),
        ("We laid\noff ten people", "Ending a job:"),
        ("a written warning", "A warning"),
        ("She felt harassed", "Unequal treatment"),
        ("parental leave", "Health,"),
        ("the Works Council agreed", "Unions"),
        ("collective bargaining", "Unions"),
        ("whistle-blowing", "A report"),
        ("after tax", "Tax:"),
        ("our competitors\u2019 prices", "Prices or bids"),
        ("sanctions", "Gifts,"),
        ("inside information", "Inside information"),
    ],
)
def test_what_others_must_advise_on_names_them(text, whom):
    caveat = caveat_for(Kind.OTHER, "Renewal", text)
    assert caveat is not None
    assert [line for line in caveat.whom if line.startswith(whom)]
    assert caveat.notice == "Not legal, HR, tax or medical advice."


@pytest.mark.parametrize(
    "text",
    [
        "Payment terms",
        "We pay in May",
        "the European Union",
        "reunion",
        "They fired up the talks",
        "",
    ],
)
def test_ordinary_words_need_no_caveat(text):
    assert caveat_for(Kind.SUPPLIER, text) is None


def test_a_record_about_pay_has_the_caveat_whatever_its_words():
    caveat = caveat_for(Kind.PAY, "Lease")
    assert caveat is not None
    assert [line.split(":")[0] for line in caveat.whom] == ["Pay"]


def test_a_whole_record_is_read_for_the_caveat_in_a_moment():
    texts = ["We could move the date in May, if you could start a week early. " * 40] * 60
    started = time.perf_counter()
    assert caveat_for(Kind.SUPPLIER, *texts) is None
    assert time.perf_counter() - started < 0.5
    assert caveat_for(Kind.SUPPLIER, *texts, "a pay\n rise") is not None
