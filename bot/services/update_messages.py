"""What becomes of an update's message: promised, posted, refused, uncertain, redrawn, gone.

A record has one anchor in a channel. The first update stands in it; each one after that goes into
its thread, and then the anchor is redrawn to show the newest.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.access import Action
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand
from bot.domain.update_forms import A_DAY
from bot.domain.updates import Anchor, Update, UpdateState
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed
from bot.services.update_promises import remind

POST = "updates.post"
COPY = "updates.copy"
ANCHOR = "updates.anchor"
REDRAW = "updates.redraw"
NOT_POSTED = "updates.not_posted"
NOT_SURE = "updates.not_sure"
# What Slack says when there is nothing any more under which one could answer.
NO_THREAD = frozenset({"cannot_reply_to_message", "thread_not_found", "invalid_thread_ts"})
_JUST_BEFORE = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Saying:
    """An update as its channel reads it: in the anchor, or with `thread_ts` under it.

    `is_seen` shows one of the thread in the channel as well. `has_earlier` says that the thread
    holds more.
    """

    negotiation: Negotiation
    update: Update
    thread_ts: str | None = None
    is_seen: bool = False
    has_earlier: bool = False


# Saying


def promise_post(uow: UnitOfWork, update: Update, *, again: bool = False) -> None:
    """Promise the message: at once, or tomorrow where the channel was used today already."""
    anchor = uow.updates.anchor(update.negotiation, update.channel)
    if anchor and anchor.ts:
        _promise_copy(uow, update)
    args = {"update": update.id, **({"again": "yes"} if again else {})}
    key = f"update:{update.id}:{POST}:{uow.new_id()}"
    uow.outbox.add(Errand(POST, update.channel, args, key, goes_out(uow.now, anchor)))


def goes_out(now: datetime, anchor: Anchor | None) -> datetime:
    """When the next update is said."""
    is_free = anchor is None or anchor.ts is not None or anchor.may_be_seen_again(now)
    return now if anchor is None or is_free else anchor.top_at + A_DAY


def to_say(uow: UnitOfWork, errand: Errand) -> Saying | None:
    """What is to be posted, if it still is and its author still may."""
    update = uow.updates.get(errand.args["update"])
    negotiation = allowed(uow, update.author, update.negotiation, Action.POST_UPDATE)
    is_wanted = update.state is UpdateState.PROMISED or "again" in errand.args
    if not is_wanted or update.state is UpdateState.DELETED:
        return None
    anchor = uow.updates.anchor(update.negotiation, update.channel)
    if anchor is None or anchor.ts is None:
        return Saying(negotiation, update, has_earlier=_has_earlier(uow, update))
    if "again" in errand.args:
        # Another update has made a new anchor meanwhile.
        return None
    return Saying(negotiation, update, anchor.ts, anchor.may_be_seen_again(uow.now))


def posted(uow: UnitOfWork, update_id: str, channel: str, ts: str) -> None:
    """Remember where it stands. It settles the one before, and begins to promise."""
    update = uow.updates.get(update_id)
    anchor = uow.updates.anchor(update.negotiation, update.channel)
    is_anchor = anchor is None or anchor.ts is None
    if anchor is None or is_anchor or anchor.may_be_seen_again(uow.now):
        stands = ts if anchor is None or is_anchor else anchor.ts
        uow.updates.put_anchor(Anchor(update.negotiation, channel, stands, uow.now))
    own = None if is_anchor else ts
    if update.state is UpdateState.DELETED:
        # Taken back while it was on its way.
        uow.updates.save(replace(update, ts=own))
        redraw(uow, replace(update, ts=own))
        return
    if not update.is_posted:
        _settle_others(uow, update)
        update = replace(update, state=UpdateState.POSTED, made_at=uow.now, ts=own)
        uow.updates.save(update)
        remind(uow, uow.negotiations.get(update.negotiation), update)
    if not is_anchor:
        _promise_anchor(uow, update)


def copied(uow: UnitOfWork, update_id: str, ts: str) -> None:
    """The first update stands in the thread as well now."""
    uow.updates.save(replace(uow.updates.get(update_id), ts=ts))


def _settle_others(uow: UnitOfWork, update: Update) -> None:
    for other in uow.updates.promising([update.negotiation]):
        if other.id != update.id:
            uow.updates.save(replace(other, is_settled=True))


def _promise_copy(uow: UnitOfWork, update: Update) -> None:
    """What stands in the anchor alone goes into its thread before another takes its place."""
    newest = uow.updates.newest(update.negotiation, update.channel)
    if newest and newest.ts is None and newest.id != update.id:
        args, key = {"update": newest.id}, f"update:{newest.id}:{COPY}"
        uow.outbox.add(Errand(COPY, newest.channel, args, key, uow.now - _JUST_BEFORE))


# When it goes wrong


def refused(uow: UnitOfWork, errand: Errand, code: str) -> None:
    """Slack or the audience guard stopped it: without a thread it makes a new one, else its
    leader is told once."""
    update = uow.updates.get(errand.args["update"])
    if code in NO_THREAD:
        _forget_anchor(uow, update)
        promise_post(uow, update, again="again" in errand.args)
        return
    if not update.is_posted:
        uow.updates.save(replace(update, state=UpdateState.REFUSED))
    leader = uow.negotiations.get(update.negotiation).leader
    for person in {leader, update.author}:
        args = {"update": update.id, "error": code}
        key = f"{errand.dedupe_key}:refused:{person}"
        uow.outbox.add(Errand(NOT_POSTED, person, args, key, uow.now))


def unsure(uow: UnitOfWork, errand: Errand) -> None:
    """Slack never said whether it appeared: its author is asked, nothing is repeated."""
    update = uow.updates.get(errand.args["update"])
    if update.is_posted:
        return
    uow.updates.save(replace(update, state=UpdateState.UNSURE))
    args, key = {"update": update.id}, f"{errand.dedupe_key}:unsure"
    uow.outbox.add(Errand(NOT_SURE, update.author, args, key, uow.now))


def anchor_gone(uow: UnitOfWork, update_id: str) -> None:
    """Somebody removed the anchor: a new one is made, tomorrow if there was one today."""
    update = uow.updates.get(update_id)
    anchor = uow.updates.anchor(update.negotiation, update.channel)
    if anchor is None or anchor.ts is None:
        return
    _forget_anchor(uow, update)
    newest = uow.updates.newest(update.negotiation, update.channel)
    if newest:
        promise_post(uow, newest, again=True)


def _forget_anchor(uow: UnitOfWork, update: Update) -> None:
    anchor = uow.updates.anchor(update.negotiation, update.channel)
    if anchor:
        uow.updates.put_anchor(replace(anchor, ts=None))


# Redrawing


def redraw(uow: UnitOfWork, update: Update) -> None:
    """Promise that all that is seen of an update will be as it is then."""
    if update.ts:
        args = {"update": update.id}
        key = f"update:{update.id}:{REDRAW}:{uow.new_id()}"
        uow.outbox.add(Errand(REDRAW, update.channel, args, key, uow.now))
    _promise_anchor(uow, update)


def _promise_anchor(uow: UnitOfWork, update: Update) -> None:
    args = {"update": update.id}
    key = f"update:{update.id}:{ANCHOR}:{uow.new_id()}"
    uow.outbox.add(Errand(ANCHOR, update.channel, args, key, uow.now))


def anchored(uow: UnitOfWork, errand: Errand) -> Saying:
    """What the anchor says now: the newest update, or the last one taken back."""
    update = uow.updates.get(errand.args["update"])
    shown = uow.updates.newest(update.negotiation, update.channel) or update
    negotiation = uow.negotiations.get(update.negotiation)
    return Saying(negotiation, shown, has_earlier=_has_earlier(uow, shown))


def anchor_of(uow: UnitOfWork, errand: Errand) -> str | None:
    """The anchor's ts."""
    update = uow.updates.get(errand.args["update"])
    anchor = uow.updates.anchor(update.negotiation, update.channel)
    return anchor.ts if anchor else None


def _has_earlier(uow: UnitOfWork, update: Update) -> bool:
    """Whether the thread holds an update besides this one."""
    found = uow.updates.of_negotiation(update.negotiation, 10)
    return any(u.ts and u.is_posted and u.id != update.id for u in found)
