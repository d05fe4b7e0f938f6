"""What `tests.faults.simulate_polls` believes of its polls, worked out without Parley's own code.

Whoever votes does it by a die; what that must add up to, and when the next occasion opens, is
counted here a second time, in the plainest way.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from sandbox.basics import Json
from tests.faults.courier import Act, channel, instant, people, picked, ticked, typed

RULES = ("single", "up to", "consent", "score", "rank")
ENOUGH = 5
WORDS = {"consent": ("y", "i", "n"), "score": ("0", "1", "2", "3", "4", "5")}
WEEK = timedelta(days=7)
# What a poll's close leaves to its leader, and how long before a meeting it opens.
BEFORE_MEETING = timedelta(days=2), timedelta(hours=4)
# After everybody has answered: to change one's mind, and to see that everybody has.
GRACE, SEEN_WITHIN = timedelta(minutes=5), timedelta(seconds=60)
TEN = timedelta(minutes=10)
WORK_WEEK = (0, 1, 2, 3, 4)
Picks = tuple[tuple[str, str], ...]


@dataclass
class Asked:
    """A poll as its leader makes it; `repeat` may bring it again."""

    number: int
    leader: str
    zone: str
    rule: str
    options: int
    is_secret: bool
    results: str
    reasons: str
    channel: str
    picked: tuple[str, ...]
    starts_at: datetime
    opens_at: datetime | None
    closes_at: datetime
    repeat: str = "never"
    is_made: bool = False
    ends_early: bool = False

    @property
    def question(self) -> str:
        """Tells this poll from all others."""
        return f"Question {self.number} of this run?"

    @property
    def most(self) -> int:
        """How many answers one voter may give."""
        return 2 if self.rule in ("up to", "rank") else self.options

    def form(self) -> Json:
        """As its leader fills it in."""
        filled = {
            "question": typed(self.question),
            "options": typed("\n".join(f"Answer {n}" for n in range(1, self.options + 1))),
            "use": typed("To see where we stand."),
            "audience": picked("picked people" if self.picked else "channel members"),
            "channel": channel(self.channel),
            "closes_at": _at(self.closes_at),
            "feedback_by": _at(self.closes_at + timedelta(days=1)),
            "rule": picked(self.rule),
            "secret": ticked(*["secret"] * self.is_secret),
            "results": picked(self.results),
            "reasons": picked(self.reasons),
            "repeat": picked(self.repeat),
            "early": ticked(*["early"] * self.ends_early),
        }
        if self.picked:
            filled["people"] = people(*self.picked)
        if self.rule in ("up to", "rank"):
            filled["most"] = typed(str(self.most))
        return filled | ({"opens_at": _at(self.opens_at)} if self.opens_at else {})

    def answer(self, dice: random.Random) -> Picks:
        """What somebody might say; nothing at all is an abstention."""
        ids = [str(n) for n in range(1, self.options + 1)]
        if dice.random() < 0.08:
            return ()
        if self.rule in WORDS:
            said = sorted(dice.sample(ids, dice.randint(1, len(ids))))
            return tuple((each, dice.choice(WORDS[self.rule])) for each in said)
        count = 1 if self.rule == "single" else dice.randint(1, self.most)
        chosen = dice.sample(ids, count)
        return tuple((each, "") for each in (chosen if self.rule == "rank" else sorted(chosen)))


def _at(moment: datetime) -> Json:
    return instant(int(moment.timestamp()))


def vote(asked: Asked, poll: str, picks: Picks, dice: random.Random) -> Act:
    """One of the ways in which a person can say this."""
    if not picks:
        return Act("action", "polls.abstain", (poll,))
    if asked.rule == "single":
        if dice.random() < 0.7:
            return Act("action", "polls.vote", (poll, picks[0][0]), where="message")
        values = {"choice": picked(picks[0][0])}
    elif asked.rule == "up to":
        values = {"choice": ticked(*(each for each, _ in picks))}
    elif asked.rule == "rank":
        values = {f"place-{n}": picked(each) for n, (each, _) in enumerate(picks, 1)}
    else:
        values = {f"of-{each}": picked(said) for each, said in picks}
    if asked.reasons != "off":
        values["reason"] = typed("Because.")
    return Act("submit", "polls.cast", (poll,), values=values)


@dataclass
class Occasion:
    """One posted poll: who may vote in it, and what they said so far."""

    asked: Asked
    poll: str
    ts: str
    voters: frozenset[str]
    opened_at: datetime
    closes_at: datetime
    planned: tuple[datetime, datetime]
    ballots: dict[str, Picks] = field(default_factory=dict)
    reminded: list[tuple[str, datetime]] = field(default_factory=list)
    results: int = 0
    told: set[str] = field(default_factory=set)
    state: str = "open"
    pushed: int = 0
    is_read: bool = False
    complete_at: datetime | None = None
    announced: datetime | None = None

    @property
    def missing(self) -> list[str]:
        """Who may vote and has not."""
        return sorted(self.voters - self.ballots.keys())

    def note_completion(self, now: datetime) -> None:
        """After a vote: whether it was the last that was missing."""
        if self.asked.ends_early and not self.missing and self.complete_at is None:
            self.complete_at = now

    def ends_between(self) -> tuple[datetime, datetime]:
        """From when to when the close may lie once everybody has answered.

        That of a secret poll lies ten minutes after those at which its message shows the turnout.
        """
        assert self.complete_at is not None
        if self.asked.is_secret:
            since = (self.complete_at - datetime.min.replace(tzinfo=UTC)) % TEN
            end = min(self.complete_at - since + 2 * TEN, self.closes_at)
            return end, end
        first = self.complete_at + GRACE
        return min(first, self.closes_at), min(first + SEEN_WITHIN, self.closes_at)

    def follows(self, was: datetime, to: datetime, now: datetime) -> None:
        """Its meeting has moved; a deadline that the leader moved stays if it comes before."""
        if not self.pushed or (to < was and self.closes_at > to):
            self.closes_at = max(to - BEFORE_MEETING[1], now + timedelta(minutes=15))

    def shown(self, said: Counter[str]) -> dict[str, int]:
        """What may be told of one option: in secret nothing of it that fewer than five rated."""
        is_rated = self.asked.rule in {"consent", "score"}
        return {} if self.asked.is_secret and is_rated and said.total() < ENOUGH else dict(said)

    def counted(self) -> dict[str, Counter[str]]:
        """How often each thing was said of each option."""
        said: dict[str, Counter[str]] = {}
        for picks in self.ballots.values():
            for place, (option, word) in enumerate(picks, 1):
                what = str(place) if self.asked.rule == "rank" else word
                said.setdefault(option, Counter())[what] += 1
        return said

    def points(self) -> dict[str, Fraction]:
        """Borda: a first place of m is m-1, and who names no place shares what is left."""
        m, points = self.asked.options, {}
        for n in range(1, m + 1):
            points[str(n)] = Fraction(0)
        for picks in self.ballots.values():
            named = [option for option, _ in picks]
            if not named:
                continue
            left = [m - place for place in range(len(named) + 1, m + 1)]
            for option in points:
                if option in named:
                    points[option] += m - 1 - named.index(option)
                else:
                    points[option] += Fraction(sum(left), len(left))
        return points

    @property
    def abstained(self) -> int:
        """How many would rather not say."""
        return sum(not picks for picks in self.ballots.values())


def weeks_later(moment: datetime, weeks: int, zone: str) -> datetime:
    """The same time on the wall, so many times seven days on."""
    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return (local + weeks * WEEK).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall(moment: datetime, zone: str) -> str:
    """What a clock on the wall there shows."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def is_night(moment: datetime, zone: str) -> bool:
    """Whether it is between eight in the evening and seven in the morning there."""
    return not 7 <= moment.astimezone(ZoneInfo(zone)).hour < 20


