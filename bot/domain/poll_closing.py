"""A poll that closes before its deadline, once everybody has answered.

Off unless the leader wants it [X]: a deadline that was announced is a promise that one may change
one's mind until then, and to end sooner takes some of that away. Where it is on, the poll says so
from the start, and whoever answered last finds out no later than the others that it ends.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.polls import Poll, PollState

# So that the last to answer, too, can change it [X].
GRACE = timedelta(minutes=5)
# How long votes are gathered before somebody counts whether all have answered [X].
GATHER = timedelta(seconds=10)
# Between two looks at the turnout of a secret poll [X].
STEP = timedelta(minutes=10)


def may_end_early(poll: Poll) -> bool:
    """Whether the poll closes once everybody has answered; that happens once at most."""
    return poll.manner.closes_early and poll.deadline is None


def is_ending(poll: Poll) -> bool:
    """Whether it closes sooner than announced, because everybody has answered."""
    return poll.deadline is not None and poll.closes_at < poll.deadline


def announced_close(poll: Poll) -> datetime:
    """When it was to close, whether or not everybody has answered meanwhile."""
    return poll.deadline or poll.closes_at


def look_at(poll: Poll, now: datetime) -> datetime:
    """When to count after a vote that came now.

    A secret poll is counted when its message shows the turnout anyway: sooner, the new closing
    time would tell when the last person voted.
    """
    return next_step(now) if poll.is_secret else now + GATHER


def ending(poll: Poll, now: datetime) -> Poll:
    """The poll that everybody has answered, closing after the grace, but never later than it was.

    A secret one closes at a full ten minutes, so that this, too, says no more than its turnout.
    """
    close = now + GRACE
    if poll.is_secret:
        close = next_step(close - timedelta(microseconds=1))
    return replace(poll, closes_at=min(close, poll.closes_at), deadline=poll.closes_at)


def unposted(poll: Poll) -> Poll:
    """The poll that Slack would not take, as the draft that it was: nothing of its life is left."""
    return replace(
        poll,
        state=PollState.DRAFT,
        voters=poll.asked_again,
        opened_at=None,
        reminded=frozenset(),
        closes_at=announced_close(poll),
        deadline=None,
        core=(),
        by_dm=(),
    )


def next_step(now: datetime) -> datetime:
    """The next full ten minutes after now."""
    seconds, step = int(now.timestamp()), int(STEP.total_seconds())
    return datetime.fromtimestamp(seconds - seconds % step + step, tz=UTC)
