from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.checklist import FIVE_MINUTES
from bot.domain.meetings import Meeting
from bot.domain.negotiations import Kind, Negotiation, Stage
from bot.domain.poll_items import Option
from bot.domain.polls import Audience, Poll, PollState
from bot.domain.prep import Quality, Workbook, readiness
from bot.domain.steps import Step, facts_of, next_step
from tests.domain.test_prep import COMPLETE, DRAFT, all_at

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_meeting(start):
    return Meeting("M", "N", "U1", start, 60)


def a_poll(poll_id="P", state=PollState.OPEN):
    options = (Option("1", "a"), Option("2", "b"))
    return Poll(poll_id, "N", "U1", "?", "", options, Audience.PICKED, "C", NOW, state=state)


def suggested(workbook=None, stage=Stage.PREPARING, meetings=(), polls=(), decided=False):
    record = Negotiation("N", "U1", "n", "c", Kind.OTHER, NOW, stage=stage)
    workbook = all_at(Quality.COMPLETE) if workbook is None else workbook
    covered = readiness(workbook, FIVE_MINUTES)
    return next_step(facts_of(record, workbook, covered, meetings, polls, decided, NOW))


def test_a_fresh_record_begins_with_five_minutes():
    assert suggested(Workbook("N"), Stage.DRAFT).step is Step.START


def test_a_begun_preparation_goes_on_with_the_gap_worth_most():
    found = suggested(Workbook("N", {"P1": COMPLETE["P1"], "P3": DRAFT["P3"]}))
    assert found.step is Step.FILL
    assert found.gap is not None
    assert found.gap.item.code == "P4"


def test_usable_coverage_asks_for_a_date_then_for_colleagues_then_for_the_rest():
    usable = all_at(Quality.DRAFT)
    ahead = [a_meeting(NOW + HOUR)]
    assert suggested(usable).step is Step.MEET
    assert suggested(usable, meetings=ahead).step is Step.ASK
    assert suggested(usable, meetings=ahead, polls=[a_poll()]).step is Step.FILL
    assert suggested(meetings=ahead, polls=[a_poll()]).step is Step.OPEN


def test_a_poll_that_was_never_posted_asked_nobody():
    draft = a_poll(state=PollState.DRAFT)
    assert suggested(meetings=[a_meeting(NOW + HOUR)], polls=[draft]).step is Step.ASK


def test_a_closed_poll_awaits_its_decision_before_anything_else():
    closed = [
        a_poll("new", PollState.AWAITING_DECISION),
        a_poll("old", PollState.AWAITING_DECISION),
    ]
    found = suggested(Workbook("N"), polls=closed)
    assert (found.step, found.poll) == (Step.DECIDE_POLL, "old")


def test_after_a_decision_those_who_were_asked_are_told_before_anything_else():
    decided = [
        a_poll("new", PollState.AWAITING_FEEDBACK),
        a_poll("old", PollState.AWAITING_FEEDBACK),
    ]
    found = suggested(Workbook("N"), polls=decided, decided=True)
    assert (found.step, found.poll) == (Step.TELL, "old")
    closed = [a_poll("closed", PollState.AWAITING_DECISION), *decided]
    assert suggested(polls=closed, decided=True).step is Step.DECIDE_POLL
    assert suggested(stage=Stage.AGREED, polls=decided, decided=True).step is Step.TELL
    assert suggested(polls=[a_poll(state=PollState.DECIDED)]).step is not Step.TELL


def test_after_the_last_meeting_the_record_asks_where_it_stands():
    over = a_meeting(NOW - 2 * HOUR)
    assert suggested(meetings=[over]).step is Step.SAY_WHERE
    assert suggested(meetings=[over, a_meeting(NOW + HOUR)]).step is not Step.SAY_WHERE
    assert suggested(meetings=[a_meeting(NOW - HOUR / 2)]).step is not Step.SAY_WHERE


@pytest.mark.parametrize("stage", [Stage.AGREED, Stage.NO_DEAL])
def test_an_end_asks_for_the_decision_once(stage):
    assert suggested(stage=stage).step is Step.LOG
    assert suggested(stage=stage, decided=True).step is Step.OPEN


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.DEBRIEFED])
def test_what_rests_is_not_pushed(stage):
    assert suggested(Workbook("N"), stage=stage).step is Step.OPEN


def test_only_the_five_minute_items_are_suggested():
    found = suggested(Workbook("N", {"P1": COMPLETE["P1"]}))
    assert found.gap is not None
    assert found.gap.item in FIVE_MINUTES
