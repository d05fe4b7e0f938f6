"""Asking colleagues: from the draft to the close, on both databases."""

from datetime import timedelta

import pytest

from bot.domain.choices import Choice
from bot.domain.errors import (
    AlreadyDone,
    Invalid,
    NotFound,
    NotInvited,
    PollClosed,
    PollNotOpen,
)
from bot.domain.people import Person
from bot.domain.polls import Audience, PollState
from bot.services import poll_drafts, poll_reminders, poll_running, poll_voting, polls
from tests.services.poll_stage import (
    CHANNEL,
    CORE,
    LEADER,
    NOON,
    OUTSIDER,
    VOTERS,
    a_form,
    people,
)

DAY = timedelta(days=1).total_seconds()
HOUR = timedelta(hours=1).total_seconds()


# Drafts


async def test_a_draft_is_seen_by_nobody_and_can_be_written_again(polling):
    poll = await polling.drafted()
    await polling.does(polls.rewrite, LEADER, poll.id, a_form(question="Who?"))
    assert (await polling.poll(poll.id)).question == "Who?"
    assert await polling.promised() == []
    assert await polling.asks(polls.overview, VOTERS[0]) == ([], [])


async def test_the_form_begins_with_the_named_record_or_all_of_ones_own(polling):
    first, second = await polling.record("First"), await polling.record("Second")
    beginning = await polling.asks(poll_drafts.begin, LEADER)
    assert {record.id for record in beginning.records} == {first.id, second.id}
    for chosen in ((first.id, ""), ("", "fir")):
        named = await polling.asks(poll_drafts.begin, LEADER, *chosen)
        assert [record.id for record in named.records] == [first.id]
    assert (await polling.asks(poll_drafts.begin, OUTSIDER)).records == []
    assert beginning.form.closes_at > polling.clock.now()


async def test_a_draft_opens_again_as_it_was_typed(polling):
    poll = await polling.drafted()
    again = await polling.asks(poll_drafts.again, LEADER, poll.id)
    assert again.form == a_form()
    posted = await polling.posted()
    with pytest.raises(AlreadyDone):
        await polling.asks(poll_drafts.again, LEADER, posted.id)


async def test_only_the_leader_makes_runs_and_reads_a_poll(polling):
    record = await polling.record()
    poll = await polling.posted(record)
    form = a_form()
    for stranger in (CORE, VOTERS[0], OUTSIDER):
        for use_case, *args in (
            (polls.prepare, record.id, form),
            (polls.rewrite, poll.id, form),
            (polls.post, poll.id, []),
            (polls.page, poll.id),
            (poll_running.close, poll.id),
            (poll_running.extend, poll.id, form.closes_at),
            (poll_running.delete, poll.id),
            (poll_drafts.again, poll.id),
        ):
            with pytest.raises(NotFound):
                await polling.does(use_case, stranger, *args)


# Posting


async def test_a_channel_poll_asks_the_members_without_bots_and_strangers(polling):
    poll = await polling.drafted(audience=Audience.CHANNEL, people=())
    crowd = [
        *people(*VOTERS),
        Person("UBOT", "Bot", is_bot=True),
        Person("UGONE", "Gone", is_deleted=True),
        Person("UELSE", "Else", is_stranger=True),
    ]
    opened = await polling.does(polls.post, LEADER, poll.id, crowd)
    assert (opened.voters, opened.state) == (VOTERS, PollState.OPEN)
    [errand] = await polling.promised()
    assert (errand.kind, errand.to) == ("polls.post", CHANNEL)


async def test_a_poll_is_posted_once_and_asks_somebody(polling):
    poll = await polling.drafted()
    with pytest.raises(Invalid):
        await polling.does(polls.post, LEADER, poll.id, [])
    await polling.does(polls.post, LEADER, poll.id, people(*VOTERS))
    with pytest.raises(AlreadyDone):
        await polling.does(polls.post, LEADER, poll.id, people(*VOTERS))
    assert await polling.kinds() == ["polls.post"]


async def test_a_draft_whose_deadline_has_passed_is_not_posted(polling):
    poll = await polling.drafted()
    polling.clock.move(2 * DAY)
    with pytest.raises(Invalid) as error:
        await polling.does(polls.post, LEADER, poll.id, people(*VOTERS))
    assert "closes_at" in error.value.problems


