"""What becomes of an update's message when things go well, and when they do not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFound
from bot.domain.negotiations import RecordForm
from bot.domain.outbox import Errand
from bot.domain.updates import Anchor, UpdateState
from bot.services import negotiations, questions, update_messages
from bot.services.update_messages import ANCHOR, COPY, NOT_POSTED, NOT_SURE, POST, goes_out
from tests.domain.update_samples import NOW
from tests.storage import records

LEADER, HERE = records.LEADER, "C1"
DAY = timedelta(days=1)


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    form = RecordForm("Renewal", "Acme", channel=HERE)
    return await door.write(negotiations.create, LEADER, form)


@pytest.fixture
def promised(door, record):
    """An update on its way."""

    async def made(where="They have it."):
        def make(uow):
            update = records.update(uow, record, state=UpdateState.PROMISED)
            update_messages.promise_post(uow, update)
            return update.id

        return await door.write(make)

    return made


@pytest.fixture
def posted(door, promised, clock):
    """An update that stands in its channel."""

    async def made(ts="1.5"):
        update = await promised()
        await door.write(update_messages.posted, update, HERE, ts)
        clock.move(1)
        return update

    return made


def errand_of(update, kind=POST, **args):
    return Errand(kind, HERE, {"update": update, **args}, f"key:{update}", NOW, id="E1")


def waiting(door, update, kind):
    return door.read(lambda uow: uow.outbox.waiting(f"update:{update}:{kind}"))


def anchor(door, record):
    return door.read(lambda uow: uow.updates.anchor(record.id, HERE))


def look(door, update):
    return door.read(lambda uow: uow.updates.get(update))


async def test_the_first_stands_in_the_channel_itself(door, record, posted):
    update = await posted()
    assert (await anchor(door, record)).ts == "1.5"
    assert (await look(door, update)).ts is None


async def test_the_next_goes_into_the_thread_with_the_first_before_it(
    door, record, posted, promised
):
    first = await posted()
    second = await promised()
    assert await waiting(door, first, COPY) == 1
    saying = await door.read(update_messages.to_say, errand_of(second))
    assert (saying.thread_ts, saying.is_seen) == ("1.5", False)
    await door.write(update_messages.posted, second, HERE, "2.5")
    assert (await look(door, second)).ts == "2.5"
    assert (await anchor(door, record)).ts == "1.5"
    assert await waiting(door, second, ANCHOR) == 1


async def test_a_day_later_one_of_the_thread_is_seen_in_the_channel_too(
    door, record, posted, promised, clock
):
    await posted()
    clock.move(DAY.total_seconds())
    second = await promised()
    assert (await door.read(update_messages.to_say, errand_of(second))).is_seen
    await door.write(update_messages.posted, second, HERE, "2.5")
    third = await promised()
    assert not (await door.read(update_messages.to_say, errand_of(third))).is_seen


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (None, NOW),
        (Anchor("N1", HERE, "1.5", NOW), NOW),
        (Anchor("N1", HERE, None, NOW - DAY), NOW),
        (Anchor("N1", HERE, None, NOW - DAY / 2), NOW + DAY / 2),
    ],
)
def test_a_new_message_in_the_channel_waits_for_the_next_day(found, expected):
    assert goes_out(NOW, found) == expected


@pytest.mark.parametrize("code", sorted(update_messages.NO_THREAD))
async def test_without_a_thread_it_becomes_a_message_of_its_own(
    door, record, posted, promised, code
):
    await posted()
    second = await promised()
    await door.write(update_messages.refused, errand_of(second), code)
    assert (await anchor(door, record)).ts is None
    assert (await look(door, second)).state is UpdateState.PROMISED
    assert await waiting(door, second, POST) == 2


async def test_what_is_stopped_is_told_to_its_leader_once_and_kept(door, promised):
    update = await promised()
    for _ in range(2):
        await door.write(update_messages.refused, errand_of(update), "shared_outside")
    assert (await look(door, update)).state is UpdateState.REFUSED
    told = await door.read(lambda uow: uow.outbox.find(f"key:{update}:refused:{LEADER}"))
    assert (told.kind, told.to, told.args["error"]) == (NOT_POSTED, LEADER, "shared_outside")


async def test_of_an_uncertain_one_its_author_is_asked_and_a_click_settles_it(
    door, record, promised
):
    update = await promised()
    await door.write(update_messages.unsure, errand_of(update))
    assert (await look(door, update)).state is UpdateState.UNSURE
    assert (await door.read(lambda u: u.outbox.find(f"key:{update}:unsure"))).kind == NOT_SURE
    await door.write(questions.clear, "UREADER", update, (HERE, "1.5"))
    assert (await look(door, update)).is_posted
    assert (await anchor(door, record)).ts == "1.5"


async def test_a_removed_anchor_is_made_again_with_the_newest(door, record, posted, clock):
    update = await posted()
    clock.move(DAY.total_seconds())
    await door.write(update_messages.anchor_gone, update)
    await door.write(update_messages.anchor_gone, update)
    assert await waiting(door, update, POST) == 2
    again = errand_of(update, again="yes")
    assert (await door.read(update_messages.to_say, again)).thread_ts is None
    await door.write(update_messages.posted, update, HERE, "3.5")
    assert (await anchor(door, record)).ts == "3.5"
    assert await door.read(update_messages.to_say, again) is None


async def test_what_its_author_may_no_longer_post_is_not_said(door, record, promised):
    update = await promised()
    await door.write(lambda uow: uow.negotiations.save(replace(record, leader="UEVE")))
    with pytest.raises(NotFound):
        await door.read(update_messages.to_say, errand_of(update))
