"""The leader's page of a poll with many questions: within what a window holds, and readable."""

from dataclasses import replace

import pytest

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_groups import answers_of, parts_of
from bot.domain.poll_items import MOST_ITEM_OPTIONS, MOST_QUESTIONS, Item, Option
from bot.domain.poll_manner import MOST_RATED, Manner, Reasons
from bot.domain.poll_results import Ballots, outcome_of, result_of, unnamed, with_groups
from bot.domain.polls import PollState
from bot.services.poll_voting import Ballot
from bot.services.polls import PollCard, PollPage
from handlers.views import poll_ballots, poll_messages, poll_written, polls
from handlers.views.walker import problems
from tests.views.samples import NOW, a_record, words
from tests.views.test_polls import a_poll

VOTERS = tuple(f"U{number:03}" for number in range(40))
LONG = "W" * 500
OPTIONS = tuple(Option(str(n), f"{'<&>' * 20} {n}") for n in range(1, MOST_RATED + 1))
ITEMS = tuple(
    Item(str(n), "Live with each of these? " * 12, OPTIONS[:MOST_ITEM_OPTIONS], Terms(Rule.CONSENT))
    for n in range(2, MOST_QUESTIONS + 1)
)
CONSENT = Manner(Terms(Rule.CONSENT), reasons=Reasons.OPTIONAL, by_group=True)


def fullest(*, is_secret):
    """Five questions, each with all its options answered and something written, by forty."""
    manner = replace(CONSENT, is_secret=is_secret)
    return a_poll("W" * 300, PollState.AWAITING_DECISION, options=OPTIONS, items=ITEMS,
                  manner=manner, voters=VOTERS, core=VOTERS[:15])  # fmt: skip


def answered(poll):
    """Each says something else of each option."""
    choices = {}
    for number, voter in enumerate(VOTERS):
        picks = tuple((each, "yin"[(number + int(each)) % 3]) for each in poll.ids)
        further = tuple((item.id, Choice(picks[: len(item.ids)], LONG)) for item in poll.items)
        choices[voter] = Choice(picks, LONG, further)
    if not poll.is_secret:
        return Ballots(frozenset(VOTERS), choices)
    outcome = with_groups(outcome_of(tuple(choices.values()), list.sort), poll, choices)
    return unnamed(frozenset(VOTERS), outcome)


def parts(poll, ballots):
    return parts_of(poll, ballots.apart or answers_of(ballots.by_voter, poll.core))


def a_page(poll):
    ballots = answered(poll)
    result = result_of(poll, ballots)
    further = {item.id: parts(poll.about(item), ballots.about(item.id)) for item in poll.items}
    return PollPage(
        poll, a_record("Renewal"), (), result, ballots, None, parts(poll, ballots), further
    )


@pytest.mark.parametrize("is_secret", [False, True])
def test_the_fullest_poll_fits_into_every_window_and_message(is_secret):
    poll = fullest(is_secret=is_secret)
    page = a_page(poll)
    view = polls.page(page, {}, "Your file is in our direct messages.")
    assert problems(view) == []
    assert len(view["blocks"]) <= 100
    opened = replace(poll, state=PollState.OPEN, closed_at=None)
    assert problems(poll_ballots.ballot(opened, None, NOW)) == []
    card = PollCard(poll, page.negotiation, 40, page.result)
    for speech in (
        poll_messages.open_message(opened),
        poll_messages.message(card),
        poll_messages.result_message(card, with_chart=True),
        poll_messages.confirmation(Ballot(opened, Choice(())), page.result),
        poll_messages.ballot_message(opened, is_reminder=True),
    ):
        assert problems(speech.to_dict()) == []


@pytest.mark.parametrize("is_secret", [False, True])
def test_every_question_shows_its_groups_and_the_first_texts(is_secret):
    view = words(polls.page(a_page(fullest(is_secret=is_secret)), {}))
    assert view.count("*By group*") == MOST_QUESTIONS
    assert view.count("Read all 40") == MOST_QUESTIONS


def test_texts_are_turned_over_twenty_at_a_time():
    poll = fullest(is_secret=False)
    named = {voter: Choice((), f"Text {n}") for n, voter in enumerate(VOTERS[:25])}
    ballots = Ballots(frozenset(VOTERS), {v: Choice((), "", (("3", c),)) for v, c in named.items()})
    about, said = poll_written.asked(poll, ballots, "3")
    first, last = (words(poll_written.page(about, said, "3", n, {})) for n in (0, 1))
    assert "1 to 20 of 25 texts" in first
    assert "Text 19" in first
    assert "Text 20" not in first
    assert "21 to 25 of 25 texts" in last
    assert "Text 24" in last
    assert "Text 0\n" not in last
    for number in (7, -1):
        assert problems(poll_written.page(about, said, "3", number, {})) == []


def test_nothing_of_any_question_is_told_when_too_few_took_part():
    poll = fullest(is_secret=True)
    few = unnamed(frozenset(VOTERS[:4]), outcome_of([Choice.read("1:y")] * 4, list.sort))
    page = PollPage(poll, a_record("Renewal"), (), result_of(poll, few), few)
    told = words(polls.page(page, {}))
    assert "Fewer than 5 answered" in told
    assert "2. Live with" not in told
