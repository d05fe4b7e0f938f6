"""What is said of a poll that may close sooner, and of reminders."""

from dataclasses import replace

import pytest

from bot.domain.choices import Choice
from bot.domain.poll_closing import ending
from bot.domain.poll_manner import Manner
from bot.services.poll_reminders import Reminded
from bot.services.poll_voting import Ballot
from handlers.views import poll_messages, poll_words
from handlers.views import poll_reminders as views
from handlers.views.walker import problems
from tests.domain.poll_samples import CLOSE, NOW, an_open

EARLY = an_open(manner=Manner(closes_early=True))
SECRET = an_open(manner=Manner(closes_early=True, is_secret=True))
ANSWER = Choice((("1", ""),))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ((1, 1), "1 person gets a reminder when they next work."),
        ((3, 3), "3 people get a reminder when they next work."),
        ((0, 0), "0 people get a reminder when they next work."),
        ((1, 3), f"1 of 3 gets a reminder when they next work. {views.OTHERS}"),
        ((2, 3), f"2 of 3 get a reminder when they next work. {views.OTHERS}"),
    ],
)
def test_the_leader_hears_how_many_and_all_reasons_at_once(told, said):
    assert views.handed_out(Reminded(EARLY, *told)) == said


@pytest.mark.parametrize("is_muted", [False, True])
def test_a_reminder_is_whole_with_either_switch(is_muted):
    speech = views.reminder(EARLY, is_muted=is_muted)
    assert problems(speech.to_dict()) == []
    assert problems(views.switched(EARLY.id, is_muted=is_muted).to_dict()) == []
    assert ("Stop poll reminders" in str(speech.blocks)) is not is_muted


@pytest.mark.parametrize(
    ("poll", "grace"),
    [(EARLY, ", or until 5 minutes after all"), (SECRET, ", or until 10 to 20 minutes after all")],
)
def test_a_voter_reads_until_when_an_answer_can_be_changed(poll, grace):
    assert grace in poll_messages.confirmation(Ballot(poll, ANSWER)).text
    ended = ending(poll, NOW)
    assert "after all" not in poll_messages.confirmation(Ballot(ended, ANSWER)).text


def test_where_the_close_is_fixed_nothing_is_said_of_a_sooner_one():
    plain = an_open()
    extended = ending(EARLY, NOW).extended(CLOSE, NOW)
    for poll in (plain, extended, replace(plain, deadline=CLOSE)):
        assert "answered" not in poll_words.closing(poll)
        assert "answered" not in poll_words.until(poll)
