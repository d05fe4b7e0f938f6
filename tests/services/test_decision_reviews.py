"""Answering for a decision: one person, a review with a result, and copies; on both databases."""

from datetime import timedelta

import pytest

from bot.domain.decisions import DecisionForm, Standing, Visibility
from bot.domain.errors import Invalid, NotFound
from bot.services import decision_exports, decision_log, decisions
from bot.services.decision_log import Wanted
from bot.services.decision_reviews import Review
from tests.services.poll_stage import CORE, LEADER, NOON, OUTSIDER, VOTERS


def a_form(**changes):
    return DecisionForm(**{"question": "Which date?", "decision": "We take June.", **changes})


@pytest.fixture
def log(polling):
    async def logged(record=None, **changes):
        record = record or await polling.record()
        return await polling.does(decisions.log, LEADER, record.id, a_form(**changes))

    return logged


# One person answers for it


async def test_the_leader_answers_for_it_unless_somebody_of_the_team_does(polling, log):
    assert (await log()).latest.accountable == LEADER
    shown = await log(accountable=CORE)
    assert shown.latest.accountable == CORE
    again = await polling.does(decisions.revise, LEADER, shown.latest.id, a_form())
    assert again.latest.accountable == LEADER


@pytest.mark.parametrize("person", [OUTSIDER, VOTERS[0], "the team", "P1"])
async def test_nobody_answers_for_what_they_may_not_read(log, person):
    with pytest.raises(Invalid) as error:
        await log(accountable=person)
    assert "one person" in error.value.problems["accountable"]


async def test_of_what_only_the_leader_reads_nobody_else_answers(log):
    with pytest.raises(Invalid):
        await log(accountable=CORE, visibility=Visibility.LEADER)


async def test_all_that_was_typed_is_kept(polling, log):
    given = {
        "evidence": "The audit ends in May.",
        "expected": "They sign by July.",
        "probability": 70,
        "thanked": ("U3", "U4"),
        "source": "https://acme.slack.com/archives/C1/p1",
    }
    shown = await log(**given)
    form = (await polling.asks(decisions.page, LEADER, shown.latest.id)).latest.form
    assert {name: getattr(form, name) for name in given} == given


# Looking again


async def test_the_leader_is_reminded_whoever_answers_for_it(polling, log):
    day = (NOON + timedelta(days=30)).date()
    await log(accountable=CORE, review_on=day)
    polling.clock.move(timedelta(days=30).total_seconds())
    [errand] = await polling.promised()
    assert (errand.kind, errand.to) == ("decisions.review", LEADER)


async def test_still_good_is_a_new_version_with_another_day(polling, log):
    day = (NOON + timedelta(days=30)).date()
    first = await log(review_on=day)
    polling.clock.move(timedelta(days=30).total_seconds())
    await polling.promised()
    later = day + timedelta(days=30)
    answer = Review(Standing.CONFIRMED, "They agreed to June.", later)
    shown = await polling.does(decisions.look_again, LEADER, first.latest.id, answer)
    latest = shown.latest
    assert (latest.version, latest.form.decision) == (2, "We take June.")
    assert (latest.form.standing, latest.form.result) == (answer.standing, answer.result)
    assert latest.form.review_on == later
    polling.clock.move(timedelta(days=30).total_seconds())
    assert await polling.kinds() == ["decisions.review"]


async def test_a_closed_decision_has_its_result_and_no_other_day(polling, log):
    first = await log(review_on=(NOON + timedelta(days=30)).date())
    with pytest.raises(Invalid):
        await polling.does(decisions.look_again, LEADER, first.latest.id, Review(Standing.CLOSED))
    late = (NOON + timedelta(days=60)).date()
    done = Review(Standing.CLOSED, "June held.", late)
    shown = await polling.does(decisions.look_again, LEADER, first.latest.id, done)
    assert shown.latest.is_closed
    assert shown.latest.form.review_on is None
    polling.clock.move(timedelta(days=90).total_seconds())
    assert await polling.promised() == []


