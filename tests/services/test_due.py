"""What falls due by itself is done for everybody, and one failure stops nobody else."""

from datetime import timedelta

import pytest

from bot.domain.negotiations import RecordForm
from bot.domain.people import Person
from bot.domain.poll_forms import PollForm
from bot.domain.polls import Audience, PollState
from bot.services import negotiations, polls
from bot.services.due import DUE, run_due

LEADER, VOTER = "ULEADER", "UVOTER"


@pytest.fixture
def ask(database, clock):
    async def asked(tenant):
        door = database.of(tenant)
        record = await door.write(negotiations.create, LEADER, RecordForm("Renewal", "Acme"))
        closes_at = clock.now() + timedelta(hours=8)
        form = PollForm(
            "Which date?",
            "May\nJune",
            "To plan",
            Audience.PICKED,
            "C1",
            closes_at,
            (VOTER,),
            closes_at,
        )
        poll = await door.write(polls.prepare, LEADER, record.id, form)
        return await door.write(polls.post, LEADER, poll.id, [Person(VOTER, "Vera")])

    return asked


async def test_a_poll_closes_with_nobody_clicking(database, clock, ask):
    poll = await ask("T1")
    await run_due(database, clock.now())
    assert (await database.of("T1").read(polls.card, poll.id)).poll.is_open
    clock.move(8 * 3600 + 1)
    await run_due(database, clock.now())
    closed = (await database.of("T1").read(polls.card, poll.id)).poll
    assert closed.state is PollState.AWAITING_DECISION
    assert await database.tenants_due(clock.now()) == []


async def test_every_tenant_with_something_due_is_served_and_no_other(database, clock, ask):
    for tenant in ("T1", "T2"):
        await ask(tenant)
    await database.of("T3").write(lambda uow: None)
    clock.move(9 * 3600)
    served = []
    await run_due(database, clock.now(), {"note": lambda uow: served.append(uow.tenant)})
    assert sorted(served) == ["T1", "T2"]


async def test_one_use_case_that_fails_holds_up_no_other(database, clock, ask):
    poll = await ask("T1")
    clock.move(9 * 3600)

    def broken(uow):
        raise KeyError("secret")

    await run_due(database, clock.now(), {"broken": broken, **DUE})
    assert not (await database.of("T1").read(polls.card, poll.id)).poll.is_open
