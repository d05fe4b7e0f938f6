"""The words of a poll that was closed before its preview wait for its leader."""

from dataclasses import replace

import pytest

from bot.domain.errors import NotFound
from bot.domain.poll_templates import templates
from bot.services import poll_drafts
from tests.services.poll_stage import CORE, LEADER, a_form


async def test_words_wait_until_they_are_a_draft_poll(polling):
    record = (await polling.record()).id
    await polling.does(poll_drafts.keep, LEADER, record, a_form(question="Which month?"))
    begun = await polling.asks(poll_drafts.begin, LEADER, record)
    assert (begun.form.question, begun.is_restored) == ("Which month?", True)
    poll = await polling.does(poll_drafts.save, LEADER, record, record, begun.form.placed("C1"))
    assert poll.question == "Which month?"
    assert not (await polling.asks(poll_drafts.begin, LEADER, record)).is_restored


async def test_words_of_a_draft_poll_that_were_changed_wait_beside_it(polling):
    poll = await polling.drafted()
    again = await polling.asks(poll_drafts.again, LEADER, poll.id)
    for question, is_restored in ((poll.question, False), ("Which month?", True)):
        typed = replace(again.form, question=question)
        await polling.does(poll_drafts.keep, LEADER, "", typed, poll.id)
        shown = await polling.asks(poll_drafts.again, LEADER, poll.id)
        assert (shown.form.question, shown.is_restored) == (question, is_restored)
    await polling.does(poll_drafts.save, LEADER, "", "", typed, poll.id)
    assert not (await polling.asks(poll_drafts.again, LEADER, poll.id)).is_restored


async def test_a_ready_poll_and_an_empty_one_are_no_news(polling):
    record = (await polling.record()).id
    empty = a_form(question="", options="", use="")
    for form in (empty, *(empty.filled(ready) for ready in templates())):
        await polling.does(poll_drafts.keep, LEADER, record, a_form())
        await polling.does(poll_drafts.keep, LEADER, record, form)
        assert not (await polling.asks(poll_drafts.begin, LEADER, record)).is_restored


async def test_nobody_else_keeps_words_for_it(polling):
    poll = await polling.drafted()
    for about, draft in ((poll.negotiation, ""), ("", poll.id)):
        with pytest.raises(NotFound):
            await polling.does(poll_drafts.keep, CORE, about, a_form(), draft)
