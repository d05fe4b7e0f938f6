from datetime import UTC, datetime

import pytest

from bot.domain.errors import AlreadyDone, Invalid
from bot.domain.questions import TEXT_LIMIT, Answered, Question, typed

ASKED = Question("Q1", "A1", "N1", "U7", "Why now?", datetime(2026, 11, 24, tzinfo=UTC))


def test_an_answer_waits_until_it_is_given():
    answered = ASKED.answering("Because the term ends.", "Why do we start now?")
    assert answered.is_open
    assert not answered.given(Answered.IN_THREAD).is_open


def test_a_question_is_answered_once():
    with pytest.raises(AlreadyDone):
        ASKED.given(Answered.PRIVATELY).answering("Again")


@pytest.mark.parametrize("text", ["", " \u200b", "x" * (TEXT_LIMIT + 1)])
def test_nothing_and_too_much_are_said_beside_the_field(text):
    with pytest.raises(Invalid) as refused:
        typed(text, "question", "Ask something.")
    assert set(refused.value.problems) == {"question"}
