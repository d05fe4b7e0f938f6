"""What Parley tells a poll's leader by DM. Nothing that is sealed stands here."""

from collections.abc import Sequence

from bot.domain.meetings import Meeting
from bot.domain.poll_meaning import Dissent
from bot.domain.polls import Poll, PollState
from bot.services.decisions import Told
from bot.services.polls import PollCard
from handlers.views.kit import Dict, Speech, act, actions, button, section
from handlers.views.poll_dissent import dissent
from handlers.views.poll_items import everything
from handlers.views.poll_results import final_turnout, leading, meaning
from handlers.views.poll_words import about
from handlers.views.text import channel, esc, listed, person, when

DECIDE = "decisions.from_poll"
READ = "decisions.of_poll"
FEEDBACK = "feedback.open"
OPEN = "polls.open"
PREVIEW = "polls.preview"
THERE = "polls.there"
AGAIN = "polls.again"

FURTHER = "The result has the answers to the other questions too."
CLOSED_UNSEEN = "I never learned that its message appeared in the channel; nobody answered."

# Slack's codes; what is not here reads as the last sentence.
REASONS = {
    "channel_not_found": "I'm not in {channel}, or it is gone. Type `/invite @Parley` there first.",
    "not_in_channel": "I'm not in {channel}. Type `/invite @Parley` there first.",
    "is_archived": "{channel} is archived. Choose another channel.",
    "restricted_action": "This workspace does not let me post in {channel}. Choose another one.",
    "restricted_action_read_only_channel": "{channel} is read-only. Choose another channel.",
    "shared_outside": (
        "It is shared with another organisation now, or is about to be, so I post nothing "
        "internal there. Choose another channel."
    ),
    "missing_scope": "I lack a permission. Whoever runs me can see which with `doctor`.",
}
# By the name of what came in the way.
WAITED_IN_VAIN = {
    "too_late": "Its closing time has passed.",
    "archived": "{channel} is archived.",
    "not_a_member": "I'm not in {channel}. Type `/invite @Parley` there first.",
    "too_many": "{channel} has more people than a poll may ask.",
    "untold": "Slack tells me nothing about the people I would ask.",
    "nobody": "There is nobody to ask in {channel}.",
    "shared": "{channel} is shared with another organisation, so I ask you first.",
    "ended": "Its negotiation has ended.",
    "not_yours": "You no longer lead its negotiation.",
}
UNKNOWN_REASON = "Slack would not take it."
UNSAID_REASONS = {
    "channel_not_found": "I'm no longer in it, or it is gone.",
    "not_in_channel": "I'm no longer in it.",
    "is_archived": "It is archived.",
    "shared_outside": (
        "It is shared with another organisation, or is about to be, so I post nothing internal "
        "there."
    ),
}


def close_note(card: PollCard, differ: Sequence[Dissent] = ()) -> Speech | None:
    """At the close: how it went, how far that carries, who differs, and the way to the decision.

    Names stand in the message alone and not in its text, which is what a notification shows.
    """
    result = card.result
    if result is None:
        return None
    poll, record = card.poll, esc(card.negotiation.name)
    title = f"Your poll {about(poll)} has closed ({record})."
    if poll.message_ts is None and result.answered == 0:
        return _note(f"{title} {CLOSED_UNSEEN}", _see(poll))
    told = f"{final_turnout(result)}. {leading(result)}"
    decide = button("Log the decision", act(DECIDE, poll.id), style="primary")
    further = f"\n{FURTHER}" if result.items else ""
    text = f"{title}\n{told} {meaning(result)}{further}"
    named = dissent(poll, differ)
    see = actions(decide, button("See the result", act(OPEN, poll.id)))
    blocks = [section(text), *([section(named)] if named else []), see]
    said = "\n".join(everything(result))
    return Speech(f"{text}\n{said}", blocks)


def decided_note(card: PollCard) -> Speech:
    """The same message once it is decided: the form is not offered again."""
    poll, read = card.poll, button("Read the decision", act(READ, card.poll.id))
    text = f"Your poll {about(poll)} has closed, and your decision is logged."
    if not poll.owes_feedback:
        return _note(text, read, _see(poll))
    tell = button("Tell the people you asked", act(FEEDBACK, poll.id), style="primary")
    return _note(f"{text} The people you asked have not heard from you yet.", tell, read)


