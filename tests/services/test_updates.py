"""Writing, posting and changing updates, on both databases."""

from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyDone, Invalid, NotFound, Refused
from bot.domain.negotiations import RecordForm
from bot.domain.preferences import Preferences
from bot.domain.update_forms import Occasion, UpdateForm
from bot.domain.updates import Crowd, Promise, UpdateState
from bot.services import (
    home,
    negotiations,
    update_changes,
    update_messages,
    update_promises,
    update_sheets,
    updates,
)
from bot.services.update_sheets import NEW
from bot.services.updates import Preview

LEADER, CO_LEAD, DELEGATE, CORE, OTHER = "U1", "U2", "U3", "U4", "U5"
CROWD = Crowd(14, 2)
HERE = "C1"


@pytest.fixture
def door(database):
    return database.of("T1")


@pytest.fixture
async def record(door):
    form = RecordForm(
        "Renewal", "Acme", core_team=(CORE,), co_leads=(CO_LEAD,), delegates=(DELEGATE,),
        channel=HERE,
    )  # fmt: skip
    return (await door.write(negotiations.create, LEADER, form)).id


@pytest.fixture
def form(clock):
    def made(where="They have our offer.", **changes):
        given = {
            "withheld": "Our limits",
            "because": "we need room to talk",
            "until": (clock.now() + timedelta(days=10)).date(),
            "next_at": clock.now() + timedelta(days=7),
        }
        return UpdateForm(Occasion.WEEKLY, where, **{**given, **changes})

    return made


@pytest.fixture
def promise(door, record, form):
    """An update on its way; its id."""

    async def promised(where="They have our offer.", actor=LEADER, **changes):
        typed = form(where, **changes)
        shown = await door.write(updates.prepare, actor, record, NEW, typed)
        page = await door.write(updates.post, actor, record, NEW, shown.base, CROWD)
        return next(u.id for u in page.updates if u.form.where == where)

    return promised


@pytest.fixture
def post(door, promise, record, clock):
    """An update that is in its channel; its id."""

    async def posted(where="They have our offer.", ts="1.5", **changes):
        update = await promise(where, **changes)
        await door.write(update_messages.posted, update, HERE, ts)
        clock.move(1)
        return update

    return posted


def look(door, update):
    return door.read(lambda uow: uow.updates.get(update))


async def test_a_post_is_promised_to_the_channel_with_its_audience(door, record, promise):
    update = await look(door, await promise())
    assert (update.state, update.channel, update.crowd) == (UpdateState.PROMISED, HERE, CROWD)
    assert update.promises == {}
    page = await door.read(updates.page, CORE, record)
    assert page.updates == []


async def test_once_it_is_there_it_promises_and_everybody_in_the_team_reads_it(door, record, post):
    update = await look(door, await post())
    assert set(update.promises) == set(Promise)
    for reader, can_post in ((LEADER, True), (CO_LEAD, True), (CORE, False)):
        page = await door.read(updates.page, reader, record)
        assert [u.id for u in page.updates] == [update.id]
        assert page.can_post is can_post


async def test_the_newest_settles_the_one_before(door, record, post):
    first = await post("One")
    await post("Two", ts="2.5")
    assert (await look(door, first)).is_settled
    [promising] = await door.read(lambda uow: uow.updates.promising([record]))
    assert promising.form.where == "Two"


async def test_a_preview_of_another_draft_is_shown_again_instead_of_posted(
    door, record, form, clock
):
    shown = await door.write(updates.prepare, LEADER, record, NEW, form("One"))
    clock.move(1)
    await door.write(updates.prepare, LEADER, record, NEW, form("Two"))
    again = await door.write(updates.post, LEADER, record, NEW, shown.base, CROWD)
    assert isinstance(again, Preview)
    assert again.update.form.where == "Two"


async def test_the_same_preview_is_posted_once(door, record, form):
    shown = await door.write(updates.prepare, LEADER, record, NEW, form())
    await door.write(updates.post, LEADER, record, NEW, shown.base, CROWD)
    with pytest.raises(AlreadyDone):
        await door.write(updates.post, LEADER, record, NEW, shown.base, CROWD)


async def test_without_a_channel_nothing_is_posted(door, form):
    bare = (await door.write(negotiations.create, LEADER, RecordForm("Lease", "Bo"))).id
    shown = await door.write(updates.prepare, LEADER, bare, NEW, form())
    with pytest.raises(Invalid):
        await door.write(updates.post, LEADER, bare, NEW, shown.base, CROWD)


async def test_a_draft_is_its_writers_alone_and_gone_once_it_is_posted(door, record, form, promise):
    await door.write(update_sheets.keep_draft, CO_LEAD, record, NEW, form("Half a"))
    assert (await door.read(update_sheets.sheet, CO_LEAD, record)).restored
    assert not (await door.read(update_sheets.sheet, LEADER, record)).restored
    await promise("Half a sentence", actor=CO_LEAD)
    assert not (await door.read(update_sheets.sheet, CO_LEAD, record)).restored
    await door.write(update_sheets.keep_draft, CO_LEAD, record, NEW, form("Half a sentence"))
    assert not (await door.read(update_sheets.sheet, CO_LEAD, record)).restored


