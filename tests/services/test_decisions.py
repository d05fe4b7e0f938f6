"""Logging decisions: append-only, read by those who may, on both databases."""

from datetime import timedelta

import pytest

from bot.domain.decisions import DecisionForm, Visibility
from bot.domain.errors import AlreadyDone, Invalid, NotFound, PollStillOpen
from bot.domain.polls import PollState
from bot.services import decision_log, decisions, polls
from bot.services.decision_log import Wanted
from tests.services.poll_stage import CORE, LEADER, NOON, OUTSIDER, VOTERS


def a_form(**changes):
    return DecisionForm(**{"question": "Which date?", "decision": "We take June.", **changes})


@pytest.fixture
async def logged(polling):
    """A decision from a poll that three people were asked in, and the poll."""

    async def log(**changes):
        poll = await polling.closed("2", "2")
        form = a_form(**changes)
        return poll, await polling.does(decisions.log, LEADER, poll.negotiation, form, poll.id)

    return log


# From a poll


async def test_the_form_begins_with_what_the_poll_said_and_no_names(polling):
    poll = await polling.closed("2", "2")
    start = await polling.asks(decisions.from_poll, LEADER, poll.id)
    assert (start.form.question, start.form.decision) == (poll.question, "")
    assert start.form.options.splitlines() == ["May", "June", "No view"]
    assert start.form.input_received.startswith("2 of 3 answered the poll. June: 2")
    assert not any(voter in str(start.form) for voter in VOTERS)
    assert start.decided is None


async def test_an_open_poll_is_not_decided_on(polling):
    poll = await polling.posted()
    with pytest.raises(PollStillOpen):
        await polling.asks(decisions.from_poll, LEADER, poll.id)
    with pytest.raises(PollStillOpen):
        await polling.does(decisions.log, LEADER, poll.negotiation, a_form(), poll.id)


async def test_a_decision_settles_its_poll_once(polling, logged):
    poll, shown = await logged()
    assert (await polling.poll(poll.id)).state is PollState.AWAITING_FEEDBACK
    start = await polling.asks(decisions.from_poll, LEADER, poll.id)
    assert start.decided == shown.latest
    with pytest.raises(AlreadyDone):
        await polling.does(decisions.log, LEADER, poll.negotiation, a_form(), poll.id)
    assert (await polling.asks(decision_log.overview, LEADER)).count == 1
    assert {"polls.repaint", "polls.decided"} <= set(await polling.kinds())


async def test_a_poll_of_another_record_settles_nothing(polling):
    poll = await polling.closed()
    other = await polling.record("Other")
    with pytest.raises(NotFound):
        await polling.does(decisions.log, LEADER, other.id, a_form(), poll.id)
    assert (await polling.poll(poll.id)).state is PollState.AWAITING_DECISION


async def test_the_message_offers_the_decision_only_to_those_it_is_for(polling, logged):
    poll, shown = await logged(visibility=Visibility.ASKED)
    assert (await polling.asks(polls.card, poll.id)).is_told
    await polling.promised()
    await polling.does(
        decisions.revise, LEADER, shown.latest.id, a_form(visibility=Visibility.CORE)
    )
    assert not (await polling.asks(polls.card, poll.id)).is_told
    assert await polling.kinds() == ["polls.repaint"]


# Versions


async def test_a_change_is_a_new_version_and_the_old_one_stays(polling, logged):
    _, shown = await logged()
    first = shown.latest
    again = await polling.does(decisions.revise, LEADER, first.id, a_form(decision="July."))
    assert [v.form.decision for v in again.versions] == ["We take June.", "July."]
    third = await polling.does(decisions.revise, LEADER, first.id, a_form(decision="August."))
    assert [v.version for v in third.versions] == [1, 2, 3]
    page = await polling.asks(decisions.page, LEADER, first.id)
    assert page.latest.form.decision == "August."
    assert page.version(first.id).form.decision == "We take June."
    with pytest.raises(NotFound):
        page.version("nothing")


async def test_a_bad_form_changes_nothing(polling, logged):
    _, shown = await logged()
    for use_case, target in ((decisions.revise, shown.latest.id), (decisions.log, "")):
        with pytest.raises((Invalid, NotFound)):
            await polling.does(use_case, LEADER, target, a_form(decision=" "))
    with pytest.raises(Invalid):
        await polling.asks(
            decisions.review, LEADER, shown.negotiation.id, a_form(review_on=None, question="")
        )


async def test_the_own_it_check_reads_the_leaders_words(polling):
    record = await polling.record()
    blame = a_form(decision="The team made me sign.")
    found = await polling.asks(decisions.review, LEADER, record.id, blame)
    assert list(found) == ["decision"]
    assert await polling.asks(decisions.review, LEADER, record.id, blame.owned()) == {}
    kept = await polling.does(decisions.log, LEADER, record.id, blame)
    assert kept.latest.form.decision == "The team made me sign."


# Who reads


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.LEADER, {LEADER}),
        (Visibility.CORE, {LEADER, CORE}),
        (Visibility.ASKED, {LEADER, CORE, *VOTERS}),
    ],
)
async def test_a_decision_is_read_by_those_it_is_for(polling, logged, visibility, readers):
    poll, shown = await logged(visibility=visibility)
    for person in (LEADER, CORE, *VOTERS, OUTSIDER):
        if person in readers:
            page = await polling.asks(decisions.page, person, shown.latest.id)
            assert page.sees_record is (person in {LEADER, CORE})
            assert page.is_leader is (person == LEADER)
            await polling.asks(decisions.page_of_poll, person, poll.id)
        else:
            with pytest.raises(NotFound):
                await polling.asks(decisions.page, person, shown.latest.id)
            with pytest.raises(NotFound):
                await polling.asks(decisions.page_of_poll, person, poll.id)
        found = await polling.asks(decision_log.overview, person)
        assert found.count == (person in readers)
        assert bool(found.negotiations) is (person in {LEADER, CORE})


