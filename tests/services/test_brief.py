from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyDone, Invalid, NotFound
from bot.domain.negotiations import RecordForm
from bot.domain.outbox import State
from bot.services import brief, negotiations
from tests.domain.test_prep import COMPLETE

LEADER, CO_LEAD, DELEGATE, CORE, OTHER = "U1", "U2", "U3", "U4", "U9"
TEAM = RecordForm(
    "Renewal", "Acme", core_team=(CORE,), co_leads=(CO_LEAD,), delegates=(DELEGATE,), channel="C1"
)


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    def prepared(uow):
        made = negotiations.create(uow, LEADER, TEAM)
        for code, answers in COMPLETE.items():
            uow.prep.save(made.id, code, answers, LEADER)
        return made.id

    return await door.write(prepared)


async def test_a_brief_is_as_new_as_the_answers(door, record, clock):
    begun = clock.now()
    before = await door.read(brief.page, LEADER, record)
    await door.write(lambda uow: uow.prep.save(record, "P5", {"target": "6,000"}, LEADER))
    after = await door.read(brief.page, LEADER, record)
    assert "6,000" not in str(before)
    assert "6,000" in str(after)
    assert begun <= before.made_at <= after.made_at <= clock.now()


async def test_what_has_a_lock_opens_for_leader_and_delegate_alone(door, record):
    for user in (LEADER, DELEGATE):
        shown = await door.read(brief.page, user, record, unlocked=True)
        assert "4,800 a month" in str(shown.brief)
    for user in (CO_LEAD, CORE, OTHER):
        with pytest.raises(NotFound):
            await door.read(brief.page, user, record, unlocked=True)
    assert "4,800 a month" not in str(await door.read(brief.page, CO_LEAD, record))
    for user in (CORE, OTHER):
        with pytest.raises(NotFound):
            await door.read(brief.short, user, record)


async def test_only_the_leader_shares_and_each_time_once(door, record):
    for user in (CO_LEAD, DELEGATE, CORE, OTHER):
        with pytest.raises(NotFound):
            await door.write(brief.share, user, record, {"why"})

    def share(uow):
        brief.share(uow, LEADER, record, {"why", "where_i_walk_away", "aim"})
        return uow.outbox.find(f"brief:{record}:{uow.now.isoformat()}")

    promised = await door.write(share)
    assert (promised.to, promised.args["parts"]) == ("C1", "aim,why")
    page = await door.read(brief.of_errand, promised)
    assert [part.key for part in page.brief.parts] == ["aim", "why"]


async def test_nothing_ticked_or_no_channel_is_said_beside_the_boxes(door, record):
    with pytest.raises(Invalid):
        await door.write(brief.share, LEADER, record, set())
    await door.write(negotiations.edit, LEADER, record, RecordForm("Renewal", "Acme"))
    with pytest.raises(Invalid) as refused:
        await door.write(brief.share, LEADER, record, {"why"})
    assert "channel" in refused.value.problems["parts"]


async def test_the_page_says_when_and_where_the_team_got_it_and_a_second_time_is_meant(
    door, database, record, clock
):
    def share(**more):
        return door.write(brief.share, LEADER, record, {"why"}, **more)

    assert (await door.read(brief.page, LEADER, record)).posted is None
    first = (await share()).page.posted
    assert first.channel == "C1"
    for query in (brief.page, brief.short):
        assert (await door.read(query, CO_LEAD, record)).posted == first
    assert (await door.read(brief.team, LEADER, record)).page.posted == first
    with pytest.raises(AlreadyDone):
        await share()
    await door.write(negotiations.edit, LEADER, record, replace(TEAM, channel="C2"))
    second = (await share(again=True)).page.posted
    assert second.channel == "C2"
    assert second.at > first.at


async def test_a_post_that_slack_refused_is_none(door, database, record):
    await door.write(brief.share, LEADER, record, {"why"})
    [claimed] = await database.claim("me", 9, 60)
    await database.settle("T1", claimed.errand.id, "me", state=State.FAILED)
    assert (await door.read(brief.page, LEADER, record)).posted is None
    await door.write(brief.share, LEADER, record, {"why"})


async def test_when_it_was_posted_is_known_after_the_outbox_has_forgotten(
    door, database, record, clock
):
    await door.write(brief.share, LEADER, record, {"why"})
    [claimed] = await database.claim("me", 9, 60)
    await database.settle("T1", claimed.errand.id, "me", state=State.SENT, channel="C1", ts="1.1")
    await door.write(brief.posted, claimed.errand)
    first = (await door.read(brief.page, LEADER, record)).posted
    clock.move(timedelta(days=40).total_seconds())
    assert await database.prune()
    kept = (await door.read(brief.page, LEADER, record)).posted
    assert (kept.channel, kept.at - first.at < timedelta(minutes=1)) == ("C1", True)
    with pytest.raises(AlreadyDone):
        await door.write(brief.share, LEADER, record, {"why"})
