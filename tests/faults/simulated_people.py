"""What people do in a simulated run: ask, vote, change their minds, lead, come and go."""

import asyncio
from datetime import datetime, timedelta

from sandbox.acts import perform
from sandbox.faults import Fault
from sandbox.world import Parcel
from tests.faults.courier import (
    Act,
    channel,
    clock_time,
    instant,
    people,
    picked,
    ticked,
    typed,
)
from tests.faults.simulated_company import ZONES
from tests.faults.simulated_ear import Ear
from tests.faults.simulated_polls import Asked, Occasion, Picks, vote
from tests.faults.simulated_story import Story

AT_ONCE = 16
Ballot = tuple[Occasion, str, Parcel, Picks]


class People:
    """Everybody; `late` are deliveries that Slack will repeat."""

    def __init__(self, story: Story, ear: Ear) -> None:
        self.story, self.ear = story, ear
        self.late: list[Parcel] = []

    async def begin(self) -> None:
        """Each leader has a record with two meetings."""
        for n in range(len(ZONES)):
            form = {
                "name": typed(f"Deal {n}"), "counterpart": typed("Acme"),
                "kind": picked("supplier"), "core_team": people(), "channel": channel("CFEW"),
            }  # fmt: skip
            act = Act("submit", "negotiations.create", values=form)
            await self.story.company.sends(f"U{n}", act)
            found = await self.story.reads(lambda uow, n=n: uow.negotiations.of_person(f"U{n}"))
            self.story.records[f"U{n}"] = found[0].id
            for day in (4, 9):
                await self._meets(f"U{n}", self.story.plan.start + timedelta(days=day, hours=n))

    async def _meets(self, leader: str, at: datetime) -> None:
        form = {"negotiation": picked(self.story.records[leader]), "minutes": picked("60"),
                "starts_at": instant(int(at.timestamp()))}  # fmt: skip
        await self.story.company.sends(leader, Act("submit", "meetings.add", values=form))

    async def ask(self, asked: Asked) -> None:
        """The form, the preview, the button; pressed again when Slack would not tell of people."""
        asked.is_made = True
        metadata = {"negotiation": self.story.records[asked.leader]}
        create = Act("submit", "polls.create", values=asked.form(), metadata=metadata)
        for _ in range(4):
            await self.story.company.sends(asked.leader, create)
            await self.story.company.settled()
            polls = await self.story.polls_of(asked.leader)
            drafts = [poll for poll in polls if poll.question == asked.question]
            if drafts:
                break
        self.story.posted_by_hand.add(drafts[0].id)
        ticks = {name: ticked("yes") for name in ("few", "many", "unknown")}
        post = Act("submit", "polls.post", (drafts[0].id,), values=ticks)
        for _ in range(6):
            await self.story.company.sends(asked.leader, post)
            await self.story.company.settled()
            if (await self.story.poll(drafts[0].id)).state.value != "draft":
                break
        else:
            self.story.says(f"{asked.question} could not be posted")
        self.ear.listen()
        first = next((o for o in self.story.occasions if o.poll == drafts[0].id), None)
        if first:
            # Its message came a moment later, or some: Slack may have been slow.
            opened = (await self.story.poll(first.poll)).opened_at
            first.planned = asked.opens_at or opened or first.opened_at, asked.closes_at

    async def act(self, *, is_killed: bool) -> None:
        """People vote, change their minds, leave; leaders act; the bot may be killed meanwhile."""
        open_now = [
            o for o in self.story.occasions
            if o.state == "open" and o.closes_at > self.story.now + timedelta(minutes=2)
        ]  # fmt: skip
        if self.story.dice.random() < 0.04:
            await self.story.company.stage.sandbox.cause(Fault("connection", "refresh_sockets"))
        await self._again()
        ballots = [ballot for each in open_now for ballot in self._ballots(each)]
        if is_killed:
            await self._vote_under_a_kill(ballots)
        else:
            await self._vote(ballots)
        await self.story.company.settled()
        self.ear.listen()
        if open_now and self.story.dice.random() < 0.25:
            await self._lead(self.story.dice.choice(open_now))
        await self._come_and_go()

    def _ballots(self, each: Occasion) -> list[Ballot]:
        missing, voted = self._able(each.missing), self._able(sorted(each.ballots))
        most = max(6, len(missing) // 5)
        some = self.story.dice.sample(missing, min(len(missing), self.story.dice.randint(0, most)))
        changers = self.story.dice.sample(voted, min(len(voted), self.story.dice.randint(0, 1)))
        made = []
        for voter in [*some, *changers]:
            picks = each.asked.answer(self.story.dice)
            act = vote(each.asked, each.poll, picks, self.story.dice)
            made.append((each, voter, self.story.company.parcel(voter, act), picks))
        return made

    def _able(self, voters: list[str]) -> list[str]:
        people_here = self.story.company.world.workspace.people
        return [voter for voter in voters if not people_here[voter].deleted]

    async def _vote(self, ballots: list[Ballot]) -> None:
        for at in range(0, len(ballots), AT_ONCE):
            some = ballots[at : at + AT_ONCE]
            await asyncio.gather(*(self.story.company.delivers(parcel) for _, _, parcel, _ in some))
            self._count(some)

    async def _vote_under_a_kill(self, ballots: list[Ballot]) -> None:
        trying = [asyncio.ensure_future(self.story.company.tries(p)) for _, _, p, _ in ballots]
        await asyncio.sleep(self.story.dice.uniform(0.0, 0.03))
        await self.story.company.kill()
        answers = await asyncio.gather(*trying)
        self.story.told["cut off by a kill"] += sum(not answer.ok for answer in answers)
        undone = [b for b, answer in zip(ballots, answers, strict=True) if not answer.ok]
        self._count([b for b, answer in zip(ballots, answers, strict=True) if answer.ok])
        await self._vote(undone)

    def _count(self, ballots: list[Ballot]) -> None:
        for each, voter, parcel, picks in ballots:
            self.story.told["votes"] += 1
            self.story.told["changed"] += voter in each.ballots
            each.ballots[voter] = picks
            each.note_completion(self.story.now)
            if self.story.dice.random() < 0.1:
                self.late.append(parcel)

    async def _again(self) -> None:
        """Slack delivers once more what it was not sure of; by now it may have been changed."""
        again, self.late = self.late, []
        for parcel in again:
            self.story.told["delivered again"] += 1
            await self.story.company.delivers(parcel)

    async def _lead(self, each: Occasion) -> None:
        """The leader moves the deadline, closes, reminds, or takes the poll back."""
        deed = self.story.dice.choice(("later", "later", "earlier", "remind", "close", "delete"))
        leader, poll, left = each.asked.leader, each.poll, each.closes_at - self.story.now
        if each.state != "open":
            return
        if deed in ("later", "earlier"):
            by = timedelta(hours=self.story.dice.randint(1, 30)) if deed == "later" else -left * 0.6
            moved = (each.closes_at + by).replace(second=0, microsecond=0)
            if moved <= self.story.now + timedelta(minutes=3) or each.pushed > 2:
                return
            act = Act("submit", "polls.prolong", (poll,), values={
                "closes_at": instant(int(moved.timestamp()))})  # fmt: skip
            await self.story.company.sends(leader, act)
            each.closes_at, each.pushed = moved, each.pushed + 1
            each.announced = each.announced and moved
        elif deed == "remind":
            await self.story.company.sends(leader, Act("action", "polls.remind", (poll,)))
        elif self.story.dice.random() < 0.3:
            await self.story.company.sends(leader, Act("action", f"polls.{deed}", (poll,)))
            self.story.ended(each, "closed" if deed == "close" else "deleted")
        else:
            return
        self.story.told[deed] += 1
        await self.story.company.settled()
        self.ear.listen()

    async def _come_and_go(self) -> None:
        """Somebody is taken out of a channel, an account is switched off, a meeting moves."""
        world = self.story.company.world
        person = f"U{self.story.dice.randrange(len(ZONES), self.story.plan.voters)}"
        luck = self.story.dice.random()
        if luck < 0.04:
            place = self.story.dice.choice(
                [c for c in world.workspace.channels.values() if c.kind != "im"]
            )
            if person in place.members:
                await perform(world, "remove", {"user": "U2", "channel": place.id, "who": person})
                self.story.told["removed"] += 1
        elif luck < 0.06:
            await perform(world, "deactivate", {"user": "U0MAYA", "who": person})
            self.story.told["deactivated"] += 1
        elif luck < 0.30:
            if person in self._able([person]):
                await self._choose(person)
        elif luck < 0.34:
            leader = f"U{self.story.dice.randrange(len(ZONES))}"
            await self._move_a_meeting(leader)
        await self.story.company.settled()
        self.ear.listen()

    async def _choose(self, person: str) -> None:
        """Somebody wants no reminders, or some again; or has other working days."""
        wanted, days = [], self.story.dice.choice(((0, 1, 2, 3, 4), (6, 0, 1, 2, 3), (1, 3)))
        if self.story.dice.random() < 0.3:
            self.story.muted.add(person)
            self.story.told["muted"] += 1
        else:
            self.story.muted.discard(person)
            wanted = ["polls"]
        if self.story.dice.random() < 0.5 and self.story.occasions:
            poll = self.story.dice.choice(self.story.occasions).poll
            verb = "unmute" if wanted else "mute"
            act = Act("action", f"polls.{verb}", (poll,), where="message")
        else:
            self.story.work_days[person] = days
            act = Act("submit", "settings.save", values={
                "quiet_from": clock_time("20:00"), "quiet_until": clock_time("07:00"),
                "wanted": ticked(*wanted), "work_days": ticked(*map(str, days))})  # fmt: skip
        await self.story.company.sends(person, act)

    async def _move_a_meeting(self, leader: str) -> None:
        ahead = [
            m
            for m in await self.story.meetings_of(self.story.records[leader])
            if m.starts_at > self.story.now
        ]
        if not ahead:
            return
        meeting = self.story.dice.choice(ahead)
        at = meeting.starts_at + timedelta(hours=self.story.dice.choice((-20, -3, 5, 26, 50)))
        if at <= self.story.now + timedelta(hours=1):
            return
        form = {"negotiation": picked(meeting.negotiation), "minutes": picked("60"),
                "starts_at": instant(int(at.timestamp()))}  # fmt: skip
        await self.story.company.sends(
            leader, Act("submit", "meetings.move", (meeting.id,), values=form)
        )
        self.story.told["moved meetings"] += 1
        for each in self.story.occasions:
            if each.state == "open" and (await self.story.poll(each.poll)).meeting == meeting.id:
                self.story.told["open polls that followed"] += 1
                each.follows(meeting.starts_at, at, self.story.now)