async def test_an_earlier_private_version_stays_private(polling, logged):
    _, shown = await logged(visibility=Visibility.LEADER)
    wider = a_form(visibility=Visibility.CORE)
    await polling.does(decisions.revise, LEADER, shown.latest.id, wider)
    seen = await polling.asks(decisions.page, CORE, shown.latest.id)
    assert [version.version for version in seen.versions] == [2]


async def test_a_decision_that_was_narrowed_is_gone_for_the_others(polling, logged):
    _, shown = await logged(visibility=Visibility.ASKED)
    narrow = a_form(visibility=Visibility.LEADER)
    await polling.does(decisions.revise, LEADER, shown.latest.id, narrow)
    for person in (CORE, VOTERS[0]):
        with pytest.raises(NotFound):
            await polling.asks(decisions.page, person, shown.latest.id)
        assert (await polling.asks(decision_log.overview, person)).count == 0


async def test_only_the_leader_decides(polling, logged):
    poll, shown = await logged()
    for person in (CORE, VOTERS[0], OUTSIDER):
        for use_case, *args in (
            (decisions.log, shown.negotiation.id, a_form()),
            (decisions.revise, shown.latest.id, a_form()),
            (decisions.review, shown.negotiation.id, a_form()),
            (decisions.from_poll, poll.id),
            (decisions.tell, shown.latest.id),
        ):
            with pytest.raises(NotFound):
                await polling.does(use_case, person, *args)


# The log


async def test_the_search_wants_all_words_in_any_place_and_case(polling):
    record = await polling.record("Renewal with Acme")
    other = await polling.record("Office")
    await polling.does(decisions.log, LEADER, record.id, a_form(dissent="Too LATE for Aisha"))
    await polling.does(decisions.log, LEADER, other.id, a_form(decision="We stay."))
    for words, count in (("", 2), ("late june", 1), ("ACME", 1), ("june stay", 0), ("  ", 2)):
        assert (await polling.asks(decision_log.overview, LEADER, Wanted(words))).count == count


async def test_the_log_is_read_page_by_page_newest_first(polling):
    record = await polling.record()
    for number in range(decision_log.PAGE + 2):
        polling.clock.move(1)
        await polling.does(decisions.log, LEADER, record.id, a_form(decision=f"No {number}"))
    first = await polling.asks(decision_log.overview, LEADER)
    assert (first.decisions[0].form.decision, first.has_older) == ("No 11", True)
    second = await polling.asks(decision_log.overview, LEADER, Wanted(), 1)
    assert (len(second.decisions), second.has_older, second.count) == (2, False, 12)
    beyond = await polling.asks(decision_log.overview, LEADER, Wanted(), 99)
    assert beyond.page == 1


# Telling those who were asked


async def test_those_who_were_asked_are_told_each_version_once(polling, logged):
    _, shown = await logged(visibility=Visibility.ASKED)
    await polling.promised()
    await polling.does(decisions.tell, LEADER, shown.latest.id)
    with pytest.raises(AlreadyDone):
        await polling.does(decisions.tell, LEADER, shown.latest.id)
    [errand] = await polling.promised()
    assert (errand.kind, errand.args) == ("decisions.told", {"decision": shown.latest.id})


async def test_what_is_not_for_the_asked_is_not_told(polling, logged):
    _, shown = await logged(visibility=Visibility.CORE)
    with pytest.raises(NotFound):
        await polling.does(decisions.tell, LEADER, shown.latest.id)
    assert not shown.can_be_told


async def test_days_are_kept(polling):
    record = await polling.record()
    day = (polling.clock.now() + timedelta(days=30)).date()
    shown = await polling.does(decisions.log, LEADER, record.id, a_form(done_by=day, review_on=day))
    page = await polling.asks(decisions.page, LEADER, shown.latest.id)
    assert (page.latest.form.done_by, page.latest.form.review_on) == (day, day)


# Looking again


async def test_the_review_date_promises_one_message_in_the_morning(polling):
    record = await polling.record()
    day = (NOON + timedelta(days=30)).date()
    first = await polling.does(decisions.log, LEADER, record.id, a_form(review_on=day))
    later = a_form(review_on=day + timedelta(days=1))
    await polling.does(decisions.revise, LEADER, first.latest.id, later)
    polling.clock.move(timedelta(days=30).total_seconds())
    assert await polling.promised() == []
    polling.clock.move(timedelta(days=1).total_seconds())
    [errand] = await polling.promised()
    assert (errand.kind, errand.to) == ("decisions.review", LEADER)
    assert errand.not_before.hour == 9


async def test_a_version_without_a_review_date_takes_the_message_back(polling):
    record = await polling.record()
    day = (NOON + timedelta(days=30)).date()
    first = await polling.does(decisions.log, LEADER, record.id, a_form(review_on=day))
    await polling.does(decisions.revise, LEADER, first.latest.id, a_form())
    polling.clock.move(timedelta(days=40).total_seconds())
    assert await polling.promised() == []
