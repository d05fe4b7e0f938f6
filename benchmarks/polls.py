"""Polls of five hundred people in one minute, and what counting costs."""

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.domain.choices import SCORES, STANCES, Choice, Rule, Terms
from bot.domain.poll_manner import Manner
from bot.domain.poll_results import result_of
from bot.domain.tallies import tally
from bot.services import poll_running
from bot.services.ports import UnitOfWork

from . import paced, payloads, processes, seed
from .load import Report
from .measure import seconds
from .payloads import TEAM
from .requests import posted_poll
from .table import AtLeast, AtMost, Row, amount

VOTERS = tuple(f"U{n:04}" for n in range(500))
MINUTE = 60.0
# What Slack takes of one app in one workspace (tier 3): about fifty edits a minute.
UPDATES = 50
SIZES = (10, 100, 1_000, 10_000)
OPTIONS = ("1", "2", "3", "4", "5")
HELP = [payloads.help_command(voter) for voter in VOTERS]
CONSENT = Manner(Terms(Rule.CONSENT), is_secret=True)


@dataclass(frozen=True)
class Minute:
    """What came of one minute of voting."""

    votes: Report
    helps: Report
    updates: int
    exact: float


def rows(rounds: int) -> Iterator[Row]:
    """A minute for each kind of poll, whatever the rounds; counting beside counting less."""
    yield from _minute("named, one answer", _named_votes, Manner(), _picked)
    yield from _minute("secret, consent", _secret_votes, CONSENT, _stances)
    for rule in Rule:
        yield _growth(rounds, rule)


# A minute


def _minute(
    what: str,
    ballots: Callable[[str, int], list[str]],
    manner: Manner,
    expected: Callable[[], dict[str, Counter[str]]],
) -> Iterator[Row]:
    found = _played(ballots, manner, expected())
    # A vote waits for its durable commit, help for nothing.
    votes, helps = found.votes, found.helps
    yield Row(
        f"a vote when {len(VOTERS)} people vote within a minute ({what}), p99",
        votes.p99_ms / helps.p99_ms,
        AtMost(5),
        ours=amount(votes.p99_ms, "ms"),
        peer=f"`help` at the same pace: {amount(helps.p99_ms, 'ms')}",
    )
    yield Row(
        "… the slowest of them; Slack waits three seconds", votes.slowest_ms, AtMost(3000), "ms"
    )
    yield Row("… edits of the poll's message meanwhile", found.updates, AtMost(UPDATES), "")
    yield Row("… answers in the tally as they were given", found.exact, AtLeast(1.0), "")


def _played(
    ballots: Callable[[str, int], list[str]], manner: Manner, expected: dict[str, Counter[str]]
) -> Minute:
    with tempfile.TemporaryDirectory() as folder, processes.slack() as slack:
        home = Path(folder)
        poll = asyncio.run(_seed(home, manner))
        with processes.bot(home, slack) as bot:
            posted_poll(slack)
            before = _updates(slack)
            votes, helps = _together(bot.port, ballots(poll, slack), HELP)
            updates = _updates(slack) - before
        counted = asyncio.run(_counted(home, poll))
    right = sum((counted.get(each, Counter()) & said).total() for each, said in expected.items())
    wrong = sum((counted[each] - expected.get(each, Counter())).total() for each in counted)
    exact = (right - wrong) / sum(said.total() for said in expected.values())
    return Minute(votes, helps, updates, exact)


def _together(port: int, *bodies: list[str]) -> list[Report]:
    """Several timetables side by side, so that a busy moment hits all alike."""
    timetables = [paced.Timetable(port, each, MINUTE) for each in bodies]
    with ThreadPoolExecutor() as pool:
        return list(pool.map(paced.run, timetables))


async def _seed(home: Path, manner: Manner) -> str:
    async with seed.database(home) as opened:
        poll = await opened.of(TEAM).write(seed.add_open_poll, VOTERS, manner)
        return poll.id


async def _counted(home: Path, poll: str) -> dict[str, Counter[str]]:
    """The tally after the close."""

    def count(uow: UnitOfWork) -> dict[str, Counter[str]]:
        closed = poll_running.close(uow, seed.LEADER, poll)
        lines = result_of(closed, uow.polls.ballots(poll)).tally.lines
        return {line.option_id: Counter(line.counts) for line in lines}

    async with seed.database(home) as opened:
        return await opened.of(TEAM).write(count)


def _updates(slack: int) -> int:
    return int(processes.seen(slack)["calls"].get("chat.update", 0))


def _option(n: int) -> str:
    return str(n % 3 + 1)


def _picked() -> dict[str, Counter[str]]:
    chosen = Counter(_option(n) for n in range(len(VOTERS)))
    return {option: Counter({"": number}) for option, number in chosen.items()}


def _named_votes(_poll: str, slack: int) -> list[str]:
    message = posted_poll(slack)
    answers = [each for each in payloads.buttons(message) if "vote" in each["action_id"]]
    reply_to = f"http://127.0.0.1:{slack}/api/response"
    return [
        payloads.click(voter, message, answers[n % 3], reply_to) for n, voter in enumerate(VOTERS)
    ]


def _stance(n: int, option: str) -> str:
    return tuple(STANCES)[(n // int(option)) % 3]


def _stances() -> dict[str, Counter[str]]:
    return {
        option: Counter(_stance(n, option) for n in range(len(VOTERS))) for option in OPTIONS[:3]
    }


def _secret_votes(poll: str, _slack: int) -> list[str]:
    return [
        payloads.submission(
            voter,
            f"polls.cast:{poll}",
            {f"of-{option}": _stance(n, option) for option in OPTIONS[:3]},
        )
        for n, voter in enumerate(VOTERS)
    ]


# Counting


def _growth(rounds: int, rule: Rule) -> Row:
    """Microseconds a vote at each size; how much more a vote costs among many than among few."""
    dice = random.Random(1)
    choices = [_choice(rule, dice) for _ in range(SIZES[-1])]
    terms = Terms(rule, 3)

    def each_of(number: int) -> float:
        some, times = choices[:number], max(1, 1_000 // number)
        took = seconds(lambda: [tally(some, OPTIONS, terms) for _ in range(times)])
        return took / (times * number)

    played = [{number: each_of(number) for number in SIZES} for _ in range(rounds)]
    cost = {number: median(each[number] for each in played) * 1e6 for number in SIZES}
    return Row(
        f"counting by {rule}: a vote among {SIZES[-1]:,} beside one among 100",
        median(each[SIZES[-1]] / each[100] for each in played),
        AtMost(1.5),
        ours=", ".join(f"{number:,}: {cost[number]:.1f} µs" for number in SIZES),
    )


def _choice(rule: Rule, dice: random.Random) -> Choice:
    if rule in (Rule.CONSENT, Rule.SCORE):
        words = tuple(STANCES) if rule is Rule.CONSENT else SCORES
        return Choice(tuple((each, dice.choice(words)) for each in OPTIONS))
    count = 1 if rule is Rule.SINGLE else 3
    return Choice(tuple((each, "") for each in dice.sample(OPTIONS, count)))
