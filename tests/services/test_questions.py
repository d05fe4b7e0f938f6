"""Readers say that an update is clear, or ask; the leader answers."""

import pytest

from bot.domain.errors import AlreadyDone, Invalid, NotFound, Refused, TooMany
from bot.domain.negotiations import RecordForm
from bot.domain.questions import Answered
from bot.domain.updates import Anchor, UpdateState
from bot.services import negotiations, questions, updates
from bot.services.questions import MOST_WAITING, REPLY, TOLD
from tests.storage import records

LEADER, CO_LEAD, READER, OTHER, HERE = records.LEADER, "UCOLIN", "UREADER", "UOTHER", "C1"


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    form = RecordForm("Renewal", "Acme", channel=HERE, co_leads=(CO_LEAD,))
    return await door.write(negotiations.create, LEADER, form)


@pytest.fixture
async def update(door, record):
    made = await door.write(records.update, record)
    await door.write(lambda u: u.updates.put_anchor(Anchor(record.id, HERE, "1.5", u.now)))
    return made.id


@pytest.fixture
def ask(door, update, record):
    """A question; its id."""

    async def asked(text="Why now?", actor=READER):
        await door.write(questions.ask, actor, update, text)
        found = await door.read(questions.waiting, LEADER, record.id)
        return found.questions[-1].id

    return asked


async def test_clear_counts_once_and_its_names_are_the_leaders_alone(door, record, update):
    said = [await door.write(questions.clear, READER, update, (HERE, "1.5")) for _ in range(2)]
    assert said == [(LEADER, True), (LEADER, False)]
    page = await door.read(updates.page, LEADER, record.id)
    assert page.clears == {update: [READER]}
    assert (await door.read(updates.page, CO_LEAD, record.id)).clears == {}


async def test_a_click_from_another_channel_is_nobodys(door, update):
    with pytest.raises(NotFound):
        await door.write(questions.clear, READER, update, ("C9", "1.5"))


async def test_what_was_taken_back_takes_no_answers(door, record):
    gone = await door.write(lambda u: records.update(u, record, state=UpdateState.DELETED))
    for work in (
        lambda uow: questions.clear(uow, READER, gone.id, None),
        lambda uow: questions.ask(uow, READER, gone.id, "Why?"),
    ):
        with pytest.raises(Refused):
            await door.write(work)


async def test_several_questions_are_one_notice(door, record, ask):
    await ask("One?")
    await ask("Two?")
    assert await door.read(lambda uow: uow.outbox.waiting(f"asked:{record.id}:")) == 1


async def test_nobody_floods_a_leader(door, update, ask):
    for number in range(MOST_WAITING):
        await ask(f"{number}?")
    with pytest.raises(TooMany):
        await door.write(questions.ask, READER, update, "One more?")
    await ask("Mine?", OTHER)


async def test_an_empty_question_is_said_beside_its_field(door, update):
    with pytest.raises(Invalid):
        await door.write(questions.ask, READER, update, " ")


async def test_a_private_answer_is_read_by_its_asker_alone(door, record, ask):
    question = await ask()
    with pytest.raises(NotFound):
        await door.read(questions.answered, READER, question)
    found = await door.write(questions.answer, LEADER, question, "The term ends.")
    assert found.questions == []
    told = await door.read(lambda uow: uow.outbox.find(f"question:{question}:{TOLD}"))
    assert (told.to, dict(told.args)) == (READER, {"question": question})
    assert (await door.read(questions.answered, READER, question)).question.answer
    for other in (LEADER, CO_LEAD, OTHER):
        with pytest.raises(NotFound):
            await door.read(questions.answered, other, question)


async def test_only_the_leader_reads_and_answers(door, record, ask):
    question = await ask()
    for other in (CO_LEAD, READER, OTHER):
        for work in (
            lambda u, o=other: questions.waiting(u, o, record.id),
            lambda u, o=other: questions.page(u, o, question),
            lambda u, o=other: questions.answer(u, o, question, "No"),
            lambda u, o=other: questions.prepare_reply(u, o, question, "No", "Why?"),
            lambda u, o=other: questions.done(u, o, question),
        ):
            with pytest.raises(NotFound):
                await door.write(work)


async def test_an_answer_for_the_thread_is_open_until_it_stands_there(door, record, ask):
    question = await ask("As the only planner, why?")
    with pytest.raises(AlreadyDone):
        await door.write(questions.reply, LEADER, question)
    await door.write(questions.prepare_reply, LEADER, question, "The term ends.", "Why now?")
    await door.write(questions.reply, LEADER, question)
    errand = await door.read(lambda uow: uow.outbox.find(f"question:{question}:{REPLY}"))
    shown, thread = await door.read(questions.to_reply, errand)
    assert (shown.question.restated, thread) == ("Why now?", "1.5")
    await door.write(questions.replied, errand)
    assert await door.read(questions.to_reply, errand) is None
    kept = await door.read(lambda uow: uow.questions.get(question))
    assert kept.answered is Answered.IN_THREAD


async def test_an_answer_that_could_not_be_posted_leaves_the_question_open(door, record, ask):
    question = await ask()
    await door.write(questions.prepare_reply, LEADER, question, "The term ends.", "Why now?")
    await door.write(questions.reply, LEADER, question)
    key = f"question:{question}:{REPLY}"
    errand = await door.read(lambda uow: uow.outbox.find(key))
    await door.write(questions.not_replied, errand, "shared_outside")
    prefix = f"{key}:"
    assert await door.read(lambda uow: uow.outbox.waiting(prefix)) == 1
    assert (await door.read(questions.waiting, LEADER, record.id)).questions


async def test_without_its_thread_it_can_only_be_answered_privately(door, record, ask):
    question = await ask()
    await door.write(questions.prepare_reply, LEADER, question, "The term ends.", "Why now?")
    await door.write(lambda u: u.updates.put_anchor(Anchor(record.id, HERE, None, u.now)))
    with pytest.raises(Refused):
        await door.write(questions.reply, LEADER, question)
    assert not (await door.write(questions.answer, LEADER, question, "It ends.")).questions


async def test_what_was_answered_elsewhere_waits_no_more(door, record, ask):
    question = await ask()
    assert (await door.write(questions.done, LEADER, question)).questions == []
    with pytest.raises(AlreadyDone):
        await door.write(questions.answer, LEADER, question, "Late")