async def test_a_new_version_keeps_the_result_and_opens_it_again(polling, log):
    first = await log()
    done = Review(Standing.CLOSED, "June held.")
    await polling.does(decisions.look_again, LEADER, first.latest.id, done)
    again = await polling.does(decisions.revise, LEADER, first.latest.id, a_form(decision="July."))
    assert (again.latest.form.result, again.latest.is_closed) == ("June held.", False)


@pytest.mark.parametrize("answer", [Review(Standing.HOLDS), Review(Standing.HOLDS, "Fine")])
async def test_without_an_answer_nothing_is_kept(polling, log, answer):
    first = await log()
    with pytest.raises(Invalid):
        await polling.does(decisions.look_again, LEADER, first.latest.id, answer)
    assert len((await polling.asks(decisions.page, LEADER, first.latest.id)).versions) == 1


async def test_only_the_leader_answers(polling, log):
    first = await log()
    for person in (CORE, OUTSIDER):
        with pytest.raises(NotFound):
            await polling.does(
                decisions.look_again, person, first.latest.id, Review(Standing.CONFIRMED)
            )


# One record's decisions


async def test_the_log_can_be_kept_to_one_record_that_the_reader_sees(polling, log):
    one, other = await polling.record("Renewal"), await polling.record("Office")
    await log(one)
    await log(other, decision="We stay.")
    find = decision_log.overview
    assert (await polling.asks(find, LEADER, Wanted(record=one.id))).count == 1
    assert (await polling.asks(find, LEADER, Wanted("stay", one.id))).count == 0
    assert (await polling.asks(find, OUTSIDER, Wanted(record=one.id))).count == 0
    everything = await polling.asks(find, LEADER, Wanted(record="absent"))
    assert (everything.count, len(everything.negotiations)) == (0, 2)


async def test_somebody_who_was_asked_cannot_learn_by_the_filter_which_record_it_is(polling):
    poll = await polling.closed("2")
    form = a_form(visibility=Visibility.ASKED)
    await polling.does(decisions.log, LEADER, poll.negotiation, form, poll.id)
    find, voter = decision_log.overview, VOTERS[0]
    assert (await polling.asks(find, voter)).count == 1
    assert (await polling.asks(find, voter, Wanted(record=poll.negotiation))).count == 0


# Copies


async def test_a_copy_has_what_its_reader_may_see(polling, log):
    first = await log(visibility=Visibility.LEADER)
    wider = a_form(visibility=Visibility.CORE, decision="July.")
    shown = await polling.does(decisions.revise, LEADER, first.latest.id, wider)
    for person in (LEADER, CORE):
        copy = await polling.asks(decision_exports.one, person, shown.latest.id)
        assert [[v.version for v in chain] for chain in copy.chains] == [[2]]
        assert (copy.left_out, copy.is_window) == (int(person == LEADER), False)
    with pytest.raises(NotFound):
        await polling.asks(decision_exports.one, OUTSIDER, shown.latest.id)


async def test_what_only_the_leader_reads_opens_in_a_window(polling, log):
    shown = await log(visibility=Visibility.LEADER)
    assert (await polling.asks(decision_exports.one, LEADER, shown.latest.id)).is_window
    with pytest.raises(NotFound):
        await polling.asks(decision_exports.one, CORE, shown.latest.id)


async def test_a_list_leaves_out_what_only_the_leader_reads_and_says_so(polling, log):
    await log(visibility=Visibility.LEADER)
    await log(decision="We stay.")
    copy = await polling.asks(decision_exports.many, LEADER, Wanted())
    assert [chain[0].form.decision for chain in copy.chains] == ["We stay."]
    assert copy.left_out == 1
    theirs = await polling.asks(decision_exports.many, CORE, Wanted())
    assert (len(theirs.chains), theirs.left_out) == (1, 0)
