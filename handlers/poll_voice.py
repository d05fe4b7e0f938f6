"""What Parley says of polls by itself: each time from what the tables hold at that moment."""

from functools import partial

from bot.domain.audience import Content
from bot.domain.outbox import Errand
from bot.domain.polls import PollState
from bot.services import poll_messages, poll_news, poll_voting, polls
from bot.services.poll_meetings import FOLLOWED
from bot.services.ports import UnitOfWork
from handlers.outcomes import is_message_gone
from handlers.poll_reminders import reminder
from handlers.refresh import Painting
from handlers.speaking import Place, Speaker, Speakers
from handlers.views import poll_messages as messages
from handlers.views import poll_notes as notes
from handlers.views.kit import Speech

# What Slack says of a message that it would not draw; then the chart is left out.
NOT_DRAWN = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
PLAIN = "polls.plain_result"


def voice(speakers: Speakers) -> None:
    """Every kind of message about polls."""
    speakers.say(
        "polls.post",
        Speaker(
            post,
            sent=posted,
            failed=not_posted,
            unknown=not_sure,
            when_unknown="ask",
            holds=Content.POLL,
        ),
    )
    speakers.say("polls.repaint", Speaker(repaint, edits=face, failed=not_redrawn))
    speakers.say(
        "polls.result",
        Speaker(partial(result, with_chart=True), failed=not_drawn, holds=Content.POLL),
    )
    speakers.say(
        PLAIN, Speaker(partial(result, with_chart=False), failed=unsaid, holds=Content.POLL)
    )
    speakers.say(poll_messages.TOLD, Speaker(tell_result))
    speakers.say("polls.unsaid", Speaker(tell_unsaid))
    speakers.say("polls.decide", Speaker(decide))
    speakers.say("polls.decided", Speaker(decided, edits=note_at_close))
    speakers.say("polls.invite", Speaker(invitation, failed=unreached))
    speakers.say("polls.remind", Speaker(reminder, failed=unreached))
    speakers.say("polls.unreached", Speaker(tell_unreached))
    speakers.say("polls.not_posted", Speaker(tell_not_posted))
    speakers.say("polls.not_opened", Speaker(tell_not_opened))
    speakers.say(FOLLOWED, Speaker(tell_followed))
    speakers.say("polls.outsider", Speaker(tell_outsider))
    speakers.say("polls.not_sure", Speaker(tell_not_sure))


def paint(uow: UnitOfWork, poll_id: str) -> Painting | None:
    """A poll's message as it should look now; None if it is not known where it stands."""
    card = polls.card(uow, poll_id)
    ts = card.poll.message_ts
    return Painting(card.poll.channel, ts, messages.message(card)) if ts else None


# The message in the channel


def post(uow: UnitOfWork, errand: Errand) -> Speech | None:
    card = polls.card(uow, errand.args["poll"])
    is_wanted = card.poll.is_open and card.poll.message_ts is None
    return messages.message(card) if is_wanted else None


def posted(uow: UnitOfWork, errand: Errand, channel: str, ts: str) -> None:
    poll_messages.posted(uow, errand.args["poll"], channel, ts)


def not_posted(uow: UnitOfWork, errand: Errand, error: str) -> None:
    poll_messages.not_posted(uow, errand.args["poll"], error)


def not_sure(uow: UnitOfWork, errand: Errand) -> None:
    poll_messages.not_sure(uow, errand.args["poll"], errand.id)


def repaint(uow: UnitOfWork, errand: Errand) -> Speech:
    return messages.message(polls.card(uow, errand.args["poll"]))


def face(uow: UnitOfWork, errand: Errand) -> Place | None:
    poll = uow.polls.get(errand.args["poll"])
    return (poll.channel, poll.message_ts) if poll.message_ts else None


def result(uow: UnitOfWork, errand: Errand, *, with_chart: bool) -> Speech | None:
    """The result; nothing where nobody ever saw the question."""
    card = polls.card(uow, errand.args["poll"])
    was_seen = card.poll.message_ts is not None or card.answered
    if not was_seen or not card.poll.is_over:
        return None
    return messages.result_message(card, with_chart=with_chart)


