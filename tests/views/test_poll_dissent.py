"""Who differs on what: for the leader of a named poll alone, short, and not in a notification."""

from dataclasses import replace

import pytest

from bot.domain.choices import Rule, Terms
from bot.domain.poll_manner import Manner
from bot.domain.poll_meaning import Dissent, Side
from bot.domain.poll_results import meaning_of
from bot.domain.polls import Option, PollState
from handlers.views import poll_messages as messages
from handlers.views import poll_notes as notes
from handlers.views import polls as views
from handlers.views.poll_dissent import NAMES_SHOWN, OPTIONS_SHOWN, SIDES, TITLE, dissent
from handlers.views.walker import problems
from tests.views.samples import TEXTS, words
from tests.views.test_polls import a_card, a_page, a_poll, votes

MONTHS = (Option("1", "May"), Option("2", "June"))


def a_closed(rule=Rule.CONSENT, options=MONTHS, **manner):
    poll = a_poll(state=PollState.AWAITING_DECISION, voters=tuple(f"U{n}" for n in range(30)))
    return replace(poll, options=options, manner=Manner(Terms(rule, 0), **manner))


def a_note(poll, *said):
    found = meaning_of(a_card(poll, *said).result, votes(poll, *said)).dissent
    return notes.close_note(a_card(poll, *said), found)


SAID = ["1:y,2:y"] * 3 + ["1:n,2:y"] * 2


def test_the_page_names_who_differs_before_it_lists_who_said_what():
    said = words(views.page(a_page(a_closed(), *SAID), {}))
    line = "On “May”: against – <@U3> and <@U4>"
    assert line in said
    assert said.index("Differ on: May.") < said.index(line) < said.index("_yes:_ <@U0>")


def test_the_message_at_the_close_names_them_and_its_notification_does_not():
    note = a_note(a_closed(), *SAID)
    assert "On “May”: against – <@U3> and <@U4>" in words(note.blocks)
    assert "<@U" not in note.text
    assert "Differ on: May." in note.text


TWO_CAMPS = {
    Rule.SINGLE: ("1", "2"),
    Rule.UP_TO: ("1", "2"),
    Rule.CONSENT: ("1:y,2:n", "1:n,2:i"),
    Rule.SCORE: ("1:5,2:0", "1:1,2:4"),
    Rule.RANK: ("1,2", "2,1"),
}


@pytest.mark.parametrize("rule", TWO_CAMPS)
def test_a_secret_poll_and_a_channel_name_nobody(rule):
    said = [TWO_CAMPS[rule][n % 2] for n in range(12)]
    open_, secret = a_closed(rule), a_closed(rule, is_secret=True)
    named = votes(open_, *said)
    assert meaning_of(a_card(open_, *said).result, named).dissent
    assert meaning_of(a_card(secret, *said).result, replace(named, by_voter={})).dissent == ()
    card = a_card(open_, *said)
    for speech in (messages.message(card), messages.result_message(card, with_chart=True)):
        assert TITLE not in words(speech.to_dict())
        assert "<@U1>" not in words(speech.to_dict())


def test_two_options_that_mirror_each_other_are_told_once():
    poll = a_closed(Rule.SINGLE)
    found = meaning_of(a_card(poll, "1", "2").result, votes(poll, "1", "2")).dissent
    assert len(found) == 4
    assert dissent(poll, found).splitlines() == [
        TITLE,
        "• On “May”: chose it – <@U0>; chose otherwise – <@U1>",
    ]


def test_long_lists_end_in_a_number():
    options = tuple(Option(str(n), f"Option {n}") for n in range(1, 9))
    poll = a_closed(options=options)
    camps = [
        Dissent(each, Side.AGAINST, tuple(f"U{n}" for n in range(int(each), 25)))
        for each in "12345678"
    ]
    lines = dissent(poll, camps).splitlines()
    assert len(lines) == OPTIONS_SHOWN + 2
    assert lines[1].count("<@") == NAMES_SHOWN
    assert lines[1].endswith("and 16 more")
    assert lines[-1] == "and on 2 answers more"


def test_every_rule_has_its_words_and_nobody_who_differs_is_no_line():
    assert set(SIDES) == set(Rule)
    assert all(set(sides) == set(Side) for sides in SIDES.values())
    assert dissent(a_closed(), ()) == ""
    assert TITLE not in words(views.page(a_page(a_closed(), *["1:y"] * 3), {}))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_slack_takes_it_whatever_the_options_say(text):
    poll = a_poll(text, PollState.AWAITING_DECISION, manner=Manner(Terms(Rule.CONSENT)))
    said = [",".join(f"{n}:{'yn'[voter % 2]}" for n in range(1, 11)) for voter in range(300)]
    assert problems(a_note(poll, *said).to_dict()) == []
    assert problems(views.page(a_page(poll, *said), {})) == []