# Voting


async def test_a_vote_counts_once_and_a_new_one_replaces_it(polling):
    poll = await polling.posted()
    for option in ("1", "1", "2"):
        counted = await polling.does(poll_voting.cast_vote, VOTERS[0], poll.id, option)
        assert counted.choice.ids == (option,)
    card = await polling.asks(polls.card, poll.id)
    assert (card.answered, card.result) == (1, None)
    _, mine = await polling.asks(poll_voting.my_vote, VOTERS[0], poll.id)
    assert mine == Choice.read("2")


async def test_a_vote_that_does_not_count_says_why_and_changes_nothing(polling):
    poll = await polling.posted()
    draft = await polling.drafted()
    for voter, poll_id, option, error in (
        (OUTSIDER, poll.id, "1", NotInvited),
        (LEADER, poll.id, "1", NotInvited),
        (VOTERS[0], poll.id, "7", AlreadyDone),
        (VOTERS[0], draft.id, "1", PollNotOpen),
        (VOTERS[0], "no-such-poll", "1", NotFound),
    ):
        with pytest.raises(error):
            await polling.does(poll_voting.cast_vote, voter, poll_id, option)
    assert (await polling.asks(polls.card, poll.id)).answered == 0


async def test_a_late_vote_is_not_counted_even_before_anybody_closed_the_poll(polling):
    poll = await polling.posted()
    polling.clock.move(2 * DAY)
    with pytest.raises(PollClosed):
        await polling.does(poll_voting.cast_vote, VOTERS[0], poll.id, "1")
    await polling.does(poll_running.close_due)
    with pytest.raises(PollClosed):
        await polling.does(poll_voting.cast_vote, VOTERS[0], poll.id, "1")
    assert (await polling.asks(polls.card, poll.id)).result.answered == 0


async def test_a_vote_in_a_withdrawn_poll_is_turned_away(polling):
    poll = await polling.posted()
    await polling.does(poll_running.delete, LEADER, poll.id)
    with pytest.raises(AlreadyDone, match="withdrawn"):
        await polling.does(poll_voting.cast_vote, VOTERS[0], poll.id, "1")
    with pytest.raises(NotFound):
        await polling.asks(poll_voting.my_vote, VOTERS[0], poll.id)


async def test_who_was_not_asked_sees_no_ballot(polling):
    poll = await polling.posted()
    with pytest.raises(NotInvited):
        await polling.asks(poll_voting.my_vote, OUTSIDER, poll.id)


# What the leader sees


async def test_the_leader_sees_who_is_missing_and_names_only_after_the_close(polling):
    poll = await polling.posted()
    await polling.does(poll_voting.cast_vote, VOTERS[0], poll.id, "1")
    page = await polling.asks(polls.page, LEADER, poll.id)
    assert (page.missing, page.answered) == (VOTERS[1:], 1)
    assert (page.result, page.ballots) == (None, None)
    await polling.does(poll_running.close, LEADER, poll.id)
    page = await polling.asks(polls.page, LEADER, poll.id)
    assert page.ballots.by_voter == {VOTERS[0]: Choice.read("1")}
    assert page.result.answered == 1


async def test_another_deadline_moves_the_close_and_redraws_the_message(polling):
    poll = await polling.posted()
    later = poll.closes_at + timedelta(days=1)
    await polling.does(poll_running.extend, LEADER, poll.id, later)
    assert await polling.kinds() == ["polls.repaint"]
    polling.clock.move(2 * DAY)
    assert await polling.does(poll_running.close_due) == 0
    for wrong in (None, polling.clock.now(), polling.clock.now() + timedelta(days=91)):
        with pytest.raises(Invalid):
            await polling.does(poll_running.extend, LEADER, poll.id, wrong)


# The close


async def test_a_poll_closes_at_its_deadline_with_nobody_clicking(polling):
    poll = await polling.posted()
    polling.clock.move(2 * DAY - 60)
    assert await polling.does(poll_running.close_due) == 0
    polling.clock.move(60)
    assert await polling.does(poll_running.close_due) == 1
    assert await polling.does(poll_running.close_due) == 0
    closed = await polling.poll(poll.id)
    assert (closed.state, closed.closed_at) == (PollState.AWAITING_DECISION, poll.closes_at)
    assert await polling.kinds() == ["polls.decide", "polls.repaint", "polls.result"]


