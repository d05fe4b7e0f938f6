"""The first walk, whole: prepare, ask two colleagues, be calmed, decide; by socket and by HTTP."""

from datetime import timedelta

import pytest

from bot.demo import Stage
from bot.demo_steps import STEPS
from tests.scenarios.morning import MORNING

HERE = "supplier-talks"
DAY = timedelta(days=1).total_seconds()
ANSWERS = {
    "P1.motives": "A workload the team can keep up\nNo surprise in June",
    "P3.batna": "Stay with the present supplier",
    "P4.reservation_point": "SEALED 4,800 a month",
    "P5.target": "4,200 a month",
    "P6.want_1": "Calm before the audit",
    "P8.questions": "What would make this easy for you?",
}


@pytest.fixture(params=["socket", "http"])
async def stage(request, clock, home):
    async with Stage(clock, by_http=request.param == "http").open(home) as stage:
        yield stage


async def test_a_newcomer_walks_from_the_first_word_to_the_decision(sandbox):
    maya, tomas, aisha = (sandbox.person(name) for name in ("maya", "tomas", "aisha"))
    await starts_and_prepares(maya)
    await asks(maya)
    await votes(tomas, maya)
    await sandbox.moves(DAY)
    await aisha_alone_is_reminded(tomas, aisha)
    await sandbox.moves(DAY)
    await decides(maya)
    await is_calmed(sandbox, maya)
    assert sandbox.refusals() == []
    assert [step["title"] for step in STEPS] == [
        s.title for s in sandbox.world.traffic.steps if s.done
    ]


async def starts_and_prepares(maya):
    await maya.runs("/negotiate new Renewal", HERE)
    await maya.fills({"counterpart": "Acme"})
    await maya.submits()
    await maya.clicks("Prepare in 5 minutes")
    if not maya.sees("P1.motives") and maya.modal.submit == "":
        await maya.clicks("Answer all six on one page")
    await maya.fills(ANSWERS)
    await maya.submits()
    await maya.closes(everything=True)


async def asks(maya):
    await maya.runs("/negotiate poll", HERE)
    await maya.chooses("audience", "People I pick")
    await maya.fills(
        {
            "question": "Could you live with a two-year term?",
            "options": "Yes\nYes, if …\nNo, because …",
            "use": "To see what we can offer.",
            "people": ["U0TOMAS", "U0AISHA"],
            "channel": "C0TEAM",
            "closes_at": int((MORNING + timedelta(days=2)).timestamp()),
        }
    )
    await maya.submits()
    assert maya.sees("Asked:")
    await maya.submits()
    await maya.closes(everything=True)


async def votes(tomas, maya):
    await tomas.opens(HERE)
    assert tomas.sees("Could you live with a two-year term?")
    await tomas.clicks("Vote", within="Yes")
    assert tomas.sees("You chose")
    await maya.opens(HERE)
    assert maya.sees("1 of 2")


async def aisha_alone_is_reminded(tomas, aisha):
    assert len(aisha.dms()) == 1
    assert tomas.dms() == []


async def decides(maya):
    assert "two-year term" in maya.dms()[-1].text
    await maya.clicks("Log the decision", within="dm")
    await maya.fills({"decision": "We offer two years with an exit after one."})
    await maya.submits()
    await maya.closes(everything=True)
    await maya.runs("/negotiate decisions")
    assert maya.sees("We offer two years")


async def is_calmed(sandbox, maya):
    await maya.runs("/negotiate meet")
    start = sandbox.config.clock.now() + timedelta(hours=3)
    await maya.fills({"starts_at": int(start.timestamp())})
    await maya.submits()
    await maya.closes(everything=True)
    await sandbox.moves(timedelta(hours=2, minutes=50).total_seconds())
    card = maya.dms()[-1]
    assert "4,200 a month" in card.text
    assert "SEALED" not in card.text
    await maya.clicks("Breathe", within="dm")
    assert "breath 1 of 6" in maya.dms()[-1].text
