"""Polls that come again: when the next occasion opens and closes.

A week is counted on the wall, from the series as it was set up: a poll that opens on Mondays at
9:00 does so before and after the clocks change, and lasts as long as it was made to last.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.meetings import Meeting
from bot.domain.people import zone_info
from bot.domain.poll_closing import announced_close
from bot.domain.poll_items import fresh
from bot.domain.poll_manner import Manner, Repeat, Rhythm
from bot.domain.poll_times import LONGEST, SHORTEST
from bot.domain.polls import Poll, PollState

DAYS = {Repeat.WEEKLY: 7, Repeat.TWO_WEEKLY: 14}
# Before a meeting [X]: people have two days, and the leader has some hours with the result.
LEAD = timedelta(days=2)
LEFT_TO_LEADER = timedelta(hours=4)


def next_weekly(poll: Poll, poll_id: str, zone: str, now: datetime) -> Poll:
    """The next occasion of a weekly or two-weekly poll: the first one that lies ahead of `now`."""
    rhythm, step = rhythm_of(poll, now), DAYS[poll.manner.repeat]
    days = step
    while shifted(rhythm.opens_at, days, zone) <= now:
        days += step
    opens_at, closes_at = (shifted(at, days, zone) for at in (rhythm.opens_at, rhythm.closes_at))
    hears = rhythm.feedback_by and shifted(rhythm.feedback_by, days, zone)
    again = _occasion(poll, poll_id, opens_at, closes_at)
    return replace(again, feedback_by=hears, rhythm=rhythm)


def rhythm_of(poll: Poll, now: datetime) -> Rhythm:
    """That of the poll's series; one that was not posted yet opens now."""
    begins = poll.opens_at or poll.opened_at or now
    return poll.rhythm or Rhythm(begins, announced_close(poll), poll.feedback_by)


def moved(poll: Poll, closes_at: datetime, now: datetime) -> Poll:
    """The open poll with another deadline; later occasions last as long as they were made to."""
    rhythm = None if poll.manner.repeat is Repeat.NEVER else rhythm_of(poll, now)
    return replace(poll.extended(closes_at, now), rhythm=rhythm)


def next_before(poll: Poll, poll_id: str, meeting: Meeting, now: datetime) -> Poll | None:
    """The occasion before a meeting; None when the meeting is too near for one."""
    times = times_before(meeting, now)
    if times is None:
        return None
    opens_at, closes_at = times
    rhythm = rhythm_of(poll, now)
    hears = rhythm.feedback_by and closes_at + (rhythm.feedback_by - rhythm.closes_at)
    again = _occasion(poll, poll_id, opens_at, closes_at)
    return replace(again, meeting=meeting.id, feedback_by=hears, rhythm=rhythm)


def times_before(meeting: Meeting, now: datetime) -> tuple[datetime, datetime] | None:
    """When the poll before a meeting opens and closes; None when there is no time for it."""
    closes_at = meeting.starts_at - LEFT_TO_LEADER
    opens_at = max(meeting.starts_at - LEAD, now + timedelta(minutes=1))
    return (opens_at, closes_at) if opens_at + SHORTEST <= closes_at else None


def close_after_move(poll: Poll, was: Meeting, meeting: Meeting, now: datetime) -> datetime:
    """When an open poll closes once its meeting has moved; `now` when no time is left for answers.

    A deadline that its leader has moved stays, unless the meeting has come before it.
    """
    wanted, is_later = meeting.starts_at - LEFT_TO_LEADER, meeting.starts_at > was.starts_at
    is_own = poll.closes_at != was.starts_at - LEFT_TO_LEADER
    stays = is_own and (is_later or poll.closes_at <= meeting.starts_at)
    if stays or meeting.starts_at == was.starts_at:
        return poll.closes_at
    if wanted >= now + SHORTEST:
        return min(wanted, now + LONGEST)
    return now + SHORTEST if now + SHORTEST <= meeting.starts_at else now


def reset(poll: Poll, closes_at: datetime) -> Poll:
    """The poll with another deadline; the answer that was promised moves along."""
    hears = poll.feedback_by and poll.feedback_by + (closes_at - poll.closes_at)
    deadline = poll.deadline and closes_at
    return replace(poll, closes_at=closes_at, feedback_by=hears, deadline=deadline)


def shifted(instant: datetime, days: int, zone: str) -> datetime:
    """The same time of day on the wall in `zone`, so many days later, in UTC.

    A time that the clocks skip on that day is taken as much later as they skip.
    """
    local = instant.astimezone(zone_info(zone))
    wall: time = local.time().replace(tzinfo=None)
    day = local.date() + timedelta(days=days)
    return datetime.combine(day, wall, tzinfo=local.tzinfo).astimezone(UTC)


def is_in_series(poll: Poll) -> bool:
    """Whether others come after it: not yet while its first occasion is a draft."""
    is_first_draft = poll.state is PollState.DRAFT and not poll.series
    return poll.manner.repeat is not Repeat.NEVER and not is_first_draft


def not_repeated(poll: Poll) -> Poll:
    """The poll as the last of its series."""
    return replace(poll, manner=replace(poll.manner, repeat=Repeat.NEVER))


def _occasion(poll: Poll, poll_id: str, opens_at: datetime, closes_at: datetime) -> Poll:
    """The poll once more, waiting to be posted, with nothing of what happened to the last one."""
    manner: Manner = poll.manner
    return Poll(
        id=poll_id,
        negotiation=poll.negotiation,
        leader=poll.leader,
        question=poll.question,
        use=poll.use,
        options=poll.options,
        items=fresh(poll.items),
        audience=poll.audience,
        channel=poll.channel,
        closes_at=closes_at,
        manner=manner,
        voters=poll.asked_again,
        state=PollState.SCHEDULED,
        opens_at=opens_at,
        series=poll.series or poll.id,
    )
