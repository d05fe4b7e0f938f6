"""What Parley says of updates by itself: each time from what the tables hold at that moment."""

from bot.domain.access import Action
from bot.domain.audience import Content
from bot.domain.outbox import Errand
from bot.domain.updates import Promise
from bot.services import update_messages, update_promises
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed
from bot.services.update_messages import Saying
from handlers.outcomes import is_message_gone
from handlers.speaking import Place, Speaker, Speakers
from handlers.views import update_messages as messages
from handlers.views import update_notes as notes
from handlers.views.kit import Speech

INSIDE = Content.INTERNAL


def voice(speakers: Speakers) -> None:
    """Every kind of message about updates."""
    speakers.say(
        update_messages.POST,
        Speaker(
            say,
            sent=said,
            failed=update_messages.refused,
            unknown=update_messages.unsure,
            when_unknown="ask",
            holds=INSIDE,
        ),
    )
    speakers.say(update_messages.COPY, Speaker(copy, sent=copied, failed=left, holds=INSIDE))
    speakers.say(
        update_messages.ANCHOR,
        Speaker(anchor, edits=anchor_place, failed=not_redrawn, holds=INSIDE),
    )
    speakers.say(update_messages.REDRAW, Speaker(again, edits=own_place, holds=INSIDE))
    speakers.say(update_promises.DUE[Promise.NEXT], Speaker(tell_late))
    speakers.say(update_promises.DUE[Promise.EXPLAIN], Speaker(tell_to_explain))
    speakers.say(update_messages.NOT_POSTED, Speaker(tell_not_posted))
    speakers.say(update_messages.NOT_SURE, Speaker(tell_not_sure))


# In the channel


def say(uow: UnitOfWork, errand: Errand) -> Speech | None:
    saying = update_messages.to_say(uow, errand)
    if saying is None:
        return None
    return messages.in_thread(saying) if saying.thread_ts else messages.first(saying)


def said(uow: UnitOfWork, errand: Errand, channel: str, ts: str) -> None:
    update_messages.posted(uow, errand.args["update"], channel, ts)


def copy(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """The update that stood in the anchor alone, for the thread."""
    thread = update_messages.anchor_of(uow, errand)
    saying = _saying(uow, errand)
    is_wanted = thread and saying.update.is_posted and saying.update.ts is None
    return messages.earlier(saying, thread) if thread and is_wanted else None


def copied(uow: UnitOfWork, errand: Errand, _channel: str, ts: str) -> None:
    update_messages.copied(uow, errand.args["update"], ts)


def left(_uow: UnitOfWork, _errand: Errand, _code: str) -> None:
    """The new update goes the same way just after it, and its leader is told of that."""


def anchor(uow: UnitOfWork, errand: Errand) -> Speech:
    return messages.anchor(update_messages.anchored(uow, errand))


def anchor_place(uow: UnitOfWork, errand: Errand) -> Place | None:
    ts = update_messages.anchor_of(uow, errand)
    return (errand.to, ts) if ts else None


def not_redrawn(uow: UnitOfWork, errand: Errand, error: str) -> None:
    if is_message_gone(error):
        update_messages.anchor_gone(uow, errand.args["update"])


def again(uow: UnitOfWork, errand: Errand) -> Speech:
    """An update's own message in the thread, as it reads now."""
    saying = _saying(uow, errand)
    return messages.in_thread(saying) if saying.update.is_posted else messages.withdrawn(saying)


def own_place(uow: UnitOfWork, errand: Errand) -> Place | None:
    ts = uow.updates.get(errand.args["update"]).ts
    return (errand.to, ts) if ts else None


def _saying(uow: UnitOfWork, errand: Errand) -> Saying:
    update = uow.updates.get(errand.args["update"])
    return Saying(uow.negotiations.get(update.negotiation), update)


# To the leader


def tell_late(uow: UnitOfWork, errand: Errand) -> Speech | None:
    found = update_promises.due(uow, errand)
    return notes.late_note(*found) if found else None


def tell_to_explain(uow: UnitOfWork, errand: Errand) -> Speech | None:
    found = update_promises.due(uow, errand)
    return notes.explain_note(*found) if found else None


def tell_not_posted(uow: UnitOfWork, errand: Errand) -> Speech:
    saying = _for_writer(uow, errand)
    return notes.not_posted_note(saying.negotiation, saying.update, errand.args["error"])


def tell_not_sure(uow: UnitOfWork, errand: Errand) -> Speech:
    saying = _for_writer(uow, errand)
    return notes.not_sure_note(saying.negotiation, saying.update)


def _for_writer(uow: UnitOfWork, errand: Errand) -> Saying:
    """For somebody who may still post; else NotFound, and nothing is said."""
    saying = _saying(uow, errand)
    allowed(uow, errand.to, saying.negotiation.id, Action.POST_UPDATE)
    return saying