async def test_a_poll_that_was_due_while_we_were_down_counts_until_its_deadline(polling):
    poll = await polling.posted()
    polling.clock.move(30 * DAY)
    await polling.does(poll_running.close_due)
    assert (await polling.poll(poll.id)).closed_at == poll.closes_at


async def test_closing_twice_promises_the_result_once(polling):
    poll = await polling.posted()
    await polling.does(poll_running.close, LEADER, poll.id)
    with pytest.raises(AlreadyDone):
        await polling.does(poll_running.close, LEADER, poll.id)
    assert (await polling.kinds()).count("polls.result") == 1


async def test_a_withdrawn_poll_promises_nothing_more(polling):
    poll = await polling.posted()
    polling.clock.move(DAY)
    await polling.does(poll_reminders.remind_due)
    await polling.does(poll_running.delete, LEADER, poll.id)
    assert await polling.kinds() == ["polls.repaint"]
    polling.clock.move(2 * DAY)
    assert await polling.does(poll_running.close_due) == 0


# Reminders


async def test_only_those_who_have_not_voted_are_reminded(polling):
    poll = await polling.posted()
    await polling.does(poll_voting.cast_vote, VOTERS[0], poll.id, "1")
    polling.clock.move(DAY)
    assert await polling.does(poll_reminders.remind_due) == 1
    errands = await polling.promised()
    assert {errand.to for errand in errands} == set(VOTERS[1:])
    assert {errand.kind for errand in errands} == {"polls.remind"}
    assert await polling.does(poll_reminders.remind_due) == 0


async def test_nobody_is_reminded_more_than_twice(polling):
    poll = await polling.posted()
    reminded = []
    for _ in range(49):
        polling.clock.move(HOUR)
        await polling.does(poll_reminders.remind_due)
        reminded += [e.to for e in await polling.promised() if e.kind == "polls.remind"]
        if (await polling.poll(poll.id)).closes_at <= polling.clock.now():
            break
    assert sorted(reminded) == sorted(VOTERS * 2)


async def test_two_reminders_that_came_due_while_we_were_down_become_one(polling):
    await polling.posted()
    polling.clock.move(2 * DAY - HOUR)
    await polling.does(poll_reminders.remind_due)
    assert sorted(errand.to for errand in await polling.promised()) == sorted(VOTERS)
    assert await polling.does(poll_reminders.remind_due) == 0


async def test_a_reminder_waits_for_the_working_day_and_never_comes_too_late(polling):
    await polling.posted(
        closes_at=NOON + timedelta(hours=22),
        feedback_by=NOON + timedelta(days=3),
    )
    polling.clock.move(11 * HOUR)
    await polling.does(poll_reminders.remind_due)
    assert await polling.promised() == []
    polling.clock.move(10 * HOUR - 1)
    assert await polling.promised() == []
    polling.clock.move(1)
    errands = await polling.promised()
    assert len(errands) == len(VOTERS)
    assert all(e.not_after == e.not_before + timedelta(minutes=45) for e in errands)


async def test_at_the_last_moment_a_ballot_is_only_for_those_who_still_want_it(polling):
    poll = await polling.posted()
    for voter, expected in ((VOTERS[0], poll.id), (OUTSIDER, None)):
        found = await polling.asks(poll_voting.ballot_for, voter, poll.id)
        assert (found and found.id) == expected
    await polling.does(poll_voting.cast_vote, VOTERS[0], poll.id, "1")
    assert await polling.asks(poll_voting.ballot_for, VOTERS[0], poll.id) is None
    polling.clock.move(9 * HOUR)
    assert await polling.asks(poll_voting.ballot_for, VOTERS[1], poll.id) is None
    polling.clock.move(12 * HOUR)
    assert await polling.asks(poll_voting.ballot_for, VOTERS[1], poll.id) is not None
    await polling.does(poll_running.close, LEADER, poll.id)
    assert await polling.asks(poll_voting.ballot_for, VOTERS[1], poll.id) is None
