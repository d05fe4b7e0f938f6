"""What becomes of a poll's message: promised, posted, refused, uncertain, out of date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.outbox import Errand, State
from bot.domain.poll_closing import next_step, unposted
from bot.domain.poll_times import REMIND_APART
from bot.domain.polls import Poll, Slot
from bot.services.ports import UnitOfWork
from bot.services.rights import led_poll

DECIDE = "polls.decide"
INVITE = "invite"
TOLD = "polls.told"
# How long a result is worth telling to who had quiet hours at the close [X].
STILL_NEWS = timedelta(days=2)
# So that several people who cannot be reached are told of in one message.
GATHER = timedelta(minutes=1)


def promise_post(uow: UnitOfWork, poll: Poll) -> None:
    """Promise the poll's message."""
    at, args = poll.opened_at or uow.now, {"poll": poll.id}
    key = f"poll:{poll.id}:polls.post:{at.isoformat()}"
    uow.outbox.add(Errand("polls.post", poll.channel, args, key, at))


def posted(uow: UnitOfWork, poll_id: str, channel: str, ts: str) -> None:
    """Remember where the message stands, and send a ballot to those who cannot see it."""
    poll = replace(uow.polls.get(poll_id), channel=channel, message_ts=ts)
    uow.polls.save(poll)
    if poll.is_open:
        hand_out(uow, poll, "polls.invite", poll.by_dm, INVITE, poll.closes_at)
    else:
        repaint(uow, poll, "late")


def not_posted(uow: UnitOfWork, poll_id: str, error: str) -> None:
    """Slack refused the message: the poll is a draft again and the leader is told once."""
    poll = uow.polls.get(poll_id)
    if poll.message_ts is not None or not poll.is_open:
        return
    # Whoever has voted from Home already did so on a question that may change: those votes go.
    uow.polls.save(replace(poll, voters=()))
    uow.polls.save(unposted(poll))
    args = {"poll": poll.id, "error": error}
    key = f"not-posted:{poll.id}:{uow.now.isoformat()}"
    uow.outbox.add(Errand("polls.not_posted", poll.leader, args, key, uow.now))


def tell_not_opened(uow: UnitOfWork, poll: Poll, why: str) -> None:
    """The moment of a waiting poll came and it could not be posted: the leader is told once."""
    args = {"poll": poll.id, "error": why}
    key = f"not-opened:{poll.id}:{uow.now.isoformat()}"
    uow.outbox.add(Errand("polls.not_opened", poll.leader, args, key, uow.now))


def unsaid(uow: UnitOfWork, poll_id: str, error: str) -> None:
    """Slack refused the result: the leader, who has it, is told once that the channel has not."""
    poll = uow.polls.get(poll_id)
    args = {"poll": poll.id, "error": error}
    uow.outbox.add(
        Errand("polls.unsaid", poll.leader, args, key_of(poll.id, "polls.unsaid"), uow.now)
    )


def outsider_turned_away(uow: UnitOfWork, poll_id: str) -> None:
    """Somebody of another organisation tried to answer: the leader is told, once a poll."""
    poll = uow.polls.get(poll_id)
    if poll.is_open:
        key = key_of(poll.id, "polls.outsider")
        uow.outbox.add(Errand("polls.outsider", poll.leader, {"poll": poll.id}, key, uow.now))


def unreached(uow: UnitOfWork, poll_id: str) -> None:
    """Slack would not take a ballot to somebody: the leader is told once, of all of them."""
    poll = uow.polls.get(poll_id)
    key, args = key_of(poll.id, "polls.unreached"), {"poll": poll.id}
    uow.outbox.add(Errand("polls.unreached", poll.leader, args, key, uow.now + GATHER))


def unreachable(uow: UnitOfWork, poll: Poll) -> Sequence[str]:
    """Those who have not answered and whose ballot Slack would not take."""
    answered = uow.polls.answered(poll.id)
    missing = [voter for voter in poll.voters if voter not in answered]
    return [voter for voter in missing if _was_refused(uow, poll, voter)]


def _was_refused(uow: UnitOfWork, poll: Poll, voter: str) -> bool:
    tries = (uow.outbox.find(_ballot_key(poll, voter, each)) for each in (INVITE, *Slot))
    return any(errand is not None and errand.state is State.FAILED for errand in tries)


