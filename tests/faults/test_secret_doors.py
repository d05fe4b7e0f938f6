"""Nothing that anybody is shown tells a vote of a secret poll, nor when it was cast."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.demo import Stage
from bot.domain.choices import Rule, Terms
from bot.domain.poll_manner import Manner, Reasons, Results
from bot.domain.poll_promise import who_sees_what
from bot.domain.polls import Poll
from bot.services import decisions, poll_files, poll_running, polls
from bot.services.ports import UnitOfWork
from sandbox.models import Person as Colleague
from storage.database import Door
from tests.faults import things as who
from tests.faults.courier import CHANNEL, Act, Courier, Said, picked, typed
from tests.faults.secret_polls import drafted, posted
from tests.faults.stored import rows
from tests.scenarios.morning import MORNING

LEADER = who.LEADER
VOTERS = tuple(f"UVOTER{number}" for number in range(6))
SECRET = Manner(is_secret=True, reasons=Reasons.OPTIONAL, takes_options=True)
STEP = 600
_PLACES = re.compile(r'"(?:response_url|external_id|hash|view_id|root_view_id|id)": "[^"]*"')


@dataclass
class House:
    """One secret poll in its channel."""

    stage: Stage
    courier: Courier
    poll: Poll
    door: Door

    async def votes(self, voter: str, choice: str, where: str = "message") -> Said:
        if where == "window":
            values = {"choice": picked(choice), "reason": typed("")}
            act = Act("submit", "polls.cast", (self.poll.id,), values=values)
        elif choice == "-":
            act = Act("action", "polls.abstain", (self.poll.id,))
        else:
            act = Act("action", "polls.vote", (self.poll.id, choice), where="message")
        return await self.courier.sends(voter, act)

    def in_channel(self) -> str:
        """The poll's message as everybody reads it."""
        messages = self.stage.sandbox.world.workspace.messages[CHANNEL].values()
        return next(each.text for each in messages if "Which term?" in each.text)

    async def closes(self) -> None:
        await self.door.write(poll_running.close, LEADER, self.poll.id)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    stage = Stage(MovableClock(MORNING))
    stage.sandbox.world.rates.scale = None
    for number, voter in enumerate(VOTERS):
        person = Colleague(voter, f"voter{number}", f"Voter {number}")
        stage.sandbox.world.workspace.add_person(person)
    async with stage.open(tmp_path) as opened:
        assert opened.bot is not None
        door = opened.bot.database.of(opened.sandbox.world.workspace.team_id)
        poll = await door.write(asked)
        opened.bot.parley.wake()
        await opened.settled()
        yield House(opened, Courier(opened), poll, door)


def asked(uow: UnitOfWork) -> Poll:
    return posted(uow, drafted(uow, VOTERS, SECRET))


def scrubbed(said: Said) -> str:
    """What the voter is told, without what differs from one delivery to the next."""
    told = [(call.kind, call.request) for call in said.calls]
    text = json.dumps([said.answer.body, told], ensure_ascii=False, default=str, sort_keys=True)
    return _PLACES.sub(
        "", re.sub(r'"(?:trigger_id|token|channel|ts|message_ts)": "[^"]*"', "", text)
    )


@pytest.mark.parametrize("where", ["message", "window"])
async def test_the_voter_is_told_the_same_whatever_they_chose(house: House, where: str) -> None:
    told = {}
    for choice in ("1", "2", "3", "1"):
        said = await house.votes(VOTERS[0], choice, where)
        assert "Your answer is in." in said.text
        assert not re.search("One year|Two years|Three years", said.text)
        told[choice] = scrubbed(said)
        # Only the newest of several is confirmed within a second.
        house.courier.stage.bot.parley.confirmations._not_before.clear()  # type: ignore[union-attr]
    assert len(set(told.values())) == 1


async def test_who_abstains_is_told_the_same(house: House) -> None:
    voted = await house.votes(VOTERS[0], "1", "window")
    abstained = await house.votes(VOTERS[0], "-")
    sentence = re.compile(r"Your answer is in\.[^\"]*")
    (one, other) = (sentence.findall(said.text)[0] for said in (voted, abstained))
    assert one == other
    assert "rather not" not in abstained.text


