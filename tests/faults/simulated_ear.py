"""Hears everything that Parley says in a simulated run, and holds it against what should be."""

import json
import re
from datetime import UTC, datetime, timedelta

from sandbox.models import Message
from tests.faults.simulated_polls import BEFORE_MEETING, WORK_WEEK, Occasion, is_night, works
from tests.faults.simulated_story import Story

LEAST_APART = timedelta(minutes=29)
ASKED_OF = re.compile(r"polls\.(?:vote|ballot):([^:\"]+)")
NUMBER = re.compile(r"Question (\d+) of")


class Ear:
    """Reads each message once."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._heard = 0

    def listen(self) -> None:
        said, self._heard = self.story.company.said[self._heard :], len(self.story.company.said)
        for message in said:
            found = ASKED_OF.search(json.dumps(message.blocks))
            if "still missing your answer" in message.text and found:
                self._heard_reminder(message, found[1])
            elif "Poll closed:" in message.text and message.channel.startswith("C"):
                self._heard_result(message)
            elif "Poll closed:" in message.text:
                self._heard_told(message)
            elif found and message.channel.startswith("C"):
                self._heard_poll(message, found[1])

    def _heard_reminder(self, message: Message, poll: str) -> None:
        each = next(o for o in self.story.occasions if o.poll == poll)
        person = self._recipient(message)
        at = datetime.fromtimestamp(float(message.ts), UTC)
        before = [when for who, when in each.reminded if who == person]
        each.reminded.append((person, at))
        self.story.told["reminders"] += 1
        what = f"{each.asked.question} reminded {person} at {at:%d %b %H:%M:%S}"
        zone = self.story.company.zone(person)
        days = self.story.work_days.get(person, WORK_WEEK)
        checks = (
            (person in self.story.muted, "who wants no reminders"),
            (not works(at, zone, days), "who does not work then"),
            (person not in each.voters, "who has no vote"),
            (person in each.ballots, "who had voted"),
            (is_night(at, zone), "at night"),
            (len(before) >= 2, "a third time"),
            (any(at - when < LEAST_APART for when in before), "twice in half an hour"),
            (at >= each.closes_at, "after its close"),
        )
        for is_wrong, why in checks:
            if is_wrong:
                self.story.says(f"{what} {why}")

    def _heard_result(self, message: Message) -> None:
        each = next((o for o in self.story.occasions if o.ts == message.thread_ts), None)
        if each is None:
            self.story.says(f"a result of no poll: {message.text[:80]}")
            return
        each.results += 1

    def _heard_told(self, message: Message) -> None:
        """The result, to somebody who was asked and cannot see the channel."""
        number = int(NUMBER.search(message.text)[1])  # type: ignore[index]
        person, at = self._recipient(message), datetime.fromtimestamp(float(message.ts), UTC)
        # Two of a series may be told on one morning, to who had quiet hours at both closes.
        own = (o for o in self.story.occasions if o.asked.number == number)
        each = next((o for o in own if person in o.voters - o.told), None)
        self.story.told["results by DM"] += 1
        if each is None:
            self.story.says(f"Question {number} told {person} a result too many at {at}")
        elif is_night(at, self.story.company.zone(person)):
            self.story.says(f"{each.asked.question} told {person} its result at night: {at}")
        else:
            each.told.add(person)

    def _recipient(self, message: Message) -> str:
        place = self.story.company.world.workspace.channels[message.channel]
        return place.other(message.user) or ""

    def _heard_poll(self, message: Message, poll: str) -> None:
        number = int(re.search(r"Question (\d+) of", message.text)[1])  # type: ignore[index]
        asked, at = self.story.asked[number], datetime.fromtimestamp(float(message.ts), UTC)
        if any(o.poll == poll for o in self.story.occasions):
            self.story.says(f"{asked.question} stands twice")
            return
        opens, closes = self.story.expected.pop(number, (asked.opens_at or at, asked.closes_at))
        late = (at - opens).total_seconds()
        again = any(o.asked is asked for o in self.story.occasions)
        if not (again and asked.repeat == "before each meeting") and not -1 <= late <= 60:
            self.story.says(f"{asked.question} opened {late:.0f} s late, at {at}")
        people_here = self.story.company.world.workspace.people
        able = asked.picked or self.story.company.world.workspace.channels[asked.channel].members
        voters = frozenset(p for p in able if not (people_here[p].deleted or people_here[p].is_bot))
        self.story.occasions.append(
            Occasion(asked, poll, message.ts, voters, at, closes, (opens, closes))
        )

    async def read_meetings(self) -> None:
        """A poll that came before its meeting closes as long before it as it should."""
        for each in self.story.occasions:
            again = (
                each.asked.repeat == "before each meeting"
                and each.poll not in self.story.posted_by_hand
            )
            if again and not each.is_read:
                each.is_read = True
                poll = await self.story.poll(each.poll)
                each.closes_at = poll.closes_at
                starts = {m.id: m.starts_at for m in await self.story.meetings_of(poll.negotiation)}
                if starts[poll.meeting] - BEFORE_MEETING[1] != poll.closes_at:
                    self.story.says(f"{poll.question} closes at {poll.closes_at}")
