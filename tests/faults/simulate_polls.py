"""Two weeks of polls on a moved clock, over a change of the clocks, with everything going wrong.

    python -m tests.faults.simulate_polls --engine sqlite --polls 40 --voters 500 --days 14

People in six time zones ask and answer through the real handlers and a local Slack; the bot, a
process of its own, is killed with SIGKILL while people vote and while it posts, closes and reminds;
Slack is slow, refuses, cuts connections, and people come and go. What must hold is held
against a second count (`simulated_polls`). The dice are seeded: a run that fails names its seed.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import MovableClock
from bot.domain.poll_results import Result, result_of
from bot.domain.polls import Poll
from bot.services.ports import UnitOfWork
from sandbox.faults import Fault
from tests import postgres
from tests.faults.simulated_company import ZONES, Company, Doom
from tests.faults.simulated_ear import Ear
from tests.faults.simulated_people import People
from tests.faults.simulated_polls import BEFORE_MEETING, GRACE, Occasion, made, wall
from tests.faults.simulated_story import SEASONS, Plan, Story

CLOSED_WITHIN = timedelta(seconds=60)
FAULTS = (
    ("chat.postMessage", "ratelimited"),
    ("chat.postMessage", "refuse"),
    ("chat.postMessage", "drop"),
    ("chat.postMessage", "http_503"),
    ("chat.update", "ratelimited"),
    ("chat.update", "drop"),
    ("conversations.members", "http_503"),
    ("conversations.info", "ratelimited"),
    ("users.info", "ratelimited"),
    ("response_url", "http_500"),
)


class Run:
    """Lets time pass, and everything happen."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.ear = Ear(story)
        self.people = People(story, self.ear)

    async def play(self) -> None:
        """Two weeks, and a third for what is open then."""
        story, plan = self.story, self.story.plan
        self._plan_polls(self._hire())
        await self.people.begin()
        # Every third kill falls while people vote, the others while the bot works by itself.
        kills, dooms = plan.kills // 3, plan.kills - plan.kills // 3
        mishaps = self._spread(kills, "kill") + self._spread(dooms, "doom")
        mishaps = sorted(mishaps + self._spread(plan.faults, "fault"))
        while story.now < plan.start + plan.length:
            step = timedelta(minutes=story.dice.uniform(20, 150))
            await self.advance(story.now + step)
            due = [what for when, what in mishaps if when <= story.now]
            mishaps = mishaps[len(due) :]
            for _ in range(due.count("fault")):
                self._breaks()
            dooms = [Doom.thrown(story.dice) for _ in range(due.count("doom"))]
            story.company.dooms.extend(dooms)
            await self.people.act(is_killed="kill" in due)
        story.company.world.faults.clear()
        await self.advance(plan.start + plan.length + timedelta(days=7))
        await self._compare()

    def _plan_polls(self, channels: list[str]) -> None:
        story, plan = self.story, self.story.plan
        guests = [f"U{n}" for n in range(len(ZONES), plan.voters)]
        for number in range(plan.polls):
            leader = f"U{number % len(ZONES)}"
            of = (leader, story.company.zone(leader), plan.start, plan.days)
            story.asked.append(made(story.dice, number, *of, guests, channels))

    def _spread(self, number: int, what: str) -> list[tuple[datetime, str]]:
        start, length = self.story.plan.start, self.story.plan.length
        return [(start + self.story.dice.uniform(0.02, 0.95) * length, what) for _ in range(number)]

    def _breaks(self) -> None:
        """The next few calls of some method go wrong."""
        method, kind = self.story.dice.choice(FAULTS)
        fault = Fault(method, kind, self.story.dice.randint(1, 3))
        self.story.company.world.faults.waiting.append(fault)
        self.story.told["faults"] += 1

    def _hire(self) -> list[str]:
        size = self.story.plan.voters
        sizes = {"few": min(9, size), "some": min(40, size), "many": min(150, size)}
        self.story.company.hires(size, sizes)
        return [f"C{name.upper()}" for name in sizes]

    async def advance(self, target: datetime) -> None:
        """Go there from one due moment to the next; each deadline is looked at a moment after."""
        story = self.story
        while story.now < target:
            due = await story.company.next_due()
            looks = [o.closes_at + CLOSED_WITHIN for o in story.occasions if o.state == "open"]
            asks = [asked.starts_at for asked in story.asked if not asked.is_made]
            moment = min([target, *looks, *asks, *([due] if due else [])])
            await story.company.moves_to(moment, is_due=moment == due)
            self.ear.listen()
            await self.ear.read_meetings()
            await self._look_at_endings()
            await self._look_at_deadlines()
            for asked in story.asked:
                if asked.starts_at <= story.now and not asked.is_made:
                    await self.people.ask(asked)

    async def _look_at_endings(self) -> None:
        """A poll that everybody has answered closes soon, and not too soon."""
        story = self.story
        waiting = [o for o in story.occasions if o.complete_at and o.announced is None]
        for each in (o for o in waiting if o.state == "open" and story.now < o.closes_at):
            first, last = each.ends_between()
            poll = await story.poll(each.poll)
            if gone := set(poll.voters) - each.voters:
                # Somebody whose account was switched off just before is on the list, and missing.
                assert all(story.company.world.workspace.people[who].deleted for who in gone)
                each.complete_at = None
            elif poll.deadline is None:
                if last < each.closes_at and story.now >= last - GRACE:
                    story.says(f"{each.asked.question} does not end though all have answered")
                    each.announced = each.closes_at
            else:
                story.told["ended early"] += 1
                if not first <= poll.closes_at <= last or poll.deadline != each.closes_at:
                    story.says(f"{each.asked.question} ends at {poll.closes_at}, after {first}")
                each.announced, each.closes_at = each.closes_at, poll.closes_at

    async def _look_at_deadlines(self) -> None:
        for each in self.story.occasions:
            if each.state == "open" and each.closes_at <= self.story.now:
                poll = await self.story.poll(each.poll)
                if not poll.is_open:
                    if abs(poll.closes_at - each.closes_at) > timedelta(seconds=5):
                        self.story.says(f"{poll.question} closed at {poll.closes_at}")
                    since = (self.story.now - each.closes_at).total_seconds()
                    self.story.slowest_close = max(self.story.slowest_close, since)
                    self.story.ended(each)
                elif self.story.now >= each.closes_at + CLOSED_WITHIN:
                    self.story.says(f"{each.asked.question} is open after its deadline")
                    each.state = "late"

    async def _before_meetings(self, leader: str) -> None:
        """Polls that wait for a meeting stand where it stands now."""
        lead, left = BEFORE_MEETING
        meetings = await self.story.meetings_of(self.story.records[leader])
        starts = {meeting.id: meeting.starts_at for meeting in meetings}
        waiting = [p for p in await self.story.polls_of(leader) if p.state.value == "scheduled"]
        for poll in (p for p in waiting if p.meeting):
            at = starts.get(poll.meeting)
            if at is None or poll.closes_at != at - left or (poll.opens_at or at) < at - lead:
                self.story.says(f"{poll.question} does not follow its meeting")
            if poll.feedback_by and poll.feedback_by < poll.closes_at:
                self.story.says(f"{poll.question} promises an answer before it closes")

    async def _compare(self) -> None:
        for leader in self.story.records:
            await self._before_meetings(leader)
            for poll in await self.story.polls_of(leader):
                self._wall_clock(poll)
        for each in self.story.occasions:
            if each.state == "open" and each.closes_at <= self.story.now:
                self.story.says(f"{each.asked.question} never closed")
            if each.results != int(each.state == "closed"):
                self.story.says(f"{each.asked.question} is {each.state}: {each.results} results")
            if each.state == "closed":
                await self._count_again(each)

    def _wall_clock(self, poll: Poll) -> None:
        """A weekly poll that waits will open at the time on the wall at which it first did."""
        first = next((o for o in self.story.occasions if o.asked.question == poll.question), None)
        if first and poll.opens_at and first.asked.repeat == "weekly":
            self.story.told["weekly again"] += poll.id != first.poll
            zone = first.asked.zone
            if wall(poll.opens_at, zone) != wall(first.planned[0], zone):
                self.story.says(f"{poll.question} opens at {wall(poll.opens_at, zone)} on the wall")

    async def _count_again(self, each: Occasion) -> None:
        """Parley's tally beside the second count."""

        def look(uow: UnitOfWork) -> tuple[Result, frozenset[str]]:
            poll, ballots = uow.polls.get(each.poll), uow.polls.ballots(each.poll)
            return result_of(poll, ballots), ballots.answered

        result, answered = await self.story.reads(look)
        self.story.told["ballots counted"] += len(each.ballots)
        if answered != frozenset(each.ballots):
            odd = sorted(answered ^ each.ballots.keys())
            self.story.says(f"{each.asked.question}: others are said to have answered: {odd}")
        if result.is_hidden:
            return
        points, said = each.points(), each.counted()
        for line in result.tally.lines:
            if dict(line.counts) != each.shown(said.get(line.option_id, Counter())):
                self.story.says(f"{each.asked.question}: {line.option_id} has {dict(line.counts)}")
            if each.asked.rule == "rank" and line.points != points[line.option_id]:
                self.story.says(f"{each.asked.question}: {line.option_id} has {line.points} points")
        if result.tally.abstained != each.abstained:
            self.story.says(f"{each.asked.question}: {result.tally.abstained} abstained")

    def figures(self, seconds: float) -> dict[str, object]:
        """What is to be told."""
        states = Counter(each.state for each in self.story.occasions)
        return {
            "occasions": len(self.story.occasions), **states,
            **dict(sorted(self.story.told.items())),
            "kills": self.story.company.kills,
            **{f"killed while {what}": n for what, n in self.story.company.cut_off.items()},
            "slowest close (s)": round(self.story.slowest_close, 1),
            "wrong": len(self.story.wrong),
            "seconds": round(seconds),
            "CPU seconds": round(time.process_time()),
        }  # fmt: skip


@contextlib.contextmanager
def _database(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        yield ""
    else:
        with postgres.server() as server:
            yield server.url()


async def simulate(plan: Plan, url: str) -> Story:
    """Play it, and print the figures."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        company = Company(MovableClock(plan.start), Path(home), url)
        run = Run(Story(plan, company, random.Random(f"{plan.seed} {plan.season}")))
        async with company.open():
            await run.play()
    print(json.dumps(run.figures(time.monotonic() - begun)))  # noqa: T201
    return run.story


def main() -> int:
    """Print the figures and what went wrong; 1 when anything did."""
    usual = Plan()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--season", choices=tuple(SEASONS), action="append", help="both by default")
    for name in ("polls", "voters", "days", "kills", "faults", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    given = vars(parser.parse_args())
    logging.disable(logging.CRITICAL)
    seasons, failed = given.pop("season") or [*SEASONS], False
    for season in seasons:
        plan = Plan(season=season, **given)
        with _database(plan.engine) as url:
            story = asyncio.run(simulate(plan, url))
        for sentence in story.wrong:
            failed = True
            print(f"seed {plan.seed}, {season}: {sentence}")  # noqa: T201
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