def not_posted_note(poll: Poll, error: str) -> Speech:
    """Slack refused the message: why, and the way out."""
    reason = REASONS.get(error, UNKNOWN_REASON).format(channel=channel(poll.channel))
    text = f"Your poll {about(poll)} is not posted yet. {reason} Nothing is lost."
    return _note(text, button("Open the poll", act(PREVIEW, poll.id), style="primary"))


def not_opened_note(poll: Poll, why: str) -> Speech:
    """Its moment came and it could not be posted: why, and the way out."""
    reason = WAITED_IN_VAIN.get(why, UNKNOWN_REASON).format(channel=channel(poll.channel))
    text = (
        f"Your poll {about(poll)} was to be posted now, and is not. {reason} It is a draft again."
    )
    return _note(text, button("Open the poll", act(PREVIEW, poll.id), style="primary"))


def followed_note(poll: Poll, meeting: Meeting) -> Speech:
    """Its meeting was moved or cancelled: what has become of it."""
    if poll.state is PollState.DELETED:
        why = "has moved and is too near for it" if meeting.is_planned else "was cancelled"
        return Speech(f"Your poll {about(poll)} is not posted: its meeting {why}.")
    if not meeting.is_planned:
        told = (
            f"Its meeting was cancelled. Your poll {about(poll)} stays open until "
            f"{when(poll.closes_at)}. Close or delete it if you don't need it any more."
        )
    elif poll.is_open:
        told = (
            f"Its meeting has moved, so your poll {about(poll)} now closes {when(poll.closes_at)}. "
            "Its message shows the new time."
        )
    else:
        told = (
            f"Its meeting has moved and is too near for more answers, so your poll {about(poll)} "
            "is closed."
        )
    return _note(told, _see(poll))


def outsider_note(poll: Poll) -> Speech:
    """Its message has reached another organisation; whoever tried learns no more than anybody."""
    text = (
        f"Somebody of another organisation tried to answer your poll {about(poll)}. I took nothing "
        "from them: only those you asked can vote. Its message may have been copied to a channel "
        "that is shared with others; close the poll if it should not be read there."
    )
    return _note(text, _see(poll))


def unsaid_note(poll: Poll, error: str) -> Speech:
    """The result could not be posted: where it is, and who should hear of it."""
    reason = UNSAID_REASONS.get(error, UNKNOWN_REASON)
    text = (
        f"I could not post the result of your poll {about(poll)} in {channel(poll.channel)}. "
        f"{reason} You find it on the poll's page; please tell the people you asked yourself."
    )
    return _note(text, _see(poll))


def untold_note(news: Told, error: str) -> Speech:
    """The decision could not be posted to those who were asked: why, and the way out."""
    poll, reason = news.poll, UNSAID_REASONS.get(error, UNKNOWN_REASON)
    text = (
        f"I could not tell the people of your poll {about(poll)} in {channel(poll.channel)} what "
        f"you decided. {reason} Tell them yourself, or open the decision and try again."
    )
    return _note(text, button("Read the decision", act(READ, poll.id)))


def unreached_note(poll: Poll, people: Sequence[str]) -> Speech:
    """Slack would not take a message to some who were asked: who, and what can be done."""
    names = listed([person(each) for each in people])
    text = (
        f"I could not reach {names} by direct message about your poll {about(poll)}. "
        "Their account may be switched off. Ask them yourself, or go on without them."
    )
    return _note(text, _see(poll))


def not_sure_note(poll: Poll, errand_id: str) -> Speech:
    """Nobody can tell whether the message arrived: better to ask than to post it twice."""
    text = (
        f"Slack did not tell me whether your poll {about(poll)} arrived. "
        f"Did it appear in {channel(poll.channel)}?"
    )
    there = button("Yes, it's there", act(THERE, poll.id), style="primary")
    return _note(text, there, button("Post it again", act(AGAIN, poll.id, errand_id)))


def there_note(poll: Poll) -> Speech:
    """What stays after “Yes, it's there”."""
    return Speech(f"Good: your poll {about(poll)} stands in {channel(poll.channel)}.")


def again_note(poll: Poll) -> Speech:
    """What stays after “Post it again”."""
    return Speech(f"I'm posting your poll {about(poll)} in {channel(poll.channel)} again.")


def _see(poll: Poll) -> Dict:
    return button("Open the poll", act(OPEN, poll.id))


def _note(text: str, *buttons: Dict) -> Speech:
    return Speech(text, [section(text), actions(*buttons)])