def works(moment: datetime, zone: str, days: Sequence[int]) -> bool:
    """Whether it is a working day there, from nine to five."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.weekday() in days and 9 <= local.hour < 17


def made(
    dice: random.Random, number: int, leader: str, zone: str, start: datetime, days: int,
    people: Sequence[str], channels: Sequence[str],
) -> Asked:  # fmt: skip
    """A poll by the dice; every fifth repeats weekly, and every eighth comes before meetings."""
    repeat = "weekly" if number % 5 == 1 else "before each meeting" if number % 8 == 3 else "never"
    latest = days - 9 if repeat == "weekly" else days - 3
    starts_at = start + timedelta(minutes=dice.randint(30, latest * 24 * 60 if latest > 0 else 600))
    opens_at = starts_at + timedelta(minutes=dice.randint(60, 1500)) if number % 3 == 2 else None
    length = timedelta(minutes=dice.choice((30, 90, 480, 1440, 2880, 4300)))
    rule = RULES[number % len(RULES)]
    is_secret = dice.random() < 0.4
    takes_all = dice.random() < 0.5
    size = min(len(people), dice.choice((3, 6, 12, 30, 60)))
    return Asked(
        number=number,
        leader=leader,
        zone=zone,
        rule=rule,
        options=dice.randint(2, 6),
        is_secret=is_secret,
        results="after the close" if is_secret else dice.choice(
            ("live", "after I vote", "after the close", "only the leader")
        ),
        reasons=dice.choice(("off", "optional")),
        channel=dice.choice(channels),
        picked=() if takes_all else tuple(dice.sample(list(people), size)),
        starts_at=starts_at.replace(second=0, microsecond=0),
        opens_at=opens_at and opens_at.replace(second=0, microsecond=0),
        closes_at=((opens_at or starts_at) + length).replace(second=0, microsecond=0),
        repeat=repeat,
        ends_early=dice.random() < 0.6,
    )  # fmt: skip