def not_redrawn(uow: UnitOfWork, errand: Errand, error: str) -> None:
    if is_message_gone(error):
        poll_messages.gone(uow, errand.args["poll"])


def not_drawn(uow: UnitOfWork, errand: Errand, error: str) -> None:
    """A workspace whose Slack does not know charts yet gets the numbers alone."""
    if error in NOT_DRAWN:
        poll_messages.promise(uow, uow.polls.get(errand.args["poll"]), PLAIN, errand.to)
    else:
        unsaid(uow, errand, error)


def unsaid(uow: UnitOfWork, errand: Errand, error: str) -> None:
    poll_messages.unsaid(uow, errand.args["poll"], error)


# To the leader


def decide(uow: UnitOfWork, errand: Errand) -> Speech | None:
    news = poll_news.news(uow, errand.to, errand.args["poll"])
    if not news.card.poll.is_over:
        return None
    if not news.card.poll.awaits_decision:
        return notes.decided_note(news.card)
    return notes.close_note(news.card, news.dissent)


def decided(uow: UnitOfWork, errand: Errand) -> Speech:
    return notes.decided_note(polls.card(uow, errand.args["poll"]))


def note_at_close(uow: UnitOfWork, errand: Errand) -> Place | None:
    """Where the DM about the close stands, if it was sent."""
    key = poll_messages.key_of(errand.args["poll"], poll_messages.DECIDE)
    told = uow.outbox.find(key)
    return (told.channel, told.slack_ts) if told and told.channel and told.slack_ts else None


def tell_not_posted(uow: UnitOfWork, errand: Errand) -> Speech | None:
    poll = uow.polls.get(errand.args["poll"])
    return notes.not_posted_note(poll, errand.args["error"]) if poll.is_draft else None


def tell_not_opened(uow: UnitOfWork, errand: Errand) -> Speech | None:
    poll = uow.polls.get(errand.args["poll"])
    return notes.not_opened_note(poll, errand.args["error"]) if poll.is_draft else None


def tell_followed(uow: UnitOfWork, errand: Errand) -> Speech | None:
    poll, meeting = uow.polls.get(errand.args["poll"]), uow.meetings.get(errand.args["meeting"])
    was_dropped = poll.state is PollState.DELETED and poll.opened_at is None
    is_news = poll.is_open or was_dropped or (poll.is_over and meeting.is_planned)
    return notes.followed_note(poll, meeting) if is_news else None


def tell_outsider(uow: UnitOfWork, errand: Errand) -> Speech | None:
    poll = uow.polls.get(errand.args["poll"])
    return notes.outsider_note(poll) if poll.is_open else None


def tell_unsaid(uow: UnitOfWork, errand: Errand) -> Speech | None:
    poll = uow.polls.get(errand.args["poll"])
    return notes.unsaid_note(poll, errand.args["error"]) if poll.is_over else None


def tell_unreached(uow: UnitOfWork, errand: Errand) -> Speech | None:
    poll = uow.polls.get(errand.args["poll"])
    people = poll_messages.unreachable(uow, poll) if poll.is_open else []
    return notes.unreached_note(poll, people) if people else None


def tell_not_sure(uow: UnitOfWork, errand: Errand) -> Speech | None:
    poll = uow.polls.get(errand.args["poll"])
    is_open_question = poll.is_open and poll.message_ts is None
    return notes.not_sure_note(poll, errand.args["errand"]) if is_open_question else None


# To a voter


def invitation(uow: UnitOfWork, errand: Errand) -> Speech | None:
    poll = poll_voting.ballot_for(uow, errand.to, errand.args["poll"])
    return messages.ballot_message(poll, is_reminder=False) if poll else None


def tell_result(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """To somebody who was asked and cannot see the channel: what it reads, if it reads totals."""
    card = polls.card(uow, errand.args["poll"])
    is_theirs = card.poll.is_over and errand.to in card.poll.voters
    is_quiet = uow.preferences.get(errand.to).is_quiet(uow.now)
    return messages.told_result(card) if is_theirs and not is_quiet else None


def unreached(uow: UnitOfWork, errand: Errand, _error: str) -> None:
    poll_messages.unreached(uow, errand.args["poll"])