async def test_a_kickoff_brings_what_is_prepared_for_the_team_and_nothing_with_a_lock(door, record):
    def prepare(uow):
        uow.prep.save(record, "P5", {"target": "A two-year term", "reason": "It is usual"}, LEADER)
        uow.prep.save(record, "P4", {"reservation_point": "4,800 a month"}, LEADER)

    await door.write(prepare)
    sheet = await door.read(update_sheets.sheet, LEADER, record)
    assert sheet.form.occasion is Occasion.KICKOFF
    assert "It is usual" in sheet.form.changed
    assert "4,800" not in str(sheet.form.values)


async def test_a_warning_names_what_has_a_lock_to_those_alone_who_may_see_it(door, record, form):
    await door.write(
        lambda uow: uow.prep.save(record, "P4", {"reservation_point": "4,800"}, LEADER)
    )
    for actor, warned in ((LEADER, True), (DELEGATE, True), (CO_LEAD, False)):
        shown = await door.write(updates.prepare, actor, record, NEW, form("Up to 4800"))
        assert bool(shown.told) is warned


async def test_no_news_is_one_click_and_keeps_what_is_still_held_back(door, record, post):
    await post()
    shown = await door.write(updates.no_news, LEADER, record)
    assert shown.update.form.occasion is Occasion.NO_NEWS
    assert shown.update.form.withheld == "Our limits"
    assert shown.has_anchor


@pytest.mark.parametrize("actor", [CORE, OTHER])
async def test_whoever_does_not_prepare_neither_writes_nor_changes(door, record, post, form, actor):
    update = await post()
    for work in (
        lambda uow: update_sheets.sheet(uow, actor, record),
        lambda uow: updates.prepare(uow, actor, record, NEW, form()),
        lambda uow: update_changes.delete(uow, actor, update),
        lambda uow: update_changes.try_again(uow, actor, update),
        lambda uow: update_changes.for_new_time(uow, actor, update),
    ):
        with pytest.raises(NotFound):
            await door.write(work)


# Changing


async def test_a_correction_changes_words_in_place(door, record, post, form):
    update = await post("They have our ofer.")
    shown = await door.write(updates.prepare, LEADER, record, update, form("They have our offer."))
    page = await door.write(updates.post, LEADER, record, update, shown.base, Crowd(0))
    [kept] = page.updates
    assert (kept.id, kept.form.where) == (update, "They have our offer.")
    assert kept.crowd == CROWD
    assert kept.promises


async def test_only_the_newest_is_taken_back_and_the_one_before_promises_again(door, post):
    first, second = await post("One"), await post("Two", ts="2.5")
    with pytest.raises(Refused):
        await door.write(update_changes.delete, LEADER, first)
    page = await door.write(update_changes.delete, LEADER, second)
    assert [u.id for u in page.updates] == [first]
    assert (await look(door, first)).promises
    with pytest.raises(AlreadyDone):
        await door.write(update_changes.delete, LEADER, second)


async def test_what_is_taken_back_on_its_way_does_not_count_when_it_arrives(door, record, promise):
    update = await promise()
    await door.write(update_changes.delete, LEADER, update)
    await door.write(update_messages.posted, update, HERE, "1.5")
    assert (await look(door, update)).state is UpdateState.DELETED
    assert await door.read(lambda uow: uow.updates.newest(record, HERE)) is None


async def test_a_promise_moves_and_an_empty_choice_is_said(door, post, clock):
    update = await post()
    at = clock.now() + timedelta(days=9)
    await door.write(update_changes.postpone, LEADER, update, at, told=True)
    moved = await look(door, update)
    assert (moved.form.next_at, moved.shows_late) == (at, True)
    with pytest.raises(Invalid):
        await door.write(update_changes.postpone, LEADER, update, None, told=False)
    with pytest.raises(Invalid):
        await door.write(update_changes.explain_later, LEADER, update, None)


async def test_a_day_is_the_morning_of_its_leaders_own_zone(door, post, clock):
    await door.write(lambda uow: uow.preferences.put(Preferences(LEADER, "Pacific/Auckland")))
    update, day = await post(), (clock.now() + timedelta(days=20)).date()
    await door.write(update_changes.explain_later, LEADER, update, day)
    moved = await look(door, update)
    assert moved.form.until == day
    assert moved.explain_at.date() == day - timedelta(days=1)


# The cockpit


async def test_a_late_promise_waits_for_its_leader_alone(door, record, post, clock):
    await post()
    assert (await door.read(home.cockpit, LEADER)).late == []
    clock.move(timedelta(days=7).total_seconds())
    [late] = (await door.read(home.cockpit, LEADER)).late
    assert (late.negotiation.id, late.promise) == (record, Promise.NEXT)
    assert (await door.read(home.cockpit, CO_LEAD)).late == []


async def test_the_card_says_when_the_team_hears_more(door, post, form):
    update = await post()
    [card] = (await door.read(home.cockpit, CORE)).cards
    assert card.promised == (await look(door, update)).form.next_at


async def test_a_reminder_comes_after_quiet_hours_and_is_of_no_use_once_told(door, record, post):
    update = await look(door, await post())
    negotiation = await door.read(lambda uow: uow.negotiations.get(record))
    await door.write(lambda uow: update_promises.remind(uow, negotiation, update))
    assert await door.read(lambda uow: uow.outbox.waiting(f"promise:{record}:")) == 2
    await post("Two", ts="2.5")
    assert await door.read(lambda uow: uow.outbox.waiting(f"promise:{record}:")) == 2
    await door.write(lambda uow: update_promises.remind(uow, negotiation, None))
    assert await door.read(lambda uow: uow.outbox.waiting(f"promise:{record}:")) == 0