def not_sure(uow: UnitOfWork, poll_id: str, errand_id: str) -> None:
    """Slack never said whether the message appeared: the leader is asked, nothing is repeated."""
    poll = uow.polls.get(poll_id)
    args = {"poll": poll_id, "errand": errand_id}
    key = f"not-sure:{errand_id}:{uow.now.isoformat()}"
    uow.outbox.add(Errand("polls.not_sure", poll.leader, args, key, uow.now))


def post_again(uow: UnitOfWork, actor: str, poll_id: str, errand_id: str) -> Poll:
    """Send the message once more, because the leader saw that it did not appear."""
    poll = led_poll(uow, actor, poll_id)
    if poll.message_ts is not None:
        raise AlreadyDone("The poll is in its channel already.")
    errand = uow.outbox.get(errand_id)
    if errand.args.get("poll") != poll_id:
        raise NotFound
    uow.outbox.retry(errand_id)
    return poll


def adopt(uow: UnitOfWork, poll_id: str, channel: str, ts: str) -> None:
    """Take a message that somebody clicked as the poll's own when none was known."""
    poll = uow.polls.get(poll_id)
    if poll.message_ts is None and poll.channel == channel:
        posted(uow, poll_id, channel, ts)


def gone(uow: UnitOfWork, poll_id: str) -> None:
    """Somebody removed the message from its channel: nothing is left to be edited."""
    poll = uow.polls.get(poll_id)
    uow.polls.save(replace(poll, message_ts=None))


def promise_result(uow: UnitOfWork, poll: Poll) -> None:
    """Promise it to the channel, and to those who were asked and cannot see it there."""
    promise(uow, poll, "polls.result", poll.channel)
    hand_out(uow, poll, TOLD, poll.by_dm, "result", uow.now + STILL_NEWS)


def repaint(uow: UnitOfWork, poll: Poll, why: str) -> None:
    """Promise that the channel's message will be edited to show the poll as it is then."""
    if poll.message_ts is not None:
        promise(uow, poll, "polls.repaint", poll.channel, why)


def repaint_later(uow: UnitOfWork, poll: Poll) -> None:
    """Promise that the message of a secret poll shows its turnout at the next full ten minutes.

    Shown at once, each step of it would tell when somebody voted.
    """
    moment = next_step(uow.now)
    key = f"{key_of(poll.id, 'polls.repaint')}:turnout:{moment.isoformat()}"
    uow.outbox.add(Errand("polls.repaint", poll.channel, {"poll": poll.id}, key, moment))


def settle_leader(uow: UnitOfWork, poll: Poll) -> None:
    """Promise that the leader's message about the close will say that it is decided."""
    promise(uow, poll, "polls.decided", poll.leader)


def promise(uow: UnitOfWork, poll: Poll, kind: str, to: str, detail: str = "") -> None:
    """Promise one message about a poll, now."""
    key = ":".join(filter(None, (key_of(poll.id, kind), detail)))
    uow.outbox.add(Errand(kind, to, {"poll": poll.id}, key, uow.now))


def key_of(poll_id: str, kind: str) -> str:
    """The unique key of the one message of this kind about a poll."""
    return f"poll:{poll_id}:{kind}"


def hand_out(
    uow: UnitOfWork,
    poll: Poll,
    kind: str,
    people: Sequence[str],
    occasion: str,
    latest: datetime,
) -> None:
    """Promise a ballot to each of these people: outside their quiet hours, and not too late."""
    told = uow.preferences.many(people)
    for person in people:
        moment = told[person].after_quiet(uow.now)
        if moment <= latest:
            promise_ballot(uow, poll, kind, person, occasion, moment, latest)


def promise_ballot(
    uow: UnitOfWork,
    poll: Poll,
    kind: str,
    person: str,
    occasion: str,
    moment: datetime,
    latest: datetime,
) -> None:
    """Promise a ballot to one person, from a moment on and not too late; once an occasion."""
    key = _ballot_key(poll, person, occasion)
    uow.outbox.add(Errand(kind, person, {"poll": poll.id}, key, moment, latest))


def asked_lately(uow: UnitOfWork, poll: Poll) -> frozenset[str]:
    """Who had a ballot of this poll just now, or has one that waits for the morning."""
    return uow.outbox.lately(ballots_of(poll.id), uow.now - REMIND_APART)


def ballots_of(poll_id: str) -> str:
    """What the keys of all ballots of a poll begin with."""
    return f"{key_of(poll_id, 'ballot')}:"


def _ballot_key(poll: Poll, voter: str, occasion: str) -> str:
    return f"{ballots_of(poll.id)}{voter}:{occasion}"
