"""Looking at a channel before something is posted there, and once more when it is sent."""

from bot.domain.audience import MOST_LOOKED_AT, Content, Readers, is_personal, refusal
from bot.domain.channels import Channel
from handlers.outcomes import Outcome, Refused, SlackError, TenantGone, Verdict, Wait, verdict_of
from handlers.slack import Slack

_PAUSE = 5.0


async def readers_of(slack: Slack, channel: str, most: int = MOST_LOOKED_AT) -> Readers:
    """Who reads there; of more than `most` people only those whom Slack has told about before."""
    place = await slack.channel(channel)
    if not place.can_be_posted_to:
        return Readers(place)
    members = await slack.members(channel)
    people = await slack.people(members) if len(members) <= most else slack.remembered(members)
    return Readers(place, members, tuple(people))


async def stopped(slack: Slack, to: str, content: Content) -> Outcome | None:
    """What keeps a message from being sent there at this moment; None lets it pass.

    Only what is internal costs a call, and only on its way to a channel.
    """
    if is_personal(to):
        return None
    try:
        asks = content is Content.INTERNAL
        place = await slack.channel(to) if asks else Channel(to)
    except SlackError as error:
        return _untold(error)
    code = refusal(content, place)
    return Refused(code) if code else None


def _untold(error: SlackError) -> Outcome:
    """Slack does not tell about the channel: then nothing internal is said in it."""
    match verdict_of(error.code):
        case Verdict.TENANT:
            return TenantGone(error.code)
        case Verdict.WAIT | Verdict.AMBIGUOUS:
            return Wait(max(error.seconds, _PAUSE))
        case _:
            return Refused(error.code)