async def test_a_vote_reaches_nobody_else_and_the_channel_sees_steps_of_ten_minutes(
    house: House,
) -> None:
    before = house.in_channel()
    assert "0 of 6 have answered" in before
    for place, voter in enumerate(VOTERS[:3]):
        said = await house.votes(voter, str(place + 1))
        assert LEADER not in {call.request.get("user_id") for call in said.calls}
        assert "chat.update" not in {call.kind for call in said.calls}
        await house.stage.sandbox.moves(60)
        assert house.in_channel() == before
    await house.stage.sandbox.moves(STEP - 181)
    assert house.in_channel() == before
    await house.stage.sandbox.moves(2)
    assert "3 of 6 have answered" in house.in_channel()


async def test_while_open_the_leader_sees_who_answered_and_others_see_no_page(
    house: House,
) -> None:
    await house.votes(VOTERS[0], "2")
    look = Act("action", "polls.open", (house.poll.id,))
    page = (await house.courier.sends(LEADER, look)).text
    assert "1 of 6 have answered" in page
    assert VOTERS[1] in page
    assert not re.search("1 vote|Two years|100 %", page)
    for user in (VOTERS[0], VOTERS[1], who.CORE):
        assert "have answered" not in (await house.courier.sends(user, look)).text


async def test_nothing_tells_who_added_an_answer(house: House) -> None:
    before = set(rows(house.stage))
    act = Act("submit", "polls.added", (house.poll.id,), values={"option": typed("Four years")})
    await house.courier.sends(VOTERS[0], act)
    poll = await house.door.read(lambda uow: uow.polls.get(house.poll.id))
    assert poll.options[-1].text == "Four years"
    new = [row for row in set(rows(house.stage)) - before if not row.startswith("polls: ")]
    assert new
    assert not [row for row in new if any(voter in row for voter in VOTERS)]


@pytest.mark.parametrize("count", [4, 6])
async def test_after_the_close_file_form_and_pages_have_no_names_and_nothing_of_few(
    house: House, count: int
) -> None:
    for voter in VOTERS[:count]:
        await house.votes(voter, "2")
    await house.closes()
    file = await house.door.read(poll_files.csv_of, LEADER, house.poll.id)
    begun = await house.door.read(decisions.from_poll, LEADER, house.poll.id)
    page = await house.door.read(polls.page, LEADER, house.poll.id)
    assert not any(voter in file.text + begun.form.input_received for voter in VOTERS)
    assert f"{count} of 6 answered" in begun.form.input_received
    assert ("Two years: 6" in begun.form.input_received) is (count == 6)
    assert page.ballots is not None
    assert page.ballots.by_voter == {}
    assert page.result is not None
    assert page.result.is_hidden is (count == 4)
    assert bool(re.search(r"Two years.*6", file.text)) is (count == 6)
    await house.stage.settled()
    told = house.in_channel()
    assert ("so nothing of it is shown" in told) is (count == 4)


async def test_what_would_tell_votes_cannot_be_set(house: House) -> None:
    for changes in ({"results": Results.LIVE}, {"results": Results.AFTER_VOTE}):
        assert "results" in replace(SECRET, **changes).problems(3)
    assert "reasons" in replace(SECRET, reasons=Reasons.REQUIRED).problems(3)
    for rule in Rule:
        assert replace(SECRET, terms=Terms(rule, 2)).problems(3) == {}


async def test_the_poll_says_what_it_cannot_keep(house: House) -> None:
    told = who_sees_what(house.poll)
    for words in (
        "if all answer alike, everybody's answer is plain",
        "Whoever runs this server could link the two until the poll closes",
        "Old backups and server logs may keep it",
        "Slack sees your click",
        "Under 5 answers nothing is shown",
        "may give you away",
    ):
        assert words in told
        assert words in house.in_channel().replace("&#39;", "'")
    assert not re.search("completely|truly|cryptographically", told)
