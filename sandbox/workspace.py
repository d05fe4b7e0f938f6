"""The state of one workspace. No network here: the Web API and the verbs change it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.basics import SlackError, new_id
from sandbox.clock import Clock
from sandbox.models import Channel, File, Message, Person, Scheduled


def nothing() -> None:
    """The listener of a workspace that nobody watches."""


@dataclass
class Workspace:
    """People, channels and messages of one team."""

    clock: Clock
    team_id: str = "T0SANDBOX"
    team_name: str = "Acme"
    domain: str = "acme"
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    scheduled: dict[str, Scheduled] = field(default_factory=dict)
    read_up_to: dict[tuple[str, str], str] = field(default_factory=dict)
    changed: Callable[[], None] = nothing
    threads: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _last_ts: int = 0

    # Time

    def new_ts(self) -> str:
        """A message timestamp: the clock's, never twice, never going back."""
        now = int(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def seconds(self) -> int:
        """The clock's Unix time."""
        return int(self.clock.now().timestamp())

    # People

    def add_person(self, person: Person) -> Person:
        """Somebody joins the team (or comes from another one)."""
        self.people[person.id] = person
        self.changed()
        return person

    def person(self, user: str) -> Person:
        """By id; Slack's error when there is none."""
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    # Channels

    def add_channel(self, channel: Channel) -> Channel:
        """A new channel or direct message."""
        channel.created = channel.created or self.seconds()
        self.channels[channel.id] = channel
        self.messages.setdefault(channel.id, {})
        self.changed()
        return channel

    def channel(self, channel_id: str) -> Channel:
        """By id; Slack's error when there is none."""
        if channel_id not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel_id]

    def find_channel(self, name_or_id: str) -> Channel:
        """By id, or by name with or without `#`."""
        name = name_or_id.removeprefix("#")
        named = (c for c in self.channels.values() if c.kind != "im" and c.name == name)
        return self.channels.get(name_or_id) or next(named, None) or self.channel(name_or_id)

    def dm(self, one: str, other: str) -> Channel:
        """The direct message between two people, opened at need."""
        members = sorted((one, other))
        for channel in self.channels.values():
            if channel.kind == "im" and sorted(channel.members) == members:
                return channel
        return self.add_channel(Channel(new_id("D"), "directmessage", "im", members))

    def has_dm(self, one: str, other: str) -> Channel | None:
        """The direct message between two people, if there is one."""
        both = {one, other}
        ims = (c for c in self.channels.values() if c.kind == "im")
        return next((c for c in ims if set(c.members) == both), None)

    def channels_of(self, user: str) -> Iterator[Channel]:
        """Channels and direct messages a person is in."""
        return (c for c in self.channels.values() if user in c.members)

    def join(self, channel: Channel, user: str) -> bool:
        """Puts a person into a channel; False when already in."""
        if user in channel.members:
            return False
        channel.members.append(user)
        self.note(channel, user, "channel_join", "joined the channel")
        return True

    def leave(self, channel: Channel, user: str) -> bool:
        """Takes a person out of a channel; False when not in."""
        if user not in channel.members:
            return False
        channel.members.remove(user)
        self.note(channel, user, "channel_leave", "left the channel")
        return True

    # Messages

    def post(self, channel: str, user: str, **fields: Any) -> Message:
        """Adds a message with a fresh ts."""
        message = Message(channel, self.new_ts(), user, **fields)
        self.messages.setdefault(channel, {})[message.ts] = message
        if message.thread_ts and message.ephemeral_to is None:
            self.threads.setdefault((channel, message.thread_ts), set()).add(message.ts)
        self.changed()
        return message

    def note(self, channel: Channel, user: str, kind: str, text: str) -> Message:
        """A grey line in the channel, such as "joined the channel"."""
        return self.post(channel.id, user, text=text, system=kind)

    def message(self, channel: str, ts: str) -> Message:
        """By channel and ts; Slack's error when there is none."""
        message = self.messages.get(channel, {}).get(ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    def edit(self, message: Message, **changes: Any) -> Message:
        """Replaces parts of a message."""
        edited = replace(message, **changes)
        self.messages[message.channel][message.ts] = edited
        self.changed()
        return edited

    def delete(self, message: Message) -> None:
        """Takes a message away."""
        self.messages[message.channel].pop(message.ts, None)
        self.changed()

    def visible(self, channel: str, user: str) -> list[Message]:
        """What a member sees of a channel, oldest first."""
        found = (m for m in self.messages.get(channel, {}).values() if m.visible_to(user))
        return sorted(found, key=lambda m: m.ts)

    def replies(self, parent: Message) -> list[Message]:
        """The replies below a message, oldest first."""
        stamps = self.threads.get((parent.channel, parent.ts), set())
        known = self.messages[parent.channel]
        return [known[ts] for ts in sorted(stamps) if ts in known]

    def unread(self, channel: str, user: str) -> int:
        """Messages of others after the last one read."""
        mark = self.read_up_to.get((user, channel), "")
        return sum(
            m.ts > mark and m.user != user and m.system is None and m.in_channel_flow
            for m in self.visible(channel, user)
        )

    def mark_read(self, channel: str, user: str) -> None:
        """The person has looked at the channel."""
        if seen := self.visible(channel, user):
            self.read_up_to[user, channel] = seen[-1].ts
        self.changed()

    def post_scheduled(self) -> None:
        """Posts what was left with chat.scheduleMessage and has come due."""
        due = [s for s in self.scheduled.values() if s.post_at <= self.seconds()]
        for item in sorted(due, key=lambda s: s.post_at):
            del self.scheduled[item.id]
            self.post(item.channel, **item.message)
