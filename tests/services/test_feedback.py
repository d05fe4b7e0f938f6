"""Closing the loop: what those who were asked hear of their answers, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.decisions import DecisionForm, Visibility
from bot.domain.errors import AlreadyDone, Invalid, NotFound, Undecided
from bot.domain.feedback import FeedbackForm, FeedbackState
from bot.domain.outbox import State
from bot.domain.poll_manner import Manner, Results
from bot.domain.polls import PollState
from bot.domain.preferences import Preferences
from bot.services import decisions, feedback, home, poll_running
from tests.services.poll_stage import CORE, LEADER, OUTSIDER, TS, VOTERS

SAID = FeedbackForm("Most want June.", changed="We keep the test week.")
NEXT_DAY = timedelta(days=1).total_seconds()


def a_form(**changes):
    given = {"question": "Which date?", "decision": "We take June.", "dissent": "May is sooner."}
    return DecisionForm(**{**given, **changes})


@pytest.fixture
def decided(polling):
    """A poll with a decision, of which those who were asked have heard nothing."""

    async def decide(**changes):
        poll = await polling.closed("2", "2")
        form = a_form(**changes)
        await polling.does(decisions.log, LEADER, poll.negotiation, form, poll.id)
        await polling.promised()
        return poll

    return decide


@pytest.fixture
async def asked(decided):
    return await decided(visibility=Visibility.ASKED)


async def says(polling, poll):
    """Written, posted and sent; the errand."""
    await polling.does(feedback.keep, LEADER, poll.id, SAID)
    await polling.does(feedback.post, LEADER, poll.id)
    [errand] = [e for e in await polling.promised() if e.kind == feedback.POST]
    return errand


# What it begins with


async def test_it_begins_with_what_the_asked_may_read_of_the_decision(polling, decided):
    poll = await decided(visibility=Visibility.ASKED, input_received="June: 2", thanked=("U3",))
    page = await polling.asks(feedback.page, LEADER, poll.id)
    assert (page.form.heard, page.form.not_taken) == ("June: 2", "May is sooner.")
    assert (page.form.thanked, page.kept_back, page.answered) == (("U3",), False, 2)
    assert page.decision is not None


@pytest.mark.parametrize("visibility", [Visibility.LEADER, Visibility.CORE])
async def test_of_a_decision_that_is_not_for_them_nothing_stands_in_it(
    polling, decided, visibility
):
    poll = await decided(visibility=visibility, input_received="June: 2")
    page = await polling.asks(feedback.page, LEADER, poll.id)
    of_the_poll = FeedbackForm("Strongest: June.")
    assert (page.form, page.decision, page.kept_back) == (of_the_poll, None, True)


async def test_it_begins_with_what_was_strongest_unless_the_leader_wrote_of_it(polling, decided):
    said_by_parley = await decided(
        visibility=Visibility.ASKED,
        input_received="2 of 3 answered the poll. June: 2, May: 0, No view: 0.",
    )
    page = await polling.asks(feedback.page, LEADER, said_by_parley.id)
    assert page.form.heard == "Strongest: June."


async def test_before_a_decision_there_is_nothing_to_say(polling):
    for poll in (await polling.posted(), await polling.closed()):
        with pytest.raises(Undecided):
            await polling.asks(feedback.page, LEADER, poll.id)


async def test_only_the_leader_writes_it(polling, asked):
    for person in (CORE, VOTERS[0], OUTSIDER):
        for use_case, *args in (
            (feedback.page,),
            (feedback.review, SAID),
            (feedback.keep, SAID),
            (feedback.post,),
            (feedback.tell_elsewhere,),
        ):
            with pytest.raises(NotFound):
                await polling.does(use_case, person, asked.id, *args)


# The poll waits for it


async def test_a_poll_is_done_when_it_stands_in_the_thread_and_not_before(polling, asked):
    assert (await polling.poll(asked.id)).state is PollState.AWAITING_FEEDBACK
    errand = await says(polling, asked)
    assert (await polling.poll(asked.id)).state is PollState.AWAITING_FEEDBACK
    await polling.does(feedback.posted, asked.id)
    assert (await polling.poll(asked.id)).state is PollState.DECIDED
    assert (errand.to, errand.args) == (asked.channel, {"poll": asked.id})
    assert {"polls.repaint", "polls.decided"} <= set(await polling.kinds())


async def test_it_waits_on_home_until_it_is_on_its_way(polling, asked):
    waiting = await polling.asks(home.cockpit, LEADER)
    assert [poll.id for poll in waiting.feedback] == [asked.id]
    await polling.does(feedback.keep, LEADER, asked.id, SAID)
    assert (await polling.asks(home.cockpit, LEADER)).feedback
    await polling.does(feedback.post, LEADER, asked.id)
    assert not (await polling.asks(home.cockpit, LEADER)).feedback
    assert not (await polling.asks(home.cockpit, CORE)).feedback


async def test_a_draft_is_kept_and_a_bad_one_changes_nothing(polling, asked):
    await polling.does(feedback.keep, LEADER, asked.id, SAID)
    with pytest.raises(Invalid):
        await polling.does(feedback.keep, LEADER, asked.id, FeedbackForm("Heard."))
    page = await polling.asks(feedback.page, LEADER, asked.id)
    assert (page.form, page.state) == (SAID, FeedbackState.DRAFT)


async def test_posting_twice_promises_one_message(polling, asked):
    await says(polling, asked)
    with pytest.raises(AlreadyDone):
        await polling.does(feedback.post, LEADER, asked.id)
    with pytest.raises(AlreadyDone):
        await polling.does(feedback.keep, LEADER, asked.id, SAID)
    with pytest.raises(AlreadyDone):
        await polling.does(feedback.tell_elsewhere, LEADER, asked.id)
    assert feedback.POST not in await polling.kinds()


async def test_nothing_written_is_not_posted(polling, asked):
    with pytest.raises(NotFound):
        await polling.does(feedback.post, LEADER, asked.id)


async def test_a_refused_post_is_a_draft_again_and_can_be_posted_again(polling, asked):
    errand = await says(polling, asked)
    await polling.settle(errand, state=State.FAILED, channel=None, ts=None, error="is_archived")
    await polling.does(feedback.not_posted, asked.id, "is_archived")
    assert await polling.kinds() == [feedback.NOT_POSTED]
    page = await polling.asks(feedback.page, LEADER, asked.id)
    assert (page.state, page.form) == (FeedbackState.DRAFT, SAID)
    await polling.does(feedback.post, LEADER, asked.id)
    assert await polling.kinds() == [feedback.POST]


async def test_a_mistake_can_be_mended_where_it_stands(polling, asked):
    errand = await says(polling, asked)
    await polling.settle(errand)
    await polling.does(feedback.posted, asked.id)
    await polling.promised()
    better = FeedbackForm("Most of you want June.", changed="We keep the test week.")
    page = await polling.does(feedback.keep, LEADER, asked.id, better)
    assert page.is_correction
    await polling.does(feedback.post, LEADER, asked.id)
    assert await polling.kinds() == [feedback.MEND]
    assert await polling.asks(feedback.place_of, asked.id) == ("D1", TS)
    assert (await polling.asks(feedback.to_say, asked.id)).form == better
    assert (await polling.poll(asked.id)).state is PollState.DECIDED


async def test_a_leader_may_have_told_them_another_way(polling, asked):
    done = await polling.does(feedback.tell_elsewhere, LEADER, asked.id)
    assert done.state is PollState.DECIDED
    assert feedback.POST not in await polling.kinds()
    assert not (await polling.asks(home.cockpit, LEADER)).feedback
    page = await polling.asks(feedback.page, LEADER, asked.id)
    assert page.state is FeedbackState.IN_PERSON


async def test_a_decision_that_is_narrowed_before_it_is_said_does_not_stand_in_it(polling, asked):
    await says(polling, asked)
    decision = await polling.asks(decisions.page_of_poll, LEADER, asked.id)
    await polling.does(decisions.revise, LEADER, decision.latest.id, a_form())
    assert (await polling.asks(feedback.to_say, asked.id)).decision is None


async def test_the_own_it_check_reads_it(polling, asked):
    blame = FeedbackForm("You voted.", not_taken="May, because of Sam.")
    found = await polling.asks(feedback.review, LEADER, asked.id, blame)
    assert list(found) == ["not_taken"]
    assert await polling.asks(feedback.review, LEADER, asked.id, blame.owned()) == {}


# Those who are not in the channel


AWAY = ("U4", OUTSIDER)


async def stands(polling, poll, away=AWAY):
    """It stands in the thread; what follows from that is promised."""
    await polling.does(feedback.keep, LEADER, poll.id, SAID)
    await polling.does(feedback.post, LEADER, poll.id, away)
    [errand] = [e for e in await polling.promised() if e.kind == feedback.POST]
    await polling.settle(errand)
    await polling.does(feedback.posted, poll.id, errand.args["away"].split(","))


async def told(polling, kind=feedback.TELL):
    return [e for e in await polling.promised() if e.kind == kind]


async def test_those_who_were_asked_and_are_not_in_the_channel_are_told_once(polling, asked):
    await stands(polling, asked)
    [errand] = await told(polling)
    assert (errand.to, errand.args) == ("U4", {"poll": asked.id})
    page = await polling.asks(feedback.to_tell, "U4", asked.id)
    assert page.form == SAID
    await polling.does(feedback.posted, asked.id, AWAY)
    assert await told(polling) == []


async def test_only_those_who_were_asked_are_told_and_not_before_the_channel_is(polling, asked):
    await polling.does(feedback.keep, LEADER, asked.id, SAID)
    await polling.does(feedback.post, LEADER, asked.id, AWAY)
    assert await polling.asks(feedback.to_tell, "U4", asked.id) is None
    await polling.does(feedback.posted, asked.id, AWAY)
    assert await polling.asks(feedback.to_tell, OUTSIDER, asked.id) is None


async def test_who_has_quiet_hours_is_told_in_the_morning(polling, asked):
    quiet = Preferences("U4", "Pacific/Auckland")
    await polling.does(lambda uow: uow.preferences.put(quiet))
    await stands(polling, asked)
    assert await told(polling) == []
    polling.clock.move(12 * 3600)
    [errand] = await told(polling)
    assert not quiet.is_quiet(errand.not_before)


async def test_what_they_were_told_is_corrected_too(polling, asked):
    await stands(polling, asked)
    [errand] = await told(polling)
    await polling.settle(errand, channel="D4")
    better = FeedbackForm("Most of you want June.", changed="We keep the test week.")
    await polling.does(feedback.keep, LEADER, asked.id, better)
    await polling.does(feedback.post, LEADER, asked.id)
    [mended] = await told(polling, feedback.MEND_TOLD)
    assert mended.to == "U4"
    assert await polling.asks(feedback.place_of, asked.id, "U4") == ("D4", TS)
    assert (await polling.asks(feedback.to_tell, "U4", asked.id)).form == better


# The promised day


async def due(polling):
    return [e for e in await polling.promised() if e.kind == "feedback.due"]


async def test_on_the_promised_day_the_leader_is_told_once(polling, asked):
    assert await due(polling) == []
    polling.clock.move(NEXT_DAY)
    [errand] = await due(polling)
    assert (errand.to, errand.args) == (LEADER, {"poll": asked.id})
    assert errand.not_before == asked.feedback_by
    assert await polling.asks(feedback.still_owed, asked.id) is not None
    polling.clock.move(NEXT_DAY)
    assert await due(polling) == []


async def test_a_poll_without_a_decision_is_due_all_the_same(polling):
    poll = await polling.closed("2")
    polling.clock.move(NEXT_DAY)
    assert len(await due(polling)) == 1
    assert await polling.asks(feedback.still_owed, poll.id) is not None


async def test_whoever_has_been_told_is_not_owed_anything(polling, asked):
    await says(polling, asked)
    assert await polling.asks(feedback.still_owed, asked.id) is None


@pytest.mark.parametrize(
    "manner", [Manner(results=Results.LEADER), Manner(is_secret=True)], ids=["leader", "few"]
)
async def test_totals_that_the_channel_may_not_see_are_carried_over_nowhere(polling, manner):
    poll = await polling.closed("2", "2", manner=manner)
    start = await polling.asks(decisions.from_poll, LEADER, poll.id)
    assert start.form.input_received == "2 of 3 answered the poll."
    form = replace(start.form, decision="We take June.")
    await polling.does(decisions.log, LEADER, poll.negotiation, form, poll.id)
    page = await polling.asks(feedback.page, LEADER, poll.id)
    assert "June:" not in str(page.form)


async def test_what_was_noted_stays_behind_where_only_the_leader_sees_totals(polling):
    poll = await polling.closed("2", "2", manner=Manner(results=Results.LEADER))
    form = DecisionForm(
        "Which date?", "June.", input_received="June: 2.", visibility=Visibility.ASKED
    )
    await polling.does(decisions.log, LEADER, poll.negotiation, form, poll.id)
    assert (await polling.asks(feedback.page, LEADER, poll.id)).form.heard == ""


async def test_a_withdrawn_poll_owes_nothing(polling):
    poll = await polling.closed("2")
    await polling.promised()
    await polling.does(poll_running.delete, LEADER, poll.id)
    polling.clock.move(NEXT_DAY)
    assert await due(polling) == []


async def test_nobody_is_told_in_quiet_hours(polling):
    quiet = Preferences(LEADER, "Pacific/Auckland")
    await polling.does(lambda uow: uow.preferences.put(quiet))
    poll = await polling.closed("2")
    assert quiet.is_quiet(poll.feedback_by)
    polling.clock.move(NEXT_DAY)
    assert await due(polling) == []
    polling.clock.move(NEXT_DAY / 2)
    [errand] = await due(polling)
    assert errand.not_before == quiet.after_quiet(poll.feedback_by)
